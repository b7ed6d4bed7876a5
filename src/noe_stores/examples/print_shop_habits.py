"""What comes back each month at the print shop: the run, the count, the quote, the review.

Rule kept here: a quote is talked over before it is signed. Everybody here is fictional.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from noe_core.relationship.quotes import QuoteKind, QuoteLine
from noe_core.values import Money, PartyRef, Period, Side
from noe_stores.examples.voices import both_assessed
from noe_stores.handles.relation import Relation

SIGNED = date(2023, 2, 6)
MONTHS = {2: "février", 3: "mars", 4: "avril", 5: "mai", 6: "juin"}
UNIT = "bulletin emporté"

MAUD = PartyRef(party_id="maud", side=Side.PROVIDER, organisation="Imprimerie Colvert")
THEO = PartyRef(party_id="théo", side=Side.PROVIDER, organisation="Imprimerie Colvert")
AGATHE = PartyRef(party_id="agathe", side=Side.PROVIDER, organisation="Imprimerie Colvert")
IRENE = PartyRef(party_id="irène", side=Side.CLIENT, organisation="Valbrune")
TOGETHER = (MAUD, IRENE)
ALL = (MAUD, THEO, IRENE)


def print_month(
    relation: Relation, on: date, by: PartyRef, *, work: tuple[str, int], topic: str
) -> UUID:
    """A month's work, its id and its minutes; gives its event."""
    work_id, minutes = work
    return relation.record_work(
        id=work_id, on=on, by=by, minutes=minutes, topic=topic, objective_ids=["o1"]
    ).id


def count_taken_home(relation: Relation, on: date, month: int, taken_home: int) -> None:
    """How many bulletins found somebody in a month."""
    relation.measure_usage(UNIT, on=on, quantity=Decimal(taken_home), period=_month(month))


def quote_month(
    relation: Relation,
    on: date,
    id: str,
    *,
    month: int,
    work: tuple[str, int],
    euros: int,
    **cited: Any,
) -> None:
    """The quote of a month of work, with what it cites."""
    (work_id, minutes), amount = work, Money.of(euros)
    relation.issue_quote(
        id=id,
        on=on,
        kind=QuoteKind.AFTER_WORK,
        period=_month(month),
        lines=[QuoteLine(label=MONTHS[month], work_ids=(work_id,), minutes=minutes, amount=amount)],
        total=amount,
        **cited,
    )


def talk_and_sign(relation: Relation, on: date, quote_id: str, learned: str | None = None) -> None:
    """A quote is talked over, then signed as it stands."""
    relation.discuss_quote(quote_id, on=on, minutes=45, participants=TOGETHER, learned=learned)
    relation.sign_quote(quote_id, on=on, by=IRENE, negotiated=False)


def review_together(
    relation: Relation, on: date, id: str, *, minutes: int, said: tuple[str, str], **more: Any
) -> None:
    """A review of both sides, with what each says of the other's work."""
    relation.hold_review(
        id=id,
        on=on,
        minutes=minutes,
        participants=ALL,
        initiated_by=Side.PROVIDER,
        assessments=both_assessed(*said),
        **more,
    )


def _month(month: int) -> Period:
    """A month of 2023; the first begins with the agreement."""
    last = date(2023, month + 1, 1) - timedelta(days=1)
    return Period(start=max(date(2023, month, 1), SIGNED), end=last)
