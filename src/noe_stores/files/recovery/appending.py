"""Appending a batch to the journal: the moment from which what a call brings is kept.

Rule kept here: every way this can fail has a name: nothing of it is kept, or nobody knows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress

from attrs import define
from eventsourcing.persistence import StoredEvent, Tracking
from msgspec.structs import replace

from noe_stores.durability import Durability
from noe_stores.errors import Outcome, OutcomeUnknown, StoreError
from noe_stores.files.dossiers.plan import Change
from noe_stores.files.journal import batch, pen
from noe_stores.files.journal.marks import Place
from noe_stores.files.recovery.securing import secure
from noe_stores.files.recovery.work import Work
from noe_stores.files.system import translated


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
    except pen.Erased as error:
        raise _failed(error, store.name).ended(Outcome.NOT_KEPT) from error
    except pen.Unclear as error:
        store.unusable = "a write to the journal failed and could not be taken back"
        raise OutcomeUnknown(
            f"{store.unusable} ({error.__cause__})",
            store=store.name,
            remedy="Check the disk, then open the store again",
        ).ended(Outcome.UNKNOWN) from error


def _failed(error: pen.Erased, store: str) -> StoreError:
    cause = error.__cause__
    if not isinstance(cause, OSError):
        raise TypeError("only an error of the system erases a batch") from error
    return translated(cause, store=store, doing="writing the journal")


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
