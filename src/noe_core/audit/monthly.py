"""Whether each month of work was accounted for in time (QUO-1).

Rule kept here: under a method of quotes after work, the work of a month is talked over early
in the next one (domain.md §1, 36). A month counts as quoted when a quote issued in time
counts some of its work or has a period with some of its work in it, even if that quote was
refused or withdrawn later: the talk was opened. What is not known to be provider work, or
was done by a machine, calls for no quote.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from noe_core.audit.hearing import Said
from noe_core.audit.readings import shifted
from noe_core.audit.rule import Case, Finding, NotAssessable, Severity
from noe_core.facts import Recorded
from noe_core.relationship.frame import QuoteMode
from noe_core.relationship.quotes import QuoteIssued, QuoteKind
from noe_core.relationship.work import WorkRecorded
from noe_core.values import Side

Work = Recorded[WorkRecorded]


def mode_on(case: Case, day: date) -> QuoteMode | None:
    """The way of quoting in force on a day: the last one that a method named by then."""
    named = (
        method.data.quote_mode
        for method in reversed(case.state.frame.methods)
        if method.data.quote_mode is not None and case.on(method) <= day
    )
    return next(named, None)


def quotable_work(case: Case, side: Side | None = Side.PROVIDER) -> tuple[Work, ...]:
    """The provider's own work done under a method of quotes after work."""
    return tuple(
        work
        for work in case.state.work.done.values()
        if work.data.done_by is side
        and not work.data.automated
        and mode_on(case, case.on(work)) is QuoteMode.AFTER_WORK
    )


def month_without_quote(case: Case, *, d: int) -> Iterator[Said]:
    """QUO-1: each month of work is quoted by day ``d`` of the next, that day included."""
    months = _by_month(case)
    if not months and (unsaid := _unsaid(case)):
        yield NotAssessable(rule="QUO-1", because=unsaid)
    waiting: list[date] = []
    assessed = False
    for month, work in months.items():
        due = shifted(_next(month), d - 1)
        issued = _first_quote(case, work)
        if issued is None and case.today <= due:
            waiting.append(due)
            continue
        assessed = True
        if issued is None or case.on(issued) > due:
            yield _missing(case, month, due, work, issued)
    if waiting and not assessed:
        values: Mapping[str, Any] = {"due": waiting[0]}
        yield NotAssessable(rule="QUO-1", because="month_still_open", values=values)


def _unsaid(case: Case) -> str | None:
    """What nobody recorded, where months of work may be hidden behind it."""
    modes = (method.data.quote_mode for method in case.state.frame.methods)
    if all(mode is None for mode in modes):
        after_work = any(quote.after_work for quote in case.state.quotes.live)
        return "mode_unrecorded" if after_work else None
    return "workers_unrecorded" if quotable_work(case, side=None) else None


def _by_month(case: Case) -> dict[date, list[Work]]:
    months: dict[date, list[Work]] = {}
    for work in sorted(quotable_work(case), key=case.on):
        months.setdefault(case.on(work).replace(day=1), []).append(work)
    return months


def _next(month: date) -> date:
    return shifted(month, 31).replace(day=1)


def _first_quote(case: Case, work: Sequence[Work]) -> Recorded[QuoteIssued] | None:
    """The first quote that accounts for some of the work."""
    issued = (q.issued for q in case.state.quotes.by_id.values() if q.issued is not None)
    found = (quote for quote in issued if accounts_for(case, quote.data, work))
    return min(found, key=case.on, default=None)


def accounts_for(case: Case, quote: QuoteIssued, work: Sequence[Work]) -> bool:
    """Whether a quote after work counts some of the work, or has it in its period."""
    if quote.kind is QuoteKind.PREDICTIVE:
        return False
    work_ids = quote.work_ids
    counted = any(one.data.work_id in work_ids for one in work)
    return counted or any(quote.period and case.on(one) in quote.period for one in work)


def _missing(
    case: Case, month: date, due: date, work: Sequence[Work], late: Recorded[QuoteIssued] | None
) -> Finding:
    return Finding(
        rule="QUO-1",
        severity=Severity.WARNING,
        subject="relationship",
        about=f"{month:%Y-%m}",
        evidence=(*(one.id for one in work), *((late.id,) if late else ())),
        values={
            "month": month,
            "due": due,
            "minutes": sum(one.data.minutes or 0 for one in work),
            "issued": case.on(late) if late else None,
        },
    )
