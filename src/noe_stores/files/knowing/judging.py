"""What is wrong with a file of records: judged from its first line, and against the journal.

Rule kept here: an error names the stream, the file, the line and the byte, and says what can
be done; what is sound is still handed out.
"""

from __future__ import annotations

from uuid import UUID

from attrs import evolve

from noe_stores.errors import Forked, StoreDamaged, StoreShortened
from noe_stores.files.dossiers import guests, sheet
from noe_stores.files.dossiers.dossier import Judged, judge, judge_guest, parted
from noe_stores.files.dossiers.end import End
from noe_stores.files.dossiers.located import record_of
from noe_stores.files.dossiers.names import GUESTS, is_file_of, stream_of
from noe_stores.files.journal.batch import SNAPSHOTS
from noe_stores.files.knowing.copies import copies
from noe_stores.files.store import Store
from noe_stores.lines.codec import Malformed
from noe_stores.lines.tail import Tail


def judged(store: Store, path: str, content: bytes, end: End | None = None) -> Judged:
    """What content holds that stands in a file behind an end, or from its beginning."""
    stream = stream_at(path, content)
    if stream is None:
        what = f"{store.place(path)} is no file of a stream"
        return Judged(error=damaged(store, path, what, "Move it elsewhere"))
    line, offset = (end.count + 1, end.bytes) if end else (1, 0)
    if path.startswith((GUESTS, SNAPSHOTS)):
        digest = guests.start(stream) if end is None else end.sum
        found = judge_guest(content, digest, line=line, offset=offset)
    else:
        name = str(stream)
        tail = Tail(name, end.version, end.sum) if end else Tail.of(name)
        found = judge(content, tail, line=line, offset=offset)
    if found.fault is None:
        return found
    error = found.fault.told(stream, path=store.place(path), store=store.name)
    return evolve(found, error=error)


def told(store: Store, path: str, end: End | None) -> StoreDamaged:
    """The error for a file that does not end where, and as, the journal says."""
    try:
        content = sheet.read(store.at(path))
    except sheet.Missing:
        return _shortened(store, path, "the file is missing", end)
    except sheet.Unexpected as error:
        return damaged(store, path, f"{store.place(path)}: {error}", "Put the file back")
    found = judged(store, path, content)
    ours = list(copies(store, path))
    sides = parted(ours, found.lines)
    if sides is not None:
        return _forked(store, path, sides)
    if len(found.lines) < len(ours) and (found.error is None or found.torn):
        at = f"it ends after {len(found.lines)} of {len(ours)} records (byte {found.size})"
        return _shortened(store, path, at, end)
    what = f"{store.place(path)} does not end as the journal says"
    return found.error or damaged(store, path, what, "Run verify")


def stream_at(path: str, content: bytes = b"") -> UUID | str | None:
    """The stream of a file: its name says it, or, of a long one, its first line."""
    named = stream_of(path)
    if named is not None or not content:
        return named
    try:
        said = record_of(content.partition(b"\n")[0]).originator_id
    except Malformed:
        return None
    return said if is_file_of(path, said) else None


def damaged(
    store: Store, path: str, what: str, remedy: str, *, kind: type[StoreDamaged] = StoreDamaged
) -> StoreDamaged:
    """An error for a file, with its stream."""
    error = kind(what, store=store.name, remedy=remedy)
    error.streams = (str(stream_at(path) or path),)
    return error


def _shortened(store: Store, path: str, why: str, end: End | None) -> StoreDamaged:
    held = f", which held {end.count} records" if end else ""
    return damaged(
        store,
        path,
        f"{stream_at(path) or path!s:.200}: {store.place(path)}{held}: {why}",
        "Put the file back from git or a backup, or repair, which takes the rest from the journal",
        kind=StoreShortened,
    )


def _forked(store: Store, path: str, sides: tuple[object, object]) -> StoreDamaged:
    return damaged(
        store,
        path,
        f"{stream_at(path) or path!s:.200} was continued on two sides: the journal holds"
        f" {sides[0]}, {store.place(path)} holds {sides[1]}",
        "Put the journal's side back, or keep the file's and go on from a fresh clone; then"
        " record what only the other side has anew. Nothing of either was mixed or dropped",
        kind=Forked,
    )
