"""Why the rules on the loop, the hook, the distance, the view and the log could not look.

Rule kept here: what is not on record is said so, and nobody is blamed for it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from noe_core.audit.rule import NotAssessable
from noe_core.narration.fr.words import NBSP, day, number

_QUESTIONS = {
    "LOOP-1": "du cadre commun",
    "LOOP-5": "de ce que chaque côté reconnaît des engagements de l’autre",
    "LOOP-6": "de ce qui a été manqué",
    "HOOK-3": "de ce qui a suivi la signature",
    "DIST-1": "de la bonne distance",
    "REV-1": "du moment des revues",
    "REV-2": "du rythme des revues",
    "REV-4": "des questions posées en revue",
    "REV-7": "du premier retour",
    "QUO-2": "de la discussion des devis",
    "EFF-2": "de la confirmation des effets",
    "EFF-3": "de ce que l’externalité est devenue",
    "ECO-1": "des partenaires",
    "VAL-3": "de l’acte qui a démenti une valeur",
    "CARE-1": "du partage des missions",
    "CARE-2": "de la façon dont le travail est vécu",
    "CARE-4": "de ce grain de sable",
    "ORG-1": "de la tension",
    "ORG-4": "de la tenue du dispositif",
}


def _too_early(verdict: NotAssessable) -> str:
    v = verdict.values
    when = min(v["since"].toordinal() + v["days"] + 1, date.max.toordinal())
    about = _QUESTIONS.get(verdict.rule, "de cela")
    return (
        f"Il est trop tôt pour parler {about}{NBSP}: la question se posera à partir "
        f"du {day(date.fromordinal(when)).removeprefix('le ')}."
    )


def _too_few_reviews(verdict: NotAssessable) -> str:
    held, needed = verdict.values["held"], verdict.values["needed"]
    wanted = f"il en faut {number(needed, feminine=True)} pour en parler"
    none, many = "Aucune revue commune n’est consignée", "revues communes sont consignées"
    some = f"Seules {number(held)} {many}" if held > 1 else "Une seule revue commune est consignée"
    return f"{some if held else none}{NBSP}; {wanted}."


def _always(sentence: str) -> Callable[[NotAssessable], str]:
    return lambda _: sentence


REASONS: dict[str, Callable[[NotAssessable], str]] = {
    "too_early": _too_early,
    "too_few_reviews": _too_few_reviews,
    "not_framed": _always("Rien n’engage encore les deux côtés."),
    "no_engagement": _always("Aucun engagement n’est consigné, d’un côté ni de l’autre."),
    "sides_unrecorded": _always(
        "Des engagements ou du travail sont consignés sans dire de quel côté ils viennent."
    ),
    "kinds_unrecorded": _always(
        "Un engagement du client est consigné sans dire sur quoi il porte."
    ),
    "natures_unrecorded": _always("Du travail est consigné sans dire s’il s’agit de production."),
    "no_answer_yet": _always(
        "Aucune demande n’a été retravaillée, et rien n’y a encore répondu, ni travail ni devis."
    ),
    "not_opened": _always("La relation n’est pas encore ouverte."),
    "no_encounter": _always("Aucune rencontre n’est consignée."),
    "encounters_untimed": _always("Des rencontres sont consignées sans leur durée."),
    "not_signed": _always("Aucune signature n’est consignée."),
    "consent_unrecorded": _always(
        "La bonne distance a été franchie sans qu’il soit dit si l’autre côté en était d’accord."
    ),
    "never_recorded": _always(
        "La source de ce journal ne consigne pas ce qui y répondrait peut-être."
    ),
    "unreadable": _always(
        "Ce qui y répondrait peut-être est consigné sous une forme illisible ici."
    ),
}
"""Why these rules could not look."""
