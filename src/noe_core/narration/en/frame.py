"""The frame: method, landmarks, signatures, and the right distance.

Rule kept here: what frames the work is said once, as it stands; how it came there is told
where a review changed it.
"""

from __future__ import annotations

from itertools import pairwise

from noe_core.narration.en.pen import ROLES, Pen
from noe_core.narration.en.words import capital, days, listing, number, ordinal, quoted
from noe_core.narration.narrative import Sentence, say
from noe_core.narration.tale import FEW, Tale
from noe_core.relationship.course import AgreementKind
from noe_core.relationship.frame import QuoteMode

AGREEMENTS = {
    AgreementKind.FRAMEWORK: "a framework agreement",
    AgreementKind.CONVENTION: "an agreement",
    AgreementKind.SHARED_CHARTER: "a shared charter",
    AgreementKind.CONTRACT: "a contract",
}


def frame(tale: Tale, pen: Pen) -> list[Sentence]:
    """The frame, from the method to the distance kept."""
    lines = [*_method(tale, pen), *_landmarks(tale, pen), *_signatures(tale, pen)]
    return [*lines, *_distance(tale, pen), *_crossings(tale, pen)]


def _landmarks(tale: Tale, pen: Pen) -> list[Sentence]:
    agreed = [mark for mark in tale.state.frame.landmarks if mark.data.text]
    if not agreed:
        return []
    what = "a landmark" if len(agreed) == 1 else f"{number(len(agreed))} landmarks"
    when = pen.across(agreed)
    said = f"To find their way by, the two sides agreed on {what} {when}"
    told = [quoted(mark.data.text or "") for mark in agreed[-FEW:]]
    last = "; the latest are " if len(agreed) > FEW else ": "
    return [say(f"{said}{last}{listing(told)}", agreed, ".")]


def _method(tale: Tale, pen: Pen) -> list[Sentence]:
    methods = tale.state.frame.methods
    if not methods:
        return []
    method = methods[-1].data
    said = "The method was agreed together"
    if len(methods) > 1:
        said = f"The method is in its {ordinal(len(methods))} version, agreed"
    review = tale.state.reviews.by_id.get(method.review_id or "")
    if review is not None:
        said += f" at the review of {pen.date(tale.day(review))}"
    elif len(methods) > 1:
        said += f" {pen.on(tale.day(methods[-1]))}"
    text = f": {quoted(method.text)}" if method.text else ""
    interval = method.review_interval_days
    every = f", with a review {_every(interval)}" if interval else ""
    after = method.quote_mode is QuoteMode.AFTER_WORK
    quote = f"{' and' if every else ', with'} a quote once the work is done" if after else ""
    facts = [*methods, *([review] if review is not None else [])]
    return [say(f"{said}{text}{every}{quote}", facts, ".")]


def _signatures(tale: Tale, pen: Pen) -> list[Sentence]:
    signed = tale.state.course.signed
    if not signed:
        return []
    if len(signed) > FEW:
        span = pen.across(signed)
        return [say(f"{capital(number(len(signed)))} agreements were signed {span}", signed, ".")]
    before = signed[0].data.kind
    what = AGREEMENTS[before] if before else "an agreement"
    text = f"{capital(what)} was signed {pen.on(tale.day(signed[0]))}"
    for last, other in pairwise(signed):
        kind = other.data.kind
        what = "another" if kind is before else AGREEMENTS[kind] if kind else "another agreement"
        text += f", then {what} {pen.after(tale.day(last), tale.day(other))}"
        before = kind
    return [say(text, signed, ".")]


def _every(interval: int) -> str:
    weeks, rest = divmod(interval, 7)
    if not rest and weeks:
        return "every week" if weeks == 1 else f"every {number(weeks)} weeks"
    return "every month" if interval in {30, 31} else f"every {days(interval)}"


def _distance(tale: Tale, pen: Pen) -> list[Sentence]:
    boundary = tale.state.frame.boundary
    if boundary is None:
        return []
    inside = listing([quoted(topic) for topic in boundary.data.topics_in])
    outside = listing([quoted(topic) for topic in boundary.data.topics_out])
    left_out = "not in" if inside else "the provider takes no part in"
    said = [
        f"the provider takes part in {inside}" if inside else "",
        f"{left_out} {outside}" if outside else "",
    ]
    what = ", ".join(part for part in said if part)
    told = f": {what}" if what else ""
    due = boundary.data.review_by
    again = f"{';' if what else ','} to be looked at again by {pen.date(due)}" if due else ""
    return [say(f"The right distance was put in words{told}{again}", boundary, ".")]


def _crossings(tale: Tale, pen: Pen) -> list[Sentence]:
    crossings = tale.state.frame.crossings
    if len(crossings) > FEW:
        against = sum(crossing.data.consent is False for crossing in crossings)
        without = f", {number(against)} of them without the other’s consent" if against else ""
        times = f"{capital(number(len(crossings)))} times"
        return [say(f"{times}, a side went beyond the right distance{without}", crossings, ".")]
    parts: list[str] = []
    for crossing in crossings:
        data = crossing.data
        who = ROLES[data.by_side] if data.by_side else "one of the parties"
        told = f" on {quoted(data.topic)}" if data.topic else ""
        agreed = {True: ", with the other’s consent", False: ", without the other’s consent"}
        consent = agreed[data.consent] if data.consent is not None else ""
        beyond = f"{who} went beyond the right distance{told}"
        again = f"it was {who}{f',{told}' if told else ''}"
        parts.append(f"{pen.on(tale.day(crossing))}, {again if parts else beyond}{consent}")
    return [say(capital("; ".join(parts)), crossings, ".")] if parts else []
