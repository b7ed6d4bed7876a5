"""Work spread over an executor: threads, processes, or anything else that submits.

Rule kept here: what comes back comes in the order in which the work was given, and no more
is under way than was asked for, so that neither the answer nor the memory depends on who
was quicker.
"""

from __future__ import annotations

import os
import pickle
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread
from typing import Any, Generic, TypeVar

R = TypeVar("R")
S = TypeVar("S")
T = TypeVar("T")


class WorkerLost(RuntimeError):  # noqa: N818 - says what happened
    """A worker ended before it answered: it was killed, or the machine ran out of memory."""


class NotForOthers(TypeError):  # noqa: N818 - says what the value is
    """A value cannot be handed to another process."""


def spread(
    executor: Executor, work: Callable[[S], R], shares: Iterable[S], *, ahead: int
) -> Iterator[R]:
    """What the work makes of each share, in order; ``ahead`` of them are under way at most.

    Raises:
        WorkerLost: a worker ended before it answered; what came before it stands.
    """
    waiting: deque[Future[R]] = deque()
    done = 0
    try:
        for share in shares:
            waiting.append(executor.submit(work, share))
            if len(waiting) >= ahead:
                yield waiting[0].result()
                waiting.popleft()
                done += 1
        while waiting:
            yield waiting.popleft().result()
            done += 1
    except BrokenExecutor as error:
        raise WorkerLost(
            f"a worker ended before it answered, after {done} shares of the work were done: it "
            "was killed, or the machine ran out of memory. Run it again, with fewer workers or none"
        ) from error
    finally:
        for future in waiting:
            future.cancel()


class Handed(Generic[T]):
    """A value that goes with every share: written once, and read once by each process.

    Raises:
        NotForOthers: it is sent to another process and holds what cannot go there.
    """

    def __init__(self, value: T) -> None:
        self.value = value
        self._written: bytes | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        """What goes to another process: the bytes of the value, always the same ones."""
        if self._written is None:
            try:
                self._written = pickle.dumps(self.value)
            except (pickle.PicklingError, AttributeError, TypeError) as error:
                raise NotForOthers(
                    f"this cannot be handed to another process: {error}. Give what stands in a "
                    "module, no lambda and no inner function, or use threads"
                ) from error
        return (_received, (self._written,))


@lru_cache(maxsize=2)
def _received(written: bytes) -> Handed[Any]:
    # From the process that started this one, through a pipe; never from a store.
    return Handed(pickle.loads(written))  # noqa: S301


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):  # pragma: no branch - not on every system
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1  # pragma: no cover - where a process has all of them


@contextmanager
def processes(jobs: int) -> Iterator[Executor]:
    """So many worker processes, for as long as they are needed.

    They are started anew, not forked: a store that is open here is none of theirs.
    """
    executor = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_begin)
    try:
        yield executor
    finally:
        executor.shutdown(cancel_futures=True)


def _begin() -> None:  # pragma: no cover - run by a worker
    """Let the parent decide when a worker ends: Ctrl-C is its business, and so is its death."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:  # pragma: no cover - run by a worker
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
