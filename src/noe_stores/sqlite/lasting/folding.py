"""The log folded into the file when a handle that wrote is closed, and seen to have arrived.

Rule kept here: the log is forgotten only when the file alone says the same. SQLite takes what it
wrote into the file for written, and deletes the log. So we fold it first, while a reader holds
on to the log; where the file then says anything else, everything that reader sees is written
once more. It is done for small stores, where it takes no time that anybody notices; for larger
ones a disk that lies is found by verifying.
"""

from __future__ import annotations

import sqlite3
from itertools import zip_longest

from noe_stores.sqlite.access import opening

_SMALL = 128
"""Pages of the largest store that is compared: half a mebibyte, some milliseconds."""

_TRIES = 3

_EVERYTHING = (
    "SELECT type, name, sql FROM sqlite_master ORDER BY name",
    "SELECT * FROM log ORDER BY position",
    "SELECT * FROM records ORDER BY key",
    "SELECT * FROM streams ORDER BY number",
    "SELECT name, number FROM streams ORDER BY name",
    "SELECT * FROM names ORDER BY hash",
    "SELECT * FROM tracking ORDER BY application",
    "SELECT rowid, * FROM snapshots ORDER BY rowid",
    "PRAGMA application_id",
    "PRAGMA user_version",
)


def fold(path: str, writer: sqlite3.Connection, reader: sqlite3.Connection) -> None:
    """Fold the log into the file, and do it again where it did not arrive; nobody else writes."""
    for _ in range(_TRIES):
        reader.execute("BEGIN")
        try:
            (pages,) = reader.execute("PRAGMA page_count").fetchone()
            if pages > _SMALL:
                return
            busy, frames, folded = writer.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            if busy or frames != folded or _is_same(path, reader):
                return
            reader.backup(writer)
        finally:
            reader.execute("ROLLBACK")


def _is_same(path: str, reader: sqlite3.Connection) -> bool:
    """Whether the file alone, without its log, says what a reader sees."""
    still = opening.open_still(path)
    try:
        if still.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
            return False
        return all(
            here == there
            for question in _EVERYTHING
            for here, there in zip_longest(reader.execute(question), still.execute(question))
        )
    except sqlite3.DatabaseError:
        return False
    finally:
        still.close()
