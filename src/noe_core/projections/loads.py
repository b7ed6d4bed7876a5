"""How much each practitioner carries, quarter by quarter, and beside the others.

Rule kept here: a load is what the organisation of the work lays on somebody, counted in days
of assignments; how a person bears it is not in these figures (domain.md §4, row 9).

An assignment counts on each of its days, the first and the last included; one that runs
counts up to the day seen, that day included. A quarter always has all its days for
denominator: in the one that runs, a load is what has been carried so far, and reaches its
full height on the last day. Shares are not touched by that: everybody has the same days.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from uuid import UUID

from attrs import field, frozen

from noe_core.practitioner.assignments import Assignment
from noe_core.practitioner.state import Practitioner
from noe_core.projection import View
from noe_core.projections.figure import Figure, on
from noe_core.projections.quarters import Quarter
from noe_core.values import Period


@frozen(kw_only=True)
class Carried:
    """An assignment as days and as a weight.

    ``weight`` is load times difficulty, ``None`` where an import left one of them out;
    ``end`` is the last day counted, never later than the day seen.
    """

    relationship_id: str | None
    profile: tuple[str, ...]
    start: date
    end: date
    weight: Fraction | None
    evidence: tuple[UUID, ...]

    def days_in(self, period: Period) -> int:
        """On how many days of a period it was carried."""
        first, last = max(self.start, period.start), min(self.end, period.end)
        return max(0, (last - first).days + 1)

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


def carried(state: Practitioner, view: View) -> tuple[Carried, ...]:
    """What a practitioner carried up to the day seen."""
    return tuple(_carried(one, view) for one in state.assignments.by_id.values())


def _carried(assignment: Assignment, view: View) -> Carried:
    started, ended = assignment.started, assignment.ended
    data = started.data if started is not None else None
    known = data is not None and data.load is not None and data.difficulty is not None
    return Carried(
        relationship_id=data.relationship_id if data is not None else None,
        profile=data.profile if data is not None else (),
        # An end without a beginning was carried for nobody knows how long before.
        start=on(started, view) if started is not None else date.min,
        end=min(on(ended, view), view.day) if ended is not None else view.day,
        weight=_weight(assignment) if known else None,
        evidence=tuple(fact.id for fact in (started, ended) if fact is not None),
    )


def _weight(assignment: Assignment) -> Fraction:
    assert assignment.started is not None  # noqa: S101 - narrows the type
    return Fraction(assignment.load) * (assignment.started.data.difficulty or 0)


@frozen(kw_only=True)
class Load:
    """What one practitioner carried in a quarter.

    Attributes:
        carried: the sum over assignments of load times difficulty, each for its part of the
            quarter's days.
        share: carried out of what everybody carried.
        concentration: how many fair shares that is; 1 is as much as anybody else.
    """

    carried: Figure[Fraction]
    share: Fraction
    concentration: Fraction


@frozen(kw_only=True)
class QuarterLoads:
    """What was carried in a quarter.

    Attributes:
        quarter: which one.
        over: whether it is over on the day seen.
        loads: by practitioner, those who carried anything.
        unweighed: assignments of its days that an import left without load, difficulty or
            beginning; they count for nothing, so the shares beside them say less.
    """

    quarter: Quarter
    over: bool
    loads: Mapping[str, Load] = field(factory=dict)
    unweighed: tuple[UUID, ...] = ()

    @property
    def people(self) -> int:
        """How many practitioners carried anything."""
        return len(self.loads)

    def concentration(self, person: str) -> Fraction:
        """How many fair shares a practitioner carried; 0 for one who carried nothing."""
        load = self.loads.get(person)
        return load.concentration if load is not None else Fraction(0)


def quarter_loads(
    quarter: Quarter, people: Mapping[str, Iterable[Carried]], view: View
) -> QuarterLoads:
    """What some practitioners carried in a quarter."""
    period = quarter.period
    length = (period.end - period.start).days + 1
    weights: dict[str, Figure[Fraction]] = {}
    unweighed: list[UUID] = []
    for person, assignments in people.items():
        met = tuple(one for one in assignments if one.days_in(period))
        weighed = tuple((one, one.weight) for one in met if one.weight is not None)
        unweighed += (event for one in met if one.weight is None for event in one.evidence)
        if weighed:
            parts = (Fraction(one.days_in(period), length) * weight for one, weight in weighed)
            ids = tuple(event for one, _ in weighed for event in one.evidence)
            weights[person] = Figure(sum(parts, Fraction(0)), ids)
    whole = sum((figure.value for figure in weights.values()), Fraction(0))
    return QuarterLoads(
        quarter=quarter,
        over=period.end <= view.day,
        loads={person: _load(figure, whole, len(weights)) for person, figure in weights.items()},
        unweighed=tuple(unweighed),
    )


def _load(figure: Figure[Fraction], whole: Fraction, people: int) -> Load:
    part = figure.value / whole
    return Load(carried=figure, share=part, concentration=part * people)
