"""What was wanted: how it began, and the objectives that came of it.

Rule kept here: movement, not lists: a demand becomes a need, an objective is put otherwise
because of a review.
"""

from __future__ import annotations

from noe_core.narration.fr.began import began
from noe_core.narration.fr.pen import Pen
from noe_core.narration.fr.words import NBSP, capital, count, elided, month, quoted
from noe_core.narration.narrative import Chapter, Sentence, say
from noe_core.narration.tale import FEW, Tale
from noe_core.relationship.objectives import Objective, ObjectiveOutcome

OUTCOMES = {
    ObjectiveOutcome.REACHED: "atteint",
    ObjectiveOutcome.PARTLY: "atteint en partie",
    ObjectiveOutcome.DROPPED: "abandonné",
    ObjectiveOutcome.SUPERSEDED: "remplacé par un autre",
}


def wanted(tale: Tale, pen: Pen) -> Chapter:
    """The chapter on what was wanted."""
    start = began(tale, pen)
    aims, details = _objectives(tale, pen)
    reworked = any(demand.reworked for demand in tale.state.hook.demands.values())
    title = "D’une demande à l’autre" if reworked else "Ce qui était voulu"
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
    title = quoted(posed.data.title) if posed.data.title else "sans intitulé"
    purpose = f", pour {quoted(posed.data.purpose)}" if posed.data.purpose else ""
    horizon = (
        f", à l’horizon {elided('de', month(posed.data.horizon))}" if posed.data.horizon else ""
    )
    day = tale.day(posed)
    if not first:
        others = ("S’y est ajouté {} un autre objectif", "Un troisième les a rejoints {}")
        begun = f"{others[pen.turn('objective')].format(pen.on(day))}{NBSP}: "
    elif posed.data.agreed_by:
        begun = f"{pen.front(day)}, les deux parties se sont donné un objectif commun{NBSP}: "
    else:
        begun = f"Un objectif a été posé {pen.on(day)}{NBSP}: "
    lines = [say(f"{begun}{title}{purpose}{horizon}", posed, ".")]
    if posed.data.success_story:
        pictured = ("La réussite a été imaginée ainsi", "Réussir, ici, voudrait dire ceci")
        said = f"{pictured[pen.turn('success') % 2]}{NBSP}: {quoted(posed.data.success_story)}"
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
    it = quoted(title) if title and not alone else "l’objectif"
    if len(revised) > 1:
        times = count(len(revised), "fois", "fois", feminine=True)
        return [
            say(
                f"{capital(it)} a été reformulé {times}, la dernière {pen.on(tale.day(last))}"
                f"{NBSP}: {change}{reason}",
                revised,
                ".",
            )
        ]
    review = tale.state.reviews.by_id.get(last.data.review_id or "")
    if review is not None:
        began = f"La revue {pen.of_day(tale.day(review))} a fait reformuler {it}{NBSP}: "
        return [say(f"{began}{change}{reason}", (review, last), ".")]
    return [
        say(
            f"{capital(it)} a été reformulé {pen.on(tale.day(last))}{NBSP}: {change}{reason}",
            last,
            ".",
        )
    ]


def _ending(objective: Objective, tale: Tale, pen: Pen) -> list[Sentence]:
    closed = objective.closed
    if closed is None:
        return []
    how = f", {OUTCOMES[closed.data.outcome]}" if closed.data.outcome else ""
    told = f"{NBSP}: {quoted(closed.data.account)}" if closed.data.account else ""
    pictured = objective.posed is not None and objective.posed.data.success_story
    it = "L’objectif" if pictured and not any(r.data.change for r in objective.revised) else "Il"
    return [say(f"{it} s’est clos {pen.on(tale.day(closed))}{how}{told}", closed, ".")]


def _wording(objective: Objective) -> str:
    """How an objective is put today, and at first."""
    now = objective.wording
    first = objective.posed.data.title if objective.posed else None
    before = f" (d’abord {quoted(first)})" if first and first != now else ""
    return f"{quoted(now)}{before}" if now else "Sans intitulé"


def _many(objectives: list[Objective], pen: Pen) -> tuple[list[Sentence], list[Sentence]]:
    posed = [o.posed for o in objectives if o.posed is not None]
    total = count(len(posed), "objectif a été posé", "objectifs ont été posés")
    line = say(f"{capital(pen.across(posed))}, {total}", posed, ".")
    details = []
    for objective in objectives:
        about = [f for f in (objective.posed, *objective.revised, objective.closed) if f]
        state = (
            f" ({OUTCOMES[objective.closed.data.outcome]})"
            if (objective.closed and objective.closed.data.outcome)
            else ""
        )
        details.append(say(f"{_wording(objective)}{state}", about))
    return [line], details
