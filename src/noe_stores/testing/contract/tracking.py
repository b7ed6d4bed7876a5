"""Tracking: how far a follower came is kept with what it recorded, or neither is."""

from __future__ import annotations

from functools import partial

from eventsourcing.persistence import DataError, IntegrityError, ProcessRecorder, Tracking

from noe_stores.testing.capabilities import Capability
from noe_stores.testing.records import Content, positions, record, run, versions
from noe_stores.testing.running import in_threads
from noe_stores.testing.store import Store, refusal

RACERS = 4


class Tracks:
    """What a store promises that keeps the positions of followers."""

    def test_records_and_position_are_kept_together(self, store: Store) -> None:
        """A call keeps records and position; it is there at once, for that application alone."""
        recorder = store.process()
        assert recorder.max_tracking_id("press") is None
        recorder.insert_events([record("a", 1)], tracking=Tracking("press", 4))
        assert recorder.max_tracking_id("press") == 4
        assert recorder.max_tracking_id("Press") is None
        assert versions(recorder, "a") == [1]
        assert recorder.has_tracking_id("press", 4)
        assert not recorder.has_tracking_id("press", 5)

    def test_a_refused_record_leaves_no_position(self, store: Store) -> None:
        """Where the records are refused, the follower is where it was."""
        recorder = store.process()
        recorder.insert_events([record("a", 1)], tracking=Tracking("press", 1))
        refusal(
            IntegrityError,
            lambda: recorder.insert_events(
                [record("b", 1), record("a", 1)], tracking=Tracking("press", 2)
            ),
        )
        assert recorder.max_tracking_id("press") == 1
        assert versions(recorder, "b") == []

    def test_a_refused_position_leaves_no_record(self, store: Store) -> None:
        """What was followed already is not dealt with twice: no record of it is kept."""
        recorder = store.process()
        recorder.insert_events([record("a", 1)], tracking=Tracking("press", 5))
        before = Content.of(recorder, ["press"])
        for position in (5, 4, 0):
            again = Tracking("press", position)
            refusal(
                IntegrityError,
                recorder.insert_events,
                run("b", 1, 2),
                tracking=again,
            )
            refusal(IntegrityError, recorder.insert_tracking, again)
        assert Content.of(recorder, ["press"]) == before

    def test_a_position_may_be_kept_alone(self, store: Store) -> None:
        """What led to no record is tracked all the same; gaps are nothing bad."""
        recorder = store.process()
        recorder.insert_events([], tracking=Tracking("press", 3))
        assert recorder.max_tracking_id("press") == 3
        recorder.insert_tracking(Tracking("press", 7))
        recorder.insert_tracking(Tracking("œuvre", 2))
        assert recorder.max_tracking_id("press") == 7
        assert recorder.max_tracking_id("œuvre") == 2
        assert recorder.max_notification_id() is None

    def test_a_position_no_store_keeps_is_refused(self, store: Store) -> None:
        """A position that is no number and a name of half a character are refused."""
        store.needs(Capability.EXACT)
        recorder = store.process()
        for tracking in (Tracking("a\ud800", 1), Tracking("a", -1), Tracking("a", 1.5)):  # type: ignore[arg-type]
            refusal(
                DataError,
                recorder.insert_events,
                run("a", 1, 1),
                tracking=tracking,
            )
        assert versions(recorder, "a") == []

    def test_a_position_is_there_after_reopening(self, store: Store) -> None:
        """A follower goes on where it was, and what it dealt with is still refused."""
        store.needs(Capability.DURABLE)
        recorder = store.process()
        recorder.insert_events([record("a", 1)], tracking=Tracking("press", 4))
        recorder.insert_tracking(Tracking("print", 9))
        before = Content.of(recorder, ["press", "print"])
        store.end(recorder)
        again = store.process()
        assert Content.of(again, ["press", "print"]) == before
        refusal(IntegrityError, again.insert_tracking, Tracking("print", 9))
        again.insert_events([record("a", 2)], tracking=Tracking("press", 5))
        assert again.max_tracking_id("press") == 5

    def test_of_many_at_one_position_one_goes_on(self, store: Store) -> None:
        """Followers that deal with the same position at once: one is kept, the others learn it."""
        store.needs(Capability.SHARED)
        handles = [store.process() for _ in range(RACERS)]

        def deal(number: int, recorder: ProcessRecorder) -> int:
            kept = 0
            for position in range(1, 21):
                try:
                    recorder.insert_events(
                        [record(f"by/{number}", position)], tracking=Tracking("press", position)
                    )
                except IntegrityError:
                    continue
                kept += 1
            return kept

        acts = (partial(deal, *pair) for pair in enumerate(handles))
        assert sum(in_threads(acts)) == 20
        assert len(positions(handles[0])) == 20
        assert {handle.max_tracking_id("press") for handle in handles} == {20}
