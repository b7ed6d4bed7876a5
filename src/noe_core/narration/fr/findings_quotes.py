"""What the rules on quotes say in French.

Rule kept here: a sentence speaks of the relation and of how the work is organised, never of
a person; a quote is spoken of by its day and its amount, never by an identifier.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from noe_core.audit.rule import Finding
from noe_core.narration.fr.words import (
    NBSP,
    capital,
    count,
    day,
    days,
    elided,
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
    LimitPer.MONTH: "par mois",
    LimitPer.QUARTER: "par trimestre",
    LimitPer.TOTAL: "en tout",
}


def _month(finding: Finding) -> str:
    v = finding.values
    work = f"travail {elided('de', month(v['month']))}"
    due = day(v["due"], year=v["due"].year != v["month"].year)
    if v["issued"] is not None:
        return (
            f"Le devis du {work} n’est venu que {day(v['issued'])}{NBSP}; "
            f"on l’attendait pour {due}."
        )
    spent = f" ({time_spent(v['minutes'])})" if v["minutes"] else ""
    return f"Le {work}{spent} n’a pas de devis{NBSP}; on l’attendait pour {due}."


def _quote(issued: date, total: Money | None = None) -> str:
    amount = f" de {money(total)}" if total else ""
    return f"devis{amount} émis {day(issued)}"


def _undiscussed(finding: Finding) -> str:
    v = finding.values
    quote = f"Le {_quote(v['issued'], v['total'])}"
    if finding.about == "waiting":
        return f"{quote} n’a pas été discuté en {days(v['days'])}. Quand en parler{NBSP}?"
    if finding.about == "refused":
        return f"{quote} a été refusé {day(v['settled'])} sans avoir été discuté."
    return (
        f"{quote} a été signé {day(v['settled'])} sans avoir été discuté. "
        f"Qu’aurait-on appris à en parler{NBSP}?"
    )


def _negotiated(finding: Finding) -> str:
    v = finding.values
    of = f"devis sur {number(v['decided'])}"
    one, many = "n’a pas été signé tel quel", "n’ont pas été signés tels quels"
    return (
        f"{capital(count(v['changed'], f'{of} {one}', f'{of} {many}'))}. "
        f"Qu’est-ce que le récit du travail n’avait pas montré{NBSP}?"
    )


def _spend(finding: Finding) -> str:
    v = finding.values
    if finding.about == "over_limit":
        return (
            f"Avec le {_quote(v['issued'])}, la dépense atteint {money(v['total'])} pour "
            f"{money(v['limit'])} convenus {_PER[v['per']]}, sans revue commune qui en ait décidé."
        )
    if finding.about == "other_currency":
        return (
            f"Le {_quote(v['issued'], v['total'])} n’est pas dans la monnaie de la dépense "
            f"convenue, {money(v['limit'])} {_PER[v['per']]}. Quelle limite vaut pour lui{NBSP}?"
        )
    started = f"Un travail à chiffrer après coup a commencé {day(v['since'])} "
    if v["agreed"] is not None:
        later = f"la limite ne vaut que depuis {day(v['agreed'])}"
        return f"{started}sans dépense acceptable convenue{NBSP}; {later}."
    return f"{started}sans dépense acceptable convenue. Quel montant irait aux deux côtés{NBSP}?"


def _predicted(finding: Finding) -> str:
    v = finding.values
    n = len(v["effects"])
    told = f"{NBSP}: {listing([quoted(text) for text in v['accounts']])}" if v["accounts"] else ""
    if finding.about == "predictive":
        return (
            f"Le {_quote(v['issued'])} précède le travail et annonce déjà "
            f"{count(n, 'effet', 'effets')}{told}. Un effet se constate, il ne se promet pas."
        )
    effects = count(n, "effet qui n’a été observé", "effets qui n’ont été observés")
    when = listing([day(one) for one in v["observed"]])
    return f"Le {_quote(v['issued'])} cite {effects} qu’après, {when}{told}."


def _hours_only(finding: Finding) -> str:
    v = finding.values
    return (
        f"Le {_quote(v['issued'], v['total'])} ne parle que d’heures{NBSP}: ni effet, ni "
        f"ressource, ni contrainte. Qu’est-ce que ce travail a déplacé, ou demandé{NBSP}?"
    )


SENTENCES: dict[str, Callable[[Finding], str]] = {
    "QUO-1": _month,
    "QUO-2": _undiscussed,
    "QUO-3": _negotiated,
    "QUO-4": _spend,
    "QUO-5": _predicted,
    "QUO-6": _hours_only,
}
