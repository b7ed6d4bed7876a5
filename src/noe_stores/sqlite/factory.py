"""What ``eventsourcing`` finds behind ``PERSISTENCE_MODULE=noe_stores.sqlite``."""

from __future__ import annotations

from eventsourcing.utils import Environment, EnvType

from noe_stores.factories import DurableFactory
from noe_stores.sqlite.recorders import (
    SQLiteAggregateRecorder,
    SQLiteApplicationRecorder,
    SQLiteProcessRecorder,
    SQLiteTrackingRecorder,
)


class SQLiteFactory(DurableFactory[SQLiteTrackingRecorder]):
    """Builds recorders over the file named by ``SQLITE_DBNAME`` and closes them."""

    place_key = "SQLITE_DBNAME"
    place_kind = "path"
    timeout_key = "SQLITE_LOCK_TIMEOUT"
    aggregates = SQLiteAggregateRecorder
    applications = SQLiteApplicationRecorder
    trackings = SQLiteTrackingRecorder
    processes = SQLiteProcessRecorder

    def __init__(self, env: Environment | EnvType | None) -> None:
        super().__init__(env)
        if self._place.startswith("file:"):
            raise OSError(f"{self.place_key} is {self._place!r}: give a plain path, not a URI")
