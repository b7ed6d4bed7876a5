"""The rhythm of a relationship: how regularly both sides come back on the work.

Rule kept here: time runs from the signature, else the opening; only reviews of both sides
mark it, and days on which the client was away are not counted (domain.md §4, row 5).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from itertools import pairwise

from attrs import frozen

from noe_core.facts import AnyRecorded
from noe_core.history import place
from noe_core.projection import Projection, View
from noe_core.projections.figure import Figure, counted, on, share
from noe_core.projections.touches import touches
from noe_core.relationship.course import Phase
from noe_core.relationship.state import Relationship, evolve
from noe_core.values import Period, Side

DEFAULT_INTERVAL = 30
"""Days between reviews where no method says otherwise (domain.md §4, row 5)."""


@frozen(kw_only=True)
class Gap:
    """The days from one mark to the next, without the client's absences.

    ``since`` is the signature, the opening or a review; ``until`` is the next review, or
    ``None`` for the gap still running.
    """

    since: AnyRecorded
    until: AnyRecorded | None
    days: int


@frozen(kw_only=True)
class Rhythm:
    """The rhythm agreed and the rhythm kept.

    Attributes:
        interval: days between reviews, from the last method that says so, else 30.
        gaps: from the start to the first review of both sides, then between them.
        current: the gap still running; ``None`` before any start and after the closing.
        regularity: 1 when every gap is the interval, less the further they are from it.
        overdue: days by which the running gap exceeds the interval, else 0.
        touches: the touches of which it is known who began them.
        provider_touches: those of them that the provider began.
        provider_initiative: provider_touches out of touches.
        first_feedback: the day a feedback was first given.
    """

    interval: Figure[int]
    gaps: tuple[Gap, ...]
    current: Gap | None
    regularity: Fraction | None
    overdue: Figure[int]
    touches: Figure[int]
    provider_touches: Figure[int]
    provider_initiative: Fraction | None
    first_feedback: Figure[date | None]


def client_absences(_state: Relationship) -> tuple[Period, ...]:
    """When the client was away: never, as long as no fact of this release can say so.

    The one place to change when absences are recorded (`AvailabilityNoted`, domain.md §3).
    """
    return ()


def days_between(since: date, until: date, absences: Iterable[Period] = ()) -> int:
    """The days after one day up to another, without those inside absences."""
    first, last = since.toordinal() + 1, until.toordinal()
    away: set[int] = set()
    for absence in absences:
        start, end = absence.start.toordinal(), absence.end.toordinal()
        away.update(range(max(first, start), min(last, end) + 1))
    return last - first + 1 - len(away)


def agreed_interval(state: Relationship) -> Figure[int]:
    """The days agreed between reviews: what the last method to say so says, else 30."""
    for method in reversed(state.frame.methods):
        if method.data.review_interval_days is not None:
            return Figure(method.data.review_interval_days, (method.id,))
    return Figure(DEFAULT_INTERVAL)


def _marks(state: Relationship) -> tuple[AnyRecorded, ...]:
    """The start and the reviews of both sides since; the reviews alone without a start."""
    start = state.course.started
    if start is None:
        return state.reviews.two_sided
    return (start, *(r for r in state.reviews.two_sided if place(r) > place(start)))


def _gaps(state: Relationship, view: View) -> Iterator[Gap]:
    absences = client_absences(state)
    for since, until in pairwise(_marks(state)):
        days = days_between(on(since, view), on(until, view), absences)
        yield Gap(since=since, until=until, days=days)


def _current(state: Relationship, view: View) -> Gap | None:
    marks = _marks(state)
    if not marks or state.course.phase is Phase.CLOSED:
        return None
    days = days_between(on(marks[-1], view), view.day, client_absences(state))
    return Gap(since=marks[-1], until=None, days=days)


def regularity(gaps: Iterable[Gap], interval: int) -> Fraction | None:
    """1 less the mean distance of the gaps from the interval, in intervals; at least 0."""
    distances = tuple(abs(gap.days - interval) for gap in gaps)
    mean = share(sum(distances), len(distances))
    return None if mean is None else max(Fraction(0), 1 - mean / interval)


def _first_feedback(state: Relationship, view: View) -> Figure[date | None]:
    given = next(iter(state.reviews.feedback), None)
    return Figure(None) if given is None else Figure(on(given, view), (given.id,))


def rhythm(state: Relationship, view: View) -> Rhythm:
    """The rhythm agreed and the rhythm kept (domain.md §4, row 5)."""
    interval, gaps = agreed_interval(state), tuple(_gaps(state, view))
    current = _current(state, view)
    late = max(0, current.days - interval.value) if current else 0
    known = tuple(touch for touch in touches(state) if touch.initiated_by is not None)
    began = counted(touch.fact for touch in known)
    ours = counted(touch.fact for touch in known if touch.initiated_by is Side.PROVIDER)
    return Rhythm(
        interval=interval,
        gaps=gaps,
        current=current,
        regularity=regularity(gaps, interval.value),
        overdue=Figure(late, (current.since.id, *interval.evidence) if current else ()),
        touches=began,
        provider_touches=ours,
        provider_initiative=share(ours.value, began.value),
        first_feedback=_first_feedback(state, view),
    )


RHYTHM: Projection[Relationship, Rhythm] = Projection(
    name="rhythm", start=Relationship(), apply=evolve, answer=rhythm
)
