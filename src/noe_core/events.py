"""The closed table of events: every name this release writes and reads, stream by stream.

Rule kept here: each stream has its own table; corrections and withdrawals stand in any. An
event is added in the chapter that decides on it, and in the table of its stream.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from noe_core import correcting, entries, self_correcting
from noe_core.facts import OWN_NAME, Own, Unread
from noe_core.firm.events import EVENTS as FIRM
from noe_core.practitioner.events import EVENTS as PRACTITIONER
from noe_core.relationship.events import EVENTS as RELATIONSHIP
from noe_core.team.events import EVENTS as TEAM
from noe_core.typed import Fact
from noe_core.vocabulary import Event, StreamKind, Water, kind_of

__all__ = [
    "BY_KIND",
    "BY_NAME",
    "EVENTS",
    "EVENTS_OF",
    "Event",
    "StreamKind",
    "Water",
    "belongs",
    "event_of",
    "known",
    "named",
]

F = Water.FRAME

Decide = Callable[..., Any]


def _entries(correct: Decide, withdraw: Decide) -> tuple[Event, Event]:
    """Corrections and withdrawals, as a kind of stream decides on them."""
    corrected, withdrawn = entries.EntryCorrected, entries.EntryWithdrawn
    return (
        Event("entry_corrected", corrected, correct, F, "entrée rectifiée"),
        Event("entry_withdrawn", withdrawn, withdraw, F, "entrée retirée"),
    )


ENTRIES = _entries(correcting.correct_entry, correcting.withdraw_entry)
OF_ONESELF = _entries(self_correcting.correct_entry, self_correcting.withdraw_entry)

EVENTS_OF: Mapping[StreamKind, tuple[Event, ...]] = {
    StreamKind.RELATIONSHIP: (*RELATIONSHIP, *ENTRIES),
    StreamKind.PRACTITIONER: (*PRACTITIONER, *OF_ONESELF),
    StreamKind.TEAM: (*TEAM, *ENTRIES),
    StreamKind.FIRM: (*FIRM, *ENTRIES),
}
"""The events that a stream of each kind may hold."""

EVENTS = (*RELATIONSHIP, *PRACTITIONER, *TEAM, *FIRM, *ENTRIES)
"""Every event this release writes and reads."""

BY_NAME = {event.name: event for event in EVENTS}
_NAMES = {kind: frozenset(e.name for e in events) for kind, events in EVENTS_OF.items()}
BY_KIND = {event.kind: event for event in EVENTS}


def named(fact: Fact) -> tuple[str, int]:
    """The name and the schema that a fact is written under.

    Raises:
        LookupError: the class is in no release's table.
    """
    if isinstance(fact, Own | Unread):
        return fact.event, fact.schema
    event = event_of(fact)
    return event.name, event.schema


def known(name: str) -> str:
    """The name of an event, of this release's or of a tool's own.

    Raises:
        ValueError: there is no such event; the message says which come near.
    """
    if name not in BY_NAME and not OWN_NAME.fullmatch(name):
        near = " or ".join(get_close_matches(name, BY_NAME))
        asked = f"did you mean {near}? " if near else ""
        raise ValueError(f"no event is named {name!r}; {asked}`noe schema` prints them all")
    return name


@lru_cache(maxsize=1024)
def belongs(name: str, stream: str) -> bool:
    """Whether an event may stand in a stream; unknown ones, and a tool's own, in any."""
    return name not in BY_NAME or name in _NAMES[kind_of(stream)]


def event_of(fact: Fact) -> Event:
    """The entry of the table for a fact.

    Raises:
        LookupError: the class is in no release's table.
    """
    try:
        return BY_KIND[type(fact)]
    except KeyError:
        raise LookupError(f"{type(fact).__name__} is not an event of this release") from None
