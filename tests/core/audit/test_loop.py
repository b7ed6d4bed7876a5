from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from story import (
    LISE,
    NORA,
    OMAR,
    TOGETHER,
    Told,
    after,
    ask,
    event,
    findings,
    story,
    unassessed,
    with_unread,
)

from noe_core.audit.loop import RULES
from noe_core.audit.rule import Passed, Severity
from noe_core.history import History
from noe_core.relationship.course import AgreementKind, AgreementSigned, RelationshipOpened
from noe_core.relationship.engagements import (
    EngagementAcknowledged,
    EngagementKept,
    EngagementKind,
    EngagementMade,
    EngagementMissed,
    EngagementReleased,
    EngagementRenegotiated,
)
from noe_core.relationship.frame import MethodAgreed
from noe_core.relationship.objectives import ObjectiveRevised, ObjectiveSet
from noe_core.relationship.reviews import Adjustment, ReviewHeld
from noe_core.relationship.work import WorkNature, WorkRecorded
from noe_core.typed import Fact
from noe_core.values import PartyRef, Side

OPEN = RelationshipOpened()
OBJECTIVE = ObjectiveSet(objective_id="o1")
METHOD = MethodAgreed(review_interval_days=28)
SIGNED = AgreementSigned(kind=AgreementKind.CONVENTION, signatories=TOGETHER)
WORK = WorkRecorded(work_id="w1", nature=WorkNature.PRODUCTION)
SOME_WORK = WorkRecorded(work_id="w1")
START = "2022-03-01"


def by(
    person: PartyRef | None, name: str = "e1", kind: EngagementKind | None = None, **fields: Any
) -> EngagementMade:
    """An engagement of a person."""
    return EngagementMade(engagement_id=name, by=person, kind=kind, **fields)


OURS, THEIRS = by(NORA, "ours"), by(LISE, "theirs")
FRAME = (OBJECTIVE, OURS, THEIRS, METHOD)


def framed(day: str) -> tuple[Told, ...]:
    """The four parts of a frame, agreed on one day."""
    return tuple((fact, day) for fact in FRAME)


def review(name: str = "r1", people: tuple[PartyRef, ...] = TOGETHER, **fields: Any) -> ReviewHeld:
    """A review, of both sides unless said otherwise."""
    return ReviewHeld(review_id=name, participants=people, **fields)


# LOOP-1


@pytest.mark.parametrize("day", [START, after(START, 30)])
def test_a_frame_within_thirty_days_passes_even_after_work(day: str) -> None:
    """A frame complete on day 30, that day included, is in time whatever came before it."""
    history = story((OPEN, START), (WORK, START), *framed(day), as_of="2022-12-31")
    assert ask(RULES, "LOOP-1", history) == (Passed(rule="LOOP-1"),)


def test_a_late_frame_before_any_production_passes() -> None:
    """A frame that comes late and yet before the first production work is in time."""
    day = after(START, 90)
    history = story((OPEN, START), *framed(day), (WORK, day), as_of="2022-12-31")
    assert ask(RULES, "LOOP-1", history) == (Passed(rule="LOOP-1"),)


@pytest.mark.parametrize(
    ("days", "severity"),
    [(31, Severity.WARNING), (60, Severity.WARNING), (61, Severity.BREACH)],
)
def test_a_frame_after_work_and_after_thirty_days_is_late(days: int, severity: Severity) -> None:
    """Late is a warning up to day 60 and a breach after it."""
    history = story((OPEN, START), (WORK, START), *framed(after(START, days)), as_of="2022-12-31")
    (found,) = findings(ask(RULES, "LOOP-1", history))
    assert (found.severity, found.about, found.values["days"]) == (severity, "late", days)
    assert found.evidence == (event(1), event(2), event(6))


@pytest.mark.parametrize(
    ("days", "severity"),
    [(31, Severity.WARNING), (60, Severity.WARNING), (61, Severity.BREACH)],
)
def test_a_frame_still_missing_is_found_from_day_31(days: int, severity: Severity) -> None:
    """What is missing is named, a warning up to day 60 and a breach after it."""
    history = story((OPEN, START), (OBJECTIVE, START), (OURS, START), as_of=after(START, days))
    (found,) = findings(ask(RULES, "LOOP-1", history))
    assert (found.severity, found.about) == (severity, "missing")
    assert found.values["missing"] == ("client_engagement", "method")


def test_a_frame_missing_on_day_30_is_not_assessable_yet() -> None:
    """Day 30 itself still counts."""
    history = story((OPEN, START), as_of=after(START, 30))
    assert unassessed(ask(RULES, "LOOP-1", history)) == ("too_early",)


def test_a_frame_is_looked_for_from_the_signature_or_work_where_no_opening_is_told() -> None:
    """An imported history without an opening counts from what shows that it had begun."""
    for begun in (SIGNED, WORK):
        history = story((begun, START), as_of=after(START, 31))
        (found,) = findings(ask(RULES, "LOOP-1", history))
        assert found.evidence == (event(1),)


def test_a_history_that_never_began_has_no_frame_to_miss() -> None:
    """Before any opening, signature or work there is nothing to say."""
    history = story((OBJECTIVE, START), as_of="2022-12-31")
    assert unassessed(ask(RULES, "LOOP-1", history)) == ("no_start",)


def test_engagements_of_unknown_authors_are_not_called_missing() -> None:
    """Where nobody said who engaged, neither side is said not to have."""
    told = ((OPEN, START), (OBJECTIVE, START), (by(None), START))
    unsure = story(*told, (METHOD, START), as_of="2022-12-31")
    assert unassessed(ask(RULES, "LOOP-1", unsure)) == ("sides_unrecorded",)
    (found,) = findings(ask(RULES, "LOOP-1", story(*told, as_of="2022-12-31")))
    assert found.values["missing"] == ("method",)


def test_work_of_unknown_nature_before_a_late_frame_proves_nothing() -> None:
    """Work that nobody called production may have been preparation."""
    history = story(
        (OPEN, START), (SOME_WORK, START), *framed(after(START, 31)), as_of="2022-12-31"
    )
    assert unassessed(ask(RULES, "LOOP-1", history)) == ("natures_unrecorded",)


def test_the_frame_s_delay_is_a_parameter() -> None:
    """Ten days instead of thirty: a warning from day 11 on, a breach from day 21 on."""
    for days, severity in ((11, Severity.WARNING), (21, Severity.BREACH)):
        history = story((OPEN, START), as_of=after(START, days))
        (found,) = findings(ask(RULES, "LOOP-1", history, n=10))
        assert (found.severity, found.parameters) == (severity, {"n": 10})


# LOOP-2


def counted(ours: int, theirs: int) -> History:
    """A history of so many engagements of each side."""
    told: list[Told] = [(by(NORA, f"p{i}"), START) for i in range(ours)]
    told += [(by(LISE, f"c{i}"), START) for i in range(theirs)]
    return story((OPEN, START), *told)


@pytest.mark.parametrize("counts", [(1, 1), (4, 1), (1, 4)])
def test_one_engagement_for_four_is_still_two_sided(counts: tuple[int, int]) -> None:
    """A quarter passes exactly, whichever side makes fewer."""
    assert ask(RULES, "LOOP-2", counted(*counts)) == (Passed(rule="LOOP-2"),)


@pytest.mark.parametrize(
    ("counts", "severity"),
    [((5, 1), Severity.WARNING), ((1, 5), Severity.WARNING), ((1, 0), Severity.BREACH)],
)
def test_fewer_than_one_for_four_is_one_sided(counts: tuple[int, int], severity: Severity) -> None:
    """Less than a quarter is a warning, nothing at all from one side a breach."""
    (found,) = findings(ask(RULES, "LOOP-2", counted(*counts)))
    assert (found.severity, found.values["provider"], found.values["client"]) == (severity, *counts)
    assert len(found.evidence) == sum(counts)


def test_without_engagements_there_is_no_reciprocity() -> None:
    """None of none is no ratio: not assessable, and so when their authors are unknown."""
    assert unassessed(ask(RULES, "LOOP-2", counted(0, 0))) == ("no_engagement",)
    unknown = story((by(None), START), (OURS, START))
    assert unassessed(ask(RULES, "LOOP-2", unknown)) == ("sides_unrecorded",)


def test_the_reciprocity_expected_is_a_parameter() -> None:
    """One for two is too few where equality is asked."""
    (found,) = findings(ask(RULES, "LOOP-2", counted(2, 1), min=Fraction(1)))
    assert found.values["reciprocity"] == Fraction(1, 2)


# LOOP-3

CONDITIONS = ("involvement", "means", "information")


def conditions(*kinds: str, person: PartyRef = LISE) -> History:
    """A history in which a person commits to some kinds."""
    told = ((by(person, f"e{i}", EngagementKind(k)), START) for i, k in enumerate(kinds))
    return story((OPEN, START), (OURS, START), *told)


def test_a_client_who_commits_to_the_three_conditions_passes() -> None:
    """Involvement, means and information cover what the work needs."""
    assert ask(RULES, "LOOP-3", conditions(*CONDITIONS)) == (Passed(rule="LOOP-3"),)


@pytest.mark.parametrize("perspective", [Side.PROVIDER, Side.CLIENT])
def test_a_condition_nobody_committed_to_is_named(perspective: Side) -> None:
    """Whoever holds the log, what is uncovered is told, in the order of the conditions."""
    (found,) = findings(ask(RULES, "LOOP-3", conditions("means"), perspective=perspective))
    assert found.severity is Severity.WARNING
    assert found.values["uncovered"] == ("involvement", "information")
    assert found.evidence == (event(3),)


def test_the_provider_s_engagements_cover_no_condition_of_the_client() -> None:
    """Means promised by the provider are not the client's."""
    (found,) = findings(ask(RULES, "LOOP-3", conditions(*CONDITIONS, person=OMAR)))
    assert found.values == {"uncovered": CONDITIONS, "engagements": 0}
    assert found.evidence == (event(2),)


def test_the_conditions_are_not_asked_for_before_anything_binds() -> None:
    """An opening alone commits nobody; work without any engagement does ask."""
    assert unassessed(ask(RULES, "LOOP-3", story((OPEN, START)))) == ("not_framed",)
    assert findings(ask(RULES, "LOOP-3", story((OPEN, START), (WORK, START))))
    assert findings(ask(RULES, "LOOP-3", story((OPEN, START), (SIGNED, START))))


def test_conditions_that_were_left_unsaid_are_not_called_uncovered() -> None:
    """An engagement without kind, or without author, may be the one that is looked for."""
    kindless = story((by(LISE), START))
    assert unassessed(ask(RULES, "LOOP-3", kindless)) == ("kinds_unrecorded",)
    authorless = story((by(None, kind=EngagementKind.MEANS), START))
    assert unassessed(ask(RULES, "LOOP-3", authorless)) == ("sides_unrecorded",)


def test_the_conditions_are_a_parameter() -> None:
    """Where prescription is what counts, that is what is asked for."""
    (found,) = findings(ask(RULES, "LOOP-3", conditions(*CONDITIONS), kinds=("prescription",)))
    assert found.values["uncovered"] == (EngagementKind.PRESCRIPTION,)


# LOOP-4

DUE = "2022-04-01"


def owed(*more: Told, as_of: str, **fields: Any) -> History:
    """A history of one engagement of the client, and what came after."""
    made = by(LISE, text="transmettre le fichier", **fields)
    return story((made, START), *more, as_of=as_of)


def day(text: str) -> date:
    """The day written so."""
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("days", "severity"),
    [(4, Severity.WARNING), (30, Severity.WARNING), (31, Severity.BREACH)],
)
def test_an_engagement_open_past_its_term_and_grace_is_overdue(
    days: int, severity: Severity
) -> None:
    """From day 4 after the term a warning, from day 31 a breach."""
    history = owed(due=day(DUE), as_of=after(DUE, days))
    (found,) = findings(ask(RULES, "LOOP-4", history))
    assert (found.severity, found.subject, found.values["days"]) == (severity, "e1", days)
    assert found.evidence == (event(1),)


def test_an_engagement_within_its_grace_is_not_overdue() -> None:
    """Three days of grace, the third included."""
    history = owed(due=day(DUE), as_of=after(DUE, 3))
    assert ask(RULES, "LOOP-4", history) == (Passed(rule="LOOP-4"),)


@pytest.mark.parametrize(
    "settled",
    [
        EngagementKept(engagement_id="e1"),
        EngagementMissed(engagement_id="e1"),
        EngagementReleased(engagement_id="e1"),
        EngagementRenegotiated(engagement_id="e1", new_due=day("2022-12-31")),
    ],
)
def test_what_was_kept_missed_lifted_or_renegotiated_is_not_open(settled: Fact) -> None:
    """An engagement that has an outcome or a later term is not overdue."""
    history = owed((settled, DUE), due=day(DUE), as_of="2022-12-31")
    assert ask(RULES, "LOOP-4", history) == (Passed(rule="LOOP-4"),)


def test_an_engagement_without_a_term_is_never_overdue() -> None:
    """What was never dated, or was only told by its outcome, is not late."""
    assert ask(RULES, "LOOP-4", owed(as_of="2032-01-01")) == (Passed(rule="LOOP-4"),)
    told = story((EngagementAcknowledged(engagement_id="e1"), START), as_of="2032-01-01")
    assert ask(RULES, "LOOP-4", told) == (Passed(rule="LOOP-4"),)


def test_an_engagement_kept_before_it_may_begin_is_worth_a_question() -> None:
    """Kept the day before is told; on the day itself it is in its window."""
    for kept, about in (("2022-03-31", ["early"]), ("2022-04-01", [])):
        history = owed((EngagementKept(engagement_id="e1"), kept), not_before=day(DUE), as_of=DUE)
        found = findings(ask(RULES, "LOOP-4", history))
        assert [f.about for f in found] == about
        assert all(f.severity is Severity.INFO for f in found)


# LOOP-5


def test_an_engagement_agreed_with_the_other_side_is_acknowledged() -> None:
    """What was agreed face to face needs no further word."""
    history = owed(agreed_with=NORA, as_of="2022-12-31")
    assert ask(RULES, "LOOP-5", history) == (Passed(rule="LOOP-5"),)


def test_an_engagement_nobody_acknowledged_is_told_from_day_15() -> None:
    """Fourteen days, the last included, are left to the other side."""
    assert unassessed(ask(RULES, "LOOP-5", owed(as_of=after(START, 14)))) == ("too_early",)
    (found,) = findings(ask(RULES, "LOOP-5", owed(as_of=after(START, 15))))
    assert (found.severity, found.subject) == (Severity.INFO, "e1")


@pytest.mark.parametrize(("person", "heard"), [(NORA, True), (None, True), (LISE, False)])
def test_only_the_other_side_can_acknowledge(person: PartyRef | None, heard: bool) -> None:
    """A side does not acknowledge its own engagement; who spoke may be left unsaid."""
    said = EngagementAcknowledged(engagement_id="e1", by=person)
    verdicts = ask(RULES, "LOOP-5", owed((said, START), as_of="2022-12-31"))
    assert bool(findings(verdicts)) is not heard


def test_each_reason_to_wait_is_given_once() -> None:
    """Two recent engagements and an old one: one finding, one reason to wait."""
    late = after(START, 20)
    history = story(
        (by(LISE, "old"), START), (by(LISE, "new"), late), (by(LISE, "newer"), late), as_of=late
    )
    verdicts = ask(RULES, "LOOP-5", history)
    assert [f.subject for f in findings(verdicts)] == ["old"]
    assert unassessed(verdicts) == ("too_early",)


# LOOP-6

MISSED = EngagementMissed(engagement_id="e1")


def missed(*more: Told, as_of: str) -> History:
    """A history of an engagement missed, and what came after."""
    return story((METHOD, START), (by(LISE), START), (MISSED, DUE), *more, as_of=as_of)


@pytest.mark.parametrize("version", [2, 3])
def test_a_miss_come_back_on_at_the_next_review_passes(version: int) -> None:
    """Any event of the engagement may be the one revisited."""
    history = missed((review(revisits=(event(version),)), after(DUE, 90)), as_of="2022-12-31")
    assert ask(RULES, "LOOP-6", history) == (Passed(rule="LOOP-6"),)


@pytest.mark.parametrize(
    "change",
    [
        EngagementRenegotiated(engagement_id="e1", review_id="r1", new_due=date(2022, 6, 1)),
        EngagementReleased(engagement_id="e1", review_id="r1", reason="le besoin a changé"),
    ],
)
def test_a_miss_that_the_next_review_renegotiated_or_released_passes(change: Fact) -> None:
    """It decided on the engagement, so it came back on it; a later review did not."""
    history = missed((review(), after(DUE, 7)), (change, after(DUE, 7)), as_of="2022-12-31")
    assert ask(RULES, "LOOP-6", history) == (Passed(rule="LOOP-6"),)
    too_late = missed(
        (review("r0"), after(DUE, 6)),
        (review(), after(DUE, 7)),
        (change, after(DUE, 7)),
        as_of="2022-12-31",
    )
    assert len(findings(ask(RULES, "LOOP-6", too_late))) == 1


def test_a_miss_left_aside_at_the_next_review_is_told() -> None:
    """The next review of both sides is the one that counts, whatever a later one does."""
    history = missed(
        (review(), after(DUE, 7)),
        (review("r2", revisits=(event(3),)), after(DUE, 8)),
        as_of=after(DUE, 8),
    )
    (found,) = findings(ask(RULES, "LOOP-6", history))
    assert (found.severity, found.about) == (Severity.WARNING, "not_revisited")
    assert found.evidence == (event(3), event(4))


def test_a_miss_waits_for_the_interval_and_a_week() -> None:
    """Without any review, 28 + 7 days are left, the last included."""
    assert unassessed(ask(RULES, "LOOP-6", missed(as_of=after(DUE, 35)))) == ("too_early",)
    (found,) = findings(ask(RULES, "LOOP-6", missed(as_of=after(DUE, 36))))
    assert (found.about, found.evidence) == ("no_review", (event(3),))


def test_without_a_method_the_interval_is_a_month() -> None:
    """Thirty days stand where no method says, and a week more."""
    for days, count in ((37, 0), (38, 1)):
        history = story((by(LISE), START), (MISSED, DUE), as_of=after(DUE, days))
        assert len(findings(ask(RULES, "LOOP-6", history))) == count


def test_a_review_of_one_side_does_not_come_back_on_a_miss() -> None:
    """What one side says to itself is not told to the other."""
    alone = review(people=(NORA,), revisits=(event(3),))
    assert findings(ask(RULES, "LOOP-6", missed((alone, DUE), as_of=after(DUE, 36))))


def test_a_review_nobody_knows_who_sat_in_leaves_a_miss_open() -> None:
    """It may have been of both sides, and may have come back on the miss."""
    unknown = missed((review(people=()), DUE), as_of="2022-12-31")
    assert unassessed(ask(RULES, "LOOP-6", unknown)) == ("participants_unrecorded",)
    revisited = missed((review(people=(), revisits=(event(3),)), DUE), as_of="2022-12-31")
    assert ask(RULES, "LOOP-6", revisited) == (Passed(rule="LOOP-6"),)


# LOOP-7

KEPT: dict[str, Any] = {
    "adjustments": Adjustment.KEPT_AS_IS,
    "kept_reason": "cela convient aux deux équipes",
}


def reviews(*held: ReviewHeld) -> list[Told]:
    """Reviews held every four weeks."""
    return [(one, after(START, 28 * i)) for i, one in enumerate(held)]


def test_three_reviews_from_which_nothing_comes_are_worth_a_question() -> None:
    """Three running, and no fewer."""
    three = reviews(review("r1"), review("r2"), review("r3"))
    (found,) = findings(ask(RULES, "LOOP-7", story(*three)))
    assert (found.severity, found.values["count"]) == (Severity.INFO, 3)
    assert found.evidence == (event(1), event(2), event(3))
    assert unassessed(ask(RULES, "LOOP-7", story(*three[:2]))) == ("too_few_reviews",)


@pytest.mark.parametrize(
    "change",
    [
        ObjectiveRevised(objective_id="o1", review_id="r2"),
        EngagementRenegotiated(engagement_id="e1", review_id="r2"),
        EngagementReleased(engagement_id="e1", review_id="r2"),
        MethodAgreed(review_id="r2"),
    ],
)
def test_a_revision_that_names_its_review_ends_the_run(change: Fact) -> None:
    """Whatever is revised, the loop has turned."""
    three = reviews(review("r1"), review("r2"), review("r3"))
    assert ask(RULES, "LOOP-7", story(*three, (change, "2022-06-01"))) == (Passed(rule="LOOP-7"),)


def test_keeping_things_as_they_are_counts_when_a_reason_is_given() -> None:
    """Without a reason, nothing was decided."""
    kept = reviews(review("r1"), review("r2", **KEPT), review("r3"))
    assert ask(RULES, "LOOP-7", story(*kept)) == (Passed(rule="LOOP-7"),)
    bare = review("r2", adjustments=Adjustment.KEPT_AS_IS)
    assert findings(ask(RULES, "LOOP-7", story(*reviews(review("r1"), bare, review("r3")))))


def test_reviews_of_one_side_and_unknown_ones_lengthen_no_run() -> None:
    """Two of both sides, one of one side and one of unknown people are two."""
    held = reviews(review("r1"), review("r2", (NORA,)), review("r3", ()), review("r4"))
    assert unassessed(ask(RULES, "LOOP-7", story(*held))) == ("too_few_reviews",)
    (found,) = findings(ask(RULES, "LOOP-7", story(*held, *reviews(review("r5")))))
    assert found.values["count"] == 3


def test_an_unknown_review_that_changed_something_ends_a_run() -> None:
    """It may have been of both sides."""
    held = reviews(review("r1"), review("r2"), review("r3", (), **KEPT), review("r4"))
    assert ask(RULES, "LOOP-7", story(*held)) == (Passed(rule="LOOP-7"),)


UNREAD = {
    ("LOOP-1", "objective_set"): story((OPEN, START), as_of=after(START, 31)),
    ("LOOP-2", "engagement_made"): story((OURS, START)),
    ("LOOP-3", "engagement_made"): story((OURS, START)),
    ("LOOP-4", "engagement_kept"): owed(due=day(DUE), as_of="2022-12-31"),
    ("LOOP-5", "engagement_acknowledged"): owed(as_of="2022-12-31"),
    ("LOOP-6", "review_held"): missed(as_of="2022-12-31"),
    ("LOOP-7", "method_agreed"): story(*reviews(review("r1"), review("r2"), review("r3"))),
}


@pytest.mark.parametrize(("rule", "name"), UNREAD)
def test_what_cannot_be_read_may_be_what_is_missed(rule: str, name: str) -> None:
    """An absence is not told where the very event looked for is there and cannot be read."""
    history = UNREAD[rule, name]
    assert findings(ask(RULES, rule, history))
    assert unassessed(ask(RULES, rule, with_unread(history, name))) == ("unreadable",)


def test_a_partner_s_engagement_is_of_neither_side() -> None:
    """What a partner commits to leaves provider and client to their own."""
    partner = PartyRef(party_id="route-douce", side=Side.PARTNER)
    history = story((OPEN, START), (by(partner), START), as_of=after(START, 31))
    (found,) = findings(ask(RULES, "LOOP-1", history))
    assert "provider_engagement" in found.values["missing"]
    assert unassessed(ask(RULES, "LOOP-2", history)) == ("no_engagement",)
