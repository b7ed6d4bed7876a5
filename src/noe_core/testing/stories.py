"""Short histories, told fact by fact.

Rule kept here: versions follow the order of telling, and a fact is written down the evening
of its day unless the story says later. Nothing is refused: an untidy history is told as it
was.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from noe_core.events import named
from noe_core.facts import AnyRecorded, Recorded, Unread
from noe_core.history import History
from noe_core.moments import DEFAULT_ZONE, When, begins, checked, day_of, parse
from noe_core.typed import Fact
from noe_core.vocabulary import StreamKind, kind_of, own_id

STREAM = "relationship/studio-marelle:atelier-lys"
"""The stream of a story that names none; the houses are fictional."""

NARRATOR = "nora"
"""Who writes things down, unless the story says who."""

Moment = When | str
"""A day or an instant, as Python has it or as it is written: ``2022-03-01``."""

Told = tuple[Fact, Moment] | tuple[Fact, Moment, Moment]
"""A fact, when it happened, and when it was written down if not that evening."""


def moment(said: Moment) -> When:
    """The moment that was said.

    Raises:
        ValueError: it is no moment, or an instant without its zone.
    """
    return parse(said) if isinstance(said, str) else checked(said)


def event(version: int) -> UUID:
    """The id of the fact told at that place: the first is 1."""
    return UUID(int=version)


def after(day: str, days: int) -> str:
    """The day that many days after a day."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def evening(day: date) -> datetime:
    """Eight in the evening of a day, UTC."""
    return datetime.combine(day, time(20), UTC)


def voice(stream: str) -> str:
    """Who writes a stream down, unless somebody is named: a practitioner their own."""
    return own_id(stream) if kind_of(stream) is StreamKind.PRACTITIONER else NARRATOR


def next_record(
    history: History,
    fact: Fact,
    on: When,
    *,
    written: When | None = None,
    recorded_by: str | None = None,
) -> AnyRecorded:
    """The record of a fact at the end of a history, written down that evening or when said."""
    version, (name, schema) = len(history.records) + 1, named(fact)
    recorded_at = _noted(written) if written is not None else _that_evening(on)
    if history.records:
        recorded_at = max(recorded_at, history.records[-1].recorded_at)
    return Recorded(
        stream=history.stream,
        version=version,
        id=event(version),
        event=name,
        schema=schema,
        occurred_at=on,
        recorded_at=recorded_at,
        recorded_by=recorded_by or voice(history.stream),
        data=fact,
    )


def _that_evening(on: When) -> datetime:
    # What happens at night is written down at once, in no case before.
    return max(evening(day_of(on, DEFAULT_ZONE)), begins(on))


def _noted(moment: When) -> datetime:
    return moment if isinstance(moment, datetime) else evening(moment)


def continued(history: History, *told: Told, recorded_by: str | None = None) -> History:
    """The history and some more facts told, written down by one person."""
    for item in told:
        written = moment(item[2]) if len(item) == 3 else None
        record = next_record(
            history, item[0], moment(item[1]), written=written, recorded_by=recorded_by
        )
        history = history.then([record])
    return history


def story(
    *told: Told,
    as_of: Moment | None = None,
    stream: str = STREAM,
    recorded_by: str | None = None,
) -> History:
    """The history of the facts told, seen as of a day (by default the last one recorded).

    A practitioner's stream is written down by the practitioner unless ``recorded_by`` says
    who did, any other by "nora".

    Raises:
        ValueError: a moment is none, or the id of the stream carries no kind.
    """
    cut = None if as_of is None else moment(as_of)
    return continued(History(stream=stream, as_of=cut), *told, recorded_by=recorded_by)


def with_unread(history: History, event_name: str) -> History:
    """The history and one fact more, which this release cannot read."""
    last = history.records[-1]
    sealed = Unread(event=event_name, schema=9, data={}, reason="sealed")
    record = next_record(
        history,
        sealed,
        last.occurred_at,
        written=last.recorded_at,
        recorded_by=last.recorded_by,
    )
    return history.then([record])
