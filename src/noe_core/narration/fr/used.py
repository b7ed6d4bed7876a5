"""Usage: what is counted instead of the good, and how much of it there was.

Rule kept here: units are never added to one another, and a number is said with its period.
"""

from __future__ import annotations

from collections.abc import Sequence

from noe_core.facts import Recorded
from noe_core.narration.fr.pen import Pen
from noe_core.narration.fr.words import NBSP, capital, figure, listing, number, quoted
from noe_core.narration.narrative import Sentence, say
from noe_core.narration.tale import FEW, Tale
from noe_core.relationship.usage import UsageMeasured, UsageUnitDefined


def used(tale: Tale, pen: Pen) -> list[Sentence]:
    """The units of use: what each stands for, and what was measured."""
    lines: list[Sentence] = []
    for unit in tale.state.usage.units.values():
        if unit.defined is not None:
            lines.append(_defined(unit.defined, tale, pen))
        measures = [m for m in unit.measures if m.data.quantity is not None]
        if measures:
            lines.append(_measured(unit.unit, measures, pen))
    return lines


def _defined(fact: Recorded[UsageUnitDefined], tale: Tale, pen: Pen) -> Sentence:
    data = fact.data
    instead = f" plutôt que {quoted(data.replaces)}" if data.replaces else ""
    purpose = f", pour {quoted(data.purpose)}" if data.purpose else ""
    what = f"{quoted(data.unit)}{instead}{purpose}"
    if pen.turn("unit"):
        when = pen.on(tale.day(fact))
        return say(f"Une autre unité a été convenue {when}{NBSP}: {what}", fact, ".")
    when = pen.front(tale.day(fact))
    return say(f"{when}, les deux parties ont convenu de compter {what}", fact, ".")


def _measured(unit: str, measures: Sequence[Recorded[UsageMeasured]], pen: Pen) -> Sentence:
    again = pen.turn("measured")
    if len(measures) > FEW:
        values = sorted(m.data.quantity for m in measures if m.data.quantity is not None)
        span = f"de {figure(values[0])} à {figure(values[-1])} {quoted(unit)}"
        many = f"{capital(number(len(measures), feminine=True))} mesures"
        return say(f"{many} vont {span}", measures, ".")
    parts: list[str] = []
    for measure in measures:
        value = measure.data.quantity
        assert value is not None  # noqa: S101 - the caller has looked
        over = f" {pen.over(measure.data.period)}" if measure.data.period else ""
        parts.append(f"{figure(value)}{'' if parts else f' {quoted(unit)}'}{over}")
    began = "Il y a eu" if again % 2 else "On a compté"
    return say(f"{began} {listing(parts)}", measures, ".")
