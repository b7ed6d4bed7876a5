"""The state of a practitioner: what they carry, and what they say of themselves.

Rule kept here: evolving never refuses, and nothing is known of a person but what the events
of this stream tell (domain.md §0 "never a surveillance tool").
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from attrs import field, frozen

from noe_core.facts import AnyRecorded
from noe_core.practitioner import assignments, erasure, wellbeing
from noe_core.refusal import Refusal
from noe_core.stream_state import StreamState, with_facts, with_unread


@frozen(kw_only=True)
class Practitioner(StreamState):
    """What the facts of a practitioner add up to; ``person`` is the stream's own id."""

    person: str
    assignments: assignments.Assignments = field(factory=assignments.Assignments)
    wellbeing: wellbeing.Wellbeing = field(factory=wellbeing.Wellbeing)
    erasures: erasure.Erasures = field(factory=erasure.Erasures)

    def settled(self, target: UUID) -> Refusal | None:
        """A refusal for an erasure, which cannot be undone."""
        return self.erasures.settled(target)


def evolve(state: Practitioner, facts: Iterable[AnyRecorded]) -> Practitioner:
    """The state after some more facts, in order."""
    run = tuple(facts)
    return Practitioner(
        person=state.person,
        assignments=assignments.follow(state.assignments, run),
        wellbeing=wellbeing.follow(state.wellbeing, run),
        erasures=erasure.follow(state.erasures, run),
        facts=with_facts(state, run),
        unread=with_unread(state, run),
    )
