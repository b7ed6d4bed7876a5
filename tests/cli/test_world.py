"""What the command says when the world does not play along."""

from __future__ import annotations

import json
import os
import pty
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import click
import pytest
from command import NOE, Ran, Run, hearing, started

import noe_stores
from noe_stores.cli import main
from noe_stores.cli.program import noe
from noe_stores.examples import Calendar

NOBODY = 65534
ODD = [
    "a/b/c",
    "..",
    "../up",
    "été:hôtel",
    "🏭:🏠",
    "x" * 300,
    "with space",
    "-dash",
    "%41",
    "a\tb",
]
WORKSHOP = "studio-marelle:atelier-lys"

READING = [
    ["streams", "{store}"],
    ["show", "{store}", "a:b"],
    ["narrate", "{store}", "a:b"],
    ["audit", "{store}"],
    ["quote", "{store}", "a:b", "--month", "2022-01", "--rate", "90"],
    ["verify", "{store}"],
    ["export", "{store}"],
]


def with_store(command: list[str], store: object) -> list[str]:
    """A command with its store filled in."""
    return [part.format(store=store) for part in command]


@pytest.mark.parametrize("command", READING, ids=lambda command: command[0])
def test_reading_a_store_that_is_not_there_makes_none(
    command: list[str], tmp_path: Path, run: Run
) -> None:
    """A misspelt path is an error and leaves no empty store behind."""
    code, out, err = run(*with_store(command, tmp_path / "nothere.db"))
    assert (code, out) == (2, "")
    assert "nothere.db: there is no store" in err
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", READING, ids=lambda command: command[0])
def test_a_file_that_is_no_store_is_left_alone(
    command: list[str], tmp_path: Path, run: Run
) -> None:
    """Somebody else's file is named, and not touched."""
    (tmp_path / "notes.db").write_text("not a database, " * 100)
    before = (tmp_path / "notes.db").read_bytes()
    code, out, err = run(*with_store(command, tmp_path / "notes.db"))
    assert (code, out) == (2, "")
    assert "notes.db" in err
    assert "Traceback" not in err
    assert (tmp_path / "notes.db").read_bytes() == before


@pytest.mark.parametrize("url", ["mysql://host/db", "clients.txt", "sqlite:///", ""])
def test_an_unknown_url_is_told_what_is_known(url: str, run: Run) -> None:
    """What can be opened is said where what was given cannot."""
    code, _, err = run("streams", url)
    assert code == 2
    assert "sqlite:///" in err


def test_a_store_of_a_later_release_is_not_guessed_at(clients: Path, run: Run) -> None:
    """A newer schema is refused by name."""
    with sqlite3.connect(clients) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    code, out, err = run("streams", clients)
    assert (code, out) == (2, "")
    assert "clients.db" in err
    assert "99" in err


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as another user")
def test_a_read_only_folder_can_still_be_read_and_not_written(recorded: Path) -> None:
    """Reading asks for no right to write; what needs one says so."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(shutil.copy(recorded, Path(folder) / "clients.db"))
        store.chmod(0o444)
        Path(folder).chmod(0o555)
        read = as_nobody("streams", store)
        assert (read.code, read.err, read.out.count("\n")) == (0, "", 2)
        for command in (["import", store, os.devnull], ["demo", "--keep", f"{folder}/new.db"]):
            refused = as_nobody(*command)
            assert refused.code in {0, 2}
            assert "Traceback" not in refused.err
        assert [path.name for path in Path(folder).iterdir()] == ["clients.db"]
        Path(folder).chmod(0o755)


def as_nobody(*arguments: object) -> Ran:
    """A run by somebody without the rights of root, who may not even reach our Python."""
    noe.get_command(click.Context(noe), str(arguments[0]))  # loaded while it can be
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if child == 0:
            code = 70
            try:
                os.setuid(NOBODY)
                sys.stdout, sys.stderr = (open(os.dup(f.fileno()), "w") for f in (out, err))  # noqa: PTH123, SIM115
                code = main([str(argument) for argument in arguments])
                sys.stdout.flush()
                sys.stderr.flush()
            finally:
                os._exit(code)
        _, status = os.waitpid(child, 0)
        out.seek(0)
        err.seek(0)
        return Ran(os.waitstatus_to_exitcode(status), out.read().decode(), err.read().decode())


def test_a_damaged_stream_is_said_and_hides_no_other(clients: Path, run: Run) -> None:
    """The audit goes on to the next relationship, and does not call the store clean."""
    raw = clients.read_bytes()
    altered = raw.replace(b'"minutes":1500', b'"minutes":1501')
    assert altered != raw
    clients.write_bytes(altered)
    code, out, err = run("audit", clients, "--as-of", "2022-06-15")
    assert code == 2
    assert "brume-numerique:coop-verte" in err
    assert "damaged" in err
    assert WORKSHOP in out


def test_text_where_bytes_were_is_damage(clients: Path, run: Run) -> None:
    """A tool that rewrote a record as text is found out, not stumbled over."""
    with sqlite3.connect(clients) as connection:
        connection.execute("DROP TRIGGER records_update")
        connection.execute("UPDATE records SET state = CAST(state AS TEXT) WHERE key & 65535 = 3")
    connection.close()
    for command in ("verify", "audit", "streams", "export"):
        code, _, err = run(command, clients)
        assert code == (1 if command == "verify" else 2)
        assert "fault of noe" not in err


def test_a_traceback_is_for_those_who_ask(tmp_path: Path, run: Run) -> None:
    """With --traceback the place is shown too, and the sentence stays."""
    code, _, err = run("--traceback", "streams", tmp_path / "nothere.db")
    assert code == 2
    assert "Traceback" in err
    assert "nothere.db: there is no store" in err


@pytest.mark.parametrize("id", ODD)
def test_odd_ids_are_ids(id: str, tmp_path: Path, run: Run) -> None:
    """Slashes, dots, accents, emoji and length are the caller's business."""
    with noe_stores.connect(tmp_path / "odd.db", clock=Calendar("2022-03-01")) as ledger:
        ledger.relationship(id).express_demand(
            on=Calendar("2022-03-01").turn("2022-03-01"), text=id
        )
    code, out, err = run("show", tmp_path / "odd.db", "--format", "json", "--", id)
    assert (code, err) == (0, "")
    answer = json.loads(out)
    assert answer["stream"] == f"relationship/{id}"
    assert answer["facts"][0]["data"]["text"] == id
    code, out, _ = run("streams", tmp_path / "odd.db", "--format", "json")
    assert json.loads(out)["streams"][0]["stream"] == f"relationship/{id}"


@pytest.mark.parametrize("id", ["", "a\x00b", "\udcff"])
def test_ids_that_no_store_can_keep_are_refused(id: str, clients: Path, run: Run) -> None:
    """An empty id, a NUL or half a character is told, not looked for."""
    code, _, err = run("show", clients, id)
    assert code == 2
    assert "id" in err


ACTING = "red \x1b[31m back \u202eesrever\u202c\r\nnext \x9b2J"


@pytest.fixture
def acting(tmp_path: Path) -> Path:
    """A store in which somebody recorded what would take over a terminal."""
    with noe_stores.connect(tmp_path / "acting.db", clock=Calendar("2022-03-01")) as ledger:
        day = Calendar("2022-03-01").turn("2022-03-01")
        ledger.relationship("a:b").express_demand(on=day, text=ACTING)
    return tmp_path / "acting.db"


def test_recorded_text_cannot_act_on_a_line(acting: Path, run: Run) -> None:
    """Control and bidirectional characters are shown by their code, line ends too."""
    out = run("show", acting, "a:b").out
    assert r"red \x1b[31m back \u202eesrever\u202c\r\nnext \x9b2J" in out
    assert not set(out) & set("\x1b\u202e\u202c\r\x9b")


def test_json_keeps_recorded_text_exactly(acting: Path, run: Run) -> None:
    """In JSON they are escaped the way of JSON, so the value is the one recorded."""
    out = run("show", acting, "a:b", "--format", "json").out
    assert json.loads(out)["facts"][0]["data"]["text"] == ACTING
    assert not set(out) & set("\x1b\u202e\u202c\r\x9b")


def on_a_terminal(*arguments: object) -> str:
    """What the command writes where both its outputs are a terminal."""
    reader, writer = pty.openpty()
    with subprocess.Popen(
        [NOE, *map(str, arguments)],
        stdout=writer,
        stderr=writer,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "100"},
    ) as process:
        os.close(writer)
        chunks = []
        while True:
            try:
                chunk = os.read(reader, 65536)
            except OSError:  # the other end is closed
                break
            if not chunk:
                break
            chunks.append(chunk)
        os.close(reader)
        assert process.wait(30) == 0
    return b"".join(chunks).decode()


def test_a_terminal_gets_colours_and_a_progress_bar(clients: Path) -> None:
    """On a terminal the audit is in colour and shows how far it is."""
    seen = on_a_terminal("audit", clients, "--as-of", "2022-05-15")
    assert "\x1b[" in seen
    assert "100%" in seen


def test_a_terminal_sees_an_import_go_on(clients: Path, tmp_path: Path, run: Run) -> None:
    """The number of lines done is shown while it runs."""
    run("export", clients, tmp_path / "clients.jsonl")
    seen = on_a_terminal("import", tmp_path / "copy.db", tmp_path / "clients.jsonl")
    assert "import " in seen
    assert "\x1b[?25l" in seen  # the cursor is hidden while a bar is drawn
    assert "added: 56" in seen.replace("\r\n", " ")


def test_a_pipe_gets_neither(clients: Path) -> None:
    """Colours stay out of files, whatever the environment wants forced."""
    forced = {**os.environ, "FORCE_COLOR": "1", "TTY_COMPATIBLE": "1", "TERM": "xterm-256color"}
    done = started("audit", clients, env=forced)
    assert b"\x1b" not in done.stdout + done.stderr
    assert done.stderr == b""


def test_recorded_text_cannot_act_on_a_terminal(acting: Path) -> None:
    """Nor where colours are on, nor through the narrative."""
    for command in (["show"], ["narrate"], ["narrate", "--format", "markdown"]):
        seen = on_a_terminal(command[0], acting, "a:b", *command[1:])
        assert "\x1b[31m" not in seen
        assert "\u202e" not in seen
        assert "\x9b" not in seen


@pytest.mark.parametrize("locale", ["C", "POSIX"])
def test_it_writes_utf8_whatever_the_locale(locale: str, clients: Path) -> None:
    """Accents survive a machine that never heard of them."""
    bare = {"LC_ALL": locale, "LANG": locale, "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    done = started("show", clients, WORKSHOP, "--lang", "fr", env={**os.environ, **bare})
    assert done.returncode == 0
    assert "demande travaillée" in done.stdout.decode("utf-8")


def test_a_reader_that_goes_away_is_no_error(clients: Path) -> None:
    """``noe show … | head -1`` ends quietly, with the code shells expect."""
    with subprocess.Popen(
        [NOE, "show", str(clients), WORKSHOP], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_a_full_disk_is_said() -> None:
    """What could not be written is not passed over."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([NOE, "--help"], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert done.stderr.decode().startswith("noe: ")
    assert done.stderr.count(b"\n") == 1


def test_an_interruption_is_a_short_word(tmp_path: Path) -> None:
    """Ctrl-C ends with 130 and no traceback."""
    fifo = tmp_path / "facts.jsonl"
    os.mkfifo(fifo)
    with subprocess.Popen(
        [NOE, "import", str(tmp_path / "new.db"), str(fifo)],
        stderr=subprocess.PIPE,
        preexec_fn=hearing,  # noqa: PLW1509 - nothing else runs here
    ) as process:
        assert process.stderr is not None
        writer = opened_once_read(fifo, process)
        process.send_signal(signal.SIGINT)
        said = process.stderr.read()
        os.close(writer)
    assert process.returncode == 130
    assert said == b"noe: interrupted.\n"


def opened_once_read(fifo: Path, process: subprocess.Popen[bytes]) -> int:
    """The writing end of a pipe, as soon as the process waits at its other end."""
    while process.poll() is None:
        with suppress(OSError):
            return os.open(fifo, os.O_WRONLY | os.O_NONBLOCK)
    raise AssertionError("the command ended without reading its file")
