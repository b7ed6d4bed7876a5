"""What a store is: its format, its counts, its sizes, and the durability in force.

Rule kept here: describing reads no history.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from noe_stores.durability import Durability
from noe_stores.files.dossiers.names import GUESTS
from noe_stores.files.folder import FORMAT
from noe_stores.files.journal.marks import Mark
from noe_stores.files.reading.index import listed
from noe_stores.files.recovery.adoption import files_of
from noe_stores.files.recovery.unwritable import begun_at
from noe_stores.files.store import Store
from noe_stores.places import size_of
from noe_stores.port import Description

_DURABILITY = {
    Durability.SYNCED: "synced: the journal is on the disk before a call returns",
    Durability.UNSYNCED: "unsynced: what was kept outlives the process, not the power",
}


def describe(store: Store) -> Description:
    """The store as it is now."""
    layout, mark = store.layout, store.mark()
    files = list(files_of(store))
    notes: list[str] = []
    if mark is None:
        notes.append("it is not known where the journal ends: no record is counted")
    if store.bare:
        notes.append("it has no journal here, and none may be made: positions are for now only")
    torn = [*layout.local.glob("torn-*")]
    if torn:
        notes.append(f"{len(torn)} torn writes were set aside in {layout.local}")
    if mark is not None and mark.applied < mark.end:
        notes.append(
            "some dossiers lag behind the journal: their writer was killed, or a disk "
            "was full; the next to write brings them up to date"
        )
    return Description(
        kind="files",
        place=store.name,
        format=FORMAT,
        writable=store.writable,
        durability=_DURABILITY[store.durability] if store.writable else "read-only",
        streams=len(listed(store)) + sum(path.startswith(f"{GUESTS}/uuid/") for path in files),
        records=mark.position - mark.began + 1 if mark else 0,  # each has a position
        last_position=mark.position if mark and mark.position >= mark.began else None,
        sizes=(
            ("dossiers", _bytes(layout.root / path for path in files)),
            ("journal", _bytes(layout.journal.glob("*.log"))),
            ("table", _bytes([layout.heads])),
        ),
        epoch=_epoch(mark),
        notes=tuple(notes),
    )


def _epoch(mark: Mark | None) -> str:
    """Since when positions count, where an earlier journal is gone."""
    if mark is None or mark.began == 1:
        return ""
    return f"{begun_at(mark.began):%Y-%m-%d %H:%M:%S} UTC, positions from {mark.began} on"


def _bytes(paths: Iterable[Path]) -> int:
    return sum(size_of(path) or 0 for path in paths)
