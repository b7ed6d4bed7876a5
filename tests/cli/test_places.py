"""Where a store that is made of another comes to stand, and of which kind it is."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from command import Run
from test_operations import LINE


@pytest.mark.parametrize("command", ["backup", "copy", "repair"])
@pytest.mark.parametrize("kind", ["sqlite", "files"])
def test_a_bare_name_takes_the_kind_of_the_source(
    command: str, kind: str, clients: Path, tmp_path: Path, run: Run
) -> None:
    """Nothing need be said twice; what was made is found again under the same name."""
    source = clients if kind == "sqlite" else tmp_path / "dossiers"
    if kind == "files":
        assert run("copy", clients, f"{source}/").code == 0
    made = tmp_path / "b1"
    assert run(command, source, made).code == 0
    told = json.loads(run("info", made, "--format", "json").out)
    assert (told["description"]["kind"], told["facts"]) == (kind, 56)
    assert made.is_dir() == (kind == "files")


def test_what_has_a_longer_name_is_no_part_of_a_store(
    clients: Path, tmp_path: Path, run: Run
) -> None:
    """Neither in the way of one nor taken with it."""
    (tmp_path / "monday-photos").mkdir()
    (tmp_path / "monday-photos" / "atelier.jpg").write_bytes(bytes(1000))
    assert run("backup", clients, tmp_path / "monday").code == 0
    assert run("repair", tmp_path / "monday", tmp_path / "sub" / "new").code == 2
    (tmp_path / "sub").mkdir()
    assert run("repair", tmp_path / "monday", tmp_path / "sub" / "new").code == 0
    assert (tmp_path / "monday-photos" / "atelier.jpg").stat().st_size == 1000
    (tmp_path / "late-noe").write_text("of a store that is gone")
    assert run("backup", clients, tmp_path / "late").code == 2


def test_a_store_is_not_copied_into_itself(clients: Path, tmp_path: Path, run: Run) -> None:
    """Not under another spelling of its name either."""
    code, _, err = run("copy", clients, f"sqlite:///{tmp_path}/./clients.db")
    assert code == 2
    assert "itself; choose another place" in err


@pytest.mark.parametrize("command", ["backup", "repair", "copy"])
def test_no_store_is_made_within_another(command: str, tmp_path: Path, run: Run) -> None:
    """A new store inside the folder of the old one would be a foreign file in it."""
    store = f"files:///{tmp_path / 'clients'}"
    (tmp_path / "lines.jsonl").write_text(LINE)
    assert run("import", store, tmp_path / "lines.jsonl").code == 0
    before = sorted(tmp_path.rglob("*"))
    code, _, err = run(command, store, f"files:///{tmp_path / 'clients' / 'inner'}")
    assert code == 2
    assert "lies within the store" in err
    assert sorted(tmp_path.rglob("*")) == before


def test_a_name_that_is_no_utf_8_stays_the_same_name(tmp_path: Path, run: Run) -> None:
    """A folder from another system is backed up and repaired like any other."""
    store = tmp_path / os.fsdecode(b"caf\xe9")
    (tmp_path / "lines.jsonl").write_text(LINE)
    assert run("import", f"files:///{store}", tmp_path / "lines.jsonl").code == 0
    assert run("backup", store, f"{tmp_path}/copy/").code == 0
    assert run("repair", store, f"{tmp_path}/new/").code == 0
    assert run("verify", f"files:///{tmp_path}/caf%E9").code == 0


def test_a_path_with_a_nul_is_refused_in_plain_words(tmp_path: Path, run: Run) -> None:
    """No fault of the system's comes through."""
    code, _, err = run("info", f"sqlite:///{tmp_path}/a%00b.db")
    assert code == 2
    assert "no path holds a NUL" in err
