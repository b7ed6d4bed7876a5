"""A store that others open, use and close all the while, and that some of them are killed in.

Rule kept here: whoever comes has done nothing wrong, so nothing may go wrong for him: what he
reads goes on from what he read before, what he verifies and copies is sound, and no call of his
fails. What was acknowledged meanwhile must be there in the end, once.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import monotonic

from attrs import evolve, field, frozen

from noe_stores.keeping import back_up, describe
from rigs.children import Child, ask
from rigs.disks import NOBODY
from rigs.judge import Look, Question, judge_errors, look
from rigs.offers import single
from rigs.subjects import ALL, Opened, OurStore, Subject, log, opened
from rigs.tally import Row, Tally
from rigs.told import FAILED, KEPT, READY, Failure, Teller, Told
from rigs.writer import Plan, write

LABEL = "Others come and go, and some are killed"
STAYING, PASSING = "a", "bcd"
"""The writers: those who keep the store open, and those who open it for each fact."""

COPIES = "copies"
SEEN, WRONG = "seen", "wrong"
_FOR = 2.0
"""Seconds that nobody is killed at most."""
_BACK = 20
"""How many positions are read once more."""
_READY = 60.0


@frozen(kw_only=True)
class Visit:
    """Who comes to which store: one who only reads, or one who writes facts from a number on."""

    subject: str
    place: str
    user: int = 0
    writer: str = ""
    first: int = 1


def pass_by(visit: Visit, telling: Connection) -> None:
    """Open the store, keep a fact, close it, again and again."""
    teller, number = Teller(telling.fileno()), visit.first
    teller.tell(READY)
    while True:
        try:
            with opened(ALL[visit.subject], Path(visit.place), create=False) as store:
                store.offer(single(0, number, visit.writer))
                teller.tell(KEPT, number=number)
                number += 1
        except Exception as error:  # noqa: BLE001 - whatever comes out is what is measured
            failure = Failure.of(error, single(0, number, visit.writer))
            teller.tell(FAILED, number=number, failure=failure)


def look_in(visit: Visit, telling: Connection) -> None:
    """Open the store, look at it in one way or another, close it, again and again."""
    teller, reached, turn = Teller(telling.fileno()), 0, 0
    teller.tell(READY)
    while True:
        doing = _WAYS[turn % len(_WAYS)]
        try:
            with opened(ALL[visit.subject], Path(visit.place), create=False) as store:
                wrong, reached = _read_on(store, reached)
                wrong = wrong or doing(store, Path(visit.place, COPIES))
                teller.tell(f"{WRONG}: {wrong}" if wrong else SEEN, number=reached)
        except Exception as error:  # noqa: BLE001
            teller.tell(FAILED, number=reached, failure=Failure.of(error))
        if visit.user and not turn:  # all is used once before, as in `rigs.disks`
            os.setgroups([])
            os.setgid(visit.user)
            os.setuid(visit.user)
        turn += 1


def _read_on(store: Opened, reached: int) -> tuple[str, int]:
    after = max(reached - _BACK, 0)
    found = [one.position for one in log(store.recorder, after)]
    last = found[-1] if found else 0
    if last < reached:
        return f"read up to {last} after {reached} was there", reached
    if found != [*range(after + 1, last + 1)]:
        return f"read {str(found)[:100]} after {after}", last
    return "", last


def _verified(store: Opened, _copies: Path) -> str:
    if not isinstance(store, OurStore):
        return ""
    verified = store.ledger.verify()
    return "" if verified.sound else str(verified)[:300]


def _described(store: Opened, _copies: Path) -> str:
    return "" if not isinstance(store, OurStore) or describe(store.ledger).facts else "empty"


def _backed_up(store: Opened, copies: Path) -> str:
    if not isinstance(store, OurStore):
        return ""
    with TemporaryDirectory(dir=copies) as folder:
        copied = back_up(store.ledger, f"{folder}/copy")
    return "" if copied.verified.sound else f"a copy: {copied.verified!s:.300}"


_WAYS: tuple[Callable[[Opened, Path], str], ...] = (_verified, _backed_up, *[_described] * 8)


@frozen
class _Role:
    """A place in the scene: how its next holder begins, and what all of them told."""

    begin: Callable[[int], Child]
    writer: str = ""
    told: list[Told] = field(factory=list)

    def next(self) -> Child:
        """Whoever holds it next; a writer makes the last offer again, as he knows no better."""
        kept = (one.number for one in self.told if one.said == KEPT)
        return self.begin(max(kept, default=0) + 1)


def _staying(plan: Plan, first: int) -> Child:
    return Child(write, evolve(plan, first=first))


def _passing(visit: Visit, first: int) -> Child:
    return Child(pass_by, evolve(visit, first=first))


def _reading(visit: Visit, _first: int) -> Child:
    return Child(look_in, visit)


def _roles(subject: Subject, place: Path) -> list[_Role]:
    plan = Plan(subject=subject.name, place=str(place), singles=True)
    visit = Visit(subject=subject.name, place=str(place))
    # To open a store the peer's way is to write to it.
    other = evolve(visit, user=NOBODY if subject.ours and os.getuid() == 0 else 0)
    return [
        *(_Role(partial(_staying, evolve(plan, writer=one)), one) for one in STAYING),
        *(_Role(partial(_passing, evolve(visit, writer=one)), one) for one in PASSING),
        *(_Role(partial(_reading, one)) for one in (visit, visit, other)),
    ]


def visits(subject: Subject, *, seed: int, seconds: float) -> list[Row]:
    """Let writers and readers come and go for so long."""
    random = Random(f"{seed} visits")  # noqa: S311 - to be repeated
    watched = ("lost", "doubled", "seen otherwise", "failed calls", "false conflicts", "crashed")
    tally = Tally.of(*watched, "raw errors")
    with TemporaryDirectory() as folder:
        place = Path(folder)
        Path(place, COPIES).mkdir()
        with opened(subject, place) as store:
            for writer in STAYING + PASSING:
                store.offer(single(0, 0, writer))
        subprocess.run(["chmod", "-R", "a+rX", folder], check=True)
        Path(place, COPIES).chmod(0o777)
        roles = _roles(subject, place)
        _run(roles, random, seconds, tally)
        seen = ask(look, Question(subject=subject.name, place=folder, verify=True), seconds=300)
    _judge(seen, roles, tally)
    return [Row(LABEL, tally)]


def _run(roles: list[_Role], random: Random, seconds: float, tally: Tally) -> None:
    children = [role.next() for role in roles]
    try:
        until = monotonic() + seconds
        while monotonic() < until:
            _hear(children, monotonic() + random.uniform(0, _FOR))
            victim = random.randrange(len(roles))
            _relieve(roles[victim], children[victim], tally)
            children[victim] = roles[victim].next()
        for role in reversed(roles):
            _relieve(role, children.pop(), tally)
    finally:
        for child in children:
            child.__exit__(None, None, None)


def _hear(children: list[Child], until: float) -> None:
    while (left := until - monotonic()) > 0:
        for child in children:
            child.told.hear(min(left, 0.002))


def _relieve(role: _Role, child: Child, tally: Tally) -> None:
    """Kill one, and keep what he told."""
    if child.told.ended:
        child.process.join(_READY)
        tally.err("crashed", f"{role.writer or 'a reader'}: code {child.process.exitcode}")
    child.kill()
    tally.saw("kills")
    child.told.to_the_end(_READY)
    role.told.extend(child.told.heard)
    child.__exit__(None, None, None)


def _judge(seen: Look, roles: list[_Role], tally: Tally) -> None:
    there = [one.id for one in seen.found]
    for role in roles:
        who = f"writer {role.writer}" if role.writer else "a reader"
        judge_errors(role.told, tally, who)
        for one in role.told:
            if one.failure is not None:
                tally.err("failed calls", f"{who}: {one.failure.kind}: {one.failure.text}")
            if one.said.startswith(WRONG):
                tally.err("seen otherwise", one.said)
        kept = {one.number for one in role.told if one.said == KEPT}
        tally.saw("acknowledged", len(kept))
        tally.saw("visits", sum(one.said == SEEN for one in role.told))
        for number in kept:
            if str(single(0, number, role.writer).facts[0].id) not in there:
                tally.err("lost", f"offer {number} of {who}")
    doubled = len(there) - len(set(there))
    tally.err("doubled", f"{doubled} facts", doubled)
    if seen.unsound:
        tally.err("seen otherwise", seen.unsound)
