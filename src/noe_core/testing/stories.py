"""Short histories, told fact by fact.

Rule kept here: versions follow the order of telling, and a fact is written down the evening
of its day unless the story says later. Nothing is refused: an untidy history is told as it
was.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from attrs import evolve

from noe_core.events import named
from noe_core.facts import AnyRecorded, Recorded, Unread
from noe_core.history import History
from noe_core.moments import DEFAULT_ZONE, day_of, parse
from noe_core.typed import Fact

STREAM = "relationship/studio-marelle:atelier-lys"
"""The stream of a story that names none; the houses are fictional."""

Told = tuple[Fact, str] | tuple[Fact, str, str]
"""A fact, when it happened, and when it was written down if not that evening."""


def event(version: int) -> UUID:
    """The id of the fact told at that place: the first is 1."""
    return UUID(int=version)


def after(day: str, days: int) -> str:
    """The day that many days after a day."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def evening(day: date) -> datetime:
    """Eight in the evening of a day, UTC."""
    return datetime.combine(day, time(20), UTC)


def _written_down(told: Told, last: datetime) -> datetime:
    day = told[2] if len(told) == 3 else told[1]
    return max(evening(day_of(parse(day), DEFAULT_ZONE)), last)


def story(
    *told: Told, as_of: str | None = None, stream: str = STREAM, recorded_by: str = "nora"
) -> History:
    """The history of the facts told, seen as of a day (by default the last one recorded)."""
    records: list[AnyRecorded] = []
    last = datetime.min.replace(tzinfo=UTC)
    for version, item in enumerate(told, start=1):
        last = _written_down(item, last)
        fact = item[0]
        name, schema = named(fact)
        records.append(
            Recorded(
                stream=stream,
                version=version,
                id=event(version),
                event=name,
                schema=schema,
                occurred_at=parse(item[1]),
                recorded_at=last,
                recorded_by=recorded_by,
                data=fact,
            )
        )
    return History(
        stream=stream,
        records=tuple(records),
        as_of=parse(as_of) if as_of is not None else None,
    )


def with_unread(history: History, event_name: str) -> History:
    """The history and one fact more, which this release cannot read."""
    last = history.records[-1]
    sealed = Unread(event=event_name, schema=9, data={}, reason="sealed")
    return history.then(
        [
            evolve(
                last,
                version=last.version + 1,
                id=event(last.version + 1),
                event=event_name,
                data=sealed,
            )
        ]
    )
