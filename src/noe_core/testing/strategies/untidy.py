"""Untidy facts and histories for laws that hold of any stream.

Rule kept here: everything an import may bring is drawn: fields left out, identities reused
before their time or never introduced, days out of order, corrections and withdrawals of
anything, facts nobody can read, events of somebody's tool. What the envelope promises
(versions without gap, times of recording that never decrease nor precede the fact) is kept.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast
from uuid import UUID

from hypothesis import strategies as st

from noe_core.entries import EntryCorrected, EntryWithdrawn
from noe_core.events import EVENTS_OF, belongs, named
from noe_core.facts import AnyRecorded, Own, Recorded, Unread
from noe_core.history import ENTRIES, History
from noe_core.moments import When, begins, day_of, written
from noe_core.relationship.effects import EffectObserved
from noe_core.relationship.engagements import EngagementKept, EngagementMade
from noe_core.relationship.objectives import ObjectiveSet
from noe_core.relationship.quotes import QuoteIssued
from noe_core.relationship.reviews import ReviewHeld
from noe_core.relationship.work import WorkRecorded
from noe_core.testing.stories import event, voice
from noe_core.testing.strategies.fields import (
    FIRST,
    MOST,
    built,
    days,
    event_ids,
    moments,
    own_facts,
    seldom,
)
from noe_core.typed import Fact
from noe_core.vocabulary import StreamKind
from noe_core.wire import plain

OFTEN = (
    ObjectiveSet,
    WorkRecorded,
    ReviewHeld,
    EngagementMade,
    EngagementKept,
    EffectObserved,
    QuoteIssued,
)
"""Kinds drawn more often than others, since others are about them."""

KINDS = {
    kind: tuple(event.kind for event in events if event.kind not in ENTRIES)
    for kind, events in EVENTS_OF.items()
}
"""The classes of facts of each kind of stream, corrections and withdrawals apart."""

_UNBUILT = (*ENTRIES, Own, Unread)
"""What no correction is drawn for from its fields."""


def _unread() -> st.SearchStrategy[Unread]:
    """Facts of a later release."""
    return st.builds(
        Unread,
        event=st.sampled_from(("dance_held", "work_recorded", "tension_raised")),
        schema=st.just(2),
        data=st.just({}),
        reason=st.just("a newer schema"),
    )


def untidy_facts(kind: StreamKind = StreamKind.RELATIONSHIP) -> st.SearchStrategy[Fact]:
    """A fact of a kind of stream but a correction or a withdrawal, as an import may bring it."""
    often = OFTEN * 3 if kind is StreamKind.RELATIONSHIP else ()
    unread = _unread().filter(lambda fact: belongs(fact.event, f"{kind}/"))
    special = {Own: own_facts(), Unread: unread}
    return st.sampled_from((*KINDS[kind], *often, Own, Unread)).flatmap(
        lambda drawn: special[drawn] if drawn in special else built(cast(Any, drawn))
    )


def _target(event_id: UUID) -> st.SearchStrategy[UUID]:
    """Mostly that event, now and then any: one that comes later, a correction, or none."""
    return st.integers(0, 4).flatmap(lambda n: event_ids() if n == 4 else st.just(event_id))


@st.composite
def _correction(draw: st.DrawFn, records: tuple[AnyRecorded, ...]) -> EntryCorrected:
    """A correction of an earlier record, or of nothing; its fields mostly fit."""
    target = draw(st.sampled_from(records))
    fields: dict[str, Any] = {"no_such_field": 1}
    if not isinstance(target.data, _UNBUILT) and draw(st.integers(0, 4)):
        fields = plain(draw(built(cast(Any, type(target.data)))))
    if draw(st.booleans()):
        fields["occurred_at"] = written(draw(moments()))
    return EntryCorrected(target_event_id=draw(_target(target.id)), new_fields=fields)


def _entry(records: tuple[AnyRecorded, ...]) -> st.SearchStrategy[Fact]:
    earlier = st.sampled_from(records).flatmap(lambda record: _target(record.id))
    return _correction(records) | st.builds(EntryWithdrawn, target_event_id=earlier)


def _moment_after(day: date) -> st.SearchStrategy[When]:
    """A moment some days on, mostly; now and then any, before or long after."""
    on = st.integers(0, 9).map(lambda days_on: day + timedelta(days=days_on))
    at = on.flatmap(
        lambda that: st.integers(0, 23).map(lambda hour: datetime.combine(that, time(hour), UTC))
    )
    return st.integers(0, 9).flatmap(lambda n: moments() if n == 9 else (on, on, at)[n % 3])


@st.composite
def untidy_records(
    draw: st.DrawFn, kind: StreamKind = StreamKind.RELATIONSHIP, most: int = MOST
) -> tuple[AnyRecorded, ...]:
    """The records of one stream, in order of version; an importer wrote them down, or its own."""
    records: tuple[AnyRecorded, ...] = ()
    stream = f"{kind}/untidy"
    writers = st.sampled_from(("import", voice(stream)))
    last, today = datetime.combine(FIRST, time.min, UTC), FIRST
    count = draw(st.integers(0, most) | st.just(most))  # long ones often, short ones to shrink to
    for version in range(1, count + 1):
        amends = bool(records) and draw(st.integers(0, 5)) == 0
        fact = draw(_entry(records) if amends else untidy_facts(kind))
        occurred = draw(_moment_after(today))
        today = max(today, day_of(occurred))
        delay = timedelta(hours=draw(st.integers(0, 72)))
        last = max(last, begins(occurred) + timedelta(days=1) + delay)
        name, schema = named(fact)
        record: AnyRecorded = Recorded(
            stream=stream,
            version=version,
            id=event(version),
            event=name,
            schema=schema,
            occurred_at=occurred,
            recorded_at=last,
            recorded_by=draw(writers),
            data=fact,
        )
        records = (*records, record)
    return records


@st.composite
def untidy_histories(
    draw: st.DrawFn, kind: StreamKind = StreamKind.RELATIONSHIP, most: int = MOST
) -> History:
    """Whatever an import may bring: whole, or seen as of a day and as known at a day."""
    return History(
        stream=f"{kind}/untidy",
        records=draw(untidy_records(kind, most)),
        as_of=draw(seldom(days())),
        known_at=draw(seldom(days())),
    )
