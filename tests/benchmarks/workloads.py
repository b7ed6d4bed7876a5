"""The workloads: what is done, how much of it a round, and how a turn is timed.

Rule kept here: a store is opened before the clock runs, except where opening is the question;
the garbage collector clears up before every turn and is on during it, as in anybody's program.
Every answer is compared with the one computed without a store.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import Final

from attrs import frozen
from parties import Party
from work_told import Minutes, minutes_by_month, works

OF_FIFTY: Final = 50


@frozen
class Sizes:
    """How much is done in a round."""

    calls: int
    hundreds: int
    long: int
    streams: int
    openings: int

    @classmethod
    def scaled(cls, scale: float) -> Sizes:
        """The sizes of the issue, times a number."""
        return cls(*(max(2, round(size * scale)) for size in (200, 20, 20_000, 1_000, 20)))


class Bench:
    """The stores of one run, each filled once, and fresh folders."""

    def __init__(self, folder: Path, sizes: Sizes) -> None:
        self.folder = folder
        self.sizes = sizes
        self._filled: dict[tuple[str, int, int], Path] = {}
        self._numbers = count()

    def fresh(self) -> Path:
        """A new folder."""
        folder = self.folder / str(next(self._numbers))
        folder.mkdir()
        return folder

    def filled(self, name: str, party: Party, streams: int, facts: int) -> Path:
        """The folder of a party's store of so many streams of so many facts."""
        key = (name, streams, facts)
        if key not in self._filled:
            folder = self.fresh()
            party.fill(folder, streams, facts)
            self._filled[key] = folder
        return self._filled[key]


def appended(bench: Bench, party: Party, calls: int, at_once: int) -> float:
    """Seconds a call, where each call durably appends so many facts to one stream."""
    told = [tuple(works(1 + call * at_once, at_once)) for call in range(calls)]
    with party.appending(bench.fresh()) as append:
        gc.collect()
        began = perf_counter()
        for some in told:
            append(some)
        return (perf_counter() - began) / calls


def replayed(folder: Path, party: Party, streams: int, facts: int) -> float:
    """Seconds a fact, where so many streams of so many facts are replayed one by one."""
    answer = expected(facts)
    with party.reading(folder) as replay:
        gc.collect()
        began = perf_counter()
        right = all(replay(number) == answer for number in range(streams))
        taken = perf_counter() - began
    _check(party, right=right)
    return taken / (streams * facts)


def opened(folder: Path, party: Party, streams: int, times: int) -> float:
    """Seconds an opening: open, replay one stream of fifty facts, close; the files are warm."""
    answer, right = expected(OF_FIFTY), True
    gc.collect()
    began = perf_counter()
    for number in range(times):
        with party.reading(folder) as replay:
            right &= replay(number * 7919 % streams) == answer
    taken = perf_counter() - began
    _check(party, right=right)
    return taken / times


def expected(facts: int) -> Minutes:
    """The right answer for a stream of so many facts."""
    return minutes_by_month(works(0, facts))


def _check(party: Party, *, right: bool) -> None:
    if not right:
        raise SystemExit(f"{type(party).__name__} gives a wrong answer; its figures mean nothing")


Turn = Callable[[Bench, str, Party], float]


def one_a_call(bench: Bench, _name: str, party: Party) -> float:
    """W1: seconds a call."""
    return appended(bench, party, bench.sizes.calls, 1)


def a_hundred_a_call(bench: Bench, _name: str, party: Party) -> float:
    """W2: seconds a fact."""
    return appended(bench, party, bench.sizes.hundreds, 100) / 100


def one_long_stream(bench: Bench, name: str, party: Party) -> float:
    """W3: seconds a fact."""
    facts = bench.sizes.long
    return replayed(bench.filled(name, party, 1, facts), party, 1, facts)


def many_streams(bench: Bench, name: str, party: Party) -> float:
    """W4: seconds a fact."""
    streams = bench.sizes.streams
    return replayed(bench.filled(name, party, streams, OF_FIFTY), party, streams, OF_FIFTY)


def cold_opening(bench: Bench, name: str, party: Party) -> float:
    """W5: seconds an opening."""
    streams = bench.sizes.streams
    folder = bench.filled(name, party, streams, OF_FIFTY)
    return opened(folder, party, streams, bench.sizes.openings)


WORKLOADS: Mapping[str, tuple[str, Turn]] = {
    "W1": ("one durable append a call", one_a_call),
    "W2": ("a hundred facts a durable call", a_hundred_a_call),
    "W3": ("replay of one long stream", one_long_stream),
    "W4": ("replay of many streams of 50", many_streams),
    "W5": ("cold open and replay of one stream", cold_opening),
}
