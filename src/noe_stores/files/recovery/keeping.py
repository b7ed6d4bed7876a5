"""Keeping a batch: in the journal at once, in the files with it, on the disk up to a checkpoint.

Rule kept here: the moment from which a call is kept is that its batch is in the journal, and
every way in which that can fail has a name: nothing of it is kept, or nobody knows. What a
checkpoint covers has been synced, and what could not be synced has been written again first,
since a sync that failed leaves pages that only look kept.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from attrs import define
from eventsourcing.persistence import StoredEvent, Tracking
from msgspec.structs import replace

from noe_stores.durability import Durability
from noe_stores.errors import Outcome, OutcomeUnknown
from noe_stores.files.dossiers import sheet
from noe_stores.files.dossiers.located import path_of_line
from noe_stores.files.dossiers.plan import Change
from noe_stores.files.ends.heads import TableLost
from noe_stores.files.folder import changed_at
from noe_stores.files.journal import batch, marks, pen
from noe_stores.files.journal.batch import Batch
from noe_stores.files.journal.marks import Checkpoint, Mark, Place
from noe_stores.files.recovery.work import Work
from noe_stores.files.store import Store
from noe_stores.files.system import is_of_the_system, sync_folder, translated


@define
class Call:
    """What one call brings, and, once begun, where it stands in the journal.

    Once ``synced`` it is kept, whatever fails after.
    """

    events: Sequence[StoredEvent] = ()
    shelf: str | None = None
    tracking: Tracking | None = None
    place: Place | None = None
    sum: str = ""
    synced: bool = False

    @property
    def streams(self) -> tuple[str, ...]:
        """The streams its records belong to."""
        return tuple(dict.fromkeys(str(event.originator_id) for event in self.events))


def append(
    work: Work,
    call: Call,
    lines: Sequence[bytes],
    changes: Sequence[Change],
    tracking: Mapping[str, int] | None = None,
) -> range:
    """Keep the lines of a call as one batch; the positions they take.

    Raises:
        StoreError: they are not kept, or it is not known; the error's outcome says which.
    """
    mark = work.mark
    first = mark.position + 1
    raw, total = batch.compose(first, lines, mark.sum, shelf=call.shelf, tracking=tracking)
    if not pen.has_room(mark.end, len(raw)):
        _turn_over(work, len(raw))
    call.place, call.sum = work.mark.end, total
    _write(work, call.place, raw)
    call.synced = True
    taken = 0 if call.shelf == batch.SNAPSHOTS else len(lines)
    end = (call.place[0], call.place[1] + len(raw))
    work.put_down(changes, end=end, position=first + taken - 1, total=total)
    return range(first, first + taken)


def _write(work: Work, place: Place, raw: bytes) -> None:
    store = work.store
    try:
        pen.keep(store.journal, place, raw, synced=store.durability is Durability.SYNCED)
    except pen.Unclear as error:
        store.unusable = "a write to the journal failed and could not be taken back"
        raise OutcomeUnknown(
            f"{store.unusable} ({error.__cause__})",
            store=store.name,
            remedy="Check the disk, then open the store again",
        ).ended(Outcome.UNKNOWN) from error
    except OSError as error:
        if not is_of_the_system(error):
            raise
        told = translated(error, store=store.name, doing="writing the journal")
        raise told.ended(Outcome.NOT_KEPT) from error


def _turn_over(work: Work, size: int) -> None:
    """Begin a new segment with room for a batch of that size.

    Raises:
        OSError: the disk has no room for it; the old segment is still the last.
    """
    store, mark = work.store, work.mark
    pen.end_segment(store.journal, mark.end)
    number = mark.end[0] + 1
    pen.begin_segment(store.journal, number, mark.position + 1, size)
    turned: Place = (number, 0)
    applied = turned if mark.applied == mark.end else mark.applied
    work.move(replace(mark, end=turned, last=-1, begun=mark.position + 1, applied=applied))
    with suppress(OSError):  # the last checkpoint stands, and the next one covers this, too
        secure(work)


def secure(work: Work) -> None:
    """Note a checkpoint at the place up to which the files hold everything.

    Raises:
        OSError: the disk would not keep it; the last checkpoint stands.
        Broken: the journal since then is damaged.
    """
    store, mark = work.store, work.mark
    last = last_checkpoint(store, mark)
    folders = changed_at(store.layout)
    noted = (last.end, last.folders) == (mark.applied, folders)
    if noted and not (mark.doubt or mark.loose) and os.path.lexists(store.layout.checkpoint):
        return
    since = _Since(last.end, last.position, last.sum, dict(last.tracking), {})
    for one in store.journal.batches(last.end, mark.applied, after=last.sum):
        since.pass_by(one)
    if mark.loose:
        for number in range(last.end[0], mark.end[0] + 1):
            os.fsync(store.journal.file(number).fd)
    _sync_files(work, since.files)
    with suppress(TableLost):  # it is made anew when it is asked next
        store.heads.sync()
    point = Checkpoint(
        epoch=mark.epoch,
        began=mark.began,
        end=mark.applied,
        position=since.position,
        sum=since.sum,
        tracking=since.tracking,
        folders=folders,
    )
    marks.note_checkpoint(store.layout.checkpoint, point)
    if mark.loose or mark.doubt:
        work.move(replace(work.mark, loose=False, doubt=False))


def last_checkpoint(store: Store, mark: Mark) -> Checkpoint:
    """The last checkpoint of this journal; the journal's beginning if there is none."""
    found = marks.last_checkpoint(store.layout.checkpoint)
    if found is not None and found.epoch == mark.epoch:
        return found
    number = min(store.journal.segments(), default=1)
    return Checkpoint.beginning(mark.epoch, mark.began, number)


@define
class _Since:
    """What the batches since the last checkpoint add up to."""

    end: Place
    position: int
    sum: str
    tracking: dict[str, int]
    files: dict[str, list[bytes]]

    def pass_by(self, batch: Batch) -> None:
        header = batch.header
        self.end, self.sum = batch.next, header.sum
        self.position += header.positions
        self.tracking.update(header.tracking or {})
        for line in batch.lines:
            self.files.setdefault(path_of_line(line, header.shelf), []).append(line)


def _sync_files(work: Work, files: Mapping[str, list[bytes]]) -> None:
    store = work.store
    try:
        for path, lines in files.items():
            _sync_file(store.at(path), lines, again=work.mark.doubt)
    except OSError:
        work.move(replace(work.mark, doubt=True))
        raise
    folders = {os.path.dirname(path) for path in files}  # noqa: PTH120 - a text
    for folder in sorted({*folders, *map(os.path.dirname, folders)}):
        sync_folder(store.at(folder))


def _sync_file(path: str, lines: Iterable[bytes], *, again: bool) -> None:
    try:
        file = sheet.opened(path, os.O_RDWR)
    except sheet.Unexpected:
        return  # taken away or replaced by somebody else: reading it tells
    if again:  # the last lines over themselves, as far as they stand at the end
        content = b"\n".join([*lines, b""])
        start = file.seen.st_size - len(content)
        if start >= 0 and os.pread(file.fd, len(content), start) == content:
            os.pwrite(file.fd, content, start)
    os.fsync(file.fd)
