"""From a demand to what came of it: the real need, objectives, engagements, effects.

Rule kept here: the trail follows what the facts name (an objective its demand, an engagement
and an effect their objectives) and guesses no link (domain.md §4, row 14).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from attrs import frozen

from noe_core.facts import AnyRecorded
from noe_core.history import place
from noe_core.projection import Projection, View
from noe_core.projections.figure import Figure
from noe_core.relationship.effects import Effect
from noe_core.relationship.encounter import Demand, DemandReworked
from noe_core.relationship.engagements import Engagement
from noe_core.relationship.objectives import Objective
from noe_core.relationship.state import Relationship, evolve


@frozen(kw_only=True)
class Trail:
    """One demand and what came of it.

    Attributes:
        demand: the demand, as expressed and as reworked.
        text: what was asked for at first, in the client's words.
        real_need: what it turned out to be, as last reworked.
        usage: the use behind it, as last said.
        objectives: the objectives that answer it.
        engagements: the engagements that serve those objectives.
        effects: the effects in which those objectives had a part.
        encounter_minutes: how long people met until the demand was last reworked, or up to
            now while it was not; durations. Encounters name no demand, so each demand of a
            relationship counts them all.
    """

    demand: Demand
    text: Figure[str | None]
    real_need: Figure[str | None]
    usage: Figure[str | None]
    objectives: tuple[Objective, ...]
    engagements: tuple[Engagement, ...]
    effects: tuple[Effect, ...]
    encounter_minutes: Figure[int]


def _text(demand: Demand) -> Figure[str | None]:
    told = demand.expressed
    return Figure(None) if told is None else Figure(told.data.text, (told.id,))


def _last_said(demand: Demand, said: Callable[[DemandReworked], str | None]) -> Figure[str | None]:
    for fact in reversed(demand.reworked):
        if said(fact.data) is not None:
            return Figure(said(fact.data), (fact.id,))
    return Figure(None)


def _answers(objective: Objective, demand: Demand) -> bool:
    return objective.posed is not None and objective.posed.data.demand_id == demand.demand_id


def _names(named: Iterable[str], objectives: Iterable[Objective]) -> bool:
    return not {o.objective_id for o in objectives}.isdisjoint(named)


def _minutes(state: Relationship, until: AnyRecorded | None) -> Figure[int]:
    found = tuple(
        encounter
        for encounter in state.hook.encounters
        if encounter.data.minutes is not None and (until is None or place(encounter) < place(until))
    )
    return Figure(
        sum(encounter.data.minutes or 0 for encounter in found),
        tuple(encounter.id for encounter in found),
    )


def _trail(state: Relationship, demand: Demand) -> Trail:
    objectives = tuple(o for o in state.objectives.by_id.values() if _answers(o, demand))
    return Trail(
        demand=demand,
        text=_text(demand),
        real_need=_last_said(demand, lambda reworked: reworked.real_need),
        usage=_last_said(demand, lambda reworked: reworked.usage),
        objectives=objectives,
        engagements=tuple(
            e
            for e in state.engagements.by_id.values()
            if e.made is not None and _names(e.made.data.objective_ids, objectives)
        ),
        effects=tuple(
            e
            for e in state.effects.by_id.values()
            if e.observed is not None and _names(e.observed.data.objective_ids, objectives)
        ),
        encounter_minutes=_minutes(state, demand.reworked[-1] if demand.reworked else None),
    )


def demand_trail(state: Relationship, _view: View) -> tuple[Trail, ...]:
    """The trail of every demand, in the order they were expressed (domain.md §4, row 14)."""
    return tuple(_trail(state, demand) for demand in state.hook.demands.values())


DEMAND_TRAIL: Projection[Relationship, tuple[Trail, ...]] = Projection(
    name="demand_trail", start=Relationship(), apply=evolve, answer=demand_trail
)
