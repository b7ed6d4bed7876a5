"""Following: live, exactly once, on every recorder, over interrupts, restarts and kills."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from eventsourcing.application import Application, ProcessingEvent
from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import StoredEvent, Tracking, TrackingRecorder
from eventsourcing.popo import POPOApplicationRecorder
from eventsourcing.projection import (
    EventSourcedProjection,
    EventSourcedProjectionRunner,
    Projection,
    ProjectionRunner,
)
from striking import interrupting
from world import GUESTS, OURS, STREAM, Store, advice, demand, opened

from noe_stores.errors import NewEpoch
from noe_stores.files import FilesApplicationRecorder, FilesTrackingRecorder
from noe_stores.following import Bell, Following
from noe_stores.ledger import Positioned
from noe_stores.memory import MemoryApplicationRecorder, MemoryTrackingRecorder
from noe_stores.sqlite import SQLiteTrackingRecorder
from noe_stores.testing.dice import dice
from noe_stores.testing.faults import stopped
from noe_stores.testing.running import first

PATIENCE = 20.0


@pytest.fixture(params=[*OURS, *GUESTS])
def store(request: pytest.FixtureRequest, tmp_path: Path, closing: Any) -> Store:
    """A store of each of our kinds and of each guest's, empty."""
    return Store(request.param, tmp_path, closing)


def told(version: int, stream: str = "guest") -> StoredEvent:
    """A record of a guest's."""
    return StoredEvent(stream, version, "told", b"\xff")


def test_a_ledger_is_watched_as_it_grows(store: Store) -> None:
    """Facts come typed, at their positions, those to come as well, and guests' records do not."""
    ledger = store.open()
    opened(ledger)
    ledger.recorder.insert_events([told(0)])
    ledger.record(STREAM, [advice("early")])
    with ledger.watch() as watch:
        seen: list[Positioned] = first(watch, 2, PATIENCE)
        ledger.record(STREAM, [advice("late")])
        seen += first(watch, 1, PATIENCE)
    assert [p.fact for p in seen] == [*ledger.history(STREAM).records]
    assert seen == [*ledger.follow()]


def test_a_watch_goes_on_from_a_checkpoint(store: Store) -> None:
    """From the position of the last fact dealt with, the next one comes, and never that again."""
    ledger = store.open()
    seen: list[Positioned] = []
    for number in range(9):
        ledger.record(STREAM, [advice(f"{number} letters"), demand(f"{number} signs")])
        with ledger.watch(seen[-1].position if seen else 0) as watch:
            seen += first(watch, 1 + number % 2, PATIENCE)
    with ledger.watch(seen[-1].position) as watch:
        seen += first(watch, 18 - len(seen), PATIENCE)
    assert seen == [*ledger.follow()]
    assert len(seen) == 18


def test_a_watch_ends_when_it_is_stopped(store: Store) -> None:
    """Another thread stops it while it waits; so does leaving it."""
    ledger = store.open()
    watch = ledger.watch()
    waiting = Thread(target=lambda: [*watch], daemon=True)
    waiting.start()
    watch.stop()
    waiting.join(PATIENCE)
    assert not waiting.is_alive()
    with ledger.watch() as left:
        pass
    assert [*left] == []


class Counting(POPOApplicationRecorder):
    """A guest's recorder, which cannot wake anybody, and counts how often it is asked."""

    asked = 0

    def select_notifications(self, *bounds: Any, **more: Any) -> Any:
        """Answer and count."""
        self.asked += 1
        return super().select_notifications(*bounds, **more)


def test_a_guest_is_asked_gently() -> None:
    """A recorder that wakes nobody is asked now and then, not as fast as it answers."""
    recorder = Counting()
    following = Following(recorder, gt=0)
    assert first(following, 1, 0.5) == []  # half a second in vain
    assert 2 <= recorder.asked <= 8


def test_an_interrupt_drops_nothing_from_a_subscription() -> None:
    """Interrupted anywhere and taken up again, a subscription gives each record once."""
    recorder = MemoryApplicationRecorder()
    recorder.insert_events([told(n) for n in range(20_000)])
    following = Following(recorder)
    seen: list[int] = []
    interrupts = 0
    with dice() as chance, interrupting(chance, 6e-3) as striker:
        while len(seen) < 20_000:
            try:
                striker.soon()
                while len(seen) < 20_000:
                    # One call that takes and keeps: what it took is kept when it is cut short.
                    seen.extend(n.id for n in islice(following, 1))
                striker.calm()
            except KeyboardInterrupt:
                interrupts += 1
    assert interrupts > 10
    assert seen == [*range(1, 20_001)]


def test_a_bell_wakes_who_lay_down_before_it_rang() -> None:
    """Whoever asks after the ring is answered by what is there, whoever asked before is woken."""
    bell, there = Bell(glance=None), list[int]()
    waiting = [Thread(target=bell.wait, args=(lambda: bool(there), 3600.0)) for _ in range(8)]
    for thread in waiting:
        thread.daemon = True
        thread.start()
    there.append(1)
    bell.ring()
    for thread in waiting:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in waiting)
    assert bell.wait(lambda: True, 0)
    assert not bell.wait(lambda: False, 0.01)


def test_a_follower_is_told_that_positions_began_anew(tmp_path: Path) -> None:
    """Where the journal is gone, a position of before says so, with where to begin again."""
    recorder = FilesApplicationRecorder(tmp_path / "clients")
    recorder.insert_events([told(n, "relationship/a") for n in range(5)])
    recorder.close()
    shutil.rmtree(tmp_path / "clients" / ".noe")
    again = FilesApplicationRecorder(tmp_path / "clients")
    with again.subscribe(gt=3) as following, pytest.raises(NewEpoch) as told_so:
        first(following, 1, PATIENCE)
    with again.subscribe(gt=told_so.value.first - 1) as following:
        found = first(following, 5, PATIENCE)
    assert [n.originator_version for n in found] == [*range(5)]
    again.close()


class Walk(Aggregate):
    """Somebody walks, and each step is an event."""

    @event("Started")
    def __init__(self, name: str) -> None:
        self.name = name

    @event("Stepped")
    def step(self) -> None:
        """Go on."""


class Walks(Application[UUID]):
    """The application that is followed."""


class Steps(Projection[Any]):
    """How many events were seen, kept by their positions alone."""

    def __init__(self, view: Any) -> None:
        super().__init__(view)
        self.seen: list[int] = []

    @singledispatchmethod
    def process_event(self, _: Any, tracking: Tracking) -> None:
        """Keep the position, and count what was kept."""
        self.view.insert_tracking(tracking)
        self.seen.append(tracking.notification_id)


def environment(module: str, folder: Path) -> dict[str, str]:
    """Where application and projections have their stores, which lie apart."""
    return {
        "PERSISTENCE_MODULE": module,
        "SQLITE_DBNAME": str(folder / "walks.db"),
        "TALLY_SQLITE_DBNAME": str(folder / "tally.db"),
        "STEPS_SQLITE_DBNAME": str(folder / "steps.db"),
        "FILES_FOLDER": str(folder / "walks"),
        "TALLY_FILES_FOLDER": str(folder / "tally"),
        "STEPS_FILES_FOLDER": str(folder / "steps"),
    }


VIEWS: dict[str, type[TrackingRecorder]] = {
    "noe_stores.memory": MemoryTrackingRecorder,
    "noe_stores.sqlite": SQLiteTrackingRecorder,
    "noe_stores.files": FilesTrackingRecorder,
}


@pytest.mark.parametrize("module", VIEWS)
def test_a_projection_of_a_guest_runs_live(module: str, tmp_path: Path) -> None:
    """The runner of eventsourcing subscribes to our stores and is told what comes."""
    with ProjectionRunner(
        application_class=Walks,
        projection_class=Steps,
        view_class=VIEWS[module],
        env=environment(module, tmp_path),
    ) as runner:
        walk = Walk("round the lake")
        for _ in range(3):
            walk.step()
            last = runner.app.save(walk)[-1].notification.id
            runner.wait(last, timeout=PATIENCE)
        assert runner.projection.seen == [1, 2, 3, 4]
    runner.view.close()


class Tally(EventSourcedProjection[UUID]):
    """A record of each event that was followed, kept together with its position."""

    name = "Tally"

    @singledispatchmethod
    def policy(self, _: Any, processing_event: ProcessingEvent[UUID]) -> None:
        """Record that an event was followed."""
        assert processing_event.tracking is not None
        position = processing_event.tracking.notification_id
        processing_event.collect_events(Counted(position))


class Counted(Aggregate):
    """That an event was followed."""

    @event("Began")
    def __init__(self, position: int) -> None:
        self.position = position


def follow(tell: Callable[[int], None], env: dict[str, str], until: int) -> None:
    """Follow the walks from where one was, and tell how far one is, up to a position."""
    with EventSourcedProjectionRunner(
        application_class=Walks, projection_class=Tally, env=env
    ) as runner:
        for position in range(1, until + 1):
            runner.wait(position, timeout=PATIENCE)
            tell(position)


@pytest.mark.parametrize("module", ["noe_stores.sqlite", "noe_stores.files"])
def test_a_projection_is_exactly_once_over_kills(module: str, tmp_path: Path) -> None:
    """Killed at any moment and started again, it has followed each event once, in order."""
    env = environment(module, tmp_path)
    with Walks(env) as walks:
        walk = Walk("over the hills")
        for _ in range(39):
            walk.step()
        walks.save(walk)
    with dice() as chance:
        for _ in range(5):
            stopped(follow, (env, 40), chance)
    follow(lambda _: None, env, 40)
    with Tally({**env}) as tally:
        found = tally.recorder.select_notifications(None, 100)
        followed = [tally.mapper.to_domain_event(n).position for n in found]
        assert followed == [*range(1, 41)]
        assert tally.recorder.max_tracking_id("Walks") == 40
