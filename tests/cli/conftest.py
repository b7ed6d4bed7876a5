"""Stores, and the command run in this process."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from command import Ran, Run

from noe_stores.cli import main
from noe_stores.cli.demo import record


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command in this process."""

    def running(*arguments: object) -> Ran:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        return Ran(code, *capsys.readouterr())

    return running


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the demonstration; not to be written to."""
    path = tmp_path_factory.mktemp("demo") / "clients.db"
    record(path)
    return path


@pytest.fixture
def clients(recorded: Path, tmp_path: Path) -> Path:
    """A copy of that store."""
    return Path(shutil.copy(recorded, tmp_path / "clients.db"))
