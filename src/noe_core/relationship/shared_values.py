"""Shared values: compared with those of the firm, early on; an exception is made knowingly.

Rule kept here: an exception is made only where the last comparison found the values
incompatible, by people who approve it, and it is looked at again within half a year
(domain.md §1 rows 61, 80, 82; §3, hook).
"""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from annotated_types import Ge
from attrs import frozen

from noe_core.decision import MADE, Draft, happened
from noe_core.facts import AnyRecorded, Recorded, holds
from noe_core.moments import When, day_of
from noe_core.refusal import Refusal, first, missing
from noe_core.relationship.course import before_closing
from noe_core.typed import Fact, Text, value
from noe_core.values import PartyRef

if TYPE_CHECKING:
    from noe_core.relationship.state import Relationship

REVIEWED_WITHIN = timedelta(days=180)
"""How long an exception may stand before it is looked at again (domain.md §3)."""


class ValuesOutcome(StrEnum):
    """What comparing the values came to."""

    COMPATIBLE = "compatible"
    TO_DISCUSS = "to_discuss"
    INCOMPATIBLE = "incompatible"


@value
class ValuesCompared(Fact):
    """The firm held its published values against what it saw of the other house.

    ``values_version`` is that of the values the firm published; ``points`` say on what the
    two agree or part.
    """

    values_version: Annotated[int, Ge(1)] | None = None
    outcome: ValuesOutcome | None = None
    points: tuple[Text, ...] = ()


@value
class ValuesExceptionMade(Fact):
    """Some people took it upon themselves to go on all the same, until a day named."""

    reason: Text | None = None
    approved_by: tuple[PartyRef, ...] = ()
    review_by: date | None = None


@frozen
class NothingToExcept(Refusal):
    """An exception is made only after an incompatible comparison."""

    says = "the last comparison of values is not incompatible; an exception is made only after one"


@frozen
class ReviewOutOfReach(Refusal):
    """An exception is looked at again soon, and not before it is made."""

    says = "review_by {review_by} must lie between {earliest} and {latest}"
    review_by: date
    earliest: date
    latest: date


@frozen(kw_only=True)
class SharedValues:
    """Comparisons so far, and the exceptions made since the last of them."""

    compared: tuple[Recorded[ValuesCompared], ...] = ()
    exceptions: tuple[Recorded[ValuesExceptionMade], ...] = ()
    since_compared: tuple[Recorded[ValuesExceptionMade], ...] = ()

    @property
    def incompatible(self) -> Recorded[ValuesCompared] | None:
        """The last comparison, where it found the values incompatible."""
        for comparison in self.compared[-1:]:
            if comparison.data.outcome is ValuesOutcome.INCOMPATIBLE:
                return comparison
        return None

    def excepted_on(self, day: date) -> Recorded[ValuesExceptionMade] | None:
        """The exception to the last comparison that holds on a day; its last day counts."""
        for made in reversed(self.since_compared):
            if made.data.review_by is None or day <= made.data.review_by:
                return made
        return None


FACTS = frozenset({ValuesCompared, ValuesExceptionMade})
"""The facts this chapter follows."""


def follow(values: SharedValues, facts: Iterable[AnyRecorded]) -> SharedValues:
    """The comparisons and exceptions after some more facts."""
    compared, exceptions = list(values.compared), list(values.exceptions)
    since = list(values.since_compared)
    for fact in facts:
        if holds(fact, ValuesCompared):
            compared.append(fact)
            since.clear()
        elif holds(fact, ValuesExceptionMade):
            exceptions.append(fact)
            since.append(fact)
    return SharedValues(
        compared=tuple(compared), exceptions=tuple(exceptions), since_compared=tuple(since)
    )


def compare_values(
    state: "Relationship",
    *,
    on: When,
    outcome: ValuesOutcome,
    values_version: int | None = None,
    points: Iterable[str] = (),
    id: str = MADE,
) -> Draft[ValuesCompared] | Refusal:
    """Compare the other house with the firm's published values, before opening or since.

    Refusals: `NotAllowedInPhase`.
    """
    return before_closing(state) or happened(
        ValuesCompared(values_version=values_version, outcome=outcome, points=tuple(points)), on
    )


def _reach(on: When, review_by: date) -> ReviewOutOfReach | None:
    earliest = day_of(on)
    latest = earliest + min(REVIEWED_WITHIN, date.max - earliest)
    within = earliest <= review_by <= latest
    return None if within else ReviewOutOfReach(review_by, earliest, latest)


def make_values_exception(
    state: "Relationship",
    *,
    on: When,
    reason: str,
    approved_by: Iterable[PartyRef],
    review_by: date,
    id: str = MADE,
) -> Draft[ValuesExceptionMade] | Refusal:
    """Go on in spite of incompatible values, for a reason and until a day within 180 days.

    Refusals: `NotAllowedInPhase`, `NothingToExcept`, `Missing`, `ReviewOutOfReach`.
    """
    people = tuple(approved_by)
    return first(
        before_closing(state),
        None if state.values.incompatible else NothingToExcept(),
        missing(reason=reason, approved_by=people, review_by=review_by) or _reach(on, review_by),
    ) or happened(ValuesExceptionMade(reason=reason, approved_by=people, review_by=review_by), on)
