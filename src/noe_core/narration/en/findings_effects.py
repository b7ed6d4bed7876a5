"""What the rules on effects say in English.

Rule kept here: a sentence speaks of the relation and of how the work is organised, never of
a person; an effect is spoken of in the words it was told in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from noe_core.audit.rule import Finding
from noe_core.narration.en.findings_reviews import amount
from noe_core.narration.en.words import capital, count, day, listing, quoted

Values = Mapping[str, Any]


def _iceberg(finding: Finding) -> str:
    v = finding.values
    return (
        f"Since {day(v['since'])}, {amount(v)}, but nothing is told of what this work moved or "
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
    on, against = values["observed"], values["contested"]
    when = listing([day(one, year=one.year != against.year) for one in values["quotes"]])
    citing = "quotes" if len(values["quotes"]) > 1 else "quote"
    verb = "cite" if len(values["quotes"]) > 1 else "cites"
    return (
        f"{capital(_effect(values))} has been contested since "
        f"{day(against, year=against.year != on.year)}{objection}, "
        f"and the {citing} issued on {when} still {verb} it."
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
    "EFF-1": _iceberg,
    "EFF-2": _ungrounded,
}
