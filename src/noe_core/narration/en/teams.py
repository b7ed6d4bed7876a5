"""What teams noted for the relationship: successes, and the small steps chosen for it.

Rule kept here: it stands in the team's own stream, and every sentence says so by what it
cites; a success is the team's word, not ours.
"""

from __future__ import annotations

from collections.abc import Sequence

from noe_core.facts import AnyRecorded, Recorded
from noe_core.narration.en.pen import Pen
from noe_core.narration.en.words import count, days, number, quoted
from noe_core.narration.narrative import Sentence, say
from noe_core.narration.tale import FEW, Tale
from noe_core.team.notebook import SuccessNoted, day_noted
from noe_core.team.steps import SmallStep


def teams(tale: Tale, pen: Pen) -> list[Sentence]:
    """What stands in the streams of teams about this relationship."""
    steps = [line for step in tale.nearby.steps[:FEW] for line in _step(step, tale, pen)]
    return [*_successes(tale.nearby.successes, tale, pen), *steps]


def _successes(noted: Sequence[Recorded[SuccessNoted]], tale: Tale, pen: Pen) -> list[Sentence]:
    told = [s for s in noted if s.data.text]
    if not told:
        return []
    whose = "The team" if len({s.stream for s in told}) == 1 else "The teams"
    dates = [day_noted(s, tale.view.zone) for s in told]
    what = "a success" if len(told) == 1 else count(len(told), "success", "successes")
    if len(told) > FEW:
        span = pen.between(min(dates), max(dates))
        last = quoted(told[-1].data.text or "")
        many = f"{number(len(told))} successes"
        return [say(f"{whose} noted {many} {span}; the latest: {last}", told, ".")]
    parts = [f"{pen.on(d)}, {quoted(s.data.text or '')}" for d, s in zip(dates, told, strict=True)]
    return [say(f"{whose} noted {what}: {'; '.join(parts)}", told, ".")]


def _step(step: SmallStep, tale: Tale, pen: Pen) -> list[Sentence]:
    chosen = step.chosen
    assert chosen is not None  # noqa: S101 - only steps chosen for it are near
    facts: list[AnyRecorded] = [chosen, *step.repeated]
    text = f": {quoted(chosen.data.text)}" if chosen.data.text else ""
    began = ("One small step was chosen", "Another was chosen")[pen.turn("step") % 2]
    told = f"{began} {pen.on(tale.day(chosen))}{text}"
    if step.rooted is not None:
        facts.append(step.rooted)
        account = f" ({quoted(step.rooted.data.account)})" if step.rooted.data.account else ""
        told += f"; it had become a habit by {pen.date(tale.day(step.rooted))}{account}"
    elif step.days:
        told += f"; it was repeated on {days(len(step.days))}"
    return [say(told, facts, ".")]
