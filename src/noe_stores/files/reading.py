"""Reading a stream, without a lock: its dossier, its guest's file, and what lags behind.

Rule kept here: a file is given out only if it ends where and as the table says. One that does
not is looked into: somebody may be writing it, may have died writing it, or may have put
other lines there. What is sound is given out all the same, up to the first line that is not.
"""

from __future__ import annotations

import os
from contextlib import suppress
from uuid import UUID

from eventsourcing.persistence import StoredEvent

from noe_stores.errors import StoreDamaged, StoreError
from noe_stores.files import ends, sheet
from noe_stores.files.adoption import adopt
from noe_stores.files.copies import copies
from noe_stores.files.dossier import parted
from noe_stores.files.folder import snapshots_of
from noe_stores.files.heads import Entry
from noe_stores.files.journal import Broken
from noe_stores.files.judgement import Judged
from noe_stores.files.judging import judged, told
from noe_stores.files.line import fact_of
from noe_stores.files.paths import dossier_path, guest_path
from noe_stores.files.recovery import begin, changes_of
from noe_stores.files.store import Store
from noe_stores.identity import is_stream

_CHUNK = 2**20
_JUDGEMENTS = 8


def lines(store: Store, stream: str, after: int, limit: int) -> list[bytes]:
    """The states of a stream above a version, in order of version.

    Raises:
        StoreDamaged: its files do not hold what was kept.
    """
    if not is_stream(stream) or has_guests(store, stream):
        return [event.state for event in events(store, stream, after, None, limit)]
    return _dossier(store, dossier_path(stream), after, limit)


def has_guests(store: Store, stream: str) -> bool:
    """Whether a ledger's stream holds records of a guest, too."""
    mark = store.mark()
    if mark is not None and not mark.mixed:
        return False
    return ends.end_of(store, guest_path(stream)) is not None


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
    path = dossier_path(stream)
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
    return _between(_guests(store, str(snapshots_of(stream))), gt, lte)


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
    found = judged(store, path, sheet.read(store.at(path)))
    raise found.error or StoreDamaged(
        f"{store.place(path)} line {version} is not version {version}",
        store=store.name,
        remedy="Run verify",
    )


def _dossier(store: Store, path: str, after: int, limit: int) -> list[bytes]:
    """Lines of a dossier; its versions are its lines' numbers."""
    end = ends.end_of(store, path)
    if end is None:
        if not _is_there(store, path):
            return []
    else:
        if limit <= 0 or (after >= end.count and _is_as_long(store, path, end)):
            return []
        found = _page(store, path, end, after, limit)
        if found is not None:
            return found
    content, end, sound = _looked_into(store, path)
    if sound is None:
        return content.split(b"\n")[:-1][after : after + limit]
    if sound.error and after + limit > len(sound.lines):
        raise sound.error
    return sound.lines[after : after + limit]


def _page(store: Store, path: str, end: Entry, after: int, limit: int) -> list[bytes] | None:
    """Lines of a file that ends as it should; ``None`` if it does not, as far as they show."""
    try:
        fd = sheet.open_file(store.at(path))
    except (FileNotFoundError, sheet.Unexpected):
        return None
    try:
        if os.fstat(fd).st_size != end.bytes:
            return None
        known = store.pages.get(path, (0, 0))
        number, offset = known if known[0] <= after else (0, 0)
        if number == 0 and end.bytes <= _CHUNK:
            found = os.pread(fd, end.bytes, 0).split(b"\n")
            if found.pop() or len(found) != end.count or not _ends(found[-1], end):
                return None
            return found if after == 0 and limit >= end.count else found[after : after + limit]
        return _walked(store, path, fd, end, (number, offset), after, limit)
    finally:
        os.close(fd)


def _walked(  # noqa: PLR0917
    store: Store, path: str, fd: int, end: Entry, start: tuple[int, int], after: int, limit: int
) -> list[bytes] | None:
    """A page of a long file, read on from where the page before it ended."""
    number, offset = start
    found: list[bytes] = []
    rest = b""
    last = min(after + limit, end.count)
    while number < last:
        block = os.pread(fd, min(_CHUNK, end.bytes - offset - len(rest)), offset + len(rest))
        if not block:
            return None
        *whole, left = (rest + block).split(b"\n")
        whole = whole[: last - number]
        skipped = max(0, after - number)
        found += whole[skipped:]
        size = sum(map(len, whole)) + len(whole)
        number, offset = number + len(whole), offset + size
        rest = left if number < last else b""
    store.remember_page(path, number, offset)
    if number == end.count and (offset != end.bytes or not _ends(found[-1], end)):
        return None
    return found


def _ends(line: bytes, end: Entry) -> bool:
    return end.sum is None or line[-66:-2] == end.sum.encode()


def _guests(store: Store, path: str) -> list[StoredEvent]:
    """All records of a file of a guest, checked, in order of version."""
    end = ends.end_of(store, path)
    if end is None and not _is_there(store, path):
        return []
    content = _content(store, path, end)
    found = None if content is None else judged(store, path, content)
    if found is None or found.error or end is None or len(found.records) != end.count:
        content, end, sound = _looked_into(store, path)
        found = sound or judged(store, path, content)
        if found.error:
            raise found.error
    if end is not None and end.contiguous:
        return found.records
    return sorted(found.records, key=lambda event: event.originator_version)


def _content(store: Store, path: str, end: Entry | None) -> bytes | None:
    """The bytes of a file that ends as it should; ``None`` if it does not."""
    try:
        if not sheet.is_at(store.at(path), end):
            return None
        return sheet.read(store.at(path), 0, end.bytes if end else None)
    except (FileNotFoundError, sheet.Unexpected):
        return None


def _is_as_long(store: Store, path: str, end: Entry) -> bool:
    """Whether nothing was added by others, or taken away."""
    try:
        return sheet.size_of(store.at(path)) == end.bytes
    except sheet.Unexpected:
        return False


def _is_there(store: Store, path: str) -> bool:
    try:
        return bool(sheet.size_of(store.at(path)))
    except sheet.Unexpected:
        return True


def _looked_into(store: Store, path: str) -> tuple[bytes, Entry | None, Judged | None]:
    """A file that does not end as it should: its content, made whole, or a judgement on it."""
    known = store.judgements.get(path)
    if known is not None and known[0] == _stamp(store, path):
        return b"", known[1], known[2]
    settle(store, path)
    stamp, end = _stamp(store, path), ends.end_of(store, path)
    content = whole(store, path, end)
    if content is not None and not _goes_on_wrongly(store, path, end):
        return content, end, None
    found = _judgement(store, path, end)
    # Whoever looks for the bad line reads on one by one, and the journal is long.
    if len(store.judgements) >= _JUDGEMENTS:
        store.judgements.clear()
    store.judgements[path] = (stamp, end, found)
    return b"", end, found


def _judgement(store: Store, path: str, end: Entry | None) -> Judged:
    error = told(store, path, end)
    try:
        found = judged(store, path, sheet.read(store.at(path)))
    except (FileNotFoundError, sheet.Unexpected):
        return Judged(records=[], lines=[], size=0, error=error)
    # Of a fork neither side is given out, only what both have.
    sides = parted(list(copies(store, path)), found.lines)
    count = len(found.lines) if sides is None else sides[0].version - 1
    return Judged(
        records=found.records[:count],
        lines=found.lines[:count],
        size=sum(len(line) + 1 for line in found.lines[:count]),
        error=error,
    )


def _goes_on_wrongly(store: Store, path: str, end: Entry | None) -> bool:
    """Whether something stands behind the end that nobody who writes now can have begun."""
    try:
        rest = sheet.read(store.at(path), end.bytes if end else 0)
    except (FileNotFoundError, sheet.Unexpected):
        return False
    found = judged(store, path, rest, end)
    return found.error is not None and not found.torn


def _stamp(store: Store, path: str) -> object:
    """Changes with the file, and with what the journal says of it."""
    try:
        seen = os.lstat(store.at(path))
    except FileNotFoundError:
        return None, ends.end_of(store, path)
    return (seen.st_ino, seen.st_size, seen.st_mtime_ns), ends.end_of(store, path)


def settle(store: Store, path: str) -> None:
    """Have a file put in order that a dead writer left, or that others added to.

    If somebody else is writing at this moment, he does what is to be done. What stands in the
    way of writing does not stand in the way of reading.
    """
    if not store.writable:
        return
    lock = store.borrow_lock()
    try:
        with suppress(Broken, StoreError):
            if lock.acquire(0):
                store.take(lock)
                work = begin(store)
                if path not in work.lagging:
                    adopt(work, [path])
    finally:
        lock.release()
        store.give_back(lock)


def whole(store: Store, path: str, end: Entry | None) -> bytes | None:
    """The content of a file up to where it ends, with the lines that only the journal has yet."""
    if end is None:
        return None if _is_there(store, path) else b""
    try:
        content = sheet.read(store.at(path), 0, end.bytes)
    except FileNotFoundError:
        content = b""
    except sheet.Unexpected:
        return None
    mark = store.mark()
    if len(content) < end.bytes and mark is not None and mark.applied < mark.end:
        late = store.journal.batches(mark.applied, mark.end)
        for change in changes_of(store, late, mark):
            more = change.added
            if change.path == path and more.startswith(content[change.base :]):
                content = content[: change.base] + more
    ended = len(content) == end.bytes and content.endswith(b'"%b"}\n' % (end.sum or "").encode())
    return content if ended and content.count(b"\n") == end.count else None
