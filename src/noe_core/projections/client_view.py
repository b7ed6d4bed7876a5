"""The relationship as the client sees it: theirs, ours, together, and what came of it.

Rule kept here: whatever is hidden is listed with the reason, so that a view "without any
filter" can be checked. By default only reviews among the provider's own are hidden, and
what practitioners say of how they are, should it ever stray into a relationship: it is
theirs (domain.md §4, row 11).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from uuid import UUID

from attrs import frozen

from noe_core.events import EVENTS
from noe_core.facts import AnyRecorded, holds
from noe_core.history import History
from noe_core.projection import Projection, View
from noe_core.projections.acting import acting_side
from noe_core.projections.figure import on
from noe_core.relationship.effects import EffectAttested, EffectContested, EffectObserved
from noe_core.relationship.externalities import ExternalityObserved
from noe_core.relationship.objectives import ObjectiveClosed
from noe_core.relationship.people import sides
from noe_core.relationship.reviews import ReviewHeld
from noe_core.relationship.state import Relationship, evolve
from noe_core.relationship.usage import UsageMeasured
from noe_core.values import Side

RESULTS = (
    ObjectiveClosed,
    EffectObserved,
    EffectAttested,
    EffectContested,
    ExternalityObserved,
    UsageMeasured,
)
"""Facts that tell what came of the work, whoever told them."""

STRAIN = frozenset({"strain_reported", "wellbeing_reported"})
"""What only the person says, and to whom they choose; by name, for it is never read here."""


class Column(StrEnum):
    """Whose an entry is, as the client reads it.

    ``ours`` is the provider's, who shows the view; ``together`` is what both sides did, and
    what nobody is said to have done alone.
    """

    YOURS = "yours"
    OURS = "ours"
    TOGETHER = "together"
    RESULTS = "results"


class Reason(StrEnum):
    """Why an entry is hidden."""

    PROVIDER_ONLY_REVIEW = "provider_only_review"
    STRAIN = "strain"
    HIDDEN_BY_CALLER = "hidden_by_caller"


@frozen(kw_only=True)
class ClientEntry:
    """An entry the client sees."""

    column: Column
    day: date
    fact: AnyRecorded


@frozen(kw_only=True)
class ClientView:
    """What the client sees, in order, and the ids of what is hidden, each with its reason."""

    entries: tuple[ClientEntry, ...]
    hidden: tuple[tuple[UUID, Reason], ...]

    def of(self, column: Column) -> tuple[ClientEntry, ...]:
        """The entries of one column."""
        return tuple(entry for entry in self.entries if entry.column is column)


def provider_only(fact: AnyRecorded) -> bool:
    """Whether a fact is a review in which only people of the provider are said to have sat."""
    return holds(fact, ReviewHeld) and sides(fact.data.participants) == {Side.PROVIDER}


def _reason(fact: AnyRecorded, hide: frozenset[str]) -> Reason | None:
    if provider_only(fact):
        return Reason.PROVIDER_ONLY_REVIEW
    if fact.event in STRAIN:
        return Reason.STRAIN
    return Reason.HIDDEN_BY_CALLER if fact.event in hide else None


def _column(state: Relationship, fact: AnyRecorded) -> Column:
    if isinstance(fact.data, RESULTS):
        return Column.RESULTS
    match acting_side(state, fact):
        case Side.CLIENT:
            return Column.YOURS
        case Side.PROVIDER:
            return Column.OURS
    return Column.TOGETHER


def showing(hide: Iterable[str] = ()) -> Projection[Relationship, ClientView]:
    """The projection that shows a relationship without the kinds of events named.

    Raises:
        ValueError: no event has such a name; a slip would show what was to be hidden.
    """
    chosen = frozenset(hide)
    wrong = chosen.difference(event.name for event in EVENTS)
    if wrong:
        raise ValueError(f"no event is named {', '.join(sorted(wrong))}")

    def answer(state: Relationship, view: View) -> ClientView:
        reasons = tuple((fact, _reason(fact, chosen)) for fact in state.facts.values())
        return ClientView(
            entries=tuple(
                ClientEntry(column=_column(state, fact), day=on(fact, view), fact=fact)
                for fact, reason in reasons
                if reason is None
            ),
            hidden=tuple((fact.id, reason) for fact, reason in reasons if reason is not None),
        )

    return Projection(name="client_view", start=Relationship(), apply=evolve, answer=answer)


CLIENT_VIEW = showing()


def client_view(history: History, hide: Iterable[str] = ()) -> ClientView:
    """What the client sees of a history; ``hide`` names more kinds of events to leave out.

    Raises:
        ValueError: no event has such a name.
    """
    return showing(hide).of(history)
