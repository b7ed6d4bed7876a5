"""How long the two sides go without coming back on the work together (REV-2).

Rule kept here: a gap is held against what the two sides agreed; where they agreed nothing,
against what they do. Days on which the client was away, or the relationship was closed, are
not counted, and a review of which nobody recorded who sat in it may have been one of both
sides (domain.md §5).

An agreement that the source never writes down, or that cannot be read, may name any
interval; then no gap is held against anybody. Where there was none, the thirty days of
domain.md stand in for it, on three conditions, as nobody promised them:
- two sides who have come back on the work at least ``kept`` times at intervals of their own
  are held against these: against the middle one, where it is the longer;
- where no work is on record there is nothing that thirty days could be counted against, and
  a gap is worth a question at most;
- where no review is on record either, there is no rhythm to speak of: that nobody came back
  on the work is for REV-1 to say, once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from attrs import frozen

from noe_core.audit.hearing import Said
from noe_core.audit.readings import maybe_two_sided, too_early
from noe_core.audit.rule import Case, Finding, NotAssessable, Severity
from noe_core.audit.span import no_start
from noe_core.facts import AnyRecorded, holds
from noe_core.history import place
from noe_core.projections.rhythm import agreed_interval, days_between, not_counted
from noe_core.relationship.course import Phase
from noe_core.relationship.reviews import ReviewHeld


class Basis(StrEnum):
    """What says how often a review is looked for."""

    AGREED = "agreed"
    KEPT = "kept"
    DEFAULT = "default"


@frozen(kw_only=True)
class Expected:
    """How often a review is looked for, and what says so."""

    every: int
    basis: Basis


@frozen(kw_only=True)
class Stretch:
    """Days from one mark to the next, those not counted apart.

    ``until`` is the next review or, for the last stretch, the closing; ``None`` while it runs.
    """

    since: AnyRecorded
    until: AnyRecorded | None
    days: int
    left_out: int


Stretches = tuple[Stretch, ...]


def review_gap(
    case: Case, *, factor: Fraction, breach_factor: int, interval: int, kept: int
) -> Iterator[Said]:
    """REV-2: both sides come back on the work about as often as they agreed to, or use to."""
    known = _stretches(case, case.state.reviews.two_sided)
    perhaps = _stretches(case, maybe_two_sided(case))
    expected = _expected(case, (known, perhaps), interval, kept)
    limit = factor * expected.every
    certain = _longer(perhaps, limit)
    if not known:
        yield no_start("REV-2")
    elif certain and _nothing_to_measure(case, expected):
        yield NotAssessable(rule="REV-2", because="no_rhythm")
    elif certain:
        for stretch in certain:
            grave = stretch.days > breach_factor * expected.every
            yield _gap(case, stretch, expected, grave=grave)
    elif _longer(known, limit):
        yield NotAssessable(rule="REV-2", because="participants_unrecorded")
    elif known[0].until is None:
        yield too_early("REV-2", case.on(known[0].since), int(limit) + known[0].left_out)


def _longer(stretches: Stretches, limit: Fraction) -> Stretches:
    return tuple(stretch for stretch in stretches if stretch.days > limit)


def _stretches(case: Case, reviews: Iterable[AnyRecorded]) -> Stretches:
    """From the start to the first review, between reviews, and from the last one on."""
    course, left_out = case.state.course, not_counted(case.state, case.view)
    start, closed = course.started, course.phase is Phase.CLOSED
    since = (r for r in reviews if start is None or place(r) > place(start))
    marks = (*((start,) if start else ()), *since)
    end = course.closed[-1] if closed else None

    def stretch(since: AnyRecorded, until: AnyRecorded | None) -> Stretch:
        first, last = case.on(since), case.on(until) if until else case.today
        days = days_between(first, last, left_out)
        return Stretch(since=since, until=until, days=days, left_out=(last - first).days - days)

    return tuple(
        stretch(one, other) for one, other in (*pairwise(marks), *((m, end) for m in marks[-1:]))
    )


def _expected(case: Case, readings: Iterable[Stretches], interval: int, kept: int) -> Expected:
    agreed = agreed_interval(case.state)
    if agreed.evidence:
        return Expected(every=agreed.value, basis=Basis.AGREED)
    own = max(_middle(stretches, kept) for stretches in readings)
    if own > interval:
        return Expected(every=own, basis=Basis.KEPT)
    return Expected(every=interval, basis=Basis.DEFAULT)


def _middle(stretches: Stretches, least: int) -> int:
    """The middle one of the gaps between two reviews, the longer of two; 0 where they are few."""
    days = sorted(s.days for s in stretches if _reviews_at_both_ends(s))
    return days[len(days) // 2] if days and len(days) >= least else 0


def _reviews_at_both_ends(stretch: Stretch) -> bool:
    ends = (stretch.since, stretch.until)
    return all(mark is not None and holds(mark, ReviewHeld) for mark in ends)


def _worked(case: Case) -> bool:
    return bool(case.state.work.done)


def _nothing_to_measure(case: Case, expected: Expected) -> bool:
    silent = not _worked(case) and not case.state.reviews.held
    return expected.basis is Basis.DEFAULT and silent


def _gap(case: Case, stretch: Stretch, expected: Expected, *, grave: bool) -> Finding:
    reviewed = stretch.until is not None and holds(stretch.until, ReviewHeld)
    about = "between" if reviewed else "closing" if stretch.until else "running"
    severity = Severity.BREACH if grave else Severity.WARNING
    weighs = expected.basis is Basis.AGREED or _worked(case)
    marks = (stretch.since, stretch.until)
    return Finding(
        rule="REV-2",
        severity=severity if weighs else Severity.INFO,
        subject="relationship",
        about=about,
        evidence=tuple(fact.id for fact in marks if fact is not None),
        values={
            "since": case.on(stretch.since),
            "until": case.on(stretch.until) if stretch.until else None,
            "days": stretch.days,
            "left_out": stretch.left_out,
            "interval": expected.every,
            "basis": expected.basis.value,
        },
    )
