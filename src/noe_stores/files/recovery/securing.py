"""Having the disk keep the files, too, and noting up to where it does: a checkpoint.

Rule kept here: what a checkpoint covers has been synced, and what could not be synced has
been written again first, since a sync that failed leaves pages that only look kept.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress

from attrs import define
from msgspec.structs import replace

from noe_stores.files.dossiers import sheet
from noe_stores.files.dossiers.located import path_of_line
from noe_stores.files.ends.heads import TableLost
from noe_stores.files.folder import changed_at
from noe_stores.files.journal import marks
from noe_stores.files.journal.batch import Batch
from noe_stores.files.journal.marks import Checkpoint, Mark, Place
from noe_stores.files.recovery.work import Work
from noe_stores.files.store import Store
from noe_stores.files.system import sync_folder


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
    for batch in store.journal.batches(last.end, mark.applied, after=last.sum):
        since.pass_by(batch)
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
