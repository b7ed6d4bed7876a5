"""What dead writers and power cuts leave behind, and how it is put in order.

Rule kept here: a whole batch behind the end was perhaps never synced, so it is written and
synced again before it is trusted; a torn one is copied aside before it is written over. What
the journal kept since the last checkpoint is compared with every file it went into. Bytes
that cannot be the rest of a write of ours are left as they are, and told.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from msgspec.structs import replace

from noe_stores.files.dossiers.names import is_mixed
from noe_stores.files.folder import changed_at
from noe_stores.files.journal import marks, pen
from noe_stores.files.journal.batch import Batch
from noe_stores.files.journal.marks import Checkpoint, Mark, Place
from noe_stores.files.journal.segments import UNUSED, Broken
from noe_stores.files.knowing import ends
from noe_stores.files.knowing.ends import changes_of
from noe_stores.files.recovery.adoption import look_around
from noe_stores.files.recovery.keeping import last_checkpoint, secure
from noe_stores.files.recovery.torn import check_torn, check_unmarked, clear, set_aside
from noe_stores.files.recovery.work import Work
from noe_stores.files.store import Store


def begin(store: Store) -> Work:
    """Take up the store, whose lock is held, as its last writers left it.

    Raises:
        StoreError, Broken, OSError: it cannot be written to as it is.
    """
    store.check_usable()
    store.heads.let_go()
    mark = store.marked()
    if mark is None:
        store.check_open()
        work = Work(store, replace(last_known(store).mark(), mixed=True))
        replay(work, marked=False)
    else:
        store.check_in_place(mark)
        work = Work(store, mark)
    if not store.session.joined:
        if store.session.is_alone():
            try:
                put_in_order(work)
            except BaseException:
                store.session.leave()  # or nobody could open the store while this handle is
                raise
        store.session.join()
    if store.journal.check_end(work.mark.end, work.mark.last, work.mark.sum) not in UNUSED:
        _finish(work)
    if work.mark.applied != work.mark.end:
        _catch_up(work)
    return work


def last_known(store: Store) -> Checkpoint:
    """The last checkpoint, or where the journal begins, for a store that has no mark.

    Raises:
        Broken: there is no journal.
    """
    found = marks.last_checkpoint(store.layout.checkpoint)
    if found is not None:
        return found
    segments = store.journal.segments()
    if not segments:
        raise Broken(store.layout.journal, (1, 0), "the segments are missing")
    number = min(segments)
    first = store.journal.at((number, 0))
    epoch = first.header.after if isinstance(first, Batch) else os.urandom(16).hex()
    return Checkpoint.beginning(epoch, segments[number], number)


def is_in_order(store: Store, mark: Mark | None) -> bool:
    """Whether nothing happened since the last checkpoint, as far as a glance tells."""
    if mark is None or mark.applied != mark.end or mark.doubt or mark.loose:
        return False
    last = last_checkpoint(store, mark)
    if last.end != mark.end or last.folders != changed_at(store.layout):
        return False
    return store.journal.next_after(mark.end, mark.sum) is None


def put_in_order(work: Work) -> None:
    """Have files, table and mark agree with the journal, where no other writer lives.

    Raises:
        Broken: the journal has lost what the mark or the checkpoint says it holds.
        OSError: the system would not read or write.
    """
    if is_in_order(work.store, work.mark):
        return
    replay(work)
    if last_checkpoint(work.store, work.mark).folders != changed_at(work.store.layout):
        look_around(work)
    secure(work)


def replay(work: Work, *, marked: bool = True) -> None:
    """Do again what the journal says since the last checkpoint.

    Raises:
        Broken: the journal has lost what the mark, a batch or a dossier says it held.
        OSError: the system would not read or write.
    """
    store, mark = work.store, work.mark
    last = last_checkpoint(store, mark)
    since = list(store.journal.sound(last.end, last.sum))
    found = _ended(store, mark, last, since)
    lost = found.end < mark.end
    if lost and not mark.loose:
        why = "batches that were kept are damaged or missing"
        raise Broken(store.journal.path(found.end[0]), found.end, why)
    check_torn(store, found.end, loose=mark.loose)
    if not marked:
        check_unmarked(store, found)
    for batch in since:
        if batch.next > mark.end:
            _write_again(work, batch)
    set_aside(store, found.end, lost=lost)
    changes = changes_of(store, since, found)
    if any(is_mixed(change.path, change.stream) for change in changes):
        found = replace(found, mixed=True)
    for change in changes:
        clear(store, change)
    if not work.write_files(changes):
        found = replace(found, applied=last.end)
    if lost:
        ends.rebuild(store, found)
    else:
        ends.put(store, changes, found)
    work.move(found)


def _ended(store: Store, mark: Mark, last: Checkpoint, since: Sequence[Batch]) -> Mark:
    """The mark of a journal that ends with the sound batches since the last checkpoint."""
    end, total, at = last.end, last.sum, mark.last if last.end == mark.end else -1
    if since:
        end, total, at = since[-1].next, since[-1].header.sum, since[-1].place[1]
    if _is_turned(store, mark, end):
        end, at = mark.end, mark.last
    return replace(
        mark,
        end=end,
        last=at,
        position=last.position + sum(batch.header.positions for batch in since),
        sum=total,
        begun=store.journal.first_of(end[0]),
        applied=end,
    )


def _is_turned(store: Store, mark: Mark, end: Place) -> bool:
    """Whether all that the mark has more than what was found is a segment just begun."""
    number = end[0]
    return mark.end == (number + 1, 0) and store.journal.file(number).size == end[1]


def _finish(work: Work) -> None:
    """Take in what a writer that died had written behind the end."""
    store = work.store
    while True:
        found = store.journal.next_after(work.mark.end, work.mark.sum)
        if found is None:
            return
        if isinstance(found, str):
            check_torn(store, work.mark.end, loose=work.mark.loose)
            set_aside(store, work.mark.end)
            return
        _write_again(work, found)
        mark = work.mark
        position = mark.position + found.header.positions
        whole = replace(mark, end=found.next, position=position, sum=found.header.sum)
        changes = changes_of(store, [found], whole)
        work.put_down(changes, end=whole.end, position=position, total=whole.sum)


def _catch_up(work: Work) -> None:
    """Write into the files what could not be written when it was kept."""
    mark = work.mark
    late = changes_of(work.store, work.store.journal.batches(mark.applied, mark.end), mark)
    if work.write_files(late):
        work.move(replace(mark, applied=mark.end))


def _write_again(work: Work, batch: Batch) -> None:
    file = work.store.journal.file(batch.place[0])
    raw = os.pread(file.fd, batch.next[1] - batch.place[1], batch.place[1])
    pen.rewrite(work.store.journal, batch.place, raw)
