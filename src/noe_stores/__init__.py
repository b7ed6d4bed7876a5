"""Stores that keep relationships: `connect` opens one by its URL.

Rule kept here: importing this package imports no driver; a store's module is imported when
its URL is opened.
"""

from __future__ import annotations

from pathlib import Path

from noe_stores.checks.verify import Verified
from noe_stores.durability import LOCK_TIMEOUT, Durability, chosen, seconds
from noe_stores.errors import Interrupted, Outcome, StoreError
from noe_stores.exchange.interchange import Imported, ImportRefused
from noe_stores.handles.house import House
from noe_stores.handles.person import Person
from noe_stores.handles.relation import Relation
from noe_stores.handles.team_room import TeamRoom
from noe_stores.ledger import Clock, Ledger, utc_now
from noe_stores.lines.codec import Malformed
from noe_stores.outcomes import Conflict, IdReused, LostRace, Refused
from noe_stores.places import MEMORY, SQLITE, place_of
from noe_stores.systems import demand_supported

__all__ = [
    "Conflict",
    "Durability",
    "House",
    "IdReused",
    "ImportRefused",
    "Imported",
    "Interrupted",
    "Ledger",
    "LostRace",
    "Malformed",
    "Outcome",
    "Person",
    "Refused",
    "Relation",
    "StoreError",
    "TeamRoom",
    "Verified",
    "connect",
]


def connect(
    url: str | Path,
    *,
    clock: Clock = utc_now,
    create: bool = True,
    lock_timeout: float = LOCK_TIMEOUT,
    durability: Durability = Durability.SYNCED,
) -> Ledger:
    """Open the store at a URL.

    ``memory:`` lives and dies with the ledger. ``sqlite:///clients.db`` and
    ``files:///clients`` are relative to the working folder, with four slashes absolute; a bare
    path will do too where it ends in ``.db`` or in a slash, or something is there. Percent signs
    in a URL escape, in a path they stand for themselves. With ``create=False`` a store that is
    not there is an error. ``lock_timeout`` is how many seconds a call waits for other writers.

    Raises:
        ValueError: no store is known for the URL, or an option is none.
        StoreError: the store cannot be opened.
    """
    lock_timeout, durability = seconds(lock_timeout), chosen(durability)
    text = str(url)
    if text == MEMORY:
        from noe_stores.memory import MemoryApplicationRecorder  # noqa: PLC0415 - only when used

        return Ledger(MemoryApplicationRecorder(), clock=clock, place=text)
    place = place_of(text)
    demand_supported(place.name)
    if place.kind == SQLITE:
        from noe_stores.sqlite import SQLiteApplicationRecorder as Recorder  # noqa: PLC0415
    else:
        from noe_stores.files import FilesApplicationRecorder as Recorder  # type: ignore[assignment] # noqa: PLC0415
    recorder = Recorder(place.path, create=create, lock_timeout=lock_timeout, durability=durability)
    return Ledger(recorder, clock=clock, place=place.name)
