"""One call from beginning to end: its turn at the lock, and what became of it in the end.

Rule kept here: whoever is interrupted is told what became of his call, since it can be found
out: under the lock the store is put in order as after a dead writer, and then the call's
batch stands at its place, or does not.
"""

from __future__ import annotations

from attrs import define

from noe_stores.errors import Interrupted, Outcome, StoreError
from noe_stores.files.appending import Call
from noe_stores.files.journal import Broken
from noe_stores.files.keeping import keep
from noe_stores.files.mark import Mark
from noe_stores.files.recovery import begin
from noe_stores.files.store import Store
from noe_stores.files.system import is_of_the_system, translated
from noe_stores.files.tracking import Tracked


@define
class Turn:
    """The turn of one call."""

    store: Store
    tracked: Tracked
    call: Call

    def take(self) -> range:
        """Keep the call; the positions of its records."""
        store = self.store
        store.check_open()
        store.check_writable()
        lock = store.borrow_lock()
        try:
            store.take(lock)
            work = begin(store)
            tracking = self.call.tracking
            last = None
            if tracking is not None:
                last = self.tracked.last(tracking.application_name, work.mark)
            return keep(work, self.call, last)
        finally:
            lock.release()
            store.give_back(lock)

    def ended(self, error: BaseException) -> BaseException:
        """What is raised for a call that ended so."""
        if isinstance(error, StoreError) and error.outcome is not None:
            return error.ended(error.outcome, self.call.streams)
        outcome = self._outcome()
        if isinstance(error, KeyboardInterrupt):
            told = Interrupted(self.store.name, outcome)
            told.streams = self.call.streams
            return told
        known = self._known(error)
        if known is None:
            error.add_note(f"{self.store.name}: what this call was to keep is {outcome}")
            return error
        return known.ended(outcome, self.call.streams)

    def _known(self, error: BaseException) -> StoreError | None:
        if isinstance(error, StoreError):
            return error
        found: StoreError | None = None
        if isinstance(error, Broken):
            found = self.store.broken(error)
        elif isinstance(error, OSError) and is_of_the_system(error):
            found = translated(error, store=self.store.name)
        return found

    def _outcome(self) -> Outcome:
        """What became of the call; looked up where it had begun to be written."""
        if self.call.place is None:
            return Outcome.NOT_KEPT
        try:
            return Outcome.KEPT if self._is_kept() else Outcome.NOT_KEPT
        except BaseException:  # noqa: BLE001 - whatever it is, nobody could look
            return Outcome.KEPT if self.call.synced else Outcome.UNKNOWN

    def _is_kept(self) -> bool:
        store, place = self.store, self.call.place
        lock = store.borrow_lock()
        try:
            store.take(lock)
            mark = begin(store).mark
            if place is None or place >= mark.end:
                return False
            found = next(store.journal.batches(place, mark.end), None)
            return found is not None and found.header.sum == self.call.sum
        finally:
            lock.release()
            store.give_back(lock)


def settled(store: Store) -> Mark:
    """Where the journal ends, found out anew if what says so is garbled.

    Raises:
        StoreError, Broken, OSError: it cannot be found out.
    """
    mark = store.mark()
    if mark is not None:
        return mark
    store.check_writable()
    lock = store.borrow_lock()
    try:
        store.take(lock)
        return begin(store).mark
    finally:
        lock.release()
        store.give_back(lock)
