"""``noe audit --jobs``: many processes, one answer."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from command import NOE, Run, hearing, started

from noe_core.decision import happened
from noe_core.relationship.encounter import DemandExpressed
from noe_stores import connect
from noe_stores.audits.extensions import GROUP

AS_OF = ("--as-of", "2022-06-15")

EXTENSION = """
import os, signal, time
from multiprocessing import parent_process
from pathlib import Path
from noe_core.audit.rule import Rule

def slow(case):
    if parent_process() is not None:
        Path(os.environ["SEEN"], str(os.getpid())).touch()
        time.sleep(0.2)
    return ()

def mortal(case):
    if parent_process() is not None and case.history.stream.endswith("-45"):
        os.kill(os.getpid(), signal.SIGKILL)
    return ()

SLOW = Rule(id="ACME-1", name="slow", check=slow)
MORTAL = Rule(id="ACME-2", name="mortal", check=mortal)
"""


@pytest.mark.parametrize(("form", "jobs"), [("text", "2"), ("json", "auto"), ("json", "0")])
def test_the_answer_is_the_same_to_the_byte(
    clients: Path, tmp_path: Path, run: Run, form: str, jobs: str
) -> None:
    """With a file of parameters, a setting, a language, and a stream that is not there."""
    config = tmp_path / "rules.toml"
    config.write_text("[LOOP-1]\nn = 20\n")
    asked = ["audit", clients, *AS_OF, "--lang", "fr", "--format", form]
    tuned = [*asked, "--config", config, "--set", "LOOP-2.n=3"]
    assert run(*tuned, "--jobs", jobs) == run(*tuned)
    assert run(*tuned) != run(*asked)
    missing = [*asked[:2], "no:body", *asked[2:], "--progress"]
    alone = run(*missing)
    assert "nothing is recorded under relationship/no:body" in alone.err
    assert alone.code == 2
    assert run(*missing, "--jobs", jobs) == alone


@pytest.mark.parametrize("jobs", ["-1", "many", "1.5", "²"])
def test_a_number_of_jobs_is_a_number(clients: Path, run: Run, jobs: str) -> None:
    """Anything else says how one is written."""
    code, out, err = run("audit", clients, "--jobs", jobs)
    assert (code, out) == (2, "")
    assert "give one, or auto for every core" in err


def test_a_store_in_memory_is_not_shared_out(run: Run) -> None:
    """It is this process's alone; the message says what to leave out."""
    code, out, err = run("audit", "memory:", "--jobs", "2")
    assert (code, out) == (2, "")
    assert "give the URL of a store on disk" in err
    assert "fault of noe" not in err


@pytest.fixture
def crowd(tmp_path: Path) -> Path:
    """Forty relationships of one fact."""
    path = tmp_path / "crowd.db"
    demand = DemandExpressed(demand_id="d1", text="une vitrine")
    with connect(path) as ledger:
        for number in range(10, 50):
            day = ledger.clock().date()
            ledger.record(f"acme:client-{number}", [happened(demand, day)])
    return path


@pytest.fixture
def with_rule(tmp_path: Path) -> Callable[[str], dict[str, str]]:
    """The environment in which a rule of an installed package is put too."""

    def installed(rule: str) -> dict[str, str]:
        folder, seen = tmp_path / "packages", tmp_path / "seen"
        info = folder / "acme_jobs-1.0.dist-info"
        info.mkdir(parents=True)
        seen.mkdir()
        (folder / "acme_jobs.py").write_text(EXTENSION)
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-jobs\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[{GROUP}]\nacme = acme_jobs:{rule}\n")
        return {**os.environ, "PYTHONPATH": str(folder), "SEEN": str(seen)}

    return installed


def test_a_killed_worker_ends_the_run_and_says_so(
    crowd: Path, with_rule: Callable[[str], dict[str, str]]
) -> None:
    """What was told by then stands in order; nothing waits for it, no traceback is shown."""
    ran = started("audit", crowd, "--jobs", "2", env=with_rule("MORTAL"))
    out, err = ran.stdout.decode(), ran.stderr.decode()
    assert ran.returncode == 2
    assert "it was killed, or the machine ran out of memory" in err
    assert "--jobs" in err
    assert "Traceback" not in err
    told = [line for line in out.splitlines() if "client-" in line]
    assert told == sorted(told)
    assert not any("client-45" in line for line in told)


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
def test_no_worker_outlives_its_run(
    crowd: Path, with_rule: Callable[[str], dict[str, str]], tmp_path: Path, end: signal.Signals
) -> None:
    """Neither when the person interrupts it nor when it is killed."""
    environment = with_rule("SLOW")
    run = subprocess.Popen(
        [NOE, "audit", crowd, "--jobs", "2"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        preexec_fn=hearing,  # noqa: PLW1509 - nothing else runs here
    )
    workers = _within(30, lambda: [int(p.name) for p in (tmp_path / "seen").iterdir()])
    run.send_signal(end)
    _, told = run.communicate(timeout=30)
    assert run.returncode == (130 if end is signal.SIGINT else -signal.SIGKILL)
    assert b"Traceback" not in told
    assert _within(30, lambda: not any(map(_lives, workers)))


def _within(seconds: float, look: Callable[[], object]) -> list[int]:
    """What a look gives once it gives something."""
    until = time.monotonic() + seconds
    while not (seen := look()):
        assert time.monotonic() < until, "it did not come to pass"
        time.sleep(0.02)
    return seen  # type: ignore[return-value]


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
