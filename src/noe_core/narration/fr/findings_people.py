"""What the rules on people, teams and firms say in French.

Rule kept here: the sentences speak of how work is shared out and talked about. Of what a
person said of themselves nothing is repeated, not even to them.
"""

from __future__ import annotations

from collections.abc import Callable

from noe_core.audit.rule import Finding, NotAssessable
from noe_core.narration.fr import findings_organisation
from noe_core.narration.fr.words import (
    NBSP,
    capital,
    count,
    day,
    days,
    listing,
    number,
    percent,
    quoted,
)


def _burden(finding: Finding) -> str:
    v = finding.values
    running = f" {number(v['quarters'])} trimestres de suite," if v["quarters"] > 1 else ""
    since = day(v["since"], year=v["since"].year != v["until"].year)
    parts = ", puis ".join(dict.fromkeys(percent(one) for one in v["concentrations"]))
    return (
        f"Entre {since} et {day(v['until'])},{running} les missions d’une même personne "
        f"ont pesé {parts} d’une part égale. Comment répartir autrement ce qui est difficile{NBSP}?"
    )


def _wellbeing(finding: Finding) -> str:
    v = finding.values
    if finding.about == "silent":
        return (
            f"Depuis {day(v['since'])}, soit {days(v['silent'])}, rien n’a été dit de la façon "
            f"dont le travail est vécu. À quel moment cela peut-il se dire{NBSP}?"
        )
    return (
        f"Rien n’a répondu à ce qui s’est dit deux fois de suite{NBSP}: dans les "
        f"{days(v['days'])} qui ont suivi {day(v['since'])}, aucune mission n’a changé et aucune "
        f"tension n’a été dite. Que peut-on changer à l’organisation du travail{NBSP}?"
    )


def _values(finding: Finding) -> str:
    v = finding.values
    match finding.about:
        case "too_many":
            one, many = "valeur a été publiée", "valeurs ont été publiées"
            values = capital(count(v["count"], one, many, feminine=True))
            return (
                f"{values} {day(v['on'])}, quand {number(v['most'], feminine=True)} au plus se "
                f"retiennent. Lesquelles comptent le plus{NBSP}?"
            )
        case "without_act":
            names = listing([quoted(name) for name in v["names"]])
            alone = len(v["names"]) == 1
            which, them = ("la valeur", "la") if alone else ("les valeurs", "les")
            return (
                f"Aucun acte ne montre encore {which} {names}. À quoi, dans le travail, {them} "
                f"reconnaîtrait-on{NBSP}?"
            )
    people = count(v["count"], "personne", "personnes", feminine=True)
    return (
        f"Les valeurs publiées {day(v['on'])} ont été choisies par {people}. Qui d’autre s’y "
        f"reconnaît{NBSP}?"
    )


def _contradicted(finding: Finding) -> str:
    v = finding.values
    value = f"la valeur {quoted(v['value'])}" if v["value"] else "une valeur publiée"
    return (
        f"Un acte a démenti {value} {day(v['on'])}, et ni revue ni tension n’y sont "
        f"revenues dans les {days(v['days'])}. Où peut-on en parler{NBSP}?"
    )


def _too_few_people(verdict: NotAssessable) -> str:
    v = verdict.values
    people = count(v["people"], "personne a porté", "personnes ont porté", feminine=True)
    return (
        f"Au cours d’un de ces trimestres, {people} des missions{NBSP}; il en faut "
        f"{number(v['needed'])} pour parler de part égale."
    )


def _always(sentence: str) -> Callable[[NotAssessable], str]:
    return lambda _: sentence


SENTENCES: dict[str, Callable[[Finding], str]] = {
    "CARE-1": _burden,
    "CARE-2": _wellbeing,
    "VAL-2": _values,
    "VAL-3": _contradicted,
    **findings_organisation.SENTENCES,
}
REASONS: dict[str, Callable[[NotAssessable], str]] = {
    "private": _always(
        "Ce qu’une personne dit d’elle-même ne se lit qu’avec elle, ou avec qui a sa confiance."
    ),
    "no_assignment": _always("Aucune mission n’est en cours."),
    "loads_unrecorded": _always(
        "Des missions sont consignées sans leur début, leur charge ou leur difficulté."
    ),
    "too_few_people": _too_few_people,
    "acts_unrecorded": _always(
        "Un acte est consigné sans dire s’il a tenu la valeur ou s’il l’a démentie."
    ),
    "relationship_unseen": _always(
        "La relation où l’acte a eu lieu n’est pas parmi les histoires données."
    ),
    "values_unrecorded": _always("Des valeurs ont été publiées sans être consignées."),
    "values_choosers_unrecorded": _always(
        "Les valeurs sont consignées sans dire qui les a choisies."
    ),
    **findings_organisation.REASONS,
}
"""Why these rules could not look."""
