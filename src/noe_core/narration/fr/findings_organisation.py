"""What the rules on how teams and firms work say in French.

Rule kept here: a sentence asks how the work is organised, never who is at fault.
"""

from __future__ import annotations

from collections.abc import Callable

from noe_core.audit.rule import Finding, NotAssessable
from noe_core.narration.fr.words import (
    NBSP,
    capital,
    day,
    days,
    listing,
    number,
    quoted,
    time_spent,
)


def _tension(finding: Finding) -> str:
    v, tension = finding.values, quoted(finding.subject)
    match finding.about:
        case "no_cause":
            return (
                f"L’examen de la tension {tension}, {day(v['on'])}, ne lui trouve aucune cause "
                f"dans l’organisation du travail. Vient-elle des moyens, du temps, des règles, "
                f"des rôles{NBSP}?"
            )
        case "alone":
            return (
                f"La tension {tension} a été examinée par une seule personne, {day(v['on'])}. "
                f"Avec qui la reprendre{NBSP}?"
            )
    return (
        f"Dite {day(v['since'])}, la tension {tension} attend depuis {days(v['days'])} d’être "
        f"examinée. Quand le collectif peut-il s’y arrêter{NBSP}?"
    )


def _rule(finding: Finding) -> str:
    v = finding.values
    rule = f"La règle de travail {quoted(v['rule'])}, adoptée {day(v['on'])},"
    if finding.about == "alone":
        return (
            f"{rule} vient d’une délibération où une seule personne est notée. Qui d’autre la "
            f"vit au travail{NBSP}?"
        )
    return f"{rule} ne vient d’aucune délibération connue. Le collectif en a-t-il débattu{NBSP}?"


def _indicator(finding: Finding) -> str:
    v = finding.values
    name = f"l’indicateur {quoted(v['name'])}"
    match finding.about:
        case "serves_nothing":
            return f"Rien ne dit ce que sert {name}. Quel projet balise-t-il{NBSP}?"
        case "serves_unknown":
            return (
                f"{capital(name)} sert {quoted(v['serves'])}, où l’on ne reconnaît ni le projet "
                f"d’une équipe ni l’objectif d’une relation. Quel projet balise-t-il{NBSP}?"
            )
        case "imposed":
            return (
                f"Parmi les personnes qui remplissent {name}, aucune n’a pris part à son choix. "
                f"Que choisiraient-elles de suivre{NBSP}?"
            )
    return (
        f"Tenir {name} prend {time_spent(v['upkeep'])} par personne et par mois. Ce qu’il apprend "
        f"en vaut-il la peine{NBSP}?"
    )


def _every(period: int) -> str:
    return "chaque jour" if period == 1 else f"tous les {days(period)}"


def _practice(finding: Finding) -> str:
    v = finding.values
    practice = f"Le dispositif {quoted(v['name'])}, prévu {_every(v['period'])},"
    if finding.about == "never":
        return (
            f"{practice} n’a jamais été consigné depuis qu’il a été déclaré, {day(v['since'])}. "
            f"Qu’est-ce qui l’aiderait à commencer{NBSP}?"
        )
    return (
        f"{practice} n’est plus consigné depuis {day(v['since'])}, soit {days(v['days'])}. Sert-il "
        f"encore, et à qui manque-t-il{NBSP}?"
    )


def _veneer(finding: Finding) -> str:
    v = finding.values
    one = v["count"] == 1
    many = f"les {number(v['count'])} révisions de l’offre"
    revised = "la seule révision de l’offre" if one else many
    touch = "ne touche" if one else "ne touchent"
    return (
        f"Sur {days(v['days'])}, {revised} {touch} que l’interface. Que faudrait-il changer aussi "
        f"à l’organisation, ou à ce qui est proposé{NBSP}?"
    )


def _unknown_practices(verdict: NotAssessable) -> str:
    names = verdict.values["names"]
    declared = listing([quoted(name) for name in names])
    if len(names) == 1:
        return f"Rien ne dit à quoi se reconnaîtrait, une fois tenu, le dispositif {declared}."
    return f"Rien ne dit à quoi se reconnaîtraient, une fois tenus, les dispositifs {declared}."


def _always(sentence: str) -> Callable[[NotAssessable], str]:
    return lambda _: sentence


SENTENCES: dict[str, Callable[[Finding], str]] = {
    "ORG-1": _tension,
    "ORG-2": _rule,
    "ORG-3": _indicator,
    "ORG-4": _practice,
    "ORG-5": _veneer,
}
REASONS: dict[str, Callable[[NotAssessable], str]] = {
    "examiners_unrecorded": _always("L’examen d’une tension est consigné sans ses participants."),
    "debaters_unrecorded": _always("Une délibération est consignée sans ses participants."),
    "projects_unnamed": _always(
        f"Un projet partagé est consigné sans identifiant{NBSP}: un indicateur le sert peut-être."
    ),
    "choosers_unrecorded": _always(
        "Un indicateur est consigné sans dire qui l’a choisi, ou qui le remplit."
    ),
    "practice_unknown": _unknown_practices,
    "period_unrecorded": _always("Un dispositif est déclaré sans dire quand il revient."),
    "rituals_unrecorded": _always("Un rituel récent est consigné sans dire lequel."),
    "out_of_sight": _always(
        "Le dispositif se tient dans les relations, dont seules les revues se voient d’ailleurs."
    ),
    "layers_unrecorded": _always(
        "Une révision de l’offre est consignée sans dire ce qu’elle touche."
    ),
}
"""Why these rules could not look."""
