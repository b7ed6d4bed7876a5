"""SIGKILL at random moments: what was acknowledged stays, batches are whole.

Rule kept here: one store is used over many kills, as in a life; every kill is checked by a
fresh process that first offers again what was left open.
"""

from __future__ import annotations

from pathlib import Path
from random import Random
from time import sleep

from attrs import define, field

from rigs import told
from rigs.children import Child, Died, ask
from rigs.judge import WATCHED, Look, Question, judge, judge_errors, judge_retries, look
from rigs.offers import Offer, offer
from rigs.subjects import Subject
from rigs.tally import Row, Tally, row
from rigs.writer import Plan, write

LABEL = "Killed at random moments (SIGKILL)"
LONGEST = 0.040
"""Seconds after its start at which a writer is killed at the latest."""

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

    def kill(self, round_: int) -> None:
        """Let one writer write, kill it, and look."""
        plan = Plan(subject=self.subject.name, place=str(self.place), round=round_)
        wait = self.random.uniform(0, LONGEST)
        with Child(write, plan, gated=True) as writer:
            writer.told.until(told.READY, 30)
            writer.go()
            sleep(wait)
            writer.kill()
            writer.told.to_the_end(5)
            heard = writer.told.heard
        self.tally.saw("kills")
        of = f"round {round_}, killed after {wait:.6f} s"
        judge_errors(heard, self.tally, of, ours=self.subject.ours)
        offers = [offer(round_, n) for n in range(sum(one.number >= 0 for one in heard) + 1)]
        seen = self._look(offers[-1:], of)
        if seen is None:
            return
        judge_retries(seen, self.tally, of)
        judge(offers, heard, seen, self.tally, of)
        self.read += [one.id for one in seen.found]
        self.position = max([self.position, *(one.position for one in seen.found)])

    def _look(self, again: list[Offer], of: str) -> Look | None:
        streams = tuple({name for one in again for name in one.streams})
        question = Question(
            subject=self.subject.name,
            place=str(self.place),
            after=self.position,
            streams=streams,
            again=tuple(again),
        )
        try:
            return ask(look, question)
        except Died as error:
            self.tally.err("not reopenable", f"{of}: {error}")
            self.gone = True
            return None

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


def kills(subject: Subject, scratch: Path, *, seed: int, number: int) -> list[Row]:
    """Kill so many writers."""
    tally = Tally.of(*WATCHED, "false conflicts", "missed by followers")
    random = Random(f"{seed} kill")  # noqa: S311 - to be repeated
    for first in range(0, number, PER_STORE):
        place = scratch / f"{subject.name}-kill-{first}"
        place.mkdir()
        life = _Life(subject, place, random, tally)
        for round_ in range(first, min(first + PER_STORE, number)):
            if life.gone:
                break
            life.kill(round_)
        life.whole()
    return [row(LABEL, tally)]
