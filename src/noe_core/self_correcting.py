"""Decisions on entries of a practitioner: as in any stream, but for what only they may say.

Rule kept here: what a person said of themselves is put right and taken back by them alone,
and an erasure by nobody (domain.md §3, practitioner and "any stream").
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from noe_core import correcting
from noe_core.decision import MADE, Draft
from noe_core.entries import EntryCorrected, EntryWithdrawn
from noe_core.moments import When
from noe_core.practitioner.state import Practitioner
from noe_core.practitioner.wellbeing import spoken_for
from noe_core.refusal import Refusal


def correct_entry(
    state: Practitioner,
    recorded_by: str,
    target: UUID,
    *,
    on: When,
    new_fields: Mapping[str, Any],
    reason: str,
    id: str = MADE,
) -> Draft[EntryCorrected] | Refusal:
    """Set an entry right; what the person said of themselves, only they do.

    Refusals: `NotSelfDeclared`, `UnknownReference`, `Irreversible`, `Missing`,
    `NotCorrectable`, `FutureFact`.
    """
    return spoken_for(state, recorded_by, target) or correcting.correct_entry(
        state, target, on=on, new_fields=new_fields, reason=reason, id=id
    )


def withdraw_entry(
    state: Practitioner,
    recorded_by: str,
    target: UUID,
    *,
    on: When,
    reason: str,
    id: str = MADE,
) -> Draft[EntryWithdrawn] | Refusal:
    """Take an entry back; what the person said of themselves, only they do.

    Refusals: `NotSelfDeclared`, `UnknownReference`, `Irreversible`, `Missing`.
    """
    return spoken_for(state, recorded_by, target) or correcting.withdraw_entry(
        state, target, on=on, reason=reason, id=id
    )
