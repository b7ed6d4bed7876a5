"""``info``, ``verify``, ``copy``, ``backup``, ``repair`` and ``upgrade``, on real stores."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from command import NOE, Run, hearing, started
from test_world import as_nobody

from noe_stores.cli.failures import interrupted
from noe_stores.errors import Interrupted, Outcome

COOP = "relationship/brume-numerique:coop-verte"

LINE = (
    '{"stream":"relationship/a:b","event":"demand_expressed","schema":1,'
    '"occurred_at":"2022-01-01","recorded_by":"julie","data":{"demand_id":"d1","text":"x"}}\n'
)

GOLDEN = Path(__file__).parents[1] / "golden" / "stores"


def damage(store: Path) -> None:
    """One digit changed in the file."""
    raw = store.read_bytes()
    assert raw.count(b'"minutes":1500') >= 1
    store.write_bytes(raw.replace(b'"minutes":1500', b'"minutes":1501', 1))


def exported(store: Path) -> str:
    """What an export of a store writes."""
    done = started("export", store)
    assert done.returncode == 0
    return done.stdout.decode()


def test_info_says_what_a_store_is(clients: Path, run: Run) -> None:
    """How much it holds, and over which days."""
    code, out, err = run("info", clients)
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == str(clients)
    assert re.search(r"^  facts +56$", out, re.MULTILINE)
    assert re.search(r"^  streams +2$", out, re.MULTILINE)
    told = json.loads(run("info", clients, "--format", "json").out)
    assert (told["facts"], told["streams"], told["last_position"]) == (56, 2, 56)
    assert told["first_recorded_at"] < told["last_recorded_at"]


def test_info_makes_no_store(tmp_path: Path, run: Run) -> None:
    """Asking about a store that is not there is an error, and leaves nothing."""
    code, out, err = run("info", tmp_path / "nothere.db")
    assert (code, out) == (2, "")
    assert "there is no store" in err
    assert list(tmp_path.iterdir()) == []


def test_verify_tells_its_progress_when_asked(clients: Path, run: Run) -> None:
    """On stderr; each record is passed twice, by stream and by position."""
    code, out, err = run("verify", clients, "--progress", "--format", "json")
    assert code == 0
    assert err == f"verify {clients}: 112\n"
    assert json.loads(out)["sound"] is True


def test_verify_says_where_and_what_next(clients: Path, run: Run) -> None:
    """The record, its position, and the command that salvages the rest."""
    damage(clients)
    code, out, err = run("verify", clients)
    assert code == 1
    assert re.search(r"^damaged  relationship/\S+ version \d+ \(position \d+\): sum:", out)
    assert "NOT sound" in out
    assert err == f"What can be salvaged: noe repair {clients} NEW\n"


def test_a_store_of_which_nothing_can_be_read_is_damaged(clients: Path, run: Run) -> None:
    """That it cannot be gone through is a finding like others."""
    content = clients.read_bytes()  # its head says what it is, and the tables are gone
    clients.write_bytes(content[:100] + b"\xff" * 3996 + content[4096:])
    code, out, err = run("verify", clients)
    assert code == 1
    assert out.startswith("damaged  ")
    assert "NOT sound; facts: 0; streams: 0" in out
    assert "noe repair" in err
    told = json.loads(run("verify", clients, "--format", "json").out)
    assert not told["sound"]
    assert told["unreachable"]


def test_a_store_put_back_to_an_earlier_day_is_read_and_damaged(clients: Path, run: Run) -> None:
    """What is left is gone through, and what was acknowledged and is gone is a finding."""
    before = clients.read_bytes()
    assert started("import", clients, "-", input=LINE.encode()).returncode == 0
    clients.write_bytes(before)
    code, out, err = run("verify", clients)
    assert code == 1
    assert "position 57: it was acknowledged, and is not there" in out
    assert "NOT sound; facts: 56;" in out
    assert "noe repair" in err


def test_a_copy_is_the_same_store(clients: Path, tmp_path: Path, run: Run) -> None:
    """Exported, it is the same bytes; a second run adds nothing."""
    code, out, err = run("copy", clients, tmp_path / "archive.db")
    assert (code, err) == (0, "")
    assert "records: 56; added: 56; there already: 0" in out
    assert "not copied: snapshots" in out
    assert exported(tmp_path / "archive.db") == exported(clients)
    again = run("copy", clients, tmp_path / "archive.db", "--format", "json")
    told = json.loads(again.out)
    assert (again.code, told["records"], told["added"], told["renumbered"]) == (0, 56, 0, False)
    assert told["verified"]["facts"] == 56


def test_a_copy_into_another_store_is_refused(clients: Path, tmp_path: Path, run: Run) -> None:
    """What is there is not mixed with what comes."""
    other = tmp_path / "other.db"
    assert started("import", other, "-", input=LINE.encode()).returncode == 0
    code, out, err = run("copy", clients, other)
    assert (code, out) == (2, "")
    assert "relationship/a:b version 1 is not what" in err
    assert exported(other).count("\n") == 1


def test_a_copy_tells_its_stages(clients: Path, tmp_path: Path, run: Run) -> None:
    """What is being done, and how much of it."""
    code, _, err = run("copy", clients, tmp_path / "archive.db", "--progress")
    assert code == 0
    assert err.splitlines() == ["copy: 56", "compare: 56", "verify: 112"]


def test_a_damaged_store_is_not_copied_but_repaired(
    clients: Path, tmp_path: Path, run: Run
) -> None:
    """The copy stops and says so; the repair keeps what is sound and tells what is not."""
    damage(clients)
    before = clients.read_bytes()
    code, _, err = run("copy", clients, tmp_path / "archive.db")
    assert code == 2
    assert "is damaged" in err
    code, out, err = run("repair", clients, tmp_path / "new.db")
    assert (code, err) == (1, "")
    assert re.search(r"^lost +relationship/\S+ kept 1 to \d+; lost \d+ to \d+", out)
    assert f"with reasons: {tmp_path / 'new.db.set-aside.jsonl'}" in out
    assert re.search(r"LOST \d+ facts", out)
    assert clients.read_bytes() == before
    assert run("verify", tmp_path / "new.db").code == 0
    lines = (tmp_path / "new.db.set-aside.jsonl").read_text().splitlines()
    assert all({"stream", "version", "why", "chains"} <= {*json.loads(line)} for line in lines)


def test_a_sound_store_is_repaired_without_loss(clients: Path, tmp_path: Path, run: Run) -> None:
    """Exit code 0, and no file beside it."""
    code, out, _ = run("repair", clients, tmp_path / "new.db", "--format", "json")
    told = json.loads(out)
    assert (code, told["complete"], told["lost"], told["facts"], told["aside"]) == (
        0,
        True,
        0,
        56,
        "",
    )
    assert not (tmp_path / "new.db.set-aside.jsonl").exists()


def test_a_damaged_dossier_is_told_with_its_file_and_salvaged(
    clients: Path, tmp_path: Path, run: Run
) -> None:
    """File, line and stream are named; the journal has the line a second time."""
    folder = tmp_path / "dossiers"
    assert run("copy", clients, f"{folder}/").code == 0
    dossier = max(folder.glob("relationship/*.jsonl"), key=lambda file: file.stat().st_size)
    dossier.write_bytes(dossier.read_bytes().replace(b'"minutes":1500', b'"minutes":1501'))
    code, out, _ = run("verify", folder)
    assert code == 1
    assert re.search(rf"^damaged  {re.escape(str(dossier))}.*line \d+.*{COOP}", out, re.MULTILINE)
    code, out, _ = run("repair", folder, tmp_path / "new.db")
    assert code == 0
    assert out.startswith(f"found    {dossier}")
    assert "no fact is known to be lost; facts: 56" in out
    assert exported(tmp_path / "new.db") == exported(clients)


def test_a_store_that_lost_its_end_is_salvaged_and_called_in_doubt(
    clients: Path, tmp_path: Path, run: Run
) -> None:
    """What it said of itself is repeated, and the exit code is not that of success."""
    before = clients.read_bytes()
    assert started("import", clients, "-", input=LINE.encode()).returncode == 0
    clients.write_bytes(before)
    code, out, _ = run("repair", clients, tmp_path / "new.db")
    assert code == 1
    assert out.startswith(f"cannot be used as it is: {clients}: position 57 was acknowledged")
    assert "no fact is known to be lost" in out
    wide = started("repair", clients, tmp_path / "other.db", "--progress")
    assert wide.returncode == 1
    assert b"verify: " in wide.stderr


@pytest.mark.parametrize("command", ["backup", "repair", "upgrade"])
def test_what_is_there_is_never_written_over(
    command: str, clients: Path, tmp_path: Path, run: Run
) -> None:
    """A new store takes a free place, or none."""
    (tmp_path / "there.db").write_text("precious")
    code, out, err = run(command, clients, tmp_path / "there.db")
    assert (code, out) == (2, "")
    assert "there already" in err
    assert (tmp_path / "there.db").read_text() == "precious"
    assert run(command, clients, "mysql://host/db").code == 2


def test_a_backup_is_whole(clients: Path, tmp_path: Path, run: Run) -> None:
    """It is the store, at another place."""
    code, out, _ = run("backup", clients, tmp_path / "b.db")
    assert (code, out) == (0, f"{tmp_path / 'b.db'}: records: 56; up to position 56\n")
    assert exported(tmp_path / "b.db") == exported(clients)


def test_a_store_of_this_release_needs_no_upgrade(clients: Path, tmp_path: Path, run: Run) -> None:
    """It says so, and nothing is made."""
    code, out, err = run("upgrade", clients, tmp_path / "new.db")
    assert (code, err) == (0, "")
    assert "that of this release" in out
    assert json.loads(run("upgrade", clients, tmp_path / "new.db", "--format", "json").out) == {
        "store": str(clients),
        "current": True,
    }
    assert not (tmp_path / "new.db").exists()


def test_a_store_of_an_earlier_release_is_upgraded(tmp_path: Path, run: Run) -> None:
    """The golden store of format 1 is read as it is, and made anew with the same bytes."""
    old = Path(shutil.copy(GOLDEN / "sqlite_v1.db", tmp_path / "old.db"))
    before = old.read_bytes()
    assert exported(old) == (GOLDEN / "sqlite_v1.jsonl").read_text("utf-8")
    assert json.loads(run("info", old, "--format", "json").out)["description"]["format"] == 1
    code, out, err = run("upgrade", old, tmp_path / "new.db")
    assert (code, err) == (0, "")
    assert "records: " in out
    assert exported(tmp_path / "new.db") == (GOLDEN / "sqlite_v1.jsonl").read_text("utf-8")
    told = json.loads(run("info", tmp_path / "new.db", "--format", "json").out)
    assert told["description"]["format"] > 1
    assert run("repair", old, tmp_path / "salvaged.db").code == 0
    assert run("copy", old, f"{tmp_path}/dossiers/").code == 0
    assert exported(tmp_path / "salvaged.db") == exported(tmp_path / "dossiers")
    assert old.read_bytes() == before


def test_a_store_of_a_later_release_is_not_upgraded(
    clients: Path, tmp_path: Path, run: Run
) -> None:
    """It is refused, and not guessed at."""
    with closing(sqlite3.connect(clients)) as connection:
        connection.execute("PRAGMA user_version = 99")
    for command in ("upgrade", "repair", "copy", "backup", "info"):
        given = () if command == "info" else (tmp_path / "new.db",)
        code, _, err = run(command, clients, *given)
        assert code == 2
        assert "99" in err


def test_hostile_names_are_shown_by_their_codes(tmp_path: Path, run: Run) -> None:
    """What a damaged store says cannot take the screen over."""
    line = (
        '{"stream":"relationship/a\\u001b[2Jb","event":"demand_expressed","schema":1,'
        '"occurred_at":"2022-01-01","recorded_by":"x","data":{"demand_id":"d1","text":"minutes"}}\n'
    )
    store = tmp_path / "odd.db"
    assert started("import", store, "-", input=line.encode()).returncode == 0
    store.write_bytes(store.read_bytes().replace(b'"text":"minutes"', b'"text":"minuteS"'))
    for command in (("verify", store), ("repair", store, tmp_path / "new.db")):
        ran = run(*command)
        assert ran.code == 1
        assert "\x1b" not in ran.out + ran.err
        assert "\\x1b[2J" in ran.out


def test_an_interrupted_copy_says_how_to_go_on(tmp_path: Path, run: Run) -> None:
    """Exit code 130; what was copied stands, and the same command ends the work."""
    source, target = tmp_path / "source.db", tmp_path / "target.db"
    line = (
        '{{"stream":"relationship/a:{0}","event":"demand_expressed","schema":1,'
        '"occurred_at":"2022-01-01","recorded_by":"x","data":{{"demand_id":"d","text":"y"}}}}\n'
    )
    lines = "".join(line.format(number) for number in range(4000))
    assert started("import", source, "-", input=lines.encode()).returncode == 0
    command = [NOE, "copy", str(source), str(target), "--progress"]
    with subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        preexec_fn=hearing,  # noqa: PLW1509 - nothing else runs here
    ) as going:
        assert going.stderr is not None
        assert going.stderr.readline() == b"copy: 1000\n"
        os.kill(going.pid, signal.SIGINT)
        _, err = going.communicate(timeout=60)
    assert going.returncode == 130
    assert b"run the same command again to go on" in err
    assert b"Traceback" not in err
    assert run("copy", source, target).code == 0
    assert exported(target) == exported(source)


def is_for_all(program: str) -> bool:
    """Whether anybody may run a program, as a repair does with Python; not one in root's home."""
    above = (part for path in (Path(program), Path(program).resolve()) for part in path.parents)
    return all(folder.stat().st_mode & 0o001 for folder in above)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as another user")
def test_a_read_only_medium_is_read_whole(recorded: Path) -> None:
    """Looking, checking, copying and salvaging ask for no right to write where they read."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as free:
        store = Path(shutil.copy(recorded, Path(folder) / "clients.db"))
        store.chmod(0o444)
        Path(folder).chmod(0o555)
        Path(free).chmod(0o777)
        before = store.read_bytes()
        for command in (
            ("info", store),
            ("verify", store),
            ("copy", store, f"{free}/copy.db"),
            ("backup", store, f"{free}/backup.db"),
            *([("repair", store, f"{free}/new.db")] if is_for_all(sys.executable) else []),
        ):
            ran = as_nobody(*command)
            assert (ran.code, ran.err) == (0, ""), command
        refused = as_nobody("backup", store, f"{folder}/backup.db")
        assert refused.code == 2
        assert [path.name for path in Path(folder).iterdir()] == ["clients.db"]
        assert store.read_bytes() == before
        Path(folder).chmod(0o755)


def test_an_interruption_says_what_became_of_the_facts() -> None:
    """The store's own word, and what the command adds to it."""
    assert interrupted(KeyboardInterrupt()) == "interrupted."
    told = Interrupted("clients.db", Outcome.KEPT)
    told.add_note("Run it again")
    said = "clients.db: interrupted. The facts of this call are kept. Run it again."
    assert interrupted(told) == said


def test_a_later_store_is_refused_under_its_own_name(tmp_path: Path, run: Run) -> None:
    """Repair works on a copy, and speaks of the store."""
    store = tmp_path / "clients.db"
    (tmp_path / "lines.jsonl").write_text(LINE)
    assert run("import", store, tmp_path / "lines.jsonl").code == 0
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("PRAGMA user_version = 99")
    code, _, err = run("repair", store, tmp_path / "new.db")
    assert code == 2
    assert err.startswith(f"noe: {store}: ")
