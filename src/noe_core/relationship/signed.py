"""What a signed quote stands on, and that it is settled.

Rule kept here: what a signed quote cites is neither corrected nor withdrawn (domain.md §3
"any stream", shared format "Identity and order").
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from uuid import UUID

from attrs import frozen

from noe_core.facts import AnyRecorded
from noe_core.refusal import Refusal
from noe_core.relationship.quotes import Quote

if TYPE_CHECKING:
    from noe_core.relationship.state import Relationship


@frozen
class AlreadySigned(Refusal):
    """What a signed quote cites no longer changes."""

    says = "entry {target} is part of quote {quote_id}, which is signed; record a new fact instead"
    target: str
    quote_id: str


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


def settled(state: Relationship, target: UUID) -> AlreadySigned | None:
    """A refusal for an entry that a signed quote cites."""
    quote = signed_over(state, target)
    return AlreadySigned(str(target), quote.quote_id) if quote is not None else None
