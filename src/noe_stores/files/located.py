"""Where the lines of the journal belong: what was kept, sorted by the file it goes into.

Rule kept here: the journal holds every line of every file, so where a file must end can
always be told from it, from any place at which its end is known, or from the beginning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from eventsourcing.persistence import StoredEvent

from noe_stores.codec import Malformed
from noe_stores.files import batch, guests
from noe_stores.files.folder import snapshots_of
from noe_stores.files.heads import Entry
from noe_stores.files.line import fact_of, following
from noe_stores.files.paths import dossier_path, guest_path
from noe_stores.files.plan import Change
from noe_stores.files.window import Batch

_GUEST = b'{"guest":'
_KNOWN = 4096
_paths: dict[tuple[bytes, str | None], str] = {}


def record_of(line: bytes) -> StoredEvent:
    """The record of a line of the journal.

    Raises:
        Malformed: it is none.
    """
    if line.startswith(_GUEST):
        return guests.event_of(line)
    fact = fact_of(line)
    if fact is None:
        raise Malformed("line", "is neither a fact nor a guest's record")
    return fact


def file_of(line: bytes, shelf: str | None) -> tuple[str, StoredEvent]:
    """The file in which a line of the journal belongs, and its record.

    Raises:
        Malformed: the line is no record.
    """
    record = record_of(line)
    if shelf == batch.SNAPSHOTS:
        return str(snapshots_of(record.originator_id)), record
    if line.startswith(_GUEST):
        return guest_path(record.originator_id), record
    return dossier_path(str(record.originator_id)), record


def path_of_line(line: bytes, shelf: str | None) -> str:
    """The file in which a line of the journal belongs.

    Raises:
        Malformed: the line is no record.
    """
    # What stands before its version says the id; inside an id the quotes would be escaped.
    known = (line.partition(b',"version":')[0], shelf)
    path = _paths.get(known)
    if path is None:
        path = file_of(line, shelf)[0]
        if len(_paths) >= _KNOWN:
            _paths.clear()
        _paths[known] = path
    return path


def lines_by_file(batches: Iterable[Batch]) -> dict[str, list[tuple[bytes, StoredEvent]]]:
    """The lines of some batches by the file they belong in, in order.

    Raises:
        Malformed: a line is no record.
    """
    found: dict[str, list[tuple[bytes, StoredEvent]]] = {}
    for one in batches:
        for line in one.lines:
            path, record = file_of(line, one.header.shelf)
            found.setdefault(path, []).append((line, record))
    return found


def change_of(
    path: str,
    lines: list[tuple[bytes, StoredEvent]],
    end: Entry | None,
    recount: Callable[[str], Entry | None],
) -> Change:
    """The change that those lines are to a file.

    ``end`` says where the file ends with none, some or all of them. If it does not fit,
    ``recount`` is asked where it ends with all of them.
    """
    stream = lines[0][1].originator_id
    put = next((n for n, (line, _) in enumerate(lines, 1) if end and _sum(line) == end.sum), 0)
    if not put and not _follows(lines[0], end):
        end, put = recount(path), len(lines)
    change = Change.of(path, stream, end)
    for line, record in lines[put:]:
        change.add(line, record.originator_version, _sum(line))
    change.put_before([line for line, _ in lines[:put]])
    return change


def _follows(first: tuple[bytes, StoredEvent], end: Entry | None) -> bool:
    line, record = first
    stream = record.originator_id
    digest = guests.start(stream) if end is None else end.sum or ""
    if line.startswith(_GUEST):
        try:
            guests.unwrap(line, digest)
        except Malformed:
            return False
        return True
    version = 0 if end is None else end.version
    return following(line, str(stream), version, digest) is not None


def _sum(sealed: bytes) -> str:
    return sealed[-66:-2].decode()
