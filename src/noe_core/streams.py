"""The kinds of streams: how the state of each begins, and how it goes on.

Rule kept here: what is true of any stream (audit, replay, storage) asks this table and
never a kind by its name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from attrs import frozen

from noe_core.firm import state as firm
from noe_core.firm.state import Firm
from noe_core.history import History
from noe_core.practitioner import state as practitioner
from noe_core.practitioner.state import Practitioner
from noe_core.projection import Step
from noe_core.relationship import state as relationship
from noe_core.relationship.state import Relationship
from noe_core.stream_state import StreamState
from noe_core.team import state as team
from noe_core.team.state import Team
from noe_core.vocabulary import StreamKind, kind_of, own_id

S = TypeVar("S", bound=StreamState)


@frozen
class StreamType(Generic[S]):
    """A kind of stream; its state begins from the caller's own id of the stream."""

    kind: StreamKind
    begin: Callable[[str], S]
    evolve: Step[S]


RELATIONSHIP: StreamType[Relationship] = StreamType(
    StreamKind.RELATIONSHIP, lambda _own: Relationship(), relationship.evolve
)

PRACTITIONER: StreamType[Practitioner] = StreamType(
    StreamKind.PRACTITIONER, lambda own: Practitioner(person=own), practitioner.evolve
)

TEAM: StreamType[Team] = StreamType(StreamKind.TEAM, lambda _own: Team(), team.evolve)

FIRM: StreamType[Firm] = StreamType(StreamKind.FIRM, lambda _own: Firm(), firm.evolve)

STREAMS: Mapping[StreamKind, StreamType[Any]] = {
    RELATIONSHIP.kind: RELATIONSHIP,
    PRACTITIONER.kind: PRACTITIONER,
    TEAM.kind: TEAM,
    FIRM.kind: FIRM,
}


def state_of(history: History) -> StreamState:
    """What the facts of a history add up to.

    Raises:
        ValueError: the id of its stream carries no kind.
    """
    streams = STREAMS[kind_of(history.stream)]
    state: StreamState = streams.evolve(streams.begin(own_id(history.stream)), history.facts)
    return state
