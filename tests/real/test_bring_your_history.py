"""The how-to says what is so: its code runs, its figures are those of the file."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from state_startups import bring, read
from state_startups.__main__ import record, summary

import noe_stores
from noe_core.audit import NotAssessable, audit

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "bring-your-history.md"
CREDIT = "beta.gouv.fr / DINUM, Licence Ouverte / Etalab 2.0"
UNTOLD = {"HOOK-2", "LOOP-2", "LOOP-3", "REV-5"}
"""Rules that need encounters, sides or minutes, of which the source says nothing."""


def blocks(language: str) -> list[str]:
    """The fenced blocks of the page in a language, in order."""
    found: list[str] = re.findall(rf"```{language}\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    return found


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that looks like the root of the repository and may be written in."""
    for name in ("docs", "tests"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    return tmp_path


@pytest.mark.usefixtures("root")
def test_the_python_of_the_page_runs() -> None:
    """Every Python block runs after the one before it, and what it asserts is so."""
    told: dict[str, object] = {}
    for number, block in enumerate(blocks("python"), 1):
        exec(compile(block, f"{PAGE.name} block {number}", "exec"), told)  # noqa: S102 - our page
    assert "report" in told


def test_the_command_of_the_page_runs(root: Path) -> None:
    """The one command of the page brings the excerpt into a file and names the source."""
    (command,) = blocks("sh")
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    done = subprocess.run(
        ["sh", "-ec", command],
        cwd=root,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    assert CREDIT in done.stdout
    assert (root / "startups.db").is_file()


def test_the_figures_of_the_page_are_those_of_the_file(real: Path) -> None:
    """Each figure the page gives is one the program prints for the real file, and none lacks."""
    brought = bring(read(real))
    with noe_stores.connect("memory:", clock=lambda: datetime(2026, 9, 1, tzinfo=UTC)) as ledger:
        record(ledger, brought)
        printed = "\n".join(summary(ledger, brought))
        for history in ledger.histories():
            verdicts = [v for v in audit(history).verdicts if v.rule in UNTOLD]
            assert {v.rule for v in verdicts} == UNTOLD
            assert all(isinstance(verdict, NotAssessable) for verdict in verdicts)
    (figures,) = blocks("text")
    assert printed.startswith(figures.rstrip("\n"))


def test_the_page_names_source_and_licence_beside_the_figures() -> None:
    """Whoever reads the first line about the data, or its figures, reads whose it is."""
    text = PAGE.read_text("utf-8")
    first, last = text.index(CREDIT), text.rindex(CREDIT)
    assert first < text.index("```python")
    assert text.index("## What came of the real file") < last < text.index("```text")
