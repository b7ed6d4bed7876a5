"""How much of a house's time goes into coming back on the work, wherever it is recorded.

Rule kept here: person-minutes of the provider alone, on both sides of the bar; what teams
and firms do together is reflexive time that no client sees (domain.md §4, row 4).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from attrs import frozen

from noe_core.facts import AnyRecorded
from noe_core.firm.peers import PeerSessionHeld
from noe_core.firm.vision import CoherenceReviewed
from noe_core.history import History
from noe_core.projection import View
from noe_core.projections.figure import Figure, recent, share
from noe_core.projections.reflexive_time import Spent, provider_minutes, reflexive_time
from noe_core.relationship.people import on_side, sides
from noe_core.relationship.reviews import ReflexiveLevel
from noe_core.relationship.state import Relationship
from noe_core.streams import state_of
from noe_core.survey import Survey
from noe_core.team.notebook import RitualHeld, RitualKind
from noe_core.team.rules import DeliberationHeld
from noe_core.team.tensions import TensionExamined
from noe_core.values import PartyRef, Side
from noe_core.vocabulary import StreamKind, kind_of

STREAMS = frozenset({StreamKind.RELATIONSHIP, StreamKind.TEAM, StreamKind.FIRM})


@frozen(kw_only=True)
class FirmReflexiveTime:
    """The reflexive part of the time of a house, in person-minutes of the provider.

    Attributes:
        reflexive: what goes into coming back on the work, in all streams.
        whole: the same, other work, encounters and support.
        share: reflexive out of whole.
        by_stream: the reflexive minutes by the kind of stream they stand in.
        by_level: minutes of the reviews that asked each level's question.
        internal: reflexive minutes spent among the provider's own.
        external: reflexive minutes spent with people of another side.
    """

    reflexive: Figure[int]
    whole: Figure[int]
    share: Fraction | None
    by_stream: Mapping[StreamKind, Figure[int]]
    by_level: Mapping[ReflexiveLevel, int]
    internal: int
    external: int


Facts = tuple[AnyRecorded, ...]


def firm_reflexive_time(*, window_days: int | None = None) -> Survey[Facts, FirmReflexiveTime]:
    """The reflexive part of a house's time, of all times or of its last days (§4, row 4).

    The minutes of a gathering count once for each of the provider's people in it; one
    without minutes or participants adds nothing. Of a team's rituals only the team meeting
    is time to come back on the work.
    """

    def gather(parts: tuple[Facts, ...], view: View) -> FirmReflexiveTime:
        facts = recent((fact for part in parts for fact in part), view, window_days)
        spent = (_spent(fact) for fact in facts)
        return _summed(tuple(time for time in spent if time.minutes))

    return Survey(name="firm_reflexive_time", streams=STREAMS, part=_timed, gather=gather)


def _timed(history: History) -> Facts:
    """The facts of a history that took the provider time."""
    state = state_of(history)
    if isinstance(state, Relationship):
        whole = reflexive_time(state, View.of(history)).whole
        return tuple(state.facts[event] for event in whole.evidence)
    return tuple(fact for fact in state.facts.values() if _together(fact) is not None)


@frozen
class _Together:
    """A time that people of a team or a firm spent thinking about the work."""

    minutes: int | None
    participants: tuple[PartyRef, ...]


def _together(fact: AnyRecorded) -> _Together | None:
    match fact.data:
        case (
            DeliberationHeld(minutes=minutes, participants=people)
            | TensionExamined(minutes=minutes, participants=people)
            | PeerSessionHeld(minutes=minutes, participants=people)
            | CoherenceReviewed(minutes=minutes, participants=people)
            | RitualHeld(kind=RitualKind.TEAM_MEETING, minutes=minutes, participants=people)
        ):
            return _Together(minutes, people)
    return None


@frozen
class _Time:
    """Person-minutes of the provider in one fact."""

    minutes: int
    reflexive: bool
    external: bool
    fact: AnyRecorded


def _spent(fact: AnyRecorded) -> _Time:
    together = _together(fact)
    if together is None:
        spent = Spent(provider_minutes(fact), fact)
        return _Time(spent.minutes, spent.reflexive, spent.external, fact)
    minutes = (together.minutes or 0) * on_side(together.participants, Side.PROVIDER)
    return _Time(minutes, True, bool(sides(together.participants) - {Side.PROVIDER}), fact)


def _summed(times: tuple[_Time, ...]) -> FirmReflexiveTime:
    reflexive = tuple(time for time in times if time.reflexive)
    external = sum(time.minutes for time in reflexive if time.external)
    part, whole = _added(reflexive), _added(times)
    return FirmReflexiveTime(
        reflexive=part,
        whole=whole,
        share=share(part.value, whole.value),
        by_stream={
            kind: _added(time for time in reflexive if kind_of(time.fact.stream) is kind)
            for kind in sorted(STREAMS)
        },
        by_level={
            level: sum(t.minutes for t in reflexive if level in Spent(t.minutes, t.fact).levels)
            for level in ReflexiveLevel
        },
        internal=part.value - external,
        external=external,
    )


def _added(times: Iterable[_Time]) -> Figure[int]:
    found = tuple(times)
    return Figure(sum(time.minutes for time in found), tuple(time.fact.id for time in found))
