"""The balance of a relationship: signals side by side, from which nobody is graded.

Rule kept here: there is no total and no order of merit; the order of the signals is that of
their names and says nothing. A signal that cannot be known has no value, and never 0
(domain.md §0 "never a trust score", §4, row 16).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from statistics import median
from uuid import UUID

from attrs import frozen

from noe_core.beside import Beside
from noe_core.facts import AnyRecorded
from noe_core.projection import Projection, View
from noe_core.projections.around import own_name
from noe_core.projections.engagement_ledger import engagement_ledger
from noe_core.projections.felt import Felt
from noe_core.projections.figure import Figure, counted, ids, on, share
from noe_core.projections.portfolio_balance import portfolio_balance
from noe_core.projections.quote_statistics import unchanged
from noe_core.projections.review_coverage import review_coverage
from noe_core.projections.told import issues_told
from noe_core.projections.value_entries import person_minutes
from noe_core.relationship.issues import Issue, Stance
from noe_core.relationship.people import BOTH
from noe_core.relationship.state import Relationship, evolve
from noe_core.values import Side

LEAST_ANSWERS = 5
"""How many people speak before a group is heard (domain.md §0)."""


HOUR, MICROSECOND = timedelta(hours=1), timedelta(microseconds=1)


class SignalName(StrEnum):
    """What a signal is about; the unit is that of its name.

    ``reciprocity``, ``two_sided_share``, ``coproduction`` and ``kept_rate`` are ratios,
    ``hours_to_ownership`` a median of hours, ``strain_median`` a step from 1 to 5; the
    others count facts or issues.
    """

    RECIPROCITY = "reciprocity"
    TWO_SIDED_SHARE = "two_sided_share"
    COPRODUCTION = "coproduction"
    KEPT_RATE = "kept_rate"
    BOUNDARY_CROSSINGS = "boundary_crossings"
    ISSUES_OWNED = "issues_owned"
    ISSUES_DENIED = "issues_denied"
    ISSUES_DEFLECTED = "issues_deflected"
    ISSUES_UNANSWERED = "issues_unanswered"
    HANDOFFS = "handoffs"
    HOURS_TO_OWNERSHIP = "hours_to_ownership"
    QUOTES_NEGOTIATED = "quotes_negotiated"
    STRAIN_MEDIAN = "strain_median"


@frozen(kw_only=True)
class Signal:
    """One thing that can be seen of the balance.

    Attributes:
        name: what it is about.
        value: a ratio or a median (`Fraction`), or a count; ``None`` where it is not known.
        side: the side it is of, where it is of one.
        evidence: the events it stands on. A median of strains has none: an id would lead to
            what one person said.
    """

    name: SignalName
    value: Fraction | int | None
    side: Side | None = None
    evidence: tuple[UUID, ...] = ()


@frozen(kw_only=True)
class RelationshipBalance:
    """The signals, in the order of `SignalName`."""

    signals: tuple[Signal, ...]

    def of(self, name: SignalName) -> tuple[Signal, ...]:
        """The signals of a name, one for each side where it has sides."""
        return tuple(signal for signal in self.signals if signal.name is name)


def _count(name: SignalName, facts: Iterable[AnyRecorded], side: Side | None = None) -> Signal:
    figure = counted(facts)
    return Signal(name=name, value=figure.value, side=side, evidence=figure.evidence)


def _ratio(
    name: SignalName, value: Fraction | None, *stands_on: Figure[int], side: Side | None = None
) -> Signal:
    evidence = (event_id for figure in stands_on for event_id in figure.evidence)
    return Signal(name=name, value=value, side=side, evidence=tuple(dict.fromkeys(evidence)))


def _given(state: Relationship, view: View) -> Iterator[Signal]:
    """What each side commits to, keeps, looks at and works."""
    ledger, coverage = engagement_ledger(state.engagements, view), review_coverage(state, view)
    made = (ledger.provider.made, ledger.client.made)
    minutes = person_minutes(state)
    theirs, ours = minutes[Side.CLIENT], minutes[Side.PROVIDER]
    worked = share(theirs.value, theirs.value + ours.value)
    yield _ratio(SignalName.RECIPROCITY, ledger.reciprocity, *made)
    yield _ratio(SignalName.TWO_SIDED_SHARE, coverage.two_sided_share, coverage.two_sided)
    yield _ratio(SignalName.COPRODUCTION, worked, theirs, ours)
    for side in BOTH:
        kept = ledger.of(side)
        due, first = kept.due, kept.kept_on_first_terms
        yield _ratio(SignalName.KEPT_RATE, kept.kept_rate, due, first, side=side)


def _crossings(state: Relationship) -> Iterator[Signal]:
    for side in BOTH:
        crossed = (c for c in state.frame.crossings if c.data.by_side is side)
        yield _count(SignalName.BOUNDARY_CROSSINGS, crossed, side)


ANSWERED = {
    Stance.OWNED: SignalName.ISSUES_OWNED,
    Stance.DENIED: SignalName.ISSUES_DENIED,
    Stance.DEFLECTED: SignalName.ISSUES_DEFLECTED,
}
"""The signal of each answer to an issue. One denied, then owned, is in both."""


def _issues(issues: tuple[Issue, ...], view: View) -> Iterator[Signal]:
    for stance, name in ANSWERED.items():
        answers = (tuple(o for o in i.owned if o.data.stance is stance) for i in issues)
        yield _count(name, (found[0] for found in answers if found))
    unanswered = (i.raised for i in issues if i.raised and not i.owned and not i.resolved)
    yield _count(SignalName.ISSUES_UNANSWERED, unanswered)
    yield _count(SignalName.HANDOFFS, (passed for i in issues for passed in i.handoffs))
    yield _hours(issues, view)


def hours_between(one: AnyRecorded, other: AnyRecorded, view: View) -> Fraction:
    """The hours from one fact to another: exact between two instants.

    Where either is known to the day only, whole days between their days, 24 hours each: the
    same day is none.
    """
    first, last = one.occurred_at, other.occurred_at
    if isinstance(first, datetime) and isinstance(last, datetime):
        return Fraction((last - first) // MICROSECOND, HOUR // MICROSECOND)
    return Fraction((on(other, view) - on(one, view)).days * 24)


def _hours(issues: Iterable[Issue], view: View) -> Signal:
    """How long an issue waits until somebody makes it theirs; of those owned since raised."""
    taken = tuple((i.raised, i.taken) for i in issues if i.raised and i.taken)
    waits = tuple((hours_between(r, t, view), (r, t)) for r, t in taken)
    known = tuple((hours, pair) for hours, pair in waits if hours >= 0)
    return Signal(
        name=SignalName.HOURS_TO_OWNERSHIP,
        value=median(hours for hours, _ in known) if known else None,
        evidence=ids(fact for _, pair in known for fact in pair),
    )


def _negotiated(state: Relationship) -> Signal:
    quotes = state.quotes.by_id.values()
    moved = (q.signed for q in quotes if q.signed and unchanged(q) is False)
    return _count(SignalName.QUOTES_NEGOTIATED, moved)


def _strain(state: Relationship, groups: Mapping[str, Felt]) -> Signal:
    """What practitioners say that it costs them, shown where the whole portfolio shows it.

    Asked there and not here, so that no two figures can be taken one from the other.
    """
    felt = groups.get(own_name(state) or "")
    return Signal(
        name=SignalName.STRAIN_MEDIAN,
        value=felt.median if felt is not None else None,
        side=Side.PROVIDER,
    )


def relationship_balance_with(
    beside: Beside | None, *, k: int = LEAST_ANSWERS
) -> Projection[Relationship, RelationshipBalance]:
    """The projection of the balance, with what practitioners beside say of themselves.

    Strain is heard from ``k`` people up (domain.md §4, row 16).

    Raises:
        ValueError: k is below 3.
    """
    portfolio = portfolio_balance(k=k)
    people = tuple(beside.practitioners.values()) if beside is not None else ()

    def answer(state: Relationship, view: View) -> RelationshipBalance:
        signals = (
            *_given(state, view),
            *_crossings(state),
            *_issues(issues_told(state.issues, view), view),
            _negotiated(state),
            _strain(state, portfolio.gather(people, view).strain_by_relationship),
        )
        return RelationshipBalance(signals=signals)

    return Projection(
        name="relationship_balance", start=Relationship(), apply=evolve, answer=answer
    )


RELATIONSHIP_BALANCE: Projection[Relationship, RelationshipBalance] = relationship_balance_with(
    None
)
