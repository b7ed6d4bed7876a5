"""What the rules on the ecosystem, values, care and externalities say in English.

Rule kept here: a sentence speaks of the relation and of how the work is organised, never of
a person; where it helps, it ends on a question the two sides can take up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from noe_core.audit.rule import Finding, NotAssessable
from noe_core.narration.en.words import capital, count, day, days, number, quoted

Values = Mapping[str, Any]


def _told(*texts: str | None) -> str:
    """What is known of a thing in somebody's words, between brackets."""
    known = [quoted(text) for text in texts if text]
    return f" ({': '.join(known)})" if known else ""


def _unheeded(finding: Finding) -> str:
    v = finding.values
    negative = "An externality that is partly negative" if v["mixed"] else "A negative externality"
    return (
        f"{negative} was observed on {day(v['observed'])}{_told(v['affected'], v['account'])}, "
        f"and neither a review nor an engagement has come back to it since. "
        f"Who could speak of it with those it touches?"
    )


def _foreseen(finding: Finding) -> str:
    v = finding.values
    lately = f"observed in the last {days(v['days'])}"
    if v["effects"] == 1:
        said = f"The only effect {lately} was intended"
    else:
        said = f"All {number(v['effects'])} effects {lately} were intended"
    return f"{said}. What had nobody foreseen?"


def _partners(values: Values) -> str:
    n, since = values["partners"], day(values["since"])
    if n == 1:
        return f"The relationship has had one partner since {since}"
    return f"The relationship has {number(n)} partners, the first since {since}"


def _embarked(finding: Finding) -> str:
    v = finding.values
    match finding.about:
        case "not_enrolled":
            return (
                f"The partner {v['partner']}, identified on {day(v['since'])}, has yet to come on "
                f"board. What would be a way in?"
            )
        case "no_prescription":
            return (
                f"{_partners(v)}, and no engagement by the client is about prescribing the work. "
                f"With whom could it lend its weight?"
            )
    return (
        f"The relationship has {count(v['partners'], 'partner', 'partners')}, and nobody watches "
        f"over the cooperation between all of them yet. Who could take that part?"
    )


def _values(finding: Finding) -> str:
    v = finding.values
    opened = f"The relationship was opened on {day(v['opened'])}"
    if finding.about == "not_compared":
        return (
            f"{opened} without the values published on {day(v['published'])} being held against "
            f"what the client shows. What would the two sides say of them?"
        )
    despite = f"{opened}, though values had been found incompatible on {day(v['compared'])}"
    match finding.about:
        case "no_exception":
            return f"{despite}, and no exception is on record. What allows it to go on?"
        case "past_review":
            return (
                f"{despite}; the exception made was to be looked at again by "
                f"{day(v['review_by'])}. Where does it stand today?"
            )
    if v["review_by"] is None:
        return (
            f"{despite}; an exception allows it, with no date to look at it again. "
            f"When could the two sides speak of it?"
        )
    return f"{despite}; an exception allows it, to be looked at again by {day(v['review_by'])}."


_BEGUN = {
    "encounter_held": "an encounter",
    "review_held": "a review",
    "feedback_requested": "a request for feedback",
}


def _absence(start: date, end: date) -> str:
    if start == end:
        return "that day"
    return f"from {day(start, year=start.year != end.year)} to {day(end)}"


def _contact(finding: Finding) -> str:
    v = finding.values
    return (
        f"On {day(v['day'])} the provider initiated {_BEGUN.get(v['event'], 'an exchange')} during "
        f"an absence noted on the client’s side, {_absence(v['start'], v['end'])}. "
        f"What could have waited?"
    )


def _issue(values: Values) -> str:
    """The issue in the words it was raised in, where they are known."""
    named = f"The issue {quoted(values['text'])}" if values["text"] else "An issue"
    if values["raised"] is None:
        return named
    told = f"raised on {day(values['raised'])}"
    return f"{named}, {told}," if values["text"] else f"{named} {told}"


def _dropped(finding: Finding) -> str:
    v = finding.values
    raised = v["raised"]
    on = day(v["day"], year=raised is None or raised.year != v["day"].year) if v["day"] else ""
    after = "and nobody took it up in the days that followed"
    match finding.about:
        case "denied":
            said = f"was denied on {on}, {after}. Who can make it theirs?"
        case "deflected":
            said = f"was sent elsewhere on {on}, {after}. Who can make it theirs?"
        case "put_right":
            said = (
                f"was first denied, on {on}, before somebody took it up. "
                f"What would help to hear it straight away?"
            )
        case "late":
            said = (
                f"found somebody to take it up only on {on}. "
                f"What would have helped to do so sooner?"
            )
        case "handed_on":
            times = "twice" if v["handoffs"] == 2 else f"{number(v['handoffs'])} times"  # noqa: PLR2004
            said = f"changed hands {times}. Who could see it through?"
        case _:
            said = "has found nobody to take it up yet. Who makes it theirs?"
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
    there = count(n, "effect was", "effects were")
    return f"{f'Only {there}' if n else capital(there)} observed lately; it takes {needed} to tell."


REASONS: dict[str, Callable[[NotAssessable], str]] = {
    "beside_missing": _always(
        "What would answer it stands in another history, and none was given beside this one."
    ),
    "private": _always(
        "What this rule looks at is told to the person alone, and to those they confide in."
    ),
    "closed_since": lambda verdict: (
        f"The relationship closed before {days(verdict.values['days'])} had gone by."
    ),
    "polarity_unrecorded": _always(
        "An externality is on record without saying whether it is for better or for worse."
    ),
    "answer_unnamed": _always(
        "An engagement or a support has come since, and nothing says whether it answers the "
        "externality observed; a review that comes back to it would."
    ),
    "too_few_effects": _too_few_effects,
    "intentions_unrecorded": _always(
        "Some effects are on record without saying whether they were intended."
    ),
    "vias_unrecorded": _always("A partner is on board, and nothing says who brought it in."),
    "roles_unrecorded": _always(
        "A role was given for this relationship, and nothing says which one."
    ),
    "outcome_unrecorded": _always("Values were compared, and what came of it is not on record."),
    "firm_unknown": _always(
        "Several firms might be this provider, and not all of them had published values."
    ),
    "stances_unrecorded": _always(
        "An answer to an issue is on record without saying whether anybody took it up."
    ),
    "raising_unrecorded": _always("An issue is followed up, and nothing says when it was raised."),
}
"""Why these rules could not look."""
