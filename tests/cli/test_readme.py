"""What the README promises."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from command import Run

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str, text: str = README) -> list[str]:
    """The fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_start_is_two_lines() -> None:
    """Under "Start" exactly two blocks, of one command line each, and no other in the file."""
    start = re.split(r"^## ", README, flags=re.MULTILINE)
    (section,) = [part for part in start if part.startswith("Start\n")]
    assert len(blocks("sh", section)) == len(blocks("sh")) == 2
    assert all(block.count("\n") == 1 for block in blocks("sh"))
    first, second = blocks("sh")
    assert first.endswith("noe demo\n")
    assert "pytest" in second
    assert all("-c requirements/constraints.txt" in block for block in blocks("sh"))


def test_its_python_runs(tmp_path: Path, run: Run) -> None:
    """The screen of Python works as it stands, finds something to say, and can be run again."""
    (program,) = blocks("python")
    first, second = (
        subprocess.run(
            [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, check=False
        )
        for _ in range(2)
    )
    assert (first.returncode, first.stderr) == (0, b"")
    assert re.search(rb"^(info|warning|breach) [A-Z]+-\d+ ", first.stdout, re.MULTILINE)
    assert (second.returncode, second.stdout) == (0, first.stdout)
    assert run("streams", tmp_path / "clients.db").out.startswith("     5  2021-09-20  2021-09-30")


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "docs/index.md"])
def test_its_links_lead_somewhere(page: str) -> None:
    """Every relative link names a file that is there."""
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = [t for t in re.findall(r"\]\(([^)#]+)[^)]*\)", text) if "://" not in t]
    assert targets
    for target in targets:
        assert ((ROOT / page).parent / target).exists(), target


def test_the_pins_hold_no_address_and_no_hash() -> None:
    """Constraints are names and versions, nothing of the machine they were read from."""
    for line in (ROOT / "requirements/constraints.txt").read_text().splitlines():
        assert re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", line), line


def test_every_dependency_is_pinned() -> None:
    """What pyproject asks for has a line among the constraints."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    asked = [*project["dependencies"], *extras["cli"], *extras["dev"]]
    names = {re.split(r"[\[<>=; ]", wanted)[0].lower() for wanted in asked if "win32" not in wanted}
    pinned = (ROOT / "requirements/constraints.txt").read_text().lower().splitlines()
    assert names - {line.partition("==")[0] for line in pinned} == {"noe"}
