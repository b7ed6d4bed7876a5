"""The published cases of ``eventsourcing`` on the recorders over a folder of files."""

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
from eventsourcing.persistence import InfrastructureFactory
from eventsourcing.utils import Environment

from noe_stores.files import (
    FilesAggregateRecorder,
    FilesApplicationRecorder,
    FilesFactory,
    FilesProcessRecorder,
    FilesTrackingRecorder,
)

KINDS_OF_ID: dict[str, Callable[[], UUID | str]] = {
    "uuid": uuid4,
    "text": lambda: f"walk-{uuid4()}",
    "stream": lambda: f"relationship/{uuid4()}",
}
CASES: list[tuple[str, Any, Callable[[Path], Any]]] = [
    ("aggregate", published.AggregateRecorderTestCase, FilesAggregateRecorder),
    (
        "snapshots",
        published.AggregateRecorderTestCase,
        lambda folder: FilesAggregateRecorder(folder, purpose="snapshots"),
    ),
    ("application", published.ApplicationRecorderTestCase, FilesApplicationRecorder),
    ("as application", published.ApplicationRecorderTestCase, FilesProcessRecorder),
    ("tracking", published.TrackingRecorderTestCase, FilesTrackingRecorder),
    ("process", published.ProcessRecorderTestCase, FilesProcessRecorder),
    ("interleaving", published.NonInterleavingNotificationIDsBaseCase, FilesApplicationRecorder),
]
EVERY = [
    (create, case, name, new_id)
    for kind, case, create in CASES
    for name in unittest.defaultTestLoader.getTestCaseNames(case)
    for new_id in (["uuid"] if kind == "tracking" else KINDS_OF_ID)
]


def run(case: type[unittest.TestCase], name: str, members: dict[str, Any]) -> None:
    """Run one published test."""
    outcome = unittest.TestResult()
    type("Published", (case,), members)(name).run(outcome)
    assert outcome.testsRun == 1
    assert not outcome.skipped
    assert outcome.wasSuccessful(), "\n".join(text for _, text in outcome.errors + outcome.failures)


@pytest.mark.parametrize(
    ("create", "case", "name", "new_id"),
    EVERY,
    ids=[f"{case.__name__}-{name}-{new_id}" for _, case, name, new_id in EVERY],
)
def test_published_case(
    create: Callable[[Path], Any], case: Any, name: str, new_id: str, tmp_path: Path
) -> None:
    """Every published case holds, the concurrent ones included."""

    def create_recorder(self: unittest.TestCase) -> Any:
        made = create(tmp_path / "clients")
        self.addCleanup(made.close)
        return made

    members = {
        "create_recorder": create_recorder,
        "new_originator_id": lambda _: KINDS_OF_ID[new_id](),
    }
    run(case, name, members)


def test_published_case_of_subscribing(tmp_path: Path) -> None:
    """The published case of subscribing, which is optional, holds."""

    def create_recorder(self: unittest.TestCase) -> Any:
        made = FilesApplicationRecorder(tmp_path / "clients")
        self.addCleanup(made.close)
        return made

    members = {"create_recorder": create_recorder, "new_originator_id": lambda _: uuid4()}
    run(published.ApplicationRecorderTestCase, "optional_test_insert_subscribe", members)


class OwnTracking(FilesTrackingRecorder):
    """A guest's own class of tracking recorder."""


class FactoryCase(published.InfrastructureFactoryTestCase[FilesFactory]):
    """What the published cases of factories ask for."""

    def expected_factory_class(self) -> type[FilesFactory]:
        """The class of the factory."""
        return FilesFactory

    def expected_aggregate_recorder_class(self) -> type[FilesAggregateRecorder]:
        """Of streams."""
        return FilesAggregateRecorder

    def expected_application_recorder_class(self) -> type[FilesApplicationRecorder]:
        """Of streams and their order."""
        return FilesApplicationRecorder

    def expected_tracking_recorder_class(self) -> type[FilesTrackingRecorder]:
        """Of positions."""
        return FilesTrackingRecorder

    def tracking_recorder_subclass(self) -> type[FilesTrackingRecorder]:
        """One of a guest's own."""
        return OwnTracking

    def expected_process_recorder_class(self) -> type[FilesProcessRecorder]:
        """Of both."""
        return FilesProcessRecorder


FactoryCase.__test__ = False  # type: ignore[attr-defined] - run by name below


@pytest.mark.parametrize("name", unittest.defaultTestLoader.getTestCaseNames(FactoryCase))
def test_published_factory_case(name: str, tmp_path: Path) -> None:
    """Every published case for factories holds."""
    env = Environment("Test")
    env[InfrastructureFactory.PERSISTENCE_MODULE] = "noe_stores.files"
    env["FILES_FOLDER"] = str(tmp_path / "clients")
    run(FactoryCase, name, {"env": env})


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """What a guest's application says of its store."""
    return {"PERSISTENCE_MODULE": "noe_stores.files", "FILES_FOLDER": str(tmp_path / "walks")}


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


@pytest.fixture
def walks(env: dict[str, str]) -> Iterator[Walks]:
    """A guest's application."""
    with Walks(env) as application:
        yield application


def test_a_guest_application_finds_its_aggregates_again(walks: Walks, env: dict[str, str]) -> None:
    """An application of eventsourcing saves, takes snapshots, and loads after a restart."""
    walk = Walk("round the lake")
    walk.step(3)
    walk.step(4)
    walks.save(walk)
    with Walks(env) as again:
        assert again.repository.get(walk.id).steps == 7
        assert again.snapshots is not None
        assert [s.originator_version for s in again.snapshots.get(walk.id)] == [2]
        assert [n.id for n in again.notification_log.select(start=1, limit=10)] == [1, 2, 3]


def test_the_environment_is_read_with_care(tmp_path: Path) -> None:
    """A missing folder, a wrong number and a class of another kind are told as such."""
    with pytest.raises(OSError, match="FILES_FOLDER"):
        FilesFactory({})
    with pytest.raises(OSError, match="number of seconds"):
        FilesFactory({"FILES_FOLDER": str(tmp_path / "a"), "FILES_LOCK_TIMEOUT": "soon"})
    factory = FilesFactory({"FILES_FOLDER": str(tmp_path / "a")})
    with pytest.raises(TypeError, match="derive it"):
        factory.tracking_recorder(dict)  # type: ignore[type-var]
    with pytest.raises(NotImplementedError, match="ledger"):
        factory.aggregate_recorder("ledger")
    missing = FilesFactory({"FILES_FOLDER": str(tmp_path / "b"), "CREATE_TABLE": "no"})
    with pytest.raises(FileNotFoundError):
        missing.application_recorder()
    assert not [*tmp_path.iterdir()]
