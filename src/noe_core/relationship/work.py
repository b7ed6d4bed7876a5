"""The real work and what it meets: constraints, adaptations, immaterial resources, advice.

Rule kept here: work minutes are person-minutes; immaterial resources are noted with
evidence and have no number (domain.md §0, §3).
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from attrs import field, frozen

from noe_core.decision import MADE, Draft, happened
from noe_core.facts import AnyRecorded, Recorded, holds
from noe_core.moments import When
from noe_core.refusal import AlreadyDone, Refusal, UnknownReference, first, missing
from noe_core.relationship.course import while_working
from noe_core.typed import Count, Fact, Id, Minutes, Text, value
from noe_core.values import PartyRef, Quantity, Side

if TYPE_CHECKING:
    from noe_core.relationship.state import Relationship


class WorkNature(StrEnum):
    """What a piece of work was for."""

    PRODUCTION = "production"
    REFLEXIVE = "reflexive"
    COORDINATION = "coordination"
    LEARNING = "learning"


class ImmaterialResource(StrEnum):
    """What grows when used and cannot be counted."""

    TRUST = "trust"
    COMPETENCE = "competence"
    RELEVANCE = "relevance"
    HEALTH = "health"


class Direction(StrEnum):
    """What became of a resource in the work."""

    MOBILISED = "mobilised"
    STRENGTHENED = "strengthened"
    ERODED = "eroded"


class AdaptationLevel(StrEnum):
    """Who decided to depart from what was prescribed."""

    FRONT_LINE = "front_line"
    MANAGER = "manager"
    ELSEWHERE = "elsewhere"


@value
class WorkRecorded(Fact):
    """Real work was done; ``minutes`` are person-minutes.

    ``prescribed`` is what should have been done and ``gap`` how the real differed: a
    resource, never a fault.
    """

    work_id: Id
    by: PartyRef | None = None
    side: Side | None = None
    minutes: Minutes | None = None
    nature: WorkNature | None = None
    topic: Text | None = None
    account: Text | None = None
    prescribed: Text | None = None
    gap: Text | None = None
    deliverables: tuple[Text, ...] = ()
    volumes: tuple[Quantity, ...] = ()
    automated: bool | None = None
    objective_ids: tuple[Id, ...] = ()

    @property
    def done_by(self) -> Side | None:
        """The side that did it: as said, else that of the person."""
        return self.side or (self.by.side if self.by else None)


@value
class ConstraintRevealed(Fact):
    """What holds a side back was shown to the other."""

    constraint_id: Id
    side: Side | None = None
    category: Text | None = None
    text: Text | None = None


@value
class AdaptationDecided(Fact):
    """What was prescribed gave way to what the situation asked for.

    ``waited_minutes`` is how long the work waited for the decision; possibly not at all.
    """

    level: AdaptationLevel | None = None
    from_prescribed: Text | None = None
    to: Text | None = None
    waited_minutes: Count | None = None
    by: PartyRef | None = None
    work_id: Id | None = None


@value
class ResourceNoted(Fact):
    """An immaterial resource was drawn on, strengthened or worn; told, never counted."""

    resource_id: Id
    resource: ImmaterialResource | None = None
    direction: Direction | None = None
    side: Side | None = None
    account: Text | None = None
    evidence: tuple[UUID, ...] = ()


@value
class AdviceGiven(Fact):
    """The provider gave counsel, perhaps against its own revenue."""

    text: Text | None = None
    against_own_revenue: bool | None = None
    followed: bool | None = None


@frozen(kw_only=True)
class Work:
    """Work, constraints, adaptations, resources and advice so far."""

    done: Mapping[str, Recorded[WorkRecorded]] = field(factory=dict)
    constraints: Mapping[str, Recorded[ConstraintRevealed]] = field(factory=dict)
    adaptations: tuple[Recorded[AdaptationDecided], ...] = ()
    resources: Mapping[str, Recorded[ResourceNoted]] = field(factory=dict)
    advice: tuple[Recorded[AdviceGiven], ...] = ()


FACTS = frozenset({WorkRecorded, ConstraintRevealed, AdaptationDecided, ResourceNoted, AdviceGiven})
"""The facts this chapter follows."""


def follow(work: Work, facts: Iterable[AnyRecorded]) -> Work:
    """The work after some more facts."""
    done, constraints = dict(work.done), dict(work.constraints)
    resources, advice = dict(work.resources), list(work.advice)
    adaptations = list(work.adaptations)
    for fact in facts:
        if holds(fact, WorkRecorded):
            done[fact.data.work_id] = fact
        elif holds(fact, ConstraintRevealed):
            constraints[fact.data.constraint_id] = fact
        elif holds(fact, AdaptationDecided):
            adaptations.append(fact)
        elif holds(fact, ResourceNoted):
            resources[fact.data.resource_id] = fact
        elif holds(fact, AdviceGiven):
            advice.append(fact)
    return Work(
        done=done,
        constraints=constraints,
        adaptations=tuple(adaptations),
        resources=resources,
        advice=tuple(advice),
    )


def record_work(
    state: "Relationship",
    *,
    on: When,
    by: PartyRef,
    nature: WorkNature = WorkNature.PRODUCTION,
    minutes: int | None = None,
    side: Side | None = None,
    topic: str | None = None,
    account: str | None = None,
    prescribed: str | None = None,
    gap: str | None = None,
    deliverables: Iterable[str] = (),
    volumes: Iterable[Quantity] = (),
    automated: bool = False,
    objective_ids: Iterable[str] = (),
    id: str = MADE,
) -> Draft[WorkRecorded] | Refusal:
    """Record real work, in person-minutes; automated work may have none.

    Refusals: `NotAllowedInPhase`, `AlreadyDone`, `UnknownReference`, `Missing`.
    """
    serves = tuple(objective_ids)
    return first(
        while_working(state),
        AlreadyDone("work", id, "recorded") if id in state.work.done else None,
        state.objectives.unknown(serves),
        None if automated else missing(minutes=minutes),
    ) or happened(
        WorkRecorded(
            work_id=id,
            by=by,
            side=side or by.side,
            minutes=minutes,
            nature=nature,
            topic=topic,
            account=account,
            prescribed=prescribed,
            gap=gap,
            deliverables=tuple(deliverables),
            volumes=tuple(volumes),
            automated=automated,
            objective_ids=serves,
        ),
        on,
    )


def reveal_constraint(
    state: "Relationship",
    *,
    on: When,
    side: Side,
    text: str,
    category: str | None = None,
    id: str = MADE,
) -> Draft[ConstraintRevealed] | Refusal:
    """Show the other side what holds one back.

    Refusals: `AlreadyDone`, `Missing`.
    """
    return first(
        AlreadyDone("constraint", id, "revealed") if id in state.work.constraints else None,
        missing(text=text),
    ) or happened(ConstraintRevealed(constraint_id=id, side=side, category=category, text=text), on)


def decide_adaptation(
    state: "Relationship",
    *,
    on: When,
    level: AdaptationLevel,
    from_prescribed: str,
    to: str,
    waited_minutes: int | None = None,
    by: PartyRef | None = None,
    work_id: str | None = None,
    id: str = MADE,
) -> Draft[AdaptationDecided] | Refusal:
    """Depart from what was prescribed, and say who decided so; ``work_id`` is the work adapted.

    Refusals: `NotAllowedInPhase`, `Missing`, `UnknownReference`.
    """
    unknown = work_id is not None and work_id not in state.work.done
    return first(
        while_working(state),
        missing(from_prescribed=from_prescribed, to=to),
        UnknownReference("work_id", work_id or "") if unknown else None,
    ) or happened(
        AdaptationDecided(
            level=level,
            from_prescribed=from_prescribed,
            to=to,
            waited_minutes=waited_minutes,
            by=by,
            work_id=work_id,
        ),
        on,
    )


def note_resource(
    state: "Relationship",
    *,
    on: When,
    resource: ImmaterialResource,
    direction: Direction,
    side: Side,
    account: str,
    evidence: Iterable[UUID],
    id: str = MADE,
) -> Draft[ResourceNoted] | Refusal:
    """Note what became of an immaterial resource, on evidence.

    Refusals: `AlreadyDone`, `Missing`, `UnknownReference`.
    """
    events = tuple(evidence)
    return first(
        AlreadyDone("resource", id, "noted") if id in state.work.resources else None,
        missing(account=account, evidence=events),
        state.unknown("evidence", events),
    ) or happened(
        ResourceNoted(
            resource_id=id,
            resource=resource,
            direction=direction,
            side=side,
            account=account,
            evidence=events,
        ),
        on,
    )


def give_advice(
    state: "Relationship",
    *,
    on: When,
    text: str,
    against_own_revenue: bool = False,
    followed: bool | None = None,
    id: str = MADE,
) -> Draft[AdviceGiven] | Refusal:
    """Give counsel, perhaps against one's own revenue.

    Refusals: `Missing`.
    """
    return missing(text=text) or happened(
        AdviceGiven(text=text, against_own_revenue=against_own_revenue, followed=followed), on
    )
