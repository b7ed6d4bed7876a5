"""Imported facts may leave any field but their identity empty (domain.md §3)."""

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as some
from story import LISE, NORA, TOGETHER, story

from noe_core.audit.effects import RULES as EFFECTS
from noe_core.audit.quotes import RULES as QUOTES
from noe_core.audit.report import audit
from noe_core.audit.reviews import RULES as REVIEWS
from noe_core.audit.rule import Passed
from noe_core.relationship.course import (
    AgreementSigned,
    RelationshipClosed,
    RelationshipOpened,
    RelationshipReopened,
)
from noe_core.relationship.effects import EffectAttested, EffectContested, EffectObserved
from noe_core.relationship.encounter import EncounterHeld
from noe_core.relationship.frame import MethodAgreed, QuoteMode, SpendLimitAgreed
from noe_core.relationship.quotes import (
    QuoteDiscussed,
    QuoteIssued,
    QuoteKind,
    QuoteLine,
    QuoteRefused,
    QuoteSigned,
    QuoteWithdrawn,
)
from noe_core.relationship.reviews import FeedbackGiven, FeedbackRequested, ReviewHeld
from noe_core.relationship.work import ConstraintRevealed, WorkRecorded
from noe_core.typed import Fact
from noe_core.values import Money, Period, Side

NOWHERE = UUID(int=404)
JANUARY = Period(start=date(2022, 1, 1), end=date(2022, 1, 31))

FACTS: tuple[Fact, ...] = (
    RelationshipOpened(),
    AgreementSigned(),
    RelationshipClosed(),
    RelationshipReopened(),
    EncounterHeld(),
    MethodAgreed(),
    MethodAgreed(quote_mode=QuoteMode.AFTER_WORK),
    SpendLimitAgreed(),
    SpendLimitAgreed(amount=Money.of(1)),
    ReviewHeld(review_id="r1"),
    ReviewHeld(review_id="r1", minutes=30, participants=TOGETHER, revisits=(NOWHERE,)),
    FeedbackRequested(),
    FeedbackGiven(),
    WorkRecorded(work_id="w1"),
    WorkRecorded(work_id="w1", by=NORA, minutes=6000),
    ConstraintRevealed(constraint_id="c1"),
    EffectObserved(effect_id="f1"),
    EffectObserved(effect_id="f1", observed_by=NORA, beneficiary=LISE, arising_from=(NOWHERE,)),
    EffectAttested(effect_id="f1"),
    EffectContested(effect_id="f1"),
    QuoteIssued(quote_id="q1"),
    QuoteIssued(quote_id="q1", kind=QuoteKind.AFTER_WORK, total=Money.of(2)),
    QuoteIssued(
        quote_id="q2",
        kind=QuoteKind.AFTER_WORK,
        period=JANUARY,
        total=Money.of(2),
        lines=(QuoteLine(work_ids=("w1", "nowhere")), QuoteLine()),
        effect_ids=("f1", "nowhere"),
        over_limit_review_id="r1",
    ),
    QuoteIssued(quote_id="q3", kind=QuoteKind.PREDICTIVE, effect_ids=("f1", "nowhere")),
    QuoteDiscussed(quote_id="q1"),
    QuoteSigned(quote_id="q1"),
    QuoteRefused(quote_id="q2"),
    QuoteWithdrawn(quote_id="nowhere"),
)


@given(
    told=some.lists(some.tuples(some.sampled_from(FACTS), some.integers(0, 300)), max_size=25),
    seen=some.integers(0, 500),
    side=some.sampled_from((Side.PROVIDER, Side.CLIENT)),
)
def test_any_history_is_answered_in_both_languages(
    told: list[tuple[Fact, int]], seen: int, side: Side
) -> None:
    """No fact is too bare and no order too untidy for the rules or for their words."""
    first = date(2021, 12, 1)
    dated = [(fact, (first + timedelta(days=on)).isoformat()) for fact, on in told]
    history = story(*dated, as_of=(first + timedelta(days=seen)).isoformat())
    report = audit(history, perspective=side, rules=(*REVIEWS, *QUOTES, *EFFECTS))
    assert len(report.verdicts) >= 15
    for verdict in report.verdicts:
        if not isinstance(verdict, Passed):
            for language in ("fr", "en"):
                sentence = verdict.sentence(language)
                assert sentence[-1] in ".?"
                assert "None" not in sentence
                assert "  " not in sentence
