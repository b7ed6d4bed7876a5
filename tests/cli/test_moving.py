"""``export`` and ``import``, between real stores."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import NOE, Run, started

from noe_stores import connect
from noe_stores.cli.moving import _whole
from noe_stores.places import PlaceTaken

WORKSHOP = "studio-marelle:atelier-lys"


@pytest.fixture
def lines(clients: Path, run: Run) -> Path:
    """The store of the demonstration as lines."""
    path = clients.parent / "clients.jsonl"
    assert run("export", clients, path).code == 0
    return path


def test_out_and_in_and_out_again_is_the_same(lines: Path, tmp_path: Path, run: Run) -> None:
    """Export, import into a fresh store, export: the same bytes."""
    assert run("import", tmp_path / "copy.db", lines).code == 0
    assert run("export", tmp_path / "copy.db", tmp_path / "again.jsonl").code == 0
    assert (tmp_path / "again.jsonl").read_bytes() == lines.read_bytes()


def test_export_goes_to_stdout_and_import_comes_from_stdin(clients: Path, tmp_path: Path) -> None:
    """A pipe carries a store."""
    done = started("export", clients)
    assert done.stderr == b""
    assert len(done.stdout.splitlines()) == 56
    taken = started("import", tmp_path / "copy.db", "-", "--format", "json", input=done.stdout)
    assert taken.returncode == 0
    assert json.loads(taken.stdout)["files"][0]["added"] == 56


def test_export_says_what_it_wrote(clients: Path, tmp_path: Path, run: Run) -> None:
    """The count goes to stderr, since stdout is for data."""
    code, out, err = run("export", clients, tmp_path / "one.jsonl", "--stream", WORKSHOP)
    assert (code, out) == (0, "")
    assert err == f"{tmp_path}/one.jsonl: facts written: 24; streams: 1\n"


def test_export_does_not_write_over_a_file_unasked(lines: Path, clients: Path, run: Run) -> None:
    """A file that is there stays as it is, unless --force."""
    lines.write_text("precious")
    code, _, err = run("export", clients, lines)
    assert code == 2
    assert "--force" in err
    assert lines.read_text() == "precious"
    assert run("export", clients, lines, "--force").code == 0
    assert lines.read_bytes().count(b"\n") == 56


def test_an_export_that_fails_leaves_no_half_file(clients: Path, tmp_path: Path, run: Run) -> None:
    """A file under the name asked for is whole."""
    code, _, err = run("export", clients, tmp_path / "x.jsonl", "--stream", "no:body")
    assert code == 2
    assert "relationship/no:body" in err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clients.db"]


def test_importing_twice_adds_nothing(lines: Path, tmp_path: Path, run: Run) -> None:
    """What is recorded already is recognised."""
    first = run("import", tmp_path / "copy.db", lines)
    assert first.out == f"{lines}: lines: 56; added: 56; there already: 0; streams: 2\n"
    second = run("import", tmp_path / "copy.db", lines)
    assert second.out == f"{lines}: lines: 56; added: 0; there already: 56; streams: 2\n"


def test_a_file_cut_short_is_refused_whole(lines: Path, tmp_path: Path, run: Run) -> None:
    """A truncated file adds nothing, and the line is named."""
    lines.write_bytes(lines.read_bytes()[:-40])
    code, out, err = run("import", tmp_path / "copy.db", lines)
    assert (code, out) == (2, "")
    assert "nothing of it was recorded" in err
    assert f"{lines}:56: line: " in err


def fact(stream: str, demand: str = "d1") -> str:
    """A line of a stream."""
    return (
        f'{{"stream":"relationship/{stream}","event":"demand_expressed","schema":1,'
        '"occurred_at":"2022-01-01","recorded_by":"julie",'
        f'"data":{{"demand_id":"{demand}","text":"x"}}}}\n'
    )


@pytest.fixture(params=["new.db", "new/", "empty.db", "empty/", "repository/"])
def vacant(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place where no store is, though perhaps an empty file or folder."""
    (tmp_path / "empty.db").touch()
    (tmp_path / "empty").mkdir()
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    return f"{tmp_path}/{request.param}"


def test_what_adds_nothing_makes_no_store(vacant: str, tmp_path: Path, run: Run) -> None:
    """A refused import, one of which no line is good, and one without lines leave all as it was."""
    (tmp_path / "bad.jsonl").write_text(fact("a:b") + "no fact\n")
    (tmp_path / "none.jsonl").write_text("")
    (tmp_path / "noise.jsonl").write_text("no fact\n")
    before = sorted(tmp_path.rglob("*"))
    code, _, err = run("import", vacant, tmp_path / "bad.jsonl")
    assert code == 2
    assert f"nothing of it was recorded in {Path(vacant)}" in err
    assert run("import", vacant, tmp_path / "none.jsonl").code == 0
    assert run("import", vacant, tmp_path / "noise.jsonl", "--partial").code == 1
    assert sorted(tmp_path.rglob("*")) == before
    assert (tmp_path / "empty.db").stat().st_size == 0


def test_what_adds_something_makes_the_store(vacant: str, tmp_path: Path, run: Run) -> None:
    """Files before a refused one are recorded, and the next import finds them."""
    (tmp_path / "good.jsonl").write_text(fact("a:b"))
    (tmp_path / "bad.jsonl").write_text("no fact\n")
    given = [tmp_path / f"{name}.jsonl" for name in ("good", "good", "bad")]
    code, out, _ = run("import", vacant, *given, "--format", "json")
    told = [(file["added"], file["already"], file["refused"]) for file in json.loads(out)["files"]]
    assert (code, told) == (2, [(1, 0, 0), (0, 1, 0), (0, 0, 1)])
    assert run("import", vacant, tmp_path / "good.jsonl").out.count("there already: 1") == 1
    assert run("verify", vacant).out.startswith("sound; facts: 1;")


def test_a_refused_import_leaves_a_store_that_was_there(tmp_path: Path, run: Run) -> None:
    """An empty store that somebody made is somebody's."""
    store = tmp_path / "kept.db"
    connect(store).close()
    (tmp_path / "bad.jsonl").write_text("no fact\n")
    assert run("import", store, tmp_path / "bad.jsonl").code == 2
    assert run("info", store).code == 0


@pytest.mark.parametrize(
    ("name", "line", "code", "said"),
    [
        ("new.db", fact("c:d"), 0, b""),
        ("new.db", fact("a:b", "d2"), 2, b"was recorded in meanwhile. Run the same command again"),
        ("new/", "no fact\n", 2, b"nothing of it was recorded"),
    ],
)
def test_a_store_that_others_make_meanwhile_is_theirs_too(
    name: str, line: str, code: int, said: bytes, tmp_path: Path
) -> None:
    """What is recorded between the first line read and the last is neither lost nor doubled."""
    store = f"{tmp_path}/{name}"
    os.mkfifo(tmp_path / "slow.jsonl")
    command = [NOE, "import", store, str(tmp_path / "slow.jsonl")]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as slow:
        with (tmp_path / "slow.jsonl").open("w") as out:
            out.write("\n" * 200_000)  # more than a pipe holds: the command is reading by now
            other = started("import", store, "-", input=fact("a:b").encode())
            assert other.returncode == 0
            out.write(line)
        _, err = slow.communicate(timeout=60)
    assert (slow.returncode, said in err) == (code, True), err
    exported = started("export", store).stdout.decode()
    assert exported.count("\n") == (2 if code == 0 else 1)
    assert '"demand_id":"d1"' in exported


def test_a_place_that_cannot_be_made_is_told_before_anything_is_read(
    tmp_path: Path, run: Run
) -> None:
    """Nobody waits for a long file to be read in vain."""
    (tmp_path / "good.jsonl").write_text(fact("a:b"))
    code, _, err = run("import", tmp_path / "no" / "new.db", tmp_path / "good.jsonl")
    assert code == 2
    assert "its folder does not exist" in err
    code, _, err = run("import", "nowhere", tmp_path / "good.jsonl")
    assert code == 2
    assert "no store is known for 'nowhere'" in err


def test_a_partial_import_takes_what_it_can_and_says_so(
    lines: Path, tmp_path: Path, run: Run
) -> None:
    """With --partial the sound lines are recorded, and the exit code is not that of success."""
    lines.write_bytes(lines.read_bytes()[:-40])
    code, out, err = run("import", tmp_path / "copy.db", lines, "--partial", "--format", "json")
    assert code == 1
    (file,) = json.loads(out)["files"]
    assert (file["added"], file["refused"]) == (55, 1)
    assert [(bad["line"], bad["field"]) for bad in file["bad"]] == [(56, "line")]
    assert err == ""


def unknown(path: Path, count: int = 1) -> Path:
    """Lines of an event that no release knows."""
    line = {
        "stream": "relationship/a:b",
        "event": "moon_phase_agreed",
        "schema": 1,
        "occurred_at": "2022-01-01",
        "recorded_by": "julie",
        "data": {"phase": "new"},
    }
    text = "\n".join(
        json.dumps({**line, "occurred_at": f"2022-01-{n:02}"}) for n in range(1, count + 1)
    )
    path.write_text(text + "\n")
    return path


def test_an_unknown_event_is_refused_unless_kept(tmp_path: Path, run: Run) -> None:
    """A misspelt name does not slip in; a later release's event can be kept on purpose."""
    file = unknown(tmp_path / "later.jsonl")
    code, _, err = run("import", tmp_path / "new.db", file)
    assert code == 2
    assert "moon_phase_agreed" in err
    kept = run("import", tmp_path / "new.db", file, "--keep-unknown")
    assert kept.code == 0
    assert "of events unknown here: 1" in kept.out
    shown = run("show", tmp_path / "new.db", "a:b")
    assert shown.code == 0
    assert "moon_phase_agreed" in shown.out
    audited = run("audit", tmp_path / "new.db", "--lang", "fr")
    assert "moon_phase_agreed" in audited.out
    assert '"unread": 1' in run("streams", tmp_path / "new.db", "--format", "json").out
    assert "moon_phase_agreed" in run("verify", tmp_path / "new.db").out


def test_many_bad_lines_are_counted_not_listed(tmp_path: Path, run: Run) -> None:
    """Ten are named, the rest are counted; the JSON has them all."""
    file = unknown(tmp_path / "later.jsonl", 12)
    file.write_text(file.read_text().replace("relationship/a:b", "relationship"))
    code, out, err = run("import", tmp_path / "new.db", file, "--format", "json")
    assert code == 2
    assert err.endswith("  and 2 more\n")
    assert len(json.loads(out)["files"][0]["bad"]) == 12


def test_a_missing_file_makes_no_store(tmp_path: Path, run: Run) -> None:
    """A misspelt file name is said before anything is opened."""
    code, _, err = run("import", tmp_path / "new.db", tmp_path / "nothere.jsonl")
    assert code == 2
    assert "nothere.jsonl" in err
    assert list(tmp_path.iterdir()) == []


def test_an_import_tells_its_progress_when_asked(lines: Path, tmp_path: Path, run: Run) -> None:
    """On stderr, and the answer stays clean."""
    ran = run("import", tmp_path / "copy.db", lines, "--progress", "--format", "json")
    assert ran.err == f"import {lines}: 56\n"
    assert json.loads(ran.out)["files"][0]["lines"] == 56


@pytest.fixture
def locked(clients: Path) -> Iterator[sqlite3.Connection]:
    """The store while somebody else is writing to it."""
    other = sqlite3.connect(clients, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield other
    other.close()


def test_a_writer_waits_for_another_and_then_records(
    locked: sqlite3.Connection, clients: Path, tmp_path: Path
) -> None:
    """Two writers at once: the second is only later, not lost."""
    facts = tmp_path / "more.jsonl"
    os.mkfifo(facts)
    line = (
        '{"stream":"relationship/a:b","event":"demand_expressed","schema":1,'
        '"occurred_at":"2022-01-01","recorded_by":"julie","data":{"demand_id":"d1","text":"x"}}\n'
    )
    with subprocess.Popen([NOE, "import", str(clients), str(facts)]) as process:
        facts.write_text(line)  # returns once the command reads; it still has to get the lock
        locked.execute("ROLLBACK")
        assert process.wait(60) == 0
    assert b"relationship/a:b" in started("streams", clients).stdout


def test_reading_does_not_wait_for_a_writer(
    locked: sqlite3.Connection, clients: Path, run: Run
) -> None:
    """Somebody else's open transaction hides nothing that is committed."""
    assert locked.in_transaction
    assert run("streams", clients).out.count("\n") == 2


@pytest.mark.parametrize("force", [(), ("--force",)])
def test_an_export_touches_no_file_beside_its_own(
    force: tuple[str, ...], clients: Path, tmp_path: Path, run: Run
) -> None:
    """Whatever names the files in the same folder have."""
    (tmp_path / "x.jsonl.part").write_text("precious")
    assert run("export", clients, tmp_path / "x.jsonl", *force).code == 0
    assert run("export", clients, tmp_path / "x.jsonl.part").code == 2
    assert (tmp_path / "x.jsonl.part").read_text() == "precious"
    assert (tmp_path / "x.jsonl").read_bytes().count(b"\n") == 56
    assert oct((tmp_path / "x.jsonl").stat().st_mode) == oct(
        (tmp_path / "x.jsonl.part").stat().st_mode
    )
    assert {p.name for p in tmp_path.iterdir()} == {"clients.db", "x.jsonl", "x.jsonl.part"}


def test_an_export_does_not_write_over_what_came_meanwhile(tmp_path: Path) -> None:
    """A file of that name that somebody made after the export began stays, unless --force."""
    target = tmp_path / "x.jsonl"

    def exporting(*, force: bool) -> None:
        with _whole(target, force=force) as out:
            out.write(b"of an export\n")
            target.write_text("precious")

    with pytest.raises(PlaceTaken, match=r"x\.jsonl: it is there already"):
        exporting(force=False)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["precious"]
    exporting(force=True)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["of an export\n"]


def test_a_folder_that_is_not_there_is_named_with_the_file(
    clients: Path, tmp_path: Path, run: Run
) -> None:
    """As it was given, and not as a scratch file is called."""
    code, _, err = run("export", clients, tmp_path / "no" / "x.jsonl")
    assert (code, err) == (2, f"noe: {tmp_path}/no/x.jsonl: No such file or directory.\n")
