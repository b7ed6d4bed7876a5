"""The kinds of stores that the kit is run on: ours, and those of ``eventsourcing``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from eventsourcing.persistence import AggregateRecorder, ApplicationRecorder
from eventsourcing.popo import POPOProcessRecorder
from eventsourcing.sqlite import SQLiteAggregateRecorder as GuestSnapshots
from eventsourcing.sqlite import SQLiteDatastore
from eventsourcing.sqlite import SQLiteProcessRecorder as GuestRecorder

from noe_stores.files import FilesAggregateRecorder, FilesProcessRecorder
from noe_stores.memory import MemoryProcessRecorder
from noe_stores.sqlite import SQLiteAggregateRecorder, SQLiteProcessRecorder
from noe_stores.testing import EVERYTHING, Capability, StoreContract

IN_MEMORY = (
    Capability.TYPED
    | Capability.EXACT
    | Capability.TRACKED
    | Capability.SUBSCRIBED
    | Capability.WATCHED
    | Capability.INDEXED
    | Capability.LINED
    | Capability.DESCRIBED
    | Capability.SELF_CHECKING
    | Capability.FAILS_FAST
)


class Memory(StoreContract):
    """The store in memory: nothing lasts, nobody else sees it."""

    capabilities = IN_MEMORY

    @staticmethod
    def open_recorder(place: Path) -> ApplicationRecorder:
        """A new store each time."""
        del place
        return MemoryProcessRecorder()


class SQLite(StoreContract):
    """The store in one SQLite file."""

    capabilities = EVERYTHING & ~Capability.TWOFOLD

    @staticmethod
    def open_recorder(place: Path) -> ApplicationRecorder:
        """The store in a file of the folder."""
        return SQLiteProcessRecorder(place / "store.db")

    @staticmethod
    def open_snapshots(place: Path) -> AggregateRecorder:
        """The snapshots in the same file."""
        return SQLiteAggregateRecorder(place / "store.db", purpose="snapshots")


class Files(StoreContract):
    """The store in a folder of readable files."""

    capabilities = EVERYTHING

    @staticmethod
    def open_recorder(place: Path) -> ApplicationRecorder:
        """The store in a folder of the folder."""
        return FilesProcessRecorder(place / "clients")

    @staticmethod
    def open_snapshots(place: Path) -> AggregateRecorder:
        """The snapshots in the same folder."""
        return FilesAggregateRecorder(place / "clients", purpose="snapshots")


class GuestPOPO(StoreContract):
    """What ``eventsourcing`` keeps in memory."""

    capabilities = (
        Capability.TRACKED
        | Capability.SUBSCRIBED
        | Capability.EXACT
        | Capability.TYPED
        | Capability.FAILS_FAST
    )
    patience = 3.0
    shrinks = False

    @staticmethod
    def open_recorder(place: Path) -> ApplicationRecorder:
        """A new store each time."""
        del place
        return POPOProcessRecorder()


class GuestSQLite(StoreContract):
    """What ``eventsourcing`` keeps in SQLite, with ids that are text."""

    capabilities = (
        GuestPOPO.capabilities
        | Capability.DURABLE
        | Capability.SHARED
        | Capability.SNAPSHOTS
        | Capability.TELLS_CHANGES
        | Capability.TELLS_CUTS
    )
    patience = 3.0
    shrinks = False
    damages = 300

    @staticmethod
    def open_recorder(place: Path) -> ApplicationRecorder:
        """The store in a file of the folder."""
        made = GuestRecorder(SQLiteDatastore(str(place / "store.db"), originator_id_type="text"))
        made.create_table()
        return made

    @staticmethod
    def open_snapshots(place: Path) -> AggregateRecorder:
        """The snapshots in the same file."""
        datastore = SQLiteDatastore(str(place / "store.db"), originator_id_type="text")
        made = GuestSnapshots(datastore, events_table_name="snapshots")
        made.create_table()
        return made

    @staticmethod
    def close_recorder(recorder: Any) -> None:
        """Close its pool of connections."""
        recorder.datastore.close()


OURS = (Memory, SQLite, Files)
