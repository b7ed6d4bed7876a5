"""Four and sixteen writers at once, with a follower; one of each is killed and starts again.

Rule kept here: every writer has a stream of its own and every fact is offered once more when
its outcome is open; the follower goes on from the last position it had told, as one does who
keeps a checkpoint. What it was given must be what stands in the store, once and in order.
"""

from __future__ import annotations

import time
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from time import monotonic, sleep

from attrs import evolve, frozen

from rigs.children import Child, ask
from rigs.judge import Look, Question, judge_errors, look
from rigs.offers import single
from rigs.subjects import ALL, Subject, log
from rigs.tally import Row, Tally
from rigs.told import DONE, KEPT, READY, Teller, Told
from rigs.writer import Plan, write

LABELS = {4: "Four writers and a follower", 16: "Sixteen writers and a follower"}
_LETTERS = "abcdefghijklmnop"
_POLL = 0.005
SEEN = "seen"
_PATIENCE = 240.0
_AFTER = 20.0
"""Seconds that the follower has once the writers are done."""


@frozen(kw_only=True)
class Trail:
    """From where to follow, and at which position to stop."""

    subject: str
    place: str
    after: int
    until: int


def follow(trail: Trail, telling: Connection) -> None:
    """Tell every position that comes, in the order in which it comes."""
    teller = Teller(telling.fileno())
    store = ALL[trail.subject].open(Path(trail.place))
    position = trail.after
    teller.tell(READY)
    if ALL[trail.subject].ours:
        with store.recorder.subscribe(gt=position or None) as coming:
            for one in coming:
                teller.tell(SEEN, number=one.id)
                if one.id >= trail.until:
                    break
    while position < trail.until and not ALL[trail.subject].ours:
        for found in log(store.recorder, position):
            teller.tell(SEEN, number=found.position)
            position = found.position
        sleep(_POLL)
    store.close()
    teller.tell(DONE)


def crowd(subject: Subject, scratch: Path, *, seed: int, writers: int, each: int) -> list[Row]:
    """Let so many writers keep so many facts each."""
    random = Random(f"{seed} crowd {writers}")  # noqa: S311 - to be repeated
    tally = Tally.of("lost", "doubled", "reordered", "missed by followers", "failed calls")
    place = scratch / f"crowd-{writers}"
    place.mkdir()
    subject.open(place).close()
    trail = Trail(subject=subject.name, place=str(place), after=0, until=writers * each)
    plans = [
        Plan(subject=subject.name, place=str(place), last=each, singles=True, writer=letter)
        for letter in _LETTERS[:writers]
    ]
    heard, followed, seconds = _run(plans, trail, random)
    for letter, lines in heard.items():
        judge_errors(lines, tally, f"writer {letter}")
        for one in lines:
            if one.failure is not None:
                tally.err("failed calls", f"{letter}: {one.failure.kind}: {one.failure.text}")
    seen = ask(look, Question(subject=subject.name, place=str(place), verify=True), seconds=300)
    _judge(seen, heard, followed, each, tally)
    return [Row(LABELS.get(writers, f"{writers} writers"), _with_times(tally, heard, seconds))]


def _run(
    plans: list[Plan], trail: Trail, random: Random
) -> tuple[dict[str, list[Told]], list[int], float]:
    """All at once; in the middle of it one writer and the follower are killed and started."""
    children = [Child(write, plan, gated=True) for plan in plans]
    follower = Child(follow, trail)
    heard: dict[str, list[Told]] = {}
    followed: list[int] = []
    try:
        for child in [*children, follower]:
            child.told.until(READY, 60)
        began = monotonic()
        for child in children:
            child.go()
        victim, each = random.randrange(len(plans)), plans[0].last
        halfway = random.randrange(each // 4, each // 2)
        _wait_for(children, victim, halfway, follower)
        children[victim].kill()
        follower.kill()
        for child in (children[victim], follower):
            child.told.to_the_end(60)
        # Acknowledged or not, the last offer is made again: a restarted writer knows no better.
        again = max((one.number for one in children[victim].told.said(KEPT)), default=0)
        heard[plans[victim].writer] = children[victim].told.heard
        followed += [one.number for one in follower.told.said(SEEN)]
        children[victim].__exit__(None, None, None)
        follower.__exit__(None, None, None)
        children[victim] = Child(write, evolve(plans[victim], first=again + 1))
        follower = Child(follow, evolve(trail, after=max(followed, default=0)))
        _to_the_end(children, _PATIENCE, follower)
        _to_the_end([follower], _AFTER)
        seconds = monotonic() - began
        for plan, child in zip(plans, children, strict=True):
            heard.setdefault(plan.writer, []).extend(child.told.heard)
        followed += [one.number for one in follower.told.said(SEEN)]
    finally:
        for child in [*children, follower]:
            child.__exit__(None, None, None)
    return heard, followed, seconds


def _wait_for(children: list[Child], victim: int, number: int, follower: Child) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and not children[victim].told.ended:
        for child in [*children, follower]:
            child.told.hear()
        if sum(1 for _ in children[victim].told.said(KEPT)) >= number:
            return
        sleep(0.001)


def _to_the_end(children: list[Child], seconds: float, *beside: Child) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and not all(child.told.ended for child in children):
        for child in [*children, *beside]:
            child.told.hear()
        sleep(0.002)


def _judge(
    seen: Look, heard: dict[str, list[Told]], followed: list[int], each: int, tally: Tally
) -> None:
    positions: dict[str, list[int]] = {}
    for one in seen.found:
        positions.setdefault(one.id, []).append(one.position)
    for letter, lines in heard.items():
        kept = {one.number for one in lines if one.said == KEPT}
        tally.saw("acknowledged", len(kept))
        ids = [str(single(0, number, letter).facts[0].id) for number in range(each)]
        for number in kept:
            if ids[number] not in positions:
                tally.err("lost", f"offer {number} of {letter}")
        at = [positions[i][0] for i in ids if i in positions]
        if at != sorted(at):
            tally.err("reordered", f"the facts of {letter}")
    for one, where in positions.items():
        if len(where) > 1:
            tally.err("doubled", f"{one} at {where}")
    there = [one.position for one in seen.found]
    if followed != there:
        missed = len(set(there) - set(followed))
        tally.err("missed by followers", f"{missed} of {len(there)}", max(missed, 1))
    if seen.unsound:
        tally.err("lost", seen.unsound)


def _with_times(tally: Tally, heard: dict[str, list[Told]], seconds: float) -> Tally:
    took = sorted(one.took for lines in heard.values() for one in lines if one.took)
    if took:
        tally.saw("a second", round(len(took) / seconds))
        for name, share in (("p50", 0.5), ("p99", 0.99), ("the longest", 1.0)):
            at = min(len(took) - 1, int(share * len(took)))
            tally.saw(f"ms {name}", round(took[at] * 1000, 1))  # type: ignore[arg-type]
    return tally
