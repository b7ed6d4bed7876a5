"""Where a stream ends: what the next line there follows.

Rule kept here: versions are 1, 2, 3 … without gap, and each line is chained to the one
before. A tail is a value, so that facts can be prepared for several streams before any is
recorded.
"""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from noe_core.facts import AnyRecorded
from noe_stores.lines import chain


@frozen
class Tail:
    """The end of a stream: its last version, the digest to chain to, and the last time."""

    stream: str
    version: int
    sum: str
    recorded_at: datetime | None = None

    @classmethod
    def of(cls, stream: str) -> Tail:
        """The tail of a stream that holds nothing yet."""
        return cls(stream, 0, chain.start(stream))

    def after(self, record: AnyRecorded, digest: str) -> Tail:
        """The tail once that record stands there."""
        return Tail(self.stream, record.version, digest, record.recorded_at)
