"""Repairing more than fits in one page, one batch, or one look."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from threading import Event, Thread

import pytest
from tampering import edited
from world import Clock, advice

from noe_stores import connect
from noe_stores.errors import StoreBusy
from noe_stores.places import place_of
from noe_stores.repair.duplicating import copy_bytes
from noe_stores.repair.repairing import repair

LONG = "relationship/long"
FACTS = 1200
OTHERS = 1000
PAGE = 4096


@pytest.fixture(scope="module")
def much(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one long stream and a thousand short ones; not to be written to."""
    path = tmp_path_factory.mktemp("much") / "much.db"
    with connect(path, clock=Clock()) as ledger:
        ledger.record(LONG, [advice(f"{number} " + "x" * 200) for number in range(FACTS)])
        lines = (
            f'{{"stream":"relationship/s{number}","event":"demand_expressed","schema":1,'
            '"occurred_at":"2022-01-01","recorded_by":"x","data":{"demand_id":"d","text":"y"}}'
            for number in range(OTHERS)
        )
        (path.parent / "lines").write_text("\n".join(lines) + "\n")
        with (path.parent / "lines").open("rb") as given:
            ledger.import_(given)
    return path


def taken(much: Path, tmp_path: Path) -> Path:
    """A copy of its file."""
    path = tmp_path / "much.db"
    path.write_bytes(much.read_bytes())
    return path


def test_every_stage_of_a_long_repair_is_told(much: Path, tmp_path: Path) -> None:
    """Whoever waits sees that it goes on; all of a long stream is there in the end."""
    stages: Counter[str] = Counter()
    done = repair(
        str(taken(much, tmp_path)),
        str(tmp_path / "new.db"),
        stages=lambda stage, _: stages.update([stage]),
    )
    assert (done.complete, done.facts) == (True, FACTS + OTHERS)
    assert {"search", "read", "join streams", "write", "verify"} == {*stages}


def test_beyond_a_wide_gap_a_stream_is_looked_for_in_the_bytes(much: Path, tmp_path: Path) -> None:
    """Many pages in a row are gone: what stands after them is set aside, not given up."""
    path = taken(much, tmp_path)
    raw = bytearray(path.read_bytes())
    middle = raw.index(b'"text":"600 ') // PAGE * PAGE
    raw[middle : middle + 20 * PAGE] = b"\xff" * 20 * PAGE
    path.write_bytes(raw)
    done = repair(str(path), str(tmp_path / "new.db"))
    (stream,) = (one for one in done.streams if one.stream == LONG)
    assert 64 < stream.lost - stream.set_aside < FACTS - stream.kept
    assert stream.kept + stream.lost == FACTS
    assert done.facts >= stream.kept
    left = (tmp_path / "new.db.set-aside.jsonl").read_bytes()
    assert b'"text":"1199 ' in left


def test_a_stream_of_which_nothing_is_left_is_named(much: Path, tmp_path: Path) -> None:
    """The index still says how long it was."""
    path = taken(much, tmp_path)
    edited(path, "DELETE FROM records WHERE key >> 32 = 1")
    raw = path.read_bytes()
    path.write_bytes(raw.replace(b'"stream":"relationship/long"', b'"stream":"relationship/gone"'))
    done = repair(str(path), str(tmp_path / "new.db"))
    (stream,) = (one for one in done.streams if one.stream == LONG)
    assert (stream.kept, stream.lost, stream.why) == (0, FACTS, "it was found nowhere")


def test_a_store_that_is_written_to_meanwhile_is_not_copied(much: Path, tmp_path: Path) -> None:
    """Its bytes would be of two moments."""
    path, begun, enough = taken(much, tmp_path), Event(), Event()

    def write_on() -> None:
        with path.open("ab", buffering=0) as out:
            while not enough.is_set():
                out.write(b"x")
                begun.set()

    def copy_on() -> None:
        source = place_of(path)
        for _ in range(1000):  # a copy may be quicker than the writer's turn
            copy_bytes(source, source.moved(tmp_path / "to"))

    (tmp_path / "to").mkdir()
    writer = Thread(target=write_on)
    writer.start()
    try:
        assert begun.wait(30)
        with pytest.raises(StoreBusy, match="Stop its writers first"):
            copy_on()
    finally:
        enough.set()
        writer.join()
