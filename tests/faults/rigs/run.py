"""All rigs, how much of each, and in which order.

Rule kept here: the short run is what continuous integration does; the long one differs in
nothing but numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from attrs import frozen

from rigs.calls import calls
from rigs.crowd import crowd
from rigs.cuts import cuts
from rigs.disks import denied, full
from rigs.edits import edits
from rigs.flips import flips
from rigs.hostile import hostile
from rigs.interrupts import interrupts
from rigs.kill import kills
from rigs.power import power
from rigs.race import race
from rigs.reach import reach
from rigs.subjects import Subject
from rigs.swaps import swaps
from rigs.tally import Row
from rigs.visits import visits


@frozen(kw_only=True)
class Scale:
    """How much is done; ``None`` stands for all there is."""

    kills: int
    strikes: int | None
    lengths: tuple[int, ...]
    power: int
    controls: int
    cuts: int | None
    flips_small: int | None
    flips_large: int
    edits: int | None
    full: int
    interrupts: int
    openings: int
    crowd: int
    visits: float
    hostile: int
    jobs: int


SHORT = Scale(
    kills=500,
    strikes=90,
    lengths=(3,),
    power=12,
    controls=2,
    cuts=300,
    flips_small=500,
    flips_large=300,
    edits=240,
    full=6,
    interrupts=500,
    openings=25,
    crowd=400,
    visits=12,
    hostile=2500,
    jobs=1,
)
LONG = Scale(
    kills=10_000,
    strikes=None,
    lengths=(3, 6, 9),
    power=1000,
    controls=20,
    cuts=None,
    flips_small=None,
    flips_large=100_000,
    edits=None,
    full=100,
    interrupts=10_000,
    openings=2000,
    crowd=8000,
    visits=1200,
    hostile=100_000,
    jobs=2,
)


@frozen(kw_only=True)
class Bench:
    """One store, where to break it, and how much; ``memory`` is quicker than ``disk``."""

    subject: Subject
    disk: Path
    memory: Path
    seed: int
    scale: Scale


def _kills(b: Bench) -> list[Row]:
    return kills(b.subject, b.disk, b.memory, seed=b.seed, number=b.scale.kills)


def _calls(b: Bench) -> list[Row]:
    most, lengths = b.scale.strikes, b.scale.lengths
    return calls(b.subject, b.memory, seed=b.seed, most=most, lengths=lengths)


def _power(b: Bench) -> list[Row]:
    number, controls = b.scale.power, b.scale.controls
    return power(b.subject, b.memory, seed=b.seed, number=number, controls=controls)


def _cuts(b: Bench) -> list[Row]:
    return cuts(b.subject, b.memory, seed=b.seed, most=b.scale.cuts, jobs=b.scale.jobs)


def _flips(b: Bench) -> list[Row]:
    small, large = b.scale.flips_small, b.scale.flips_large
    return flips(b.subject, b.memory, seed=b.seed, small=small, large=large, jobs=b.scale.jobs)


def _edits(b: Bench) -> list[Row]:
    return edits(b.subject, b.memory, seed=b.seed, most=b.scale.edits, jobs=b.scale.jobs)


def _full(b: Bench) -> list[Row]:
    return full(b.subject, b.memory, seed=b.seed, number=b.scale.full)


def _denied(b: Bench) -> list[Row]:
    return denied(b.subject, b.memory)


def _swaps(b: Bench) -> list[Row]:
    return swaps(b.subject, b.memory)


def _interrupts(b: Bench) -> list[Row]:
    return interrupts(b.subject, b.disk, seed=b.seed, number=b.scale.interrupts)


def _race(b: Bench) -> list[Row]:
    return race(b.subject, b.disk, number=b.scale.openings)


def _crowd(b: Bench) -> list[Row]:
    return [
        row
        for writers in (4, 16)
        for row in crowd(
            b.subject, b.disk, seed=b.seed, writers=writers, each=b.scale.crowd // writers
        )
    ]


def _visits(b: Bench) -> list[Row]:
    return visits(b.subject, seed=b.seed, seconds=b.scale.visits)


def _hostile(b: Bench) -> list[Row]:
    return hostile(b.subject, b.disk, seed=b.seed, number=b.scale.hostile)


def _reach(b: Bench) -> list[Row]:
    return reach(b.subject, b.disk)


RIGS: dict[str, Callable[[Bench], list[Row]]] = {
    "kills": _kills,
    "calls": _calls,
    "power": _power,
    "cuts": _cuts,
    "flips": _flips,
    "edits": _edits,
    "full": _full,
    "denied": _denied,
    "swaps": _swaps,
    "interrupts": _interrupts,
    "race": _race,
    "crowd": _crowd,
    "visits": _visits,
    "hostile": _hostile,
    "reach": _reach,
}
