"""Assignments: which relationships a practitioner carries, how heavy and how hard.

Rule kept here: nobody is given more than they can carry (domain.md §3, practitioner).
Only loads are added up, which are shares of one person's working time.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from annotated_types import Gt, Le
from attrs import evolve, field, frozen

from noe_core.decision import MADE, Draft, happened
from noe_core.facts import AnyRecorded, Recorded, holds
from noe_core.moments import When
from noe_core.practitioner.scale import OneToFive
from noe_core.refusal import AlreadyDone, Refusal, UnknownReference, first, missing
from noe_core.typed import Fact, Id, Text, value

if TYPE_CHECKING:
    from noe_core.practitioner.state import Practitioner

MOST_LOAD = Decimal("1.2")
"""How much running assignments may weigh together: full time, and a little give."""

Load = Annotated[Decimal, Gt(0), Le(1)]
"""A share of somebody's working time: more than none, at most all of it."""


@value
class AssignmentStarted(Fact):
    """A practitioner took on a relationship; ``profile`` holds the tags of the mission.

    ``relationship_id`` is the relationship's own id, or the full id of its stream.
    """

    assignment_id: Id
    relationship_id: Id | None = None
    load: Load | None = None
    difficulty: OneToFive | None = None
    profile: tuple[Text, ...] = ()


@value
class AssignmentEnded(Fact):
    """A practitioner put a relationship down.

    ``reason`` is about the work; why a person stops for reasons of their own stays with them.
    """

    assignment_id: Id
    reason: Text | None = None


@frozen
class Overloaded(Refusal):
    """The running assignments would weigh more than a person carries."""

    says = (
        "the loads would come to {total}, beyond {limit}; end an assignment or take a lighter one"
    )
    total: Decimal
    limit: Decimal


@frozen(kw_only=True)
class Assignment:
    """An assignment as its facts tell it; either may be missing."""

    assignment_id: str
    started: Recorded[AssignmentStarted] | None = None
    ended: Recorded[AssignmentEnded] | None = None

    @property
    def is_running(self) -> bool:
        """Whether it was started and not ended."""
        return self.started is not None and self.ended is None

    @property
    def load(self) -> Decimal:
        """The load it was started with; none where an import left it out."""
        load = self.started.data.load if self.started is not None else None
        return load if load is not None else Decimal(0)


@frozen(kw_only=True)
class Assignments:
    """The assignments so far, in the order they were first spoken of."""

    by_id: Mapping[str, Assignment] = field(factory=dict)

    @property
    def running(self) -> tuple[Assignment, ...]:
        """Those being carried."""
        return tuple(one for one in self.by_id.values() if one.is_running)

    @property
    def load(self) -> Decimal:
        """What those being carried weigh together."""
        return sum((one.load for one in self.running), Decimal(0))


def follow(assignments: Assignments, facts: Iterable[AnyRecorded]) -> Assignments:
    """The assignments after some more facts."""
    by_id = dict(assignments.by_id)

    def known(key: str) -> Assignment:
        return by_id.get(key) or Assignment(assignment_id=key)

    for fact in facts:
        if holds(fact, AssignmentStarted):
            key = fact.data.assignment_id
            by_id[key] = evolve(known(key), started=fact)
        elif holds(fact, AssignmentEnded):
            key = fact.data.assignment_id
            by_id[key] = evolve(known(key), ended=fact)
    return Assignments(by_id=by_id)


def _bearable(total: Decimal) -> Overloaded | None:
    return Overloaded(total, MOST_LOAD) if total > MOST_LOAD else None


def start_assignment(
    state: "Practitioner",
    relationship_id: str,
    *,
    on: When,
    load: Decimal,
    difficulty: int,
    profile: Iterable[str] = (),
    id: str = MADE,
) -> Draft[AssignmentStarted] | Refusal:
    """Take on a relationship, with the share of time it takes and how hard it is.

    Refusals: `AlreadyDone`, `Overloaded`, `Missing`.
    """
    # Built first: a load that is wrong in itself is no load to add.
    assignment = AssignmentStarted(
        assignment_id=id,
        relationship_id=relationship_id or None,
        load=load,
        difficulty=difficulty,
        profile=tuple(profile),
    )
    known = state.assignments.by_id.get(id)
    return first(
        AlreadyDone("assignment", id, "started") if known and known.started else None,
        _bearable(state.assignments.load + load),
        missing(relationship_id=relationship_id),
    ) or happened(assignment, on)


def end_assignment(
    state: "Practitioner",
    assignment_id: str,
    *,
    on: When,
    reason: str | None = None,
    id: str = MADE,
) -> Draft[AssignmentEnded] | Refusal:
    """Put down a relationship that is being carried.

    Refusals: `UnknownReference`, `AlreadyDone`.
    """
    known = state.assignments.by_id.get(assignment_id)
    if known is None or known.started is None:
        return UnknownReference("assignment_id", assignment_id)
    if known.ended is not None:
        return AlreadyDone("assignment", assignment_id, "ended")
    return happened(AssignmentEnded(assignment_id=assignment_id, reason=reason), on)
