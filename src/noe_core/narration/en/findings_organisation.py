"""What the rules on how teams and firms work say in English.

Rule kept here: a sentence asks how the work is organised, never who is at fault.
"""

from __future__ import annotations

from collections.abc import Callable

from noe_core.audit.rule import Finding, NotAssessable
from noe_core.narration.en.words import capital, day, days, listing, number, quoted, time_spent


def _tension(finding: Finding) -> str:
    v, tension = finding.values, quoted(finding.subject)
    match finding.about:
        case "no_cause":
            return (
                f"When tension {tension} was examined on {day(v['on'])}, no cause was named in "
                f"the way the work is organised. Does it come from means, time, rules or roles?"
            )
        case "alone":
            return (
                f"Tension {tension} was examined by one person alone, on {day(v['on'])}. With whom "
                f"could it be taken up again?"
            )
    return (
        f"Tension {tension}, raised on {day(v['since'])}, has been waiting {days(v['days'])} to "
        f"be examined. When can the team look into it?"
    )


def _rule(finding: Finding) -> str:
    v = finding.values
    rule = f"The rule of work {quoted(v['rule'])}, adopted on {day(v['on'])},"
    if finding.about == "alone":
        return (
            f"{rule} comes from a deliberation with only one person on record. Who else lives "
            f"with it at work?"
        )
    return f"{rule} comes from no known deliberation. Has the team debated it?"


def _indicator(finding: Finding) -> str:
    v = finding.values
    name = f"indicator {quoted(v['name'])}"
    match finding.about:
        case "serves_nothing":
            return f"Nothing says what {name} serves. Which project does it help to steer?"
        case "serves_unknown":
            return (
                f"{capital(name)} serves "
                f"{quoted(v['serves'])}, which is no team’s project and no relationship’s "
                f"objective here. Which project does it help to steer?"
            )
        case "imposed":
            return (
                f"Nobody who fills in {name} had a say in choosing it. What would they choose to "
                f"follow?"
            )
    return (
        f"Keeping {name} takes {time_spent(v['upkeep'])} per person and month. Is what it teaches "
        f"worth it?"
    )


def _every(period: int) -> str:
    return "every day" if period == 1 else f"every {days(period)}"


def _practice(finding: Finding) -> str:
    v = finding.values
    practice = f"The practice {quoted(v['name'])}, due {_every(v['period'])},"
    if finding.about == "never":
        return (
            f"{practice} has never been on record since it was declared on {day(v['since'])}. "
            f"What would help it to begin?"
        )
    return (
        f"{practice} was last on record on {day(v['since'])}, {days(v['days'])} ago. Is it still "
        f"of use, and who misses it?"
    )


def _veneer(finding: Finding) -> str:
    v = finding.values
    few = {1: "the one revision of an offer bears", 2: "both revisions of offers bear"}
    revised = few.get(v["count"], f"all {number(v['count'])} revisions of offers bear")
    return (
        f"Over {days(v['days'])}, {revised} on the interface alone. What would have to change too "
        f"in the organisation, or in what is offered?"
    )


def _unknown_practices(verdict: NotAssessable) -> str:
    names = verdict.values["names"]
    declared = listing([quoted(name) for name in names])
    practices = "practice" if len(names) == 1 else "practices"
    return f"Nothing says what the {practices} {declared} would look like on record."


def _always(sentence: str) -> Callable[[NotAssessable], str]:
    return lambda _: sentence


SENTENCES: dict[str, Callable[[Finding], str]] = {
    "ORG-1": _tension,
    "ORG-2": _rule,
    "ORG-3": _indicator,
    "ORG-4": _practice,
    "ORG-5": _veneer,
}
REASONS: dict[str, Callable[[NotAssessable], str]] = {
    "examiners_unrecorded": _always(
        "The examination of a tension is on record without saying who took part."
    ),
    "debaters_unrecorded": _always("A deliberation is on record without saying who took part."),
    "projects_unnamed": _always(
        "A shared project is on record without an id; an indicator may be serving it."
    ),
    "choosers_unrecorded": _always(
        "An indicator is on record without saying who chose it, or who fills it in."
    ),
    "practice_unknown": _unknown_practices,
    "period_unrecorded": _always("A practice was declared without saying how often it comes back."),
    "rituals_unrecorded": _always("A recent ritual is on record without saying which it was."),
    "out_of_sight": _always(
        "The practice takes place in relationships, of which others see the reviews alone."
    ),
    "layers_unrecorded": _always(
        "A revision of an offer is on record without saying what it bears on."
    ),
}
"""Why these rules could not look."""
