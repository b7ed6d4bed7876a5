"""Single bits flipped in every file of a store.

Rule kept here: a flipped bit is harmless, or told; never silent. One within a fact's bytes
is told by the name of its stream, and the other streams stay readable.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

from rigs.damage import MANY, SMALL, WATCHED, Blow, Whole, in_batches, strike, whole
from rigs.subjects import Subject
from rigs.tally import Row, Tally

LABEL = "Bit flips, every file of a small store"
RANDOM_LABEL = "Bit flips at random, a store in use"

Bit = tuple[str, int]


def flip(given: Whole, bits: list[Bit], scratch: Path) -> Tally:
    """Flip bits, one at a time; for a process of its own."""
    tally = Tally()
    strike(given, (_blow(given, bit) for bit in bits), scratch, tally)
    return tally


def _blow(given: Whole, bit: Bit) -> Blow:
    name, number = bit
    at, within = divmod(number, 8)
    content = bytearray(given.image.files[name])
    content[at] ^= 1 << within
    return Blow(
        what=f"bit {within} of byte {at} of {name}",
        image=given.image.but(name, bytes(content)),
        # What SQLite's log holds after a bad frame is gone with it: told, but not bounded.
        stream=None if name.endswith("-wal") else given.struck_fact(name, at),
        place=Path(name).name,
    )


def _every(given: Whole, random: Random) -> Iterator[Bit]:
    """Every bit; of bytes that are nought, of which there are stretches, one each."""
    for name, content in given.image.files.items():
        for at, byte in enumerate(content):
            bits = range(8) if byte else (random.randrange(8),)
            yield from ((name, 8 * at + bit) for bit in bits)


def _some(given: Whole, most: int, random: Random) -> Iterator[Bit]:
    """So many, half of them in bytes that say something: most of a page is empty."""
    names = [name for name, content in given.image.files.items() if content]
    weights = [len(given.image.files[name]) for name in names]
    said = {name: [i for i, b in enumerate(given.image.files[name]) if b] for name in names}
    for number in range(most):
        (name,) = random.choices(names, weights)
        if number % 2 and said[name]:
            at = random.choice(said[name])
        else:
            at = random.randrange(len(given.image.files[name]))
        yield name, 8 * at + random.randrange(8)


def flips(
    subject: Subject, scratch: Path, *, seed: int, small: int | None, large: int, jobs: int = 1
) -> list[Row]:
    """Flip every bit of a small store, or so many, and so many of a store somebody has open."""
    random = Random(f"{seed} flips")  # noqa: S311 - to be repeated
    rows = []
    for label, offers, live, most in (
        (LABEL, SMALL, False, small),
        (RANDOM_LABEL, MANY, True, large),
    ):
        tally = Tally.of(*WATCHED)
        given = whole(subject, scratch / f"flips-{live}", offers, live=live)
        bits = _every(given, random) if most is None else _some(given, most, random)
        in_batches(flip, given, bits, scratch / f"flipped-{live}", tally, jobs=jobs)
        rows.append(Row(label, tally))
    return rows
