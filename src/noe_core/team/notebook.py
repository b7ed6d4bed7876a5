"""The notebook of successes, and the rituals in which a team talks.

Rule kept here: a success is told by who saw it, for the day it happened, and never counted
against anybody (domain.md §3 "Team", §1 rows 50 to 52 and 68).
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from attrs import frozen

from noe_core.decision import MADE, Draft, happened
from noe_core.facts import AnyRecorded, Recorded, holds
from noe_core.moments import DEFAULT_ZONE, When, day_of
from noe_core.refusal import FutureFact, Refusal, first, missing
from noe_core.typed import Fact, Id, Minutes, Text, value
from noe_core.values import PartyRef

if TYPE_CHECKING:
    from noe_core.team.state import Team


class RitualKind(StrEnum):
    """The occasions on which people of a team talk about their work."""

    ONE_TO_ONE = "one_to_one"
    TEAM_MEETING = "team_meeting"
    STAND_UP = "stand_up"


@value
class SuccessNoted(Fact):
    """Something was done well on a day, in the words of its author."""

    author: PartyRef | None = None
    day: date | None = None
    text: Text | None = None
    relationship_id: Id | None = None


@value
class RitualHeld(Fact):
    """People of a team talked on a settled occasion; ``minutes`` is the duration."""

    kind: RitualKind | None = None
    minutes: Minutes | None = None
    participants: tuple[PartyRef, ...] = ()


@frozen(kw_only=True)
class Notebook:
    """Successes and rituals so far, each in order."""

    successes: tuple[Recorded[SuccessNoted], ...] = ()
    rituals: tuple[Recorded[RitualHeld], ...] = ()


def day_noted(success: Recorded[SuccessNoted], zone: ZoneInfo = DEFAULT_ZONE) -> date:
    """The day a success is of: the one it names, else the one on which it was noted."""
    return success.data.day or day_of(success.occurred_at, zone)


def follow(notebook: Notebook, facts: Iterable[AnyRecorded]) -> Notebook:
    """The notebook after some more facts."""
    successes, rituals = list(notebook.successes), list(notebook.rituals)
    for fact in facts:
        if holds(fact, SuccessNoted):
            successes.append(fact)
        elif holds(fact, RitualHeld):
            rituals.append(fact)
    return Notebook(successes=tuple(successes), rituals=tuple(rituals))


def note_success(
    state: "Team",
    *,
    on: When,
    author: PartyRef,
    text: str,
    day: date | None = None,
    relationship_id: str | None = None,
    id: str = MADE,
) -> Draft[SuccessNoted] | Refusal:
    """Note what was done well, today unless another day is given.

    Refusals: `FutureFact`, `Missing`.
    """
    of = day or day_of(on)
    return first(FutureFact(of, on) if of > day_of(on) else None, missing(text=text)) or happened(
        SuccessNoted(author=author, day=of, text=text, relationship_id=relationship_id), on
    )


def hold_ritual(
    state: "Team",
    *,
    on: When,
    kind: RitualKind,
    minutes: int,
    participants: Iterable[PartyRef],
    id: str = MADE,
) -> Draft[RitualHeld] | Refusal:
    """Hold a talk of two, a meeting of the team or a stand-up.

    Refusals: `Missing`.
    """
    people = tuple(participants)
    return missing(participants=people) or happened(
        RitualHeld(kind=kind, minutes=minutes, participants=people), on
    )
