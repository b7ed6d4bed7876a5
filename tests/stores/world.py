"""The small world the tests of the ledger stand in: people, a few facts, stores to open.

Rule kept here: every store is a real one; the clock alone is set, as the API has it.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from eventsourcing.persistence import ApplicationRecorder
from eventsourcing.popo import POPOApplicationRecorder
from eventsourcing.sqlite import SQLiteApplicationRecorder as GuestSQLiteRecorder
from eventsourcing.sqlite import SQLiteDatastore

from noe_core.decision import Draft, happened
from noe_core.relationship.encounter import DemandExpressed
from noe_core.relationship.work import AdviceGiven, WorkRecorded
from noe_core.values import PartyRef, Side
from noe_stores.exchange.interchange import Imported, ImportRefused
from noe_stores.handles.relation import Relation
from noe_stores.ledger import Ledger
from noe_stores.memory import MemoryApplicationRecorder
from noe_stores.sqlite import SQLiteApplicationRecorder

NOOR = PartyRef(party_id="noor", side=Side.PROVIDER, organisation="Verger Conseil")
PAUL = PartyRef(party_id="paul", side=Side.CLIENT, organisation="Les Halles")
TOGETHER = (NOOR, PAUL)

STREAM = "relationship/verger:halles"
NOW = datetime(2022, 6, 1, 12, tzinfo=UTC)
DAY = date(2022, 5, 2)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """The time it stands at."""
        return self.now

    def move(self, **by: float) -> None:
        """Move it, forwards or back."""
        self.now += timedelta(**by)


def _guest_sqlite(path: Path, closing: ExitStack) -> ApplicationRecorder:
    datastore = SQLiteDatastore(str(path), originator_id_type="text")
    closing.callback(datastore.close)
    recorder = GuestSQLiteRecorder(datastore)
    recorder.create_table()
    return recorder


class Store:
    """A store of one kind that may be opened several times, and is closed at the end."""

    def __init__(self, kind: str, folder: Path, closing: ExitStack) -> None:
        self.kind = kind
        self.path = folder / "store.db"
        self._closing = closing
        self._shared: ApplicationRecorder | None = None

    def recorder(self) -> ApplicationRecorder:
        """Another handle on the store; a store in memory has but one."""
        if self.kind == "sqlite":
            made = SQLiteApplicationRecorder(self.path)
            self._closing.callback(made.close)
            return made
        if self.kind == "guest-sqlite":
            return _guest_sqlite(self.path, self._closing)
        if self._shared is None:
            in_memory = {"memory": MemoryApplicationRecorder, "guest-popo": POPOApplicationRecorder}
            self._shared = in_memory[self.kind]()
        return self._shared

    def open(self, clock: Callable[[], datetime] | None = None) -> Ledger:
        """A ledger on the store."""
        return Ledger(self.recorder(), clock=clock or Clock(), place=self.kind)


OURS = ("memory", "sqlite")
GUESTS = ("guest-popo", "guest-sqlite")


def demand(text: str = "une vitrine", *, demand_id: str = "d1", **envelope: Any) -> Draft[Any]:
    """A demand, as an importer drafts it."""
    draft = happened(DemandExpressed(demand_id=demand_id, text=text), DAY)
    return _with(draft, envelope)


def work(work_id: str, minutes: int = 60, **envelope: Any) -> Draft[Any]:
    """A piece of work, as an importer drafts it."""
    return _with(happened(WorkRecorded(work_id=work_id, by=NOOR, minutes=minutes), DAY), envelope)


def advice(text: str, **envelope: Any) -> Draft[Any]:
    """A piece of advice, which has no id of its own."""
    return _with(happened(AdviceGiven(text=text), DAY), envelope)


def _with(draft: Draft[Any], envelope: dict[str, Any]) -> Draft[Any]:
    return Draft(**{"data": draft.data, "occurred_at": draft.occurred_at, **envelope})


def opened(ledger: Ledger, id: str = STREAM) -> Relation:
    """A relationship in which work can be recorded."""
    relation = ledger.relationship(id, recorded_by="noor")
    relation.open_relationship(on=DAY)
    return relation


def exported(ledger: Ledger, streams: Iterable[str] | None = None) -> bytes:
    """What an export of the ledger writes."""
    out = io.BytesIO()
    ledger.export(out, streams=streams)
    return out.getvalue()


def take(ledger: Ledger, *lines: bytes | dict[str, Any], **options: Any) -> Imported:
    """Import some lines."""
    given = (line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    return ledger.import_(io.BytesIO(b"\n".join(given)), **options)


def line(**changes: Any) -> dict[str, Any]:
    """A line that says what it must and no more; ``...`` leaves a member out."""
    plain = {
        "stream": STREAM,
        "event": "work_recorded",
        "schema": 1,
        "occurred_at": "2022-05-02",
        "recorded_by": "import",
        "data": {"work_id": "w1", "minutes": 60},
    }
    return {name: value for name, value in {**plain, **changes}.items() if value is not ...}


def refused(ledger: Ledger, *lines: bytes | dict[str, Any], **options: Any) -> ImportRefused:
    """The refusal of an import, which has recorded nothing."""
    before = exported(ledger)
    with pytest.raises(ImportRefused) as caught:
        take(ledger, *lines, **options)
    assert exported(ledger) == before
    return caught.value
