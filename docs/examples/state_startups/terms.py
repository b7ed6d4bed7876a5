"""What the phases of a sheet state: engagements with their terms, and endings.

Rule kept here: a phase occurs when it is written down; its start and end are its term. It
is kept when it ran its course, released when the work was given up; no reason is invented.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from noe_core.relationship.course import RelationshipClosed, RelationshipReopened
from noe_core.relationship.engagements import (
    EngagementKept,
    EngagementMade,
    EngagementReleased,
    EngagementRenegotiated,
)
from state_startups.entries import Entry
from state_startups.phases import GIVEN_UP, Followed, Phase
from state_startups.source import Report


def said(
    phases: Sequence[Followed], today: date, first_day: date, report: Report
) -> Mapping[str, Entry]:
    """The facts that the phases of a sheet state on a day."""
    entries: dict[str, Entry] = {}
    for place, one in enumerate(phases):
        later = [other.phase for other in phases[place + 1 :]]
        if one.phase.is_ending:
            entries.update(_ending(one, later, today, first_day, report))
        else:
            entries.update(_engagement(one, later, today))
    return entries


def _engagement(one: Followed, later: Sequence[Phase], today: date) -> Iterator[tuple[str, Entry]]:
    key, phase = f"phase-{one.number}", one.phase
    made = EngagementMade(
        engagement_id=key, text=phase.name, not_before=phase.start, due=one.dues[0]
    )
    yield key, Entry(made)
    for turn, due in enumerate(one.dues[1:], 2):
        renegotiated = EngagementRenegotiated(engagement_id=key, new_due=due)
        yield f"{key} term {turn}", Entry(renegotiated)
    following = next((other for other in later if _has_begun(other, phase, today)), None)
    if _is_over(phase, following, today):
        yield _outcome(key, following)


def _outcome(key: str, following: Phase | None) -> tuple[str, Entry]:
    if following is None or following.name not in GIVEN_UP:
        return f"{key} kept", Entry(EngagementKept(engagement_id=key))
    released = EngagementReleased(engagement_id=key, reason=following.name)
    return f"{key} released", Entry(released)


def _has_begun(other: Phase, after: Phase, today: date) -> bool:
    if other.start is None:
        # An ending says that it has come by standing there; another phase may lie ahead.
        return other.is_ending
    return other.start <= today and (after.start is None or other.start >= after.start)


def _is_over(phase: Phase, following: Phase | None, today: date) -> bool:
    if following is not None and following.is_ending:
        return True
    return phase.end <= today if phase.end is not None else following is not None


def _ending(
    one: Followed, later: Sequence[Phase], today: date, first_day: date, report: Report
) -> Iterator[tuple[str, Entry]]:
    key, phase = f"ending-{one.number}", one.phase
    if phase.start is not None and phase.start > today:
        report("phases", phase.start, f"{phase.name} is announced, it has not come")
        return
    on = phase.start
    if on is not None and on <= first_day:
        report("phases", on, f"{phase.name} before the first record of the relationship")
        on = None
    yield key, Entry(RelationshipClosed(reason=phase.name, account=phase.comment), on)
    if any(not other.is_ending for other in later):
        yield f"{key} and on", Entry(RelationshipReopened())
