"""Stores that keep relationships: `connect` opens one by its URL.

Rule kept here: importing this package imports no driver; a store's module is imported when
its URL is opened.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

from noe_stores.codec import Malformed
from noe_stores.errors import StoreError
from noe_stores.house import House
from noe_stores.interchange import Imported, ImportRefused
from noe_stores.ledger import Clock, Ledger, utc_now
from noe_stores.outcomes import Conflict, IdReused, LostRace, Refused
from noe_stores.person import Person
from noe_stores.relation import Relation
from noe_stores.team_room import TeamRoom
from noe_stores.verify import Verified

__all__ = [
    "Conflict",
    "House",
    "IdReused",
    "ImportRefused",
    "Imported",
    "Ledger",
    "LostRace",
    "Malformed",
    "Person",
    "Refused",
    "Relation",
    "StoreError",
    "TeamRoom",
    "Verified",
    "connect",
]


def connect(url: str | Path, *, clock: Clock = utc_now, create: bool = True) -> Ledger:
    """Open the store at a URL.

    ``memory:`` lives and dies with the ledger. ``sqlite:///clients.db`` is relative to the
    working folder, ``sqlite:////srv/clients.db`` absolute; a bare path that ends in ``.db``
    will do too. Percent signs in a URL escape, in a path they stand for themselves. With
    ``create=False`` a store that is not there is an error.

    Raises:
        ValueError: no store is known for the URL.
        StoreError: the store cannot be opened.
    """
    text = str(url)
    if text == "memory:":
        from noe_stores.memory import MemoryApplicationRecorder  # noqa: PLC0415 - only when used

        return Ledger(MemoryApplicationRecorder(), clock=clock, place=text)
    path = _sqlite_path(text)
    if path is not None:
        from noe_stores.sqlite import SQLiteApplicationRecorder  # noqa: PLC0415 - only when used

        return Ledger(SQLiteApplicationRecorder(path, create=create), clock=clock, place=path)
    raise ValueError(
        f"no store is known for {text!r}; "
        "give memory:, sqlite:///path/to.db, or a path ending in .db"
    )


def _sqlite_path(text: str) -> str | None:
    prefix = "sqlite:///"
    if text.startswith(prefix) and len(text) > len(prefix):
        return unquote(text[len(prefix) :])
    return text if text.endswith(".db") and "://" not in text else None
