"""Lives of work, reviews and grains of sand, crowded or short.

Rule kept here: houses and people are invented; what a sentence gathers, one of these holds.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from may import on, span
from story import LISE, NORA, PAUL, Told, story

from noe_core.history import History
from noe_core.relationship import (
    availability,
    issues,
    quotes,
    reviews,
    usage,
    work,
)
from noe_core.values import Money, Period, Quantity, Side

S = issues


def gritty() -> History:
    """Grains of sand and departures from the plan, a few of each, told in many ways."""
    A = work.AdaptationDecided  # noqa: N806 - the fact at hand
    return story(
        (work.ConstraintRevealed(constraint_id="c1", side=Side.CLIENT, text="deux bras"), on(0)),
        (work.ConstraintRevealed(constraint_id="c2", side=Side.CLIENT, text="une benne"), on(0)),
        (
            A(level=work.AdaptationLevel.MANAGER, from_prescribed="le mardi", waited_minutes=90),
            on(1),
        ),
        (
            A(level=work.AdaptationLevel.ELSEWHERE, from_prescribed="à pied", to="à vélo", by=LISE),
            on(2),
        ),
        (A(by=NORA), on(3)),
        (S.IssueRaised(issue_id="a", text="il pleut"), on(4)),
        (S.IssueRaised(issue_id="b", kind=S.IssueKind.PROBLEM, by=LISE), on(5)),
        (S.IssueOwned(issue_id="b", owner=NORA, stance=S.Stance.DEFLECTED), on(5)),
        (S.IssueOwned(issue_id="b", owner=PAUL, stance=S.Stance.DEFLECTED), on(6)),
        (S.IssueOwned(issue_id="b", owner=LISE, stance=S.Stance.DENIED), on(7)),
        (S.IssueOwned(issue_id="b", owner=LISE, stance=S.Stance.OWNED, thanked=False), on(8)),
        (S.IssueRaised(issue_id="c", kind=S.IssueKind.QUESTION, text="combien ?", by=LISE), on(9)),
        (S.IssueOwned(issue_id="c"), on(9)),
        (S.IssueOwned(issue_id="c", thanked=True), on(10)),
        (S.IssueResolved(issue_id="c", account="douze"), on(12)),
    )


def grinding() -> History:
    """More of them than are told one by one."""
    told: list[Told] = []
    for n in range(5):
        kind = (*S.IssueKind, None, None)[n]
        told += [
            (S.IssueRaised(issue_id=f"i{n}", kind=kind, text=f"grain {n}" if n else None), on(n)),
            (work.ConstraintRevealed(constraint_id=f"c{n}", text=f"mur {n}"), on(n)),
            (
                work.AdaptationDecided(
                    level=work.AdaptationLevel.FRONT_LINE if n else None,
                    from_prescribed="tout droit" if n != 1 else None,
                    to=f"détour {n}" if n != 1 else None,
                ),
                on(n),
            ),
        ]
    told += [(S.IssueOwned(issue_id=f"i{n}", stance=S.Stance.OWNED), on(6)) for n in range(3)]
    told.append((S.IssueResolved(issue_id="i0", account="vu"), on(8)))
    return story(*told)


def away() -> History:
    """Absences of both sides, past, present and to come, some without their days."""
    note = availability.AvailabilityNoted
    return story(
        (note(party=NORA, period=span(0, 0)), on(0)),
        (note(party=NORA, period=Period(start=date(2022, 5, 1), end=date(2022, 5, 31))), on(1)),
        (note(party=LISE, period=Period(start=date(2022, 12, 20), end=date(2023, 1, 5))), on(2)),
        (note(party=LISE), on(3)),
        (note(period=span(3, 4)), on(3)),
        *((note(party=PAUL, period=span(n, n + 1)), on(5)) for n in range(1)),
        as_of="2022-05-09",
    )


def away_often() -> History:
    """One side away five times; the other will be."""
    note = availability.AvailabilityNoted
    told = [(note(party=LISE, period=span(10 * n, 10 * n + 2)), on(0)) for n in range(5)]
    return story(*told, (note(party=NORA, period=span(400, 410)), on(60)))


def counted() -> History:
    """Work without minutes, by machines, counted in many units; use measured often."""
    pieces = [Quantity(value=Decimal(n), unit=f"unité {n}") for n in range(1, 5)]
    told: list[Told] = [
        (work.WorkRecorded(work_id="a", by=NORA, topic="tri"), on(0)),
        (work.WorkRecorded(work_id="b", topic="tri", account="à la main"), on(1)),
        (
            work.WorkRecorded(work_id="m", automated=True, topic="envoi", volumes=tuple(pieces)),
            on(2),
        ),
        (usage.UsageUnitDefined(unit="cagette pleine", purpose="jeter moins"), on(2)),
        (usage.UsageUnitDefined(unit="tour", replaces="le camion"), on(2)),
        (usage.UsageMeasured(unit="never defined", quantity=None, period=span(0, 1)), on(3)),
    ]
    for n in range(5):
        told.append((usage.UsageMeasured(unit="cagette pleine", quantity=Decimal(n)), on(10 + n)))
        told.append((usage.UsageMeasured(unit="tour", quantity=Decimal(2 * n)), on(10 + n)))
    return story(*told)


def counted_little() -> History:
    """Two pieces of work without minutes beside one of the client's; two units; late usage."""
    return story(
        (quotes.QuoteIssued(quote_id="q", total=Money.of(100)), on(0)),
        (work.WorkRecorded(work_id="a", by=LISE, minutes=90), on(1)),
        (work.WorkRecorded(work_id="b", volumes=(Quantity(value=Decimal(3), unit="sac"),)), on(1)),
        (
            work.WorkRecorded(work_id="c", volumes=(Quantity(value=Decimal("1.5"), unit="m3"),)),
            on(1),
        ),
        (work.WorkRecorded(work_id="m", automated=True), on(2)),
        (usage.UsageUnitDefined(unit="sac rendu"), on(2)),
        (usage.UsageMeasured(unit="sac rendu", quantity=Decimal(3)), on(5)),
        (usage.UsageUnitDefined(unit="jour", replaces="le mois"), on(6)),
        (usage.UsageMeasured(unit="jour", quantity=Decimal(0), period=span(0, 20)), on(40)),
    )


def reviewed() -> History:
    """Reviews that kept things as they are, for a reason or none, or left them to revise."""
    keep, revise = reviews.Adjustment.KEPT_AS_IS, reviews.Adjustment.WILL_REVISE
    return story(
        (reviews.ReviewHeld(review_id="a", adjustments=keep), on(0)),
        (reviews.ReviewHeld(review_id="b", adjustments=keep, kept_reason="trop tôt"), on(10)),
        (reviews.ReviewHeld(review_id="c", adjustments=revise), on(20)),
    )


def revised() -> History:
    """Two reviews with nothing after them but what they left to revise."""
    revise = reviews.Adjustment.WILL_REVISE
    return story(
        (reviews.ReviewHeld(review_id="a", adjustments=revise), on(0)),
        (reviews.ReviewHeld(review_id="b", adjustments=revise, account="encore"), on(10)),
    )


def kept_often() -> History:
    """Five reviews, all of which changed nothing; one tells why, one what was said."""
    keep = reviews.Adjustment.KEPT_AS_IS
    told: list[Told] = [
        (
            reviews.ReviewHeld(
                review_id=f"r{n}",
                adjustments=keep,
                kept_reason="rien ne presse" if n == 1 else None,
                account="on se revoit" if n == 2 else None,
                participants=(NORA,),
                assessments=(
                    reviews.Assessment(of_side=Side.CLIENT, by_side=Side.PROVIDER, account="prêts"),
                ),
            ),
            on(7 * n),
        )
        for n in range(5)
    ]
    return story(*told)
