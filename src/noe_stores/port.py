"""What the ledger asks of a recorder beyond ``eventsourcing``'s ``ApplicationRecorder``.

Rule kept here: the pluggable interface is ``eventsourcing``'s. A recorder that can do more
says so by having these methods; for one that does not, the ledger does with less: it walks
the notification log for an index, reads records one object each, looks again after a while.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Protocol, runtime_checkable

from attrs import field, frozen


@frozen(kw_only=True)
class Head:
    """Where a stream ends: how many records it has, the last version and the last digest.

    ``sum`` is ``None`` when the last record carries no digest (a guest's record).
    """

    stream: str
    count: int
    version: int
    sum: str | None


@runtime_checkable
class StreamIndex(Protocol):
    """A recorder that knows its streams."""

    def head(self, stream: str) -> Head | None:
        """The end of one stream; ``None`` when the store has none of that id."""
        ...

    def heads(self, *, after: str | None = None, limit: int = 1000) -> Sequence[Head]:
        """Ends of the streams with a text id greater than ``after``, in order of code points."""
        ...


@runtime_checkable
class Lines(Protocol):
    """A recorder that gives the states of a stream as they are stored, and nothing around them."""

    def lines(self, stream: str, *, after: int = 0, limit: int = 5000) -> Sequence[bytes]:
        """The states of the records with a version above ``after``, in order of version.

        Fewer than ``limit`` means that the stream ends there as far as the store knows;
        a recorder that keeps an index has compared the end with it.

        Raises:
            StoreDamaged: the records are not those that were indexed.
        """
        ...


@cache
def gives_lines(kind: type) -> bool:
    """Whether recorders of that class are `Lines`; asking a protocol each time takes a while."""
    return issubclass(kind, Lines)


@runtime_checkable
class Watched(Protocol):
    """A recorder on whose growth one can wait."""

    def await_growth(self, after: int, timeout: float) -> bool:
        """Whether a position above ``after`` exists, waiting for one up to so many seconds."""
        ...


@frozen(kw_only=True)
class Finding:
    """Something wrong with a store as such: where it is, what it is, which streams it concerns.

    A ``torn`` finding is the rest of a write that was never acknowledged: no fact is lost.
    """

    place: str
    why: str
    streams: tuple[str, ...] = ()
    torn: bool = False


@runtime_checkable
class SelfChecking(Protocol):
    """A recorder that can check what lies beneath its streams: files, journal, order."""

    def inspect(self) -> Iterator[Finding]:
        """What is wrong with the store itself; the chains of the streams are not its matter.

        A finding never stops the walk; memory does not grow with the store.
        """
        ...


@frozen(kw_only=True)
class Description:
    """What ``noe info`` shows of a store, as its recorder knows it.

    ``sizes`` are bytes by file or by group of files; ``notes`` are warnings for a person;
    ``epoch`` says since when positions count, where they were ever begun anew.
    """

    kind: str
    place: str
    format: int
    writable: bool
    durability: str
    streams: int
    records: int
    last_position: int | None
    engine: str = ""
    epoch: str = ""
    sizes: tuple[tuple[str, int], ...] = ()
    notes: tuple[str, ...] = field(default=())


@runtime_checkable
class Described(Protocol):
    """A recorder that can say what it is."""

    def describe(self) -> Description:
        """The store as it is now."""
        ...


@runtime_checkable
class BackingUp(Protocol):
    """A recorder that can be copied whole while others write."""

    def back_up(self, target: Path) -> None:
        """Make a store of the same kind at a place that is still free, as of one moment.

        Raises:
            StoreError: something is at the place already, or it cannot be written; what was
                begun there is taken away again.
        """
        ...


@runtime_checkable
class Twofold(Protocol):
    """A recorder that keeps every record in two places, to salvage from."""

    def other_copy(self, stream: str, *, after: int = 0) -> Iterator[bytes]:
        """The states of the stream above a version, as the other place has them."""
        ...
