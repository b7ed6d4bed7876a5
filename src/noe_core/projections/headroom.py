"""What an agreed limit leaves to spend.

Rule kept here: what shares a limit is decided in one place, where quotes are issued
(`noe_core.relationship.quoting`); two currencies are never compared (domain.md §3, quotes).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from attrs import frozen

from noe_core.facts import Recorded
from noe_core.projections.figure import Figure
from noe_core.relationship.frame import LimitPer, SpendLimitAgreed
from noe_core.relationship.quoting import sharing
from noe_core.relationship.state import Relationship
from noe_core.values import Money, Period


@frozen(kw_only=True)
class Headroom:
    """What a limit leaves beyond an amount; less than nothing where it is exceeded.

    Attributes:
        limit: the limit that holds, on the fact that agreed it.
        per: the span it holds for.
        quoted: what standing quotes take of the same span.
        left: limit less quoted less the amount asked about, in the limit's currency.
    """

    limit: Figure[Money]
    per: LimitPer
    quoted: Figure[Decimal]
    left: Decimal


def _quoted(state: Relationship, day: date, per: LimitPer, currency: str) -> Figure[Decimal]:
    quotes = sharing(state, day, per, currency)
    amounts = (quote.amount.amount for quote in quotes if quote.amount)
    settled = (quote.signed or quote.issued for quote in quotes)
    return Figure(sum(amounts, Decimal("0.00")), tuple(fact.id for fact in settled if fact))


def headroom(state: Relationship, period: Period, amount: Money | None) -> Headroom | None:
    """What the limit of a period's last day leaves beyond an amount.

    ``None`` without an amount, or where no limit is known in its currency.
    """
    agreed: Recorded[SpendLimitAgreed] | None = state.frame.limit_on(period.end)
    limit = agreed.data.amount if agreed else None
    if agreed is None or limit is None or amount is None or amount.currency != limit.currency:
        return None
    per = agreed.data.per or LimitPer.TOTAL
    quoted = _quoted(state, period.end, per, limit.currency)
    return Headroom(
        limit=Figure(limit, (agreed.id,)),
        per=per,
        quoted=quoted,
        left=limit.amount - quoted.value - amount.amount,
    )
