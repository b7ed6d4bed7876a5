"""Decisions on entries of any stream: setting one right, taking one back.

Rule kept here: what its stream calls settled is neither corrected nor withdrawn (domain.md
§3 "any stream").
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

import attrs
from attrs import frozen

from noe_core.decision import MADE, Draft, happened
from noe_core.entries import EntryCorrected, EntryWithdrawn
from noe_core.facts import AnyRecorded, Unread
from noe_core.moments import When, day_of
from noe_core.refusal import FutureFact, Refusal, UnknownReference, first, missing
from noe_core.stream_state import StreamState
from noe_core.typed import Fact, Unfit
from noe_core.wire import amended, moment, plain_field


@frozen
class NotCorrectable(Refusal):
    """The new fields do not fit the entry."""

    says = "entry {target} cannot take these fields: {why}"
    target: str
    why: str


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


def _recorded(state: StreamState, target: UUID) -> AnyRecorded | None:
    """The fact of that event id.

    Raises:
        Unfit: the target is no UUID, which would be taken for the id of no fact.
    """
    if not isinstance(target, UUID):
        why = f"must be a UUID, the id of the fact recorded, not {target!r:.60}"
        raise Unfit("EntryCorrected", "target_event_id", why)
    return state.facts.get(target)


def correct_entry(
    state: StreamState,
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
    fact = _recorded(state, target)
    if fact is None:
        return UnknownReference("target", str(target))
    fields = {name: plain_field(value) for name, value in new_fields.items()}
    return first(
        state.settled(target),
        missing(new_fields=fields or None, reason=reason),
        _fits(fact, fields, on),
    ) or happened(EntryCorrected(target_event_id=target, new_fields=fields, reason=reason), on)


def withdraw_entry(
    state: StreamState,
    target: UUID,
    *,
    on: When,
    reason: str,
    id: str = MADE,
) -> Draft[EntryWithdrawn] | Refusal:
    """Take an entry back; it no longer counts from the day this is recorded.

    Refusals: `UnknownReference`, `AlreadySigned`, `Missing`.
    """
    if _recorded(state, target) is None:
        return UnknownReference("target", str(target))
    return first(state.settled(target), missing(reason=reason)) or happened(
        EntryWithdrawn(target_event_id=target, reason=reason), on
    )
