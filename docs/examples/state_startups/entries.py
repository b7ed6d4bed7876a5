"""What a sheet says on one day, as facts under keys; and the way from one day to the next.

Rule kept here: a fact the sheet still says is left alone, one it says otherwise is
corrected, one it no longer says is withdrawn. Nothing recorded is ever changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from attrs import frozen

from noe_core.entries import EntryCorrected, EntryWithdrawn
from noe_core.moments import When, written
from noe_core.typed import Fact
from noe_core.wire import plain


@frozen
class Entry:
    """A fact the sheet says, and the day it gives for it; ``None``: when it was written."""

    fact: Fact
    on: When | None = None


@frozen
class Noted:
    """An entry that was recorded: the id of its event, and when that was."""

    event_id: UUID
    entry: Entry
    recorded_at: datetime


def differences(
    recorded: Mapping[str, Noted], said: Mapping[str, Entry]
) -> Iterator[tuple[str, Entry]]:
    """What must be recorded, under which key, so that the record says what the sheet says."""
    for key, noted in recorded.items():
        if key not in said:
            yield f"withdrawn: {key}", Entry(EntryWithdrawn(target_event_id=noted.event_id))
    for key, entry in said.items():
        if key not in recorded:
            yield key, entry
        elif fields := _changed(recorded[key], entry):
            correction = EntryCorrected(target_event_id=recorded[key].event_id, new_fields=fields)
            yield f"corrected: {key}", Entry(correction)


def _changed(noted: Noted, new: Entry) -> dict[str, Any]:
    before, after = plain(noted.entry.fact), plain(new.fact)
    names = dict.fromkeys((*before, *after))
    fields = {name: after.get(name) for name in names if before.get(name) != after.get(name)}
    if new.on != noted.entry.on:
        fields["occurred_at"] = written(new.on or noted.recorded_at)
    return fields
