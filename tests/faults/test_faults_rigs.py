"""The rigs themselves: they see what goes wrong, and the scoreboard says it."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve
from rigs import board
from rigs.calls import LABEL, calls
from rigs.run import Bench
from rigs.subjects import PEER
from rigs.tally import Row, Tally
from rigs.tracing import why_not
from rigs.tried import tried


@pytest.mark.parametrize(
    ("rig", "wrong"),
    [
        ("flips", "silent"),
        ("cuts", "silent"),
        ("edits", "silent"),
        ("swaps", "acknowledged into nothing"),
        ("reach", "reached"),
    ],
)
def test_a_rig_sees_what_a_store_without_the_promise_does(
    peer: Bench, rig: str, wrong: str
) -> None:
    """Where nothing checks what is read, the rig finds damage that nobody is told of."""
    few = evolve(peer.scale, flips_small=100, flips_large=100, cuts=300, edits=60)
    rows = tried(evolve(peer, scale=few), rig)
    assert sum(row.tally.wrong[wrong] for row in rows) > 0


@pytest.mark.skipif(why_not() is not None, reason=why_not() or "")
def test_the_rig_of_calls_sees_a_lying_write(memory: Path) -> None:
    """A write reported as done while it was not costs a store that trusts it what it kept."""
    rows = calls(PEER, memory, seed=1, most=None, only="used: pwrite64:retval=4096:when=1")
    (struck,) = (row for row in rows if row.label == LABEL)
    assert struck.tally.wrong["lost"] + struck.tally.wrong["not reopenable"] > 0


def test_the_scoreboard_stands_between_its_marks(tmp_path: Path) -> None:
    """What is written again takes the place of what was written before, and nothing else."""
    page = tmp_path / "page.md"
    page.write_text(f"before\n{board.BEGIN}\nold\n{board.END}\nafter\n")
    tally = Tally.of("lost")
    tally.saw("kills", 1200)
    tally.err("lost", "the first")
    columns = {"sqlite": [Row("Killed", tally)], "eventsourcing": [Row("Killed", reason="no")]}
    board.write(page, board.table(columns))
    text = page.read_text()
    assert text.startswith("before\n")
    assert text.endswith("\nafter\n")
    assert "| Killed | lost | 1,200 kills: **1 lost** | no |" in text
    assert "old" not in text


def test_a_page_without_marks_is_left_alone(tmp_path: Path) -> None:
    """A scoreboard that has no place is not written anywhere."""
    page = tmp_path / "page.md"
    page.write_text("a page\n")
    with pytest.raises(ValueError, match="no place"):
        board.write(page, "a table")
    assert page.read_text() == "a page\n"
