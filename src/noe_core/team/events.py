"""The events of a team: the name each is written under, and how people call it."""

from __future__ import annotations

from noe_core.vocabulary import Event

EVENTS: tuple[Event, ...] = ()
