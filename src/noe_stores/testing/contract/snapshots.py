"""Snapshots: kept by version like records, with gaps, beside them and in nobody's log."""

from __future__ import annotations

from eventsourcing.persistence import IntegrityError

from noe_stores.testing.capabilities import Capability
from noe_stores.testing.records import positions, record, versions
from noe_stores.testing.store import Store, refusal


class Snapshots:
    """What a store promises that keeps snapshots, too."""

    def test_the_last_snapshot_is_found(self, store: Store) -> None:
        """Snapshots have gaps; the last one up to a version is one question."""
        shelf = store.snapshots()
        for version in (40, 20, 60):
            shelf.insert_events([record("a", version, state=b"%d" % version)])
        assert versions(shelf, "a") == [20, 40, 60]
        found = shelf.select_events("a", lte=59, desc=True, limit=1)
        assert [event.state for event in found] == [b"40"]
        refusal(IntegrityError, shelf.insert_events, [record("a", 40, state=b"other")])
        assert [event.state for event in shelf.select_events("a", gt=20, lte=40)] == [b"40"]

    def test_snapshots_stand_apart_from_records(self, store: Store) -> None:
        """A snapshot takes no version and no position from the records, nor they from it."""
        store.needs(Capability.SNAPSHOTS, Capability.SHARED)
        recorder, shelf = store.open(), store.snapshots()
        recorder.insert_events([record("a", 1, state=b"record")])
        shelf.insert_events([record("a", 1, state=b"snapshot")])
        recorder.insert_events([record("a", 2, state=b"record")])
        assert [event.state for event in recorder.select_events("a")] == [b"record"] * 2
        assert [event.state for event in shelf.select_events("a")] == [b"snapshot"]
        assert [*positions(recorder)] == sorted(positions(recorder))
        assert len(positions(recorder)) == 2

    def test_snapshots_are_there_after_reopening(self, store: Store) -> None:
        """What was kept of an aggregate's state is there when the store is opened again."""
        store.needs(Capability.SNAPSHOTS, Capability.DURABLE)
        shelf = store.snapshots()
        shelf.insert_events([record("a", 40, state=b"40")])
        store.end(shelf)
        assert [event.state for event in store.snapshots().select_events("a")] == [b"40"]
