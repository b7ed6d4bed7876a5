"""Usage: what is counted instead of the good, and how much of it there was.

Rule kept here: units are never added to one another, and a number is said with its period.
"""

from __future__ import annotations

from collections.abc import Sequence

from noe_core.facts import Recorded
from noe_core.narration.en.pen import Pen
from noe_core.narration.en.words import capital, figure, listing, number, quoted
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
    began = ("Since {}", "Likewise, since {}")[pen.turn("unit") % 2]
    when = began.format(pen.date(tale.day(fact)))
    purpose = f", so as to serve {quoted(data.purpose)}" if data.purpose else ""
    if data.replaces:
        said = f"what counts is no longer {quoted(data.replaces)} but {quoted(data.unit)}"
    else:
        said = f"use is counted in {quoted(data.unit)}"
    return say(f"{when}, {said}{purpose}", fact, ".")


def _measured(unit: str, measures: Sequence[Recorded[UsageMeasured]], pen: Pen) -> Sentence:
    turn = pen.turn("measured") % 2
    if len(measures) > FEW:
        values = sorted(m.data.quantity for m in measures if m.data.quantity is not None)
        many = f"{number(len(measures))} measures"
        which = (f"{capital(many)} of use, in {quoted(unit)},", f"In {quoted(unit)}, {many}")
        span = f"run from {figure(values[0])} to {figure(values[-1])}"
        return say(f"{which[turn]} {span}", measures, ".")
    began = ("Counted in {}, use came to", "In {}, it came to")[turn]
    parts: list[str] = []
    for measure in measures:
        value = measure.data.quantity
        assert value is not None  # noqa: S101 - the caller has looked
        over = f" {pen.over(measure.data.period)}" if measure.data.period else ""
        parts.append(f"{figure(value)}{over}")
    return say(f"{began.format(quoted(unit))} {listing(parts)}", measures, ".")
