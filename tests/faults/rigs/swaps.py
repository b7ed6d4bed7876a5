"""Files of a store removed, replaced, emptied or put back as they were, while it is open.

Rule kept here: after that, an acknowledgement is only given for what a fresh reader finds;
and what the change took away is not passed over in silence. A whole store put back with all
its witnesses cannot be seen from inside it, so of that only the first is asked.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from attrs import define, field

from rigs.children import Died, ask
from rigs.disks import Notes
from rigs.image import Image
from rigs.judge import judge_errors
from rigs.offers import offer
from rigs.subjects import ALL, Subject, log, opened
from rigs.tally import Row, Tally
from rigs.told import KEPT, Failure

LABEL = "Files removed, replaced or put back while open"
BEFORE = 4
AFTER = 3


def _remove(path: Path, _old: bytes) -> None:
    path.unlink()


def _move(path: Path, _old: bytes) -> None:
    path.replace(f"{path}.away")


def _copy(path: Path, _old: bytes) -> None:
    _put(path, path.read_bytes())


def _put(path: Path, content: bytes) -> None:
    beside = path.with_name(path.name + ".put")
    beside.write_bytes(content)
    beside.replace(path)


def _overwrite(path: Path, content: bytes) -> None:
    with path.open("r+b") as file:
        file.write(content)
        file.truncate()


def _empty(path: Path, _old: bytes) -> None:
    os.truncate(path, 0)


CHANGES: dict[str, Callable[[Path, bytes], None]] = {
    "removed": _remove,
    "moved away": _move,
    "replaced by a copy of itself": _copy,
    "replaced by an old copy": _put,
    "overwritten with an old copy": _overwrite,
    "emptied": _empty,
}
WHOLE = "all of it"


@define
class Swapped:
    """What came of the offers before and after the change, and what a fresh reader found."""

    before: Notes = field(factory=Notes)
    after: Notes = field(factory=Notes)


def swap(subject: str, place: Path, name: str, change: str) -> Swapped:
    """Write, change a file under the store's feet, write on."""
    place.mkdir(parents=True)
    made = Swapped()
    with opened(ALL[subject], place) as store:
        made.before.offer(store, offer(0, 0))
        old = Image.of(place)
        for number in range(1, BEFORE):
            made.before.offer(store, offer(0, number))
        if name == WHOLE:
            _change_all(place, change, old)
        else:
            CHANGES[change](place / name, old.files.get(name, b""))
        for number in range(BEFORE, BEFORE + AFTER):
            made.after.offer(store, offer(0, number))
    return made


def _change_all(place: Path, change: str, old: Image) -> None:
    if change == "removed":
        shutil.rmtree(place)
        place.mkdir()
    else:
        place.rename(place.with_name(place.name + "-away"))
        old.lay(place)


def names(subject: str, place: Path) -> tuple[str, ...]:
    """The files that a store in use consists of."""
    place.mkdir(parents=True)
    with opened(ALL[subject], place) as store:
        for number in range(BEFORE):
            store.offer(offer(0, number))
        return tuple(Image.of(place).files)


def seen(subject: str, place: Path) -> tuple[frozenset[str], str]:
    """The ids that a fresh reader finds, and what he is told besides."""
    try:
        with opened(ALL[subject], place, create=False) as store:
            there = frozenset(one.id for one in log(store.recorder))
            ledger = getattr(store, "ledger", None)
            verified = None if ledger is None else ledger.verify()
            return there, "" if verified is None or verified.sound else str(verified)
    except Exception as error:  # noqa: BLE001 - told, whatever it is
        return frozenset(), Failure.of(error).text


def swaps(subject: Subject, scratch: Path) -> list[Row]:
    """Make every change to every file of a store in use."""
    tally = Tally.of("acknowledged into nothing", "silent", "raw errors", "crashed")
    for name in (*ask(names, subject.name, scratch / "names"), WHOLE):
        for change in CHANGES if name != WHOLE else ("removed", "replaced by an old copy"):
            if name.endswith("-shm") and change in ("overwritten with an old copy", "emptied"):
                continue  # mapped memory: no SQLite program survives that
            place = scratch / "swapped" / str(tally.seen["tried"])
            tally.saw("tried")
            _judge(subject, place, name, change, tally)
    return [Row(LABEL, tally)]


def _judge(subject: Subject, place: Path, name: str, change: str, tally: Tally) -> None:
    of = f"{name} {change}"
    try:
        made = ask(swap, subject.name, place, name, change)
    except Died as error:
        tally.err("crashed", f"{of}: {error}")
        return
    there, told = ask(seen, subject.name, place)
    judge_errors(made.after.told, tally, of)
    kept = {one.number for one in made.after.told if one.said == KEPT}
    if not kept:
        tally.saw("refused the next append")
    for number in kept:
        if not {str(fact.id) for fact in offer(0, number).facts} <= there:
            tally.err("acknowledged into nothing", f"{of}: offer {number}; told: {told}")
    old = {str(fact.id) for n in range(BEFORE) for fact in offer(0, n).facts}
    if name != WHOLE and not told and not old <= there:
        tally.err("silent", of)
