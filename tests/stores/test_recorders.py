"""What every recorder of ours promises, memory and SQLite alike."""

from __future__ import annotations

import unittest
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import eventsourcing.tests.persistence as published
import pytest
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import IntegrityError, StoredEvent

from noe_stores import chain
from noe_stores.errors import StoreClosed, Unstorable, VersionTaken
from noe_stores.memory import MemoryAggregateRecorder, MemoryApplicationRecorder
from noe_stores.port import Head, StreamIndex
from noe_stores.sqlite import SQLiteAggregateRecorder, SQLiteApplicationRecorder

Recorder = MemoryApplicationRecorder | SQLiteApplicationRecorder
Streams = MemoryAggregateRecorder | SQLiteAggregateRecorder

APPLICATIONS: dict[str, Callable[[Path], Recorder]] = {
    "memory": lambda _: MemoryApplicationRecorder(),
    "sqlite": lambda folder: SQLiteApplicationRecorder(folder / "store.db"),
    "sqlite-in-memory": lambda _: SQLiteApplicationRecorder(":memory:"),
}
AGGREGATES: dict[str, Callable[[Path], Streams]] = {
    "memory": lambda _: MemoryAggregateRecorder(),
    "sqlite": lambda folder: SQLiteAggregateRecorder(folder / "store.db"),
    "sqlite-snapshots": lambda folder: SQLiteAggregateRecorder(
        folder / "store.db", purpose="snapshots"
    ),
    "sqlite-in-memory": lambda _: SQLiteAggregateRecorder(":memory:"),
}
KINDS_OF_ID: dict[str, Callable[[], UUID | str]] = {
    "uuid": uuid4,
    "text": lambda: f"relationship/{uuid4()}",
}


def record(stream: UUID | str, version: int, topic: str = "t", state: bytes = b"s") -> StoredEvent:
    """A record of no particular content."""
    return StoredEvent(stream, version, topic, state)


@pytest.fixture(params=APPLICATIONS)
def recorder(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Recorder]:
    """An application recorder of each kind, empty."""
    made = APPLICATIONS[request.param](tmp_path)
    yield made
    made.close()


@pytest.fixture(params=AGGREGATES)
def streams(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Streams]:
    """An aggregate recorder of each kind, empty."""
    made = AGGREGATES[request.param](tmp_path)
    yield made
    made.close()


def run_published(
    case: type[unittest.TestCase],
    name: str,
    create: Callable[[], Any],
    new_id: Callable[[], UUID | str],
) -> None:
    """Run one published test of ``eventsourcing`` on a recorder of ours."""

    def create_recorder(self: unittest.TestCase) -> Any:
        made = create()
        self.addCleanup(made.close)
        return made

    members = {"create_recorder": create_recorder, "new_originator_id": lambda _: new_id()}
    outcome = unittest.TestResult()
    type("Published", (case,), members)(name).run(outcome)
    assert outcome.testsRun == 1
    assert not outcome.skipped
    assert outcome.wasSuccessful(), "\n".join(text for _, text in outcome.errors + outcome.failures)


@pytest.mark.parametrize("new_id", KINDS_OF_ID)
@pytest.mark.parametrize("store", AGGREGATES)
@pytest.mark.parametrize(
    "name", unittest.defaultTestLoader.getTestCaseNames(published.AggregateRecorderTestCase)
)
def test_published_aggregate_cases(store: str, name: str, new_id: str, tmp_path: Path) -> None:
    """Every published case for aggregate recorders holds."""
    run_published(
        published.AggregateRecorderTestCase,
        name,
        lambda: AGGREGATES[store](tmp_path),
        KINDS_OF_ID[new_id],
    )


@pytest.mark.parametrize("new_id", KINDS_OF_ID)
@pytest.mark.parametrize("store", APPLICATIONS)
@pytest.mark.parametrize(
    "name", unittest.defaultTestLoader.getTestCaseNames(published.ApplicationRecorderTestCase)
)
def test_published_application_cases(store: str, name: str, new_id: str, tmp_path: Path) -> None:
    """Every published case for application recorders holds, the concurrent ones included."""
    run_published(
        published.ApplicationRecorderTestCase,
        name,
        lambda: APPLICATIONS[store](tmp_path),
        KINDS_OF_ID[new_id],
    )


@pytest.mark.parametrize("store", APPLICATIONS)
def test_published_case_of_interleaving(store: str, tmp_path: Path) -> None:
    """The records of one call stand together in the order across streams."""
    run_published(
        published.NonInterleavingNotificationIDsBaseCase,
        "test",
        lambda: APPLICATIONS[store](tmp_path),
        uuid4,
    )


class Walk(Aggregate):
    """A guest's aggregate."""

    @event("Started")
    def __init__(self, name: str) -> None:
        self.name = name
        self.steps = 0

    @event("Stepped")
    def step(self, length: int) -> None:
        """Go on."""
        self.steps += length


class Walks(Application[UUID]):
    """A guest's application that takes a snapshot of every second version."""

    snapshotting_intervals = {Walk: 2}  # noqa: RUF012 - the guest's own way


@pytest.mark.parametrize("module", ["noe_stores.memory", "noe_stores.sqlite"])
def test_a_guest_application_saves_and_loads(module: str, tmp_path: Path) -> None:
    """An application of eventsourcing works when its environment names one of our modules."""
    env = {"PERSISTENCE_MODULE": module, "SQLITE_DBNAME": str(tmp_path / "walks.db")}
    with Walks(env) as walks:
        walk = Walk("round the lake")
        walk.step(3)
        walk.step(4)
        walks.save(walk)
        assert walks.repository.get(walk.id).steps == 7
        assert walks.snapshots is not None
        assert [s.originator_version for s in walks.snapshots.get(walk.id)] == [2]
        assert [n.id for n in walks.notification_log.select(start=1, limit=10)] == [1, 2, 3]


def test_a_guest_application_finds_its_aggregates_again(tmp_path: Path) -> None:
    """What was saved before closing is there after opening, snapshots included."""
    env = {"PERSISTENCE_MODULE": "noe_stores.sqlite", "SQLITE_DBNAME": str(tmp_path / "walks.db")}
    with Walks(env) as walks:
        walk = Walk("round the lake")
        walk.step(3)
        walks.save(walk)
    with Walks(env) as walks:
        walk = walks.repository.get(walk.id)
        assert walk.steps == 3
        walk.step(5)
        walks.save(walk)
        assert walks.snapshots is not None
        assert [s.originator_version for s in walks.snapshots.get(walk.id)] == [2]
    with Walks({**env, "CREATE_TABLE": "no"}) as walks:
        assert walks.repository.get(walk.id).steps == 8


def test_order_is_by_version_whatever_the_order_of_insertion(streams: Streams) -> None:
    """Versions come back in order and may have gaps: the ledger asks for more, not we."""
    streams.insert_events([record("walk", 5)])
    streams.insert_events([record("walk", 9), record("walk", 0)])
    assert [e.originator_version for e in streams.select_events("walk")] == [0, 5, 9]
    backwards = streams.select_events("walk", gt=0, lte=9, desc=True, limit=1)
    assert [e.originator_version for e in backwards] == [9]


@pytest.mark.parametrize("limit", [0, -1])
def test_a_limit_of_nothing_gives_nothing(recorder: Recorder, limit: int) -> None:
    """A limit of zero, or below, selects no record, no notification and no head."""
    recorder.insert_events([record("walk", 1)])
    assert list(recorder.select_events("walk", limit=limit)) == []
    assert list(recorder.select_notifications(None, limit)) == []
    assert list(recorder.select_notifications(None, limit, topics=["t"])) == []
    assert list(recorder.heads(limit=limit)) == []


def test_bounds_beyond_what_a_store_counts(recorder: Recorder) -> None:
    """Bounds greater or smaller than any version or position select what they say."""
    recorder.insert_events([record("walk", 1)])
    huge = 2**80
    assert len(recorder.select_events("walk", gt=-huge, lte=huge, limit=huge)) == 1
    assert list(recorder.select_events("walk", gt=huge)) == []
    assert list(recorder.select_events("walk", lte=-huge)) == []
    assert len(recorder.select_notifications(-huge, huge, stop=huge)) == 1
    assert list(recorder.select_notifications(huge, 1)) == []
    assert list(recorder.select_notifications(None, 1, stop=0)) == []


WEIRD_IDS = [
    "relationship/print-shop:town-hall",
    "../../etc/passwd",
    "C:\\temp",
    ".",
    "",
    " ",
    "Éléonore",
    "E\u0301le\u0301onore",
    "🖨️🏛️",
    "%00?#&'\";--",
    "a\0b",
    "line\nbreak",
    "é" * 300,
]


@pytest.mark.parametrize("stream", WEIRD_IDS)
def test_weird_ids_come_back_as_they_went_in(recorder: Recorder, stream: str) -> None:
    """Any text is an id, to the code point."""
    recorder.insert_events([record(stream, 1), record(stream + "!", 1)])
    assert list(recorder.select_events(stream)) == [record(stream, 1)]
    assert recorder.select_notifications(1, 1)[0].originator_id == stream
    found = recorder.head(stream)
    assert found is not None
    assert (found.stream, found.count) == (stream, 1)


def test_a_uuid_and_its_text_are_two_streams(recorder: Recorder) -> None:
    """An id keeps its kind: a UUID is not the text that spells it, nor its bytes."""
    identity = UUID("7f0c0d9e-6f0a-5b0e-9a55-0d6f1c5f2a11")
    recorder.insert_events([record(identity, 1), record(str(identity), 1), record("x", 1)])
    recorder.insert_events([record(identity, 2)])
    assert [e.originator_version for e in recorder.select_events(identity)] == [1, 2]
    assert [e.originator_version for e in recorder.select_events(str(identity))] == [1]
    ids = [n.originator_id for n in recorder.select_notifications(1, 10)]
    assert ids == [identity, str(identity), "x", identity]
    assert [head.stream for head in recorder.heads()] == [str(identity), "x"]


UNSTORABLE = {
    "half a character in the id": record("walk\ud800", 1),
    "half a character in the topic": record("walk", 2, topic="\udcff"),
    "an id of another type": record(7, 1),  # type: ignore[arg-type]
    "a version below zero": record("walk", -1),
    "a version JSON cannot carry": record("walk", 2**53),
    "a version that is no integer": record("walk", 1.5),  # type: ignore[arg-type]
    "a state that is no bytes": record("walk", 2, state="s"),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("reason", UNSTORABLE)
def test_what_cannot_be_kept_is_refused_whole(recorder: Recorder, reason: str) -> None:
    """A record no store can keep is refused with its reason, and its whole call with it."""
    with pytest.raises(Unstorable):
        recorder.insert_events([record("walk", 1), UNSTORABLE[reason]])
    assert recorder.max_notification_id() is None
    assert recorder.heads() == []


def test_half_a_character_is_no_id_to_look_up(recorder: Recorder) -> None:
    """Asking for an id that cannot exist is told as such."""
    for ask in (recorder.select_events, recorder.head):
        with pytest.raises(Unstorable):
            ask("walk\ud800")


def test_a_taken_version_is_named(recorder: Recorder) -> None:
    """A lost race tells which record it was about, leaves nothing and costs no position."""
    recorder.insert_events([record("walk", 1), record("walk", 2)])
    with pytest.raises(VersionTaken) as refused:
        recorder.insert_events([record("other", 1), record("walk", 2), record("walk", 3)])
    assert (refused.value.stream, refused.value.version) == ("walk", 2)
    assert isinstance(refused.value, IntegrityError)
    assert recorder.max_notification_id() == 2
    assert recorder.head("other") is None
    with pytest.raises(VersionTaken) as doubled:
        recorder.insert_events([record("walk", 3), record("walk", 3)])
    assert doubled.value.version == 3
    assert recorder.insert_events([record("walk", 3)]) == [3]


def test_recording_nothing_changes_nothing(recorder: Recorder) -> None:
    """An empty call succeeds and leaves an empty store."""
    assert recorder.insert_events([]) == []
    assert recorder.max_notification_id() is None


def test_heads_tell_where_streams_end(recorder: Recorder) -> None:
    """The index has the count, the last version and the digest of its record."""
    assert isinstance(recorder, StreamIndex)
    digest = chain.link(chain.start("b"), b'{"n":2}')
    recorder.insert_events([record("b", 1), record("a", 4), record("b", 2)])
    assert recorder.head("b") == Head(stream="b", count=2, version=2, sum=None)
    recorder.insert_events([record("b", 3, state=chain.seal(b'{"n":2}', digest)), record("é", 0)])
    assert recorder.head("b") == Head(stream="b", count=3, version=3, sum=digest)
    recorder.insert_events([record("a", 2, state=chain.seal(b'{"n":2}', digest))])
    assert recorder.head("a") == Head(stream="a", count=2, version=4, sum=None)
    assert recorder.head("c") is None
    assert [head.stream for head in recorder.heads()] == ["a", "b", "é"]
    assert [head.stream for head in recorder.heads(after="a", limit=1)] == ["b"]
    assert recorder.heads(after="é") == []


def test_heads_are_in_order_of_code_points(recorder: Recorder) -> None:
    """The order of streams is one that every language and every store agrees on."""
    ids = ["Z", "a", "é", "\uffff", "😀", "", "\0"]
    recorder.insert_events([record(stream, 1) for stream in ids])
    assert [head.stream for head in recorder.heads()] == sorted(ids)
    walked: list[str] = []
    while page := recorder.heads(after=walked[-1] if walked else None, limit=2):
        walked += [head.stream for head in page]
    assert walked == sorted(ids)


def test_use_after_close_says_so(recorder: Recorder) -> None:
    """A closed recorder refuses by name; closing it twice does no harm."""
    recorder.close()
    recorder.close()
    for use in (
        lambda: recorder.insert_events([record("walk", 1)]),
        lambda: recorder.select_events("walk"),
        lambda: recorder.select_notifications(1, 1),
        recorder.max_notification_id,
        lambda: recorder.head("walk"),
        recorder.heads,
    ):
        with pytest.raises(StoreClosed, match="closed"):
            use()
