"""The rules on reviews: coming back on the work, both sides, on three levels, often enough.

Rule kept here: a rule speaks only of what was recorded. Reviews without participants,
minutes or levels make it say that it cannot tell, never that nothing was done (domain.md
§5, REV). When reviews are held is read in `noe_core.audit.timing` and `.gaps`.

Seen by the client, the provider's own reviews are out of sight: the internal level and a
low share of reflexive time cannot be judged, while a relationship that both sides never
came back on together can.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from noe_core.audit.gaps import review_gap
from noe_core.audit.hearing import Said, hearing
from noe_core.audit.readings import shifted, too_early
from noe_core.audit.rule import Case, Finding, NotAssessable, Rule, Severity
from noe_core.audit.span import no_start, span_of, too_short
from noe_core.audit.timing import end_only_evaluation, one_month_feedback_missing
from noe_core.facts import Recorded
from noe_core.projections.reflexive_time import ReflexiveTime, provider_minutes, reflexive_time
from noe_core.relationship.quotes import QuoteDiscussed
from noe_core.relationship.reviews import ReflexiveLevel, ReviewHeld
from noe_core.relationship.work import WorkRecorded
from noe_core.values import Side


def one_sided_review(case: Case, *, n: int, target: Fraction) -> Iterator[Said]:
    """REV-3: reviews in which both sides sit assess the work of both."""
    if not case.state.reviews.two_sided:
        told = all(review.data.participants for review in case.state.reviews.held)
        because = "no_two_sided_review" if told else "participants_unrecorded"
        yield NotAssessable(rule="REV-3", because=because)
        return
    last = case.state.reviews.two_sided[-n:]
    one_sided = tuple(review for review in last if not review.data.assesses_both)
    share = Fraction(len(last) - len(one_sided), len(last))
    if share < target:
        yield Finding(
            rule="REV-3",
            severity=Severity.WARNING,
            subject="relationship",
            evidence=tuple(review.id for review in one_sided),
            values={
                "one_sided": tuple(case.on(review) for review in one_sided),
                "looked_at": len(last),
                "share": share,
                "forgotten": _forgotten(one_sided),
            },
        )


def _forgotten(one_sided: tuple[Recorded[ReviewHeld], ...]) -> Side | None:
    """The side whose work none of these reviews assessed, if it is one side alone."""
    assessed = {
        assessment.of_side for review in one_sided for assessment in review.data.assessments
    }
    return next((side.other for side in assessed), None) if len(assessed) == 1 else None


def levels_uncovered(case: Case, *, window: int) -> Iterator[Said]:
    """REV-4: each of the three questions was asked in the last days of the relationship.

    The window is counted back from today, or from the closing, that day included. The rule
    waits until as many days have gone by since the signature, else the opening.
    """
    span = span_of(case)
    if span is None:
        yield no_start("REV-4")
    elif span.closed and span.days <= window:
        yield too_short("REV-4", span, window)
    elif span.days <= window:
        yield too_early("REV-4", span.start, window)
    else:
        since = shifted(span.end, -window)
        held = tuple(r for r in case.state.reviews.held if since < case.on(r) <= span.end)
        yield from _levels(case, held, window)


def _levels(case: Case, held: tuple[Recorded[ReviewHeld], ...], window: int) -> Iterator[Said]:
    covered = {level for review in held for level in review.data.levels}
    missing = [level for level in ReflexiveLevel if level not in covered]
    if missing and not all(review.data.levels for review in held):
        yield NotAssessable(rule="REV-4", because="levels_unrecorded")
        return
    if case.perspective is Side.CLIENT and ReflexiveLevel.INTERNAL in missing:
        missing.remove(ReflexiveLevel.INTERNAL)
        yield NotAssessable(rule="REV-4", because="internal_out_of_sight")
    if missing:
        # Without any review, the finding stands on what the days are counted from.
        shown = held or (case.state.course.started,)
        yield Finding(
            rule="REV-4",
            severity=Severity.WARNING,
            subject="relationship",
            evidence=tuple(fact.id for fact in shown if fact is not None),
            values={"missing": tuple(missing), "reviews": len(held), "days": window},
        )


def reflexive_time_low(
    case: Case, *, target: Fraction, floor: Fraction, min_minutes: int
) -> Iterator[Said]:
    """REV-5: about a fifth of the provider's time goes into coming back on the work."""
    time = reflexive_time(case.state, case.view)
    if time.share is None or time.whole.value < min_minutes:
        values = {"minutes": time.whole.value, "min_minutes": min_minutes}
        yield NotAssessable(rule="REV-5", because="too_little_time", values=values)
    elif time.share < target:
        if case.perspective is Side.CLIENT:
            # What the client cannot see would only add to the share it sees.
            yield NotAssessable(rule="REV-5", because="reflexive_out_of_sight")
        elif _time_unwritten(case):
            yield NotAssessable(rule="REV-5", because="minutes_unrecorded")
        else:
            yield _too_little(time, time.share, target, floor)


def _time_unwritten(case: Case) -> bool:
    """Whether some review or discussion took time that nobody wrote down."""
    gatherings: list[ReviewHeld | QuoteDiscussed] = [r.data for r in case.state.reviews.held]
    for quote in case.state.quotes.by_id.values():
        gatherings += (talk.data for talk in quote.discussed)
    return any(data.minutes is None or not data.participants for data in gatherings)


def _too_little(time: ReflexiveTime, share: Fraction, target: Fraction, floor: Fraction) -> Finding:
    return Finding(
        rule="REV-5",
        severity=Severity.BREACH if share < floor else Severity.WARNING,
        subject="relationship",
        evidence=time.whole.evidence,
        values={
            "share": share,
            "target": target,
            "reflexive": time.reflexive.value,
            "whole": time.whole.value,
        },
    )


def transaction_only(case: Case, *, n: int) -> Iterator[Said]:
    """REV-6: where there is work or a quote, there is a review."""
    work = tuple(w for w in case.state.work.done.values() if provider_minutes(w))
    quotes = tuple(q.issued for q in case.state.quotes.by_id.values() if q.issued is not None)
    minutes = sum(provider_minutes(fact) for fact in work)
    if case.state.reviews.held:
        return
    if quotes or minutes >= n:
        yield Finding(
            rule="REV-6",
            severity=Severity.BREACH,
            subject="relationship",
            evidence=tuple(fact.id for fact in (*work, *quotes)),
            values={
                "minutes": minutes,
                "quotes": len(quotes),
                "perspective": case.perspective,
            },
        )
    elif any(_unmeasured(fact.data) for fact in case.state.work.done.values()):
        yield NotAssessable(rule="REV-6", because="work_unmeasured")


def _unmeasured(work: WorkRecorded) -> bool:
    """Whether it may be provider time that nobody wrote down."""
    theirs = work.done_by not in {None, Side.PROVIDER}
    return not theirs and not work.automated and (work.minutes is None or work.done_by is None)


ASKING = ("review_held", "feedback_requested", "feedback_given", "quote_discussed")
"""The events by which one side hears how the other finds the work."""

RULES: tuple[Rule, ...] = (
    Rule(
        id="REV-1",
        name="end_only_evaluation",
        defaults={"share": Fraction(3, 4), "min_days": 45},
        check=hearing(end_only_evaluation, "review_held"),
    ),
    Rule(
        id="REV-2",
        name="review_gap",
        defaults={"factor": Fraction(3, 2), "breach_factor": 3, "interval": 30, "kept": 2},
        check=hearing(review_gap, "review_held", "availability_noted", "method_agreed"),
    ),
    Rule(
        id="REV-3",
        name="one_sided_review",
        defaults={"n": 3, "target": Fraction(1)},
        check=hearing(one_sided_review, "review_held"),
    ),
    Rule(
        id="REV-4",
        name="levels_uncovered",
        defaults={"window": 90},
        check=hearing(levels_uncovered, "review_held"),
    ),
    Rule(
        id="REV-5",
        name="reflexive_time_low",
        defaults={"target": Fraction(1, 5), "floor": Fraction(1, 10), "min_minutes": 240},
        check=hearing(reflexive_time_low, "review_held", "quote_discussed", "work_recorded"),
    ),
    Rule(
        id="REV-6",
        name="transaction_only",
        defaults={"n": 600},
        check=hearing(transaction_only, "review_held"),
    ),
    Rule(
        id="REV-7",
        name="one_month_feedback_missing",
        defaults={"day": 30, "grace": 7},
        check=hearing(one_month_feedback_missing, *ASKING),
    ),
)
