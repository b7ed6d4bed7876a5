"""The draft of a quote after work: what the provider did in a month, and what it displaced.

Rule kept here: a draft refuses nothing and leaves nothing out in silence; what it counts is
the work of the month that no standing quote counts yet (domain.md §4, row 3).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from attrs import frozen

from noe_core.facts import AnyRecorded, F, Recorded
from noe_core.history import History
from noe_core.projection import Projection, View
from noe_core.projections.effects_ledger import attested_total, measured
from noe_core.projections.figure import Figure, ids, on
from noe_core.projections.headroom import Headroom, headroom
from noe_core.projections.months import Month
from noe_core.projections.pricing import Price, Works, hourly, minutes_of
from noe_core.relationship.effects import Effect, EffectDomain, EffectStatus, Polarity
from noe_core.relationship.quotes import QuoteIssued, QuoteKind, QuoteLine
from noe_core.relationship.state import Relationship, evolve
from noe_core.relationship.work import Direction, WorkRecorded
from noe_core.values import Money, Period, Side, total

MINUTE_UNITS = frozenset({"min", "minute", "minutes"})
"""How a measure may name the minute."""


@frozen(kw_only=True)
class AfterWorkDraft:
    """What a quote for a month of work would say.

    Attributes:
        period: the days of the month.
        lines: the work no standing quote counts, by the objectives it serves, else by topic.
        total: what the lines come to; ``None`` without lines, if one of them has no price,
            or if they are in two currencies.
        resource_ids: immaterial resources drawn on in the month.
        effect_ids: effects observed in the month, but for the next two kinds.
        unplanned_effect_ids: those that nobody intended.
        contested_effect_ids: those that somebody sees otherwise; listed, not cited.
        constraint_ids: what held the provider back, revealed in the month.
        time_saved: minutes saved, by attested effects of the month; ``None`` if none says.
        none_yet: the caller says in so many words that no effect was observed yet.
        headroom: what the agreed limit leaves beyond the total; ``None`` without either.
        evidence: the facts the draft stands on.
    """

    period: Period
    lines: tuple[QuoteLine, ...]
    total: Money | None
    resource_ids: tuple[str, ...]
    effect_ids: tuple[str, ...]
    unplanned_effect_ids: tuple[str, ...]
    contested_effect_ids: tuple[str, ...]
    constraint_ids: tuple[str, ...]
    time_saved: Figure[Decimal] | None
    none_yet: bool
    headroom: Headroom | None
    evidence: tuple[UUID, ...]

    @property
    def tells(self) -> bool:
        """Whether it tells more than hours, or says that there is nothing more to tell yet."""
        cited = (*self.effect_ids, *self.unplanned_effect_ids, *self.resource_ids)
        return bool(cited) or self.none_yet

    @property
    def ready(self) -> bool:
        """Whether it stays within a known limit and tells more than hours (domain.md §4)."""
        return self.headroom is not None and self.headroom.left >= 0 and self.tells

    @property
    def terms(self) -> Mapping[str, Any]:
        """What `issue_quote` and `QuoteIssued` take, but for the id and the day."""
        saved = self.time_saved.value if self.time_saved else None
        return {
            "kind": QuoteKind.AFTER_WORK,
            "period": self.period,
            "lines": self.lines,
            "total": self.total,
            "resource_ids": self.resource_ids,
            "effect_ids": self.effect_ids,
            "unplanned_effect_ids": self.unplanned_effect_ids,
            "constraint_ids": self.constraint_ids,
            "time_saved_minutes": None if saved is None else max(0, round(saved)),
            "none_yet": True if self.none_yet else None,
        }

    def as_quote(self, quote_id: str) -> QuoteIssued:
        """The quote it would be under an id."""
        return QuoteIssued(quote_id=quote_id, **self.terms)


@frozen
class _Lately:
    """A state and the days of it that are asked about."""

    state: Relationship
    view: View
    period: Period

    def of(self, facts: Iterable[Recorded[F]]) -> tuple[Recorded[F], ...]:
        """Those of the facts that happened in these days."""
        return tuple(fact for fact in facts if on(fact, self.view) in self.period)

    @property
    def works(self) -> Works:
        """The provider's work that no standing quote counts."""
        return tuple(
            work
            for work in self.of(self.state.work.done.values())
            if work.data.done_by is Side.PROVIDER
            and self.state.quotes.counting(work.data.work_id) is None
        )

    @property
    def effects(self) -> tuple[Effect, ...]:
        """The effects observed."""
        effects = self.state.effects.by_id.values()
        return tuple(e for e in effects if e.observed and self.of((e.observed,)))

    def label(self, work: WorkRecorded) -> str | None:
        """What a piece of work serves: its objectives as they are put today, else its topic."""
        known = self.state.objectives.by_id
        wordings = (
            (known[i].wording if i in known else None) or i for i in sorted(set(work.objective_ids))
        )
        return ", ".join(wordings) or work.topic


def _lines(lately: _Lately, price: Price | None) -> Iterator[QuoteLine]:
    groups: dict[tuple[frozenset[str], str | None], Works] = {}
    for work in lately.works:
        serves = frozenset(work.data.objective_ids)
        key = (serves, None if serves else work.data.topic)
        groups[key] = (*groups.get(key, ()), work)
    for works in groups.values():
        yield QuoteLine(
            label=lately.label(works[0].data),
            work_ids=tuple(work.data.work_id for work in works),
            minutes=minutes_of(works) or None,
            amount=price(works) if price else None,
        )


def _sum(lines: tuple[QuoteLine, ...]) -> Money | None:
    amounts = [line.amount for line in lines if line.amount is not None]
    return total(amounts) if len(amounts) == len(lines) else None


def _unplanned(effect: Effect) -> bool:
    return effect.observed is not None and effect.observed.data.intended is False


def _time_saved(effects: Iterable[Effect]) -> Figure[Decimal] | None:
    return attested_total(
        one
        for one in measured(effects)
        if one.fact.data.domain is EffectDomain.TIME
        and one.fact.data.polarity is not Polarity.NEGATIVE
        and one.measure.quantity.unit.casefold() in MINUTE_UNITS
    )


def _draft(lately: _Lately, price: Price | None, none_yet: bool) -> AfterWorkDraft:
    state, effects, lines = lately.state, lately.effects, tuple(_lines(lately, price))
    resources = lately.of(state.work.resources.values())
    mobilised = tuple(r for r in resources if r.data.direction is Direction.MOBILISED)
    constraints = lately.of(state.work.constraints.values())
    ours = tuple(c for c in constraints if c.data.side is Side.PROVIDER)
    contested = tuple(e for e in effects if e.status is EffectStatus.CONTESTED)
    citable = tuple(e for e in effects if e.status is not EffectStatus.CONTESTED)
    observed = tuple(e.observed for e in effects if e.observed)
    stands_on: tuple[AnyRecorded, ...] = (*lately.works, *mobilised, *observed, *ours)
    return AfterWorkDraft(
        period=lately.period,
        lines=lines,
        total=_sum(lines),
        resource_ids=tuple(r.data.resource_id for r in mobilised),
        effect_ids=tuple(e.effect_id for e in citable if not _unplanned(e)),
        unplanned_effect_ids=tuple(e.effect_id for e in citable if _unplanned(e)),
        contested_effect_ids=tuple(e.effect_id for e in contested),
        constraint_ids=tuple(c.data.constraint_id for c in ours),
        time_saved=_time_saved(effects),
        none_yet=none_yet,
        headroom=headroom(state, lately.period, _sum(lines)),
        evidence=ids(stands_on),
    )


def drafting(
    month: tuple[int, int], *, price: Price | None = None, none_yet: bool = False
) -> Projection[Relationship, AfterWorkDraft]:
    """The projection that drafts a month's quote.

    Raises:
        ValueError: there is no such month.
    """
    period = Month(*month).period
    return Projection(
        name="after_work_draft",
        start=Relationship(),
        apply=evolve,
        answer=lambda state, view: _draft(_Lately(state, view, period), price, none_yet),
    )


def after_work_draft(
    history: History,
    *,
    month: tuple[int, int],
    rate: Money | None = None,
    price: Price | None = None,
    none_yet: bool = False,
) -> AfterWorkDraft:
    """Draft the quote of a month from a history, at a rate per hour or the caller's price.

    Without either the lines have no amount. To issue it: ``relation.issue_quote(id=…, on=…,
    **draft.terms)``, from the day after the period on (domain.md §4, row 3).

    Raises:
        ValueError: there is no such month.
    """
    chosen = price or (hourly(rate) if rate else None)
    return drafting(month, price=chosen, none_yet=none_yet).of(history)
