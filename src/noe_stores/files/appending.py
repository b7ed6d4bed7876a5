"""Appending a batch to the journal: the moment from which what a call brings is kept.

Rule kept here: every way this can fail has a name: nothing of it is kept, or nobody knows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import define
from eventsourcing.persistence import StoredEvent, Tracking

from noe_stores.durability import Durability
from noe_stores.errors import Outcome, OutcomeUnknown, StoreError
from noe_stores.files import batch, pen
from noe_stores.files.mark import Place
from noe_stores.files.plan import Change
from noe_stores.files.securing import turn_over
from noe_stores.files.system import translated
from noe_stores.files.work import Work


@define
class Call:
    """What one call brings, and, once begun, where it stands in the journal.

    Once ``synced`` it is kept, whatever fails after.
    """

    events: Sequence[StoredEvent]
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
    lines: Sequence[bytes],
    changes: Sequence[Change],
    *,
    call: Call | None = None,
    shelf: str | None = None,
    tracking: Mapping[str, int] | None = None,
) -> range:
    """Keep lines as one batch; the positions they take.

    Raises:
        StoreError: they are not kept, or it is not known; the error's outcome says which.
    """
    first = work.mark.position + 1
    raw, total = batch.compose(first, lines, work.mark.sum, shelf=shelf, tracking=tracking)
    if not pen.has_room(work.mark.end, len(raw)):
        turn_over(work, len(raw))
    place = work.mark.end
    if call is not None:
        call.place, call.sum = place, total
    _write(work, raw)
    if call is not None:
        call.synced = True
    taken = 0 if shelf == batch.SNAPSHOTS else len(lines)
    end = (place[0], place[1] + len(raw))
    work.put_down(changes, end=end, position=first + taken - 1, total=total)
    return range(first, first + taken)


def _write(work: Work, raw: bytes) -> None:
    store = work.store
    synced = store.durability is Durability.SYNCED
    try:
        pen.keep(store.journal, work.mark.end, raw, synced=synced)
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
