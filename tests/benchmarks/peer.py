"""The peer: `eventsourcing`'s own application on its own SQLite store.

Rule kept here: the default form is what its documentation shows, aggregates with ``@event``
mutators; an event holds what a line of ours does. The tuned form reads and writes with
orjson and replays with a projector of its own, without the assertion of the default one.
"""

# ruff: noqa: ARG002 - an event keeps all it is given; the aggregate needs two of them
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4, uuid5

import orjson
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import JSONTranscoder, Transcoder
from parties import Append, Replay
from work_told import RECORDED_BY, Minutes, Work, stream_id, works

NAMESPACE = UUID("0d5f4f2e-4e0b-5d52-9c41-6b8f3a7f0a11")
AT_ONCE = 1000


class Client(Aggregate):
    """A client of the studio, and the minutes worked for it by month."""

    @staticmethod
    def create_id(stream: str) -> UUID:
        """The id that stands for a stream."""
        return uuid5(NAMESPACE, stream)

    # The first piece of work opens the client, so that the peer has no event more than we.
    @event("Opened")
    def __init__(
        self,
        *,
        stream: str,
        event_id: UUID,
        work_id: str,
        minutes: int,
        nature: str,
        topic: str,
        occurred_at: datetime,
        recorded_by: str,
    ) -> None:
        self.stream = stream
        self.months: Minutes = {str(occurred_at)[:7]: minutes}

    @event("WorkRecorded")
    def record_work(
        self,
        *,
        event_id: UUID,
        work_id: str,
        minutes: int,
        nature: str,
        topic: str,
        occurred_at: datetime,
        recorded_by: str,
    ) -> None:
        """Count the minutes in."""
        month = str(occurred_at)[:7]
        self.months[month] = self.months.get(month, 0) + minutes


class Clients(Application[UUID]):
    """The peer as its documentation shows it."""


class OrjsonTranscoder(JSONTranscoder):
    """The JSON of the default transcoder, by orjson; only values of an event itself are revived."""

    def encode(self, obj: Any) -> bytes:  # noqa: D102
        return orjson.dumps(obj, default=self._encode_obj, option=orjson.OPT_PASSTHROUGH_DATETIME)

    def decode(self, data: bytes) -> Any:  # noqa: D102
        fields: dict[str, Any] = orjson.loads(data)
        for name, found in fields.items():
            if type(found) is dict:
                fields[name] = self._decode_obj(found)
        return fields


class TunedClients(Application[UUID]):
    """The peer with orjson."""

    def construct_transcoder(self) -> Transcoder:  # noqa: D102
        transcoder = OrjsonTranscoder()
        self.register_transcodings(transcoder)
        return transcoder


def mutated(client: Client | None, events: Iterable[Any]) -> Client | None:
    """The default projector without its assertion."""
    for one in events:
        client = one.mutate(client)
    return client


class Peer:
    """An application of `eventsourcing`, in its default or its tuned form."""

    def __init__(self, *, tuned: bool) -> None:
        self.tuned = tuned

    def _open(self, folder: Path) -> Application[UUID]:
        kind = TunedClients if self.tuned else Clients
        store = str(folder / "peer.db")
        return kind(env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": store})

    def fill(self, folder: Path, streams: int, facts: int) -> None:
        """Make a store of so many streams of so many facts each."""
        with self._open(folder) as application:
            for number in range(streams):
                (opening,) = works(0, 1)
                client = Client(stream=stream_id(number), **_told(opening))
                for first in range(1, facts, AT_ONCE):
                    some = works(first, min(AT_ONCE, facts - first))
                    append(application, client, tuple(some))

    @contextmanager
    def appending(self, folder: Path) -> Iterator[Append]:
        """A store opened, and one aggregate of it taken in hand, to append to."""
        with self._open(folder) as application:
            (opening,) = works(0, 1)
            client = Client(stream=stream_id(0), **_told(opening))
            application.save(client)
            yield lambda some: append(application, client, some)

    @contextmanager
    def reading(self, folder: Path) -> Iterator[Replay]:
        """A store opened to read."""
        with self._open(folder) as application:
            get = application.repository.get

            def replay(number: int) -> Minutes:
                own_id = Client.create_id(stream_id(number))
                client: Client = get(own_id, projector_func=mutated) if self.tuned else get(own_id)
                return client.months

            yield replay


def append(application: Application[UUID], client: Client, some: Sequence[Work]) -> None:
    """Record pieces of work in one durable call."""
    for work in some:
        client.record_work(**_told(work))
    application.save(client)


def _told(work: Work) -> dict[str, Any]:
    return {
        "event_id": uuid4(),
        "work_id": work.work_id,
        "minutes": work.minutes,
        "nature": "production",
        "topic": work.topic,
        "occurred_at": datetime.combine(work.on, time(), UTC),
        "recorded_by": RECORDED_BY,
    }
