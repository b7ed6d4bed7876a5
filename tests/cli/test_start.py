"""What the command promises before it does anything."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest
from command import NOE, Ran, Run, hearing

from noe_stores.cli.program import ROOMS, noe

NAMES = [*ROOMS]


def test_every_command_of_the_issue_is_there() -> None:
    """Sixteen commands, no more, no fewer."""
    wanted = {"demo", "import", "export", "streams", "show", "ask", "narrate", "audit", "quote"}
    kept = {"info", "verify", "copy", "backup", "repair", "upgrade"}
    assert set(NAMES) == wanted | kept | {"schema"}


def test_a_command_is_loaded_alone() -> None:
    """Saying what a store is does not wait for the rules of the audit, nor for a narrative."""
    code = (
        "import sys; from noe_stores.cli import main; main(['info', '--help']);"
        "print([m for m in ('noe_core.audit', 'noe_core.narration') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", NAMES)
def test_a_command_is_where_it_is_looked_for(name: str) -> None:
    """Under its own name, for a command is loaded by it."""
    found = noe.get_command(click.Context(noe), name)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("name", NAMES)
def test_help_shows_examples(name: str, run: Run) -> None:
    """Each command's help says what it does and shows at least one example of itself."""
    code, out, err = run(name, "--help")
    assert (code, err) == (0, "")
    assert re.search(rf"^ *Example:\n +noe {name}\b", out, re.MULTILINE)


def examples(name: str, out: str) -> list[str]:
    """The examples of a command's help, as typed."""
    lines = out.partition("Example:\n")[2].splitlines()
    found = [line.strip() for line in lines if line.strip()]
    assert found, f"noe {name} --help shows no example"
    return found


@pytest.mark.parametrize("name", NAMES)
def test_examples_of_the_help_run_as_they_stand(
    name: str, run: Run, clients: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An example typed from the help works, beside the store of the demonstration."""
    monkeypatch.chdir(clients.parent)
    lines = examples(name, run(name, "--help").out)
    run("export", "clients.db", "clients.jsonl")
    for line in lines:
        code, _, err = typed(line, run)
        # Audited as of today, what ended in 2022 has been silent for long: that is a finding.
        fine = {0, 1} if name == "audit" else {0}
        assert code in fine, (line, err)
        assert "Traceback" not in err


def typed(line: str, run: Run) -> Ran:
    """A line as a shell would run it; a shell is started only where one is asked for."""
    if not set("|&;<>$") & set(line):
        program, *arguments = shlex.split(line)
        assert program == "noe"
        return run(*arguments)
    done = subprocess.run(
        ["sh", "-c", line.replace("noe ", f"{NOE} ")], capture_output=True, text=True, check=False
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def test_without_a_command_it_shows_its_help_and_did_nothing(run: Run) -> None:
    """``noe`` alone is a question, answered on stderr, and no success."""
    code, out, err = run()
    assert (code, out) == (2, "")
    assert "Usage: noe" in err
    assert "demo" in err


def test_it_says_its_version(run: Run) -> None:
    """``--version`` answers with name and version."""
    assert re.fullmatch(r"noe \d+\.\d+\.\d+\n", run("--version").out)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["frob"], "No such command 'frob'"),
        (["audit"], "Missing argument 'STORE'"),
        (["audit", "x.db", "--frob"], "No such option"),
        (["audit", "x.db", "--as-of", "2022-13-45"], "neither a day"),
        (["audit", "x.db", "--as-of", "yesterday"], "neither a day"),
        (["audit", "x.db", "--fail-on", "disaster"], "'disaster' is not one of"),
        (["audit", "x.db", "--set", "LOOP-1"], "write one as LOOP-1.n=45"),
        (["show", "x.db", "a", "--known-at", "2022-01-01T10:00"], "no zone"),
    ],
)
def test_what_is_typed_wrong_is_said_in_a_sentence(
    arguments: list[str], said: str, run: Run
) -> None:
    """A usage error is one line on stderr that says where the help is, and exits with 2."""
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1
    assert "--help" in err


def without(*modules: str) -> str:
    """Python that runs the command where some modules are not installed."""
    missing = ", ".join(f"{name!r}: None" for name in modules)
    return (
        f"import sys; sys.modules.update({{{missing}}})\n"
        "from noe_stores.cli import main; sys.exit(main(['demo']))"
    )


@pytest.mark.parametrize("module", ["click", "rich"])
def test_without_its_extra_it_says_what_to_install(module: str) -> None:
    """A missing extra is no traceback: it names the thing and the line to type."""
    done = subprocess.run(
        [sys.executable, "-c", without(module)], capture_output=True, check=False, text=True
    )
    assert done.returncode == 2
    assert "pip install 'noe[cli]'" in done.stderr
    assert module in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("module", ["attrs", "noe_core.typed", "noe_stores", "click", "rich.text"])
def test_ctrl_c_while_it_is_loaded_is_no_traceback(module: str) -> None:
    """Whatever has just been imported when the signal comes: one line, and its exit code."""
    environment = {**os.environ, "PYTHONPROFILEIMPORTTIME": "1"}  # has each import told on stderr
    with subprocess.Popen(
        [NOE, "schema"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        preexec_fn=hearing,  # noqa: PLW1509 - nothing else runs here
    ) as loading:
        assert loading.stderr is not None
        while line := loading.stderr.readline():
            if line.rpartition(b"|")[2].strip() == module.encode():
                break
        os.kill(loading.pid, signal.SIGINT)
        out, err = loading.communicate(timeout=60)
    said = [one for one in err.splitlines() if not one.startswith(b"import time:")]
    assert (loading.returncode, said, out) == (130, [b"noe: interrupted."], b"")


@pytest.mark.parametrize("package", ["noe_core", "noe_core.audit", "noe_stores"])
def test_importing_the_library_brings_no_screen_no_driver_and_no_language(package: str) -> None:
    """An embedding tool pays for nothing it does not use."""
    heavy = {"babel", "click", "rich", "sqlite3", "psycopg"}
    program = f"import {package}, sys; print(sorted({heavy!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout == b"[]\n"
