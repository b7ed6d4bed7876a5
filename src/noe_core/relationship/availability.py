"""Availability: when somebody is not to be reached, and never why.

Rule kept here: no reason is stored (domain.md §1 row 69, §3). A holiday, an illness and a
birth look alike here on purpose: the log is append-only and the reason is nobody's business.
"""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from attrs import frozen

from noe_core.decision import MADE, Draft, happened
from noe_core.facts import AnyRecorded, Recorded, holds
from noe_core.moments import When
from noe_core.refusal import Refusal
from noe_core.relationship.course import unless_declined
from noe_core.typed import Fact, value
from noe_core.values import PartyRef, Period, Side

if TYPE_CHECKING:
    from noe_core.relationship.state import Relationship


@value
class AvailabilityNoted(Fact):
    """A party said that it would be away over a period, past or to come.

    It occurred when it was noted, not when the period begins.
    """

    party: PartyRef | None = None
    period: Period | None = None


@frozen(kw_only=True)
class Availability:
    """The absences noted so far."""

    noted: tuple[Recorded[AvailabilityNoted], ...] = ()

    def away(self, side: Side, day: date) -> tuple[Recorded[AvailabilityNoted], ...]:
        """The absences of a side's people that cover a day."""
        return tuple(
            absence
            for absence in self.noted
            if absence.data.party is not None
            and absence.data.party.side is side
            and absence.data.period is not None
            and day in absence.data.period
        )


FACTS = frozenset({AvailabilityNoted})
"""The facts this chapter follows."""


def follow(availability: Availability, facts: Iterable[AnyRecorded]) -> Availability:
    """The absences after some more facts."""
    new = tuple(fact for fact in facts if holds(fact, AvailabilityNoted))
    return Availability(noted=(*availability.noted, *new))


def note_availability(
    state: "Relationship", *, on: When, party: PartyRef, period: Period, id: str = MADE
) -> Draft[AvailabilityNoted] | Refusal:
    """Note that a party is away over a period, without the reason; known before or after.

    Refusals: `NotAllowedInPhase`.
    """
    return unless_declined(state) or happened(AvailabilityNoted(party=party, period=period), on)
