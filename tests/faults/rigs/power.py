"""Power cuts on an ext4 of one's own, with a writer whose every thread stands still.

Rule kept here: the rig proves that it can see a loss. The same store told not to sync must
lose what it acknowledged, otherwise the rig itself fails.
"""

from __future__ import annotations

from pathlib import Path
from random import Random
from time import sleep

from rigs import told
from rigs.children import Child, Died, ask
from rigs.judge import WATCHED, Look, Question, judge, judge_errors, judge_retries, look
from rigs.mounts import Disk, Refused, disk, why_no_disk
from rigs.offers import offer
from rigs.subjects import Subject
from rigs.tally import Row, Tally, not_here
from rigs.told import Told
from rigs.writer import Plan, write

LABEL = "Power cut (ext4)"
CONTROL_LABEL = "Power cut, told not to sync (must lose)"
LONGEST = 0.25
"""Seconds after its start at which a writer loses its power at the latest."""

PER_DISK = 40
"""Cuts that one disk goes through."""


def power(subject: Subject, scratch: Path, *, seed: int, number: int, controls: int) -> list[Row]:
    """Cut the power so often, and some more times for the control."""
    reason = why_no_disk()
    if reason is not None:
        return [not_here(LABEL, reason), not_here(CONTROL_LABEL, reason)]
    random = Random(f"{seed} power")  # noqa: S311 - to be repeated
    tally = Tally.of(*WATCHED, "false conflicts")
    for first in range(0, number, PER_DISK):
        with disk(scratch / f"{subject.name}-{first}") as own:
            _cuts(subject, own, range(first, min(first + PER_DISK, number)), random, tally)
    return [Row(LABEL, tally), _control(subject, scratch, controls, random)]


def _control(subject: Subject, scratch: Path, number: int, random: Random) -> Row:
    tally = Tally.of("controls that lost nothing")
    for round_ in range(number):
        seen = Tally()
        # What was lost may leave the store unreadable, so each control has a disk of its own.
        with disk(scratch / f"{subject.name}-control-{round_}", megabytes=32) as own:
            _cuts(subject, own, range(round_, round_ + 1), random, seen, synced=False)
        kept = seen.seen["acknowledged"]
        lost = kept if seen.wrong["not reopenable"] else seen.wrong["lost"]
        tally.saw("cuts")
        tally.saw("acknowledged", kept)
        tally.saw("of them lost", lost)
        tally.saw("cuts that lost", int(lost > 0))
    if number and not tally.seen["cuts that lost"]:
        tally.err("controls that lost nothing", "the rig does not see a loss")
    return Row(CONTROL_LABEL, tally)


def _cuts(
    subject: Subject,
    own: Disk,
    rounds: range,
    random: Random,
    tally: Tally,
    *,
    synced: bool = True,
) -> None:
    """Cut the power of one disk again and again, on one store."""
    place = own.point / "store"
    place.mkdir()
    position = 0
    for round_ in rounds:
        heard, wait = _cut(subject, own, place, round_, random, synced=synced)
        of = f"round {round_}, cut after {wait:.6f} s"
        tally.saw("cuts")
        judge_errors(heard, tally, of)
        offers = [offer(round_, n) for n in range(sum(one.number >= 0 for one in heard) + 1)]
        question = Question(
            subject=subject.name,
            place=str(place),
            after=position,
            streams=offers[-1].streams,
            again=(offers[-1],),
        )
        try:
            seen: Look = ask(look, question)
        except Died as error:
            tally.err("not reopenable", f"{of}: {error}")
            tally.saw("acknowledged", sum(one.said == told.KEPT for one in heard))
            return
        judge_retries(seen, tally, of)
        judge(offers, heard, seen, tally, of)
        position = max([position, *(one.position for one in seen.found)])


def _cut(
    subject: Subject, own: Disk, place: Path, round_: int, random: Random, *, synced: bool
) -> tuple[list[Told], float]:
    plan = Plan(subject=subject.name, place=str(place), round=round_, synced=synced)
    wait = random.uniform(0, LONGEST)
    with Child(write, plan, gated=True) as writer:
        writer.told.until(told.READY, 30)
        writer.go()
        if not synced:
            writer.told.until(told.KEPT, 30)
        sleep(wait)
        # A shutdown that races with a running sync may let it report success: halt first.
        writer.stop()
        writer.told.hear()
        heard = list(writer.told.heard)
        own.cut()
        writer.kill()
    own.off()
    try:
        own.on()
    except Refused as error:
        raise Died(f"the disk does not come back: {error}") from error
    return heard, wait
