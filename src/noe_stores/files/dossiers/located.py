"""Where the lines of the journal belong: what was kept, sorted by the file it goes into.

Rule kept here: a line says by itself which file it belongs in, and by the one before it whether
it comes next there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from eventsourcing.persistence import StoredEvent

from noe_stores.files.dossiers import guests
from noe_stores.files.dossiers.end import End
from noe_stores.files.dossiers.line import fact_of, following
from noe_stores.files.dossiers.names import guest_path, path_of, snapshots_path
from noe_stores.files.journal import batch
from noe_stores.files.journal.batch import Batch
from noe_stores.files.journal.segments import Broken, Journal
from noe_stores.lines.codec import Malformed

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
        return snapshots_path(record.originator_id), record
    if line.startswith(_GUEST):
        return guest_path(record.originator_id), record
    return path_of(str(record.originator_id)), record


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


def lines_by_file(
    batches: Iterable[Batch], journal: Journal, only: Collection[str] | None = None
) -> Iterator[tuple[str, bytes, StoredEvent]]:
    """The lines of some batches in order: the file each belongs in, its bytes, its record.

    Raises:
        Broken: a line is no record.
    """
    for one in batches:
        for line in one.lines:
            try:
                path, record = file_of(line, one.header.shelf)
            except Malformed as error:
                where = journal.path(one.place[0])
                raise Broken(where, one.place, f"a line of the batch {error}") from error
            if only is None or path in only:
                yield path, line, record


def follows(line: bytes, record: StoredEvent, end: End | None) -> bool:
    """Whether a line is the one that comes next in a file that ends so."""
    stream = record.originator_id
    if not line.startswith(_GUEST):
        tail = (0, str(stream)) if end is None else (end.version, end.sum)
        return following(line, str(stream), *tail) is not None
    try:
        guests.unwrap(line, guests.start(stream) if end is None else end.sum)
    except Malformed:
        return False
    return True
