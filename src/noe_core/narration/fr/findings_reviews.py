"""What the rules on reviews say in French.

Rule kept here: a sentence speaks of the relation and of how the work is organised, never of
a person; where it helps, it ends on a question the two sides can take up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from noe_core.audit.gaps import Basis
from noe_core.audit.rule import Finding
from noe_core.narration.fr.words import (
    NBSP,
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
    ReflexiveLevel.INTERNAL: "la façon dont le prestataire a travaillé",
    ReflexiveLevel.RELATIONAL: "ce que les deux côtés ont vécu ensemble",
    ReflexiveLevel.CLIENT_SIDE: "ce que le travail déplace chez le client",
}
_WHOSE = {Side.PROVIDER: "du prestataire", Side.CLIENT: "du client"}


def _of(when: date) -> str:
    """A day after ``de``: ``du 4 avril 2022``."""
    return f"du {day(when).removeprefix('le ')}"


def _between(since: date, until: date) -> str:
    return f"Entre {day(since, year=since.year != until.year)} et {day(until)}"


def _every(n: int) -> str:
    return "chaque jour" if n == 1 else f"tous les {days(n)}"


def _review(values: Values) -> str:
    """The client knows of the reviews it sat in, and only of those."""
    return "revue commune" if values["perspective"] is Side.CLIENT else "revue"


def _end_only(finding: Finding) -> str:
    v = finding.values
    closed = finding.about == "closed"
    if v["first"] is None:
        if closed:
            return (
                f"La relation s’est close {day(v['end'])} sans qu’aucune {_review(v)} "
                f"ait été tenue en chemin."
            )
        return (
            f"En {days(v['days'])}, depuis {day(v['since'])}, aucune {_review(v)} n’a été tenue. "
            f"Et si l’on revenait sur le travail pendant qu’il peut encore changer{NBSP}?"
        )
    passed = (v["first"] - v["since"]).days
    late = f"La première {_review(v)} n’est venue que {day(v['first'])}, {days(passed)} après"
    if closed:
        return f"{late} le départ, pour une relation qui en a duré {number(v['days'])}."
    return f"{late} le départ{NBSP}; plus tôt, elle aurait pu changer davantage le travail."


_RHYTHMS = {
    Basis.AGREED: ", alors qu’il en était convenu une",
    Basis.KEPT: ", alors que les deux côtés en tiennent d’ordinaire une",
    Basis.DEFAULT: f"{NBSP}; faute de rythme convenu, on en attend une",
}


def _counted(values: Values) -> str:
    """The days counted, and those that are not."""
    if not values["left_out"]:
        return days(values["days"])
    return f"{days(values['days'])} (hors {days(values['left_out'])} d’absence ou de clôture)"


def _gap(finding: Finding) -> str:
    v = finding.values
    rhythm = f"{_RHYTHMS[v['basis']]} {_every(v['interval'])}"
    if finding.about == "running":
        return (
            f"En {_counted(v)}, depuis {day(v['since'])}, aucune revue commune n’a été tenue"
            f"{rhythm}. Quand se tiendrait la prochaine{NBSP}?"
        )
    marks = _between(v["since"], v["until"])
    if finding.about == "closing":
        since = day(v["since"], year=v["since"].year != v["until"].year)
        marks = f"Entre {since} et la clôture, {day(v['until'])}"
    return f"{marks}, aucune revue commune n’a été tenue pendant {_counted(v)}{rhythm}."


def _one_sided(finding: Finding) -> str:
    v = finding.values
    dates, looked_at = v["one_sided"], v["looked_at"]
    if looked_at == 1:
        said = f"La revue commune {_of(dates[0])} n’a pas évalué le travail des deux côtés."
    else:
        among = f"Sur les {number(looked_at)} dernières revues communes"
        missed = count(len(dates), "n’a", "n’ont", feminine=True)
        when = listing([f"celle {_of(one)}" for one in dates])
        said = f"{among}, {missed} pas évalué le travail des deux côtés{NBSP}: {when}."
    whose = _WHOSE.get(v["forgotten"])
    return f"{said} Qu’en est-il du travail {whose}{NBSP}?" if whose else said


def _levels(finding: Finding) -> str:
    v = finding.values
    lately = f"les {number(v['days'])} derniers jours"
    if not v["reviews"]:
        return (
            f"Aucune revue n’est consignée sur {lately}. Sur quoi serait-il bon de revenir{NBSP}?"
        )
    missing = [_QUESTIONS[level] for level in v["missing"]]
    if len(missing) == 1:
        return f"Sur {lately}, aucune revue n’a porté sur {missing[0]}."
    return f"Sur {lately}, les revues n’ont porté ni sur {' ni sur '.join(missing)}."


def _reflexive(finding: Finding) -> str:
    v = finding.values
    whole, target = time_spent(v["whole"]), percent(v["target"])
    if not v["reflexive"]:
        return (
            f"Sur {whole} du temps du prestataire, aucun moment n’a servi à revenir sur le "
            f"travail{NBSP}; "
            f"le repère est de {target}. Par où commencer{NBSP}?"
        )
    share = percent(v["share"])
    shown = f"un peu moins de {target}" if share == target else share
    return (
        f"Revenir sur le travail a pris {time_spent(v['reflexive'])} sur {whole} du temps "
        f"du prestataire, soit {shown}{NBSP}; le repère est de {target}."
    )


def amount(values: Values) -> str:
    """The work and the quotes there were: ``dix heures de travail et un devis``."""
    work = f"{time_spent(values['minutes'])} de travail" if values["minutes"] else ""
    quotes = count(values["quotes"], "devis", "devis") if values["quotes"] else ""
    return " et ".join(part for part in (work, quotes) if part)


def _transaction(finding: Finding) -> str:
    v = finding.values
    return (
        f"{capital(amount(v))}, mais aucune {_review(v)}. "
        f"Quand les deux côtés reviendront-ils sur ce qu’ils font ensemble{NBSP}?"
    )


def _one_month(finding: Finding) -> str:
    v = finding.values
    silent = (
        f"{_between(v['since'], v['due'])}, "
        f"il n’y a eu ni retour, ni revue commune, ni discussion d’un devis"
    )
    if v["first"] is not None:
        return f"{silent}{NBSP}; il a fallu attendre {day(v['first'])}."
    return f"{silent}. Et si l’on prenait deux minutes pour demander comment cela va{NBSP}?"


SENTENCES: dict[str, Callable[[Finding], str]] = {
    "REV-1": _end_only,
    "REV-2": _gap,
    "REV-3": _one_sided,
    "REV-4": _levels,
    "REV-5": _reflexive,
    "REV-6": _transaction,
    "REV-7": _one_month,
}
