"""Untidy facts and histories for laws that hold of any relationship.

Rule kept here: everything an import may bring is drawn: fields left out, identities reused
before their time or never introduced, days out of order, corrections and withdrawals of
anything, facts nobody can read. What the envelope promises (versions without gap, times of
recording that never decrease nor precede the fact) is kept.
"""

from __future__ import annotations

import types
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin
from uuid import UUID

import attrs
from annotated_types import Le
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from noe_core.entries import EntryCorrected, EntryWithdrawn
from noe_core.events import EVENTS_OF, event_of
from noe_core.facts import AnyRecorded, Recorded, Unread
from noe_core.history import ENTRIES, History
from noe_core.moments import When, begins, day_of, written
from noe_core.relationship.effects import EffectObserved
from noe_core.relationship.engagements import EngagementKept, EngagementMade
from noe_core.relationship.quotes import QuoteIssued
from noe_core.relationship.reviews import ReviewHeld
from noe_core.relationship.work import WorkRecorded
from noe_core.typed import Fact
from noe_core.values import Measure, Money, Party, PartyRef, Period, Quantity, Side
from noe_core.vocabulary import StreamKind
from noe_core.wire import plain

T = TypeVar("T")

law = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""How laws are tried: machines are slow at times, and no test measures them."""

STREAM = "relationship/untidy:history"
FIRST, SPAN = date(2021, 12, 15), 110
"""The first day anything happens, and within how many days the rest does."""

MOST = 16
"""The facts of the longest history; few, so that a reference often meets its fact."""

IDS = ("a", "b", "c")
TEXTS = ("quelque chose", "autre chose", "l'atelier du lundi")
KINDS = tuple(
    event.kind for event in EVENTS_OF[StreamKind.RELATIONSHIP] if event.kind not in ENTRIES
)
OFTEN = (WorkRecorded, ReviewHeld, EngagementMade, EngagementKept, EffectObserved, QuoteIssued)
"""Kinds drawn more often than others, since others are about them."""

OURS = PartyRef(party_id="a", side=Side.PROVIDER)
ALSO_OURS = PartyRef(party_id="b", side=Side.PROVIDER)
THEIRS = PartyRef(party_id="a", side=Side.CLIENT)
PARTNER = PartyRef(party_id="c", side=Side.PARTNER)
TOGETHER = (OURS, THEIRS)
PEOPLE = ((), TOGETHER, (OURS,), TOGETHER, (OURS, ALSO_OURS, THEIRS), (THEIRS, PARTNER))


def event_ids() -> st.SearchStrategy[UUID]:
    """Ids of events: those a drawn history gives its own, and one that none has."""
    return st.integers(1, MOST + 1).map(lambda version: UUID(int=version))


def days() -> st.SearchStrategy[date]:
    """Days of four months around a new year."""
    return st.integers(0, SPAN).map(lambda after: FIRST + timedelta(days=after))


def moments() -> st.SearchStrategy[When]:
    """Days, and instants of such days."""
    hours = st.integers(0, SPAN * 24).map(lambda after: timedelta(hours=after))
    return days() | hours.map(lambda after: datetime.combine(FIRST, time.min, UTC) + after)


def _mostly(strategy: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    """Now and then nothing."""
    return st.integers(0, 7).flatmap(lambda n: strategy if n else st.none())


def seldom(strategy: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    """Mostly nothing."""
    return st.integers(0, 3).flatmap(lambda n: strategy if n == 3 else st.none())


def splits(most: int = 3) -> st.SearchStrategy[tuple[Fraction, ...]]:
    """Where a run may be cut: some parts of its length, in order."""
    cuts = st.lists(st.integers(1, 11), min_size=1, max_size=most)
    return cuts.map(lambda found: tuple(Fraction(n, 12) for n in sorted(found)))


def in_parts(run: Sequence[T], cuts: Sequence[Fraction]) -> list[Sequence[T]]:
    """The run in the parts that the cuts make of it; some may be empty."""
    bounds = [0, *(int(cut * len(run)) for cut in cuts), len(run)]
    return [run[start:end] for start, end in pairwise(bounds)]


def decimals() -> st.SearchStrategy[Decimal]:
    """Numbers of a measure, to two places: less than nothing, nothing, or more."""
    return st.integers(-50_000, 50_000).map(lambda hundredths: Decimal(hundredths) / 100)


def shares() -> st.SearchStrategy[Decimal]:
    """Numbers with bounds, to two places: more than nothing, at most one."""
    return st.integers(1, 100).map(lambda hundredths: Decimal(hundredths) / 100)


_QUANTITIES = st.builds(Quantity, value=decimals(), unit=st.sampled_from(("minute", "min", "page")))

_BY_TYPE: dict[Any, st.SearchStrategy[Any]] = {
    UUID: event_ids(),
    date: days(),
    Decimal: decimals(),
    Quantity: _QUANTITIES,
    Measure: st.builds(Measure, quantity=_QUANTITIES),
    Money: st.builds(Money.of, st.integers(0, 4000), st.sampled_from(("EUR", "EUR", "CHF"))),
    Period: st.tuples(days(), days()).map(lambda ends: Period(start=min(ends), end=max(ends))),
    Party: st.builds(Party, party_id=st.sampled_from(IDS)),
    PartyRef: st.sampled_from((OURS, THEIRS, ALSO_OURS, THEIRS, PARTNER)),
    Side: st.sampled_from((Side.PROVIDER, Side.CLIENT, Side.PROVIDER, Side.CLIENT, Side.PARTNER)),
    tuple[PartyRef, ...]: st.sampled_from(PEOPLE),
}


def _names_something(name: str) -> bool:
    return name.endswith(("_id", "_ids")) or name == "superseded_by"


def _field(annotation: Any, name: str) -> st.SearchStrategy[Any]:
    """What may stand in a field: of its type, small, and meeting others where it is an id."""
    if annotation in _BY_TYPE:
        return _BY_TYPE[annotation]
    if isinstance(annotation, type) and attrs.has(annotation):
        return built(annotation)
    origin, arguments = get_origin(annotation), get_args(annotation)
    found = st.from_type(annotation)
    if origin is Annotated and arguments[0] is str:
        found = st.sampled_from(IDS if _names_something(name) else TEXTS)
    elif origin is Annotated and arguments[0] is Decimal:
        found = shares()
    elif origin is Annotated:
        found = st.from_type(Annotated[annotation, Le(600)])
    elif origin in {Union, types.UnionType}:
        found = _mostly(_field(arguments[0], name))
    elif origin is tuple:
        found = st.lists(_field(arguments[0], name), max_size=3).map(tuple)
    return found


@cache
def built(kind: type[T]) -> st.SearchStrategy[T]:
    """Values of a class of the domain; what may be left out is, at times."""
    fields = attrs.fields(kind)
    return st.builds(kind, **{field.name: _field(field.type, field.name) for field in fields})


def unread() -> st.SearchStrategy[Unread]:
    """Facts of a later release."""
    return st.builds(
        Unread,
        event=st.sampled_from(("issue_owned", "usage_measured")),
        schema=st.just(2),
        data=st.just({}),
        reason=st.just("a newer schema"),
    )


def untidy_facts() -> st.SearchStrategy[Fact]:
    """A fact of any kind but a correction or a withdrawal, as an import may bring it."""
    return st.sampled_from((*KINDS, *OFTEN, *OFTEN, *OFTEN, Unread)).flatmap(
        lambda kind: unread() if kind is Unread else built(kind)
    )


def _target(event_id: UUID) -> st.SearchStrategy[UUID]:
    """Mostly that event, now and then any: one that comes later, a correction, or none."""
    return st.integers(0, 4).flatmap(lambda n: event_ids() if n == 4 else st.just(event_id))


@st.composite
def _correction(draw: st.DrawFn, records: tuple[AnyRecorded, ...]) -> EntryCorrected:
    """A correction of an earlier record, or of nothing; its fields mostly fit."""
    target = draw(st.sampled_from(records))
    fields: dict[str, Any] = {"no_such_field": 1}
    if type(target.data) in KINDS and draw(st.integers(0, 4)):
        fields = plain(draw(built(type(target.data))))
    if draw(st.booleans()):
        fields["occurred_at"] = written(draw(moments()))
    return EntryCorrected(target_event_id=draw(_target(target.id)), new_fields=fields)


def _entry(records: tuple[AnyRecorded, ...]) -> st.SearchStrategy[Fact]:
    earlier = st.sampled_from(records).flatmap(lambda record: _target(record.id))
    return _correction(records) | st.builds(EntryWithdrawn, target_event_id=earlier)


def _named(fact: Fact) -> tuple[str, int]:
    if isinstance(fact, Unread):
        return fact.event, fact.schema
    return event_of(fact).name, event_of(fact).schema


def _moment_after(day: date) -> st.SearchStrategy[When]:
    """A moment some days on, mostly; now and then any, before or long after."""
    on = st.integers(0, 9).map(lambda days_on: day + timedelta(days=days_on))
    at = on.flatmap(
        lambda that: st.integers(0, 23).map(lambda hour: datetime.combine(that, time(hour), UTC))
    )
    return st.integers(0, 9).flatmap(lambda n: moments() if n == 9 else (on, on, at)[n % 3])


@st.composite
def untidy_records(draw: st.DrawFn, most: int = MOST) -> tuple[AnyRecorded, ...]:
    """The records of one stream, in order of version."""
    records: tuple[AnyRecorded, ...] = ()
    last, today = datetime.combine(FIRST, time.min, UTC), FIRST
    count = draw(st.integers(0, most) | st.just(most))  # long ones often, short ones to shrink to
    for version in range(1, count + 1):
        amends = bool(records) and draw(st.integers(0, 5)) == 0
        fact = draw(_entry(records) if amends else untidy_facts())
        occurred = draw(_moment_after(today))
        today = max(today, day_of(occurred))
        delay = timedelta(hours=draw(st.integers(0, 72)))
        last = max(last, begins(occurred) + timedelta(days=1) + delay)
        name, schema = _named(fact)
        record: AnyRecorded = Recorded(
            stream=STREAM,
            version=version,
            id=UUID(int=version),
            event=name,
            schema=schema,
            occurred_at=occurred,
            recorded_at=last,
            recorded_by="import",
            data=fact,
        )
        records = (*records, record)
    return records


@st.composite
def untidy_histories(draw: st.DrawFn, most: int = MOST) -> History:
    """A history of such records, whole or seen as of a day and as known at a day."""
    return History(
        stream=STREAM,
        records=draw(untidy_records(most)),
        as_of=draw(seldom(days())),
        known_at=draw(seldom(days())),
    )
