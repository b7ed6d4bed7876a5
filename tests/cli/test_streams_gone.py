"""A stream that was acknowledged and is gone: told by every command, in the way of none other."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from command import Run

from noe_stores import connect
from noe_stores.errors import StoreDamaged

LINE = (
    '{{"stream":"relationship/{0}","event":"demand_expressed","schema":1,'
    '"occurred_at":"2022-01-01","recorded_by":"ada","data":{{"demand_id":"{1}","text":"x"}}}}\n'
)
LEFT = ("maison:alba", "maison:brun")


@pytest.fixture(params=["sqlite", "files"])
def lost(request: pytest.FixtureRequest, tmp_path: Path, run: Run) -> str:
    """A store that holds two streams and once held a third."""
    store = f"{tmp_path}/clients{'.db' if request.param == 'sqlite' else '/'}"

    def record(*streams: str) -> None:
        lines = tmp_path / "lines.jsonl"
        lines.write_text("".join(LINE.format(s, d) for s in streams for d in ("d1", "d2", "d3")))
        assert run("import", store, lines).code == 0
        lines.unlink()

    record(*LEFT)
    if request.param == "sqlite":
        older = Path(shutil.copy(store, tmp_path / "older.db"))
        record("maison:gone")
        older.replace(store)
    else:
        record("maison:gone")
        (dossier,) = Path(store).rglob("*gone*.jsonl")
        dossier.unlink()
    return store


def test_verifying_checks_all_the_others(lost: str, run: Run) -> None:
    """They are counted as sound, and the one that is gone makes the store unsound."""
    code, out, _ = run("verify", lost)
    assert code == 1
    assert "NOT sound; facts: 6; streams: " in out
    assert "damaged  " in out
    assert not any(f"damaged  relationship/{stream}" in out for stream in LEFT)
    told = json.loads(run("verify", lost, "--format", "json").out)
    named = [*told["unreachable"], *told["findings"], *told["bad_records"], *told["bad_indexes"]]
    if lost.endswith(".db"):  # which keeps no more than a digest of the name elsewhere
        assert any("position 9 was acknowledged, and is not there" in str(one) for one in named)
    else:
        assert [bad["stream"] for bad in told["bad_records"]] == ["relationship/maison:gone"]


def test_repairing_salvages_all_the_others(lost: str, tmp_path: Path, run: Run) -> None:
    """What is gone for good is told, and the rest is whole."""
    code, out, _ = run("repair", lost, tmp_path / "new.db")
    with connect(tmp_path / "new.db", create=False) as made:
        held = {name: len(made.history(name).records) for name in made.streams()}
        assert made.verify().sound
    assert {name: held[f"relationship/{name}"] for name in LEFT} == dict.fromkeys(LEFT, 3)
    if len(held) == len(LEFT):  # a store of files has all of it a second time, in its journal
        assert code == 1
        assert "acknowledged" in out


@pytest.mark.parametrize("to", ["file", "-"])
def test_an_export_is_no_file_unless_it_is_whole(
    to: str, lost: str, tmp_path: Path, run: Run
) -> None:
    """What is written to a pipe is all that is left, and the exit code says that it is not all."""
    file = tmp_path / "all.jsonl"
    code, _, err = run("export", lost, file if to == "file" else to)
    assert code == 2
    assert err.startswith("noe: ")
    assert not file.exists()
    assert not [*tmp_path.glob(".noe-*")]


@pytest.mark.parametrize("format_", ["text", "json"])
def test_the_others_are_listed(format_: str, lost: str, run: Run) -> None:
    """With an exit code that says that some are missing, and JSON that ends."""
    code, out, err = run("streams", lost, "--format", format_)
    assert code == 2
    assert err.startswith("noe: ")
    assert all(f"relationship/{stream}" in out for stream in LEFT)
    if format_ == "json":
        assert len(json.loads(out)["streams"]) == len(LEFT)


@pytest.mark.parametrize("format_", ["text", "json"])
def test_the_others_are_audited(format_: str, lost: str, run: Run) -> None:
    """A finding in one of them is not hidden; the run as a whole could not be done."""
    code, out, err = run("audit", lost, "--format", format_)
    assert code == 2
    assert err.startswith("noe: ")
    assert all(f"relationship/{stream}" in out for stream in LEFT)
    if format_ == "json":
        assert len(json.loads(out)["reports"]) == len(LEFT)


def test_several_processes_audit_the_others_too(lost: str, run: Run) -> None:
    """The answer is the same."""
    alone, spread = (run("audit", lost, "--jobs", jobs) for jobs in ("1", "2"))
    assert alone == spread


@pytest.mark.parametrize("command", ["copy", "backup"])
def test_a_copy_is_whole_or_is_none(command: str, lost: str, tmp_path: Path, run: Run) -> None:
    """A store of files has all of it in its journal; where it is gone, the source is named."""
    code, out, err = run(command, lost, tmp_path / "made")
    if lost.endswith(".db"):
        assert (code, out) == (2, "")
        assert f"{lost}: position 9 was acknowledged, and is not there" in err
        assert command == "copy" or not (tmp_path / "made").exists()
    else:
        assert (code, err) == (0, "")
        assert run("verify", tmp_path / "made").out.startswith("sound; facts: 9; streams: 3")


def test_a_store_that_lost_something_is_described(lost: str, run: Run) -> None:
    """What is left is counted, and it is said that there was more."""
    code, out, err = run("info", lost)
    assert (code, err) == (0, "")
    if lost.endswith(".db"):
        assert "facts       6" in out
        assert out.count("was acknowledged, and is not there") == 1
    else:
        assert "facts       9" in out


def test_what_is_left_is_named_before_the_end_is_told(lost: str) -> None:
    """However many streams are asked for at once."""
    with connect(lost, create=False) as ledger:
        streams = ledger.streams()
        assert [next(streams), next(streams)] == [f"relationship/{stream}" for stream in LEFT]
        with pytest.raises(StoreDamaged):
            [ledger.history(name) for name in streams]
