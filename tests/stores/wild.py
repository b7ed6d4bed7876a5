"""Facts as wild as their classes admit, for laws of bytes.

Rule kept here: a field takes anything its annotation admits: any text UTF-8 can hold, the
ends of every range, decimals in odd notations.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from datetime import UTC, date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin
from uuid import UUID

import attrs
from annotated_types import Ge, Gt, Le, MinLen
from hypothesis import strategies as st

from noe_core.events import EVENTS, EVENTS_OF, event_of
from noe_core.facts import AnyRecorded, Recorded
from noe_core.typed import Fact
from noe_core.values import Measure, Money, Period, Quantity
from noe_core.vocabulary import StreamKind
from noe_stores.lines.codec import LAST_INTEGER

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
DAYS = st.dates()
INSTANTS = st.datetimes(timezones=st.just(UTC))

AMOUNTS = st.integers(0, 10**18).map(lambda cents: Decimal(cents).scaleb(-2)) | st.just(
    Decimal("-0.00")
)
NUMBERS = st.builds(
    lambda digits, exponent, sign: Decimal((sign, tuple(map(int, str(digits))), exponent)),
    st.integers(0, 10**12),
    st.integers(-12, 12),
    st.sampled_from((0, 1)),
)
QUANTITIES = st.builds(Quantity, value=NUMBERS, unit=TEXT)

PLAIN: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | TEXT | st.integers(-LAST_INTEGER, LAST_INTEGER),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
"""JSON values without floats."""


def _measure(numbers: tuple[Decimal, Decimal | None], unit: str, method: str | None) -> Measure:
    value, baseline = numbers
    return Measure(
        quantity=Quantity(value=value, unit=unit),
        baseline=None if baseline is None else Quantity(value=baseline, unit=unit),
        method=method,
    )


BY_TYPE: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXT | st.just(""),
    Mapping[str, Any]: st.dictionaries(TEXT, PLAIN, max_size=3),
    bool: st.booleans(),
    date: DAYS,
    Decimal: NUMBERS,
    UUID: st.uuids(),
    Money: st.builds(Money, amount=AMOUNTS, currency=st.sampled_from(("EUR", "CHF"))),
    Measure: st.builds(_measure, st.tuples(NUMBERS, st.none() | NUMBERS), TEXT, st.none() | TEXT),
    Period: st.tuples(DAYS, DAYS).map(lambda ends: Period(start=min(ends), end=max(ends))),
}


@cache
def of(annotation: Any) -> st.SearchStrategy[Any]:
    """Whatever an annotation admits."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if annotation in BY_TYPE:
        return BY_TYPE[annotation]
    if origin is Annotated:
        return _limited(*arguments)
    if origin in {Union, types.UnionType}:
        return st.one_of([st.none() if a is type(None) else of(a) for a in arguments])
    if origin in {tuple, frozenset}:
        unique = origin is frozenset
        return st.lists(of(arguments[0]), max_size=3, unique=unique).map(origin)
    if issubclass(annotation, Enum):
        return st.sampled_from(annotation)
    return st.builds(annotation, **{f.name: of(f.type) for f in attrs.fields(annotation)})


def _limited(kind: Any, *rules: object) -> st.SearchStrategy[Any]:
    if rules == (MinLen(1),):
        return TEXT
    low, high = 0, LAST_INTEGER
    for rule in rules:
        match rule:
            case Gt(gt=bound):
                low = int(str(bound)) + 1
            case Ge(ge=bound):
                low = int(str(bound))
            case Le(le=bound):
                high = int(str(bound))
            case _:
                raise TypeError(f"draw {kind} under {rule} too")
    if kind is Decimal:
        # Hundredths, so that a part of one is drawn as well as one.
        return st.integers(low, min(high, 10**6) * 100).map(lambda n: Decimal(n).scaleb(-2))
    return st.integers(low, high)


def facts() -> st.SearchStrategy[Fact]:
    """A fact of any event."""
    return st.sampled_from(EVENTS).flatmap(lambda event: of(event.kind))


def home(fact: Fact) -> StreamKind:
    """A kind of stream that may hold a fact."""
    event = event_of(fact)
    return next(kind for kind, events in EVENTS_OF.items() if event in events)


@st.composite
def records(draw: st.DrawFn, kind: type[Fact] | None = None) -> AnyRecorded:
    """A fact, of a given kind or any, with any envelope."""
    fact = draw(facts() if kind is None else of(kind))
    event = event_of(fact)
    kinds = [kind for kind, events in EVENTS_OF.items() if event in events]
    return Recorded(
        stream=f"{draw(st.sampled_from(kinds))}/{draw(TEXT)}",
        version=draw(st.integers(1, LAST_INTEGER)),
        id=draw(st.uuids()),
        event=event.name,
        schema=event.schema,
        occurred_at=draw(DAYS | INSTANTS),
        recorded_at=draw(INSTANTS),
        recorded_by=draw(TEXT),
        caused_by=draw(st.none() | TEXT),
        correlation_id=draw(st.none() | TEXT),
        data=fact,
    )
