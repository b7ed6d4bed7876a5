"""Histories for the tests of projections: the two examples, and short ones told in facts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from uuid import UUID

from noe_core.events import event_of
from noe_core.facts import AnyRecorded, Recorded, Unread
from noe_core.history import History
from noe_core.moments import When, day_of, parse
from noe_core.typed import Fact
from noe_core.values import PartyRef, Side
from noe_stores import Ledger, connect
from noe_stores.examples import Calendar, record_after_work, record_workshop

STREAM = "relationship/studio:lys"
NORA = PartyRef(party_id="nora", side=Side.PROVIDER)
OMAR = PartyRef(party_id="omar", side=Side.PROVIDER)
LISE = PartyRef(party_id="lise", side=Side.CLIENT)
TOGETHER = (NORA, LISE)


def nth(version: int) -> UUID:
    """The id of the fact told at that place, the first being 1."""
    return UUID(int=version)


def _named(fact: Fact) -> tuple[str, int]:
    if isinstance(fact, Unread):
        return fact.event, fact.schema
    return event_of(fact).name, event_of(fact).schema


def _record(version: int, fact: Fact, occurred_at: When) -> AnyRecorded:
    name, schema = _named(fact)
    return Recorded(
        stream=STREAM,
        version=version,
        id=nth(version),
        event=name,
        schema=schema,
        occurred_at=occurred_at,
        recorded_at=datetime.combine(day_of(occurred_at), time(20), UTC),
        recorded_by="nora",
        data=fact,
    )


def tell(*told: tuple[str, Fact], as_of: str | None = None) -> History:
    """The history of facts, each with its day, seen as of a day or else the last one's."""
    records = tuple(
        _record(version, fact, parse(day)) for version, (day, fact) in enumerate(told, start=1)
    )
    return History(stream=STREAM, records=records, as_of=parse(as_of) if as_of else None)


def _recorded(record: Callable[[Ledger, Calendar], str], as_of: date) -> History:
    calendar = Calendar("2022-06-30")
    with connect("memory:", clock=calendar) as ledger:
        return ledger.history(record(ledger, calendar), as_of=as_of)


def workshop(as_of: date = date(2022, 6, 15)) -> History:
    """H1 (domain.md §6)."""
    return _recorded(record_workshop, as_of)


def after_work(as_of: date = date(2022, 5, 15)) -> History:
    """H4 (domain.md §6)."""
    return _recorded(record_after_work, as_of)
