"""Reading back: in order, within bounds, without ever changing what is there."""

from __future__ import annotations

from itertools import product

from noe_stores.testing.records import Content, record, run, versions
from noe_stores.testing.store import Store

HUGE = 2**80
ORDER = (5, 9, 0, 2, 7)


class Reading:
    """What every store promises to those who read."""

    def test_records_come_in_order_of_version(self, store: Store) -> None:
        """Whatever the order they came in, records are read by version; gaps are nothing bad."""
        recorder = store.open()
        for version in ORDER:
            recorder.insert_events([record("a", version)])
        recorder.insert_events([record("b", 2), record("b", 1)])
        assert versions(recorder, "a") == sorted(ORDER)
        assert versions(recorder, "b") == [1, 2]

    def test_bounds_of_a_stream_select_what_they_say(self, store: Store) -> None:
        """A stream is read above, up to, backwards, so many: every combination is what it says."""
        recorder = store.open()
        for version in ORDER:
            recorder.insert_events([record("a", version), record("b", version + 1)])
        bounds = (None, -1, 0, 1, 5, 9, 10)
        for gt, lte, desc, limit in product(bounds, bounds, (False, True), (None, 1, 2, 99)):
            wanted = [
                v for v in sorted(ORDER) if (gt is None or v > gt) and (lte is None or v <= lte)
            ]
            wanted = (wanted[::-1] if desc else wanted)[:limit]
            found = recorder.select_events("a", gt=gt, lte=lte, desc=desc, limit=limit)
            assert [e.originator_version for e in found] == wanted, (gt, lte, desc, limit)

    def test_bounds_of_the_log_select_what_they_say(self, store: Store) -> None:
        """The log is read from, after, up to, of some topics: every combination is what it says."""
        recorder = store.open()
        calls = [[record("a", n, f"t{n % 3}")] for n in range(1, 7)]
        told = [(recorder.insert_events(call) or (0,))[0] for call in calls]
        topics_of = {position: f"t{n % 3}" for n, position in enumerate(told, 1)}
        starts, stops = (None, 0, told[0], told[3], told[-1] + 1), (None, 0, told[2], told[-1])
        for start, stop, topics, inclusive, limit in product(
            starts, stops, ((), ("t1",), ("t0", "t2"), ("no",)), (True, False), (1, 2, 99)
        ):
            low = 0 if start is None else start if inclusive else start + 1
            wanted = [
                p
                for p in told
                if p >= low
                and (stop is None or p <= stop)
                and (not topics or topics_of[p] in topics)
            ][:limit]
            found = recorder.select_notifications(
                start, limit, stop, topics, inclusive_of_start=inclusive
            )
            assert [n.id for n in found] == wanted, (start, stop, topics, inclusive, limit)

    def test_a_limit_of_nothing_gives_nothing(self, store: Store) -> None:
        """A limit of zero, or below, selects nothing."""
        recorder = store.open()
        recorder.insert_events(run("a", 1, 3))
        for limit in (0, -1):
            assert list(recorder.select_events("a", limit=limit)) == []
            assert list(recorder.select_events("a", limit=limit, desc=True)) == []
            assert list(recorder.select_notifications(None, limit)) == []
            assert list(recorder.select_notifications(1, limit, topics=("told",))) == []

    def test_bounds_may_lie_beyond_all_counting(self, store: Store) -> None:
        """Bounds greater or smaller than any version or position select what they say."""
        recorder = store.open()
        recorder.insert_events([record("a", 1)])
        assert len(recorder.select_events("a", gt=-HUGE, lte=HUGE, limit=HUGE)) == 1
        assert list(recorder.select_events("a", gt=HUGE)) == []
        assert list(recorder.select_events("a", lte=-HUGE)) == []
        assert len(recorder.select_notifications(-HUGE, HUGE, stop=HUGE)) == 1
        assert list(recorder.select_notifications(HUGE, 1)) == []

    def test_an_unknown_stream_is_empty(self, store: Store) -> None:
        """To ask for what was never recorded gives nothing, and leaves nothing behind."""
        recorder = store.open()
        assert list(recorder.select_events("never")) == []
        assert recorder.max_notification_id() is None
        recorder.insert_events([record("a", 1)])
        before = Content.of(recorder)
        assert list(recorder.select_events("never", gt=3, lte=9, desc=True, limit=2)) == []
        assert Content.of(recorder) == before
