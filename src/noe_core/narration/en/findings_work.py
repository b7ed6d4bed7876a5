"""What the rules on reviews, quotes and effects say in English.

Rule kept here: a sentence speaks of the relation and of how the work is organised, never of
a person; where it helps, it ends on a question the two sides can take up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from noe_core.audit.rule import Finding, NotAssessable
from noe_core.narration.en.words import (
    capital,
    count,
    day,
    days,
    listing,
    money,
    month,
    number,
    percent,
    quoted,
    time_spent,
)
from noe_core.relationship.frame import LimitPer
from noe_core.relationship.reviews import ReflexiveLevel
from noe_core.values import Money, Side

Values = Mapping[str, Any]

_QUESTIONS = {
    ReflexiveLevel.INTERNAL: "how the provider worked",
    ReflexiveLevel.RELATIONAL: "what the two sides went through together",
    ReflexiveLevel.CLIENT_SIDE: "what the work moves on the client’s side",
}
_PER = {
    LimitPer.MONTH: "a month",
    LimitPer.QUARTER: "a quarter",
    LimitPer.TOTAL: "in all",
}
_WHOSE = {Side.PROVIDER: "the provider’s", Side.CLIENT: "the client’s"}


def _every(n: int) -> str:
    return "every day" if n == 1 else f"every {days(n)}"


def _review(values: Values) -> str:
    """The client knows of the reviews it sat in, and only of those."""
    return "joint review" if values["perspective"] is Side.CLIENT else "review"


def _end_only(finding: Finding) -> str:
    v = finding.values
    closed = finding.about == "closed"
    if v["first"] is None:
        if closed:
            return (
                f"The relationship closed on {day(v['end'])} without a single {_review(v)} "
                f"along the way."
            )
        return (
            f"No {_review(v)} has been held since {day(v['since'])}, in {days(v['days'])}. "
            f"Could the two sides come back on the work while it can still change?"
        )
    passed = (v["first"] - v["since"]).days
    late = f"The first {_review(v)} came on {day(v['first'])}, {days(passed)} after the start"
    if closed:
        return f"{late}, in a relationship that lasted {number(v['days'])}."
    return f"{late}; earlier, it could have changed more of the work."


def _gap(finding: Finding) -> str:
    v = finding.values
    agreed = (
        f"one was agreed {_every(v['interval'])}"
        if v["agreed"]
        else f"with no rhythm agreed, one is looked for {_every(v['interval'])}"
    )
    if v["until"] is None:
        return (
            f"No joint review since {day(v['since'])}, in {days(v['days'])}; {agreed}. "
            f"When would the next one be?"
        )
    return (
        f"No joint review between {day(v['since'])} and {day(v['until'])}, "
        f"in {days(v['days'])}; {agreed}."
    )


def _one_sided(finding: Finding) -> str:
    v = finding.values
    dates, looked_at = v["one_sided"], v["looked_at"]
    if looked_at == 1:
        said = f"The joint review of {day(dates[0])} did not assess the work of both sides."
    else:
        when = listing([f"that of {day(one)}" for one in dates])
        said = (
            f"Of the last {number(looked_at)} joint reviews, {number(len(dates))} did not assess "
            f"the work of both sides: {when}."
        )
    whose = _WHOSE.get(v["forgotten"])
    return f"{said} What of {whose} work?" if whose else said


def _levels(finding: Finding) -> str:
    v = finding.values
    lately = f"in the last {days(v['days'])}"
    if not v["reviews"]:
        return f"No review is recorded {lately}. What would be worth coming back on?"
    missing = [_QUESTIONS[level] for level in v["missing"]]
    if len(missing) == 1:
        return f"{capital(lately)}, no review came back on {missing[0]}."
    *others, last = missing
    return f"{capital(lately)}, no review came back on {', '.join(others)} or {last}."


def _reflexive(finding: Finding) -> str:
    v = finding.values
    whole, target = time_spent(v["whole"]), percent(v["target"])
    if not v["reflexive"]:
        return (
            f"Out of {whole} of the provider’s time, none went into coming back on the work; "
            f"the landmark is {target}. Where to begin?"
        )
    share = percent(v["share"])
    shown = f"a little less than {target}" if share == target else share
    return (
        f"Coming back on the work took {time_spent(v['reflexive'])} out of {whole} of the "
        f"provider’s time, which is {shown}; the landmark is {target}."
    )


def _amount(values: Values) -> str:
    """The work and the quotes there were: ``ten hours of work and one quote``."""
    work = f"{time_spent(values['minutes'])} of work" if values["minutes"] else ""
    quotes = count(values["quotes"], "quote", "quotes") if values["quotes"] else ""
    return " and ".join(part for part in (work, quotes) if part)


def _transaction(finding: Finding) -> str:
    v = finding.values
    return (
        f"{capital(_amount(v))}, and no {_review(v)}. "
        f"When will the two sides come back on what they do together?"
    )


def _one_month(finding: Finding) -> str:
    v = finding.values
    silent = (
        f"Between {day(v['since'])} and {day(v['due'])}, no feedback, no joint review and no "
        f"discussion of a quote"
    )
    if v["first"] is not None:
        return f"{silent}; the first came on {day(v['first'])}."
    return f"{silent}. Would two minutes be enough to ask how it is going?"


def _month(finding: Finding) -> str:
    v = finding.values
    worked = month(v["month"])
    due = day(v["due"], year=v["due"].year != v["month"].year)
    if v["issued"] is not None:
        return (
            f"The quote for the work of {worked} came on {day(v['issued'])}; "
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
        return f"{quote} has not been discussed in {days(v['days'])}. When could that be?"
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
        f"{capital(number(v['changed']))} of {number(v['decided'])} quotes {verb} not signed as "
        f"issued. What had the account of the work not shown?"
    )


def _spend(finding: Finding) -> str:
    v = finding.values
    if finding.about == "over_limit":
        return (
            f"{_quote(v['issued'])} takes spending to {money(v['total'])} where "
            f"{money(v['limit'])} {_PER[v['per']]} was agreed, and no joint review decided on it."
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


def _iceberg(finding: Finding) -> str:
    v = finding.values
    return (
        f"Since {day(v['since'])}, {_amount(v)}, and nothing is told of what this work moved or "
        f"asked for. What has changed, and for whom?"
    )


def _effect(values: Values, *, ends: str = ",") -> str:
    """The effect by its account, set between commas, else by its day alone."""
    observed = f"observed on {day(values['observed'])}"
    if not values["account"]:
        return f"the effect {observed}"
    return f"the effect {quoted(values['account'])}, {observed}{ends}"


def _cited(values: Values) -> str:
    if not values["quotes"]:
        return ""
    return f", and {count(len(values['quotes']), 'quote cites', 'quotes cite')} it"


def _contested(values: Values) -> str:
    objection = f" ({quoted(values['objection'])})" if values["objection"] else ""
    when = listing([day(one) for one in values["quotes"]])
    citing = "quotes" if len(values["quotes"]) > 1 else "quote"
    verb = "cite" if len(values["quotes"]) > 1 else "cites"
    return (
        f"{capital(_effect(values))} has been contested since "
        f"{day(values['contested'])}{objection}, and the {citing} issued on {when} still {verb} it."
    )


def _ungrounded(finding: Finding) -> str:
    v = finding.values
    match finding.about:
        case "contested_and_cited":
            return _contested(v)
        case "no_contribution":
            return (
                f"Nothing says which work led to {_effect(v, ends='')}{_cited(v)}. "
                f"What had a part in it?"
            )
        case "account_missing":
            return f"{capital(_effect(v))} is not told. What has changed?"
        case "account_thin":
            return (
                f"The effect observed on {day(v['observed'])} is told in few words: "
                f"{quoted(v['account'])}. What would a longer account say?"
            )
    return (
        f"{capital(_effect(v))} has not yet been confirmed by the side that benefits from it"
        f"{_cited(v)}. What does that side say?"
    )


SENTENCES: dict[str, Callable[[Finding], str]] = {
    "REV-1": _end_only,
    "REV-2": _gap,
    "REV-3": _one_sided,
    "REV-4": _levels,
    "REV-5": _reflexive,
    "REV-6": _transaction,
    "REV-7": _one_month,
    "QUO-1": _month,
    "QUO-2": _undiscussed,
    "QUO-3": _negotiated,
    "QUO-4": _spend,
    "QUO-5": _predicted,
    "QUO-6": _hours_only,
    "EFF-1": _iceberg,
    "EFF-2": _ungrounded,
}


def _too_few(verdict: NotAssessable) -> str:
    n, least = verdict.values["decided"], number(verdict.values["min_quotes"])
    so_far = count(n, "quote has been decided", "quotes have been decided")
    return f"{capital(so_far)} so far; it takes {least} to speak of negotiation."


def _too_short(verdict: NotAssessable) -> str:
    v = verdict.values
    return f"The relationship closed after {days(v['ran'])}; it takes {number(v['days'])} to tell."


def _too_little(verdict: NotAssessable) -> str:
    least = time_spent(verdict.values["min_minutes"])
    return f"Less than {least} of the provider’s time is recorded: too little to speak of a share."


def _always(text: str) -> Callable[[NotAssessable], str]:
    return lambda _verdict: text


REASONS: dict[str, Callable[[NotAssessable], str]] = {
    "no_start": _always("Neither an opening nor a signature says when the work began."),
    "too_short": _too_short,
    "participants_unrecorded": _always(
        "Some reviews are recorded without participants: nothing says whether both sides sat in."
    ),
    "no_two_sided_review": _always("No review has brought both sides together yet."),
    "levels_unrecorded": _always("A recent review is recorded without the questions it asked."),
    "internal_out_of_sight": _always(
        "Seen by the client, the provider’s internal reviews are out of sight."
    ),
    "reflexive_out_of_sight": _always(
        "Seen by the client, part of the time the provider spends coming back on its work is "
        "out of sight."
    ),
    "too_little_time": _too_little,
    "minutes_unrecorded": _always(
        "Some reviews or discussions are recorded without a duration or without participants."
    ),
    "work_unmeasured": _always(
        "Some work is recorded without a duration, or without the side that did it."
    ),
    "month_still_open": lambda verdict: (
        f"The quote for the first month of work is expected by {day(verdict.values['due'])}."
    ),
    "mode_unrecorded": _always("No method recorded says whether work is quoted afterwards."),
    "workers_unrecorded": _always("The work is recorded without the side that did it."),
    "too_few_quotes": _too_few,
    "negotiation_unrecorded": _always(
        "For too many of the signed quotes, nothing says whether they were negotiated."
    ),
    "amount_unrecorded": _always(
        "A quote, or the spend limit agreed, is recorded without its amount."
    ),
    "other_currency": _always("A quote is not in the currency of the spend limit agreed."),
    "review_unrecorded": _always("A quote relies on a review that this history does not hold."),
    "leave_unrecorded": _always("A quote relies on a review recorded without participants."),
    "unread": _always("Some facts of those days are in a form this release does not read."),
    "voices_unrecorded": _always(
        "For at least one effect, nothing says who observed it, who benefits or who confirmed it."
    ),
}
