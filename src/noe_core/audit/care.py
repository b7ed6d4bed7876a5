"""CARE-3 and CARE-4: absences respected, and grains of sand taken up.

Rule kept here: nobody is held to what could not be known then, and what was put right in
time is no finding (domain.md §5, seeds 002 and 004).
"""

from __future__ import annotations

from collections.abc import Iterator

from noe_core.audit.hearing import Said
from noe_core.audit.issues import issue_dropped
from noe_core.audit.rule import Case, Finding, Rule, Severity
from noe_core.facts import AnyRecorded, Recorded, holds
from noe_core.history import place
from noe_core.projections.touches import touches
from noe_core.relationship.availability import AvailabilityNoted
from noe_core.relationship.ecosystem import CooperationSupportGiven
from noe_core.relationship.encounter import EncounterHeld
from noe_core.relationship.issues import IssueOwned
from noe_core.relationship.reviews import ReviewHeld
from noe_core.values import Side

Absence = Recorded[AvailabilityNoted]


def contact_during_absence(case: Case) -> Iterator[Said]:
    """CARE-3: the provider begins nothing with somebody of the client who is away.

    A touch of which nobody knows who began it is not held against the provider, nor one
    made before the absence was noted, nor one that names people of the client of whom none
    is away: a colleague can be called. The absence of the client's house is everybody's. An
    issue is raised with a side, and whoever is there may make it theirs: that is no contact.
    """
    for touch in touches(case.state):
        if touch.initiated_by is Side.PROVIDER and not holds(touch.fact, IssueOwned):
            absence = _disturbed(case, touch.fact)
            if absence is not None:
                yield _contact(case, absence, touch.fact)


def _disturbed(case: Case, touch: AnyRecorded) -> Absence | None:
    """The absence, noted by then, of somebody whom the touch was with."""
    met = _people_met(touch)
    for absence in case.state.availability.away(Side.CLIENT, case.on(touch)):
        away = absence.data.party.party_id if absence.data.party is not None else None
        concerned = not met or away in met | _houses(case)
        if concerned and place(absence) < place(touch):
            return absence
    return None


def _people_met(touch: AnyRecorded) -> set[str]:
    """The people of the client that a touch names."""
    match touch.data:
        case (
            EncounterHeld(participants=people)
            | ReviewHeld(participants=people)
            | CooperationSupportGiven(participants=people)
        ):
            return {person.party_id for person in people if person.side is Side.CLIENT}
    return set()


def _houses(case: Case) -> set[str]:
    """The client as the opening names it: a house, or a person who is one alone."""
    named = (opened.data.client for opened in case.state.course.opened)
    return {client.party_id for client in named if client is not None}


def _contact(case: Case, absence: Absence, touch: AnyRecorded) -> Finding:
    period = absence.data.period
    return Finding(
        rule="CARE-3",
        severity=Severity.WARNING,
        subject="relationship",
        evidence=(absence.id, touch.id),
        values={
            "day": case.on(touch),
            "event": touch.event,
            "start": period.start if period else None,
            "end": period.end if period else None,
        },
    )


RULES: tuple[Rule, ...] = (
    Rule(
        id="CARE-3",
        name="contact_during_absence",
        about=frozenset({"availability_noted"}),
        check=contact_during_absence,
    ),
    Rule(
        id="CARE-4",
        name="issue_dropped",
        about=frozenset({"issue_raised"}),
        defaults={"n": 2},
        check=issue_dropped,
    ),
)
