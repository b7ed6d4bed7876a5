"""A figure and what it stands on.

Rule kept here: no figure without the ids of the events behind it, and no ratio of nothing:
its denominator being zero, a share is ``None``, never 0 or 1 (domain.md §4).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from typing import Generic, TypeVar
from uuid import UUID

from attrs import frozen

from noe_core.facts import AnyRecorded, F, Recorded
from noe_core.moments import day_of
from noe_core.projection import View
from noe_core.values import Money

T_co = TypeVar("T_co", covariant=True)


@frozen
class Figure(Generic[T_co]):
    """A value, and the ids of the events it stands on, in the order they were counted."""

    value: T_co
    evidence: tuple[UUID, ...] = ()


def ids(facts: Iterable[AnyRecorded]) -> tuple[UUID, ...]:
    """The ids of some facts, each once."""
    return tuple(dict.fromkeys(fact.id for fact in facts))


def counted(facts: Iterable[AnyRecorded]) -> Figure[int]:
    """How many facts there are; the same fact twice counts once."""
    found = ids(facts)
    return Figure(len(found), found)


def share(part: int, whole: int) -> Fraction | None:
    """The part of a whole; ``None`` of nothing."""
    return Fraction(part, whole) if whole else None


def on(fact: AnyRecorded, view: View) -> date:
    """The day a fact happened, where the view's days are."""
    return day_of(fact.occurred_at, view.zone)


def recent(
    facts: Iterable[Recorded[F]], view: View, window_days: int | None
) -> tuple[Recorded[F], ...]:
    """The facts of the last days, the view's own included; all of them without a window."""
    found = tuple(facts)
    if window_days is None:
        return found
    since = view.day - timedelta(days=min(window_days, (view.day - date.min).days))
    return tuple(fact for fact in found if since < on(fact, view))


def per_currency(amounts: Iterable[tuple[Money, UUID]]) -> dict[str, Figure[Money]]:
    """Amounts summed within each currency, never across."""
    found: dict[str, list[tuple[Money, UUID]]] = {}
    for money, event_id in amounts:
        found.setdefault(money.currency, []).append((money, event_id))
    return {
        currency: Figure(
            Money.of(sum(money.amount for money, _ in entries), currency),
            tuple(event_id for _, event_id in entries),
        )
        for currency, entries in sorted(found.items())
    }
