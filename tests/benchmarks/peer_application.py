"""The peer of our benchmarks: aggregates of `eventsourcing` in its own SQLite store.

python tests/benchmarks/peer_application.py fill|load STORE [AGGREGATES]
"""

from __future__ import annotations

import sys
from pathlib import Path
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

EVENTS = 50
TEXT = "deux séances avec les vendeurs, puis la mise au propre " * 3


class Client(Aggregate):
    """An aggregate that only keeps what it is told."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.told: list[tuple[str, str, int]] = []

    @event("Told")
    def tell(self, topic: str, account: str, minutes: int) -> None:
        """Keep one thing told."""
        self.told.append((topic, account, minutes))


class Clients(Application[UUID]):
    """The application of the peer."""


def main() -> None:
    """Fill a store, or load every aggregate of one."""
    what, store, *more = sys.argv[1:]
    application = Clients(
        env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": store}
    )
    names = Path(store).with_suffix(".ids")
    if what == "fill":
        names.write_text("\n".join(str(_one(application)) for _ in range(int(more[0]))))
        return
    for name in names.read_text().split():
        application.repository.get(UUID(name))


def _one(application: Clients) -> UUID:
    client = Client("Atelier Lys")
    for number in range(EVENTS - 1):
        client.tell(topic="atelier", account=TEXT, minutes=number)
    application.save(client)
    return client.id


if __name__ == "__main__":
    main()
