"""The hook: people meet, a demand is expressed, then worked on together.

Rule kept here: a demand is reworked by both sides or not at all (domain.md §3, hook).
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from noe_core.decision import MADE, Draft, happened
from noe_core.facts import AnyRecorded, Recorded, holds
from noe_core.moments import When
from noe_core.refusal import AlreadyDone, Refusal, UnknownReference, first, missing
from noe_core.relationship.people import absent_side, both_sides
from noe_core.typed import Fact, Id, Minutes, Text, value
from noe_core.values import PartyRef, Side

if TYPE_CHECKING:
    from noe_core.relationship.state import Relationship


class Origin(StrEnum):
    """What brought two people to meet."""

    REFERRAL = "referral"
    EVENT = "event"
    INBOUND = "inbound"
    ECOSYSTEM = "ecosystem"
    COLD_PROSPECTING = "cold_prospecting"


@value
class EncounterHeld(Fact):
    """A client and a professional met; ``minutes`` is the duration, not person-minutes."""

    occasion: Text | None = None
    origin: Origin | None = None
    minutes: Minutes | None = None
    participants: tuple[PartyRef, ...] = ()
    initiated_by: Side | None = None


@value
class DemandExpressed(Fact):
    """The client asked for something, in its own words."""

    demand_id: Id
    text: Text | None = None


@value
class DemandReworked(Fact):
    """Both sides worked on a demand and found what it was about."""

    demand_id: Id
    real_need: Text | None = None
    usage: Text | None = None
    worked_with: tuple[PartyRef, ...] = ()


@frozen
class NotWorkedTogether(Refusal):
    """A demand was to be reworked by one side alone."""

    says = "demand {demand_id} is reworked with both sides; name someone of each in worked_with"
    demand_id: str


@frozen(kw_only=True)
class Demand:
    """A demand as its facts tell it; any of them may be missing."""

    demand_id: str
    expressed: Recorded[DemandExpressed] | None = None
    reworked: tuple[Recorded[DemandReworked], ...] = ()


@frozen(kw_only=True)
class Hook:
    """Encounters and demands so far."""

    encounters: tuple[Recorded[EncounterHeld], ...] = ()
    demands: Mapping[str, Demand] = field(factory=dict)


FACTS = frozenset({EncounterHeld, DemandExpressed, DemandReworked})
"""The facts this chapter follows."""


def follow(hook: Hook, facts: Iterable[AnyRecorded]) -> Hook:
    """The hook after some more facts."""
    encounters, demands = list(hook.encounters), dict(hook.demands)

    def demand(demand_id: str) -> Demand:
        return demands.get(demand_id) or Demand(demand_id=demand_id)

    for fact in facts:
        if holds(fact, EncounterHeld):
            encounters.append(fact)
        elif holds(fact, DemandExpressed):
            key = fact.data.demand_id
            demands[key] = evolve(demand(key), expressed=fact)
        elif holds(fact, DemandReworked):
            key = fact.data.demand_id
            demands[key] = evolve(demand(key), reworked=(*demand(key).reworked, fact))
    return Hook(encounters=tuple(encounters), demands=demands)


def hold_encounter(
    state: "Relationship",
    *,
    on: When,
    participants: Iterable[PartyRef],
    minutes: int,
    occasion: str,
    origin: Origin | None = None,
    initiated_by: Side | None = None,
    id: str = MADE,
) -> Draft[EncounterHeld] | Refusal:
    """Hold an encounter with at least one person of each side.

    Refusals: `BothSidesNeeded`, `Missing`.
    """
    people = tuple(participants)
    return first(absent_side("participants", people), missing(occasion=occasion)) or happened(
        EncounterHeld(
            occasion=occasion,
            origin=origin,
            minutes=minutes,
            participants=people,
            initiated_by=initiated_by,
        ),
        on,
    )


def express_demand(
    state: "Relationship", *, on: When, text: str, id: str = MADE
) -> Draft[DemandExpressed] | Refusal:
    """Express a demand in the client's own words.

    Refusals: `AlreadyDone`, `Missing`.
    """
    known = state.hook.demands.get(id)
    repeated = AlreadyDone("demand", id, "expressed") if known and known.expressed else None
    return first(repeated, missing(text=text)) or happened(
        DemandExpressed(demand_id=id, text=text), on
    )


def rework_demand(
    state: "Relationship",
    demand_id: str,
    *,
    on: When,
    real_need: str,
    worked_with: Iterable[PartyRef],
    usage: str | None = None,
    id: str = MADE,
) -> Draft[DemandReworked] | Refusal:
    """Rework a demand together into the real need and the use behind it.

    Refusals: `UnknownReference`, `NotWorkedTogether`, `Missing`.
    """
    people = tuple(worked_with)
    known = demand_id in state.hook.demands
    return first(
        None if known else UnknownReference("demand_id", demand_id),
        None if both_sides(people) else NotWorkedTogether(demand_id),
        missing(real_need=real_need),
    ) or happened(
        DemandReworked(demand_id=demand_id, real_need=real_need, usage=usage, worked_with=people),
        on,
    )
