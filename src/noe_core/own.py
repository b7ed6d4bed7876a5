"""Events that the embedding tool adds: typed where the tool reads them, plain everywhere else.

Rule kept here: the library never builds a tool's class from data by itself; the tool asks,
with the class in its hand. Whoever has not got the class still reads, replays and audits
the history.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Generic, TypeVar

from attrs import evolve, field, frozen

from noe_core.decision import MADE, Draft, happened
from noe_core.facts import AnyRecorded, Own, Recorded, holds, own_name
from noe_core.moments import When
from noe_core.refusal import Refusal
from noe_core.stream_state import StreamState
from noe_core.typed import Fact
from noe_core.wire import plain, read

T = TypeVar("T", bound=Fact)


@frozen
class OwnEvent(Generic[T]):
    """An event of a tool: its name, its class (declared with `value`), and its schema.

    Raises:
        Unfit: the name is not that of a tool, a dot and that of the event.
    """

    name: str = field(validator=own_name)
    kind: type[T]
    schema: int = 1

    def fact(self, data: T) -> Own:
        """The fact to record."""
        return Own(self.name, plain(data), self.schema)

    def among(self, facts: Iterable[AnyRecorded]) -> Iterator[Recorded[T]]:
        """The facts of this event and schema among some, typed.

        Raises:
            ValueError: one does not fit the class; the message says where.
        """
        for fact in facts:
            if holds(fact, Own) and (fact.event, fact.schema) == (self.name, self.schema):
                typed: Any = evolve(fact, data=read(self.kind, fact.data.data))  # type: ignore[arg-type]
                yield typed


def record_own(
    _state: StreamState,
    fact: Own,
    *,
    on: When,
    id: str = MADE,  # noqa: ARG001 - as every command
) -> Draft[Own] | Refusal:
    """Record a fact of the tool's own; the library has no opinion on it."""
    return happened(fact, on)
