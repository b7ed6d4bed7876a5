"""What repair promises of a store of files: dossiers and journal stand in for each other."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from eventsourcing.persistence import StoredEvent
from world import Clock, advice

from noe_stores import connect
from noe_stores.ledger import Ledger
from noe_stores.repair.joining import FORKED
from noe_stores.repair.repairing import Repaired, repair

A, B, C = (f"relationship/{letter}" for letter in "abc")
STREAMS = (A, B, C)


def at(folder: Path) -> Ledger:
    """The store in a folder."""
    return connect(f"files:///{folder}", clock=Clock())


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """A store, closed, that a test may damage."""
    folder = tmp_path / "damaged"
    with at(folder) as ledger:
        for number in range(12):
            for stream in STREAMS:
                ledger.record(stream, [advice("é" * (50 * number + 1))])
            ledger.recorder.insert_events([StoredEvent("walk", number, "Step", b"\x80")])
    return folder


def states(folder: Path) -> dict[str, list[bytes]]:
    """The stored bytes of a store, stream by stream."""
    with connect(folder, create=False) as ledger:
        return {s: [e.state for e in ledger.recorder.select_events(s)] for s in (*STREAMS, "walk")}


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Every file of a store."""
    return {str(file): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def repaired(damaged: Path) -> tuple[Repaired, Path]:
    """A repair that has not touched what it repaired, and what it made."""
    before = bytes_of(damaged)
    new = damaged.parent / "new"
    done = repair(str(damaged), f"{new}/")
    assert bytes_of(damaged) == before
    assert done.verified.sound
    return done, new


def flipped(damaged: Path, pattern: str, place: float) -> None:
    """One bit of the first file of that name, somewhere along it."""
    file = min(damaged.glob(pattern))
    raw = bytearray(file.read_bytes().rstrip(b"\x00"))
    raw[int(len(raw) * place)] ^= 4
    file.write_bytes(raw)


def cut(damaged: Path, name: str) -> None:
    """A file cut in the middle."""
    file = damaged / name
    raw = file.read_bytes()
    file.write_bytes(raw[: len(raw) // 2])


DAMAGE: dict[str, Callable[[Path], object]] = {
    "nothing": lambda _: None,
    "a dossier flipped": lambda d: flipped(d, "relationship/a.jsonl", 0.4),
    "a dossier cut": lambda d: cut(d, "relationship/b.jsonl"),
    "a dossier gone": lambda d: (d / "relationship" / "c.jsonl").unlink(),
    "all dossiers gone": lambda d: shutil.rmtree(d / "relationship"),
    "the journal gone": lambda d: shutil.rmtree(d / ".noe"),
    "the mark gone": lambda d: (d / ".noe" / "head").unlink(),
    "the table gone": lambda d: (d / ".noe" / "heads").unlink(),
    "the journal flipped": lambda d: flipped(d, ".noe/journal/*.log", 0.4),
    "both flipped": lambda d: (
        flipped(d, ".noe/journal/*.log", 0.3),
        flipped(d, "relationship/a.jsonl", 0.9),
    ),
}


@pytest.mark.parametrize("what", DAMAGE)
def test_no_fact_is_lost_that_stands_in_one_place(damaged: Path, what: str) -> None:
    """Every fact stands twice, and one of the two is enough."""
    whole = states(damaged)
    DAMAGE[what](damaged)
    done, new = repaired(damaged)
    assert (done.lost, done.facts, done.whole) == (0, 36, 3)
    assert states(new) == whole
    assert done.complete or "flipped" in what  # the order across streams is in the journal alone


def test_what_is_lost_in_both_places_is_told(damaged: Path) -> None:
    """The beginning is kept, what comes after is set aside, the other streams are whole."""
    whole = states(damaged)
    line = whole[A][7]
    for file in [damaged / "relationship" / "a.jsonl", *damaged.glob(".noe/journal/*.log")]:
        raw = file.read_bytes()
        assert line in raw
        file.write_bytes(
            raw.replace(line, line.replace(b'"recorded_by":"noe"', b'"recorded_by":"eve"'))
        )
    done, new = repaired(damaged)
    (told,) = (stream for stream in done.streams if stream.lost)
    assert (told.stream, told.kept, told.known) == (A, 7, 12)
    kept = states(new)
    assert kept[A] == whole[A][:7]
    assert (kept[B], kept[C]) == (whole[B], whole[C])
    aside = [json.loads(each) for each in Path(done.aside).read_bytes().splitlines()]
    assert {each["version"] for each in aside if each["stream"] == A} == {8, 9, 10, 11, 12}


def test_random_damage_never_brings_in_what_was_not_written(damaged: Path, tmp_path: Path) -> None:
    """Whatever bits are flipped, in whatever files, what is kept is what was recorded."""
    whole = states(damaged)
    rng = random.Random(20260402)  # noqa: S311 - no secret
    for run in range(15):
        struck = tmp_path / f"run{run}" / "damaged"
        shutil.copytree(damaged, struck)
        files = [file for file in struck.rglob("*") if file.is_file() and file.stat().st_size]
        for _ in range(rng.randrange(1, 6)):
            file = rng.choice([f for f in files if f.name not in {"noe.json", "lock", "session"}])
            raw = bytearray(file.read_bytes())
            raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)
            file.write_bytes(raw)
        done, new = repaired(struck)
        kept = states(new)
        for stream in STREAMS:
            assert kept[stream] == whole[stream][: len(kept[stream])], f"seed 20260402, run {run}"
        assert done.lost or all(len(kept[stream]) == 12 for stream in STREAMS)


def test_of_a_fork_the_common_trunk_is_kept(damaged: Path, tmp_path: Path) -> None:
    """Both continuations are set aside, each with what follows on its side."""
    trunk = (damaged / "relationship" / "a.jsonl").read_bytes()
    other = tmp_path / "other"
    shutil.copytree(damaged, other)
    sides = []
    for folder, text in ((damaged, "here"), (other, "there")):
        with at(folder) as ledger:
            ledger.record(A, [advice(text), advice(f"{text} too")])
        sides.append((folder / "relationship" / "a.jsonl").read_bytes()[len(trunk) :])
    (damaged / "relationship" / "a.jsonl").write_bytes(trunk + b"".join(sides))
    done, new = repaired(damaged)
    (told,) = done.streams
    assert (told.stream, told.kept, told.known, told.set_aside, told.why) == (A, 12, 14, 4, FORKED)
    aside = [json.loads(line) for line in Path(done.aside).read_bytes().splitlines()]
    assert sorted(line["record"]["data"]["text"] for line in aside) == [
        "here",
        "here too",
        "there",
        "there too",
    ]
    assert all(line["chains"] for line in aside)
    assert len(states(new)[A]) == 12
    assert not done.complete
