"""Processes that rigs start: fresh, quick to start, and always ended.

Rule kept here: a child is forked from a server that has imported the stores but opened none,
so it inherits nothing a program of its own would not have; none outlives its ``with``.
"""

from __future__ import annotations

import fcntl
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic, sleep
from types import TracebackType
from typing import Any, Self, TypeVar

from rigs.told import Failure, Listener

T = TypeVar("T")

_fresh = multiprocessing.get_context("forkserver")
_fresh.set_forkserver_preload(["rigs.board", "rigs.run", "rigs.warm"])
PATIENCE = 60.0
_PIPE_ROOM = 2**20


class Died(Exception):  # noqa: N818 - says what happened
    """A child ended without an answer."""


class TooLong(BaseException):
    """Something took longer than it may; no ``except Exception`` of a store stops it."""


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Interrupt what takes longer; for the main thread of a child."""

    def ring(_signal: int, _frame: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _serve() -> None:
    """Start the server, if it does not run yet: it finds the rigs, and nobody measures it."""
    was = dict(os.environ)
    rigs = str(Path(__file__).parents[1])
    os.environ["PYTHONPATH"] = os.pathsep.join([rigs, *filter(None, [was.get("PYTHONPATH")])])
    for name in [name for name in was if name.startswith("COV_")]:
        del os.environ[name]
    try:
        forkserver.ensure_running()
    finally:
        os.environ.clear()
        os.environ.update(was)


class Child:
    """One process that tells through a pipe, and may wait at a gate."""

    def __init__(self, target: Callable[..., None], argument: Any, *, gated: bool = False) -> None:
        _serve()
        mine, theirs = _fresh.Pipe(duplex=False)
        fcntl.fcntl(mine.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_ROOM)
        waits, self._gate = _fresh.Pipe(duplex=False) if gated else (None, None)
        self._pipe = mine
        given = (argument, theirs, waits) if gated else (argument, theirs)
        self.process = _fresh.Process(target=_quietly, args=(target, *given), daemon=True)
        self.process.start()
        theirs.close()
        if waits is not None:
            waits.close()
        self.told = Listener(mine.fileno())

    @property
    def pid(self) -> int:
        """The number of the process."""
        return int(self.process.pid or 0)

    def go(self) -> None:
        """Open the gate."""
        if self._gate is not None:
            os.write(self._gate.fileno(), b".")

    def kill(self) -> None:
        """End it at once."""
        self.process.kill()
        self.process.join(PATIENCE)

    def stop(self) -> None:
        """Halt all its threads where they are, unless it ended by itself."""
        try:
            os.kill(self.pid, signal.SIGSTOP)
        except ProcessLookupError:
            return
        until = monotonic() + PATIENCE
        while not _halted(self.pid):
            if monotonic() > until:
                raise Died(f"process {self.pid} does not stop")
            sleep(0.0005)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()
        self.process.close()
        self._pipe.close()
        if self._gate is not None:
            self._gate.close()


def _halted(pid: int) -> bool:
    """Whether every thread of a process stands still, or is gone."""
    try:
        states = [task.read_bytes() for task in Path(f"/proc/{pid}/task").glob("*/stat")]
    except (FileNotFoundError, ProcessLookupError):
        return False  # one of them was just ending: look again
    return all(state.rpartition(b")")[2].split()[0] in (b"T", b"t", b"Z") for state in states)


def _quietly(target: Callable[..., None], *arguments: Any) -> None:
    """What a child has to tell goes through its pipe; what its libraries mutter goes nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    target(*arguments)


def _answer(asked: tuple[Callable[..., Any], tuple[Any, ...]], pipe: Connection) -> None:
    question, arguments = asked
    try:
        pipe.send((True, question(*arguments)))
    except Exception as error:  # noqa: BLE001 - told to the one who asked
        pipe.send((False, Failure.of(error)))


def ask(question: Callable[..., T], *arguments: Any, seconds: float = PATIENCE) -> T:
    """What a function answers in a fresh process.

    Raises:
        Died: it raised, was killed, or did not answer in time.
    """
    _serve()
    mine, theirs = _fresh.Pipe(duplex=False)
    process = _fresh.Process(
        target=_quietly, args=(_answer, (question, arguments), theirs), daemon=True
    )
    process.start()
    theirs.close()
    try:
        if not mine.poll(seconds):
            raise Died(f"no answer within {seconds} s")
        well, answer = mine.recv()
    except EOFError as error:
        process.join(PATIENCE)
        raise Died(f"ended with code {process.exitcode}") from error
    finally:
        process.kill()
        process.join(PATIENCE)
        process.close()
        mine.close()
    if not well:
        raise Died(f"{answer.kind}: {answer.text}")
    return answer
