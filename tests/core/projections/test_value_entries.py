from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from telling import LISE, NORA, after_work, nth, tell, workshop

from noe_core.facts import Unread
from noe_core.projections.value_entries import VALUE_ENTRIES
from noe_core.relationship.externalities import ExternalityObserved
from noe_core.relationship.issues import IssueOwned, IssueRaised, Stance
from noe_core.relationship.objectives import (
    ObjectiveClosed,
    ObjectiveOutcome,
    ObjectiveRevised,
    ObjectiveSet,
)
from noe_core.relationship.quotes import QuoteSigned
from noe_core.relationship.usage import UsageMeasured, UsageUnitDefined
from noe_core.relationship.work import AdaptationDecided, WorkRecorded
from noe_core.testing import month
from noe_core.values import Money, PartyRef, Quantity, Side

ROUTE = PartyRef(party_id="route-douce", side=Side.PARTNER)


def pages(count: int) -> Quantity:
    """So many pages."""
    return Quantity(value=Decimal(count), unit="page")


def test_the_workshop_shows_525_minutes_and_hides_more_below() -> None:
    """H1: two pieces of work above the water; a constraint and two effects below."""
    answer = VALUE_ENTRIES.of(workshop())
    assert answer.provider_minutes.value == 525
    assert answer.client_minutes.value == 0
    assert [fact.event for fact in answer.visible] == ["work_recorded"] * 2
    assert len(answer.submerged) == 3
    assert answer.submerged_share == Fraction(3, 5)
    assert answer.deliverables.value == ("la trame de l'offre",)
    assert answer.objectives_reached.value == ()


def test_the_studio_is_signed_for() -> None:
    """H4: seven entries above, five below, and what was signed in euros."""
    answer = VALUE_ENTRIES.of(after_work())
    assert answer.provider_minutes.value == 5280
    assert answer.signed["EUR"].value == Money.of(7020)
    assert answer.submerged_share == Fraction(5, 12)


def test_nothing_told_has_no_share() -> None:
    """An empty story has neither entries nor a share."""
    answer = VALUE_ENTRIES.of(tell())
    assert answer.submerged_share is None
    assert answer.volumes == {}
    assert answer.signed == {}


def test_minutes_are_told_by_side_and_machines_apart() -> None:
    """Work of which no side or no minutes is known is in no side's minutes."""
    answer = VALUE_ENTRIES.of(
        tell(
            ("2022-01-01", WorkRecorded(work_id="a", by=NORA, minutes=1)),
            ("2022-01-01", WorkRecorded(work_id="b", by=LISE, minutes=2)),
            ("2022-01-01", WorkRecorded(work_id="c", by=ROUTE, minutes=4)),
            ("2022-01-01", WorkRecorded(work_id="d", minutes=8)),
            ("2022-01-01", WorkRecorded(work_id="e", by=NORA, minutes=16, automated=True)),
            ("2022-01-01", WorkRecorded(work_id="f", by=NORA)),
        )
    )
    assert {side: figure.value for side, figure in answer.minutes.items()} == {
        Side.PROVIDER: 1,
        Side.CLIENT: 2,
        Side.PARTNER: 4,
    }
    assert answer.unattributed_minutes.value == 8
    assert answer.automated_minutes.value == 16
    assert answer.client_minutes.evidence == (nth(2),)


def test_volumes_add_up_within_their_unit() -> None:
    """Pages are added to pages; one piece of work counts once among what they stand on."""
    screen = Quantity(value=Decimal("0.5"), unit="screen")
    answer = VALUE_ENTRIES.of(
        tell(
            ("2022-01-01", WorkRecorded(work_id="a", volumes=(pages(3), pages(4), screen))),
            ("2022-01-02", WorkRecorded(work_id="b", volumes=(pages(2),))),
        )
    )
    assert answer.volumes["page"].value == 9
    assert answer.volumes["page"].evidence == (nth(1), nth(2))
    assert answer.volumes["screen"].value == Decimal("0.5")


def test_objectives_reached_are_told_as_they_were_put_last() -> None:
    """Those dropped or closed without an outcome are entries, and not reached."""
    answer = VALUE_ENTRIES.of(
        tell(
            ("2022-01-01", ObjectiveSet(objective_id="a", title="un bulletin lu")),
            ("2022-01-02", ObjectiveRevised(objective_id="a", change="un bulletin relu")),
            ("2022-01-03", ObjectiveClosed(objective_id="a", outcome=ObjectiveOutcome.REACHED)),
            ("2022-01-03", ObjectiveClosed(objective_id="b", outcome=ObjectiveOutcome.DROPPED)),
            ("2022-01-03", ObjectiveClosed(objective_id="c")),
            ("2022-01-03", ObjectiveClosed(objective_id="d", outcome=ObjectiveOutcome.REACHED)),
        )
    )
    assert answer.objectives_reached.value == ("un bulletin relu", "d")
    assert answer.objectives_reached.evidence == (nth(3), nth(6))
    assert len(answer.visible) == 4


def test_what_cannot_be_read_is_on_neither_side_of_the_water() -> None:
    """A fact of a later release frames the story and counts for nothing."""
    unread = Unread(event="usage_measured", schema=1, data={}, reason="unknown name")
    answer = VALUE_ENTRIES.of(tell(("2022-01-01", unread)))
    assert answer.submerged_share is None


def test_a_signature_without_amount_is_in_no_total() -> None:
    """What a quote was signed for may not be known."""
    answer = VALUE_ENTRIES.of(tell(("2022-01-01", QuoteSigned(quote_id="q", by=LISE))))
    assert answer.signed == {}


def test_externalities_adaptations_and_issues_owned_lie_below() -> None:
    """An issue that was raised, denied or passed on frames the story and counts for neither."""
    answer = VALUE_ENTRIES.of(
        tell(
            ("2022-01-01", ExternalityObserved(externality_id="a")),
            ("2022-01-02", AdaptationDecided()),
            ("2022-01-03", IssueRaised(issue_id="i")),
            ("2022-01-04", IssueOwned(issue_id="i", stance=Stance.DENIED)),
            ("2022-01-05", IssueOwned(issue_id="i", stance=Stance.DEFLECTED)),
            ("2022-01-06", IssueOwned(issue_id="i", stance=Stance.OWNED)),
            ("2022-01-07", IssueOwned(issue_id="j")),
        )
    )
    assert [fact.id for fact in answer.submerged] == [nth(1), nth(2), nth(6), nth(7)]
    assert answer.visible == ()


def used(quantity: int, days: str | None, unit: str = "landing") -> UsageMeasured:
    """So much use over a month."""
    measured = month(days) if days else None
    return UsageMeasured(unit=unit, quantity=Decimal(quantity), period=measured)


def test_use_is_visible_and_counted_by_unit() -> None:
    """Within a unit only, defined or not; without days it is an entry and in no sum."""
    answer = VALUE_ENTRIES.of(
        tell(
            ("2022-01-01", UsageUnitDefined(unit="landing")),
            ("2022-05-01", used(20, "2022-03")),
            ("2022-05-01", used(30, "2022-04")),
            ("2022-05-01", used(7, "2022-04", "pallet")),
            ("2022-05-01", used(9, None, "km")),
        )
    )
    assert len(answer.visible) == 4
    assert {unit: one.value for unit, one in answer.usage.items()} == {"landing": 50, "pallet": 7}
    assert answer.usage["landing"].evidence == (nth(2), nth(3))
