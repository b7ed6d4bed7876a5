from __future__ import annotations

from fractions import Fraction

import pytest
from telling import LISE, NORA, OMAR, TOGETHER, nth, tell, workshop

from noe_core.beside import Beside
from noe_core.entries import EntryWithdrawn
from noe_core.history import History
from noe_core.practitioner.wellbeing import StrainReported
from noe_core.projections.relationship_balance import (
    RELATIONSHIP_BALANCE,
    RelationshipBalance,
    Signal,
    SignalName,
    relationship_balance_with,
)
from noe_core.relationship.engagements import EngagementKept, EngagementMade, EngagementMissed
from noe_core.relationship.frame import BoundaryCrossed
from noe_core.relationship.issues import IssueOwned, IssueRaised, IssueResolved, Stance
from noe_core.relationship.quotes import QuoteIssued, QuoteSigned
from noe_core.relationship.reviews import ReviewHeld
from noe_core.relationship.work import WorkRecorded
from noe_core.testing import both_assessed, story
from noe_core.typed import Fact
from noe_core.values import Money, Side

DAY = "2022-01-01"


def balance(*told: tuple[str, Fact]) -> RelationshipBalance:
    """The balance of a relationship on its own."""
    return RELATIONSHIP_BALANCE.of(tell(*told))


def one(name: SignalName, *told: tuple[str, Fact]) -> Signal:
    """The only signal of a name."""
    (signal,) = balance(*told).of(name)
    return signal


def test_nothing_told_has_signals_without_a_value() -> None:
    """Ratios and medians are unknown, counts are none; each signal is there."""
    answer = balance()
    assert {signal.name for signal in answer.signals} == set(SignalName)
    assert all(not signal.value and not signal.evidence for signal in answer.signals)
    assert {signal.name for signal in answer.signals if signal.value is None} == {
        SignalName.RECIPROCITY,
        SignalName.TWO_SIDED_SHARE,
        SignalName.COPRODUCTION,
        SignalName.KEPT_RATE,
        SignalName.HOURS_TO_OWNERSHIP,
        SignalName.STRAIN_MEDIAN,
    }


def test_signals_stand_in_the_order_of_their_names() -> None:
    """The order says nothing: it is the same whatever the values."""
    names = list(SignalName)
    places = [names.index(signal.name) for signal in RELATIONSHIP_BALANCE.of(workshop()).signals]
    assert places == sorted(places)


def test_the_workshop_seen_from_both_sides() -> None:
    """H1: one engagement to two, both reviews of both, and the client misses one of two."""
    answer = RELATIONSHIP_BALANCE.of(workshop())
    ours, theirs = answer.of(SignalName.KEPT_RATE)
    assert (ours.side, ours.value) == (Side.PROVIDER, 1)
    assert (theirs.side, theirs.value) == (Side.CLIENT, Fraction(1, 2))
    assert answer.of(SignalName.RECIPROCITY)[0].value == Fraction(1, 2)
    assert answer.of(SignalName.TWO_SIDED_SHARE)[0].value == 1
    assert answer.of(SignalName.COPRODUCTION)[0].value == 0


def test_reciprocity_stands_on_the_engagements_of_both() -> None:
    """The smaller number out of the larger, on the facts that made them."""
    signal = one(
        SignalName.RECIPROCITY,
        (DAY, EngagementMade(engagement_id="a", by=LISE)),
        (DAY, EngagementMade(engagement_id="b", by=LISE)),
        (DAY, EngagementMade(engagement_id="c", by=NORA)),
    )
    assert (signal.value, signal.side) == (Fraction(1, 2), None)
    assert signal.evidence == (nth(3), nth(1), nth(2))


def test_a_review_that_assesses_one_side_is_in_the_share_and_not_for_it() -> None:
    """One of two reviews of both sides assessed both."""
    signal = one(
        SignalName.TWO_SIDED_SHARE,
        (DAY, ReviewHeld(review_id="a", participants=TOGETHER, assessments=both_assessed())),
        (DAY, ReviewHeld(review_id="b", participants=TOGETHER)),
    )
    assert (signal.value, signal.evidence) == (Fraction(1, 2), (nth(1), nth(2)))


def test_coproduction_is_the_clients_part_of_the_work_of_people() -> None:
    """A machine's minutes are nobody's, on either side."""
    signal = one(
        SignalName.COPRODUCTION,
        (DAY, WorkRecorded(work_id="a", by=LISE, minutes=30)),
        (DAY, WorkRecorded(work_id="b", by=NORA, minutes=90)),
        (DAY, WorkRecorded(work_id="c", by=NORA, minutes=900, automated=True)),
    )
    assert (signal.value, signal.evidence) == (Fraction(1, 4), (nth(1), nth(2)))


def test_kept_rates_are_told_by_side_with_what_fell_due() -> None:
    """A rate that nothing fell due for is unknown."""
    ours, theirs = balance(
        (DAY, EngagementMade(engagement_id="a", by=LISE)),
        (DAY, EngagementMade(engagement_id="b", by=LISE)),
        ("2022-02-01", EngagementKept(engagement_id="a")),
        ("2022-02-01", EngagementMissed(engagement_id="b")),
    ).of(SignalName.KEPT_RATE)
    assert (ours.value, ours.evidence) == (None, ())
    assert (theirs.value, theirs.evidence) == (Fraction(1, 2), (nth(3), nth(4)))


def test_crossings_are_told_by_side() -> None:
    """One of which nobody said the side is neither's."""
    ours, theirs = balance(
        (DAY, BoundaryCrossed(by_side=Side.PROVIDER)),
        (DAY, BoundaryCrossed(by_side=Side.PROVIDER, consent=True)),
        (DAY, BoundaryCrossed()),
    ).of(SignalName.BOUNDARY_CROSSINGS)
    assert (ours.value, ours.side, ours.evidence) == (2, Side.PROVIDER, (nth(1), nth(2)))
    assert (theirs.value, theirs.side) == (0, Side.CLIENT)


ISSUES: tuple[tuple[str, Fact], ...] = (
    (DAY, IssueRaised(issue_id="a")),
    (DAY, IssueOwned(issue_id="a", owner=NORA, stance=Stance.DENIED)),
    ("2022-01-03", IssueOwned(issue_id="a", owner=OMAR, stance=Stance.OWNED)),
    ("2022-01-04", IssueOwned(issue_id="a", owner=NORA, stance=Stance.OWNED)),
    (DAY, IssueRaised(issue_id="b")),
    (DAY, IssueOwned(issue_id="b", owner=NORA, stance=Stance.DEFLECTED)),
    (DAY, IssueRaised(issue_id="c")),
    (DAY, IssueRaised(issue_id="d")),
    (DAY, IssueResolved(issue_id="d")),
)


@pytest.mark.parametrize(
    ("name", "evidence"),
    [
        (SignalName.ISSUES_OWNED, (nth(3),)),
        (SignalName.ISSUES_DENIED, (nth(2),)),
        (SignalName.ISSUES_DEFLECTED, (nth(6),)),
        (SignalName.ISSUES_UNANSWERED, (nth(7),)),
        (SignalName.HANDOFFS, (nth(3), nth(4))),
    ],
)
def test_issues_are_told_by_the_answers_they_met(
    name: SignalName, evidence: tuple[object, ...]
) -> None:
    """An issue denied, then owned, is in both; an answer that passes it on is a hand-off."""
    signal = one(name, *ISSUES)
    assert (signal.value, signal.evidence) == (len(evidence), evidence)


def test_an_issue_whose_raising_was_withdrawn_is_no_issue() -> None:
    """What was answered meanwhile does not bring it back."""
    told = (
        (DAY, IssueRaised(issue_id="a")),
        (DAY, IssueOwned(issue_id="a", owner=NORA, stance=Stance.DENIED)),
        (DAY, EntryWithdrawn(target_event_id=nth(1), reason="not of this relationship")),
    )
    assert one(SignalName.ISSUES_DENIED, *told).value == 0
    assert one(SignalName.ISSUES_DENIED, told[1]).value == 1


def waited(raised: str, owned: str, stance: Stance = Stance.OWNED) -> Signal:
    """How long an issue waited."""
    return one(
        SignalName.HOURS_TO_OWNERSHIP,
        (raised, IssueRaised(issue_id="a")),
        (owned, IssueOwned(issue_id="a", stance=stance)),
    )


@pytest.mark.parametrize(
    ("raised", "owned", "hours"),
    [
        ("2022-01-01T09:00:00Z", "2022-01-01T09:00:00Z", 0),
        ("2022-01-01T09:00:00Z", "2022-01-02T10:30:00Z", Fraction(51, 2)),
        ("2022-01-01T09:00:00Z", "2022-01-01T09:00:00.5Z", Fraction(1, 7200)),
        ("2022-01-01", "2022-01-01", 0),
        ("2022-01-01", "2022-01-03", 48),
        ("2022-01-01T23:30:00Z", "2022-01-03", 24),
        ("2022-01-01", "2022-01-01T23:30:00Z", 24),
        ("2022-01-01", "2022-01-01T20:00:00Z", 0),
    ],
)
def test_hours_are_exact_between_instants_and_whole_days_otherwise(
    raised: str, owned: str, hours: Fraction | int
) -> None:
    """A day is given no false hour: days are counted where the history is, 24 hours each."""
    signal = waited(raised, owned)
    assert (signal.value, signal.evidence) == (hours, (nth(1), nth(2)))


def test_hours_are_of_issues_that_somebody_made_theirs() -> None:
    """Turned away is not taken up, and an import may have the two the other way round."""
    assert waited(DAY, "2022-01-02", Stance.DENIED).value is None
    assert waited("2022-01-03", DAY).value is None
    lone = one(SignalName.HOURS_TO_OWNERSHIP, (DAY, IssueOwned(issue_id="a", stance=Stance.OWNED)))
    assert lone.value is None


def test_the_hours_are_those_of_the_issue_in_the_middle() -> None:
    """Of two issues, halfway between."""
    signal = one(
        SignalName.HOURS_TO_OWNERSHIP,
        (DAY, IssueRaised(issue_id="a")),
        (DAY, IssueRaised(issue_id="b")),
        ("2022-01-02", IssueOwned(issue_id="a", stance=Stance.OWNED)),
        ("2022-01-05", IssueOwned(issue_id="b", stance=Stance.OWNED)),
    )
    assert signal.value == 60


def test_a_quote_whose_amount_moved_was_negotiated() -> None:
    """So was one said to be; what nobody said is not counted."""
    signal = one(
        SignalName.QUOTES_NEGOTIATED,
        (DAY, QuoteIssued(quote_id="a", total=Money.of(100))),
        (DAY, QuoteIssued(quote_id="b", total=Money.of(100))),
        (DAY, QuoteIssued(quote_id="c")),
        (DAY, QuoteIssued(quote_id="d")),
        ("2022-01-02", QuoteSigned(quote_id="a", amount=Money.of(90))),
        ("2022-01-02", QuoteSigned(quote_id="b", amount=Money.of(100))),
        ("2022-01-02", QuoteSigned(quote_id="c", negotiated=True)),
        ("2022-01-02", QuoteSigned(quote_id="d")),
    )
    assert (signal.value, signal.evidence) == (2, (nth(5), nth(7)))


RELATION = story((WorkRecorded(work_id="w"), DAY), stream="relationship/lys")


def strained(name: str, strain: int | None, of: str = "lys", by: str | None = None) -> History:
    """What somebody says that a relationship costs them."""
    said = StrainReported(relationship_id=of, strain=strain)
    return story((said, DAY), stream=f"practitioner/{name}", recorded_by=by or name)


def strain_of(people: list[History], k: int = 5, relation: History = RELATION) -> Signal:
    """The signal of strain, with some people beside."""
    answer = relationship_balance_with(Beside.of(people), k=k).of(relation)
    (signal,) = answer.of(SignalName.STRAIN_MEDIAN)
    return signal


FIVE = [strained(f"p{place}", step) for place, step in enumerate((1, 2, 4, 4, 5), start=1)]


def test_strain_is_heard_from_five_people_up() -> None:
    """Their middle step, of the provider's side, and no id that would lead to one of them."""
    signal = strain_of(FIVE)
    assert (signal.value, signal.side, signal.evidence) == (4, Side.PROVIDER, ())
    assert strain_of(FIVE[:4]).value is None
    assert strain_of([*FIVE[:4], strained("p5", None)]).value is None


def test_only_what_people_say_of_themselves_is_heard() -> None:
    """A report that somebody else wrote is no voice; one of another relationship is not here."""
    assert strain_of([*FIVE[:4], strained("p5", 5, by="nora")]).value is None
    assert strain_of([*FIVE[:4], strained("p5", 5, of="mer")]).value is None
    assert strain_of([*FIVE[:4], strained("p5", 5, of="relationship/lys")]).value == 4


def test_what_would_show_the_few_who_speak_of_another_is_not_shown() -> None:
    """Six spoke in all, one of them elsewhere: taking five from six would show that one."""
    assert strain_of([*FIVE, strained("p6", 1, of="mer")]).value is None


def test_strain_is_unknown_before_the_first_fact_and_without_the_others() -> None:
    """A relationship without a name, or without its store, has no strain to show."""
    assert strain_of(FIVE, relation=story()).value is None
    assert RELATIONSHIP_BALANCE.of(RELATION).of(SignalName.STRAIN_MEDIAN)[0].value is None


def test_a_group_may_not_be_too_small_to_hide_anybody() -> None:
    """Under three people a median shows each of them to the other."""
    assert strain_of(FIVE[:3], k=3).value == 2
    with pytest.raises(ValueError, match="k is 2"):
        relationship_balance_with(None, k=2)
