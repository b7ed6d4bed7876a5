"""``repair`` as its reader meets it: what is lost first, and nothing drowned."""

from __future__ import annotations

import json
import re
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
    assert told == ["could", "lost", *["whole"] * 10, "whole", "lost", "set", f"{tmp_path}/new.db:"]
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
    assert out.startswith(f"could not be opened as it is: {many}: ")
    assert "noe-repair" not in out
