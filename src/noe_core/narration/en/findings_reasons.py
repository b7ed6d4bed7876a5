"""Why the rules on the loop, the hook, the distance, the view and the log could not look.

Rule kept here: what is not on record is said so, and nobody is blamed for it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from noe_core.audit.rule import NotAssessable
from noe_core.narration.en.words import capital, count, day, number

_QUESTIONS = {
    "LOOP-1": "the shared frame",
    "LOOP-5": "what each side acknowledges of the other’s engagements",
    "LOOP-6": "what was missed",
    "HOOK-3": "what followed the signature",
    "DIST-1": "the right distance",
    "REV-1": "when reviews are held",
    "REV-2": "the rhythm of reviews",
    "REV-4": "the questions put in reviews",
    "REV-7": "the first feedback",
    "QUO-2": "the discussion of quotes",
    "EFF-2": "who confirms the effects",
    "EFF-3": "what became of the externality",
    "ECO-1": "the partners",
    "VAL-3": "the act that contradicted a value",
    "CARE-1": "how assignments are shared out",
    "CARE-2": "how the work is lived",
    "CARE-4": "this issue",
    "ORG-1": "the tension",
    "ORG-4": "how the practice is kept up",
}


def _too_early(verdict: NotAssessable) -> str:
    v = verdict.values
    when = min(v["since"].toordinal() + v["days"] + 1, date.max.toordinal())
    about = _QUESTIONS.get(verdict.rule, "this")
    return f"It is too early to speak of {about}; ask again from {day(date.fromordinal(when))}."


def _too_few_reviews(verdict: NotAssessable) -> str:
    held, needed = verdict.values["held"], verdict.values["needed"]
    there = count(held, "joint review is", "joint reviews are")
    only = "" if not held else "Only "
    return (
        f"{only}{there if only else capital(there)} on record; it takes {number(needed)} to tell."
    )


def _always(sentence: str) -> Callable[[NotAssessable], str]:
    return lambda _: sentence


REASONS: dict[str, Callable[[NotAssessable], str]] = {
    "too_early": _too_early,
    "too_few_reviews": _too_few_reviews,
    "not_framed": _always("Nothing binds the two sides yet."),
    "no_engagement": _always("No engagement is on record, on either side."),
    "sides_unrecorded": _always(
        "Engagements or work are on record without saying which side they come from."
    ),
    "kinds_unrecorded": _always(
        "An engagement by the client is on record without saying what it is about."
    ),
    "natures_unrecorded": _always("Work is on record without saying whether it was production."),
    "no_answer_yet": _always(
        "No request has been worked on together, and neither work nor quote has answered one yet."
    ),
    "not_opened": _always("The relationship is not open yet."),
    "no_encounter": _always("No encounter is on record."),
    "encounters_untimed": _always("Encounters are on record without their length."),
    "not_signed": _always("No signature is on record."),
    "consent_unrecorded": _always(
        "The right distance was crossed, and nothing says whether the other side agreed."
    ),
    "never_recorded": _always(
        "The source of this log does not write down what might have answered it."
    ),
    "unreadable": _always("What might answer it is on record in a form that cannot be read here."),
}
"""Why these rules could not look."""
