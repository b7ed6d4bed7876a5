"""A store in one SQLite file, on the driver of the standard library.

Rule kept here: durability is chosen and checked, not inherited from a build's defaults. It is
chosen with ``PERSISTENCE_MODULE=noe_stores.sqlite`` and ``SQLITE_DBNAME``, a path.

The way of a fact: a call of a recorder takes its turn at the lock of the `database`, is added to
the `tables` through a session of `access`, committed, looked for by another session (`lasting`),
and noted in the side file. Reading takes a session and asks the tables. `looking` sees the whole.
"""

from noe_stores.durability import LOCK_TIMEOUT
from noe_stores.sqlite.factory import SQLiteFactory
from noe_stores.sqlite.recorders import (
    SQLiteAggregateRecorder,
    SQLiteApplicationRecorder,
    SQLiteProcessRecorder,
    SQLiteTrackingRecorder,
)

__all__ = [
    "LOCK_TIMEOUT",
    "SQLiteAggregateRecorder",
    "SQLiteApplicationRecorder",
    "SQLiteFactory",
    "SQLiteProcessRecorder",
    "SQLiteTrackingRecorder",
]
