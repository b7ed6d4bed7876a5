"""What was wanted: meeting, demand, real need, objectives.

Rule kept here: movement, not lists: a demand becomes a need, an objective is put otherwise
because of a review.
"""

from __future__ import annotations

from datetime import date

from noe_core.facts import Recorded
from noe_core.narration.en.pen import Pen
from noe_core.narration.en.words import capital, count, month, number, quoted, time_spent
from noe_core.narration.narrative import Chapter, Sentence, say
from noe_core.narration.tale import Tale
from noe_core.relationship.encounter import Demand, DemandExpressed
from noe_core.relationship.objectives import Objective, ObjectiveOutcome
from noe_core.values import Side

OUTCOMES = {
    ObjectiveOutcome.REACHED: "reached",
    ObjectiveOutcome.PARTLY: "reached in part",
    ObjectiveOutcome.DROPPED: "dropped",
    ObjectiveOutcome.SUPERSEDED: "replaced by another",
}

FEW = 3
"""Up to so many, things are told one by one; beyond, together with a list."""


def wanted(tale: Tale, pen: Pen) -> Chapter:
    """The chapter on what was wanted."""
    met = _meeting(tale, pen)
    opened = _opening(tale, pen) if not met else []
    asked = _demands(tale, pen)
    aims, details = _objectives(tale, pen)
    reworked = any(demand.reworked for demand in tale.state.hook.demands.values())
    return Chapter(
        key="wanted",
        title="From one request to another" if reworked else "What was wanted",
        sentences=(*met, *opened, *asked, *aims),
        details=tuple(details),
    )


def _meeting(tale: Tale, pen: Pen) -> list[Sentence]:
    encounters = tale.state.hook.encounters
    if not encounters:
        return []
    first, *others = encounters
    who = capital(f"{pen.name(Side.PROVIDER)} and {pen.name(Side.CLIENT)}")
    minutes = first.data.minutes
    spent = f" for {time_spent(minutes)}" if minutes else ""
    occasion = f": {quoted(first.data.occasion)}" if first.data.occasion else ""
    lines = [say(f"{who} met {pen.on(tale.day(first))}{spent}{occasion}", first, ".")]
    if others:
        again = count(len(others), "further meeting followed", "further meetings followed")
        last = ", the last" if len(others) > 1 else ""
        when = pen.on(tale.day(others[-1]))
        lines.append(say(f"{capital(again)}{last} {when}", others, "."))
    return lines


def _opening(tale: Tale, pen: Pen) -> list[Sentence]:
    opened = next(iter(tale.state.course.opened), None)
    if opened is None:
        return []
    sides = [pen.name(side) for side in (Side.PROVIDER, Side.CLIENT) if tale.party(side)]
    between = f" between {' and '.join(sides)}" if len(sides) > 1 else ""
    return [say(f"The relationship opened {pen.on(tale.day(opened))}{between}", opened, ".")]


def _demands(tale: Tale, pen: Pen) -> list[Sentence]:
    demands = tuple(tale.state.hook.demands.values())
    lines = [line for demand in demands for line in _demand(demand, tale, pen)]
    left = [d.expressed for d in demands if d.expressed is not None and not d.reworked]
    if not left:
        return lines
    if len(left) < len(demands):
        still = count(len(left), "request still waits", "requests still wait")
        said = f"{capital(still)} to be reworked together"
    elif len(left) == 1:
        said = "The two sides have not reworked it together yet"
    else:
        said = "None of these requests has been reworked together yet"
    return [*lines, say(said, left, ".")]


def _demand(demand: Demand, tale: Tale, pen: Pen) -> list[Sentence]:
    lines: list[Sentence] = []
    before: date | None = None
    if demand.expressed is not None and demand.expressed.data.text:
        lines.append(_asked(demand.expressed, demand.expressed.data.text, tale, pen))
        before = tale.day(demand.expressed)
    for index, reworked in enumerate(demand.reworked):
        if not reworked.data.real_need:
            continue
        when = pen.after(before, tale.day(reworked))
        began = "Taken up again" if index else "Reworked together"
        use = f", so as to serve {quoted(reworked.data.usage)}" if reworked.data.usage else ""
        it = "it" if before else "the request"
        need = quoted(reworked.data.real_need)
        lines.append(say(f"{began} {when}, {it} became {need}{use}", reworked, "."))
        before = tale.day(reworked)
    return lines


def _asked(expressed: Recorded[DemandExpressed], text: str, tale: Tale, pen: Pen) -> Sentence:
    day = tale.day(expressed)
    client = pen.who(Side.CLIENT)
    met = [tale.day(encounter) for encounter in tale.state.hook.encounters]
    if day in met:
        return say(f"{capital(client)} came with a request: {quoted(text)}", expressed, ".")
    if pen.turn("asked"):
        return say(f"Another request came {pen.on(day)}: {quoted(text)}", expressed, ".")
    when = capital(pen.after(met[-1] if met else None, day))
    return say(f"{when}, {client} asked for this: {quoted(text)}", expressed, ".")


def _objectives(tale: Tale, pen: Pen) -> tuple[list[Sentence], list[Sentence]]:
    objectives = [o for o in tale.state.objectives.by_id.values() if o.posed is not None]
    if len(objectives) > FEW:
        return _many(objectives, tale, pen)
    lines: list[Sentence] = []
    for index, objective in enumerate(objectives):
        lines += _objective(objective, tale, pen, alone=len(objectives) == 1, first=not index)
    return lines, []


def _objective(
    objective: Objective, tale: Tale, pen: Pen, *, alone: bool, first: bool
) -> list[Sentence]:
    posed = objective.posed
    assert posed is not None  # noqa: S101 - the caller has looked
    title = quoted(posed.data.title) if posed.data.title else "without a title"
    purpose = f", towards {quoted(posed.data.purpose)}" if posed.data.purpose else ""
    horizon = f", by {month(posed.data.horizon)}" if posed.data.horizon else ""
    when = pen.on(tale.day(posed))
    if not first:
        begun = f"Another objective joined it {when}: "
    elif posed.data.agreed_by:
        begun = f"{capital(when)}, the two sides set themselves an objective: "
    else:
        begun = f"An objective was set {when}: "
    lines = [say(f"{begun}{title}{purpose}{horizon}", posed, ".")]
    lines += _revisions(objective, tale, pen, alone=alone)
    lines += _ending(objective, tale, pen)
    return lines


def _revisions(objective: Objective, tale: Tale, pen: Pen, *, alone: bool) -> list[Sentence]:
    revised = [r for r in objective.revised if r.data.change]
    if not revised:
        return []
    last = revised[-1]
    change = quoted(last.data.change or "")
    reason = f" ({quoted(last.data.reason)})" if last.data.reason else ""
    it = "the objective" if alone else quoted(_title(objective))
    when = tale.day(last)
    if len(revised) > 1:
        times = "twice" if len(revised) == len((1, 2)) else f"{number(len(revised))} times"
        began = f"{capital(it)} was put differently {times}, last {pen.on(when)}: "
        return [say(f"{began}{change}{reason}", revised, ".")]
    review = tale.state.reviews.by_id.get(last.data.review_id or "")
    if review is not None:
        began = f"The review of {pen.date(tale.day(review))} led them to put {it} differently: "
        return [say(f"{began}{change}{reason}", (review, last), ".")]
    began = f"{capital(it)} was put differently {pen.on(when)}: "
    return [say(f"{began}{change}{reason}", last, ".")]


def _ending(objective: Objective, tale: Tale, pen: Pen) -> list[Sentence]:
    closed = objective.closed
    if closed is None:
        return []
    how = f", {OUTCOMES[closed.data.outcome]}" if closed.data.outcome else ""
    told = f": {quoted(closed.data.account)}" if closed.data.account else ""
    return [say(f"It was closed {pen.on(tale.day(closed))}{how}{told}", closed, ".")]


def _title(objective: Objective) -> str:
    title = objective.posed.data.title if objective.posed else None
    return title or objective.objective_id


def _many(
    objectives: list[Objective], tale: Tale, pen: Pen
) -> tuple[list[Sentence], list[Sentence]]:
    posed = [o.posed for o in objectives if o.posed is not None]
    span = pen.between(tale.day(posed[0]), tale.day(posed[-1]))
    total = count(len(posed), "objective was set", "objectives were set")
    details = []
    for objective in objectives:
        about = [f for f in (objective.posed, *objective.revised, objective.closed) if f]
        outcome = objective.closed.data.outcome if objective.closed else None
        state = f" ({OUTCOMES[outcome]})" if outcome else ""
        details.append(say(f"{quoted(objective.wording or objective.objective_id)}{state}", about))
    return [say(f"{capital(span)}, {total}", posed, ".")], details
