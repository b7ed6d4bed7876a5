"""Arguments that a decision might well be given on a day of a life.

Rule kept here: an argument is drawn as the field of the fact it becomes; only what would
hardly ever fit by chance (a quote that adds up, an entry to set right) is made to fit.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, cast, get_args, get_origin
from uuid import UUID

import attrs
from hypothesis import strategies as st

from noe_core import self_correcting
from noe_core.correcting import correct_entry, withdraw_entry
from noe_core.events import Event
from noe_core.facts import Own, Unread
from noe_core.firm.ethics import StatedValue
from noe_core.moments import day_of
from noe_core.relationship.quotes import QuoteKind
from noe_core.relationship.quoting import issue_quote
from noe_core.relationship.reviews import Assessment
from noe_core.relationship.state import Relationship
from noe_core.testing.amounts import line
from noe_core.testing.lives import Life
from noe_core.testing.people import both_assessed
from noe_core.testing.strategies.fields import (
    ALSO_OURS,
    IDS,
    OURS,
    TEXTS,
    THEIRS,
    TOGETHER,
    built,
    needed,
    of_field,
)
from noe_core.testing.strategies.spoken import Spoken, asked, refers
from noe_core.values import PartyRef, Period, total
from noe_core.wire import plain

Arguments = dict[str, Any]

NEW_IDS = (*IDS, "d", "e", "f", "g", "h")
"""Ids of what a decision makes."""

_TO_COME = st.integers(-5, 90).map(lambda days: timedelta(days=days))
_SINCE = st.tuples(st.integers(1, 30), st.integers(0, 20))
_VALUES = st.lists(st.sampled_from(TEXTS), min_size=1, unique=True).map(
    lambda names: tuple(StatedValue(name=name, typical_acts=TEXTS[:1]) for name in names)
)

_MEANT: dict[Any, st.SearchStrategy[Any]] = {
    tuple[PartyRef, ...]: st.sampled_from(
        (TOGETHER,) * 3 + ((OURS, ALSO_OURS, THEIRS),) * 2 + ((OURS,),)
    ),
    tuple[Assessment, ...]: st.sampled_from((both_assessed(),) * 5 + ((),)),
    tuple[StatedValue, ...]: _VALUES,
}
"""Fields that a decision asks more of than a fact."""


def arguments(
    draw: st.DrawFn, decision: Event, life: Life, spoken: Spoken, today: date
) -> Arguments:
    """What the decision is given, its own id among it."""
    special = _SPECIAL.get(decision.decide)
    if special is None:
        given = _by_field(draw, decision, life, spoken, today)
    else:
        given = special(draw, life, today)
    if "recorded_by" in asked(decision.decide):
        given["recorded_by"] = life.recorded_by
    return {"id": draw(st.sampled_from(NEW_IDS)), **given}


def _by_field(
    draw: st.DrawFn, decision: Event, life: Life, spoken: Spoken, today: date
) -> Arguments:
    fields = {field.name: field.type for field in attrs.fields(cast(Any, decision.kind))}
    things = refers(decision.decide)
    given = {}
    for name, is_needed in asked(decision.decide).items():
        known = spoken.get(name.removesuffix("s"), ()) if name in things else ()
        nothing = not is_needed and name in things and not known
        if name in fields and not nothing and (is_needed or draw(st.integers(0, 3))):
            given[name] = draw(_plausible(needed(fields[name]), name, known, life, today))
    return given


def _plausible(
    annotation: Any, name: str, known: tuple[str, ...], life: Life, today: date
) -> st.SearchStrategy[Any]:
    """What may well stand in a field on that day, of what is known by then."""
    found = _MEANT.get(annotation)
    if annotation is date:
        found = _TO_COME.map(lambda days: today + days)
    elif annotation is Period:
        found = _SINCE.map(lambda ago: _until(today, *ago))
    elif annotation == tuple[UUID, ...]:
        found = st.lists(st.sampled_from(_events(life)), min_size=1, max_size=2, unique=True)
    elif known:
        named = st.sampled_from(known)
        several = st.lists(named, min_size=1, max_size=2, unique=True)
        found = several if name.endswith("_ids") else named
    elif get_origin(annotation) is frozenset:
        found = st.frozensets(of_field(get_args(annotation)[0], name), min_size=1)
    return of_field(annotation, name) if found is None else found


def _until(today: date, ago: int, days: int) -> Period:
    """Days up to some days ago."""
    end = today - timedelta(days=ago)
    return Period(start=end - timedelta(days=days), end=end)


def _events(life: Life) -> tuple[UUID, ...]:
    """The events lived so far, or one that never was."""
    return tuple(life.state.facts) or (UUID(int=0),)


def _correction(draw: st.DrawFn, life: Life, today: date) -> Arguments:
    """Some other fields for an entry, as another such fact might have had them."""
    target = draw(st.sampled_from(_events(life)))
    fact = life.history().find(target)
    fields: Arguments = {"occurred_at": today}
    if fact is not None and not isinstance(fact.data, Own | Unread):
        other = plain(draw(built(cast(Any, type(fact.data)))))
        kept = {
            f.name for f in attrs.fields(cast(Any, type(fact.data))) if f.default is attrs.NOTHING
        }
        fields = {name: value for name, value in other.items() if name not in kept} or fields
    return {"target": target, "new_fields": fields, "reason": draw(st.sampled_from(TEXTS))}


def _withdrawal(draw: st.DrawFn, life: Life, _today: date) -> Arguments:
    return {
        "target": draw(st.sampled_from(_events(life))),
        "reason": draw(st.sampled_from(TEXTS)),
    }


def _quote(draw: st.DrawFn, life: Life, today: date) -> Arguments:
    """A quote of the work of the last month that none counts yet; its lines add up."""
    state = life.state
    assert isinstance(state, Relationship)
    quoted = (q.issued.data.period for q in state.quotes.live if q.issued and q.after_work)
    since = [p.end + timedelta(days=1) for p in quoted if p] + [today - timedelta(days=30)]
    yesterday = today - timedelta(days=1)
    period = Period(start=min(max(since), yesterday), end=yesterday)
    work = [key for key, done in state.work.done.items() if day_of(done.occurred_at) in period]
    amounts = st.integers(1, 900)
    lines = [line(TEXTS[0], draw(amounts), key) for key in work if not state.quotes.counting(key)]
    lines = lines or [line(TEXTS[1], draw(amounts))]
    return {
        "kind": draw(st.sampled_from(QuoteKind)),
        "period": period,
        "lines": lines,
        "total": total(one.amount for one in lines if one.amount),
    }


_SPECIAL: dict[Callable[..., Any], Callable[[st.DrawFn, Life, date], Arguments]] = {
    correct_entry: _correction,
    self_correcting.correct_entry: _correction,
    withdraw_entry: _withdrawal,
    self_correcting.withdraw_entry: _withdrawal,
    issue_quote: _quote,
}
