"""Many processes that are the first to open a store, at the same moment.

Rule kept here: none of them fails, none of their facts is lost, and there is one store.
"""

from __future__ import annotations

import os
from multiprocessing.connection import Connection
from pathlib import Path

from attrs import frozen

from rigs.children import Child, ask
from rigs.judge import judge_errors
from rigs.offers import single
from rigs.subjects import ALL, Subject, log, opened
from rigs.tally import Row, Tally
from rigs.told import FAILED, KEPT, READY, Failure, Teller

LABEL = "First opening by four processes at once"
OPENERS = 4


@frozen(kw_only=True)
class Plan:
    """Stores to open, one after the other, each at a signal."""

    subject: str
    folder: str
    number: int
    writer: str


def open_first(plan: Plan, telling: Connection, gate: Connection) -> None:
    """Open each store when the gate opens, and offer one fact to it."""
    teller = Teller(telling.fileno())
    for number in range(plan.number):
        teller.tell(READY, number=number)
        os.read(gate.fileno(), 1)
        place = Path(plan.folder) / str(number)
        try:
            with opened(ALL[plan.subject], place) as store:
                store.offer(single(0, 0, plan.writer))
        except Exception as error:  # noqa: BLE001 - whatever comes out is what is measured
            teller.tell(FAILED, number=number, failure=Failure.of(error))
        else:
            teller.tell(KEPT, number=number)


def race(subject: Subject, scratch: Path, *, number: int) -> list[Row]:
    """Let four processes open so many stores that are not there yet."""
    tally = Tally.of("rounds with an error", "lost", "raw errors")
    folder = scratch / "race"
    for n in range(number):
        (folder / str(n)).mkdir(parents=True)
    writers = "abcdefgh"[:OPENERS]
    openers: list[Child] = []
    try:
        for writer in writers:
            plan = Plan(subject=subject.name, folder=str(folder), number=number, writer=writer)
            openers.append(Child(open_first, plan, gated=True))
        for n in range(number):
            _round(openers, n)
            tally.saw("rounds")
        for opener in openers:
            opener.told.to_the_end(60)
    finally:
        for opener in openers:
            opener.__exit__(None, None, None)
    for opener in openers:
        failed = [one for one in opener.told.heard if one.said == FAILED]
        judge_errors(failed, tally, "at opening")
    bad = {one.number for o in openers for one in o.told.heard if one.said == FAILED}
    for n in sorted(bad):
        tally.err("rounds with an error", f"round {n}")
    kept = [(n, w) for o, w in zip(openers, writers, strict=True) for n in _kept(o)]
    for n, writer in ask(_lost, subject.name, folder, kept, seconds=300):
        tally.err("lost", f"round {n}: the fact of {writer}")
    return [Row(LABEL, tally)]


def _round(openers: list[Child], number: int) -> None:
    for opener in openers:
        while not any(one.said == READY and one.number == number for one in opener.told.heard):
            if opener.told.ended:
                break
            opener.told.hear(1)
    for opener in openers:
        opener.go()


def _kept(opener: Child) -> list[int]:
    return [one.number for one in opener.told.heard if one.said == KEPT]


def _lost(subject: str, folder: Path, kept: list[tuple[int, str]]) -> list[tuple[int, str]]:
    lost = []
    for number, writer in kept:
        with opened(ALL[subject], folder / str(number)) as store:
            there = [one.id for one in log(store.recorder)]
        if there.count(str(single(0, 0, writer).facts[0].id)) != 1:
            lost.append((number, writer))
    return lost
