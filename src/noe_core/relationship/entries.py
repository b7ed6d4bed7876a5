"""Corrections and withdrawals of entries.

Rule kept here: nothing is edited and nothing is deleted; a correction is a new fact that
points at the old one (domain.md §3 "any stream").
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

from attrs import field

from noe_core.typed import Fact, Text, value


@value
class EntryCorrected(Fact):
    """An entry was set right: the named fields take new values, given as plain values.

    ``new_fields`` may hold ``occurred_at``; ``None`` empties a field.
    """

    target_event_id: UUID
    new_fields: Mapping[str, Any] = field(hash=False)
    reason: Text | None = None

    def __attrs_post_init__(self) -> None:
        """Keep the caller's mapping from changing under us."""
        object.__setattr__(self, "new_fields", MappingProxyType(dict(self.new_fields)))


@value
class EntryWithdrawn(Fact):
    """An entry was taken back; it no longer counts from the day this was recorded."""

    target_event_id: UUID
    reason: Text | None = None
