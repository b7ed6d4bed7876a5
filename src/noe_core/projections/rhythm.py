"""The rhythm of a relationship: how regularly both sides come back on the work.

Rule kept here: time runs from the signature, else the opening; only reviews of both sides
mark it. Days on which the client was away are not counted, nor those on which the
relationship was closed: nobody was there to come back on anything (domain.md §4, row 5).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from uuid import UUID

from attrs import frozen

from noe_core.facts import AnyRecorded
from noe_core.history import place
from noe_core.projection import Projection, View
from noe_core.projections.figure import Figure, counted, ids, on, share
from noe_core.projections.touches import touches
from noe_core.relationship.course import Phase
from noe_core.relationship.state import Relationship, evolve
from noe_core.values import Period, Side

DEFAULT_INTERVAL = 30
"""Days between reviews where no method says otherwise (domain.md §4, row 5)."""


@frozen(kw_only=True)
class Gap:
    """The days from one mark to the next, without those that are `not_counted`.

    ``since`` is the signature, the opening or a review; ``until`` is the next review, or
    ``None`` for the gap still running. ``left_out`` is how many days are not counted, on the
    absences and the closings that take them.
    """

    since: AnyRecorded
    until: AnyRecorded | None
    days: int
    left_out: Figure[int]


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


@frozen
class _Apart:
    """Days that no review is looked for on, and the fact that says so."""

    period: Period
    fact: AnyRecorded


def _absences(state: Relationship) -> Iterator[_Apart]:
    """When somebody of the client was away."""
    for absence in state.availability.noted:
        party, period = absence.data.party, absence.data.period
        if period is not None and party is not None and party.side is Side.CLIENT:
            yield _Apart(period, absence)


def _closed(state: Relationship, view: View) -> Iterator[_Apart]:
    """From the day after a closing to the day of its reopening, or to now.

    The reopening's own day is not counted, as the day of no mark is: a gap is of the days
    after it.
    """
    for closing in state.course.closed:
        later = (on(one, view) for one in state.course.reopened if place(one) > place(closing))
        closed, until = on(closing, view), next(later, view.day)
        if closed < until:
            yield _Apart(Period(start=closed + timedelta(days=1), end=until), closing)


def client_absences(state: Relationship) -> tuple[Period, ...]:
    """When somebody of the client was away, in the order it was noted."""
    return tuple(apart.period for apart in _absences(state))


def days_closed(state: Relationship, view: View) -> tuple[Period, ...]:
    """When the relationship was closed: after each closing, up to its reopening or to now."""
    return tuple(apart.period for apart in _closed(state, view))


def not_counted(state: Relationship, view: View) -> tuple[Period, ...]:
    """The days that no review is looked for on: absences of the client, and days closed."""
    return (*client_absences(state), *days_closed(state, view))


def days_between(since: date, until: date, absences: Iterable[Period] = ()) -> int:
    """The days after one day up to another, without those inside absences, each once."""
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


def _gap(state: Relationship, view: View, since: AnyRecorded, until: AnyRecorded | None) -> Gap:
    first, last = on(since, view), on(until, view) if until else view.day
    apart = (*_absences(state), *_closed(state, view))
    whole = days_between(first, last)
    days = days_between(first, last, (one.period for one in apart))
    met = ids(one.fact for one in apart if days_between(first, last, (one.period,)) < whole)
    return Gap(since=since, until=until, days=days, left_out=Figure(whole - days, met))


def _gaps(state: Relationship, view: View) -> Iterator[Gap]:
    for since, until in pairwise(_marks(state)):
        yield _gap(state, view, since, until)


def _current(state: Relationship, view: View) -> Gap | None:
    marks = _marks(state)
    if not marks or state.course.phase is Phase.CLOSED:
        return None
    return _gap(state, view, marks[-1], None)


def regularity(gaps: Iterable[Gap], interval: int) -> Fraction | None:
    """1 less the mean distance of the gaps from the interval, in intervals; at least 0."""
    distances = tuple(abs(gap.days - interval) for gap in gaps)
    mean = share(sum(distances), len(distances))
    return None if mean is None else max(Fraction(0), 1 - mean / interval)


def _first_feedback(state: Relationship, view: View) -> Figure[date | None]:
    given = next(iter(state.reviews.feedback), None)
    return Figure(None) if given is None else Figure(on(given, view), (given.id,))


def _behind(current: Gap, interval: Figure[int]) -> tuple[UUID, ...]:
    """What a delay stands on."""
    return (current.since.id, *interval.evidence, *current.left_out.evidence)


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
        overdue=Figure(late, _behind(current, interval) if current else ()),
        touches=began,
        provider_touches=ours,
        provider_initiative=share(ours.value, began.value),
        first_feedback=_first_feedback(state, view),
    )


RHYTHM: Projection[Relationship, Rhythm] = Projection(
    name="rhythm", start=Relationship(), apply=evolve, answer=rhythm
)
