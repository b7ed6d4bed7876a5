"""What the rules on reviews say in English.

Rule kept here: a sentence speaks of the relation and of how the work is organised, never of
a person; where it helps, it ends on a question the two sides can take up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from noe_core.audit.gaps import Basis
from noe_core.audit.rule import Finding
from noe_core.narration.en.words import (
    capital,
    count,
    day,
    days,
    listing,
    number,
    percent,
    time_spent,
)
from noe_core.relationship.reviews import ReflexiveLevel
from noe_core.values import Side

Values = Mapping[str, Any]

_QUESTIONS = {
    ReflexiveLevel.INTERNAL: "how the provider worked",
    ReflexiveLevel.RELATIONAL: "what the two sides went through together",
    ReflexiveLevel.CLIENT_SIDE: "what the work moves on the client’s side",
}
_WHOSE = {Side.PROVIDER: "the provider’s", Side.CLIENT: "the client’s"}


def _between(since: date, until: date) -> str:
    return f"Between {day(since, year=since.year != until.year)} and {day(until)}"


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
            f"In the {days(v['days'])} since {day(v['since'])}, no {_review(v)} has been held. "
            f"Could the two sides come back on the work while it can still change?"
        )
    passed = (v["first"] - v["since"]).days
    late = f"The first {_review(v)} came on {day(v['first'])}, {days(passed)} after the start"
    if closed:
        return f"{late}, in a relationship that lasted {number(v['days'])}."
    return f"{late}; earlier, it could have changed more of the work."


_RHYTHMS = {
    Basis.AGREED: ", though one was agreed",
    Basis.KEPT: ", though the two sides usually hold one",
    Basis.DEFAULT: "; with no rhythm agreed, one is looked for",
}


def _left_out(values: Values) -> str:
    """The days that are not counted, where there are some."""
    if not values["left_out"]:
        return ""
    return f" (leaving out {days(values['left_out'])} of absence or closure)"


def _gap(finding: Finding) -> str:
    v = finding.values
    rhythm = f"{_RHYTHMS[v['basis']]} {_every(v['interval'])}"
    if finding.about == "running":
        return (
            f"In the {days(v['days'])} since {day(v['since'])}{_left_out(v)}, no joint review was "
            f"held{rhythm}. When would the next one be?"
        )
    marks = _between(v["since"], v["until"])
    if finding.about == "closing":
        since = day(v["since"], year=v["since"].year != v["until"].year)
        marks = f"Between {since} and the closing on {day(v['until'])}"
    counted = f"{days(v['days'])}{_left_out(v)}"
    return f"{marks}, no joint review was held for {counted}{rhythm}."


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
        return f"No review is recorded {lately}. What would be worth looking at?"
    missing = [_QUESTIONS[level] for level in v["missing"]]
    if len(missing) == 1:
        return f"{capital(lately)}, no review looked at {missing[0]}."
    *others, last = missing
    return f"{capital(lately)}, no review looked at {', '.join(others)} or {last}."


def _reflexive(finding: Finding) -> str:
    v = finding.values
    whole, target = time_spent(v["whole"]), percent(v["target"])
    if not v["reflexive"]:
        return (
            f"Out of {whole} of the provider’s time, none went into coming back on the work; "
            f"the target is {target}. Where to begin?"
        )
    share = percent(v["share"])
    shown = f"a little less than {target}" if share == target else share
    return (
        f"Coming back on the work took {time_spent(v['reflexive'])} out of {whole} of the "
        f"provider’s time, or {shown}; the target is {target}."
    )


def amount(values: Values) -> str:
    """The work and the quotes there were: ``ten hours of work and one quote``."""
    work = f"{time_spent(values['minutes'])} of work" if values["minutes"] else ""
    quotes = count(values["quotes"], "quote", "quotes") if values["quotes"] else ""
    return " and ".join(part for part in (work, quotes) if part)


def _transaction(finding: Finding) -> str:
    v = finding.values
    return (
        f"{capital(amount(v))}, but no {_review(v)}. "
        f"When will the two sides come back on what they do together?"
    )


def _one_month(finding: Finding) -> str:
    v = finding.values
    silent = (
        f"{_between(v['since'], v['due'])}, there was no feedback, no joint review and no "
        f"discussion of a quote"
    )
    if v["first"] is not None:
        return f"{silent}; the first came on {day(v['first'])}."
    return f"{silent}. Would two minutes be enough to ask how it is going?"


SENTENCES: dict[str, Callable[[Finding], str]] = {
    "REV-1": _end_only,
    "REV-2": _gap,
    "REV-3": _one_sided,
    "REV-4": _levels,
    "REV-5": _reflexive,
    "REV-6": _transaction,
    "REV-7": _one_month,
}
