"""Stores and ways to run the command that the tests of this folder share."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from noe_stores.cli import main
from noe_stores.cli.demo import record

NOE = str(Path(sys.executable).with_name("noe"))


class Ran(NamedTuple):
    """What a run of the command came to."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command in this process."""

    def running(*arguments: object) -> Ran:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        return Ran(code, *capsys.readouterr())

    return running


def started(*arguments: object, **options: object) -> subprocess.CompletedProcess[bytes]:
    """The installed command, run in a process of its own."""
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [NOE, *map(str, arguments)], capture_output=True, check=False, timeout=60, **options
    )


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
