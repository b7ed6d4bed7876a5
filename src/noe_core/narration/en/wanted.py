"""What was wanted: how it began, and the objectives that came of it.

Rule kept here: movement, not lists: a demand becomes a need, an objective is put otherwise
because of a review.
"""

from __future__ import annotations

from noe_core.narration.en.began import began
from noe_core.narration.en.pen import Pen
from noe_core.narration.en.words import capital, count, month, number, quoted
from noe_core.narration.narrative import Chapter, Sentence, say
from noe_core.narration.tale import FEW, Tale
from noe_core.relationship.objectives import Objective, ObjectiveOutcome

OUTCOMES = {
    ObjectiveOutcome.REACHED: "reached",
    ObjectiveOutcome.PARTLY: "reached in part",
    ObjectiveOutcome.DROPPED: "dropped",
    ObjectiveOutcome.SUPERSEDED: "replaced by another",
}


def wanted(tale: Tale, pen: Pen) -> Chapter:
    """The chapter on what was wanted."""
    start = began(tale, pen)
    aims, details = _objectives(tale, pen)
    reworked = any(demand.reworked for demand in tale.state.hook.demands.values())
    title = "From one request to another" if reworked else "What was wanted"
    return Chapter.of("wanted", title, start, aims, details=details)


def _objectives(tale: Tale, pen: Pen) -> tuple[list[Sentence], list[Sentence]]:
    objectives = [o for o in tale.state.objectives.by_id.values() if o.posed is not None]
    if len(objectives) > FEW:
        return _many(objectives, pen)
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
    day = tale.day(posed)
    if not first:
        others = ("Another objective joined it {}", "A third joined them {}")
        begun = f"{others[pen.turn('objective')].format(pen.on(day))}: "
    elif posed.data.agreed_by:
        begun = f"{pen.front(day)}, the two sides set themselves an objective: "
    else:
        begun = f"An objective was set {pen.on(day)}: "
    lines = [say(f"{begun}{title}{purpose}{horizon}", posed, ".")]
    if posed.data.success_story:
        pictured = ("Success was pictured like this", "To succeed, here, would mean this")
        said = f"{pictured[pen.turn('success') % 2]}: {quoted(posed.data.success_story)}"
        lines.append(say(said, posed, "."))
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
    title = objective.posed.data.title if objective.posed else None
    it = quoted(title) if title and not alone else "the objective"
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
    pictured = objective.posed is not None and objective.posed.data.success_story
    it = "The objective" if pictured and not any(r.data.change for r in objective.revised) else "It"
    return [say(f"{it} was closed {pen.on(tale.day(closed))}{how}{told}", closed, ".")]


def _wording(objective: Objective) -> str:
    """How an objective is put today, and at first."""
    now = objective.wording
    first = objective.posed.data.title if objective.posed else None
    before = f" (at first {quoted(first)})" if first and first != now else ""
    return f"{quoted(now)}{before}" if now else "Without a title"


def _many(objectives: list[Objective], pen: Pen) -> tuple[list[Sentence], list[Sentence]]:
    posed = [o.posed for o in objectives if o.posed is not None]
    span = pen.across(posed)
    total = count(len(posed), "objective was set", "objectives were set")
    details = []
    for objective in objectives:
        about = [f for f in (objective.posed, *objective.revised, objective.closed) if f]
        outcome = objective.closed.data.outcome if objective.closed else None
        state = f" ({OUTCOMES[outcome]})" if outcome else ""
        details.append(say(f"{_wording(objective)}{state}", about))
    return [say(f"{capital(span)}, {total}", posed, ".")], details
