"""The rules on effects: what lies under the water is told, and stands on somebody's word.

Rule kept here: an effect is never held against anybody because a voice or a field was not
recorded; then the rule says that it cannot tell (domain.md §5, EFF).

The windows of EFF-1 are counted back from the last day of the relationship: today, or the
closing. The first holds the last ``window`` days, that day included, and whatever was
observed after a closing; the second as many days before it. Only these two are looked at,
because windows further back would shift every day over the same facts.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from attrs import frozen

from noe_core.audit import externalities, foreseen
from noe_core.audit.hearing import Said
from noe_core.audit.readings import gathered, shifted, too_early, unless_unread
from noe_core.audit.rule import Case, Finding, NotAssessable, Rule, Severity, Verdict
from noe_core.audit.span import end_of
from noe_core.events import EVENTS, Water
from noe_core.facts import AnyRecorded, Recorded, Unread, holds
from noe_core.projections.value_entries import water
from noe_core.relationship.effects import Effect, EffectObserved
from noe_core.relationship.quotes import QuoteIssued
from noe_core.relationship.work import WorkRecorded

UNDER = frozenset(event.name for event in EVENTS if event.water is Water.SUBMERGED)
"""The names of what lies under the water (domain.md §3), known even where it cannot be read."""


@frozen(kw_only=True)
class Window:
    """What some days hold above and below the water."""

    since: date
    minutes: int
    work: tuple[AnyRecorded, ...]
    quotes: tuple[AnyRecorded, ...]
    told: bool
    unmeasured: bool
    unread: bool


def iceberg(case: Case, *, window: int, n: int, quotes: int) -> Iterator[Said]:
    """EFF-1: days full of work or quotes tell something of what the work displaced."""
    end = end_of(case)
    middle, far = shifted(end, -window), shifted(end, -2 * window)
    last, before = _window(case, middle, date.max), _window(case, far, middle)
    if not _dry(last, n, quotes):
        if last.unmeasured and not last.told:
            yield NotAssessable(rule="EFF-1", because="work_unmeasured")
        return
    if last.unread:
        yield NotAssessable(rule="EFF-1", because="unreadable")
        return
    twice = _dry(before, n, quotes) and not before.unread
    shown = (*before.work, *before.quotes) if twice else ()
    yield Finding(
        rule="EFF-1",
        severity=Severity.BREACH if twice else Severity.WARNING,
        subject="relationship",
        about="two_windows" if twice else "one_window",
        evidence=tuple(fact.id for fact in (*shown, *last.work, *last.quotes)),
        values={
            "since": (before if twice else last).since,
            "days": window,
            "minutes": last.minutes + (before.minutes if twice else 0),
            "quotes": len(last.quotes) + (len(before.quotes) if twice else 0),
        },
    )


def _dry(window: Window, n: int, quotes: int) -> bool:
    return not window.told and (window.minutes >= n or len(window.quotes) >= quotes)


def _window(case: Case, after: date, until: date) -> Window:
    facts = tuple(fact for fact in case.history if after < case.on(fact) <= until)
    work = tuple(fact for fact in facts if holds(fact, WorkRecorded) and not fact.data.automated)
    return Window(
        since=shifted(after, 1),
        minutes=sum(fact.data.minutes or 0 for fact in work),
        work=work,
        quotes=tuple(fact for fact in facts if holds(fact, QuoteIssued)),
        told=any(water(fact) is Water.SUBMERGED for fact in facts),
        unmeasured=any(fact.data.minutes is None for fact in work),
        unread=any(holds(fact, Unread) and fact.event in UNDER for fact in facts),
    )


def effect_ungrounded(case: Case, *, n: int, thin: int) -> Iterator[Verdict]:
    """EFF-2: an effect is told, comes from the work, and the side it serves stands behind it."""
    yield from gathered(
        verdict
        for effect in case.state.effects.by_id.values()
        if effect.observed is not None
        for verdict in _grounds(case, effect, effect.observed, n, thin)
    )


def _grounds(
    case: Case, effect: Effect, observed: Recorded[EffectObserved], n: int, thin: int
) -> Iterator[Said]:
    data, cited = observed.data, bool(_citing(case, effect))
    account = (data.account or "").strip()
    if len(account) < thin:
        about = "account_thin" if account else "account_missing"
        yield _finding(case, observed, about, severe=False)
    if not data.arising_from and not data.contribution:
        yield _finding(case, observed, "no_contribution", severe=cited)
    if effect.contested:
        # The other side has answered; what it says is heard unless a quote goes on as before.
        if cited:
            yield _finding(case, observed, "contested_and_cited", severe=True)
    elif not effect.attested_by_beneficiary:
        if _unheard(effect, data):
            yield NotAssessable(rule="EFF-2", because="voices_unrecorded")
        elif case.passed(case.on(observed), n):
            found = _finding(case, observed, "unattested", severe=cited)
            yield unless_unread(case, found, "effect_attested", "effect_contested")
        else:
            yield too_early("EFF-2", case.on(observed), n)


def _unheard(effect: Effect, data: EffectObserved) -> bool:
    """Whether the beneficiary's voice may be there, but nothing recorded says whose is whose."""
    nameless = any(attested.data.by is None for attested in effect.attested)
    return data.observed_by is None or data.beneficiary is None or nameless


def _citing(case: Case, effect: Effect) -> tuple[Recorded[QuoteIssued], ...]:
    """The quotes that still stand and name the effect."""
    issued = (quote.issued for quote in case.state.quotes.live if quote.issued is not None)
    return tuple(fact for fact in issued if effect.effect_id in fact.data.cited_effect_ids)


def _finding(
    case: Case, observed: Recorded[EffectObserved], about: str, *, severe: bool
) -> Finding:
    effect = case.state.effects.by_id[observed.data.effect_id]
    citing = _citing(case, effect)
    contested = next(iter(effect.contested), None)
    return Finding(
        rule="EFF-2",
        severity=Severity.WARNING if severe else Severity.INFO,
        subject=effect.effect_id,
        about=about,
        evidence=tuple(fact.id for fact in (*effect.facts, *citing)),
        values={
            "account": observed.data.account,
            "observed": case.on(observed),
            "age": (case.today - case.on(observed)).days,
            "quotes": tuple(case.on(fact) for fact in citing),
            "contested": case.on(contested) if contested else None,
            "objection": contested.data.account if contested else None,
        },
    )


RULES: tuple[Rule, ...] = (
    Rule(
        id="EFF-1",
        name="iceberg",
        defaults={"window": 90, "n": 600, "quotes": 2},
        check=iceberg,
    ),
    Rule(
        id="EFF-2",
        name="effect_ungrounded",
        about=frozenset({"effect_observed"}),
        defaults={"n": 60, "thin": 20},
        check=effect_ungrounded,
    ),
    *externalities.RULES,
    *foreseen.RULES,
)
