"""What the rules on the ecosystem, values, care and externalities say in French.

Rule kept here: a sentence speaks of the relation and of how the work is organised, never of
a person; where it helps, it ends on a question the two sides can take up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from noe_core.audit.rule import Finding, NotAssessable
from noe_core.narration.fr.words import NBSP, capital, count, day, days, number, quoted

Values = Mapping[str, Any]


def _told(*texts: str | None) -> str:
    """What is known of a thing in somebody's words, between brackets."""
    known = [quoted(text) for text in texts if text]
    return f" ({f'{NBSP}: '.join(known)})" if known else ""


def _unheeded(finding: Finding) -> str:
    v = finding.values
    negative = "en partie négative" if v["mixed"] else "négative"
    return (
        f"Une externalité {negative} a été observée {day(v['observed'])}"
        f"{_told(v['affected'], v['account'])}, et depuis, ni revue ni engagement n’y est revenu. "
        f"Qui en parlerait avec ceux qu’elle touche{NBSP}?"
    )


def _foreseen(finding: Finding) -> str:
    v = finding.values
    lately = f"sur les {number(v['days'])} derniers jours"
    if v["effects"] == 1:
        said = f"Le seul effet observé {lately} était visé"
    else:
        said = f"Les {number(v['effects'])} effets observés {lately} étaient tous visés"
    return f"{said}. Qu’est-ce que personne n’avait prévu{NBSP}?"


def _partners(values: Values) -> str:
    n, since = values["partners"], day(values["since"])
    since = f"depuis {since}" if n == 1 else f"dont le premier depuis {since}"
    return f"La relation compte {count(n, 'partenaire', 'partenaires')}, {since}"


def _embarked(finding: Finding) -> str:
    v = finding.values
    match finding.about:
        case "not_enrolled":
            return (
                f"Le partenaire {v['partner']}, repéré {day(v['since'])}, n’est pas encore "
                f"embarqué. Par où l’associer{NBSP}?"
            )
        case "no_prescription":
            return (
                f"{_partners(v)}, et aucun engagement du client ne porte sur la prescription. "
                f"Auprès de qui pourrait-il appuyer ce travail{NBSP}?"
            )
    partners = count(v["partners"], "partenaire", "partenaires")
    return (
        f"La relation compte {partners}, et personne n’est encore garant de la coopération "
        f"entre tous. À qui confier ce rôle{NBSP}?"
    )


def _values(finding: Finding) -> str:
    v = finding.values
    opened = f"La relation s’est ouverte {day(v['opened'])}"
    if finding.about == "not_compared":
        return (
            f"{opened} sans que les valeurs publiées {day(v['published'])} aient été "
            f"confrontées à ce que montre le client. Qu’en diraient les deux côtés{NBSP}?"
        )
    despite = f"{opened}, alors que les valeurs ont été jugées incompatibles {day(v['compared'])}"
    match finding.about:
        case "no_exception":
            return (
                f"{despite}, et aucune exception n’est consignée. "
                f"Qu’est-ce qui permet de continuer{NBSP}?"
            )
        case "past_review":
            return (
                f"{despite}{NBSP}; l’exception faite devait être revue pour {day(v['review_by'])}. "
                f"Qu’en est-il aujourd’hui{NBSP}?"
            )
    if v["review_by"] is None:
        return (
            f"{despite}{NBSP}; une exception le permet, sans date pour la revoir. "
            f"Quand en reparler{NBSP}?"
        )
    return f"{despite}{NBSP}; une exception le permet, à revoir pour {day(v['review_by'])}."


_BEGUN = {
    "encounter_held": "d’une rencontre",
    "review_held": "d’une revue",
    "feedback_requested": "d’une demande de retour",
}


def _absence(start: date, end: date) -> str:
    since, until = day(start, year=start.year != end.year), day(end)
    if start == end:
        return "ce jour-là"
    return f"du {since.removeprefix('le ')} au {until.removeprefix('le ')}"


def _contact(finding: Finding) -> str:
    v = finding.values
    return (
        f"{capital(day(v['day']))}, le prestataire a pris l’initiative "
        f"{_BEGUN.get(v['event'], 'd’un échange')} pendant une absence notée du côté du client, "
        f"{_absence(v['start'], v['end'])}. Qu’est-ce qui aurait pu attendre{NBSP}?"
    )


def _issue(values: Values) -> str:
    """The issue in the words it was raised in, where they are known."""
    named = f"Le grain de sable {quoted(values['text'])}" if values["text"] else "Un grain de sable"
    if values["raised"] is None:
        return named
    told = f"signalé {day(values['raised'])}"
    return f"{named}, {told}," if values["text"] else f"{named} {told}"


def _dropped(finding: Finding) -> str:
    v = finding.values
    raised = v["raised"]
    on = day(v["day"], year=raised is None or raised.year != v["day"].year) if v["day"] else ""
    after = "et personne ne s’en est saisi dans les jours qui ont suivi"
    match finding.about:
        case "denied":
            said = f"a été nié {on}, {after}. Qui peut s’en saisir{NBSP}?"
        case "deflected":
            said = f"a été renvoyé ailleurs {on}, {after}. Qui peut s’en saisir{NBSP}?"
        case "put_right":
            said = (
                f"a d’abord été nié, {on}, avant que quelqu’un s’en saisisse. "
                f"Qu’est-ce qui aiderait à l’entendre d’emblée{NBSP}?"
            )
        case "late":
            said = (
                f"n’a trouvé preneur que {on}. "
                f"Qu’est-ce qui aurait aidé à s’en saisir plus tôt{NBSP}?"
            )
        case "handed_on":
            times = number(v["handoffs"], feminine=True)
            said = f"a changé de mains {times} fois. Qui pourrait le suivre jusqu’au bout{NBSP}?"
        case _:
            said = f"n’a encore trouvé personne pour s’en saisir. Qui le prend en charge{NBSP}?"
    return f"{_issue(v)} {said}"


SENTENCES: dict[str, Callable[[Finding], str]] = {
    "EFF-3": _unheeded,
    "EFF-4": _foreseen,
    "ECO-1": _embarked,
    "VAL-1": _values,
    "CARE-3": _contact,
    "CARE-4": _dropped,
}
"""How each of these rules says what it found."""


def _always(sentence: str) -> Callable[[NotAssessable], str]:
    return lambda _: sentence


def _too_few_effects(verdict: NotAssessable) -> str:
    n, needed = verdict.values["effects"], number(verdict.values["needed"])
    some = f"Seuls {number(n)} effets ont" if n > 1 else "Un seul effet a"
    seen = f"{some if n else 'Aucun effet n’a'} été {'observés' if n > 1 else 'observé'} récemment"
    return f"{seen}{NBSP}; il en faut {needed} pour en parler."


REASONS: dict[str, Callable[[NotAssessable], str]] = {
    "beside_missing": _always(
        "Ce qui y répondrait se trouve dans une autre histoire, qui n’a pas été jointe à celle-ci."
    ),
    "private": _always(
        "Ce que cette règle regarde n’est dit qu’à la personne elle-même et à qui elle se confie."
    ),
    "closed_since": lambda verdict: (
        f"La relation s’est close avant que {days(verdict.values['days'])} aient passé."
    ),
    "polarity_unrecorded": _always(
        "Une externalité est consignée sans dire si elle est bien ou mal vécue."
    ),
    "answer_unnamed": _always(
        "Un engagement ou un appui est venu depuis, sans que rien dise s’il répond à "
        f"l’externalité observée{NBSP}; une revue qui y revient le dirait."
    ),
    "too_few_effects": _too_few_effects,
    "intentions_unrecorded": _always("Des effets sont consignés sans dire s’ils étaient visés."),
    "vias_unrecorded": _always("Un partenaire est embarqué sans qu’il soit dit par qui."),
    "roles_unrecorded": _always(
        "Un rôle a été confié pour cette relation sans qu’il soit dit lequel."
    ),
    "outcome_unrecorded": _always(
        "Les valeurs ont été confrontées sans que ce qui en est ressorti soit consigné."
    ),
    "firm_unknown": _always(
        "Plusieurs maisons pourraient être ce prestataire, et toutes n’avaient pas publié "
        "de valeurs."
    ),
    "stances_unrecorded": _always(
        "Une réponse à un grain de sable est consignée sans dire si quelqu’un s’en est saisi."
    ),
    "raising_unrecorded": _always(
        "Un grain de sable est suivi sans qu’il soit dit quand il a été signalé."
    ),
}
"""Why these rules could not look."""
