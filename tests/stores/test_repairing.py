"""What repair promises: the sound is kept, the rest is told, the damaged is not touched."""

from __future__ import annotations

import json
import random
import shutil
from collections import defaultdict
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from eventsourcing.persistence import StoredEvent
from tampering import edited
from world import Clock, advice

from noe_stores import connect
from noe_stores.errors import NewerStore, NotOurStore, StoreDamaged, StoreMissing
from noe_stores.keeping.copying import untold
from noe_stores.ledger import Ledger
from noe_stores.places import PlaceTaken, place_of
from noe_stores.repair.carving import carve
from noe_stores.repair.finds import Finds
from noe_stores.repair.joining import BEYOND, UNFIT
from noe_stores.repair.repairing import Repaired, repair
from noe_stores.repair.salvage import Gathering
from noe_stores.sqlite import SQLiteApplicationRecorder

A, B, C = (f"relationship/{letter}" for letter in "abc")
STREAMS = (A, B, C)
PAGE = 4096


def fill(ledger: Ledger) -> None:
    """Three streams of twelve facts, recorded in turns, some longer than a page of SQLite."""
    for number in range(12):
        for stream in STREAMS:
            ledger.record(stream, [advice("é" * (250 * number + 1))])
        ledger.recorder.insert_events([StoredEvent("walk", number, "Step", b"\x80")])


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """A store, closed, that a test may damage."""
    (tmp_path / "damaged").mkdir()
    path = tmp_path / "damaged" / "clients.db"
    with connect(path, clock=Clock()) as ledger:
        fill(ledger)
    return path


def states(path: Path) -> dict[str, list[bytes]]:
    """The stored bytes of a store, stream by stream."""
    found: defaultdict[str, list[bytes]] = defaultdict(list)
    with connect(path, create=False) as ledger:
        for event in ledger.recorder.select_notifications(0, 1000, inclusive_of_start=False):
            found[str(event.originator_id)].append(event.state)
    return found


def order(path: Path) -> list[tuple[str, int]]:
    """The order across streams."""
    with connect(path, create=False) as ledger:
        found = ledger.recorder.select_notifications(0, 1000, inclusive_of_start=False)
        return [(str(event.originator_id), event.originator_version) for event in found]


def bytes_of(path: Path) -> dict[str, bytes]:
    """Every file of a damaged store, the folder it stands in and what else there is."""
    return {file.name: file.read_bytes() for file in path.parent.iterdir()}


def repaired(damaged: Path, name: str = "new.db") -> tuple[Repaired, Path]:
    """A repair that has not touched what it repaired, and what it made."""
    before = bytes_of(damaged)
    new = damaged.parent.parent / name
    done = repair(str(damaged), str(new))
    assert bytes_of(damaged) == before
    assert done.verified.sound
    made = [p.name for p in new.parent.iterdir() if p.name.startswith(".noe")]
    assert made == []
    return done, new


def aside(done: Repaired) -> list[dict[str, Any]]:
    """What was set aside."""
    return [json.loads(line) for line in Path(done.aside).read_bytes().splitlines()]


def test_a_sound_store_is_kept_whole(damaged: Path) -> None:
    """Nothing is lost, nothing set aside, and the order across streams is the same."""
    done, new = repaired(damaged)
    assert done.complete
    assert (done.whole, done.facts, done.guests, done.streams, done.set_aside) == (3, 36, 12, (), 0)
    assert states(new) == states(damaged)
    assert order(new) == order(damaged)


def test_a_store_that_was_killed_is_kept_whole(damaged: Path, tmp_path: Path) -> None:
    """What still stands in the log beside the file is read as well."""
    (tmp_path / "killed").mkdir()
    killed = tmp_path / "killed" / "clients.db"
    with connect(damaged, create=False) as ledger:
        ledger.record(A, [advice("the last word")])
        for file in damaged.parent.iterdir():
            (killed.parent / file.name.replace("-shm", "-gone")).write_bytes(file.read_bytes())
    (killed.parent / "clients.db-gone").unlink(missing_ok=True)
    done, new = repaired(killed)
    assert done.complete
    assert len(states(new)[A]) == 13
    (tmp_path / "link.db").symlink_to(killed)  # whose log does not lie beside the link
    done = repair(str(tmp_path / "link.db"), str(tmp_path / "other.db"))
    assert (done.complete, done.facts) == (True, 37)
    assert (tmp_path / "link.db").is_symlink()
    (tmp_path / "link.db").unlink()
    (tmp_path / "link.db").symlink_to(tmp_path / "nowhere.db")
    with pytest.raises(StoreMissing, match="where there is nothing"):
        repair(str(tmp_path / "link.db"), str(tmp_path / "third.db"))


@pytest.fixture
def killed(tmp_path: Path) -> Path:
    """A store as a killed writer leaves it: what it recorded still stands in the log beside."""
    (tmp_path / "open").mkdir()
    (tmp_path / "killed").mkdir()
    with connect(tmp_path / "open" / "clients.db", clock=Clock()) as ledger:
        for number in range(12):
            for stream in STREAMS:
                ledger.record(stream, [advice("x" * 20 * (number + 1))])
        for file in (tmp_path / "open").iterdir():
            if not file.name.endswith("-shm"):
                shutil.copy(file, tmp_path / "killed")
    return tmp_path / "killed" / "clients.db"


def beside(store: Path, suffix: str) -> Path:
    """A file that stands beside a store."""
    return store.with_name(store.name + suffix)


def in_use(log: bytes) -> int:
    """How many bytes of a log are in use: what comes after them is left from an earlier round."""
    head, frame, size = 32, 24, int.from_bytes(log[8:12], "big")
    salts = (log[at + 8 : at + 16] for at in range(head, len(log), frame + size))
    return head + (frame + size) * sum(1 for salt in salts if salt == log[16:24])


@pytest.mark.parametrize("tenth", [2, 5, 8])
def test_what_sqlite_passes_over_in_its_log_is_brought_back(killed: Path, tenth: int) -> None:
    """One bad bit in its log and all that follows is dropped; repair finds it in the bytes."""
    log = bytearray(beside(killed, "-wal").read_bytes())
    log[in_use(log) * tenth // 10] ^= 1
    beside(killed, "-wal").write_bytes(log)
    done, new = repaired(killed)
    assert "was acknowledged, and is not there" in done.unopened
    assert str(killed) in done.unopened
    assert (done.facts, done.lost) == (36, 0)
    assert any(stream.remains for stream in done.streams)
    assert not done.complete  # nothing says that there was no more
    assert [len(states(new)[stream]) for stream in STREAMS] == [12, 12, 12]


def test_what_nobody_tells_of_is_in_doubt(killed: Path) -> None:
    """Without the side file a store cut short looks whole: what is found beyond is set aside."""
    log = bytearray(beside(killed, "-wal").read_bytes())
    log[len(log) // 2] ^= 1
    beside(killed, "-wal").write_bytes(log)
    beside(killed, "-noe").unlink()
    done, _ = repaired(killed)
    assert not done.complete
    assert (done.lost, done.facts + done.set_aside >= 36) == (0, True)
    assert all(stream.doubtful for stream in done.streams)
    first = [line for line in aside(done) if line["chains"]]
    assert first[0]["why"] == BEYOND


def test_a_log_that_is_gone_is_told(killed: Path) -> None:
    """The store that is left is sound, and not all there was."""
    beside(killed, "-wal").unlink()
    done, _ = repaired(killed)
    assert "was acknowledged, and is not there" in done.unopened
    assert not done.complete


def test_what_is_longer_than_a_page_is_found_whatever_the_store_is_called(
    damaged: Path, tmp_path: Path
) -> None:
    """A file that does not open is known as one of tables by what it was taken for."""
    raw = damaged.read_bytes()
    damaged.with_name("clients").write_bytes(bytes(100) + raw[100:])
    beside(damaged, "-noe").rename(beside(damaged.with_name("clients"), "-noe"))
    done = repair(str(damaged.with_name("clients")), str(tmp_path / "new"))
    assert (done.facts, done.lost) == (36, 0)


@pytest.mark.parametrize("page", range(20))
def test_whatever_page_is_lost_the_rest_is_kept(damaged: Path, page: int) -> None:
    """Kept and lost make up the whole; what is kept is the beginning of each stream."""
    whole = states(damaged)
    raw = bytearray(damaged.read_bytes())
    page = page * (len(raw) // PAGE) // 20
    raw[page * PAGE : (page + 1) * PAGE] = b"\xff" * PAGE
    damaged.write_bytes(raw)
    done, new = repaired(damaged)
    kept = states(new)
    for stream in STREAMS:
        assert kept[stream] == whole[stream][: len(kept[stream])]
    assert done.facts == sum(len(kept[stream]) for stream in STREAMS)
    # A store that cannot be opened does not say how far it went, nor what others recorded.
    assert done.facts + done.lost == 36 or done.unopened
    assert not done.complete or (done.facts, done.guests) == (36, 12)
    if done.aside:
        assert all(record["why"] for record in aside(done))


def test_random_damage_never_brings_in_what_was_not_written(damaged: Path) -> None:
    """Whatever bits are flipped, what is kept is the beginning of what was recorded."""
    whole = states(damaged)
    raw = damaged.read_bytes()
    rng = random.Random(20260401)  # noqa: S311 - no secret
    for run in range(25):
        flipped = bytearray(raw)
        for _ in range(rng.randrange(1, 200)):
            flipped[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)
        damaged.write_bytes(flipped)
        done, new = repaired(damaged, f"new-{run}.db")
        kept = states(new)
        for stream in STREAMS:
            assert kept[stream] == whole[stream][: len(kept[stream])], f"seed 20260401, run {run}"
        whole_again = [len(kept[stream]) for stream in STREAMS] == [12, 12, 12]
        assert done.lost or done.unopened or whole_again


def test_a_file_cut_short_keeps_what_is_left(damaged: Path) -> None:
    """A cut file gives the beginnings that stand in what is left of it."""
    whole = states(damaged)
    raw = damaged.read_bytes()
    kept_at = []
    for tenth in range(3, 10):
        damaged.write_bytes(raw[: len(raw) * tenth // 10])
        done, new = repaired(damaged, f"new-{tenth}.db")
        kept = states(new)
        for stream in STREAMS:
            assert kept[stream] == whole[stream][: len(kept[stream])]
        kept_at.append(done.facts)
    assert kept_at[-1] > kept_at[0]


def test_what_follows_an_edited_record_is_set_aside(damaged: Path) -> None:
    """It can be read, with the reason, and whether it follows from what else was set aside."""
    whole = states(damaged)
    edited(
        damaged,
        "UPDATE records SET state = CAST(replace(CAST(state AS TEXT), 'noe\"', 'eve\"') AS BLOB) "
        "WHERE key = key_of('relationship/b', 9)",
    )
    done, new = repaired(damaged)
    assert not done.complete
    (told,) = done.streams
    assert (told.stream, told.kept, told.known, told.set_aside, told.lost) == (B, 8, 12, 4, 4)
    lines = aside(done)
    assert [(line["version"], line["chains"]) for line in lines] == [
        (9, False),
        (10, True),
        (11, True),
        (12, True),
    ]
    assert lines[0]["why"] == told.why == UNFIT
    assert "version 9 is missing, damaged or in doubt" in lines[1]["why"]
    assert lines[1]["record"]["version"] == 10
    assert len(states(new)[B]) == 8
    assert states(new)[A] == whole[A]


def test_a_lost_record_ends_its_stream_and_no_other(damaged: Path) -> None:
    """A deleted row is a gap: nothing after it can be vouched for."""
    edited(damaged, "DELETE FROM records WHERE key = key_of('relationship/c', 3)")
    done, _ = repaired(damaged)
    (told,) = done.streams
    assert (told.stream, told.kept + told.remains >= 2) == (C, True)


def test_a_record_under_another_name_is_brought_home(damaged: Path) -> None:
    """A line is known by what it says, wherever it stands."""
    whole = states(damaged)
    edited(
        damaged,
        "UPDATE records SET key = key_of('relationship/a', 99) "
        "WHERE key = key_of('relationship/a', 5)",
    )
    done, new = repaired(damaged)
    assert done.complete
    assert states(new)[A] == whole[A]


def test_a_row_that_is_no_line_is_set_aside(damaged: Path) -> None:
    """Bytes that are no fact are shown as they are."""
    edited(
        damaged,
        "UPDATE records SET state = x'80ff' WHERE key = key_of('relationship/a', 12)",
    )
    done, _ = repaired(damaged)
    assert any(line.get("base64") == "gP8=" for line in aside(done))


def test_a_tail_that_the_index_knows_is_counted(damaged: Path) -> None:
    """What is gone without a trace is lost, and is told by number."""
    for version in (11, 12):
        edited(damaged, f"DELETE FROM records WHERE key = key_of('relationship/b', {version})")  # noqa: S608
    for file in damaged.parent.iterdir():
        file.write_bytes(scrubbed(file.read_bytes()))
    done, _ = repaired(damaged)
    (told,) = done.streams
    assert (told.stream, told.kept, told.known, told.lost) == (B, 10, 12, 2)
    assert not done.complete


def scrubbed(raw: bytes) -> bytes:
    """A file in which what was deleted is not left over."""
    for version in (11, 12):
        raw = raw.replace(b'"relationship/b","version":%d,' % version, b"\x00" * 29)
    return raw


def test_nothing_is_written_over(damaged: Path, tmp_path: Path) -> None:
    """A new place is free, also for what is set aside, or nothing is done."""
    for name in ("new.db", "new.db.set-aside.jsonl"):
        (tmp_path / name).write_text("precious")
        with pytest.raises(PlaceTaken, match="there already"):
            repair(str(damaged), str(tmp_path / "new.db"))
        assert (tmp_path / name).read_text() == "precious"
        (tmp_path / name).unlink()
    with pytest.raises(StoreMissing):
        repair(str(tmp_path / "nothere.db"), str(tmp_path / "new.db"))
    with pytest.raises(ValueError, match=r"no store is known|name a store that lasts"):
        repair("memory:", str(tmp_path / "new.db"))
    assert [path.name for path in tmp_path.iterdir()] == ["damaged"]


def test_what_was_never_ours_is_left_alone(damaged: Path, tmp_path: Path) -> None:
    """A stranger's file, an empty one, and one of a later release are told apart."""
    edited(damaged, "PRAGMA user_version = 99")
    with pytest.raises(NewerStore):
        repair(str(damaged), str(tmp_path / "new.db"))
    for content in (b"", b"not a database, " * 100):
        damaged.write_bytes(content)
        with pytest.raises(NotOurStore):
            repair(str(damaged), str(tmp_path / "new.db"))
    assert [path.name for path in tmp_path.iterdir()] == ["damaged"]


def test_an_interrupted_repair_leaves_nothing(damaged: Path, tmp_path: Path) -> None:
    """What was begun at the new place is taken away, the working copy too."""

    def interrupt(stage: str, done: int) -> None:  # noqa: ARG001 - every word of it is the same
        if stage == "verify":
            raise KeyboardInterrupt

    edited(damaged, "UPDATE records SET state = x'80' WHERE key = key_of('relationship/a', 12)")
    with pytest.raises(KeyboardInterrupt):
        repair(str(damaged), str(tmp_path / "new.db"), stages=interrupt)
    assert [path.name for path in tmp_path.iterdir()] == ["damaged"]


class Mute(SQLiteApplicationRecorder):
    """A real store that cannot be asked how far its streams go."""

    def heads(self, **_: Any) -> Any:
        """Fail, as where the pages of the index are gone."""
        raise StoreDamaged("the index cannot be read", store="here")


def test_a_store_that_cannot_be_asked_is_not_believed_to_have_held_nothing(
    damaged: Path, tmp_path: Path
) -> None:
    """Whoever repairs it is told that its index is dark."""
    with closing(Mute(damaged)) as recorder, closing(Finds(tmp_path / "finds")) as finds:
        gathering = Gathering(finds, untold)
        gathering.take_store(recorder)
    assert gathering.ends == {}
    assert "the index cannot be read" in gathering.blind


def test_lines_are_found_in_any_bytes(tmp_path: Path) -> None:
    """Among noise, twice, cut, and with what looks like an end inside."""
    with connect("memory:", clock=Clock()) as ledger:
        ledger.record(A, [advice('he wrote: ,"sum":"' + "0" * 64 + '"}'), advice('été \\ " \n')])
        one, two = (event.state for event in ledger.recorder.select_events(A))
    noise = random.Random(3).randbytes(5000)  # noqa: S311
    (tmp_path / "raw").write_bytes(noise + one + two[:-1] + noise + two + b'{"stream":"' + one)
    assert [line.state for line in carve(tmp_path / "raw")] == [one, two, one]
    (tmp_path / "raw").write_bytes(b"")
    assert [*carve(tmp_path / "raw")] == []


def test_places_are_read_as_they_are_opened(tmp_path: Path) -> None:
    """A URL and a path name the same files."""
    path = tmp_path / "a%b.db"
    assert place_of(path) == place_of(place_of(path).url)
    assert place_of("files:///dossiers").path == Path("dossiers")
    assert place_of("dossiers/").kind == place_of(tmp_path).kind == "files"
    for wrong in ("memory:", "", "sqlite:///", "mysql://host/db", "nothere"):
        with pytest.raises(ValueError, match=r"no store is known|name a store that lasts"):
            place_of(wrong)
