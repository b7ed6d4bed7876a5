"""What each declared practice looks like when it takes place.

Rule kept here: one table for the register and for the audit. A name that stands in none of
it cannot be followed, and is never taken for a practice that stopped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from noe_core.events import EVENTS_OF
from noe_core.facts import AnyRecorded, Unread, holds
from noe_core.history import ENTRIES
from noe_core.team.notebook import RitualHeld, RitualKind
from noe_core.vocabulary import StreamKind

NAMES: Mapping[str, str] = {
    "peer_session": "peer_session_held",
    "coherence_review": "coherence_reviewed",
    "field_observation": "field_observation_made",
    "deliberation": "deliberation_held",
    "success_note": "success_noted",
    "success_notebook": "success_noted",
    "review": "review_held",
}
"""Short names of practices and the events that show them; the full name goes too."""

HOME: Mapping[str, StreamKind] = {
    event.name: kind
    for kind in (StreamKind.RELATIONSHIP, StreamKind.TEAM, StreamKind.FIRM)
    for event in EVENTS_OF[kind]
    if event.kind not in ENTRIES
}
"""In which kind of stream an event stands. What practitioners report is left out: nobody is
followed by a practice that they report on themselves."""


@frozen
class Practice:
    """A practice as the log shows it: an event, of one kind where it is a ritual."""

    event: str
    ritual: RitualKind | None = None

    @property
    def home(self) -> StreamKind:
        """The kind of stream in which it shows."""
        return HOME[self.event]

    def shown_by(self, fact: AnyRecorded) -> bool:
        """Whether a fact says that it took place."""
        if fact.event != self.event or holds(fact, Unread):
            return False
        return self.ritual is None or (holds(fact, RitualHeld) and fact.data.kind is self.ritual)

    def hidden_in(self, fact: AnyRecorded) -> bool:
        """Whether a fact may say so, but nobody can tell: unread, or a ritual of no kind."""
        if fact.event != self.event:
            return False
        kindless = holds(fact, RitualHeld) and fact.data.kind is None
        return holds(fact, Unread) or (self.ritual is not None and kindless)


def practice(name: str) -> Practice | None:
    """The practice that goes by a name, however it is spaced; ``None`` if nobody knows it."""
    key = "_".join(name.lower().replace("-", " ").split())
    if key in set(RitualKind):
        return Practice("ritual_held", RitualKind(key))
    event = NAMES.get(key, key)
    return Practice(event) if event in HOME else None


def last_shown(facts: Iterable[AnyRecorded]) -> dict[Practice, AnyRecorded]:
    """The last fact that shows each practice, whatever is declared; facts come in order."""
    found: dict[Practice, AnyRecorded] = {}
    for fact in facts:
        if fact.event in HOME and not holds(fact, Unread):
            found[Practice(fact.event)] = fact
        if holds(fact, RitualHeld) and fact.data.kind is not None:
            found[Practice(fact.event, fact.data.kind)] = fact
    return found
