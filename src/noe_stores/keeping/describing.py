"""What a store is, for a person who looks after it.

Rule kept here: it costs a look at the index and at two records, never a walk through the
history; what a recorder cannot say of itself is left out rather than reckoned.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from sqlite3 import sqlite_version, sqlite_version_info

from attrs import field, frozen
from eventsourcing.persistence import ApplicationRecorder, Notification

from noe_stores.errors import StoreShortened
from noe_stores.identity import is_stream
from noe_stores.ledger import Ledger
from noe_stores.lines.codec import Malformed, decode
from noe_stores.port import Described, Description, StreamIndex
from noe_stores.stream import unsealed
from noe_stores.walking import index_of

SOUND_SQLITE = (3, 51, 3)
"""Before it, two connections that write and tidy up at the same instant could damage a file."""


@frozen(kw_only=True)
class Told:
    """A store as `describe` found it.

    Attributes:
        store: how the ledger names it.
        description: what its recorder says of it; ``None`` for a guest's that cannot.
        streams: how many streams of ours it holds; ``None`` without an index. Of a store that
            lost some, how many are left: a note says so.
        facts: how many facts they hold.
        guests: how many records of other applications there are beside them.
        last_position: the position of the last record.
        first_recorded_at: when the first fact was recorded, if the first records are facts.
        last_recorded_at: when the last fact was recorded, if the last record is one.
        notes: warnings for a person.
    """

    store: str
    description: Description | None
    streams: int | None
    facts: int | None
    guests: int | None
    last_position: int | None
    first_recorded_at: datetime | None
    last_recorded_at: datetime | None
    notes: tuple[str, ...] = field(default=())


def describe(ledger: Ledger) -> Told:
    """Say what a store is and how much it holds.

    Raises:
        StoreError: it cannot be read.
    """
    recorder = ledger.recorder
    said = recorder.describe() if isinstance(recorder, Described) else None
    last = recorder.max_notification_id()
    streams, facts = _held(recorder, ledger.place)
    records = said.records if said else None
    return Told(
        store=ledger.place,
        description=said,
        streams=streams,
        facts=facts,
        guests=None if records is None or facts is None else max(records - facts, 0),
        last_position=last,
        first_recorded_at=_recorded_at(recorder.select_notifications(1, 1)),
        last_recorded_at=_recorded_at(recorder.select_notifications(last, 1)) if last else None,
        notes=(*(said.notes if said else ()), *_of_the_engine(said)),
    )


def kind_of(ledger: Ledger) -> str:
    """Of which kind a store is; nothing if its recorder cannot say."""
    return ledger.recorder.describe().kind if isinstance(ledger.recorder, Described) else ""


def _held(recorder: ApplicationRecorder, store: str) -> tuple[int | None, int | None]:
    if not isinstance(recorder, StreamIndex):
        return None, None
    ours: list[int] = []
    with suppress(StoreShortened):  # told once what is left was given; the store notes it, too
        ours.extend(h.count for h in index_of(recorder, store=store) if is_stream(h.stream))
    return len(ours), sum(ours)


def _recorded_at(found: Sequence[Notification]) -> datetime | None:
    for event in found:
        try:
            line, digest = unsealed(event)
            return None if digest is None else decode(line).recorded_at
        except Malformed:
            return None
    return None


def _of_the_engine(said: Description | None) -> tuple[str, ...]:
    if said is None or "sqlite" not in said.kind or sqlite_version_info >= SOUND_SQLITE:
        return ()
    sound = ".".join(map(str, SOUND_SQLITE))
    return (f"SQLite {sqlite_version} has the WAL-reset fault; {sound} and later have not",)
