"""What the SQLite store promises when its files are cut, removed, replaced or tampered with."""

# ruff: noqa: S608 - what is tampered with is the example

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from eventsourcing.persistence import StoredEvent, Tracking

from noe_stores.errors import (
    NotOurStore,
    Outcome,
    StoreDamaged,
    StoreError,
    StoreMissing,
    StoreShortened,
    StoreUnreachable,
)
from noe_stores.lines import chain
from noe_stores.port import Finding
from noe_stores.sqlite import SQLiteApplicationRecorder, SQLiteProcessRecorder
from noe_stores.sqlite.access import witness
from noe_stores.sqlite.tables.names import hash_of


def opened(path: Path, *, create: bool = True) -> closing[SQLiteApplicationRecorder]:
    """A recorder that is closed at the end of the block."""
    return closing(SQLiteApplicationRecorder(path, create=create))


def record(stream: str, version: int) -> StoredEvent:
    """A sealed record of no particular content."""
    line = b'{"stream":"%b","version":%d}' % (stream.encode(), version)
    return StoredEvent(stream, version, "t", chain.seal(line, chain.link("", line)))


def raw(path: Path, *statements: str) -> None:
    """Change the file as somebody would who takes its guards away first."""
    with closing(sqlite3.connect(path, isolation_level=None)) as tool:
        for (guard,) in tool.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            tool.execute(f"DROP TRIGGER {guard}")
        for statement in statements:
            tool.execute(statement)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed store of two streams: six records of one, four of the other."""
    made = tmp_path / "store.db"
    with opened(made) as recorder:
        for version in range(1, 7):
            recorder.insert_events([record("walk", version)])
        recorder.insert_events([record("run", version) for version in range(1, 5)])
    return made


def side(path: Path) -> Path:
    """The side file of a store."""
    return path.with_name(path.name + "-noe")


# What was acknowledged


def test_a_log_that_is_gone_is_noticed(path: Path) -> None:
    """Facts that stood only in the log are missed when it is removed, and nothing goes on."""
    copy = path.with_name("copy.db")
    with opened(path) as recorder:
        recorder.insert_events([record("walk", 7)])
        for beside in ("", "-noe"):
            shutil.copy(f"{path}{beside}", f"{copy}{beside}")
    with opened(copy) as recorder, pytest.raises(StoreShortened, match="position 11 was") as told:
        recorder.insert_events([record("walk", 7)])
    assert (told.value.outcome, told.value.streams) == (Outcome.NOT_KEPT, ("walk",))
    assert "noe repair" in told.value.remedy
    assert str(side(copy)) in told.value.remedy


@pytest.fixture
def shortened(path: Path) -> Path:
    """A store whose side file tells of three records more than it holds; a new stream is lost."""
    copy = path.with_name("copy.db")
    with opened(path) as recorder:
        recorder.insert_events([record("walk", 7), record("ride", 1), record("ride", 2)])
        for beside in ("", "-noe"):
            shutil.copy(f"{path}{beside}", f"{copy}{beside}")
    return copy


def test_what_is_left_of_a_shortened_store_is_read(shortened: Path) -> None:
    """Streams that lost nothing are read; of the others, and of the order, the end is told."""
    with opened(shortened) as recorder:
        assert len(recorder.lines("run")) == len(recorder.select_events("run")) == 4
        assert recorder.head("run") is not None
        assert recorder.lines("never") == []
        assert len(recorder.lines("walk", limit=6)) == len(recorder.select_events("walk", lte=9))
        for stream in ("walk", "ride"):
            for read in (
                recorder.lines,
                recorder.select_events,
                recorder.head,
                lambda name: recorder.select_events(name, desc=True, limit=1),
            ):
                with pytest.raises(StoreShortened, match=f"13 was acknowledged.*{stream}") as told:
                    read(stream)
                assert told.value.streams == (stream,)
        assert recorder.max_notification_id() == 10
        assert len(recorder.select_notifications(1, 100)) == 10
        assert len(recorder.select_notifications(9, 100)) == 2
        assert recorder.select_notifications(9, 100, topics=["other"]) == []
        for first in (11, 13):
            with pytest.raises(StoreShortened, match="position 13 was acknowledged"):
                recorder.select_notifications(first, 100)
        assert recorder.select_notifications(14, 100) == []
        assert [head.stream for head in recorder.heads()] == ["run", "walk"]
        with pytest.raises(StoreShortened, match="position 13 was acknowledged"):
            recorder.heads(after="walk")
        assert recorder.heads(after="walk", limit=0) == []
        assert not recorder.describe().writable
        assert any("position 13" in finding.place for finding in recorder.inspect())


def test_where_nobody_knows_what_was_lost_no_end_is_sure(shortened: Path) -> None:
    """A side file that says how far, but not of which streams, puts all of them in doubt."""
    side(shortened).write_bytes(side(shortened).read_bytes()[:121])
    with opened(shortened) as recorder:
        for stream in ("walk", "run", "ride", "never"):
            with pytest.raises(StoreShortened):
                recorder.lines(stream)
        assert len(recorder.select_notifications(1, 100)) == 10


def test_the_side_file_knows_of_many_calls(tmp_path: Path) -> None:
    """What the longest log can lose is told by its streams, for small calls and for large ones."""
    path = tmp_path / "many.db"
    with opened(path) as recorder:
        recorder.insert_events([record("before", version) for version in range(1, 11)])
        for call in range(80):
            recorder.insert_events([record("single", call + 1)])
            recorder.insert_events([record("large", call * 100 + n) for n in range(1, 101)])
    last = 10 + 80 * 101
    wanted = frozenset(map(hash_of, ("single", "large")))
    assert witness.streams_between(str(path), last - 101 * 70, last) == wanted
    assert witness.streams_between(str(path), last - 100, last) == {hash_of("large")}
    assert witness.streams_between(str(path), last, last) == frozenset()
    assert witness.streams_between(str(path), last - 50, last) == {hash_of("large")}
    assert witness.streams_between(str(path), 0, last + 1) is None


def test_a_follower_of_a_shortened_store_is_told(shortened: Path) -> None:
    """It is given what is there, and then does not wait for what will never come."""
    with opened(shortened) as recorder, recorder.subscribe(gt=8) as following:
        assert [next(following).id, next(following).id] == [9, 10]
        with pytest.raises(StoreShortened):
            next(following)


def test_a_shortened_store_is_not_written(shortened: Path) -> None:
    """Neither records, nor positions of followers, nor a copy that would look whole."""
    before = shortened.read_bytes()
    with closing(SQLiteProcessRecorder(shortened)) as recorder:
        for call in (
            lambda: recorder.insert_events([record("walk", 7)]),
            lambda: recorder.insert_tracking(Tracking("upstream", 1)),
            lambda: recorder.back_up(shortened.with_name("backup.db")),
        ):
            with pytest.raises(StoreShortened):
                call()
    assert shortened.read_bytes() == before
    assert not shortened.with_name("backup.db").exists()


def test_opening_a_shortened_store_keeps_its_log(path: Path) -> None:
    """What SQLite passes over after a bad bit is left to be salvaged."""
    copy = path.with_name("copy.db")
    with opened(path) as recorder:
        for version in range(7, 30):
            recorder.insert_events([record("walk", version)])
        for beside in ("", "-noe", "-wal"):
            shutil.copy(f"{path}{beside}", f"{copy}{beside}")
    log = bytearray(Path(f"{copy}-wal").read_bytes())
    log[len(log) // 3] ^= 1
    Path(f"{copy}-wal").write_bytes(log)
    with opened(copy) as recorder:
        assert 10 < len(recorder.select_notifications(1, 100)) < 33
        with pytest.raises(StoreShortened):
            recorder.insert_events([record("walk", 30)])
        list(recorder.inspect())
    assert Path(f"{copy}-wal").read_bytes() == log


@pytest.mark.parametrize("gone", ["emptied", "removed"])
@pytest.mark.parametrize("create", [True, False])
def test_an_emptied_store_is_no_new_one(path: Path, gone: str, create: bool) -> None:
    """Where facts were acknowledged, no empty store is begun in their place."""
    if gone == "emptied":
        path.write_bytes(b"")
    else:
        path.unlink()
    with pytest.raises(StoreShortened if create or gone == "emptied" else StoreMissing):
        SQLiteApplicationRecorder(path, create=create)
    assert not path.exists() or path.stat().st_size == 0
    side(path).unlink()
    with opened(path) as recorder:
        assert recorder.max_notification_id() is None


def test_a_log_beside_an_empty_file_is_no_new_store(path: Path) -> None:
    """SQLite would throw such a log away."""
    with opened(path) as recorder:
        recorder.insert_events([record("walk", 7)])
        log = Path(f"{path}-wal").read_bytes()
    path.write_bytes(b"")
    side(path).unlink()
    Path(f"{path}-wal").write_bytes(log)
    with pytest.raises(StoreShortened, match="a log of it is there"):
        SQLiteApplicationRecorder(path)
    assert Path(f"{path}-wal").read_bytes() == log


def test_an_older_copy_is_noticed_until_it_is_meant(path: Path) -> None:
    """Who puts an older copy back on purpose says so by deleting the side file."""
    copy = path.with_name("copy.db")
    shutil.copy(path, copy)
    with opened(path) as recorder:
        recorder.insert_events([record("walk", 7)])
    shutil.copy(copy, path)
    with opened(path) as recorder, pytest.raises(StoreShortened):
        recorder.insert_events([record("walk", 7)])
    side(path).unlink()
    with opened(path) as recorder:
        assert recorder.max_notification_id() == 10
        assert recorder.insert_events([record("walk", 7)]) == [11]


def test_facts_lost_under_an_open_handle_are_noticed(path: Path) -> None:
    """What somebody takes out while the store is open is missed at the next append."""
    with opened(path) as recorder:
        recorder.insert_events([record("walk", 7)])
        raw(path, "DELETE FROM log WHERE position > 9")
        with pytest.raises(StoreShortened) as told:
            recorder.insert_events([record("walk", 8)])
    assert (told.value.outcome, told.value.streams) == (Outcome.NOT_KEPT, ("walk",))


@pytest.mark.parametrize(
    "content", [b"", b"nonsense", b"noe-sqlite 1 position 9", bytes(121), b"\xff" * 500]
)
def test_a_side_file_that_says_nothing_is_written_anew(path: Path, content: bytes) -> None:
    """A side file that was damaged keeps nobody from working, and tells again what is."""
    said = side(path).read_bytes()
    side(path).write_bytes(content)
    with opened(path) as recorder:
        assert recorder.max_notification_id() == 10
        recorder.insert_events([record("walk", 7)])
    assert b"position 00000000000000000011" in side(path).read_bytes()[: len(said)]


def test_a_side_file_may_lag_behind(path: Path) -> None:
    """A writer killed after his commit leaves a side file that knows less; the next one knows."""
    before = side(path).read_bytes()
    with opened(path) as recorder:
        recorder.insert_events([record("walk", 7)])
    side(path).write_bytes(before)
    with opened(path) as recorder:
        assert recorder.insert_events([record("walk", 8)]) == [12]
        assert list(recorder.inspect()) == []
    assert b"position 00000000000000000012" in side(path).read_bytes()


def test_a_copy_without_its_side_file_is_a_store(path: Path) -> None:
    """The file alone holds everything."""
    copy = path.with_name("copy.db")
    shutil.copy(path, copy)
    with opened(copy) as recorder:
        assert len(recorder.lines("walk")) == 6
        assert recorder.insert_events([record("walk", 7)]) == [11]


def test_a_first_page_that_is_gone_is_damage_where_a_store_was(path: Path) -> None:
    """A file that no longer says what it is counts as a stranger only where none of ours was."""
    content = path.read_bytes()
    path.write_bytes(bytes(4096) + content[4096:])
    with pytest.raises(StoreDamaged, match="first page"):
        SQLiteApplicationRecorder(path)
    side(path).unlink()
    with pytest.raises(NotOurStore):
        SQLiteApplicationRecorder(path)
    assert path.read_bytes() == bytes(4096) + content[4096:]


@pytest.mark.parametrize("what", ["store.db", "store.db-wal"])
def test_nothing_is_acknowledged_into_a_file_that_is_gone(path: Path, what: str) -> None:
    """An append finds out that the file, or its log, no longer stands in its place."""
    with opened(path) as recorder:
        recorder.insert_events([record("walk", 7)])
        path.with_name(what).rename(path.with_name("elsewhere"))
        with pytest.raises(StoreMissing, match="while open") as told:
            recorder.insert_events([record("walk", 8)])
        assert told.value.outcome is Outcome.NOT_KEPT
        path.with_name("elsewhere").rename(path.with_name(what))
        assert recorder.insert_events([record("walk", 8)]) == [12]


# What reading touches


KEY = "(SELECT number << 32 FROM streams WHERE name = '{}') + {}"


def cut_tail(path: Path) -> None:
    """Take out the last record."""
    raw(path, f"DELETE FROM records WHERE key = {KEY.format('walk', 6)}")


def cut_stream(path: Path) -> None:
    """Take out all records of a stream."""
    raw(path, f"DELETE FROM records WHERE key >> 32 = ({KEY.format('walk', 0)}) >> 32")


def made_longer(path: Path) -> None:
    """Let the index know of fewer records than there are."""
    raw(path, "UPDATE streams SET count = 5, version = 5 WHERE name = 'walk'")


def other_end(path: Path) -> None:
    """Let the index know of another last record."""
    raw(path, f"UPDATE streams SET sum = '{'0' * 64}' WHERE name = 'walk'")


DAMAGES: dict[str, tuple[Callable[[Path], None], type[StoreError]]] = {
    "the last record gone": (cut_tail, StoreShortened),
    "all records gone": (cut_stream, StoreShortened),
    "a record too many": (made_longer, StoreDamaged),
    "another end": (other_end, StoreDamaged),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_stream_that_ends_otherwise_is_not_read(path: Path, damage: str) -> None:
    """Reading a stream to its end compares it with the index; the other one is read."""
    harm, kind = DAMAGES[damage]
    harm(path)
    with opened(path) as recorder:
        for read in (
            lambda: recorder.lines("walk"),
            lambda: recorder.select_events("walk"),
            lambda: recorder.lines("walk", after=3),
            lambda: recorder.select_events("walk", gt=3),
        ):
            with pytest.raises(kind) as told:
                read()
            assert told.value.streams == ("walk",)
        if damage != "all records gone":
            assert len(recorder.lines("walk", limit=3)) == 3
        assert len(recorder.lines("run")) == len(recorder.select_events("run")) == 4
        assert any("walk" in finding.streams for finding in recorder.inspect())


def test_a_place_that_leads_to_no_record_is_not_passed_over(path: Path) -> None:
    """A follower is told that a record is gone, and where."""
    cut_tail(path)
    with opened(path) as recorder:
        assert len(recorder.select_notifications(1, 5)) == 5
        for topics in ((), ("t",)):
            with pytest.raises(StoreShortened, match="position 6, walk version 6"):
                recorder.select_notifications(1, 10, topics=topics)
        assert len(recorder.select_notifications(7, 10)) == 4


def test_records_without_a_name_are_told(path: Path) -> None:
    """A stream that was taken out of the index still has its records."""
    raw(path, "DELETE FROM streams WHERE name = 'walk'")
    with opened(path) as recorder:
        with pytest.raises(StoreDamaged, match="its name is gone"):
            recorder.select_notifications(1, 10)
        assert any("no name any more" in finding.why for finding in recorder.inspect())


# What an inspection finds


def found(path: Path) -> list[Finding]:
    """What the store says of itself."""
    with opened(path) as recorder:
        return list(recorder.inspect())


def test_a_sound_store_has_no_findings(path: Path) -> None:
    """Where nothing is wrong, nothing is found, in a store in memory too."""
    assert found(path) == []
    with closing(SQLiteApplicationRecorder(":memory:")) as recorder:
        recorder.insert_events([record("walk", 1)])
        assert list(recorder.inspect()) == []


def test_every_fault_of_the_order_is_found_with_its_place(path: Path) -> None:
    """A record without a place, one in another's place, a place without a record."""
    raw(
        path,
        "DELETE FROM log WHERE position = 2",
        f"UPDATE log SET key = {KEY.format('run', 1)} WHERE position = 3",
        f"DELETE FROM records WHERE key = {KEY.format('walk', 4)}",
        f"DELETE FROM records WHERE key = {KEY.format('run', 3)}",
    )
    told = {(finding.place, finding.streams): finding.why for finding in found(path)}
    assert "walk version 4, is gone" in told["log, position 4", ("walk",)]
    assert "run version 3, is gone" in told["log, position 9", ("run",)]
    assert "run version 1, was recorded at 7" in told["log, position 3", ("run",)]
    assert "do not follow on 1" in told["log, position 3", ()]
    whys = [finding.why for finding in found(path) if finding.place == "records"]
    assert whys == [f"walk version {v} has no place in the order" for v in (2, 3)]


def test_places_that_were_exchanged_are_told_to_a_follower(path: Path) -> None:
    """Nobody can put records into another order without being noticed."""
    raw(
        path,
        f"UPDATE log SET key = {KEY.format('walk', 3)} WHERE position = 2",
        f"UPDATE log SET key = {KEY.format('walk', 2)} WHERE position = 3",
    )
    with opened(path) as recorder:
        assert len(recorder.select_notifications(1, 1)) == 1
        with pytest.raises(StoreDamaged, match="stands at position 2, but was recorded at 3"):
            recorder.select_notifications(1, 10)


def test_a_stream_under_another_name_is_found(path: Path) -> None:
    """A sealed line says which stream it is of, whatever the table of streams says."""
    raw(path, "UPDATE streams SET name = 'WALK' WHERE name = 'walk'")
    (finding,) = [one for one in found(path) if one.place == "streams"]
    assert "another stream" in finding.why
    assert finding.streams == ("WALK",)


def test_another_record_in_the_last_place_is_found(path: Path) -> None:
    """A history that was replaced by one as long is not the one that was acknowledged."""
    other = record("run", 9)
    with closing(sqlite3.connect(path, isolation_level=None)) as tool:
        tool.execute("DROP TRIGGER records_update")
        tool.execute(
            f"UPDATE records SET state = ? WHERE key = {KEY.format('run', 4)}",
            (other.state,),
        )
        tool.execute("UPDATE streams SET sum = ? WHERE name = 'run'", (chain.sum_of(other.state),))
    (finding,) = found(path)
    assert finding.place == "position 10"
    assert "not the one that was acknowledged" in finding.why


def test_damaged_pages_are_found_and_end_no_walk(path: Path) -> None:
    """What SQLite finds in its pages is told, and the other checks still run."""
    with opened(path) as recorder:
        recorder.insert_events([record("big", version) for version in range(1, 400)])
    content = bytearray(path.read_bytes())
    content[8 * 4096 : 9 * 4096] = b"\xaa" * 4096
    path.write_bytes(content)
    told = found(path)
    assert {finding.place for finding in told} & {"pages", "records", "log"}


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("CREATE TABLE theirs (a)", "the table theirs in it is not ours"),
        ("CREATE VIEW seen AS SELECT 1", "the view seen in it is not ours"),
        (
            "CREATE TRIGGER spy AFTER INSERT ON log BEGIN SELECT 1; END",
            "the trigger spy in it is not ours",
        ),
        ("CREATE INDEX quick ON records (topic)", "the index quick in it is not ours"),
    ],
)
def test_what_others_put_into_the_file_is_found(path: Path, statement: str, why: str) -> None:
    """A table, a view, an index or a trigger that is not of the store is named."""
    with closing(sqlite3.connect(path, isolation_level=None)) as tool:
        tool.execute(statement)
        tool.execute("ANALYZE")  # which leaves tables of SQLite's own
    (finding,) = found(path)
    assert finding.why == why


def test_a_guard_that_was_changed_is_found(path: Path) -> None:
    """A trigger of the store's name that does something else is not the store's."""
    with closing(sqlite3.connect(path, isolation_level=None)) as tool:
        tool.execute("DROP TRIGGER log_delete")
        tool.execute("CREATE TRIGGER log_delete BEFORE DELETE ON log BEGIN SELECT 1; END")
    (finding,) = found(path)
    assert finding.why == "the trigger log_delete is not as it was made"


def test_a_file_that_is_gone_cannot_be_verified(path: Path) -> None:
    """An inspection of a file that was deleted while open says that it is gone."""
    with opened(path) as recorder:
        for beside in ("", "-noe"):
            Path(f"{path}{beside}").unlink()
        with pytest.raises(StoreMissing, match="moved, replaced or deleted"):
            list(recorder.inspect())


def test_a_path_that_is_no_text_is_refused(tmp_path: Path) -> None:
    """A name SQLite cannot be given is an error of ours, and nothing is made beside it."""
    with pytest.raises(StoreUnreachable, match="not UTF-8") as told:
        SQLiteApplicationRecorder(tmp_path / "caf\udce9.db")
    assert "Rename" in told.value.remedy
    assert list(tmp_path.iterdir()) == []
