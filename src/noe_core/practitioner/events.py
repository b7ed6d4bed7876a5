"""The events of a practitioner: the name each is written under, and how people call it."""

from __future__ import annotations

from noe_core.vocabulary import Event

EVENTS: tuple[Event, ...] = ()
