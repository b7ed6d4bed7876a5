"""A disk that is full, then has room again; one that is read-only; a folder one may not write.

Rule kept here: a call that fails for want of room or of right says so, keeps nothing of its
facts, and leaves the store readable; once there is room the same handle goes on.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from random import Random
from resource import RLIM_INFINITY, RLIMIT_FSIZE, setrlimit
from tempfile import TemporaryDirectory
from typing import Any

from attrs import define, field

from rigs.children import ask
from rigs.damage import MANY, Whole, read, whole
from rigs.judge import WATCHED, Question, judge, judge_errors, judge_retries, look
from rigs.mounts import read_only, small, why_no_memory
from rigs.offers import Offer, offer
from rigs.subjects import ALL, Opened, Subject, log, opened
from rigs.tally import Row, Tally, not_here
from rigs.told import FAILED, KEPT, NOT_OPENED, Failure, Told

FULL_LABEL = "Disk full, then free again"
LIMIT_LABEL = "Writes cut short by a limit on the file's size"
DENIED_LABEL = "Read-only disk, and no permission: still readable, nothing written"
NOBODY = 65534
_FILL = 64 * 1024
_ERRORS = ("without outcome", "without place", "without stream")
_AFTER = 6
"""Offers made on the same handle once there is room again."""


@define
class Notes:
    """What came of the offers made in one process."""

    told: list[Told] = field(factory=list)
    wrong: list[tuple[str, str]] = field(factory=list)

    def offer(self, store: Opened, offered: Offer) -> Failure | None:
        """Make an offer and note what came of it."""
        try:
            store.offer(offered)
        except Exception as error:  # noqa: BLE001 - whatever comes out is what is measured
            failure = Failure.of(error, offered)
            self.told.append(Told(FAILED, offered.round, offered.number, failure=failure))
            return failure
        self.told.append(Told(KEPT, offered.round, offered.number))
        return None

    def until_it_fails(self, store: Opened, first: int, most: int) -> int:
        """Offer until one fails; the number of the next."""
        for number in range(first, first + most):
            if self.offer(store, offer(0, number)) is not None:
                return number + 1
        return first + most

    def readable(self, store: Opened, of: str) -> None:
        """What was acknowledged can be read while nothing can be written."""
        try:
            there = {one.id for one in log(store.recorder)}
        except Exception as error:  # noqa: BLE001
            self.wrong.append(("not readable", f"{of}: {type(error).__name__}: {error}"))
            return
        for one in self.told:
            ids = {str(fact.id) for fact in offer(0, one.number).facts}
            if one.said == KEPT and not ids <= there:
                self.wrong.append(("not readable", f"{of}: offer {one.number} is not seen"))

    def usable(self, store: Opened, first: int, of: str) -> None:
        """The same handle goes on, or says why it does not."""
        for number in range(first, first + _AFTER):
            failure = self.offer(store, offer(0, number))
            if failure is not None:
                self.wrong.append(("handles that did not go on", f"{of}: {failure.text}"))
                return


def _opened_or_noted(subject: str, place: Path, notes: Notes) -> Opened | None:
    try:
        return ALL[subject].open(place)
    except Exception as error:  # noqa: BLE001
        notes.told.append(Told(NOT_OPENED, failure=Failure.of(error)))
        return None


def fill(subject: str, place: Path, room: int) -> Notes:
    """Open, take all room but so many bytes, offer until it fails, give room back, go on."""
    notes = Notes()
    place.mkdir()
    ballast = place.parent / "ballast"
    if room < _FILL:
        _take(ballast, room)
    store = _opened_or_noted(subject, place, notes)
    if store is None:
        ballast.unlink(missing_ok=True)
        return notes
    _take(ballast, room)
    of = f"{room} bytes of room"
    following = notes.until_it_fails(store, 0, 100_000)
    notes.readable(store, of)
    following = notes.until_it_fails(store, following, 3)
    ballast.unlink()
    notes.usable(store, following, of)
    store.close()
    return notes


def _take(ballast: Path, room: int) -> None:
    system = os.statvfs(ballast.parent)
    taken = system.f_bavail * system.f_frsize - room
    if taken > 0:
        with ballast.open("ab") as more:
            more.write(bytes(taken))


def limit(subject: str, place: Path, most: int) -> Notes:
    """Let no file grow beyond so many bytes: writes come out short, then fail."""
    notes = Notes()
    place.mkdir()
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    setrlimit(RLIMIT_FSIZE, (most, RLIM_INFINITY))
    store = _opened_or_noted(subject, place, notes)
    if store is None:
        return notes
    of = f"files of {most} bytes at most"
    following = notes.until_it_fails(store, 0, 3000)
    notes.readable(store, of)
    setrlimit(RLIMIT_FSIZE, (RLIM_INFINITY, RLIM_INFINITY))
    notes.usable(store, following, of)
    store.close()
    return notes


def _judged(
    subject: Subject, place: Path, question: Callable[..., Notes], given: Any, tally: Tally
) -> None:
    """Do it in one process, look in another."""
    notes = ask(question, subject.name, place, given)
    of = f"{question.__name__} {given}"
    tally.saw("tried")
    judge_errors(notes.told, tally, of)
    for what, example in notes.wrong:
        tally.err(what, example)
    offers = [offer(0, n) for n in range(1 + max((one.number for one in notes.told), default=0))]
    again = tuple(offers[one.number] for one in notes.told if one.said == FAILED)
    before = ask(look, Question(subject=subject.name, place=str(place)))
    judge(offers, notes.told, before, tally, of)
    seen = ask(look, Question(subject=subject.name, place=str(place), again=again, verify=True))
    judge_retries(seen, tally, of)
    judge(offers, [], seen, tally, of)


def full(subject: Subject, scratch: Path, *, seed: int, number: int) -> list[Row]:
    """Fill a disk so often, with more and less room; and hold files to so many sizes."""
    random = Random(f"{seed} full")  # noqa: S311 - to be repeated
    rows = []
    watched = (*WATCHED, "false conflicts", "not readable", "handles that did not go on", *_ERRORS)
    tally = Tally.of(*watched)
    reason = why_no_memory()
    for n in range(number if reason is None else 0):
        point = scratch / f"full-{n}"
        with small(point, kilobytes=4096):
            room = random.choice((0, 4096, 16_384, 65_536, 262_144, 1_048_576))
            room += 4096 * random.randrange(0, 9)
            _judged(subject, point / "store", fill, room, tally)
    rows.append(not_here(FULL_LABEL, reason) if reason else Row(FULL_LABEL, tally))
    tally = Tally.of(*watched)
    for n in range(number):
        place = scratch / f"limit-{n}"
        _judged(subject, place, limit, random.randrange(1, 200_000), tally)
    return [*rows, Row(LIMIT_LABEL, tally)]


def denied(subject: Subject, scratch: Path) -> list[Row]:
    """Read a store on a read-only disk, and as somebody who may not write; try to write."""
    reason = why_no_memory()
    if reason is not None:
        return [not_here(DENIED_LABEL, reason)]
    tally = Tally.of("not readable", "written all the same", "raw errors", *_ERRORS)
    for live in (False, True):
        given = whole(subject, scratch / f"denied-{live}", MANY, live=live)
        state = "left open" if live else "closed"
        point = scratch / f"read-only-{live}"
        with small(point, kilobytes=4096):
            given.image.lay(point / "store")
            read_only(point, on=True)
            got = ask(_use, subject.name, point / "store", given.names, 0)
            _judge_denied(got, given.reading, tally, f"{state}, on a read-only disk")
        with TemporaryDirectory() as public:
            _judge_rights(subject, Path(public), given, tally, state)
    return [Row(DENIED_LABEL, tally)]


def _judge_rights(subject: Subject, public: Path, given: Whole, tally: Tally, state: str) -> None:
    """The same as a user who may read but not write, and as one who may do neither."""
    public.chmod(0o755)
    for how, mode in (("a folder of another", 0o755), ("no right to read", 0o700)):
        place = public / f"{mode:o}"
        given.image.lay(place)
        place.chmod(mode)
        got = ask(_use, subject.name, place, given.names, NOBODY)
        wanted = given.reading if mode == 0o755 else None
        _judge_denied(got, wanted, tally, f"{state}, {how}")


def _use(subject: str, place: Path, names: tuple[str, ...], user: int) -> tuple[Any, Notes]:
    """Read it and offer to it, as that user."""
    if user:
        # That user may not be able to import anything any more: all is used once before.
        with TemporaryDirectory() as elsewhere, opened(ALL[subject], Path(elsewhere)) as store:
            store.offer(offer(0, 0))
            read(ALL[subject], Path(elsewhere), names)
        os.setgroups([])
        os.setgid(user)
        os.setuid(user)
    got = read(ALL[subject], place, names)
    notes = Notes()
    store = _opened_or_noted(subject, place, notes)
    if store is not None:
        notes.offer(store, offer(0, 0))
        store.close()
    return got, notes


def _judge_denied(answer: tuple[Any, Notes], wanted: Any, tally: Tally, of: str) -> None:
    got, notes = answer
    tally.saw("tried")
    judge_errors(notes.told, tally, of)
    for raw in got.raw:
        tally.err("raw errors", f"{of}: {raw}")
    if any(one.said == KEPT for one in notes.told):
        tally.err("written all the same", of)
    if wanted is not None and (got.streams, got.log) != (wanted.streams, wanted.log):
        tally.err("not readable", f"{of}: {got.told}")
