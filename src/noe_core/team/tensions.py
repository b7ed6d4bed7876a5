"""Tensions: what chafes in the work is said, then examined together.

Rule kept here: a tension has causes in how the work is organised, and a collective looks
for them; nobody's character is one (domain.md §3 "Team", §1 rows 44 to 46).
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from noe_core.decision import MADE, Draft, happened
from noe_core.facts import AnyRecorded, Recorded, holds
from noe_core.moments import When
from noe_core.refusal import AlreadyDone, Refusal, UnknownReference, first, missing
from noe_core.team.collective import too_few
from noe_core.typed import Fact, Id, Minutes, Text, value
from noe_core.values import PartyRef

if TYPE_CHECKING:
    from noe_core.team.state import Team


class TensionCause(StrEnum):
    """What in the organisation of the work a tension comes from."""

    ISOLATION = "isolation"
    MEANS = "means"
    TIME = "time"
    INFORMATION = "information"
    RULES = "rules"
    SKILLS = "skills"
    ROLES = "roles"


@value
class TensionRaised(Fact):
    """Something in the work chafes, and it was said."""

    tension_id: Id
    text: Text | None = None


@value
class TensionExamined(Fact):
    """People looked together for what in the organisation a tension comes from.

    ``minutes`` is the duration, not person-minutes; ``concept_ids`` name the concepts of
    the firm's doctrine that served.
    """

    tension_id: Id
    causes: frozenset[TensionCause] = frozenset()
    concept_ids: tuple[Id, ...] = ()
    participants: tuple[PartyRef, ...] = ()
    minutes: Minutes | None = None


@frozen
class PersonalisedTension(Refusal):
    """A tension was examined without a cause in the organisation, which leaves a person."""

    says = (
        "tension {tension_id} is examined without a cause in how the work is organised; name one "
        "in causes: isolation, means, time, information, rules, skills or roles"
    )
    tension_id: str


@frozen(kw_only=True)
class Tension:
    """A tension as its facts tell it; it may be examined more than once."""

    tension_id: str
    raised: Recorded[TensionRaised] | None = None
    examined: tuple[Recorded[TensionExamined], ...] = ()


@frozen(kw_only=True)
class Tensions:
    """The tensions so far, in the order they were first spoken of."""

    by_id: Mapping[str, Tension] = field(factory=dict)


def follow(tensions: Tensions, facts: Iterable[AnyRecorded]) -> Tensions:
    """The tensions after some more facts."""
    by_id = dict(tensions.by_id)

    def known(key: str) -> Tension:
        return by_id.get(key) or Tension(tension_id=key)

    for fact in facts:
        if holds(fact, TensionRaised):
            key = fact.data.tension_id
            by_id[key] = evolve(known(key), raised=fact)
        elif holds(fact, TensionExamined):
            key = fact.data.tension_id
            by_id[key] = evolve(known(key), examined=(*known(key).examined, fact))
    return Tensions(by_id=by_id)


def raise_tension(
    state: "Team", *, on: When, text: str, id: str = MADE
) -> Draft[TensionRaised] | Refusal:
    """Raise a tension: say what chafes in the work.

    Refusals: `AlreadyDone`, `Missing`.
    """
    known = state.tensions.by_id.get(id)
    repeated = AlreadyDone("tension", id, "raised") if known and known.raised else None
    return first(repeated, missing(text=text)) or happened(
        TensionRaised(tension_id=id, text=text), on
    )


def examine_tension(
    state: "Team",
    tension_id: str,
    *,
    on: When,
    causes: Iterable[TensionCause],
    participants: Iterable[PartyRef],
    minutes: int,
    concept_ids: Iterable[str] = (),
    id: str = MADE,
) -> Draft[TensionExamined] | Refusal:
    """Examine a tension together and name what in the organisation it comes from.

    Refusals: `UnknownReference`, `PersonalisedTension`, `NotCollective`.
    """
    known = state.tensions.by_id.get(tension_id)
    found, people = frozenset(causes), tuple(participants)
    return first(
        None if known and known.raised else UnknownReference("tension_id", tension_id),
        None if found else PersonalisedTension(tension_id),
        too_few("tension", tension_id, people),
    ) or happened(
        TensionExamined(
            tension_id=tension_id,
            causes=found,
            concept_ids=tuple(concept_ids),
            participants=people,
            minutes=minutes,
        ),
        on,
    )
