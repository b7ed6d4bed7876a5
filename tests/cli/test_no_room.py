"""What the command says where a store is not there, cannot be used, or there is no room."""

from __future__ import annotations

import resource
import signal
import stat
from pathlib import Path

import pytest
from command import Run, started

FULL = Path("/dev/full")

without_full = pytest.mark.skipif(
    not FULL.exists() or not stat.S_ISCHR(FULL.stat().st_mode), reason="there is no /dev/full"
)


@pytest.mark.parametrize("given", ["no.db", "no/"])
@pytest.mark.parametrize("command", ["info", "verify", "repair", "upgrade", "copy"])
def test_a_store_that_is_not_there_is_named_as_it_was_given(
    command: str, given: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what was looked for, and where; nothing is made."""
    monkeypatch.chdir(tmp_path)
    target = () if command in {"info", "verify"} else ("new.db",)
    code, out, err = run(command, given, *target)
    assert (code, out) == (2, "")
    what = "folder" if given.endswith("/") else "file"
    assert err == (
        f"noe: {given}: there is no store, since there is no {what} {tmp_path / Path(given)}. "
        "Check the path.\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["info", "repair"])
def test_a_name_that_says_no_kind_and_where_nothing_is(
    command: str, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Both are said, and how stores are named."""
    monkeypatch.chdir(tmp_path)
    code, _, err = run(command, "no", *(["new.db"] if command == "repair" else []))
    assert code == 2
    assert "no store is known for 'no', and no file or folder is there; give sqlite:///" in err
    assert run(command, "x" * 5000, *(["new.db"] if command == "repair" else [])).code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("repair", "memory:", "new.db"),
        ("repair", "clients.db", "memory:"),
        ("upgrade", "memory:", "new.db"),
        ("backup", "clients.db", "memory:"),
        ("copy", "clients.db", "memory:"),
    ],
)
def test_a_store_in_memory_is_no_place_to_keep_anything(
    arguments: tuple[str, ...], clients: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ends with the command that asked for it."""
    monkeypatch.chdir(clients.parent)
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("noe: memory: ends with its process; name a store that lasts: ")


def test_what_is_no_store_is_not_repaired(tmp_path: Path, run: Run) -> None:
    """A text, an empty file and a foreign folder are named, and nothing is made."""
    (tmp_path / "notes.txt").write_text("minutes of Monday\n" * 100)
    (tmp_path / "empty.db").touch()
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "atelier.jpg").write_bytes(bytes(1000))
    before = sorted(tmp_path.rglob("*"))
    for name in ("notes.txt", "empty.db", "photos"):
        code, out, err = run("repair", tmp_path / name, tmp_path / "new.db")
        assert (code, out) == (2, "")
        assert err.startswith(f"noe: {tmp_path / name}: nothing of ours was found there (")
        assert "Check the path; nothing was made" in err
        assert ".noe-" not in err
    assert sorted(tmp_path.rglob("*")) == before


@without_full
@pytest.mark.parametrize(
    "arguments", [("export",), ("info",), ("info", "--format", "json"), ("verify",)]
)
def test_a_full_disk_behind_stdout_is_named(arguments: tuple[str, ...], clients: Path) -> None:
    """What could not be written is said, not only why."""
    with FULL.open("wb") as full:
        done = started(arguments[0], clients, *arguments[1:], stdout=full)
    assert done.returncode == 2
    assert done.stderr == b"noe: standard output: No space left on device.\n"


@without_full
def test_a_full_device_is_named(clients: Path, run: Run) -> None:
    """As any target of an export."""
    code, _, err = run("export", clients, FULL)
    assert (code, err) == (2, "noe: /dev/full: No space left on device.\n")


def cramped() -> None:
    """Let no file of a process to be started grow beyond some kilobytes."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


@pytest.mark.parametrize(
    ("command", "target"),
    [
        ("export", "everything.jsonl"),
        ("backup", "b.db"),
        ("repair", "r.db"),
        ("repair", "r/"),
    ],
)
def test_a_target_without_room_is_named_and_nothing_is_left(
    command: str, target: str, clients: Path, tmp_path: Path
) -> None:
    """No half file, no scratch folder; the store is as it was."""
    before = clients.read_bytes()
    (tmp_path / "small").mkdir()
    path = tmp_path / "small" / target
    done = started(command, clients, f"{path.parent}/{target}", preexec_fn=cramped)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(f"noe: {path}: ".encode()), done.stderr
    assert list((tmp_path / "small").iterdir()) == []
    assert clients.read_bytes() == before


def test_a_backup_of_dossiers_without_room_names_the_backup(
    clients: Path, tmp_path: Path, run: Run
) -> None:
    """It is not the store that lacks it."""
    assert run("copy", clients, f"{tmp_path}/dossiers/").code == 0
    done = started("backup", tmp_path / "dossiers", tmp_path / "b1", preexec_fn=cramped)
    assert done.returncode == 2
    assert done.stderr.startswith(f"noe: {tmp_path / 'b1'}: ".encode()), done.stderr
    assert not (tmp_path / "b1").exists()


def test_info_answers_where_nothing_can_be_written(clients: Path) -> None:
    """What durability there would be cannot be seen then, and that is said."""
    done = started("info", clients, preexec_fn=cramped)
    assert done.returncode == 0, done.stderr
    assert b"facts       56" in done.stdout
    assert b"durability  cannot be had at present: " in done.stdout
