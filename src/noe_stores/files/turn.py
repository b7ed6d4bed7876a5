"""One call from beginning to end: its turn at the lock, and what became of it in the end.

Rule kept here: it is checked as a whole before anything of it is written. Whoever is
interrupted is told what became of his call, since it can be found out: under the lock the
store is put in order as after a dead writer, and then the call's batch stands at its place,
or does not.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import define, frozen
from eventsourcing.persistence import Tracking

from noe_stores.errors import AlreadyTracked, Interrupted, Outcome, StoreError, Unstorable
from noe_stores.files.dossiers import guests, sheet
from noe_stores.files.dossiers.end import End
from noe_stores.files.dossiers.plan import Plan
from noe_stores.files.journal import batch
from noe_stores.files.journal.batch import HEADER_LIMIT
from noe_stores.files.journal.marks import Mark
from noe_stores.files.knowing import ends
from noe_stores.files.knowing.judging import told
from noe_stores.files.reading.looking import whole
from noe_stores.files.reading.order import Tracked
from noe_stores.files.recovery.adoption import adopt
from noe_stores.files.recovery.beginning import begin
from noe_stores.files.recovery.keeping import Call, append
from noe_stores.files.recovery.work import Work
from noe_stores.files.store import Store

LONGEST_NAME = HEADER_LIMIT // 16
"""How many bytes the name of a followed application may have: it stands in a header."""


@define
class Turn:
    """The turn of one call."""

    store: Store
    tracked: Tracked
    call: Call

    def take(self) -> range:
        """Keep the call; the positions of its records.

        Raises:
            VersionTaken, AlreadyTracked: somebody was quicker.
            StoreDamaged: one of the files does not end as it should.
            StoreError: it is not kept, or it is not known; the error's outcome says which.
        """
        self.store.check_usable()
        self.store.check_writable()
        return self.store.holding(self._keep)

    def _keep(self) -> range:
        work, call = begin(self.store), self.call
        plan = Plan(_Files(work), self.store.name, work.mark.mixed)
        add = plan.add_snapshot if call.shelf == batch.SNAPSHOTS else plan.add
        for event in call.events:
            add(event)
        followed = self._followed(call.tracking, work.mark) if call.tracking else None
        changes = [change for change in plan.changes.values() if change.lines]
        return append(work, call, plan.lines, changes, followed)

    def _followed(self, tracking: Tracking, mark: Mark) -> dict[str, int]:
        name, position = tracking.application_name, tracking.notification_id
        if len(name.encode()) > LONGEST_NAME:
            raise Unstorable(
                f"the name of the followed application has more than {LONGEST_NAME} bytes",
                store=self.store.name,
                remedy="Give it a shorter name",
            )
        last = self.tracked.last(name, mark)
        if last is not None and position <= last:
            raise AlreadyTracked.beyond(name, position, last, store=self.store.name)
        return {name: position}

    def ended(self, error: BaseException) -> BaseException:
        """What is raised for a call that ended so."""
        if isinstance(error, StoreError) and error.outcome is not None:
            return error.ended(error.outcome, self.call.streams)
        outcome = self._outcome()
        if isinstance(error, KeyboardInterrupt):
            told = Interrupted(self.store.name, outcome)
            told.streams = self.call.streams
            return told
        known = self.store.told(error)
        if known is None:
            error.add_note(f"{self.store.name}: what this call was to keep is {outcome}")
            return error
        return known.ended(outcome, self.call.streams)

    def _outcome(self) -> Outcome:
        """What became of the call; looked up where it had begun to be written."""
        if self.call.place is None:
            return Outcome.NOT_KEPT
        try:
            return Outcome.KEPT if self.store.holding(self._is_kept) else Outcome.NOT_KEPT
        except BaseException:  # noqa: BLE001 - whatever it is, nobody could look
            return Outcome.KEPT if self.call.synced else Outcome.UNKNOWN

    def _is_kept(self) -> bool:
        mark, place = begin(self.store).mark, self.call.place
        if place is None or place >= mark.end:
            return False
        found = next(self.store.journal.batches(place, mark.end), None)
        return found is not None and found.header.sum == self.call.sum


@frozen
class _Files:
    """The files of records as a call finds them: that they end as they should has been seen."""

    work: Work

    def end_of(self, path: str) -> End | None:
        """Where a file ends."""
        work, store = self.work, self.work.store
        end = ends.end_held(store, path, work.mark)
        if path in work.lagging or _stands(store, path, end):
            return end
        adopt(work, [path])
        end = ends.end_held(store, path, work.mark)
        if not _stands(store, path, end):
            raise told(store, path, end)
        return end

    def versions(self, path: str) -> Iterator[int]:
        """Which versions a file with gaps holds."""
        store = self.work.store
        content = whole(store, path, ends.end_held(store, path, self.work.mark)) or b""
        for line in content.split(b"\n")[:-1]:
            yield guests.event_of(line).originator_version


def _stands(store: Store, path: str, end: End | None) -> bool:
    try:
        return store.sheets.is_at(store.at(path), end)
    except sheet.Unexpected:
        return False
