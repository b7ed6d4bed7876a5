"""How a replay grows with its stream, and an opening with its store.

Rule kept here: W3 should cost the same for each fact from 2,000 facts to 200,000, W5 the
same for each opening from 100 streams to 10,000; told, not asserted.
"""

from __future__ import annotations

from statistics import median

from parties import party
from workloads import OF_FIFTY, Bench, opened, replayed

ROUNDS = 3


def growth(bench: Bench, names: tuple[str, ...], scale: float) -> None:
    """Print what a fact and an opening cost in ever larger stores."""
    facts = [max(2, round(n * scale)) for n in (2_000, 20_000, 200_000)]
    streams = [max(2, round(n * scale)) for n in (100, 1_000, 10_000)]
    print(f"\nW3 by facts: µs a fact at {', '.join(f'{n:,}' for n in facts)}")
    for name in names:
        _tell(name, [_long(bench, name, count) for count in facts])
    print(f"\nW5 by streams: µs an opening at {', '.join(f'{n:,}' for n in streams)}")
    for name in names:
        _tell(name, [_opening(bench, name, count) for count in streams])


def _long(bench: Bench, name: str, facts: int) -> float:
    one = party(name)
    folder = bench.filled(name, one, 1, facts)
    return median(replayed(folder, one, 1, facts) for _ in range(ROUNDS))


def _opening(bench: Bench, name: str, streams: int) -> float:
    one = party(name)
    folder = bench.filled(name, one, streams, OF_FIFTY)
    times = bench.sizes.openings
    return median(opened(folder, one, streams, times) for _ in range(ROUNDS))


def _tell(name: str, seconds: list[float]) -> None:
    told = " ".join(f"{one * 1e6:10,.1f}" for one in seconds)
    print(f"  {name:22} {told}   last / first {seconds[-1] / seconds[0]:.2f}")
