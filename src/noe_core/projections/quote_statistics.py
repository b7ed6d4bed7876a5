"""How quotes fared: signed as issued or not, discussed, signed how fast, for how much.

Rule kept here: a quote withdrawn after a discussion was decided on, so that issuing it
again at another price cannot pass for a quote nobody negotiated (domain.md §4, row 15).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from statistics import median
from uuid import UUID

from attrs import frozen

from noe_core.facts import AnyRecorded
from noe_core.history import place
from noe_core.projection import Projection, View
from noe_core.projections.figure import Figure, counted, on, per_currency, share
from noe_core.projections.months import Month
from noe_core.relationship.quotes import Quote
from noe_core.relationship.state import Relationship, evolve
from noe_core.values import Money, Side


@frozen(kw_only=True)
class QuoteStatistics:
    """How the quotes of a relationship fared.

    Attributes:
        issued: the quotes issued.
        discussed: those of them that were discussed.
        discussion_coverage: discussed out of issued.
        decided: quotes signed, refused, or withdrawn after a discussion.
        signed: quotes signed.
        signed_unchanged: those of them signed as they were issued.
        unsaid: those of them of which nobody said whether they were negotiated; they stay
            out of the rate, which speaks of what is known.
        signed_unchanged_rate: signed_unchanged out of decided, less unsaid.
        months_without_quote: months gone by with provider work and no quote for them; each
            stands on the ids of its work.
        median_days_to_sign: from issue to signature.
        signed_totals: what was signed, per currency.
    """

    issued: Figure[int]
    discussed: Figure[int]
    discussion_coverage: Fraction | None
    decided: Figure[int]
    signed: Figure[int]
    signed_unchanged: Figure[int]
    unsaid: Figure[int]
    signed_unchanged_rate: Fraction | None
    months_without_quote: Mapping[Month, tuple[UUID, ...]]
    median_days_to_sign: Figure[Fraction | None]
    signed_totals: Mapping[str, Figure[Money]]


def signed_amount(quote: Quote) -> Money | None:
    """What a quote was signed for: as signed, else as issued; ``None`` if it is not."""
    if quote.signed is None:
        return None
    return quote.signed.data.amount or (quote.issued.data.total if quote.issued else None)


def decision(quote: Quote) -> AnyRecorded | None:
    """The fact by which a quote was decided on, if any."""
    withdrawn = quote.withdrawn
    talked = withdrawn and any(place(d) < place(withdrawn) for d in quote.discussed)
    return quote.signed or quote.refused or (withdrawn if talked else None)


def unchanged(quote: Quote) -> bool | None:
    """Whether a quote was signed as it was issued; ``None`` if nobody said.

    An amount that moved was negotiated, whatever is said of it.
    """
    if quote.signed is None:
        return False
    issued = quote.issued.data.total if quote.issued else None
    signed, negotiated = quote.signed.data.amount, quote.signed.data.negotiated
    if negotiated or (issued and signed and issued != signed):
        return False
    return True if negotiated is False or (issued and signed) else None


def _accounted(state: Relationship, view: View, worked: Iterable[Month]) -> Iterator[Month]:
    """The months that some quote, not withdrawn, accounts for, out of those worked in."""
    for quote in state.quotes.by_id.values():
        if quote.issued is None or quote.withdrawn is not None:
            continue
        period = quote.issued.data.period
        if period is not None:
            start, end = Month.of(period.start), Month.of(period.end)
            yield from (month for month in worked if start <= month <= end)
        counted_work = (state.work.done.get(work_id) for work_id in quote.issued.data.work_ids)
        yield from (Month.of(on(work, view)) for work in counted_work if work)


def _worked(state: Relationship, view: View) -> Mapping[Month, tuple[UUID, ...]]:
    """The months gone by in which the provider worked, with the ids of the work."""
    found: dict[Month, tuple[UUID, ...]] = {}
    for work in state.work.done.values():
        month = Month.of(on(work, view))
        by_provider = work.data.done_by is Side.PROVIDER and not work.data.automated
        if by_provider and month < Month.of(view.day):
            found[month] = (*found.get(month, ()), work.id)
    return dict(sorted(found.items()))


def _to_sign(quotes: Iterable[Quote], view: View) -> Figure[Fraction | None]:
    both = tuple((q.issued, q.signed) for q in quotes if q.issued and q.signed)
    days = tuple(Fraction((on(s, view) - on(i, view)).days) for i, s in both)
    evidence = tuple(fact.id for pair in both for fact in pair)
    return Figure(median(days) if days else None, evidence)


def quote_statistics(state: Relationship, view: View) -> QuoteStatistics:
    """How the quotes of a relationship fared (domain.md §4, row 15)."""
    quotes = tuple(state.quotes.by_id.values())
    issued = counted(q.issued for q in quotes if q.issued)
    discussed = counted(q.issued for q in quotes if q.issued and q.discussed)
    signed = tuple((q, q.signed) for q in quotes if q.signed)
    decided = counted(d for d in map(decision, quotes) if d is not None)
    as_issued = counted(fact for quote, fact in signed if unchanged(quote))
    unsaid = counted(fact for quote, fact in signed if unchanged(quote) is None)
    worked = _worked(state, view)
    accounted = frozenset(_accounted(state, view, worked))
    amounts = ((signed_amount(quote), fact.id) for quote, fact in signed)
    return QuoteStatistics(
        issued=issued,
        discussed=discussed,
        discussion_coverage=share(discussed.value, issued.value),
        decided=decided,
        signed=counted(fact for _, fact in signed),
        signed_unchanged=as_issued,
        unsaid=unsaid,
        signed_unchanged_rate=share(as_issued.value, decided.value - unsaid.value),
        months_without_quote={
            month: work for month, work in worked.items() if month not in accounted
        },
        median_days_to_sign=_to_sign(quotes, view),
        signed_totals=per_currency((money, i) for money, i in amounts if money is not None),
    )


QUOTE_STATISTICS: Projection[Relationship, QuoteStatistics] = Projection(
    name="quote_statistics", start=Relationship(), apply=evolve, answer=quote_statistics
)
