"""Values of another kind than was written: SQLite keeps any kind in any column, if told to.

Rule kept here: what comes out of a row is of the kind that was put in, or it is told, with the
stream and the place; it is never turned into the kind that it should be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from eventsourcing.persistence import StoredEvent

from noe_stores.errors import StoreDamaged


def of_another_kind(what: str, *, store: str, stream: UUID | str | None = None) -> StoreDamaged:
    """The error for a value that nobody wrote like that."""
    told = StoreDamaged(
        f"{what} is of another kind than was written",
        store=store,
        remedy="Run noe verify; noe repair salvages what is left",
    )
    told.streams = () if stream is None else (str(stream),)
    return told


def events(
    stream: UUID | str, rows: Iterable[tuple[int, Any, Any]], *, store: str
) -> list[StoredEvent]:
    """The records of one stream, of rows of version, topic and state.

    Raises:
        StoreDamaged: one of them is no record.
    """
    found = []
    for version, topic, state in rows:
        check(stream, version, topic, state, store=store)
        found.append(StoredEvent(stream, version, topic, state))
    return found


def check(stream: UUID | str, version: Any, topic: Any, state: Any, *, store: str) -> None:
    """See that a row is a record; a state that became text is left to the ledger to tell.

    Raises:
        StoreDamaged: it is not.
    """
    if not isinstance(state, bytes | str) or type(topic) is not str or type(version) is not int:
        raise of_another_kind(
            f"the record {stream!s:.200} version {version!s:.40}", store=store, stream=stream
        )


@contextmanager
def naming(stream: UUID | str) -> Iterator[None]:
    """Let an error that is told while a stream is read name it."""
    try:
        yield
    except StoreDamaged as error:
        error.streams = error.streams or (str(stream),)
        raise
