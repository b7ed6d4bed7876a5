"""What is wrong with a file of records: judged from its first line, and against the journal.

Rule kept here: an error names the stream, the file, the line and the byte, and says what can
be done; what is sound is still handed out.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from uuid import UUID

from eventsourcing.persistence import StoredEvent

from noe_stores.codec import Malformed
from noe_stores.errors import Forked, StoreDamaged, StoreShortened
from noe_stores.files import guests, sheet
from noe_stores.files.copies import copies
from noe_stores.files.dossier import judge, parted
from noe_stores.files.faults import Reason
from noe_stores.files.folder import SNAPSHOTS
from noe_stores.files.heads import Entry
from noe_stores.files.judgement import Judged
from noe_stores.files.located import record_of
from noe_stores.files.names import GUESTS, guest_path_of, path_of, stream_of
from noe_stores.files.store import Store
from noe_stores.tail import Tail


def judged(store: Store, path: str, content: bytes, end: Entry | None = None) -> Judged:
    """What content holds that stands in a file behind an end, or from its beginning."""
    stream = stream_at(path, content)
    if stream is None:
        return Judged(records=[], lines=[], size=0, error=_nobodys(store, path))
    if path.startswith((GUESTS, SNAPSHOTS)):
        return _judged_guest(store, path, stream, content, end)
    name = str(stream)
    tail = Tail(name, end.version, end.sum or "") if end else Tail.of(name)
    before = (end.count, end.bytes) if end else (0, 0)
    found = judge(content, tail, line=before[0] + 1, offset=before[1])
    fault = found.fault
    return Judged(
        records=list(found.facts),
        lines=[fact.state for fact in found.facts],
        size=found.size,
        error=fault.told(name, path=store.place(path), store=store.name) if fault else None,
        torn=fault is not None and fault.reason in {Reason.TORN, Reason.ZEROED},
    )


def _judged_guest(
    store: Store, path: str, stream: UUID | str, content: bytes, end: Entry | None
) -> Judged:
    digest = guests.start(stream) if end is None else end.sum or ""
    *lines, rest = content.split(b"\n")
    found: list[StoredEvent] = []
    why = "breaks off: the file ends within it" if rest else ""
    for line in lines:
        try:
            record, digest = guests.unwrap(line, digest)
        except Malformed as malformed:
            why = str(malformed)
            break
        found.append(record)
    sound = lines[: len(found)]
    size = sum(map(len, sound)) + len(sound)
    if not why:
        return Judged(records=found, lines=sound, size=size)
    number = len(found) + 1 + (end.count if end else 0)
    error = StoreDamaged(
        f"{stream!s:.200} is damaged: {store.place(path)} line {number}"
        f" (byte {size + (end.bytes if end else 0)}) {why}",
        store=store.name,
        remedy="Take the file back from git or a backup, or repair",
    )
    error.streams = (str(stream),)
    left = content[size:]
    return Judged(
        records=found, lines=sound, size=size, error=error, torn=b"\n" not in left or b"\0" in left
    )


def told(store: Store, path: str, end: Entry | None) -> StoreDamaged:
    """The error for a file that does not end where, and as, the journal says."""
    try:
        content = sheet.read(store.at(path))
    except FileNotFoundError:
        return _shortened(store, path, "the file is missing", end)
    except sheet.Unexpected as error:
        return StoreDamaged(
            f"{store.place(path)}: {error}", store=store.name, remedy="Put the file back"
        )
    found = judged(store, path, content)
    ours = list(copies(store, path))
    sides = parted(ours, found.lines)
    if sides is not None:
        return _forked(store, path, sides)
    if len(found.lines) < len(ours) and (found.error is None or found.torn):
        at = f"it ends after {len(found.lines)} of {len(ours)} records (byte {found.size})"
        return _shortened(store, path, at, end)
    return found.error or StoreDamaged(
        f"{store.place(path)} does not end as the journal says",
        store=store.name,
        remedy="Run verify",
    )


def stream_at(path: str, content: bytes = b"") -> UUID | str | None:
    """The stream of a file: its name says it, or, of a long one, its first line."""
    kind, _, own = path.partition("/")
    plain = PurePosixPath(GUESTS, own) if kind == SNAPSHOTS else PurePosixPath(path)
    named = stream_of(plain)
    if named is not None or not content:
        return named
    try:
        said = record_of(content.partition(b"\n")[0]).originator_id
    except Malformed:
        return None
    return said if plain in {path_of(said), guest_path_of(said)} else None


def _shortened(store: Store, path: str, why: str, end: Entry | None) -> StoreShortened:
    stream = stream_at(path)
    held = f", which held {end.count} records" if end else ""
    error = StoreShortened(
        f"{stream or path!s:.200}: {store.place(path)}{held}: {why}",
        store=store.name,
        remedy="Put the file back from git or a backup, or repair, which takes the rest from"
        " the journal",
    )
    error.streams = (str(stream or path),)
    return error


def _forked(store: Store, path: str, sides: tuple[object, object]) -> Forked:
    stream = stream_at(path)
    error = Forked(
        f"{stream or path!s:.200} was continued on two sides: the journal holds {sides[0]},"
        f" {store.place(path)} holds {sides[1]}",
        store=store.name,
        remedy="Put the journal's side back, or keep the file's and go on from a fresh clone; then"
        " record what only the other side has anew. Nothing of either was mixed or dropped",
    )
    error.streams = (str(stream or path),)
    return error


def _nobodys(store: Store, path: str) -> StoreDamaged:
    return StoreDamaged(
        f"{store.place(path)} is no file of a stream",
        store=store.name,
        remedy="Move it elsewhere",
    )
