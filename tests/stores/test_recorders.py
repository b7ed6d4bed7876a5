"""Our recorders among ``eventsourcing``'s: its published cases, its applications, its factories.

What else every recorder promises is in the kit (`test_kit_ours.py`); the published cases of the
file store stand beside it (`test_files_published.py`).
"""

from __future__ import annotations

import unittest
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import eventsourcing.tests.persistence as published
import pytest
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import InfrastructureFactory, StoredEvent, Tracking
from eventsourcing.utils import Environment

from noe_stores.errors import Outcome, Unstorable
from noe_stores.files import FilesApplicationRecorder
from noe_stores.memory import (
    MemoryAggregateRecorder,
    MemoryApplicationRecorder,
    MemoryFactory,
    MemoryProcessRecorder,
    MemoryTrackingRecorder,
)
from noe_stores.sqlite import (
    SQLiteAggregateRecorder,
    SQLiteApplicationRecorder,
    SQLiteFactory,
    SQLiteProcessRecorder,
    SQLiteTrackingRecorder,
)

Create = Callable[[Path], Any]

AGGREGATES: dict[str, Create] = {
    "memory": lambda _: MemoryAggregateRecorder(),
    "sqlite": lambda folder: SQLiteAggregateRecorder(folder / "store.db"),
    "sqlite-snapshots": lambda folder: SQLiteAggregateRecorder(
        folder / "store.db", purpose="snapshots"
    ),
    "sqlite-in-memory": lambda _: SQLiteAggregateRecorder(":memory:"),
}
APPLICATIONS: dict[str, Create] = {
    "memory": lambda _: MemoryApplicationRecorder(),
    "sqlite": lambda folder: SQLiteApplicationRecorder(folder / "store.db"),
    "sqlite-in-memory": lambda _: SQLiteApplicationRecorder(":memory:"),
    "files": lambda folder: FilesApplicationRecorder(folder / "clients"),
}
TRACKINGS: dict[str, Create] = {
    "memory": lambda _: MemoryTrackingRecorder(),
    "sqlite": lambda folder: SQLiteTrackingRecorder(folder / "store.db"),
    "sqlite-in-memory": lambda _: SQLiteTrackingRecorder(":memory:"),
}
PROCESSES: dict[str, Create] = {
    "memory": lambda _: MemoryProcessRecorder(),
    "sqlite": lambda folder: SQLiteProcessRecorder(folder / "store.db"),
    "sqlite-in-memory": lambda _: SQLiteProcessRecorder(":memory:"),
}
PUBLISHED: list[tuple[Any, dict[str, Create]]] = [
    (published.AggregateRecorderTestCase, AGGREGATES),
    (published.ApplicationRecorderTestCase, APPLICATIONS),
    (published.TrackingRecorderTestCase, TRACKINGS),
    (published.ProcessRecorderTestCase, PROCESSES),
    (published.NonInterleavingNotificationIDsBaseCase, APPLICATIONS),
]
OPTIONAL = "optional_test_insert_subscribe"
KINDS_OF_ID: dict[str, Callable[[], UUID | str]] = {
    "uuid": uuid4,
    "text": lambda: f"relationship/{uuid4()}",
}


def run_published(case: type[unittest.TestCase], name: str, members: dict[str, Any]) -> None:
    """Run one published test of ``eventsourcing``."""
    outcome = unittest.TestResult()
    type("Published", (case,), members)(name).run(outcome)
    assert outcome.testsRun == 1
    assert not outcome.skipped
    assert outcome.wasSuccessful(), "\n".join(text for _, text in outcome.errors + outcome.failures)


PUBLISHED_CASES = [
    pytest.param(case, name, create, new_id, id=f"{case.__name__}-{name}-{title}-{new_id}")
    for case, recorders in PUBLISHED
    for name in unittest.defaultTestLoader.getTestCaseNames(case)
    + ([OPTIONAL] if case is published.ApplicationRecorderTestCase else [])
    for title, create in recorders.items()
    for new_id in (["uuid"] if case is published.TrackingRecorderTestCase else KINDS_OF_ID)
    if title != "files"
]


@pytest.mark.parametrize(("case", "name", "create", "new_id"), PUBLISHED_CASES)
def test_published_case(case: Any, name: str, create: Create, new_id: str, tmp_path: Path) -> None:
    """Every published case for recorders holds, the concurrent and the optional ones included."""

    def create_recorder(self: unittest.TestCase) -> Any:
        made = create(tmp_path)
        self.addCleanup(made.close)
        return made

    members = {
        "create_recorder": create_recorder,
        "new_originator_id": lambda _: KINDS_OF_ID[new_id](),
    }
    run_published(case, name, members)


class OwnMemoryTracking(MemoryTrackingRecorder):
    """A guest's own class of tracking recorder."""


class OwnSQLiteTracking(SQLiteTrackingRecorder):
    """A guest's own class of tracking recorder."""


FACTORIES: dict[str, tuple[Any, ...]] = {
    "noe_stores.memory": (
        MemoryFactory,
        MemoryAggregateRecorder,
        MemoryApplicationRecorder,
        MemoryTrackingRecorder,
        OwnMemoryTracking,
        MemoryProcessRecorder,
    ),
    "noe_stores.sqlite": (
        SQLiteFactory,
        SQLiteAggregateRecorder,
        SQLiteApplicationRecorder,
        SQLiteTrackingRecorder,
        OwnSQLiteTracking,
        SQLiteProcessRecorder,
    ),
}
ASKED = (
    "expected_factory_class",
    "expected_aggregate_recorder_class",
    "expected_application_recorder_class",
    "expected_tracking_recorder_class",
    "tracking_recorder_subclass",
    "expected_process_recorder_class",
)


@pytest.mark.parametrize("module", FACTORIES)
@pytest.mark.parametrize(
    "name", unittest.defaultTestLoader.getTestCaseNames(published.InfrastructureFactoryTestCase)
)
def test_published_factory_case(module: str, name: str, tmp_path: Path) -> None:
    """Every published case for factories holds."""
    env = Environment("Test")
    env[InfrastructureFactory.PERSISTENCE_MODULE] = module
    env["SQLITE_DBNAME"] = str(tmp_path / "store.db")
    answers = {
        asked: lambda _, found=found: found
        for asked, found in zip(ASKED, FACTORIES[module], strict=True)
    }
    run_published(published.InfrastructureFactoryTestCase, name, {"env": env, **answers})


@pytest.mark.parametrize("module", FACTORIES)
def test_a_tracking_recorder_of_another_kind_is_refused(module: str, tmp_path: Path) -> None:
    """A class that is none of the store's is told as such, and not made."""
    env = {"PERSISTENCE_MODULE": module, "SQLITE_DBNAME": str(tmp_path / "store.db")}
    factory = InfrastructureFactory[Any].construct(env)
    with pytest.raises(TypeError, match="derive it"):
        factory.tracking_recorder(dict)
    factory.close()


@pytest.mark.parametrize("create", APPLICATIONS.values(), ids=APPLICATIONS)
def test_a_position_is_not_lost_on_a_recorder_that_keeps_none(
    create: Create, tmp_path: Path
) -> None:
    """An application recorder refuses tracking with its whole call, rather than forget it."""
    recorder = create(tmp_path)
    with pytest.raises(Unstorable, match="process recorder") as refused:
        recorder.insert_events([StoredEvent("a", 1, "t", b"")], tracking=Tracking("press", 1))
    assert refused.value.outcome is Outcome.NOT_KEPT
    assert recorder.max_notification_id() is None
    recorder.close()


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


@pytest.mark.parametrize("module", FACTORIES)
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


@pytest.mark.parametrize("kind", ["sqlite", "files"])
@pytest.mark.parametrize(
    ("option", "wrong"), [("lock_timeout", float("nan")), ("lock_timeout", -1), ("durability", "x")]
)
def test_an_option_that_is_none_is_refused_by_name(
    kind: str, option: str, wrong: object, tmp_path: Path
) -> None:
    """Nothing is made, and no recorder waits for ever or is durable in an unknown way."""
    recorder: Any = {"sqlite": SQLiteApplicationRecorder, "files": FilesApplicationRecorder}[kind]
    with pytest.raises(ValueError, match=option):
        recorder(tmp_path / "store.db", **{option: wrong})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("said", ["nan", "-1", "soon"])
@pytest.mark.parametrize(
    ("module", "place"), [("sqlite", "SQLITE_DBNAME"), ("files", "FILES_FOLDER")]
)
def test_an_environment_that_says_no_time_is_refused_by_name(
    module: str, place: str, said: str, tmp_path: Path
) -> None:
    """The variable is named, with what it says."""
    variable = f"{module.upper()}_LOCK_TIMEOUT"
    environment = {
        "PERSISTENCE_MODULE": f"noe_stores.{module}",
        place: str(tmp_path / "store.db"),
        variable: said,
    }
    with pytest.raises(OSError, match=f"{variable} is '{said}'"):
        InfrastructureFactory.construct(Environment("guest", environment))
