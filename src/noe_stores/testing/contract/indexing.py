"""The index of streams and the quick way to read them agree with the slow way."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from noe_stores.lines import chain
from noe_stores.port import Head
from noe_stores.testing.capabilities import Capability
from noe_stores.testing.records import record, run
from noe_stores.testing.store import Store

LINE = b'{"n":1}'
SUM = chain.link(chain.start("b"), LINE)
SEALED = chain.seal(LINE, SUM)
IDS = ("Z", "a", "relationship/é", "\uffff", "😀", "", "relationship/z")


class Indexing:
    """What a store promises that knows where its streams end."""

    def test_a_head_is_where_its_stream_ends(self, store: Store) -> None:
        """Count, last version and last digest are those of the records, in any order of coming."""
        store.needs(Capability.INDEXED)
        recorder: Any = store.open()
        assert recorder.head("b") is None
        recorder.insert_events([record("b", 1), record("a", 4), record("b", 2)])
        assert recorder.head("b") == Head(stream="b", count=2, version=2, sum=None)
        recorder.insert_events([record("b", 3, state=SEALED), record("c", 0)])
        assert recorder.head("b") == Head(stream="b", count=3, version=3, sum=SUM)
        recorder.insert_events([record("a", 2, state=SEALED)])
        assert recorder.head("a") == Head(stream="a", count=2, version=4, sum=None)
        assert recorder.head("c") == Head(stream="c", count=1, version=0, sum=None)

    def test_heads_are_in_order_of_code_points(self, store: Store) -> None:
        """Every stream with a text id is listed once, in an order that all stores agree on."""
        store.needs(Capability.INDEXED)
        recorder: Any = store.open()
        assert list(recorder.heads()) == []
        recorder.insert_events([record(stream, 1) for stream in IDS])
        recorder.insert_events([record(UUID(int=7), 1), record("Z", 2)])
        assert [head.stream for head in recorder.heads()] == sorted(IDS)
        assert [recorder.head(head.stream) for head in recorder.heads()] == [*recorder.heads()]
        walked: list[str] = []
        while page := recorder.heads(after=walked[-1] if walked else None, limit=2):
            assert len(page) <= 2
            assert not walked or page[0].stream > walked[-1], "the index begins again"
            walked += [head.stream for head in page]
        assert walked == sorted(IDS)
        assert list(recorder.heads(limit=0)) == list(recorder.heads(limit=-1)) == []

    def test_a_refused_call_leaves_the_index_alone(self, store: Store) -> None:
        """A stream is in the index when its records are kept, not before."""
        store.needs(Capability.INDEXED)
        recorder: Any = store.open()
        recorder.insert_events([record("a", 1)])
        for call in ([record("new", 1), record("a", 1)], [record("a", 2), record("a", 1)]):
            try:
                recorder.insert_events(call)
            except Exception:  # noqa: BLE001, S112 - whatever it is called, it is refused
                continue
            raise AssertionError("a taken version was not refused")
        assert recorder.head("new") is None
        assert [*recorder.heads()] == [Head(stream="a", count=1, version=1, sum=None)]

    def test_lines_are_the_states_of_a_stream(self, store: Store) -> None:
        """The quick way gives the same bytes in the same order, within the same bounds."""
        store.needs(Capability.LINED)
        recorder: Any = store.open()
        recorder.insert_events([record("a", 3, state=b"three"), record("b", 1)])
        recorder.insert_events([record("a", 1, state=SEALED), *run("a", 4, 5, b"\xff\n")])
        for after in (0, 1, 3, 8, 2**60):
            states = [event.state for event in recorder.select_events("a", gt=after)]
            assert [*recorder.lines("a", after=after)] == states
            assert [*recorder.lines("a", after=after, limit=2)] == states[:2]
        assert [*recorder.lines("a", limit=0)] == [*recorder.lines("never")] == []
