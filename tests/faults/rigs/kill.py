"""SIGKILL at random moments: what was acknowledged stays, batches are whole.

Rule kept here: one store is used over many kills, as in a life; a fresh process that looks
first offers again what was left open.
"""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from random import Random
from time import sleep

from attrs import define, evolve, field

from rigs import told
from rigs.children import Child, Died, ask
from rigs.judge import WATCHED, Look, Question, judge, judge_errors, judge_retries, look
from rigs.offers import Offer, offer
from rigs.subjects import Subject
from rigs.tally import Row, Tally
from rigs.told import Told
from rigs.writer import Plan, write

LABEL = "Killed at random moments (SIGKILL)"
LONGEST = 0.030
"""Seconds after it began to open, or to write, at which a writer is killed at the latest."""

PER_LOOK = 5
"""Kills between two looks: a store is also opened and written after a kill unlooked at."""

PER_STORE = 250
"""Kills that one store goes through."""


@define
class _Life:
    """One store from kill to kill."""

    subject: Subject
    place: Path
    random: Random
    tally: Tally
    position: int = 0
    read: list[str] = field(factory=list)
    gone: bool = False

    def kill(self, round_: int) -> tuple[str, list[Offer], list[Told]]:
        """Let one writer write, and kill it: what it may have offered, and what it told."""
        plan = Plan(subject=self.subject.name, place=str(self.place), round=round_)
        wait = self.random.uniform(0, LONGEST)
        with Child(write, plan, gated=True) as writer:
            writer.told.until(told.READY, 30)
            writer.go()
            if round_ % 4:  # each fourth is killed on opening the store
                writer.told.until(told.OPENED, 30)
            sleep(wait)
            writer.kill()
            writer.told.to_the_end(5)
            heard = writer.told.heard
        self.tally.saw("kills")
        of = f"round {round_}, killed after {wait:.6f} s"
        judge_errors(heard, self.tally, of)
        return of, [offer(round_, n) for n in range(sum(m.number >= 0 for m in heard) + 1)], heard

    def look(self, killed: list[tuple[str, list[Offer], list[Told]]]) -> None:
        """Look after some kills: what was left open is offered again first."""
        again = tuple(offers[-1] for _, offers, _ in killed)
        question = Question(
            subject=self.subject.name,
            place=str(self.place),
            after=self.position,
            streams=tuple({name for one in again for name in one.streams}),
            again=again,
        )
        try:
            seen = ask(look, question)
        except Died as error:
            self.tally.err("not reopenable", f"{killed[-1][0]}: {error}")
            self.gone = True
            return
        for of, offers, heard in killed:
            retried = [(n, f) for n, f in seen.retried if n.round == offers[0].round]
            mine = {str(fact.id) for one in offers for fact in one.facts}
            found = tuple(one for one in seen.found if one.id in mine)
            part = Look(found=found, streams={}, retried=tuple(retried))
            judge_retries(part, self.tally, of)
            judge(offers, heard, part, self.tally, of)
        judge([], [], evolve(seen, retried=()), self.tally, killed[-1][0])
        self.read += [one.id for one in seen.found]
        self.position = max([self.position, *(one.position for one in seen.found)])

    def whole(self) -> None:
        """At the end: who read on from kill to kill has seen what stands there, once, in order."""
        if self.gone:
            return
        question = Question(subject=self.subject.name, place=str(self.place), verify=True)
        seen = ask(look, question, seconds=300)
        if [one.id for one in seen.found] != self.read:
            self.tally.err("missed by followers", f"{self.place}: {len(self.read)} were read")
        if seen.unsound:
            self.tally.err("lost", f"{self.place}: verify says {seen.unsound}")


def kills(subject: Subject, disk: Path, memory: Path, *, seed: int, number: int) -> list[Row]:
    """Kill so many writers, by turns on a disk, where syncs take time, and in memory."""
    tally = Tally.of(*WATCHED, "false conflicts", "missed by followers")
    random = Random(f"{seed} kill")  # noqa: S311 - to be repeated
    for first in range(0, number, PER_STORE):
        scratch = memory if first // PER_STORE % 2 else disk
        place = scratch / f"{subject.name}-kill-{first}"
        place.mkdir()
        life = _Life(subject, place, random, tally)
        rounds = iter(range(first, min(first + PER_STORE, number)))
        while not life.gone and (some := list(islice(rounds, PER_LOOK))):
            life.look([life.kill(round_) for round_ in some])
        life.whole()
    return [Row(LABEL, tally)]
