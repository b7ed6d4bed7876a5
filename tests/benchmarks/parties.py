"""Who is measured: our stores, `eventsourcing`'s own application, and the limits.

Rule kept here: a party is imported when it is measured, so that its memory is its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from work_told import Minutes, Work

Append = Callable[[Sequence[Work]], object]
"""Keep some pieces of work at the end of one stream, durably, in one call."""

Replay = Callable[[int], Minutes]
"""Answer for the stream of that number, from everything stored of it."""


class Party(Protocol):
    """One way of keeping the same facts and answering the same question."""

    def fill(self, folder: Path, streams: int, facts: int) -> None:
        """Make a store of so many streams of so many facts each, however fast."""
        ...

    def appending(self, folder: Path) -> AbstractContextManager[Append]:
        """A store opened, and one stream of it taken in hand, to append to."""
        ...

    def reading(self, folder: Path) -> AbstractContextManager[Replay]:
        """A store opened to read."""
        ...


OURS = "noe sqlite"
OUR_FILES = "noe files"
PEER = "eventsourcing"
TUNED = "eventsourcing, tuned"
LIMIT = "limit sqlite"
FILES_LIMIT = "limit files"

ON_SQLITE = (OURS, PEER, TUNED, LIMIT)
ON_FILES = (OUR_FILES, FILES_LIMIT)


def party(name: str) -> Party:
    """The party of that name; only its own modules are imported."""
    if name in {OURS, OUR_FILES}:
        from ours import Ours  # noqa: PLC0415

        return Ours("sqlite" if name == OURS else "files")
    if name in {PEER, TUNED}:
        from peer import Peer  # noqa: PLC0415

        return Peer(tuned=name == TUNED)
    from limit import OnFiles, OnSQLite  # noqa: PLC0415

    return OnSQLite() if name == LIMIT else OnFiles()


def our_files_exist(folder: Path) -> bool:
    """Whether this release has the file store."""
    from noe_stores import connect  # noqa: PLC0415

    try:
        connect(f"files:///{folder}/look").close()
    except ValueError:
        return False
    return True
