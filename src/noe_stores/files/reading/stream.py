"""Reading a stream, without a lock: its dossier, its guest's file, and what lags behind.

Rule kept here: a file is given out only if it ends where and as the table says. One that does
not is looked into: somebody may be writing it, may have died writing it, or may have put
other lines there. What is sound is given out all the same, up to the first line that is not.
"""

from __future__ import annotations

import os
from itertools import islice
from uuid import UUID

from eventsourcing.persistence import StoredEvent

from noe_stores.files.dossiers import sheet
from noe_stores.files.dossiers.dossier import lines_of
from noe_stores.files.dossiers.end import End
from noe_stores.files.dossiers.line import fact_of
from noe_stores.files.dossiers.names import guest_path, path_of, snapshots_path
from noe_stores.files.knowing.judging import damaged, judged
from noe_stores.files.reading.looking import end_of, is_there, looked_into
from noe_stores.files.store import Store
from noe_stores.files.system import OpenFile
from noe_stores.identity import is_stream

_CHUNK = 2**20


def lines(store: Store, stream: str, after: int, limit: int) -> list[bytes]:
    """The states of a stream above a version, in order of version.

    Raises:
        StoreDamaged: its files do not hold what was kept.
    """
    if not is_stream(stream) or has_guests(store, stream):
        return [event.state for event in events(store, stream, after, None, limit)]
    return _dossier(store, path_of(stream), after, limit)


def has_guests(store: Store, stream: str) -> bool:
    """Whether a ledger's stream holds records of a guest, too."""
    mark = store.mark()
    if mark is not None and not mark.mixed:
        return False
    path = guest_path(stream)
    return end_of(store, path) is not None or is_there(store, path)


def events(
    store: Store, stream: UUID | str, gt: int | None, lte: int | None, limit: int | None
) -> list[StoredEvent]:
    """The first records of a stream between versions, in order of version.

    Raises:
        StoreDamaged: its files do not hold what was kept.
    """
    most = 2**62 if limit is None else limit
    after = 0 if gt is None else max(gt, 0)
    if not is_stream(stream):
        return _between(_guests(store, guest_path(stream)), gt, lte)[:most]
    wrapped = []
    if has_guests(store, stream):
        wrapped = _between(_guests(store, guest_path(stream)), gt, lte)
    count = most if lte is None else min(most, max(lte - after, 0))
    path = path_of(stream)
    plain = _dossier(store, path, after, count)
    found = [_fact(store, path, line, after + n) for n, line in enumerate(plain, 1)]
    if wrapped:
        found = sorted([*found, *wrapped], key=lambda event: event.originator_version)
    return found[:most]


def snapshots(
    store: Store, stream: UUID | str, gt: int | None, lte: int | None
) -> list[StoredEvent]:
    """The snapshots of an aggregate between versions, in order of version.

    Raises:
        StoreDamaged: their file does not hold what was kept.
    """
    return _between(_guests(store, snapshots_path(stream)), gt, lte)


def _between(found: list[StoredEvent], gt: int | None, lte: int | None) -> list[StoredEvent]:
    return [
        event
        for event in found
        if (gt is None or event.originator_version > gt)
        and (lte is None or event.originator_version <= lte)
    ]


def _fact(store: Store, path: str, line: bytes, version: int) -> StoredEvent:
    fact = fact_of(line)
    if fact is not None and fact.originator_version == version:
        return fact
    found = judged(store, path, sheet.content(store.at(path)) or b"")
    what = f"{store.place(path)} line {version} is not version {version}"
    raise found.error or damaged(store, path, what, "Run verify")


def _dossier(store: Store, path: str, after: int, limit: int) -> list[bytes]:
    """Lines of a dossier; its versions are its lines' numbers."""
    end = end_of(store, path)
    if end is None:
        if not is_there(store, path):
            return []
    else:
        if limit <= 0 or (after >= end.count and _is_as_long(store, path, end)):
            return []
        found = _page(store, path, end, after, limit)
        if found is not None:
            return found
    content, end, sound = looked_into(store, path)
    if sound is None:
        return content.split(b"\n")[:-1][after : after + limit]
    if sound.error and after + limit > len(sound.lines):
        raise sound.error
    return sound.lines[after : after + limit]


def _page(store: Store, path: str, end: End, after: int, limit: int) -> list[bytes] | None:
    """Lines of a file that ends as it should; ``None`` if it does not, as far as they show."""
    try:
        file = sheet.opened(store.at(path))
    except sheet.Unexpected:
        return None
    if file.seen.st_size != end.bytes:
        return None
    if end.bytes > _CHUNK:
        return _walked(store, path, file, end, after=after, limit=limit)
    found = lines_of(os.pread(file.fd, end.bytes, 0), count=end.count, digest=end.sum)
    if found is None or (after == 0 and limit >= end.count):
        return found
    return found[after : after + limit]


def _walked(
    store: Store, path: str, file: OpenFile, end: End, *, after: int, limit: int
) -> list[bytes] | None:
    """A page of a long file, read on from where the page before it ended."""
    known = store.pages.get(path, (0, 0))
    number, offset = known if known[0] <= after else (0, 0)
    last = min(after + limit, end.count)
    with os.fdopen(os.dup(file.fd), "rb", _CHUNK) as reader:
        reader.seek(offset)
        found = [*islice(reader, last - number)]
    offset += sum(map(len, found))
    whole = len(found) == last - number and found[-1].endswith(b"\n")
    if not whole or (last == end.count and not (offset == end.bytes and _ends(found[-1], end))):
        return None
    store.remember_page(path, last, offset)
    return [line[:-1] for line in found[after - number :]]


def _ends(line: bytes, end: End) -> bool:
    return line.endswith(b'"%b"}\n' % end.sum.encode())


def _guests(store: Store, path: str) -> list[StoredEvent]:
    """All records of a file of a guest, checked, in order of version."""
    end = end_of(store, path)
    if end is None and not is_there(store, path):
        return []
    content = _content(store, path, end)
    found = None if content is None else judged(store, path, content)
    if found is None or found.error or end is None or len(found.records) != end.count:
        content, end, sound = looked_into(store, path)
        found = sound or judged(store, path, content)
        if found.error:
            raise found.error
    if end is not None and end.contiguous:
        return found.records
    return sorted(found.records, key=lambda event: event.originator_version)


def _content(store: Store, path: str, end: End | None) -> bytes | None:
    """The bytes of a file that ends as it should; ``None`` if it does not."""
    try:
        if not sheet.is_at(store.at(path), end):
            return None
    except sheet.Unexpected:
        return None
    return sheet.content(store.at(path), 0, end.bytes if end else None)


def _is_as_long(store: Store, path: str, end: End) -> bool:
    """Whether nothing was added by others, or taken away."""
    try:
        return sheet.size_of(store.at(path)) == end.bytes
    except sheet.Unexpected:
        return False
