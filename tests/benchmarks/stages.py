"""Where our own time goes in a replay: stage by stage, then function by function.

Rule kept here: a stage is measured alone, on everything the stage before it gives. Under
cProfile small functions look slower than they are: it is for finding, not for figures.
"""

from __future__ import annotations

import cProfile
import gc
import pstats
from collections.abc import Callable
from time import perf_counter
from typing import Any

from ours import MINUTES, Ours
from parties import OUR_FILES, OURS, party
from tables import UNITS
from work_told import stream_id
from workloads import WORKLOADS, Bench

from noe_core.facts import AnyRecorded
from noe_core.history import History
from noe_stores import Ledger, connect
from noe_stores.lines import chain
from noe_stores.lines.reading import fact_of
from noe_stores.port import Lines

ROUNDS = 5
FUNCTIONS = 30


def profile(bench: Bench, workload: str, names: tuple[str, ...]) -> None:
    """Print where each of our stores spends a turn at a workload."""
    _, turn = WORKLOADS[workload]
    for name in (name for name in names if name in {OURS, OUR_FILES}):
        one = party(name)
        best = min(turn(bench, name, one) for _ in range(3))
        print(f"\n{name}, {workload}: {best * 1e6:,.1f} {UNITS[workload]} at best")
        if workload == "W3":
            _stages(bench, name)
        watch = cProfile.Profile()
        watch.runcall(turn, bench, name, one)
        pstats.Stats(watch).sort_stats("tottime").print_stats(FUNCTIONS)


def _stages(bench: Bench, name: str) -> None:
    facts, ours = bench.sizes.long, Ours("sqlite" if name == OURS else "files")
    folder = bench.filled(name, ours, 1, facts)
    with connect(ours.url(folder)) as ledger:
        stream = f"relationship/{stream_id(0)}"
        states = _fetch(ledger, stream)
        lines = [chain.unseal(state)[0] for state in states]
        records = tuple(_facts(states, stream))
        stages: dict[str, Callable[[], Any]] = {
            "fetch": lambda: _fetch(ledger, stream),
            "fetch, chain, decode, build": lambda: ledger.history(stream),
            "of which decode and build": lambda: _facts(states, stream),
            "of which the chain": lambda: _chained(stream, lines),
            "order and fold": lambda: MINUTES.of(History(stream=stream, records=records)),
            "all of it, as an embedder asks": lambda: MINUTES.of(ledger.history(stream)),
        }
        for title, stage in stages.items():
            print(f"  {title:32} {_best(stage) / facts * 1e6:6.2f} µs a fact")


def _fetch(ledger: Ledger, stream: str) -> list[bytes]:
    if isinstance(ledger.recorder, Lines):
        return list(ledger.recorder.lines(stream, limit=10**9))
    return [event.state for event in ledger.recorder.select_events(stream)]


def _facts(states: list[bytes], stream: str) -> list[AnyRecorded]:
    gc.disable()  # as the store does while it reads
    try:
        return [fact_of(state, stream, version) for version, state in enumerate(states, 1)]
    finally:
        gc.enable()


def _chained(previous: str, lines: list[bytes]) -> None:
    for line in lines:
        previous = chain.link(previous, line)


def _best(stage: Callable[[], Any]) -> float:
    """Seconds of the best of some rounds."""
    taken = []
    for _ in range(ROUNDS):
        gc.collect()
        began = perf_counter()
        stage()
        taken.append(perf_counter() - began)
    return min(taken)
