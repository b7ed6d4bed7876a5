"""Damage to the files of a store, each on a copy of its own.

Rule kept here: the store itself is never touched. Damage is said in words, so that a test
that fails tells what it did to which file at which byte.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

from attrs import frozen


@frozen
class Damage:
    """A damaged copy of a store's folder, and what was done to it."""

    what: str
    place: Path


def files(place: Path) -> list[Path]:
    """The files of a store that hold something, by their path in its folder."""
    found = (path for path in place.rglob("*") if path.is_file() and path.stat().st_size)
    return sorted(path.relative_to(place) for path in found)


def _copy(place: Path, into: Path) -> Path:
    if into.exists():
        shutil.rmtree(into)
    shutil.copytree(place, into, symlinks=True)
    return into


def changed(place: Path, into: Path, chance: Random, count: int) -> Iterator[Damage]:
    """Copies in which one bit of one file is flipped, each in turn at the same place."""
    known = files(place)
    for _ in range(count):
        file = chance.choice(known)
        copy = _copy(place, into)
        content = bytearray((copy / file).read_bytes())
        at, bit = chance.randrange(len(content)), chance.randrange(8)
        content[at] ^= 1 << bit
        (copy / file).write_bytes(content)
        yield Damage(f"bit {bit} of byte {at} of {file} flipped", copy)


def cut(place: Path, into: Path, chance: Random, count: int) -> Iterator[Damage]:
    """Copies in which one file is cut short, each in turn at the same place."""
    known = files(place)
    for _ in range(count):
        file = chance.choice(known)
        copy = _copy(place, into)
        length = chance.randrange((copy / file).stat().st_size)
        with (copy / file).open("r+b") as opened:
            opened.truncate(length)
        yield Damage(f"{file} cut after {length} bytes", copy)


def missing(place: Path, into: Path) -> Iterator[Damage]:
    """Copies from which one file is taken away, each in turn at the same place."""
    for file in files(place):
        copy = _copy(place, into)
        (copy / file).unlink()
        yield Damage(f"{file} taken away", copy)


def torn(
    before: Path, after: Path, into: Path, chance: Random, count: int
) -> Iterator[tuple[Damage, Damage]]:
    """Copies in which the last write is torn, where it only made a file longer.

    ``before`` and ``after`` are the store's folder before and after one more call: copies of
    it while the store was open. Of each file that has grown, some bytes at its end are lost;
    a crash leaves the other files as they were before the call, or as they were after it.
    A file that is new is left whole: it may have been given its name when it was.
    """
    for file in files(after):
        if not (before / file).exists():
            continue
        old, new = (before / file).read_bytes(), (after / file).read_bytes()
        if len(new) == len(old) or not new.startswith(old):
            continue
        every = range(len(old), len(new))
        for length in every if len(every) <= count else sorted(chance.sample(every, count)):
            what = f"{file}, which grew from {len(old)}, torn after {length} bytes"
            pair = []
            for moment, others in (("before", before), ("after", after)):
                copy = _copy(others, into / moment)
                (copy / file).write_bytes(new[:length])
                pair.append(Damage(f"{what}, all else as {moment} the call", copy))
            yield pair[0], pair[1]
