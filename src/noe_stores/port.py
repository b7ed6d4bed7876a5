"""What the ledger asks of a recorder beyond ``eventsourcing``'s ``ApplicationRecorder``.

Rule kept here: the pluggable interface is ``eventsourcing``'s. A recorder that also keeps
an index of its streams says so by having these two methods; for one that does not, the
ledger walks the notification log instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from attrs import frozen


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
