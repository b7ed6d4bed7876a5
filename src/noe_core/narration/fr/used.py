"""Usage: what is counted instead of the good, and how much of it there was.

Rule kept here: units are never added to one another, and a number is said with its period.
"""

from __future__ import annotations

from collections.abc import Sequence

from noe_core.facts import Recorded
from noe_core.narration.fr.pen import Pen
from noe_core.narration.fr.words import capital, figure, listing, number, quoted
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
    began = ("Depuis {}", "De même, depuis {}")[pen.turn("unit") % 2]
    when = began.format(pen.on(tale.day(fact)))
    purpose = f", pour {quoted(data.purpose)}" if data.purpose else ""
    if data.replaces:
        said = f"ce n’est plus {quoted(data.replaces)} qui se compte mais {quoted(data.unit)}"
    else:
        said = f"l’usage se compte en {quoted(data.unit)}"
    return say(f"{when}, {said}{purpose}", fact, ".")


def _measured(unit: str, measures: Sequence[Recorded[UsageMeasured]], pen: Pen) -> Sentence:
    turn = pen.turn("measured") % 2
    if len(measures) > FEW:
        values = sorted(m.data.quantity for m in measures if m.data.quantity is not None)
        many = f"{number(len(measures), feminine=True)} mesures"
        which = (f"{capital(many)} de l’usage, en {quoted(unit)},", f"En {quoted(unit)}, {many}")
        span = f"vont de {figure(values[0])} à {figure(values[-1])}"
        return say(f"{which[turn]} {span}", measures, ".")
    began = ("Compté en {}, l’usage a été", "En {}, il a été")[turn]
    parts: list[str] = []
    for measure in measures:
        value = measure.data.quantity
        assert value is not None  # noqa: S101 - the caller has looked
        over = f" {pen.over(measure.data.period)}" if measure.data.period else ""
        parts.append(f"de {figure(value)}{over}")
    return say(f"{began.format(quoted(unit))} {listing(parts)}", measures, ".")
