"""The stores under test, each behind the same few calls.

Rule kept here: ours are used as embedders use them, through the ledger; the peer as its own
application does, through ``insert_events``. Neither is helped nor hindered.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, date, datetime
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol

from attrs import define, field, frozen
from eventsourcing.persistence import ApplicationRecorder, StoredEvent
from eventsourcing.sqlite import SQLiteApplicationRecorder as PeerRecorder
from eventsourcing.sqlite import SQLiteDatastore

from noe_core.decision import Draft
from noe_core.relationship.objectives import ObjectiveSet
from noe_stores.durability import Durability
from noe_stores.ledger import Ledger
from noe_stores.stream import Stream
from rigs.offers import Fact, Offer

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
DAY = date(2026, 1, 4)
PAGE = 1000
PATIENCE = 30
"""Seconds that every store is told to wait for other writers."""


class Opened(Protocol):
    """A store that was opened."""

    recorder: ApplicationRecorder

    def offer(self, offered: Offer) -> None:
        """Have the facts kept, all or none; offered again, they are the same facts."""
        ...

    def close(self) -> None:
        """Let go of the store."""
        ...


@define
class OurStore:
    """One of ours: facts go through the ledger, by a stream that is held or by an import."""

    ledger: Ledger
    _held: dict[str, Stream] = field(factory=dict)

    @property
    def recorder(self) -> ApplicationRecorder:
        """What lies beneath the ledger."""
        return self.ledger.recorder

    def offer(self, offered: Offer) -> None:
        """Append to one stream, or import into several."""
        if len(offered.streams) > 1:
            self.ledger.import_(BytesIO(b"".join(map(line, offered.facts))), name="the rig")
            return
        (name,) = offered.streams
        stream = self._held.get(name)
        if stream is None:
            stream = self.ledger.stream(name)
            stream.catch_up()
            self._held[name] = stream
        stream.append(map(draft, offered.facts), now=NOW, recorded_by="the rig")

    def close(self) -> None:
        """Close the ledger."""
        self.ledger.close()


@frozen
class PeerStore:
    """The peer: a record for each fact, at the version that the plan gives it."""

    datastore: SQLiteDatastore
    recorder: PeerRecorder

    def offer(self, offered: Offer) -> None:
        """Insert all records in one call."""
        self.recorder.insert_events([_record(fact) for fact in offered.facts])

    def close(self) -> None:
        """Close its connections."""
        self.datastore.close()


def draft(fact: Fact) -> Draft[Any]:
    """A fact of a rig as a draft."""
    said = ObjectiveSet(
        objective_id=f"o{fact.version}", title="Print what serves", purpose=fact.text
    )
    return Draft(data=said, occurred_at=DAY, id=fact.id)


def line(fact: Fact) -> bytes:
    """A fact of a rig as a line to import."""
    data = {"objective_id": f"o{fact.version}", "title": "Print what serves", "purpose": fact.text}
    said = {
        "stream": fact.stream,
        "id": str(fact.id),
        "event": "objective_set",
        "schema": 1,
        "occurred_at": DAY.isoformat(),
        "recorded_by": "the rig",
        "data": data,
    }
    return json.dumps(said).encode() + b"\n"


def _record(fact: Fact) -> StoredEvent:
    said = {"id": str(fact.id), "version": fact.version, "stream": fact.stream, "text": fact.text}
    state = json.dumps({**said, "title": "Print what serves", "by": "the rig"}).encode()
    return StoredEvent(fact.stream, fact.version, "rig:ObjectiveSet", state)


@frozen
class Subject:
    """A store by name: where it lies in a folder, and how it is opened there."""

    name: str
    ours: bool
    _open: Callable[[Path, bool, bool], Opened]
    why_not: Callable[[], str | None] = lambda: None

    def open(self, place: Path, *, synced: bool = True, create: bool = True) -> Opened:
        """Open the store that lies in a folder."""
        return self._open(place, synced, create)


def _noe(kind: Callable[..., Any], path: Path, synced: bool, create: bool) -> OurStore:
    chosen: Mapping[str, Any] = {} if synced else {"durability": Durability.UNSYNCED}
    recorder = kind(path, create=create, lock_timeout=float(PATIENCE), **chosen)
    return OurStore(Ledger(recorder, clock=lambda: NOW, place=str(path)))


def _sqlite(place: Path, synced: bool, create: bool) -> OurStore:
    from noe_stores.sqlite import SQLiteApplicationRecorder  # noqa: PLC0415

    return _noe(SQLiteApplicationRecorder, place / "store.db", synced, create)


def _files(place: Path, synced: bool, create: bool) -> OurStore:
    from noe_stores.files import FilesApplicationRecorder  # noqa: PLC0415

    return _noe(FilesApplicationRecorder, place / "store", synced, create)


def _peer(place: Path, synced: bool, create: bool) -> PeerStore:
    name = str(place / "store.db") if create else f"file:{place / 'store.db'}?mode=rw"
    datastore = SQLiteDatastore(name, lock_timeout=PATIENCE, originator_id_type="text")
    try:
        recorder = PeerRecorder(datastore)
        if create:
            recorder.create_table()
        if not synced:
            with datastore.get_connection(commit=True) as connection:
                connection.cursor().execute("PRAGMA synchronous=OFF")
    except BaseException:
        datastore.close()
        raise
    return PeerStore(datastore, recorder)


def _no_files_yet() -> str | None:
    try:
        spec = find_spec("noe_stores.files")
        there = spec is not None and spec.origin is not None
    except ImportError as error:
        return str(error)
    return None if there else "the file store is not built yet"


SQLITE = Subject("sqlite", True, _sqlite)
FILES = Subject("files", True, _files, _no_files_yet)
PEER = Subject("eventsourcing", False, _peer)
ALL = {subject.name: subject for subject in (SQLITE, FILES, PEER)}


def opened(subject: Subject, place: Path, **how: bool) -> closing[Opened]:
    """A store that is closed again at the end of a ``with``."""
    return closing(subject.open(place, **how))


@frozen
class Found:
    """A record as a store gives it back."""

    position: int
    stream: str
    version: int
    id: str


def log(recorder: ApplicationRecorder, after: int = 0) -> Iterator[Found]:
    """The records after a position, in the store's order."""
    while page := recorder.select_notifications(after + 1, PAGE):
        for one in page:
            said = json.loads(one.state)
            yield Found(one.id, str(one.originator_id), one.originator_version, said["id"])
        after = page[-1].id


def stream_of(recorder: ApplicationRecorder, name: str) -> Iterator[tuple[int, str]]:
    """The versions and ids that a stream holds."""
    for event in recorder.select_events(name):
        yield event.originator_version, json.loads(event.state)["id"]
