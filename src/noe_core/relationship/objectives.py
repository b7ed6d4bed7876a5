"""Objectives: what both sides want to see happen, and for what.

Rule kept here: an objective is agreed by both sides or it is none (domain.md §3, frame).
"""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from noe_core.decision import MADE, Draft, happened
from noe_core.facts import AnyRecorded, Recorded, holds
from noe_core.moments import When, day_of
from noe_core.refusal import AlreadyDone, Refusal, UnknownReference, first, missing
from noe_core.relationship.course import while_working
from noe_core.relationship.people import BOTH, sides
from noe_core.typed import Fact, Id, Text, value
from noe_core.values import PartyRef

if TYPE_CHECKING:
    from noe_core.relationship.state import Relationship


class ObjectiveOutcome(StrEnum):
    """How an objective ended."""

    REACHED = "reached"
    PARTLY = "partly"
    DROPPED = "dropped"
    SUPERSEDED = "superseded"


@value
class ObjectiveSet(Fact):
    """Both sides set something they want to see happen; ``purpose`` is the use it serves."""

    objective_id: Id
    title: Text | None = None
    purpose: Text | None = None
    success_story: Text | None = None
    horizon: date | None = None
    demand_id: Id | None = None
    agreed_by: tuple[PartyRef, ...] = ()


@value
class ObjectiveRevised(Fact):
    """An objective was put differently; ``change`` is its new wording."""

    objective_id: Id
    review_id: Id | None = None
    change: Text | None = None
    reason: Text | None = None


@value
class ObjectiveClosed(Fact):
    """An objective came to its end, with the account of how."""

    objective_id: Id
    outcome: ObjectiveOutcome | None = None
    account: Text | None = None


@frozen
class ObjectiveNotShared(Refusal):
    """An objective was agreed by one side only."""

    says = "objective {objective_id} is not agreed by the {side} side; name both in agreed_by"
    objective_id: str
    side: str


@frozen
class HorizonPassed(Refusal):
    """An objective cannot look to a day already past when it is set."""

    says = "the horizon {horizon} lies before the day the objective is set, {on}"
    horizon: date
    on: date


@frozen(kw_only=True)
class Objective:
    """An objective as its facts tell it."""

    objective_id: str
    posed: Recorded[ObjectiveSet] | None = None
    revised: tuple[Recorded[ObjectiveRevised], ...] = ()
    closed: Recorded[ObjectiveClosed] | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is still pursued."""
        return self.closed is None

    @property
    def wording(self) -> str | None:
        """How it is put today: its last revision, else its title."""
        for revision in reversed(self.revised):
            if revision.data.change is not None:
                return revision.data.change
        return self.posed.data.title if self.posed else None


@frozen(kw_only=True)
class Objectives:
    """The objectives so far, in the order they were set."""

    by_id: Mapping[str, Objective] = field(factory=dict)

    @property
    def open(self) -> tuple[Objective, ...]:
        """Those still pursued."""
        return tuple(objective for objective in self.by_id.values() if objective.is_open)

    def unknown(self, ids: Iterable[str]) -> UnknownReference | None:
        """A refusal for the first objective named that nobody ever spoke of."""
        unknown = (identity for identity in ids if identity not in self.by_id)
        return next((UnknownReference("objective_ids", one) for one in unknown), None)


FACTS = frozenset({ObjectiveSet, ObjectiveRevised, ObjectiveClosed})
"""The facts this chapter follows."""


def follow(objectives: Objectives, facts: Iterable[AnyRecorded]) -> Objectives:
    """The objectives after some more facts."""
    by_id = dict(objectives.by_id)

    def known(key: str) -> Objective:
        return by_id.get(key) or Objective(objective_id=key)

    for fact in facts:
        if holds(fact, ObjectiveSet):
            key = fact.data.objective_id
            by_id[key] = evolve(known(key), posed=fact)
        elif holds(fact, ObjectiveRevised):
            key = fact.data.objective_id
            by_id[key] = evolve(known(key), revised=(*known(key).revised, fact))
        elif holds(fact, ObjectiveClosed):
            key = fact.data.objective_id
            by_id[key] = evolve(known(key), closed=fact)
    return Objectives(by_id=by_id)


def set_objective(
    state: "Relationship",
    *,
    on: When,
    title: str,
    purpose: str,
    agreed_by: Iterable[PartyRef],
    success_story: str | None = None,
    horizon: date | None = None,
    demand_id: str | None = None,
    id: str = MADE,
) -> Draft[ObjectiveSet] | Refusal:
    """Set an objective both sides agree on.

    Refusals: `NotAllowedInPhase`, `AlreadyDone`, `UnknownReference`, `ObjectiveNotShared`,
    `HorizonPassed`, `Missing`.
    """
    people = tuple(agreed_by)
    known = state.objectives.by_id.get(id)
    absent = next((side for side in BOTH if side not in sides(people)), None)
    unknown = demand_id is not None and demand_id not in state.hook.demands
    return first(
        while_working(state),
        AlreadyDone("objective", id, "set") if known and known.posed else None,
        UnknownReference("demand_id", demand_id or "") if unknown else None,
        ObjectiveNotShared(id, absent) if absent else None,
        HorizonPassed(horizon, day_of(on)) if horizon and horizon < day_of(on) else None,
        missing(title=title, purpose=purpose),
    ) or happened(
        ObjectiveSet(
            objective_id=id,
            title=title,
            purpose=purpose,
            success_story=success_story,
            horizon=horizon,
            demand_id=demand_id,
            agreed_by=people,
        ),
        on,
    )


def _still_open(state: "Relationship", objective_id: str) -> Refusal | None:
    objective = state.objectives.by_id.get(objective_id)
    if objective is None:
        return UnknownReference("objective_id", objective_id)
    return None if objective.is_open else AlreadyDone("objective", objective_id, "closed")


def revise_objective(
    state: "Relationship",
    objective_id: str,
    *,
    on: When,
    change: str,
    reason: str | None = None,
    review_id: str | None = None,
    id: str = MADE,
) -> Draft[ObjectiveRevised] | Refusal:
    """Put an open objective differently, in the light of a review.

    Refusals: `UnknownReference`, `AlreadyDone`, `Missing`.
    """
    return first(
        _still_open(state, objective_id),
        state.reviews.unknown(review_id),
        missing(change=change),
    ) or happened(
        ObjectiveRevised(
            objective_id=objective_id, review_id=review_id, change=change, reason=reason
        ),
        on,
    )


def close_objective(
    state: "Relationship",
    objective_id: str,
    *,
    on: When,
    outcome: ObjectiveOutcome,
    account: str,
    id: str = MADE,
) -> Draft[ObjectiveClosed] | Refusal:
    """Close an open objective with the account of how it ended.

    Refusals: `UnknownReference`, `AlreadyDone`, `Missing`.
    """
    return first(_still_open(state, objective_id), missing(account=account)) or happened(
        ObjectiveClosed(objective_id=objective_id, outcome=outcome, account=account), on
    )
