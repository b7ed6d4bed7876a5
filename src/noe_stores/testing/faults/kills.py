"""A writer killed at a moment of chance, and what it was told before.

Rule kept here: what was acknowledged is what the writer had said so when it died; nothing
is said before the store has answered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from time import sleep
from typing import Any

from attrs import frozen
from eventsourcing.persistence import ProcessRecorder, Tracking

from noe_stores.testing.records import run
from noe_stores.testing.running import PATIENCE, fresh
from noe_stores.testing.store import Kind

PER_CALL = 3
FOLLOWED = "followed"
LINGER = 0.004
"""Seconds within which a writer is killed after it has said enough."""


@frozen
class Killed:
    """A writer that was killed: its stream, and how many of its calls were acknowledged."""

    stream: str
    acknowledged: int

    def check(self, versions: Sequence[int], tracked: int | None = None) -> None:
        """Hold it against the versions that are there, and the position if one was kept.

        Raises:
            AssertionError: an acknowledged call is lost, or one is there in part.
        """
        calls, rest = divmod(len(versions), PER_CALL)
        assert [*versions] == [*range(1, len(versions) + 1)], f"{self.stream}: gaps in {versions}"
        assert rest == 0, f"{self.stream}: a call is there in part ({len(versions)} records)"
        assert calls >= self.acknowledged, (
            f"{self.stream}: {self.acknowledged} calls were acknowledged, {calls} are there"
        )
        assert calls <= self.acknowledged + 1, f"{self.stream}: {calls} calls were never made"
        assert tracked in (None, calls), f"{self.stream}: {calls} calls, tracked {tracked}"


def kill(kind: type[Kind], place: Path, chance: Random, *, stream: str = "killed") -> Killed:
    """Let a process write to a store, kill it at some moment, and tell how far it came.

    Its records are versions 1, 2, 3 … of one stream, `PER_CALL` a call; where the store
    tracks, each call carries the position of that call in an application `FOLLOWED`/stream.
    """
    return Killed(stream, stopped(_write_for_ever, (kind, place, stream), chance))


def stopped(act: Callable[..., None], given: tuple[Any, ...], chance: Random) -> int:
    """Kill a process at some moment of an act that tells how far it is; how far it was.

    The act is known by its name in a module; its first argument is what it tells through.
    """
    context = fresh()
    here, there = context.Pipe(duplex=False)
    process = context.Process(  # type: ignore[attr-defined]
        target=_tell, args=(there, act, given), daemon=True
    )
    process.start()
    there.close()
    told = 0
    try:
        for _ in range(chance.randrange(12)):
            if (more := _next(here)) is None:
                break
            told = more
        sleep(chance.random() * LINGER)
    finally:
        process.kill()
        process.join()
    while (more := _rest(here)) is not None:
        told = more
    here.close()
    return told


def _next(here: Connection) -> int | None:
    assert here.poll(PATIENCE), "the process says nothing"
    return _rest(here)


def _rest(here: Connection) -> int | None:
    """What the process still said before it died or was done; half a word is none."""
    try:
        found = here.recv()
    except (EOFError, OSError):
        return None
    assert isinstance(found, int), f"the process failed: {found}"
    return found


def _tell(there: Connection, act: Callable[..., None], given: tuple[Any, ...]) -> None:
    try:
        act(there.send, *given)
    except Exception as error:  # noqa: BLE001 - told to the one who kills
        there.send(repr(error))


def _write_for_ever(tell: Callable[[int], None], kind: type[Kind], place: Path, name: str) -> None:
    recorder = kind.open_recorder(place)
    for call in count(1):
        given: dict[str, Any] = {}
        if isinstance(recorder, ProcessRecorder):
            given["tracking"] = Tracking(f"{FOLLOWED}/{name}", call)
        recorder.insert_events(run(name, (call - 1) * PER_CALL + 1, PER_CALL), **given)
        tell(call)
