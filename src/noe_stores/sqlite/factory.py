"""What ``eventsourcing`` finds behind ``PERSISTENCE_MODULE=noe_stores.sqlite``.

Rule kept here: the environment says where the store is, whether it may be created and how
long to wait; it changes no promise of the store.
"""

from __future__ import annotations

from typing import Any, TypeVar

from eventsourcing.persistence import (
    AggregateRecorder,
    ApplicationRecorder,
    InfrastructureFactory,
    ProcessRecorder,
)
from eventsourcing.utils import Environment, EnvType, resolve_topic, strtobool

from noe_stores.durability import LOCK_TIMEOUT, seconds
from noe_stores.sqlite.recorders import (
    SQLiteAggregateRecorder,
    SQLiteApplicationRecorder,
    SQLiteProcessRecorder,
    SQLiteRecorder,
    SQLiteTrackingRecorder,
)

R = TypeVar("R", bound=SQLiteRecorder)


class SQLiteFactory(InfrastructureFactory[SQLiteTrackingRecorder]):
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
        self._options: dict[str, Any] = {
            "lock_timeout": _seconds(self.env.get("SQLITE_LOCK_TIMEOUT") or ""),
            "create": bool(strtobool(self.env.get("CREATE_TABLE") or "yes")),
        }
        self._recorders: list[SQLiteRecorder] = []

    def aggregate_recorder(self, purpose: str = "events") -> AggregateRecorder:
        """A recorder of events or of snapshots, in the same file."""
        if purpose not in {"events", "snapshots"}:
            raise NotImplementedError(f"there is no table for {purpose!r}")
        return self._made(
            SQLiteAggregateRecorder(
                self._path,
                purpose="snapshots" if purpose == "snapshots" else "events",
                **self._options,
            )
        )

    def application_recorder(self) -> ApplicationRecorder:
        """A recorder of everything an application records."""
        return self._made(SQLiteApplicationRecorder(self._path, **self._options))

    def tracking_recorder(
        self, tracking_recorder_class: type[SQLiteTrackingRecorder] | None = None
    ) -> SQLiteTrackingRecorder:
        """A recorder of positions, of a class of the guest's own if he names one.

        The class may be named by its topic in the environment, which the guest sets himself;
        no topic is ever taken from stored data.
        """
        topic = self.env.get(self.TRACKING_RECORDER_TOPIC)
        found = tracking_recorder_class or (resolve_topic(topic) if topic else None)
        kind = found or SQLiteTrackingRecorder
        if not issubclass(kind, SQLiteTrackingRecorder):
            raise TypeError(f"{topic} is no kind of SQLiteTrackingRecorder; derive it from that")
        return self._made(kind(self._path, **self._options))

    def process_recorder(self) -> ProcessRecorder:
        """A recorder of events together with the positions that led to them."""
        return self._made(SQLiteProcessRecorder(self._path, **self._options))

    def close(self) -> None:
        """Close the recorders built here."""
        for recorder in self._recorders:
            recorder.close()

    def _made(self, recorder: R) -> R:
        self._recorders.append(recorder)
        return recorder


def _seconds(text: str) -> float:
    if not text.strip():
        return LOCK_TIMEOUT
    try:
        return seconds(float(text))
    except ValueError as error:
        raise OSError(f"SQLITE_LOCK_TIMEOUT is {text!r}: give a number of seconds") from error
