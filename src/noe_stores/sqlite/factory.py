"""What ``eventsourcing`` finds behind ``PERSISTENCE_MODULE=noe_stores.sqlite``.

Rule kept here: the environment says where the store is, whether it may be created and how
long to wait; it names no class to import and changes no promise of the store.
"""

from __future__ import annotations

from eventsourcing.persistence import (
    AggregateRecorder,
    ApplicationRecorder,
    InfrastructureFactory,
    ProcessRecorder,
    TrackingRecorder,
)
from eventsourcing.utils import Environment, EnvType, strtobool

from noe_stores.sqlite.database import LOCK_TIMEOUT
from noe_stores.sqlite.recorders import SQLiteAggregateRecorder, SQLiteApplicationRecorder


class SQLiteFactory(InfrastructureFactory[TrackingRecorder]):
    """Builds recorders over the file named by ``SQLITE_DBNAME`` and closes them."""

    def __init__(self, env: Environment | EnvType | None) -> None:
        super().__init__(env)
        self._path = self.env.get("SQLITE_DBNAME") or ""
        if not self._path:
            raise OSError(
                "the environment does not say where the store is: "
                f"set one of {', '.join(self.env.create_keys('SQLITE_DBNAME'))} to a path"
            )
        if self._path.startswith("file:"):
            raise OSError(f"SQLITE_DBNAME is {self._path!r}: give a plain path, not a URI")
        self._lock_timeout = _seconds(self.env.get("SQLITE_LOCK_TIMEOUT") or "")
        self._create = bool(strtobool(self.env.get("CREATE_TABLE") or "yes"))
        self._recorders: list[SQLiteAggregateRecorder] = []

    def aggregate_recorder(self, purpose: str = "events") -> AggregateRecorder:
        """A recorder of events or of snapshots, in the same file."""
        if purpose not in ("events", "snapshots"):
            raise NotImplementedError(f"there is no table for {purpose!r}")
        recorder = SQLiteAggregateRecorder(
            self._path,
            purpose="snapshots" if purpose == "snapshots" else "events",
            create=self._create,
            lock_timeout=self._lock_timeout,
        )
        self._recorders.append(recorder)
        return recorder

    def application_recorder(self) -> ApplicationRecorder:
        """A recorder of everything an application records."""
        recorder = SQLiteApplicationRecorder(
            self._path, create=self._create, lock_timeout=self._lock_timeout
        )
        self._recorders.append(recorder)
        return recorder

    def tracking_recorder(
        self, tracking_recorder_class: type[TrackingRecorder] | None = None
    ) -> TrackingRecorder:
        """Comes with a later release."""
        raise NotImplementedError("tracking recorders come with a later release")

    def process_recorder(self) -> ProcessRecorder:
        """Comes with a later release."""
        raise NotImplementedError("process recorders come with a later release")

    def close(self) -> None:
        """Close the recorders built here."""
        for recorder in self._recorders:
            recorder.close()


def _seconds(text: str) -> float:
    if not text.strip():
        return LOCK_TIMEOUT
    try:
        return float(text)
    except ValueError as error:
        raise OSError(f"SQLITE_LOCK_TIMEOUT is {text!r}: give a number of seconds") from error
