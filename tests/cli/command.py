"""Ways to run the command in a test."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

NOE = str(Path(sys.executable).with_name("noe"))


class Ran(NamedTuple):
    """What a run of the command came to."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


def started(*arguments: object, **options: object) -> subprocess.CompletedProcess[bytes]:
    """The installed command, run in a process of its own."""
    given = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "timeout": 60, **options}
    return subprocess.run([NOE, *map(str, arguments)], check=False, **given)  # type: ignore[call-overload, no-any-return]


def hearing() -> None:
    """Let a process to be started hear Ctrl-C.

    A shell starts what runs in the background deaf to it, these tests included.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
