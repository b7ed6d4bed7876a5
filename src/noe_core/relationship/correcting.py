"""Decisions on entries: setting one right, taking one back.

Rule kept here: what a signed quote cites is settled; it is neither corrected nor withdrawn
(domain.md §3 "any stream", shared format "Identity and order").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast
from uuid import UUID

import attrs
from attrs import frozen

from noe_core.decision import MADE, Draft, happened
from noe_core.facts import AnyRecorded, Unread
from noe_core.moments import When, day_of
from noe_core.refusal import FutureFact, Refusal, UnknownReference, first, missing
from noe_core.relationship.entries import EntryCorrected, EntryWithdrawn
from noe_core.relationship.quotes import Quote
from noe_core.relationship.state import Relationship
from noe_core.typed import Fact
from noe_core.wire import amended, moment, plain_field


@frozen
class AlreadySigned(Refusal):
    """What a signed quote cites no longer changes."""

    says = "entry {target} is part of quote {quote_id}, which is signed; record a new fact instead"
    target: str
    quote_id: str


@frozen
class NotCorrectable(Refusal):
    """The new fields do not fit the entry."""

    says = "entry {target} cannot take these fields: {why}"
    target: str
    why: str


def cited(state: Relationship, quote: Quote) -> Iterator[AnyRecorded]:
    """The entries a quote stands on, its own included."""
    yield from quote.facts
    if quote.issued is None:
        return
    data = quote.issued.data
    yield from (state.work.done[i] for i in data.work_ids if i in state.work.done)
    yield from (state.work.resources[i] for i in data.resource_ids if i in state.work.resources)
    yield from (
        state.work.constraints[i] for i in data.constraint_ids if i in state.work.constraints
    )
    leave = state.reviews.by_id.get(data.over_limit_review_id or "")
    if leave is not None:
        yield leave
    for effect_id in data.cited_effect_ids:
        if effect_id in state.effects.by_id:
            yield from state.effects.by_id[effect_id].facts


def signed_over(state: Relationship, target: UUID) -> Quote | None:
    """The signed quote that cites an entry."""
    for quote in state.quotes.by_id.values():
        if quote.signed is not None and any(fact.id == target for fact in cited(state, quote)):
            return quote
    return None


def _settled(state: Relationship, target: UUID) -> AlreadySigned | None:
    quote = signed_over(state, target)
    return AlreadySigned(str(target), quote.quote_id) if quote is not None else None


def _fits(fact: AnyRecorded, fields: Mapping[str, Any], on: When) -> Refusal | None:
    if isinstance(fact.data, Unread):
        return NotCorrectable(str(fact.id), fact.data.reason)
    try:
        own = {name: value for name, value in fields.items() if name != "occurred_at"}
        occurred_at = moment(fields["occurred_at"]) if "occurred_at" in fields else None
        renamed = _renamed(fact.data, amended(fact.data, own))
    except ValueError as error:
        return NotCorrectable(str(fact.id), str(error))
    if renamed is not None:
        return NotCorrectable(str(fact.id), f"{renamed} names the thing itself; withdraw the entry")
    if occurred_at is not None and day_of(occurred_at) > day_of(on):
        return FutureFact(occurred_at, on)
    return None


def _renamed(before: Fact, after: Fact) -> str | None:
    """The field by which a fact names its own thing, where a correction changes it."""
    fields = attrs.fields(cast(Any, type(before)))
    needed = (f.name for f in fields if f.default is attrs.NOTHING and f.name.endswith("_id"))
    return next((n for n in needed if getattr(before, n) != getattr(after, n)), None)


def correct_entry(
    state: Relationship,
    target: UUID,
    *,
    on: When,
    new_fields: Mapping[str, Any],
    reason: str,
    id: str = MADE,
) -> Draft[EntryCorrected] | Refusal:
    """Set an entry right; values may be Python's own or plain ones, ``None`` empties a field.

    Corrections and withdrawals stand outside the state, so naming one as target is an
    `UnknownReference`.

    Refusals: `UnknownReference`, `AlreadySigned`, `Missing`, `NotCorrectable`, `FutureFact`.
    """
    fact = state.facts.get(target)
    if fact is None:
        return UnknownReference("target", str(target))
    fields = {name: plain_field(value) for name, value in new_fields.items()}
    return first(
        _settled(state, target),
        missing(new_fields=fields or None, reason=reason),
        _fits(fact, fields, on),
    ) or happened(EntryCorrected(target_event_id=target, new_fields=fields, reason=reason), on)


def withdraw_entry(
    state: Relationship,
    target: UUID,
    *,
    on: When,
    reason: str,
    id: str = MADE,
) -> Draft[EntryWithdrawn] | Refusal:
    """Take an entry back; it no longer counts from the day this is recorded.

    Refusals: `UnknownReference`, `AlreadySigned`, `Missing`.
    """
    if target not in state.facts:
        return UnknownReference("target", str(target))
    return first(_settled(state, target), missing(reason=reason)) or happened(
        EntryWithdrawn(target_event_id=target, reason=reason), on
    )
