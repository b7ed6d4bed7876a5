"""The frame: method, landmarks, signatures, and the right distance.

Rule kept here: what frames the work is said once, as it stands; how it came there is told
where a review changed it.
"""

from __future__ import annotations

from itertools import pairwise

from noe_core.narration.fr.pen import ROLES, Pen
from noe_core.narration.fr.words import (
    NBSP,
    capital,
    count,
    days,
    elided,
    listing,
    number,
    ordinal,
    quoted,
)
from noe_core.narration.narrative import Sentence, say
from noe_core.narration.tale import FEW, Tale
from noe_core.relationship.course import AgreementKind
from noe_core.relationship.frame import QuoteMode

AGREEMENTS = {
    AgreementKind.FRAMEWORK: ("un accord-cadre", "signé"),
    AgreementKind.CONVENTION: ("une convention", "signée"),
    AgreementKind.SHARED_CHARTER: ("une charte partagée", "signée"),
    AgreementKind.CONTRACT: ("un contrat", "signé"),
}


def frame(tale: Tale, pen: Pen) -> list[Sentence]:
    """The frame, from the method to the distance kept."""
    lines = [*_method(tale, pen), *_landmarks(tale, pen), *_signatures(tale, pen)]
    return [*lines, *_distance(tale, pen), *_crossings(tale, pen)]


def _method(tale: Tale, pen: Pen) -> list[Sentence]:
    methods = tale.state.frame.methods
    if not methods:
        return []
    method = methods[-1].data
    said = "La méthode a été convenue à deux"
    if len(methods) > 1:
        said = f"La méthode en est à sa {ordinal(len(methods))} version, convenue"
    review = tale.state.reviews.by_id.get(method.review_id or "")
    if review is not None:
        said += f" à la revue {pen.of_day(tale.day(review))}"
    elif len(methods) > 1:
        said += f" {pen.on(tale.day(methods[-1]))}"
    text = f"{NBSP}: {quoted(method.text)}" if method.text else ""
    interval = method.review_interval_days
    every = f", avec une revue {_every(interval)}" if interval else ""
    after = method.quote_mode is QuoteMode.AFTER_WORK
    quote = f"{' et' if every else ', avec'} un devis une fois le travail fait" if after else ""
    facts = [*methods, *([review] if review is not None else [])]
    return [say(f"{said}{text}{every}{quote}", facts, ".")]


def _every(interval: int) -> str:
    weeks, rest = divmod(interval, 7)
    if not rest and weeks:
        return "toutes les semaines" if weeks == 1 else f"toutes les {number(weeks)} semaines"
    return "tous les mois" if interval in {30, 31} else f"tous les {days(interval)}"


def _landmarks(tale: Tale, pen: Pen) -> list[Sentence]:
    agreed = [mark for mark in tale.state.frame.landmarks if mark.data.text]
    if not agreed:
        return []
    what = elided("de", count(len(agreed), "repère", "repères"))
    when = pen.across(agreed)
    said = f"Pour s’y retrouver, les deux parties ont convenu {when} {what}"
    told = [quoted(mark.data.text or "") for mark in agreed[-FEW:]]
    last = f"{NBSP}; les derniers sont " if len(agreed) > FEW else f"{NBSP}: "
    return [say(f"{said}{last}{listing(told)}", agreed, ".")]


def _signatures(tale: Tale, pen: Pen) -> list[Sentence]:
    signed = tale.state.course.signed
    if not signed:
        return []
    if len(signed) > FEW:
        span = pen.across(signed)
        return [say(f"{capital(number(len(signed)))} accords ont été signés {span}", signed, ".")]
    before = signed[0].data.kind
    what, was = AGREEMENTS[before] if before else ("un accord", "signé")
    text = f"{capital(what)} a été {was} {pen.on(tale.day(signed[0]))}"
    for last, other in pairwise(signed):
        kind = other.data.kind
        again = "une autre" if was.endswith("e") else "un autre"
        what, was = AGREEMENTS[kind] if kind else ("un accord", "signé")
        when = pen.after(tale.day(last), tale.day(other))
        text += f", puis {again if kind is before else what} {when}"
        before = kind
    return [say(text, signed, ".")]


def _distance(tale: Tale, pen: Pen) -> list[Sentence]:
    boundary = tale.state.frame.boundary
    if boundary is None:
        return []
    inside = listing([quoted(topic) for topic in boundary.data.topics_in])
    outside = listing([quoted(topic) for topic in boundary.data.topics_out])
    who = "il" if inside else "le prestataire"
    said = [
        f"ce dont le prestataire se mêle ({inside})" if inside else "",
        f"ce {elided('que', who)} laisse de côté ({outside})" if outside else "",
    ]
    what = listing([part for part in said if part])
    began = f"La bonne distance a été dite{f'{NBSP}: {what}' if what else ''}"
    due = boundary.data.review_by
    again = f", à revoir d’ici {pen.at_day(due)}" if due else ""
    return [say(f"{began}{again}", boundary, ".")]


def _crossings(tale: Tale, pen: Pen) -> list[Sentence]:
    crossings = tale.state.frame.crossings
    if len(crossings) > FEW:
        against = sum(crossing.data.consent is False for crossing in crossings)
        without = f", dont {number(against, feminine=True)} sans l’accord de l’autre"
        times = f"{capital(number(len(crossings)))} fois"
        said = f"{times}, une partie est allée au-delà de la bonne distance"
        return [say(f"{said}{without if against else ''}", crossings, ".")]
    parts: list[str] = []
    for crossing in crossings:
        data = crossing.data
        who = ROLES[data.by_side] if data.by_side else "l’une des parties"
        went = "allé" if data.by_side else "allée"
        agreed = {True: ", avec l’accord de l’autre", False: ", sans l’accord de l’autre"}
        told = f" sur {quoted(data.topic)}" if data.topic else ""
        consent = agreed[data.consent] if data.consent is not None else ""
        beyond = f"{who} est {went} au-delà de la bonne distance{told}"
        again = f"c’était {who}{f',{told}' if told else ''}"
        parts.append(f"{pen.on(tale.day(crossing))}, {again if parts else beyond}{consent}")
    return [say(capital(f"{NBSP}; ".join(parts)), crossings, ".")] if parts else []
