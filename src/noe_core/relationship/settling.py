"""Decisions on a quote once issued: discussed, signed, refused, withdrawn.

Rule kept here: a quote is settled once, and the client is the one who signs (domain.md §3).
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from noe_core.decision import MADE, Draft, happened
from noe_core.moments import When
from noe_core.refusal import AlreadyDone, Refusal, UnknownReference, first, missing
from noe_core.relationship.people import absent_side
from noe_core.relationship.quotes import (
    Quote,
    QuoteDiscussed,
    QuoteRefused,
    QuoteSigned,
    QuoteWithdrawn,
)
from noe_core.relationship.state import Relationship
from noe_core.values import Money, PartyRef, Side


@frozen
class SignedByWrongSide(Refusal):
    """The client signs quotes."""

    says = "quote {quote_id} is signed by the client, not by the {side} side"
    quote_id: str
    side: str


@frozen
class ChangedButNotNegotiated(Refusal):
    """An amount that moved was negotiated."""

    says = "quote {quote_id} was issued at {issued} and signed at {signed}: say negotiated=True"
    quote_id: str
    issued: Money
    signed: Money


def _standing(state: Relationship, quote_id: str) -> Quote | Refusal:
    """The quote if it still waits for an answer."""
    quote = state.quotes.by_id.get(quote_id)
    if quote is None or quote.issued is None:
        return UnknownReference("quote_id", quote_id)
    for fact, settled in (
        (quote.signed, "signed"),
        (quote.refused, "refused"),
        (quote.withdrawn, "withdrawn"),
    ):
        if fact is not None:
            return AlreadyDone("quote", quote_id, settled)
    return quote


def discuss_quote(
    state: Relationship,
    quote_id: str,
    *,
    on: When,
    minutes: int,
    participants: Iterable[PartyRef],
    learned: str | None = None,
    id: str = MADE,
) -> Draft[QuoteDiscussed] | Refusal:
    """Discuss a quote with the other side, before or after it is signed.

    Refusals: `UnknownReference`, `BothSidesNeeded`.
    """
    people = tuple(participants)
    known = state.quotes.by_id.get(quote_id)
    unknown = known is None or known.issued is None
    return first(
        UnknownReference("quote_id", quote_id) if unknown else None,
        absent_side("participants", people),
    ) or happened(
        QuoteDiscussed(quote_id=quote_id, minutes=minutes, participants=people, learned=learned),
        on,
    )


def sign_quote(
    state: Relationship,
    quote_id: str,
    *,
    on: When,
    by: PartyRef,
    negotiated: bool,
    amount: Money | None = None,
    id: str = MADE,
) -> Draft[QuoteSigned] | Refusal:
    """Sign a quote, at its total unless another amount was negotiated.

    Refusals: `UnknownReference`, `AlreadyDone`, `SignedByWrongSide`,
    `ChangedButNotNegotiated`.
    """
    quote = _standing(state, quote_id)
    if isinstance(quote, Refusal):
        return quote
    if by.side is not Side.CLIENT:
        return SignedByWrongSide(quote_id, by.side)
    issued = quote.issued.data.total if quote.issued else None
    signed = amount or issued
    if issued is not None and signed is not None and signed != issued and not negotiated:
        return ChangedButNotNegotiated(quote_id, issued, signed)
    return happened(QuoteSigned(quote_id=quote_id, by=by, negotiated=negotiated, amount=signed), on)


def refuse_quote(
    state: Relationship,
    quote_id: str,
    *,
    on: When,
    reason: str,
    id: str = MADE,
) -> Draft[QuoteRefused] | Refusal:
    """Refuse a quote, with the reason.

    Refusals: `UnknownReference`, `AlreadyDone`, `Missing`.
    """
    quote = _standing(state, quote_id)
    if isinstance(quote, Refusal):
        return quote
    return missing(reason=reason) or happened(QuoteRefused(quote_id=quote_id, reason=reason), on)


def withdraw_quote(
    state: Relationship,
    quote_id: str,
    *,
    on: When,
    reason: str,
    superseded_by: str | None = None,
    id: str = MADE,
) -> Draft[QuoteWithdrawn] | Refusal:
    """Withdraw a quote that is not signed, perhaps for another.

    Refusals: `UnknownReference`, `AlreadyDone`, `Missing`.
    """
    quote = _standing(state, quote_id)
    if isinstance(quote, Refusal):
        return quote
    return missing(reason=reason) or happened(
        QuoteWithdrawn(quote_id=quote_id, reason=reason, superseded_by=superseded_by), on
    )
