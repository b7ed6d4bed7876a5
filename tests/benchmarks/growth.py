"""How a replay grows with its stream, and an opening with its store.

Rule kept here: W3 should cost the same for each fact from 2,000 facts to 200,000, W5 about
the same from 100 streams to 10,000, on both our stores; told, not asserted.
"""

from __future__ import annotations

from statistics import median

from parties import OUR_FILES, OURS, party
from workloads import OF_FIFTY, Bench, opened, replayed

ROUNDS = 3
AT_MOST = 2.0
"""How much more the opening of a great store may cost than that of a small one."""


def growth(bench: Bench, names: tuple[str, ...], scale: float) -> None:
    """Print what a fact and an opening cost in ever larger stores."""
    facts = [max(2, round(n * scale)) for n in (2_000, 20_000, 200_000)]
    streams = [max(2, round(n * scale)) for n in (100, 1_000, 10_000)]
    print(f"\nW3 by facts: µs a fact at {', '.join(f'{n:,}' for n in facts)}")
    ours = [name for name in names if name in {OURS, OUR_FILES}]
    for name in ours:
        _tell(name, [_long(bench, name, count) for count in facts])
    print(f"\nW5 by streams: µs an opening at {', '.join(f'{n:,}' for n in streams)}")
    for name in ours:
        grown = _tell(name, [_opening(bench, name, count) for count in streams])
        print(f"  target at most {AT_MOST:g}: {'reached' if grown <= AT_MOST else 'NOT REACHED'}")


def _long(bench: Bench, name: str, facts: int) -> float:
    one = party(name)
    folder = bench.filled(name, one, 1, facts)
    return median(replayed(folder, one, 1, facts) for _ in range(ROUNDS))


def _opening(bench: Bench, name: str, streams: int) -> float:
    one = party(name)
    folder = bench.filled(name, one, streams, OF_FIFTY)
    times = bench.sizes.openings
    return median(opened(folder, one, streams, times) for _ in range(ROUNDS))


def _tell(name: str, seconds: list[float]) -> float:
    told, grown = " ".join(f"{one * 1e6:10,.1f}" for one in seconds), seconds[-1] / seconds[0]
    print(f"  {name:22} {told}   last / first {grown:.2f}")
    return grown
