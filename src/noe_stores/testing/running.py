"""Threads and processes that do something at the same moment, and their answers.

Rule kept here: nothing outlives its call: a process is killed, a thread is left to die with
the program. What failed there fails here, in its own words. Waiting has an end.
"""

from __future__ import annotations

import multiprocessing
import traceback
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from threading import Barrier, Thread, Timer
from time import monotonic
from typing import Any, TypeVar

T = TypeVar("T")

PATIENCE = 120.0
"""Seconds after which what should have ended long ago is given up."""


def fresh() -> BaseContext:
    """How processes are started: as programs that share nothing with this one."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["noe_stores.testing"])  # so that each starts in no time
    return context


def in_threads(
    acts: Iterable[Callable[[], T]], patience: float = PATIENCE, *, who: str = "act"
) -> list[T]:
    """What some acts answer that begin at one moment, each in a thread of its own.

    Raises:
        AssertionError: one is still not done; ``who`` says in words who that is.
    """
    waiting = [*acts]
    start = Barrier(len(waiting))
    answers: dict[int, T] = {}
    errors: list[BaseException] = []

    def run(number: int, act: Callable[[], T]) -> None:
        try:
            start.wait()
            answers[number] = act()
        except BaseException as error:  # noqa: BLE001 - raised again below
            errors.append(error)

    threads = [
        Thread(target=run, args=pair, daemon=True, name=f"{who} ({pair[0] + 1} of {len(waiting)})")
        for pair in enumerate(waiting)
    ]
    for thread in threads:
        thread.start()
    until = monotonic() + patience
    for thread in threads:
        thread.join(max(until - monotonic(), 0))
    if errors:
        raise errors[0]
    stuck = [thread.name for thread in threads if thread.is_alive()]
    assert not stuck, f"still not done: {', '.join(stuck)}"
    return [answers[number] for number in range(len(waiting))]


def first(following: Any, count: int, patience: float = PATIENCE) -> list[Any]:
    """The first so many of what somebody follows; fewer if no more came for so long.

    Raises:
        AssertionError: he was told to stop then, and goes on waiting.
    """
    late = Timer(patience, following.stop)
    late.start()
    try:
        [found] = in_threads(
            [lambda: [*islice(following, count)]], patience * 2, who="a follower told to stop"
        )
    finally:
        late.cancel()
    return found


def in_processes(act: Callable[..., T], arguments: Sequence[tuple[Any, ...]]) -> list[T]:
    """What an act answers in as many processes as there are tuples of arguments.

    The act is known by its name in a module; its first argument is a barrier for all of them.
    """
    context = fresh()
    start = context.Barrier(len(arguments))
    asked = []
    for given in arguments:
        here, there = context.Pipe(duplex=False)
        process = context.Process(  # type: ignore[attr-defined]
            target=_answer, args=(there, act, start, given), daemon=True
        )
        process.start()
        there.close()
        asked.append((process, here))
    try:
        until = monotonic() + PATIENCE
        return [_heard(here, until) for _, here in asked]
    finally:
        for process, here in asked:
            process.kill()
            process.join()
            here.close()


def _answer(there: Connection, act: Callable[..., Any], start: Any, given: tuple[Any, ...]) -> None:
    try:
        there.send(("answer", act(start, *given)))
    except BaseException:  # noqa: BLE001 - told to the parent, in words
        start.abort()
        there.send(("error", traceback.format_exc()))


def _heard(here: Connection, until: float) -> Any:
    assert here.poll(max(until - monotonic(), 0)), "a process is still not done"
    try:
        kind, answer = here.recv()
    except EOFError:
        raise AssertionError("a process ended without an answer") from None
    assert kind == "answer", f"in another process:\n{answer}"
    return answer
