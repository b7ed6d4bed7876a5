"""Every file of a store cut short, at every byte.

Rule kept here: what a cut took away is told, unless a reader still gets all of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

from rigs.damage import MANY, SMALL, WATCHED, Blow, Whole, in_batches, strike, whole
from rigs.subjects import Subject
from rigs.tally import Row, Tally

LABEL = "Files cut short, at every byte"
EDGE = 64
"""Bytes around the end of a page or line at which every cut is made."""

Cut = tuple[str, int]


def cut(given: Whole, cuts: list[Cut], scratch: Path) -> Tally:
    """Cut one file at a time; for a process of its own."""
    tally = Tally()
    strike(given, (_blow(given, one) for one in cuts), scratch, tally)
    return tally


def _blow(given: Whole, one: Cut) -> Blow:
    name, length = one
    image = given.image.but(name, given.image.files[name][:length])
    return Blow(what=f"{name} cut to {length} bytes", image=image)


def _every(given: Whole) -> Iterator[Cut]:
    for name, content in given.image.files.items():
        yield from ((name, length) for length in range(len(content)))


def _some(given: Whole, most: int, random: Random) -> Iterator[Cut]:
    """Every cut near the end, where a write is torn, and others at random."""
    near = [
        (name, length)
        for name, content in given.image.files.items()
        for length in {0, *range(max(0, len(content) - EDGE), len(content))}
    ]
    every = list(_every(given))
    yield from near
    yield from random.sample(every, max(0, min(len(every), most) - len(near)))


def cuts(
    subject: Subject, scratch: Path, *, seed: int, most: int | None, jobs: int = 1
) -> list[Row]:
    """Cut every file of a closed store and of one that somebody has open."""
    random = Random(f"{seed} cuts")  # noqa: S311 - to be repeated
    tally = Tally.of(*WATCHED)
    for live, offers in ((False, SMALL), (True, MANY)):
        given = whole(subject, scratch / f"cuts-{live}", offers, live=live)
        chosen = _every(given) if most is None else _some(given, most // 2, random)
        in_batches(cut, given, chosen, scratch / f"cut-{live}", tally, jobs=jobs)
    return [Row(LABEL, tally)]
