"""What copy and backup promise: the same bytes in the same order, or a word about why not."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from eventsourcing.persistence import ApplicationRecorder, StoredEvent
from world import GUESTS, OURS, Clock, Store, advice, exported, work

from noe_stores import connect
from noe_stores.errors import StoreMissing, StoreUnwritable
from noe_stores.keeping.backing_up import back_up
from noe_stores.keeping.copying import BATCH, HoldsOther, copy
from noe_stores.keeping.describing import describe
from noe_stores.ledger import Ledger
from noe_stores.lines import chain
from noe_stores.memory import MemoryApplicationRecorder
from noe_stores.places import PlaceTaken
from noe_stores.stream import DamagedRecord

KINDS = tuple(dict.fromkeys([*OURS, "files", *GUESTS]))
A, B, C = (f"relationship/{letter}" for letter in "abc")
WALK = UUID(int=7)


def fill(ledger: Ledger, times: int = 3) -> None:
    """Three streams of facts, recorded in turns, and a guest's records between them."""
    for number in range(times):
        for stream in (A, B, C):
            ledger.record(stream, [work(f"w{number}", id=UUID(int=number + 1))])
        ledger.recorder.insert_events([StoredEvent("walk", number, "Step", b"\x80\x00")])


def log(recorder: ApplicationRecorder) -> list[tuple[Any, ...]]:
    """Every record of a store, in the order across streams."""
    found = recorder.select_notifications(0, 10_000, inclusive_of_start=False)
    return [(n.originator_id, n.originator_version, n.topic, n.state) for n in found]


@pytest.fixture
def source(tmp_path: Path, closing: ExitStack) -> Ledger:
    """A store with three streams and a guest."""
    (tmp_path / "source").mkdir()
    ledger = Store("sqlite", tmp_path / "source", closing).open()
    fill(ledger)
    return ledger


def stored(kind: str, folder: Path, closing: ExitStack) -> Ledger:
    """Another store, empty."""
    folder.mkdir(exist_ok=True)
    if kind == "files":
        return closing.enter_context(connect(f"files:///{folder}/dossiers", clock=Clock()))
    return Store(kind, folder, closing).open()


@pytest.mark.parametrize("to", KINDS)
@pytest.mark.parametrize("of", KINDS)
def test_any_store_goes_into_any_store(
    of: str, to: str, tmp_path: Path, closing: ExitStack
) -> None:
    """Bytes, versions, topics and the order across streams are the same; guests come along."""
    given, made = (stored(k, tmp_path / n, closing) for k, n in ((of, "of"), (to, "to")))
    fill(given)
    done = copy(given, made)
    assert log(made.recorder) == log(given.recorder)
    assert (done.records, done.added, done.guests) == (12, 12, 3)
    assert done.verified.sound
    assert exported(made) == exported(given)


def test_a_second_run_adds_nothing(source: Ledger, tmp_path: Path, closing: ExitStack) -> None:
    """What is there is compared, and only what came since is added."""
    made = stored("sqlite", tmp_path / "made", closing)
    assert copy(source, made).added == 12
    assert copy(source, made).added == 0
    source.record(A, [advice("again")])
    done = copy(source, made)
    assert (done.records, done.added) == (13, 1)
    assert log(made.recorder) == log(source.recorder)


class Breaking(MemoryApplicationRecorder):
    """A store whose disk is full after so many calls."""

    calls = 1

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        """Keep the records, while there is room."""
        if not self.calls:
            raise StoreUnwritable("the disk is full", store="memory", remedy="Free some space")
        self.calls -= 1
        return super().insert_events(stored_events, **kwargs)


def test_a_copy_broken_off_is_gone_on_with(tmp_path: Path, closing: ExitStack) -> None:
    """What was kept before the disk was full is not copied again."""
    given = stored("memory", tmp_path, closing)
    fill(given, times=BATCH // 2)
    recorder = Breaking()
    made = Ledger(recorder)
    with pytest.raises(StoreUnwritable):
        copy(given, made)
    assert recorder.max_notification_id() == BATCH
    recorder.calls = 10
    assert copy(given, made).added == 2 * BATCH - BATCH
    assert log(recorder) == log(given.recorder)


def test_a_target_with_something_else_is_refused(
    source: Ledger, tmp_path: Path, closing: ExitStack
) -> None:
    """The first record that differs is named, and nothing is added."""
    made = stored("memory", tmp_path, closing)
    made.recorder.insert_events(
        source.recorder.select_notifications(0, 2, inclusive_of_start=False)
    )
    made.record(A, [advice("other")])
    before = log(made.recorder)
    with pytest.raises(HoldsOther, match="relationship/a version 2 is not what") as refused:
        copy(source, made)
    assert (refused.value.stream, refused.value.version) == (A, 2)
    assert log(made.recorder) == before


def test_a_target_that_holds_more_is_refused(
    source: Ledger, tmp_path: Path, closing: ExitStack
) -> None:
    """A store copied into one that went on is no copy any more."""
    made = stored("memory", tmp_path, closing)
    copy(source, made)
    made.record(B, [advice("more")])
    with pytest.raises(HoldsOther, match="relationship/b version 4 is not in"):
        copy(source, made)


def test_damage_is_not_copied(tmp_path: Path, closing: ExitStack) -> None:
    """A copy stops before a record that does not follow, having kept those before it."""
    given = stored("memory", tmp_path, closing)
    fill(given)
    records = [StoredEvent(*record) for record in log(given.recorder)]
    bad = records[5]
    records[5] = StoredEvent(
        bad.originator_id,
        bad.originator_version,
        bad.topic,
        bad.state.replace(b'"minutes":60', b'"minutes":61'),
    )
    tampered = MemoryApplicationRecorder()
    tampered.insert_events(records)
    made = stored("sqlite", tmp_path / "made", closing)
    with pytest.raises(DamagedRecord, match="relationship/b version 2"):
        copy(Ledger(tampered), made)
    assert log(made.recorder) == log(given.recorder)[:5]


def test_positions_numbered_anew_are_told(tmp_path: Path, closing: ExitStack) -> None:
    """Who followed the source must begin again in the copy, and is told so."""
    given = stored("guest-sqlite", tmp_path / "given", closing)
    fill(given)
    assert not copy(given, stored("sqlite", tmp_path / "same", closing)).renumbered
    with sqlite3.connect(tmp_path / "given" / "store.db") as connection:
        connection.execute("DELETE FROM stored_events WHERE originator_id = 'walk'")
    connection.close()
    made = stored("sqlite", tmp_path / "made", closing)
    assert copy(given, made).renumbered
    assert log(made.recorder) == log(given.recorder)


def test_a_copy_tells_its_stages(source: Ledger, tmp_path: Path, closing: ExitStack) -> None:
    """Whoever waits sees what is being done."""
    told: list[tuple[str, int]] = []
    made = stored("memory", tmp_path, closing)
    copy(source, made, stages=lambda stage, done: told.append((stage, done)))
    assert [stage for stage, _ in told] == ["copy", "compare", "verify"]


def test_what_is_written_during_a_copy_stays_out(tmp_path: Path, closing: ExitStack) -> None:
    """The copy ends at the position the source had when it began, and is whole up to there."""
    given = stored("sqlite", tmp_path / "given", closing)
    fill(given)
    made = stored("memory", tmp_path, closing)

    def write(stage: str, done: int) -> None:  # noqa: ARG001 - told, and not needed
        given.record(A, [advice("meanwhile")])

    done = copy(given, made, stages=write)
    assert done.records == 12
    assert log(made.recorder) == log(given.recorder)[:12]


@pytest.mark.parametrize(("kind", "target"), [("sqlite", "backup.db"), ("files", "backup/")])
def test_a_store_is_backed_up_while_it_is_written(
    kind: str, target: str, tmp_path: Path, closing: ExitStack
) -> None:
    """The backup is the store as of one moment: a beginning of it, whole and sound."""
    given = stored(kind, tmp_path / "given", closing)
    stop: list[bool] = []

    def write() -> None:
        stream = given.stream(B)
        stream.refresh()
        while not stop:
            stream.append([advice("x"), advice("y")], now=Clock()(), recorded_by="noor")

    fill(given)
    writer = Thread(target=write)
    writer.start()
    try:
        done = back_up(given, f"{tmp_path}/{target}")
    finally:
        stop.append(True)
        writer.join()
    assert done.verified.sound
    with connect(f"{tmp_path}/{target}", create=False) as made:
        held = log(made.recorder)
        assert held == log(given.recorder)[: len(held)]
        assert len(held) == done.records >= 12
        # Both facts of a call are there, or neither.
        assert len(made.stream(B).refresh()[3:]) % 2 == 0


@pytest.mark.parametrize("kind", ["memory", "guest-sqlite"])
def test_a_store_that_cannot_back_itself_up_is_copied(
    kind: str, tmp_path: Path, closing: ExitStack
) -> None:
    """Any recorder can be backed up into a store that lasts."""
    given = stored(kind, tmp_path, closing)
    fill(given)
    done = back_up(given, f"sqlite:///{tmp_path}/backup.db")
    assert (done.records, done.last_position) == (12, 12)
    with connect(tmp_path / "backup.db", create=False) as made:
        assert log(made.recorder) == log(given.recorder)


def test_a_backup_is_of_the_same_kind(tmp_path: Path, closing: ExitStack) -> None:
    """A file of SQLite is no backup of a folder; what copies across kinds is named."""
    given = stored("files", tmp_path / "given", closing)
    fill(given)
    with pytest.raises(ValueError, match="noe copy"):
        back_up(given, str(tmp_path / "backup.db"))
    assert [path.name for path in tmp_path.iterdir()] == ["given"]


def test_a_backup_never_takes_a_place_that_is_taken(source: Ledger, tmp_path: Path) -> None:
    """What is there stays as it is, and so does an empty folder."""
    (tmp_path / "there.db").write_text("precious")
    with pytest.raises(PlaceTaken, match="there already"):
        back_up(source, str(tmp_path / "there.db"))
    assert (tmp_path / "there.db").read_text() == "precious"
    with pytest.raises(StoreMissing, match="its folder does not exist"):
        back_up(source, str(tmp_path / "no" / "there.db"))
    with pytest.raises(ValueError, match=r"no store is known|name a store that lasts"):
        back_up(source, "memory:")


def test_a_backup_that_fails_leaves_nothing(tmp_path: Path) -> None:
    """What was begun at the target is taken away."""
    records = [StoredEvent(A, 1, "work_recorded", chain.seal(b"{}", "0" * 64))]
    damaged = MemoryApplicationRecorder()
    damaged.insert_events(records)
    with pytest.raises(DamagedRecord):
        back_up(Ledger(damaged), str(tmp_path / "backup.db"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("version", "state", "why"),
    [
        (2, b'{"stream":"relationship/a"}', "the record carries no digest"),
        (3, None, "version 2 is missing"),
    ],
)
def test_a_record_that_no_ledger_wrote_is_not_copied_as_a_fact(
    version: int, state: bytes | None, why: str, tmp_path: Path, closing: ExitStack
) -> None:
    """A guest's recorder keeps anything under any name; what stands before it is copied."""
    given = stored("guest-popo", tmp_path, closing)
    given.record(A, [work("w1")])
    (first,) = given.recorder.select_events(A)
    given.recorder.insert_events([StoredEvent(A, version, "x", state or first.state)])
    made = stored("memory", tmp_path, closing)
    with pytest.raises(DamagedRecord, match=why) as told:
        copy(given, made)
    assert (told.value.stream, told.value.version) == (A, 2)
    assert len(made.history(A).records) == 1


def test_a_copy_in_a_store_without_an_index_is_gone_on_with(
    source: Ledger, tmp_path: Path, closing: ExitStack
) -> None:
    """Where its streams end is asked of the records themselves."""
    made = stored("guest-popo", tmp_path, closing)
    copy(source, made)
    source.record(A, [work("w9")])
    assert copy(source, made).added == 1
    assert exported(made) == exported(source)


def test_what_a_guest_cannot_say_is_left_out_of_a_description(
    tmp_path: Path, closing: ExitStack
) -> None:
    """No index, so no counts; records that are no facts have no time of recording."""
    guest = stored("guest-popo", tmp_path, closing)
    guest.recorder.insert_events([StoredEvent(A, 1, "x", b"no line")])
    guest.recorder.insert_events([StoredEvent(A, 2, "x", b'{"a":1,"sum":"' + b"0" * 64 + b'"}')])
    told = describe(guest)
    assert (told.description, told.streams, told.facts, told.guests) == (None, None, None, None)
    assert (told.last_position, told.first_recorded_at, told.last_recorded_at) == (2, None, None)


def test_a_batch_of_many_pages_is_read_once_and_rightly(tmp_path: Path, closing: ExitStack) -> None:
    """Pages of one call's records follow on each other, from any place and with writers between."""
    files = stored("files", tmp_path, closing)
    files.record(A, [work(f"w{number}") for number in range(50)])
    recorder = files.recorder

    def page(start: int, limit: int = 7) -> list[int]:
        found = recorder.select_notifications(start, limit, inclusive_of_start=False)
        assert all(one.originator_version == one.id for one in found)
        return [one.id for one in found]

    assert [page(0), page(7)] == [[*range(1, 8)], [*range(8, 15)]]
    assert page(2) == [*range(3, 10)]
    assert page(9) == [*range(10, 17)]
    files.record(A, [work("later")])
    assert page(16) == [*range(17, 24)]
    assert [page(44), page(51)] == [[*range(45, 52)], []]
