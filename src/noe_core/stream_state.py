"""What the state of every stream holds beside its chapters: its facts, by id.

Rule kept here: a fact that cannot be read is part of the state too; what is settled for
good is said by the stream it stands in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar
from uuid import UUID

from attrs import field, frozen

from noe_core.facts import AnyRecorded, Unread, holds
from noe_core.refusal import Refusal, UnknownReference
from noe_core.typed import Fact

S = TypeVar("S")


@frozen(kw_only=True)
class StreamState:
    """The facts so far, and those this release cannot read; each stream adds its chapters."""

    facts: Mapping[UUID, AnyRecorded] = field(factory=dict)
    unread: tuple[AnyRecorded, ...] = ()

    def unknown(self, name: str, event_ids: Iterable[UUID]) -> UnknownReference | None:
        """A refusal for the first event named that the stream does not hold."""
        for event_id in event_ids:
            if event_id not in self.facts:
                return UnknownReference(name, str(event_id))
        return None

    def settled(self, _target: UUID) -> Refusal | None:
        """A refusal where an entry no longer changes; each stream has its own reasons."""
        return None


def with_facts(state: StreamState, run: Iterable[AnyRecorded]) -> dict[UUID, AnyRecorded]:
    """The facts of a state and some more, by id."""
    return {**state.facts, **{fact.id: fact for fact in run}}


def with_unread(state: StreamState, run: Iterable[AnyRecorded]) -> tuple[AnyRecorded, ...]:
    """The facts of a state that cannot be read, and those of some more."""
    return (*state.unread, *(fact for fact in run if holds(fact, Unread)))


@frozen
class Run:
    """Some facts in order, and of which kinds they are."""

    facts: tuple[AnyRecorded, ...]
    kinds: frozenset[type[Fact]]

    @classmethod
    def of(cls, facts: Iterable[AnyRecorded]) -> Run:
        """The facts, looked through once for all chapters."""
        run = tuple(facts)
        return cls(run, frozenset(type(fact.data) for fact in run))


def followed(
    follow: Callable[[S, Iterable[AnyRecorded]], S],
    part: S,
    run: Run,
    kinds: frozenset[type[Fact]],
) -> S:
    """A chapter's slice of a state after those of some facts that the chapter follows."""
    if run.kinds.isdisjoint(kinds):
        return part
    return follow(part, [fact for fact in run.facts if type(fact.data) in kinds])
