"""What the rules on effects say in French.

Rule kept here: a sentence speaks of the relation and of how the work is organised, never of
a person; an effect is spoken of in the words it was told in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from noe_core.audit.rule import Finding
from noe_core.narration.fr.findings_reviews import amount
from noe_core.narration.fr.words import NBSP, capital, count, day, listing, quoted

Values = Mapping[str, Any]


def _iceberg(finding: Finding) -> str:
    v = finding.values
    return (
        f"Depuis {day(v['since'])}, {amount(v)}, mais rien n’est dit de ce que ce travail a "
        f"déplacé ou demandé. Qu’est-ce qui a changé, et pour qui{NBSP}?"
    )


def _effect(values: Values, *, ends: str = ",") -> str:
    """The effect by its account, set between commas, else by its day alone."""
    observed = f"observé {day(values['observed'])}"
    if not values["account"]:
        return f"l’effet {observed}"
    return f"l’effet {quoted(values['account'])}, {observed}{ends}"


def _cited(values: Values) -> str:
    if not values["quotes"]:
        return ""
    return f", et {count(len(values['quotes']), 'devis le cite', 'devis le citent')}"


def _contested(values: Values) -> str:
    objection = f" ({quoted(values['objection'])})" if values["objection"] else ""
    on, against = values["observed"], values["contested"]
    when = listing([day(one, year=one.year != against.year) for one in values["quotes"]])
    citing = "les devis émis" if len(values["quotes"]) > 1 else "le devis émis"
    verb = "citent" if len(values["quotes"]) > 1 else "cite"
    return (
        f"{capital(_effect(values))} est contesté depuis "
        f"{day(against, year=against.year != on.year)}{objection}, "
        f"et {citing} {when} le {verb} encore."
    )


def _ungrounded(finding: Finding) -> str:
    v = finding.values
    match finding.about:
        case "contested_and_cited":
            return _contested(v)
        case "no_contribution":
            return (
                f"Rien ne dit de quel travail vient {_effect(v, ends='')}{_cited(v)}. "
                f"Qu’est-ce qui y a contribué{NBSP}?"
            )
        case "account_missing":
            return f"{capital(_effect(v))} n’est pas raconté. Qu’est-ce qui a changé{NBSP}?"
        case "account_thin":
            return (
                f"L’effet observé {day(v['observed'])} tient en peu de mots{NBSP}: "
                f"{quoted(v['account'])}. Comment se raconterait-il plus au long{NBSP}?"
            )
    return (
        f"{capital(_effect(v))} n’est pas encore confirmé par le côté qui en bénéficie"
        f"{_cited(v)}. Qu’en dit-il{NBSP}?"
    )


SENTENCES: dict[str, Callable[[Finding], str]] = {
    "EFF-1": _iceberg,
    "EFF-2": _ungrounded,
}
