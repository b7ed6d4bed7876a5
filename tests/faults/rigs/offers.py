"""What the rigs offer to a store: facts of about 300 bytes, one or several a call.

Rule kept here: an offer is wholly determined by its round and its number, so that every
process knows what was offered without being told, and offers it again to the byte.
"""

from __future__ import annotations

from uuid import UUID, uuid5

from attrs import frozen

_NAMESPACE = UUID("7b0c8f0e-9a54-5c0e-8d51-2f6c1d6a4e77")
_WORDS = "what serves the readers of the town and those who print for them, season after season "
_BATCH = 5


@frozen
class Fact:
    """One fact: its place in the plan and its content."""

    stream: str
    version: int
    id: UUID
    text: str


@frozen
class Offer:
    """The facts of one call; all of them are kept, or none."""

    round: int
    number: int
    facts: tuple[Fact, ...]

    @property
    def streams(self) -> tuple[str, ...]:
        """The streams concerned."""
        return tuple(dict.fromkeys(fact.stream for fact in self.facts))


def offer(round_: int, number: int, writer: str = "") -> Offer:
    """The offer of that number: by turns one fact, five on a stream, five across three."""
    turn, kind = divmod(number, 3)
    if kind == 0:
        places = [(0, turn + 1)]
    elif kind == 1:
        places = [(1, _BATCH * turn + k + 1) for k in range(_BATCH)]
    else:
        places = [(2, 2 * turn + 1), (3, 2 * turn + 1), (2, 2 * turn + 2), (3, 2 * turn + 2)]
        places.append((4, turn + 1))
    return Offer(round_, number, tuple(_fact(round_, s, version, writer) for s, version in places))


def single(round_: int, number: int, writer: str = "") -> Offer:
    """An offer of one fact, on the one stream of a writer."""
    return Offer(round_, number, (_fact(round_, 0, number + 1, writer),))


def _fact(round_: int, stream: int, version: int, writer: str) -> Fact:
    name = f"relationship/r{round_}{writer}-s{stream}"
    event_id = uuid5(_NAMESPACE, f"{name} {version}")
    return Fact(name, version, event_id, f"{version}: {_WORDS}")
