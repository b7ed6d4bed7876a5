"""What the rules on people, teams and firms say in English.

Rule kept here: the sentences speak of how work is shared out and talked about. Of what a
person said of themselves nothing is repeated, not even to them.
"""

from __future__ import annotations

from collections.abc import Callable

from noe_core.audit.rule import Finding, NotAssessable
from noe_core.narration.en import findings_organisation
from noe_core.narration.en.words import capital, count, day, days, listing, number, percent, quoted


def _burden(finding: Finding) -> str:
    v = finding.values
    running = f" {number(v['quarters'])} quarters running," if v["quarters"] > 1 else ""
    since = day(v["since"], year=v["since"].year != v["until"].year)
    parts = ", then ".join(dict.fromkeys(percent(one) for one in v["concentrations"]))
    return (
        f"Between {since} and {day(v['until'])},{running} one person’s assignments "
        f"weighed {parts} of an even share. How else could the hard work be shared out?"
    )


def _wellbeing(finding: Finding) -> str:
    v = finding.values
    if finding.about == "silent":
        return (
            f"For {days(v['silent'])}, since {day(v['since'])}, nothing has been said of how "
            f"it feels to do this work. When could it be?"
        )
    return (
        f"Nothing answered what was said twice in a row: in the {days(v['days'])} after "
        f"{day(v['since'])} no assignment changed and no tension was raised. What could change "
        f"in the way the work is organised?"
    )


def _values(finding: Finding) -> str:
    v = finding.values
    match finding.about:
        case "too_many":
            values = capital(count(v["count"], "value was published", "values were published"))
            return (
                f"{values} on {day(v['on'])}, where at most {number(v['most'])} are easily kept in "
                f"mind. Which matter most?"
            )
        case "without_act":
            names = listing([quoted(name) for name in v["names"]])
            which, them = ("value", "it") if len(v["names"]) == 1 else ("values", "them")
            return f"No act shows the {which} {names} yet. How would one know {them} at work?"
    people = count(v["count"], "person", "people")
    return (
        f"The values published on {day(v['on'])} were chosen by {people}. Who else stands "
        f"behind them?"
    )


def _contradicted(finding: Finding) -> str:
    v = finding.values
    value = f"the value {quoted(v['value'])}" if v["value"] else "a published value"
    return (
        f"On {day(v['on'])} an act went against {value}, and no review or tension came back to it "
        f"within {days(v['days'])}. Where could it be talked about?"
    )


def _too_few_people(verdict: NotAssessable) -> str:
    v = verdict.values
    people = count(v["people"], "person", "people")
    return (
        f"In one of these quarters {people} carried assignments; it takes {number(v['needed'])} "
        f"to speak of an even share."
    )


def _always(sentence: str) -> Callable[[NotAssessable], str]:
    return lambda _: sentence


SENTENCES: dict[str, Callable[[Finding], str]] = {
    "CARE-1": _burden,
    "CARE-2": _wellbeing,
    "VAL-2": _values,
    "VAL-3": _contradicted,
    **findings_organisation.SENTENCES,
}
REASONS: dict[str, Callable[[NotAssessable], str]] = {
    "private": _always(
        "What people say of themselves is read with them, or with somebody who has their trust."
    ),
    "no_assignment": _always("No assignment is running."),
    "loads_unrecorded": _always(
        "Assignments are on record without their beginning, their load or their difficulty."
    ),
    "too_few_people": _too_few_people,
    "acts_unrecorded": _always(
        "An act is on record without saying whether it kept to the value or went against it."
    ),
    "relationship_unseen": _always(
        "The relationship in which the act took place is not among the histories given."
    ),
    "values_unrecorded": _always("Values were published, and none is on record."),
    "values_choosers_unrecorded": _always(
        "The values are on record without saying who chose them."
    ),
    **findings_organisation.REASONS,
}
"""Why these rules could not look."""
