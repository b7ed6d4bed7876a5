"""What eventsourcing publishes for authors of stores, on the SQLite store: all of it holds."""

from __future__ import annotations

import unittest
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import eventsourcing.tests.persistence as published
import pytest
from eventsourcing.persistence import Tracking
from eventsourcing.utils import Environment

from noe_stores.errors import AlreadyTracked, Outcome, Unstorable
from noe_stores.sqlite import (
    SQLiteAggregateRecorder,
    SQLiteApplicationRecorder,
    SQLiteFactory,
    SQLiteProcessRecorder,
    SQLiteTrackingRecorder,
)

Case = type[unittest.TestCase]
PLACES: dict[str, Callable[[Path], Path | str]] = {
    "file": lambda folder: folder / "store.db",
    "memory": lambda _: ":memory:",
}


class ApplicationCase(published.ApplicationRecorderTestCase):  # type: ignore[type-arg]
    """The published cases, with the one that is left to each store."""

    def test_insert_subscribe(self) -> None:
        """Whoever subscribes is woken for every record."""
        self.optional_test_insert_subscribe()


CASES: dict[Case, type[Any]] = {
    published.AggregateRecorderTestCase: SQLiteAggregateRecorder,
    ApplicationCase: SQLiteApplicationRecorder,
    published.NonInterleavingNotificationIDsBaseCase: SQLiteApplicationRecorder,
    published.TrackingRecorderTestCase: SQLiteTrackingRecorder,
    published.ProcessRecorderTestCase: SQLiteProcessRecorder,
}
NAMES = [
    (case, name) for case in CASES for name in unittest.defaultTestLoader.getTestCaseNames(case)
]


def assert_passes(case: Case, name: str, **members: Any) -> None:
    """Run one published test."""
    outcome = unittest.TestResult()
    type("Published", (case,), members)(name).run(outcome)
    assert outcome.testsRun == 1
    assert not outcome.skipped
    assert outcome.wasSuccessful(), "\n".join(text for _, text in outcome.errors + outcome.failures)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("case", "name"), NAMES)
def test_published_recorder_cases(case: Case, name: str, place: str, tmp_path: Path) -> None:
    """Every published case for recorders holds, subscriptions and the concurrent ones included."""

    def create_recorder(self: unittest.TestCase) -> Any:
        made = CASES[case](PLACES[place](tmp_path))
        self.addCleanup(made.close)
        return made

    assert_passes(case, name, create_recorder=create_recorder, new_originator_id=lambda _: uuid4())


class OwnTrackingRecorder(SQLiteTrackingRecorder):
    """A guest's own kind of tracking recorder."""


@pytest.mark.parametrize(
    "name",
    unittest.defaultTestLoader.getTestCaseNames(published.InfrastructureFactoryTestCase),
)
def test_published_factory_cases(name: str, tmp_path: Path) -> None:
    """Every published case for factories holds."""
    env = {
        "PERSISTENCE_MODULE": "noe_stores.sqlite",
        "SQLITE_DBNAME": str(tmp_path / "store.db"),
    }
    assert_passes(
        published.InfrastructureFactoryTestCase,
        name,
        env=Environment("Walks", env),
        expected_factory_class=lambda _: SQLiteFactory,
        expected_aggregate_recorder_class=lambda _: SQLiteAggregateRecorder,
        expected_application_recorder_class=lambda _: SQLiteApplicationRecorder,
        expected_tracking_recorder_class=lambda _: SQLiteTrackingRecorder,
        tracking_recorder_subclass=lambda _: OwnTrackingRecorder,
        expected_process_recorder_class=lambda _: SQLiteProcessRecorder,
    )


def test_a_position_not_above_the_last_is_refused(tmp_path: Path) -> None:
    """The error says how far the follower is, and nothing of the call is kept."""
    recorder = SQLiteProcessRecorder(tmp_path / "store.db")
    recorder.insert_tracking(Tracking("upstream", 7))
    with pytest.raises(AlreadyTracked) as refused:
        recorder.insert_tracking(Tracking("upstream", 7))
    assert (refused.value.position, refused.value.last) == (7, 7)
    assert refused.value.outcome is Outcome.NOT_KEPT
    recorder.close()


def test_a_recorder_that_keeps_no_positions_says_so(tmp_path: Path) -> None:
    """A position given to a recorder that cannot keep it is refused, not lost."""
    recorder = SQLiteApplicationRecorder(tmp_path / "store.db")
    with pytest.raises(Unstorable, match="process recorder"):
        recorder.insert_events([], tracking=Tracking("upstream", 7))
    recorder.close()


def test_a_class_of_another_kind_is_no_tracking_recorder(tmp_path: Path) -> None:
    """A topic in the environment cannot make the store use any class."""
    env = Environment(
        "Walks",
        {
            "SQLITE_DBNAME": str(tmp_path / "store.db"),
            "TRACKING_RECORDER_TOPIC": "noe_stores.sqlite:SQLiteAggregateRecorder",
        },
    )
    factory = SQLiteFactory(env)
    with pytest.raises(TypeError, match="no kind of"):
        factory.tracking_recorder()
