"""What is told of damage and of what is salvaged: what is lost first, and nothing drowned."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from command import Run

STREAMS = 12

LINE = (
    '{{"stream":"relationship/maison:{0}","event":"demand_expressed","schema":1,'
    '"occurred_at":"2022-01-01","recorded_by":"x","data":{{"demand_id":"{1}","text":"minutes"}}}}\n'
)


@pytest.fixture
def many(tmp_path: Path, run: Run) -> Path:
    """A store of some streams with three facts each."""
    lines = (LINE.format(s, d) for s in range(STREAMS) for d in ("d1", "d2", "d3"))
    (tmp_path / "many.jsonl").write_text("".join(lines))
    assert run("import", tmp_path / "many.db", tmp_path / "many.jsonl").code == 0
    return tmp_path / "many.db"


def test_what_is_lost_is_told_before_what_is_whole(many: Path, tmp_path: Path, run: Run) -> None:
    """Of whole streams that needed more than the store itself, ten are named in the text."""
    raw = bytearray(many.read_bytes())
    raw[:100] = bytes(100)  # it no longer opens
    at = raw.index(b'"demand_id":"d2"')
    raw[at : at + 16] = b'"demand_id":"d9"'
    many.write_bytes(raw)
    code, out, _ = run("repair", many, tmp_path / "new.db")
    told = [line.split()[0] for line in out.splitlines()]
    assert code == 1
    assert told == [
        "cannot",
        "lost",
        *["whole"] * 10,
        "whole",
        "lost",
        "set",
        f"{tmp_path}/new.db:",
    ]
    assert "whole    and 1 streams more; --format json names them" in out
    assert re.search(r"LOST 2 facts; facts: 34; whole streams: 11$", out, re.MULTILINE)
    answer = run("repair", many, tmp_path / "other.db", "--format", "json").out
    assert len(json.loads(answer)["streams"]) == STREAMS


def test_errors_speak_of_the_store_however_it_was_named(
    many: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not of the scratch copy it works on."""
    monkeypatch.chdir(tmp_path)
    many.write_bytes(bytes(100) + many.read_bytes()[100:])
    _, out, _ = run("repair", "many.db", "new.db")
    assert out.startswith(f"cannot be used as it is: {many}: ")
    assert ".noe-" not in out


def test_a_backup_of_what_is_damaged_is_told_as_damaged(
    many: Path, tmp_path: Path, run: Run
) -> None:
    """It is the store as it is, and nobody takes it for sound."""
    many.write_bytes(many.read_bytes().replace(b'"text":"minutes"', b'"text":"minuteS"', 1))
    code, out, _ = run("backup", many, tmp_path / "b1")
    assert code == 1
    assert out.startswith("damaged  relationship/maison:")
    assert f"{tmp_path / 'b1'}: NOT sound" in out


def test_the_rest_of_a_write_is_told_and_is_no_damage(many: Path, tmp_path: Path, run: Run) -> None:
    """Nobody was told that it was kept."""
    folder = tmp_path / "dossiers"
    assert run("copy", many, f"{folder}/").code == 0
    (journal,) = (folder / ".noe" / "journal").iterdir()
    with journal.open("ab") as out:
        out.write(b"half a batch")
    code, out, _ = run("verify", folder)
    assert code == 0
    assert re.search(r"^torn     .*; no fact is lost$", out, re.MULTILINE)
    assert "sound; facts: 36" in out


def test_a_copy_whose_positions_differ_says_so(many: Path, tmp_path: Path, run: Run) -> None:
    """A clone of dossiers numbers from its own beginning: followers of a copy begin again."""
    folder = tmp_path / "dossiers"
    assert run("copy", many, f"{folder}/").code == 0
    shutil.rmtree(folder / ".noe")
    code, out, _ = run("copy", folder, tmp_path / "copy.db")
    assert code == 0
    assert "Positions are numbered anew there: followers begin again." in out
    assert "epoch " in run("info", folder).out
