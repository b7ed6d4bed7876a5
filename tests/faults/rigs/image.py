"""The bytes of a store's files, taken once and laid out as often as needed.

Rule kept here: a store is struck only as a copy, and every copy lies in a folder of its own,
so that no process can remember another one.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from attrs import evolve, frozen

from rigs.children import Child
from rigs.subjects import Subject
from rigs.told import KEPT
from rigs.writer import Plan, write


@frozen
class Image:
    """Files by their path under a folder, and the folders that are empty."""

    files: dict[str, bytes]
    folders: tuple[str, ...] = ()

    @classmethod
    def of(cls, place: Path) -> Image:
        """Everything that lies under a folder."""
        found = sorted(place.rglob("*"))
        return cls(
            {str(p.relative_to(place)): p.read_bytes() for p in found if p.is_file()},
            tuple(str(p.relative_to(place)) for p in found if p.is_dir()),
        )

    def lay(self, place: Path) -> None:
        """Put it under a folder, in place of what is there."""
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        for name in self.folders:
            (place / name).mkdir(parents=True, exist_ok=True)
        for name, content in self.files.items():
            (place / name).write_bytes(content)

    def but(self, name: str, content: bytes) -> Image:
        """The same with another content of one file."""
        return evolve(self, files={**self.files, name: content})

    def without(self, name: str) -> Image:
        """The same without one file."""
        return evolve(self, files={n: c for n, c in self.files.items() if n != name})

    @property
    def size(self) -> int:
        """How many bytes there are in all."""
        return sum(map(len, self.files.values()))


def new() -> Image:
    """Nothing yet: the store is made by the one who opens it."""
    return Image({})


def closed(subject: Subject, place: Path, rounds: Iterable[int] = (0,), offers: int = 3) -> Image:
    """A store that was written and closed."""
    new().lay(place)
    for round_ in rounds:
        plan = Plan(subject=subject.name, place=str(place), round=round_, last=offers)
        with Child(write, plan) as writer:
            writer.told.to_the_end(60)
            assert sum(1 for _ in writer.told.said(KEPT)) == offers, writer.told.heard
    return Image.of(place)


def left(subject: Subject, place: Path, *, round_: int = 0, offers: int = 3) -> Image:
    """A store whose writer was killed: what it would have tidied up on closing lies there."""
    new().lay(place)
    with Child(write, Plan(subject=subject.name, place=str(place), round=round_)) as writer:
        while sum(1 for _ in writer.told.said(KEPT)) < offers and not writer.told.ended:
            writer.told.hear(0.01)
        writer.kill()
        writer.told.to_the_end(60)
        assert sum(1 for _ in writer.told.said(KEPT)) >= offers, writer.told.heard
    return Image.of(place)
