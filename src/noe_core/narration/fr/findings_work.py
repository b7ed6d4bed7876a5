"""What the rules on reviews, quotes and effects say in French, and why they cannot.

Rule kept here: each family has its sentences in a file of its own; the reasons for not
answering stand together, because several rules share them.
"""

from __future__ import annotations

from collections.abc import Callable

from noe_core.audit.rule import Finding, NotAssessable
from noe_core.narration.fr import findings_effects, findings_quotes, findings_reviews
from noe_core.narration.fr.words import NBSP, capital, day, days, number, time_spent

SENTENCES: dict[str, Callable[[Finding], str]] = {
    **findings_reviews.SENTENCES,
    **findings_quotes.SENTENCES,
    **findings_effects.SENTENCES,
}


def _too_few(verdict: NotAssessable) -> str:
    n, least = verdict.values["decided"], number(verdict.values["min_quotes"])
    some = f"seuls {number(n)} devis ont été décidés" if n > 1 else "un seul devis a été décidé"
    so_far = some if n else "aucun devis n’a encore été décidé"
    return f"{capital(so_far)}{NBSP}; il en faut {least} pour parler de négociation."


def _too_short(verdict: NotAssessable) -> str:
    v = verdict.values
    return (
        f"La relation s’est close au bout de {days(v['ran'])}{NBSP}; il en faut "
        f"{number(v['days'])} pour en juger."
    )


def _too_little(verdict: NotAssessable) -> str:
    v = verdict.values
    least = time_spent(v["min_minutes"])
    few = "trop peu pour parler de proportion"
    return f"Moins de {least} du prestataire sont consignées{NBSP}: {few}."


def _always(text: str) -> Callable[[NotAssessable], str]:
    return lambda _verdict: text


REASONS: dict[str, Callable[[NotAssessable], str]] = {
    "no_start": _always("Ni ouverture ni signature ne disent quand le travail a commencé."),
    "no_rhythm": _always(
        "Rien n’est convenu sur les revues, aucune n’a été tenue et aucun travail n’est consigné"
        f"{NBSP}: il n’y a pas encore de rythme dont parler."
    ),
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
    "review_unrecorded": _always(
        "Un devis s’appuie sur une revue que cette histoire ne contient pas."
    ),
    "leave_unrecorded": _always("Un devis s’appuie sur une revue consignée sans ses participants."),
    "voices_unrecorded": _always(
        "Pour au moins un effet, rien ne dit qui l’observe, qui en bénéficie ou qui le confirme."
    ),
}
