"""What the rules on reviews, quotes and effects say in English, and why they cannot.

Rule kept here: each family has its sentences in a file of its own; the reasons for not
answering stand together, because several rules share them.
"""

from __future__ import annotations

from collections.abc import Callable

from noe_core.audit.rule import Finding, NotAssessable
from noe_core.narration.en import findings_effects, findings_quotes, findings_reviews
from noe_core.narration.en.words import capital, count, day, days, number, time_spent

SENTENCES: dict[str, Callable[[Finding], str]] = {
    **findings_reviews.SENTENCES,
    **findings_quotes.SENTENCES,
    **findings_effects.SENTENCES,
}


def _too_few(verdict: NotAssessable) -> str:
    n, least = verdict.values["decided"], number(verdict.values["min_quotes"])
    so_far = count(n, "quote has been decided", "quotes have been decided")
    so_far = f"Only {so_far}" if n else capital(so_far)
    return f"{so_far} so far; it takes {least} to speak of negotiation."


def _too_short(verdict: NotAssessable) -> str:
    v = verdict.values
    return f"The relationship closed after {days(v['ran'])}; it takes {number(v['days'])} to tell."


def _too_little(verdict: NotAssessable) -> str:
    least = time_spent(verdict.values["min_minutes"])
    return f"Less than {least} of the provider’s time is recorded: too little to speak of a share."


def _always(text: str) -> Callable[[NotAssessable], str]:
    return lambda _verdict: text


REASONS: dict[str, Callable[[NotAssessable], str]] = {
    "no_start": _always("Neither an opening nor a signature says when the work began."),
    "no_rhythm": _always(
        "Nothing is agreed about reviews, none was held and no work is recorded: there is no "
        "rhythm to speak of yet."
    ),
    "too_short": _too_short,
    "participants_unrecorded": _always(
        "Some reviews are recorded without participants: nothing says whether both sides sat in."
    ),
    "no_two_sided_review": _always("No review has brought both sides together yet."),
    "levels_unrecorded": _always("A recent review is recorded without the questions it asked."),
    "internal_out_of_sight": _always(
        "Seen by the client, the provider’s internal reviews are out of sight."
    ),
    "reflexive_out_of_sight": _always(
        "Seen by the client, part of the time the provider spends coming back on its work is "
        "out of sight."
    ),
    "too_little_time": _too_little,
    "minutes_unrecorded": _always(
        "Some reviews or discussions are recorded without a duration or without participants."
    ),
    "work_unmeasured": _always(
        "Some work is recorded without a duration, or without the side that did it."
    ),
    "month_still_open": lambda verdict: (
        f"The quote for the first month of work is expected by {day(verdict.values['due'])}."
    ),
    "mode_unrecorded": _always("No method recorded says whether work is quoted afterwards."),
    "workers_unrecorded": _always("The work is recorded without the side that did it."),
    "too_few_quotes": _too_few,
    "negotiation_unrecorded": _always(
        "For too many of the signed quotes, nothing says whether they were negotiated."
    ),
    "amount_unrecorded": _always(
        "A quote, or the spend limit agreed, is recorded without its amount."
    ),
    "review_unrecorded": _always("A quote relies on a review that this history does not hold."),
    "leave_unrecorded": _always("A quote relies on a review recorded without participants."),
    "voices_unrecorded": _always(
        "For at least one effect, nothing says who observed it, who benefits or who confirmed it."
    ),
}
