"""Durability: what was acknowledged is there after the end, however it came."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from eventsourcing.persistence import ProcessRecorder, Tracking

from noe_stores.errors import Outcome, StoreError
from noe_stores.testing.capabilities import Capability
from noe_stores.testing.dice import dice
from noe_stores.testing.faults.damage import Damage, torn
from noe_stores.testing.faults.disks import AFTER, STREAM, fill
from noe_stores.testing.faults.kills import FOLLOWED, kill, stopped
from noe_stores.testing.records import Content, log, positions, record, run, versions
from noe_stores.testing.running import in_processes
from noe_stores.testing.store import Kind, Store, skip

TEARS = 12


class Lasting:
    """What a store promises that lives longer than its process."""

    def test_everything_is_there_after_reopening(self, store: Store) -> None:
        """Records, order, positions: a store that is opened again shows what it showed before."""
        store.needs(Capability.DURABLE)
        recorder = store.open()
        for version in range(1, 6):
            recorder.insert_events([record("a", version), *run(f"b/{version}", 0, version)])
        before = Content.of(recorder)
        for _ in range(2):
            store.end(recorder)
            recorder = store.open()
            assert Content.of(recorder) == before

    def test_it_is_there_for_another_process(self, store: Store) -> None:
        """A process that knows nothing of the first reads the same."""
        store.needs(Capability.DURABLE)
        recorder = store.open()
        recorder.insert_events([*run("a", 1, 4, b"\xff\x00"), record("b", 1)])
        before = Content.of(recorder)
        store.end(recorder)
        assert in_processes(_content, [(store.kind, store.place)]) == [before]

    def test_positions_go_on_after_reopening(self, store: Store) -> None:
        """No position is given twice, in however many lives of the store."""
        store.needs(Capability.DURABLE)
        told: list[int] = []
        for life in range(5):
            recorder = store.open()
            told += recorder.insert_events(run(f"a/{life}", 1, 2)) or ()
            try:
                recorder.insert_events([record("b", life), record(f"a/{life}", 1)])
            except Exception:  # noqa: BLE001 - another test says how it is refused
                assert versions(recorder, "b") == []
            assert positions(recorder) == told
            store.end(recorder)
        assert told == sorted({*told})

    def test_what_was_acknowledged_survives_a_kill(self, store: Store) -> None:
        """A writer is killed at any moment: its acknowledged calls are there, each call whole."""
        store.needs(Capability.DURABLE)
        with dice() as chance:
            for attempt in range(store.kind.kills):
                killed = kill(store.kind, store.place, chance, stream=f"killed/{attempt}")
                recorder = store.open()
                tracked = None
                if isinstance(recorder, ProcessRecorder):
                    name = f"{FOLLOWED}/{killed.stream}"
                    tracked = recorder.max_tracking_id(name) or 0
                killed.check(versions(recorder, killed.stream), tracked)
                told = recorder.insert_events([record("after", attempt)]) or ()
                assert positions(recorder)[-1:] == [*told]
                Content.of(recorder)
                store.end(recorder)

    def test_a_projection_is_exactly_once_over_kills(self, store: Store) -> None:
        """A follower that keeps its position with what it made deals with each record once."""
        store.needs(Capability.DURABLE, Capability.TRACKED)
        recorder = store.process()
        recorder.insert_events(run("source", 1, 30))
        sources = [n.id for n in log(recorder)]
        store.end(recorder)
        with dice() as chance:
            for _ in range(store.kind.kills):
                stopped(project, (store.kind, store.place), chance)
            in_processes(project_to_the_end, [(store.kind, store.place)])
        made = [event.state for event in store.open().select_events("made")]
        assert made == [b"%d" % position for position in sources]

    def test_a_torn_write_costs_nothing_acknowledged(self, store: Store, tmp_path: Path) -> None:
        """What a crash left of the last write is set aside: all before is there, it goes on."""
        store.needs(Capability.DURABLE)
        recorder = store.open()
        for version in range(1, 4):
            recorder.insert_events([record("a", version), record("b", version)])
        before = Content.of(recorder)
        shutil.copytree(store.place, tmp_path / "before")
        recorder.insert_events([record("a", 4), record("b", 4)])
        after = Content.of(recorder)
        shutil.copytree(store.place, tmp_path / "after")
        store.end(recorder)
        tears = 0
        with dice() as chance:
            for pair in torn(
                tmp_path / "before", tmp_path / "after", tmp_path / "torn", chance, TEARS
            ):
                opened = [
                    _goes_on(store.at(damage.place), damage, before, after) for damage in pair
                ]
                assert any(opened), f"{pair[0].what}: the store no longer opens"
                tears += 1
        if not tears:
            skip("a call makes no file of this store longer: there is nothing to tear")

    def test_a_full_disk_costs_nothing_acknowledged(self, store: Store) -> None:
        """On a full disk a call fails, and says truly what became of it; then the store goes on."""
        store.needs(Capability.DURABLE)
        full = fill(store.kind, store.place)
        recorder = store.open()
        found, there = Content.of(recorder), versions(recorder, STREAM)
        assert there[: full.acknowledged] == [*range(1, full.acknowledged + 1)], (
            f"of {full.acknowledged} records acknowledged, {len(there)} are there"
        )
        if not full.error:
            skip("no limit on the files of a process fills the place where its records are kept")
        _shows_what_is_there(full.survivor, found)
        assert full.readable in (-1, full.acknowledged, len(there)), (
            f"on the full disk {full.readable} records were shown; there are {len(there)},"
            f" {full.acknowledged} of them acknowledged"
        )
        if not full.goes_on:  # it gave up; there is room again for another
            recorder.insert_events([record(AFTER, 1)])
        if Capability.TYPED in store.kind.capabilities:
            assert full.ours, f"{full.error} is no error of ours"
            kept = len(there) - full.acknowledged
            wanted = {0: (Outcome.NOT_KEPT, Outcome.UNKNOWN), 1: (Outcome.KEPT, Outcome.UNKNOWN)}
            assert full.outcome in wanted[kept], f"{full.outcome}, but {kept} more are there"


def _shows_what_is_there(survivor: Content | None, found: Content) -> None:
    """Hold what the handle shows that met the full disk against what a new one finds."""
    if survivor is None:
        return
    shown, there = (
        [(n.id, n.originator_id, n.originator_version) for n in content.log]
        for content in (survivor, found)
    )
    assert survivor.log == found.log[: len(shown)], (
        "after a write that failed, the same handle shows what is not there: at its end"
        f" {shown[-2:]}, where a new handle has {there[-2:]}"
    )


def _goes_on(store: Store, damage: Damage, before: Content, after: Content) -> bool:
    """Whether a store with a torn write opens; what it shows must be all before, and last."""
    try:
        return _reads_and_writes_on(store, before, after)
    except Exception as error:
        error.add_note(damage.what)
        raise


def _reads_and_writes_on(store: Store, before: Content, after: Content) -> bool:
    try:
        recorder = store.open()
        assert Content.of(recorder) in (before, after), "other records than before the call, or all"
    except StoreError:
        return False  # told: a part of the store is older than another part says
    following = len(recorder.select_events("a")) + 1
    recorder.insert_events([record("a", following), record("c", 1)])
    store.end(recorder)
    again = store.open()
    assert versions(again, "a") == [*range(1, following + 1)]
    assert versions(again, "c") == [1]
    store.end(again)
    return True


def _content(_start: Any, kind: type[Kind], place: Path) -> Content:
    recorder = kind.open_recorder(place)
    try:
        return Content.of(recorder)
    finally:
        kind.close_recorder(recorder)


def project(tell: Callable[[int], None], kind: type[Kind], place: Path) -> None:
    """Make a record of each of the stream ``source``, with the position of what it is made of."""
    recorder = kind.open_recorder(place)
    assert isinstance(recorder, ProcessRecorder)
    for found in log(recorder, recorder.max_tracking_id("source") or 0):
        if found.originator_id == "source":
            version = len(recorder.select_events("made")) + 1
            made = record("made", version, state=b"%d" % found.id)
            recorder.insert_events([made], tracking=Tracking("source", found.id))
            tell(found.id)
    kind.close_recorder(recorder)


def project_to_the_end(start: Any, kind: type[Kind], place: Path) -> None:
    """The same, by somebody whom nobody kills."""
    start.wait()
    project(lambda _: None, kind, place)
