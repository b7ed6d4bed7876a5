"""What the rules on the loop, the hook, the distance, the view and the log say in French.

Rule kept here: a sentence speaks of the relation and of how the work is organised, never of
a person; where it helps, it ends on a question the two sides can take up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from noe_core.audit.rule import Finding
from noe_core.audit.view import PROVIDER_ONLY_REVIEW
from noe_core.events import BY_NAME
from noe_core.narration.fr import findings_reasons
from noe_core.narration.fr.words import NBSP, capital, count, day, days, listing, number, quoted
from noe_core.narration.fr.words import time_spent as spent
from noe_core.relationship.engagements import EngagementKind
from noe_core.values import Side
from noe_core.vocabulary import StreamKind

Values = Mapping[str, Any]

_OF = {Side.PROVIDER: "du prestataire", Side.CLIENT: "du client", Side.PARTNER: "du partenaire"}
_BY = {
    Side.PROVIDER: "par le prestataire",
    Side.CLIENT: "par le client",
    Side.PARTNER: "par le partenaire",
}
_PARTS = {
    "objective": "un objectif commun",
    "engagements": "des engagements de part et d’autre",
    "provider_engagement": "un engagement du prestataire",
    "client_engagement": "un engagement du client",
    "method": "une méthode de travail",
}
_ABOUT = {
    EngagementKind.INVOLVEMENT: "de son implication",
    EngagementKind.MEANS: "des moyens",
    EngagementKind.INFORMATION: "de l’information",
    EngagementKind.PRESCRIPTION: "de la prescription du service",
    EngagementKind.DELIVERY: "de ce qu’il remettra",
    EngagementKind.DELAY: "des délais",
    EngagementKind.AVAILABILITY: "de sa disponibilité",
    EngagementKind.TRANSPARENCY: "de la transparence",
    EngagementKind.CONFIDENTIALITY: "de la confidentialité",
    EngagementKind.COORDINATION: "de la coordination",
}
_ANSWERS = {"work": "le premier travail de production", "quote": "le premier devis"}


def _from(when: date) -> str:
    """A day after ``de``: ``du 4 avril 2022``."""
    return f"du {day(when).removeprefix('le ')}"


def _until(when: date) -> str:
    """A day after ``à``: ``au 4 avril 2022``."""
    return f"au {day(when).removeprefix('le ')}"


def _either(items: Sequence[str]) -> str:
    return listing(items).replace(" et ", " ou ") if len(items) > 1 else listing(items)


def _engagement(values: Values) -> str:
    """``l’engagement du client « … »``, with what is known of it."""
    whose = _OF.get(values["side"], "")
    if values["text"] is None:
        return f"un engagement {whose}".rstrip()
    return " ".join(part for part in ("l’engagement", whose, quoted(values["text"])) if part)


def _frame(finding: Finding) -> str:
    v = finding.values
    if finding.about == "late":
        return (
            f"Le cadre commun ne s’est complété que {day(v['complete'])}, "
            f"{days(v['days'])} après le début, une fois le travail commencé. "
            f"Qu’est-ce qui aurait aidé à en convenir plus tôt{NBSP}?"
        )
    missing = list(v["missing"])
    if {"provider_engagement", "client_engagement"} <= set(missing):
        missing[missing.index("provider_engagement")] = "engagements"
        missing.remove("client_engagement")
    lacking = listing([_PARTS[part] for part in missing])
    return (
        f"En {days(v['days'])}, depuis {day(v['since'])}, le cadre commun ne s’est pas "
        f"complété{NBSP}: il y manque {lacking}. Quand en convenir ensemble{NBSP}?"
    )


def _one_sided(finding: Finding) -> str:
    ours, theirs = finding.values["provider"], finding.values["client"]
    if not theirs:
        made = count(ours, "engagement", "engagements")
        return (
            f"Seul le prestataire s’est engagé{NBSP}: {made}, et aucun en face. "
            f"De quoi le travail a-t-il besoin de la part du client{NBSP}?"
        )
    if not ours:
        made = count(theirs, "engagement", "engagements")
        return (
            f"Seul le client s’est engagé{NBSP}: {made}, et aucun en face. "
            f"Que peut promettre le prestataire à son tour{NBSP}?"
        )
    return (
        f"Les engagements penchent d’un côté{NBSP}: {number(ours)} du prestataire, "
        f"{number(theirs)} du client. Que demanderait un meilleur équilibre{NBSP}?"
    )


def _conditions(finding: Finding) -> str:
    made = finding.values["engagements"]
    kinds = [_ABOUT[kind] for kind in finding.values["uncovered"]]
    if not made:
        return (
            f"Aucun engagement du client n’est consigné, qu’il s’agisse {_either(kinds)}. "
            f"De quoi le travail a-t-il besoin de sa part{NBSP}?"
        )
    said = "L’engagement du client ne dit" if made == 1 else "Les engagements du client ne disent"
    return f"{said} rien {' ni '.join(kinds)}. À quoi pourrait-il s’engager{NBSP}?"


def _window(finding: Finding) -> str:
    v = finding.values
    named = capital(_engagement(v))
    if finding.about == "early":
        return (
            f"{named} a été honoré {day(v['kept'])}, alors qu’il ne devait pas commencer avant "
            f"{day(v['not_before'])}. Le délai annoncé était-il le bon{NBSP}?"
        )
    return (
        f"{named} était attendu pour {day(v['due'])}{NBSP}; {days(v['days'])} plus tard, "
        f"rien ne dit s’il a été honoré. Faut-il en renégocier le terme{NBSP}?"
    )


def _unacknowledged(finding: Finding) -> str:
    v = finding.values
    side = v["side"]
    who = _BY[side.other] if side is not None else "par l’autre côté"
    return (
        f"{capital(_engagement(v))}, pris {day(v['since'])}, n’a pas encore été reconnu {who}. "
        f"Et si on le reformulait ensemble{NBSP}?"
    )


def _missed(finding: Finding) -> str:
    v = finding.values
    what = f"{capital(_engagement(v))} a été manqué {day(v['missed'])}"
    if finding.about == "no_review":
        return (
            f"{what}, et aucune revue commune n’a encore permis d’y revenir. "
            f"Quelle contrainte y avait-il derrière{NBSP}?"
        )
    return (
        f"{what}, et la revue commune {_from(v['review'])} n’y est pas revenue. "
        f"Quelle contrainte y avait-il derrière{NBSP}?"
    )


def _unadjusted(finding: Finding) -> str:
    v = finding.values
    if v["count"] == 1:
        held = f"La revue commune {_from(v['first'])} n’a rien révisé, et n’a"
    else:
        several = capital(count(v["count"], "revue commune", "revues communes", feminine=True))
        same_year = v["first"].year == v["last"].year
        since = day(v["first"], year=not same_year).removeprefix("le ")
        span = f"du {since} {_until(v['last'])}"
        held = f"{several} de suite, {span}, n’ont rien révisé, et n’ont"
    return f"{held} pas dit pourquoi tout restait en l’état. Tout convient-il vraiment{NBSP}?"


def _demand(finding: Finding) -> str:
    v = finding.values
    asked = f"la demande {quoted(v['demand'])}" if v["demand"] is not None else "la demande"
    answer = f"{_ANSWERS[v['answer']]}, {day(v['answered'])}"
    if v["reworked"] is not None:
        return (
            f"{capital(asked)} n’a été retravaillée à deux que {day(v['reworked'])}, "
            f"après {answer}. Ce qui avait été fait y répond-il encore{NBSP}?"
        )
    if v["demand"] is None:
        return (
            f"Aucune demande retravaillée à deux n’est consignée avant {answer}. "
            f"De quel besoin le travail part-il{NBSP}?"
        )
    return (
        f"{capital(asked)} n’avait pas été retravaillée à deux avant {answer}, et ne l’a pas "
        f"été depuis. Quel besoin y a-t-il derrière{NBSP}?"
    )


def _first_contact(finding: Finding) -> str:
    v = finding.values
    if finding.about == "cold":
        return (
            f"La rencontre {_from(v['day'])} est née d’un démarchage à froid. "
            f"Quelles autres occasions de se rencontrer pourrait-on créer{NBSP}?"
        )
    question = f"Le besoin a-t-il eu le temps de se dire{NBSP}?"
    if not v["encounters"]:
        nothing = "sans qu’aucune rencontre préalable soit consignée"
        return f"La relation s’est ouverte {day(v['opened'])}, {nothing}. {question}"
    return (
        f"Avant l’ouverture, {day(v['opened'])}, les deux côtés n’ont passé que "
        f"{spent(v['minutes'])} ensemble. {question}"
    )


def _silence(finding: Finding) -> str:
    v = finding.values
    nothing = (
        f"Aucun échange n’est consigné dans les {number(v['days'])} jours qui ont suivi la "
        f"signature, {day(v['signed'])}"
    )
    if v["next"] is None:
        return f"{nothing}, ni depuis. Qui reprend le fil{NBSP}?"
    return f"{nothing}{NBSP}; le premier est venu {day(v['next'])}."


def _distance(finding: Finding) -> str:
    v = finding.values
    match finding.about:
        case "absent":
            return (
                f"En {days(v['days'])}, depuis {day(v['since'])}, rien n’a été convenu de la bonne "
                f"distance. Jusqu’où l’accompagnement doit-il aller, et où s’arrête-t-il{NBSP}?"
            )
        case "past_review":
            return (
                f"La bonne distance convenue {day(v['agreed'])} devait être revue pour "
                f"{day(v['review_by'])}. Est-elle encore la bonne{NBSP}?"
            )
        case "work_outside":
            return (
                f"Le travail {_from(v['day'])} porte sur {quoted(v['topic'])}, que la bonne "
                f"distance convenue {day(v['agreed'])} laissait en dehors. "
                f"Faut-il redessiner la limite ensemble{NBSP}?"
            )
    side = f" du côté {_OF[v['side']]}" if v["side"] is not None else ""
    topic = f", sur {quoted(v['topic'])}," if v["topic"] is not None else ""
    return (
        f"{capital(day(v['day']))}, la bonne distance a été franchie{side}{topic} "
        f"sans accord de l’autre. Que faut-il redire ensemble{NBSP}?"
    )


def _label(name: str) -> str:
    if name == PROVIDER_ONLY_REVIEW:
        return "revue interne du prestataire"
    return BY_NAME[name].fr if name in BY_NAME else quoted(name)


def _hidden(finding: Finding) -> str:
    hidden = finding.values["hidden"].items()
    kinds = listing([f"{_label(name)} ({number(n, feminine=True)} fois)" for name, n in hidden])
    return (
        f"La vue du client tait des faits sans que cela ait été annoncé{NBSP}: {kinds}. "
        f"Qu’est-ce qui empêche de les montrer{NBSP}?"
    )


_WHERE: dict[str, str] = {
    StreamKind.PRACTITIONER: "Dans le parcours de la personne, ",
    StreamKind.TEAM: "Dans l’histoire de l’équipe, ",
    StreamKind.FIRM: "Dans l’histoire de la maison, ",
}
"""How an entry of another stream than a relationship is placed."""


def _log(finding: Finding) -> str:
    # A finding on a quote has the quote as its subject, whatever it is called.
    said, where = _kept(finding), _WHERE.get("" if "quote" in finding.values else finding.subject)
    return f"{where}{said[:1].lower()}{said[1:]}" if where else said


def _kept(finding: Finding) -> str:
    v = finding.values
    match finding.about:
        case "late":
            return _late(v)
        case "unapplied":
            if v["count"] == 1:
                lost = "Une rectification ou un retrait n’a pas pu s’appliquer"
            else:
                several = capital(number(v["count"]))
                lost = f"{several} rectifications ou retraits n’ont pas pu s’appliquer"
            return f"{lost}{NBSP}; l’histoire est lue sans en tenir compte."
        case "unread":
            facts = capital(
                count(v["count"], "fait n’a pas pu être lu", "faits n’ont pas pu être lus")
            )
            names = listing([quoted(name) for name in v["names"]])
            kept = "il reste conservé" if v["count"] == 1 else "ils restent conservés"
            return f"{facts} ici ({names}){NBSP}; {kept}, et l’audit s’est fait sans."
    touched = "rectifiée" if finding.about == "corrected_after_signature" else "retirée"
    return (
        f"{capital(day(v['day']))}, une entrée que cite le devis {quoted(v['quote'])} a été "
        f"{touched} après sa signature. Les deux côtés le savent-ils{NBSP}?"
    )


def _late(values: Values) -> str:
    late, whole = values["count"], values["of"]
    if late == whole:
        facts = (
            "Le seul fait consigné l’a été" if whole == 1 else "Tous les faits ont été consignés"
        )
    else:
        wrote = "fait sur {} a été consigné", "faits sur {} ont été consignés"
        facts = capital(count(late, *(form.format(number(whole)) for form in wrote)))
    return (
        f"{facts} tard, {'' if late == 1 else 'jusqu’à '}{days(values['longest'])} après. "
        f"Qu’est-ce qui aiderait à écrire plus près de l’événement{NBSP}?"
    )


SENTENCES: dict[str, Callable[[Finding], str]] = {
    "LOOP-1": _frame,
    "LOOP-2": _one_sided,
    "LOOP-3": _conditions,
    "LOOP-4": _window,
    "LOOP-5": _unacknowledged,
    "LOOP-6": _missed,
    "LOOP-7": _unadjusted,
    "HOOK-1": _demand,
    "HOOK-2": _first_contact,
    "HOOK-3": _silence,
    "DIST-1": _distance,
    "VIEW-1": _hidden,
    "DATA-1": _log,
}
"""How each of these rules says what it found."""

REASONS = findings_reasons.REASONS
"""Why these rules could not look."""
