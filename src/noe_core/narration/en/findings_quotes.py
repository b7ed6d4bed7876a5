"""What the rules on quotes say in English.

Rule kept here: a sentence speaks of the relation and of how the work is organised, never of
a person; a quote is spoken of by its day and its amount, never by an identifier.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from noe_core.audit.rule import Finding
from noe_core.narration.en.words import (
    capital,
    count,
    day,
    days,
    listing,
    money,
    month,
    number,
    quoted,
    time_spent,
)
from noe_core.relationship.frame import LimitPer
from noe_core.values import Money

Values = Mapping[str, Any]

_PER = {
    LimitPer.MONTH: "a month",
    LimitPer.QUARTER: "a quarter",
    LimitPer.TOTAL: "in all",
}


def _month(finding: Finding) -> str:
    v = finding.values
    worked = month(v["month"])
    due = day(v["due"], year=v["due"].year != v["month"].year)
    if v["issued"] is not None:
        return (
            f"The quote for the work of {worked} came only on {day(v['issued'])}; "
            f"it was expected by {due}."
        )
    spent = f" ({time_spent(v['minutes'])})" if v["minutes"] else ""
    return f"The work of {worked}{spent} has no quote; one was expected by {due}."


def _quote(issued: date, total: Money | None = None) -> str:
    amount = f" for {money(total)}" if total else ""
    return f"The quote{amount} issued on {day(issued)}"


def _undiscussed(finding: Finding) -> str:
    v = finding.values
    quote = _quote(v["issued"], v["total"])
    if finding.about == "waiting":
        return (
            f"{quote} has not been discussed in {days(v['days'])}. "
            f"When could the two sides talk it over?"
        )
    if finding.about == "refused":
        return f"{quote} was refused on {day(v['settled'])} without having been discussed."
    return (
        f"{quote} was signed on {day(v['settled'])} without having been discussed. "
        f"What would talking it over have taught?"
    )


def _negotiated(finding: Finding) -> str:
    v = finding.values
    verb = "was" if v["changed"] == 1 else "were"
    return (
        f"{capital(number(v['changed']))} out of {number(v['decided'])} quotes {verb} not signed "
        f"as issued. What had the account of the work not shown?"
    )


def _spend(finding: Finding) -> str:
    v = finding.values
    if finding.about == "over_limit":
        return (
            f"{_quote(v['issued'])} takes spending to {money(v['total'])} where "
            f"{money(v['limit'])} {_PER[v['per']]} was agreed, and no joint review decided on it."
        )
    if finding.about == "other_currency":
        return (
            f"{_quote(v['issued'], v['total'])} is not in the currency of the spend limit agreed, "
            f"{money(v['limit'])} {_PER[v['per']]}. What limit holds for it?"
        )
    started = f"Work to be quoted afterwards began on {day(v['since'])} with no spend limit agreed"
    if v["agreed"] is not None:
        return f"{started}; the one agreed holds only from {day(v['agreed'])}."
    return f"{started}. What amount would suit both sides?"


def _predicted(finding: Finding) -> str:
    v = finding.values
    n = len(v["effects"])
    told = f": {listing([quoted(text) for text in v['accounts']])}" if v["accounts"] else ""
    if finding.about == "predictive":
        return (
            f"{_quote(v['issued'])} comes before the work and already announces "
            f"{count(n, 'effect', 'effects')}{told}. Effects are noticed, not promised."
        )
    when = listing([day(one) for one in v["observed"]])
    effects = count(n, "effect", "effects")
    return f"{_quote(v['issued'])} cites {effects} observed only later, on {when}{told}."


def _hours_only(finding: Finding) -> str:
    v = finding.values
    return (
        f"{_quote(v['issued'], v['total'])} speaks of hours alone: no effect, no resource, no "
        f"constraint. What did this work move, or ask for?"
    )


SENTENCES: dict[str, Callable[[Finding], str]] = {
    "QUO-1": _month,
    "QUO-2": _undiscussed,
    "QUO-3": _negotiated,
    "QUO-4": _spend,
    "QUO-5": _predicted,
    "QUO-6": _hours_only,
}
