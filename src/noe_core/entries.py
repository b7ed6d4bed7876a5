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


def _own(plain: Any) -> Any:
    """A plain value that nobody else holds."""
    if isinstance(plain, Mapping):
        return {name: _own(inner) for name, inner in plain.items()}
    return list(map(_own, plain)) if isinstance(plain, list) else plain


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
        own = {name: _own(value) for name, value in self.new_fields.items()}
        object.__setattr__(self, "new_fields", MappingProxyType(own))


@value
class EntryWithdrawn(Fact):
    """An entry was taken back; it no longer counts from the day this was recorded."""

    target_event_id: UUID
    reason: Text | None = None
