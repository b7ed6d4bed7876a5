"""What the rules on reviews, quotes and effects say in French.

Rule kept here: a sentence speaks of the relation and of how the work is organised, never of
a person; where it helps, it ends on a question the two sides can take up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from noe_core.audit.rule import Finding, NotAssessable
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
    percent,
    quoted,
    time_spent,
)
from noe_core.relationship.frame import LimitPer
from noe_core.relationship.reviews import ReflexiveLevel
from noe_core.values import Money, Side

Values = Mapping[str, Any]

_QUESTIONS = {
    ReflexiveLevel.INTERNAL: "la façon dont le prestataire a travaillé",
    ReflexiveLevel.RELATIONAL: "ce que les deux côtés ont vécu ensemble",
    ReflexiveLevel.CLIENT_SIDE: "ce que le travail déplace chez le client",
}
_PER = {
    LimitPer.MONTH: "par mois",
    LimitPer.QUARTER: "par trimestre",
    LimitPer.TOTAL: "en tout",
}
_WHOSE = {Side.PROVIDER: "du prestataire", Side.CLIENT: "du client"}


def _of(when: date) -> str:
    """A day after ``de``: ``du 4 avril 2022``."""
    return f"du {day(when).removeprefix('le ')}"


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
                f"n’ait été tenue en chemin."
            )
        return (
            f"Aucune {_review(v)} n’a été tenue depuis {day(v['since'])}, en {days(v['days'])}. "
            f"Et si l’on revenait sur le travail pendant qu’il peut encore changer{NBSP}?"
        )
    passed = (v["first"] - v["since"]).days
    late = f"La première {_review(v)} n’est venue que {day(v['first'])}, {days(passed)} après"
    if closed:
        return f"{late} le départ, pour une relation qui en a duré {number(v['days'])}."
    return f"{late} le départ{NBSP}; plus tôt, elle aurait pu changer davantage le travail."


def _gap(finding: Finding) -> str:
    v = finding.values
    agreed = (
        f"il en était convenu une {_every(v['interval'])}"
        if v["agreed"]
        else f"faute de rythme convenu, on en attend une {_every(v['interval'])}"
    )
    if v["until"] is None:
        return (
            f"Aucune revue commune depuis {day(v['since'])}, en {days(v['days'])}{NBSP}; "
            f"{agreed}. Quand se tiendrait la prochaine{NBSP}?"
        )
    return (
        f"Aucune revue commune entre {day(v['since'])} et {day(v['until'])}, "
        f"en {days(v['days'])}{NBSP}; {agreed}."
    )


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
    lately = f"ces {number(v['days'])} derniers jours"
    if not v["reviews"]:
        return f"Aucune revue n’est consignée {lately}. Sur quoi serait-il bon de revenir{NBSP}?"
    missing = [_QUESTIONS[level] for level in v["missing"]]
    if len(missing) == 1:
        return f"{capital(lately)}, aucune revue n’est revenue sur {missing[0]}."
    return f"{capital(lately)}, les revues ne sont revenues ni sur {' ni sur '.join(missing)}."


def _reflexive(finding: Finding) -> str:
    v = finding.values
    whole, target = time_spent(v["whole"]), percent(v["target"])
    if not v["reflexive"]:
        return (
            f"Sur {whole} du prestataire, aucun temps n’est allé à revenir sur le travail{NBSP}; "
            f"le repère est de {target}. Par où commencer{NBSP}?"
        )
    share = percent(v["share"])
    shown = f"un peu moins de {target}" if share == target else share
    return (
        f"Revenir sur le travail a pris {time_spent(v['reflexive'])} sur {whole} du prestataire, "
        f"soit {shown}{NBSP}; le repère est de {target}."
    )


def _amount(values: Values) -> str:
    """The work and the quotes there were: ``dix heures de travail et un devis``."""
    work = f"{time_spent(values['minutes'])} de travail" if values["minutes"] else ""
    quotes = count(values["quotes"], "devis", "devis") if values["quotes"] else ""
    return " et ".join(part for part in (work, quotes) if part)


def _transaction(finding: Finding) -> str:
    v = finding.values
    return (
        f"{capital(_amount(v))}, et aucune {_review(v)}. "
        f"Quand les deux côtés reviendront-ils sur ce qu’ils font ensemble{NBSP}?"
    )


def _one_month(finding: Finding) -> str:
    v = finding.values
    silent = (
        f"Entre {day(v['since'])} et {day(v['due'])}, "
        f"ni retour, ni revue commune, ni discussion d’un devis"
    )
    if v["first"] is not None:
        return f"{silent}{NBSP}; il a fallu attendre {day(v['first'])}."
    return f"{silent}. Et si l’on prenait deux minutes pour demander comment cela va{NBSP}?"


def _month(finding: Finding) -> str:
    v = finding.values
    work = f"travail {elided('de', month(v['month']))}"
    due = day(v["due"], year=v["due"].year != v["month"].year)
    if v["issued"] is not None:
        return (
            f"Le devis du {work} n’est venu que {day(v['issued'])}{NBSP}; "
            f"il était attendu pour {due}."
        )
    spent = f" ({time_spent(v['minutes'])})" if v["minutes"] else ""
    return f"Le {work}{spent} n’a pas de devis{NBSP}; il était attendu pour {due}."


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
    started = f"Un travail à chiffrer après coup a commencé {day(v['since'])} "
    if v["agreed"] is not None:
        later = f"celle qui a été convenue ne vaut que depuis {day(v['agreed'])}"
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
    effects = count(n, "effet observé", "effets observés")
    when = listing([day(one) for one in v["observed"]])
    return f"Le {_quote(v['issued'])} cite {effects} seulement plus tard, {when}{told}."


def _hours_only(finding: Finding) -> str:
    v = finding.values
    return (
        f"Le {_quote(v['issued'], v['total'])} ne parle que d’heures{NBSP}: ni effet, ni "
        f"ressource, ni contrainte. Qu’est-ce que ce travail a déplacé, ou demandé{NBSP}?"
    )


def _iceberg(finding: Finding) -> str:
    v = finding.values
    return (
        f"Depuis {day(v['since'])}, {_amount(v)}, et rien n’est dit de ce que ce travail a "
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
    when = listing([day(one) for one in values["quotes"]])
    citing = "les devis émis" if len(values["quotes"]) > 1 else "le devis émis"
    verb = "citent" if len(values["quotes"]) > 1 else "cite"
    return (
        f"{capital(_effect(values))} est contesté depuis "
        f"{day(values['contested'])}{objection}, et {citing} {when} le {verb} encore."
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
    one, many = "devis seulement a été décidé", "devis seulement ont été décidés"
    so_far = count(n, one, many) if n else "aucun devis n’a encore été décidé"
    return f"{capital(so_far)}{NBSP}; il en faut {least} pour parler de négociation."


def _too_short(verdict: NotAssessable) -> str:
    v = verdict.values
    return (
        f"La relation s’est close au bout de {days(v['ran'])}{NBSP}; il en faut "
        f"{number(v['days'])} pour le dire."
    )


def _too_little(verdict: NotAssessable) -> str:
    v = verdict.values
    least = time_spent(v["min_minutes"])
    return (
        f"Moins de {least} du prestataire sont consignées{NBSP}: trop peu pour parler d’une part."
    )


def _always(text: str) -> Callable[[NotAssessable], str]:
    return lambda _verdict: text


REASONS: dict[str, Callable[[NotAssessable], str]] = {
    "no_start": _always("Ni ouverture ni signature ne disent quand le travail a commencé."),
    "too_short": _too_short,
    "participants_unrecorded": _always(
        "Des revues sont consignées sans leurs participants"
        f"{NBSP}: rien ne dit si les deux côtés y étaient."
    ),
    "no_two_sided_review": _always("Aucune revue n’a encore réuni les deux côtés."),
    "levels_unrecorded": _always(
        "Une revue récente est consignée sans les questions qu’elle a posées."
    ),
    "internal_out_of_sight": _always(
        "Vues du client, les revues internes du prestataire restent invisibles."
    ),
    "reflexive_out_of_sight": _always(
        "Vu du client, une partie du temps que le prestataire passe à revenir sur son travail "
        "reste invisible."
    ),
    "too_little_time": _too_little,
    "minutes_unrecorded": _always(
        "Des revues ou des discussions sont consignées sans durée ou sans participants."
    ),
    "work_unmeasured": _always(
        "Du travail est consigné sans durée, ou sans dire quel côté l’a fait."
    ),
    "month_still_open": lambda verdict: (
        f"Le devis du premier mois de travail est attendu pour {day(verdict.values['due'])}."
    ),
    "mode_unrecorded": _always(
        "Aucune méthode consignée ne dit si le travail se chiffre après coup."
    ),
    "workers_unrecorded": _always("Le travail est consigné sans dire quel côté l’a fait."),
    "too_few_quotes": _too_few,
    "negotiation_unrecorded": _always(
        "Pour trop de devis signés, rien ne dit s’ils ont été négociés."
    ),
    "amount_unrecorded": _always(
        "Un devis, ou la dépense convenue, est consigné sans son montant."
    ),
    "other_currency": _always("Un devis n’est pas dans la monnaie de la dépense convenue."),
    "review_unrecorded": _always(
        "Un devis s’appuie sur une revue que cette histoire ne contient pas."
    ),
    "leave_unrecorded": _always("Un devis s’appuie sur une revue consignée sans ses participants."),
    "unread": _always("Des faits de ces jours-là ont une forme que cette version ne lit pas."),
    "voices_unrecorded": _always(
        "Pour au moins un effet, rien ne dit qui l’observe, qui en bénéficie ou qui le confirme."
    ),
}
