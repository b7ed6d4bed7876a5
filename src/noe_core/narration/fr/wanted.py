"""What was wanted: meeting, demand, real need, objectives.

Rule kept here: movement, not lists: a demand becomes a need, an objective is put otherwise
because of a review.
"""

from __future__ import annotations

from datetime import date

from noe_core.facts import Recorded
from noe_core.narration.fr.pen import Pen
from noe_core.narration.fr.words import NBSP, capital, count, listing, month, quoted, time_spent
from noe_core.narration.narrative import Chapter, Sentence, say
from noe_core.narration.tale import Tale
from noe_core.relationship.encounter import Demand, DemandExpressed
from noe_core.relationship.objectives import Objective, ObjectiveOutcome
from noe_core.values import Side

OUTCOMES = {
    ObjectiveOutcome.REACHED: "atteint",
    ObjectiveOutcome.PARTLY: "atteint en partie",
    ObjectiveOutcome.DROPPED: "abandonné",
    ObjectiveOutcome.SUPERSEDED: "remplacé par un autre",
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
        title="D’une demande à l’autre" if reworked else "Ce qui était voulu",
        sentences=(*met, *opened, *asked, *aims),
        details=tuple(details),
    )


def _meeting(tale: Tale, pen: Pen) -> list[Sentence]:
    encounters = tale.state.hook.encounters
    if not encounters:
        return []
    first, *others = encounters
    ours, theirs = pen.name(Side.PROVIDER), pen.name(Side.CLIENT)
    met = "rencontrées" if ours.feminine and theirs.feminine else "rencontrés"
    minutes = first.data.minutes
    spent = f" pendant {time_spent(minutes)}" if minutes else ""
    occasion = f"{NBSP}: {quoted(first.data.occasion)}" if first.data.occasion else ""
    when = capital(pen.on(tale.day(first)))
    lines = [say(f"{when}, {ours} et {theirs} se sont {met}{spent}{occasion}", first, ".")]
    if others:
        again = count(
            len(others), "autre rencontre a suivi", "autres rencontres ont suivi", feminine=True
        )
        last = ", la dernière" if len(others) > 1 else ""
        when = pen.on(tale.day(others[-1]))
        lines.append(say(f"{capital(again)}{last} {when}", others, "."))
    return lines


def _opening(tale: Tale, pen: Pen) -> list[Sentence]:
    opened = next(iter(tale.state.course.opened), None)
    if opened is None:
        return []
    sides = [str(pen.name(side)) for side in (Side.PROVIDER, Side.CLIENT) if tale.party(side)]
    between = f" entre {listing(sides)}" if len(sides) == len((Side.PROVIDER, Side.CLIENT)) else ""
    return [say(f"La relation s’est ouverte {pen.on(tale.day(opened))}{between}", opened, ".")]


def _demands(tale: Tale, pen: Pen) -> list[Sentence]:
    demands = tuple(tale.state.hook.demands.values())
    lines = [line for demand in demands for line in _demand(demand, tale, pen)]
    left = [d.expressed for d in demands if d.expressed is not None and not d.reworked]
    if not left:
        return lines
    if len(left) < len(demands):
        still = count(len(left), "demande attend", "demandes attendent", feminine=True)
        reworked = "retravaillée" if len(left) == 1 else "retravaillées"
        said = f"{capital(still)} encore d’être {reworked} à deux"
    else:
        none = "La demande n’a pas" if len(left) == 1 else "Aucune de ces demandes n’a"
        said = f"{none} encore été retravaillée à deux"
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
        use = f", pour {quoted(reworked.data.usage)}" if reworked.data.usage else ""
        need = quoted(reworked.data.real_need)
        began = (
            f"Reprise {when}, elle est devenue"
            if index
            else f"Retravaillée à deux {when}, la demande est devenue"
        )
        lines.append(say(f"{began} {need}{use}", reworked, "."))
        before = tale.day(reworked)
    return lines


def _asked(expressed: Recorded[DemandExpressed], text: str, tale: Tale, pen: Pen) -> Sentence:
    day = tale.day(expressed)
    client = pen.who(Side.CLIENT)
    met = [tale.day(encounter) for encounter in tale.state.hook.encounters]
    if day in met:
        was, came = client.verb("était", "étaient"), client.agreed("venu")
        said = f"{capital(str(client))} {was} {came} avec une demande{NBSP}: {quoted(text)}"
        return say(said, expressed, ".")
    if pen.turn("asked"):
        return say(
            f"Une autre demande est venue {pen.on(day)}{NBSP}: {quoted(text)}", expressed, "."
        )
    when = capital(pen.after(met[-1] if met else None, day))
    asked = client.verb("demandait", "demandaient")
    return say(f"{when}, {client} {asked} {quoted(text)}", expressed, ".")


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
    title = quoted(posed.data.title) if posed.data.title else "sans intitulé"
    purpose = f", pour {quoted(posed.data.purpose)}" if posed.data.purpose else ""
    horizon = f", à l’horizon de {month(posed.data.horizon)}" if posed.data.horizon else ""
    when = pen.on(tale.day(posed))
    if not first:
        begun = f"S’y est ajouté {when} un autre objectif{NBSP}: "
    elif posed.data.agreed_by:
        begun = f"{capital(when)}, les deux parties se sont donné un objectif commun{NBSP}: "
    else:
        begun = f"Un objectif a été posé {when}{NBSP}: "
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
    it = "l’objectif" if alone else quoted(_title(objective))
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
    return [say(f"Il s’est clos {pen.on(tale.day(closed))}{how}{told}", closed, ".")]


def _title(objective: Objective) -> str:
    title = objective.posed.data.title if objective.posed else None
    return title or objective.objective_id


def _many(
    objectives: list[Objective], tale: Tale, pen: Pen
) -> tuple[list[Sentence], list[Sentence]]:
    posed = [o.posed for o in objectives if o.posed is not None]
    first, last = tale.day(posed[0]), tale.day(posed[-1])
    total = count(len(posed), "objectif a été posé", "objectifs ont été posés")
    line = say(f"{capital(pen.between(first, last))}, {total}", posed, ".")
    details = []
    for objective in objectives:
        about = [f for f in (objective.posed, *objective.revised, objective.closed) if f]
        state = (
            f" ({OUTCOMES[objective.closed.data.outcome]})"
            if (objective.closed and objective.closed.data.outcome)
            else ""
        )
        details.append(say(f"{quoted(objective.wording or objective.objective_id)}{state}", about))
    return [line], details
