"""What is asked of a store's tables, whatever their format.

Rule kept here: one module a format answers it; see `packed` for the answers in full.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from eventsourcing.persistence import Notification, StoredEvent

from noe_stores.port import Head
from noe_stores.sqlite.tables.names import Names


class Layout(Protocol):
    """The reading side of one format."""

    def lines(
        self, connection: sqlite3.Connection, names: Names, stream: str, after: int, limit: int
    ) -> Sequence[bytes]:
        """The states of a stream above a version."""
        ...

    def select(
        self,
        connection: sqlite3.Connection,
        names: Names,
        stream: UUID | str,
        *,
        gt: int | None,
        lte: int | None,
        desc: bool,
        limit: int | None,
    ) -> list[StoredEvent]:
        """Records of one stream by version."""
        ...

    def select_from(
        self,
        connection: sqlite3.Connection,
        names: Names,
        *,
        first: int,
        last: int,
        topics: Sequence[str],
        limit: int,
    ) -> list[Notification]:
        """Records of all streams by position, both bounds included."""
        ...

    def last_position(self, connection: sqlite3.Connection) -> int | None:
        """The position of the last record, or ``None`` while there is none."""
        ...

    def head(self, connection: sqlite3.Connection, names: Names, stream: str) -> Head | None:
        """The end of one stream, from the index."""
        ...

    def heads(self, connection: sqlite3.Connection, after: str | None, limit: int) -> list[Head]:
        """The ends of the streams with a text id, from the index, by code points."""
        ...

    def tracked(self, connection: sqlite3.Connection, application: str) -> int | None:
        """The last position kept for a followed application."""
        ...
