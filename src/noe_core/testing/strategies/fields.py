"""What may stand in the fields of a fact: of its type, small, and often meeting its like.

Rule kept here: few ids, few texts and few days are drawn from, so that a reference often
meets what it names. What may be left out is, at times.
"""

from __future__ import annotations

import types
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, TypeVar, Union, cast, get_args, get_origin
from uuid import UUID

import attrs
from annotated_types import Le
from hypothesis import strategies as st

from noe_core.facts import Own
from noe_core.moments import When
from noe_core.testing.stories import event
from noe_core.values import Measure, Money, Party, PartyRef, Period, Quantity, Side

T = TypeVar("T")

FIRST, SPAN = date(2021, 12, 15), 110
"""The first day anything happens, and within how many days the rest does."""

MOST = 16
"""The facts of the longest history; few, so that a reference often meets its fact."""

IDS = ("a", "b", "c")
TEXTS = ("quelque chose", "autre chose", "l'atelier du lundi")

OURS = PartyRef(party_id="a", side=Side.PROVIDER)
ALSO_OURS = PartyRef(party_id="b", side=Side.PROVIDER)
THEIRS = PartyRef(party_id="a", side=Side.CLIENT)
PARTNER = PartyRef(party_id="c", side=Side.PARTNER)
TOGETHER = (OURS, THEIRS)
PEOPLE = ((), TOGETHER, (OURS,), TOGETHER, (OURS, ALSO_OURS, THEIRS), (THEIRS, PARTNER))


def event_ids() -> st.SearchStrategy[UUID]:
    """Ids of events: those a drawn history gives its own, and one that none has."""
    return st.integers(1, MOST + 1).map(event)


def days() -> st.SearchStrategy[date]:
    """Days of four months around a new year."""
    return st.integers(0, SPAN).map(lambda after: FIRST + timedelta(days=after))


def moments() -> st.SearchStrategy[When]:
    """Days, and instants of such days."""
    hours = st.integers(0, SPAN * 24).map(lambda after: timedelta(hours=after))
    return days() | hours.map(lambda after: datetime.combine(FIRST, time.min, UTC) + after)


def mostly(strategy: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    """Now and then nothing."""
    return st.integers(0, 7).flatmap(lambda n: strategy if n else st.none())


def seldom(strategy: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    """Mostly nothing."""
    return st.integers(0, 3).flatmap(lambda n: strategy if n == 3 else st.none())


def decimals() -> st.SearchStrategy[Decimal]:
    """Numbers of a measure, to two places: less than nothing, nothing, or more."""
    return st.integers(-50_000, 50_000).map(lambda hundredths: Decimal(hundredths) / 100)


def shares() -> st.SearchStrategy[Decimal]:
    """Numbers with bounds, to two places: more than nothing, at most one."""
    return st.integers(1, 100).map(lambda hundredths: Decimal(hundredths) / 100)


def own_facts() -> st.SearchStrategy[Own]:
    """Facts of a tool that nobody else knows."""
    plain = st.fixed_dictionaries({"ref": st.sampled_from(IDS)}, optional={"n": st.integers(0, 9)})
    return st.builds(Own, event=st.sampled_from(("tool.noted", "tool.bill.sent")), data=plain)


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


def needed(annotation: Any) -> Any:
    """The annotation of a field that is not left out."""
    optional = get_origin(annotation) in {Union, types.UnionType}
    return get_args(annotation)[0] if optional else annotation


@cache
def of_field(annotation: Any, name: str) -> st.SearchStrategy[Any]:
    """What may stand in a field: of its type, small, and meeting others where it is an id."""
    if annotation in _BY_TYPE:
        return _BY_TYPE[annotation]
    if isinstance(annotation, type) and attrs.has(annotation):
        return built(annotation)
    if needed(annotation) is not annotation:
        return mostly(of_field(needed(annotation), name))
    origin, arguments = get_origin(annotation), get_args(annotation)
    found = st.from_type(annotation)
    if origin is Annotated and arguments[0] is str:
        found = st.sampled_from(IDS if _names_something(name) else TEXTS)
    elif origin is Annotated and arguments[0] is Decimal:
        found = shares()
    elif origin is Annotated:
        found = st.from_type(Annotated[annotation, Le(600)])
    elif origin is tuple:
        found = st.lists(of_field(arguments[0], name), max_size=3).map(tuple)
    return found


@cache
def built(kind: type[T]) -> st.SearchStrategy[T]:
    """Values of a class of the domain; what may be left out is, at times."""
    fields = attrs.fields(cast(Any, kind))
    return st.builds(kind, **{field.name: of_field(field.type, field.name) for field in fields})
