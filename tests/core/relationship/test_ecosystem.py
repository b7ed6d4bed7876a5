from datetime import date

import pytest

from noe_core.refusal import AlreadyDone, Missing, NotAllowedInPhase, UnknownReference
from noe_core.relationship.ecosystem import (
    CooperationKind,
    CooperationSupportGiven,
    EnrolledVia,
    PartnerEnrolled,
    PartnerIdentified,
    PartnerWithdrew,
    ReferralReceived,
    enrol_partner,
    give_cooperation_support,
    identify_partner,
    receive_referral,
    withdraw_partner,
)
from noe_core.values import Party, Side
from relationship.given import (
    CLOSED,
    DECLINED,
    LISE,
    OPEN,
    ROUTE,
    SIGNED,
    TOGETHER,
    Refused,
    Told,
    folded,
    when,
)

DAY = date(2022, 6, 1)
HAULIER = Party(party_id="suze", name="Suze & filles")
IDENTIFIED: Told = (PartnerIdentified(partner=HAULIER), "2022-04-01")
ENROLLED: Told = (PartnerEnrolled(partner_id="suze"), "2022-04-10")
GONE: Told = (PartnerWithdrew(partner_id="suze"), "2022-05-01")
BACK: Told = (PartnerEnrolled(partner_id="suze"), "2022-05-10")
REFERRED: Told = (ReferralReceived(from_relationship_id="relationship/a:b"), "2022-04-01")

IDENTIFY = when(identify_partner, on=DAY, partner=HAULIER, partner_of=Side.CLIENT).given(OPEN)
ENROL = when(enrol_partner, on=DAY, partner_id="suze", via=EnrolledVia.CLIENT_PRESCRIPTION).given(
    OPEN, IDENTIFIED
)
WITHDRAW = when(withdraw_partner, on=DAY, partner_id="suze").given(IDENTIFIED)
SUPPORT = when(
    give_cooperation_support, on=DAY, kind=CooperationKind.TRAINING, participants=TOGETHER
).given(OPEN)
REFERRAL = when(receive_referral, on=DAY, from_relationship_id="a:b")

BEFORE = NotAllowedInPhase("prospect", "open, signed")
AFTER = NotAllowedInPhase("closed", "open, signed")
UNKNOWN = UnknownReference("partner_id", "suze")

REFUSALS = (
    Refused("not opened", when(identify_partner, **IDENTIFY.arguments), BEFORE),
    Refused("closed", IDENTIFY.given(IDENTIFIED, CLOSED), AFTER),
    Refused(
        "identified already",
        IDENTIFY.given(IDENTIFIED),
        AlreadyDone("partner", "suze", "identified"),
    ),
    Refused("not opened", when(enrol_partner, **ENROL.arguments), BEFORE),
    Refused("closed", ENROL.given(CLOSED).but(partner_id="x"), AFTER),
    Refused("never identified", when(enrol_partner, **ENROL.arguments).given(OPEN), UNKNOWN),
    Refused(
        "enrolled in an import, never identified",
        when(enrol_partner, **ENROL.arguments).given(OPEN, ENROLLED),
        UNKNOWN,
    ),
    Refused("enrolled already", ENROL.given(ENROLLED), AlreadyDone("partner", "suze", "enrolled")),
    Refused(
        "back already",
        ENROL.given(ENROLLED, GONE, BACK),
        AlreadyDone("partner", "suze", "enrolled"),
    ),
    Refused("never identified", when(withdraw_partner, **WITHDRAW.arguments), UNKNOWN),
    Refused("gone already", WITHDRAW.given(GONE), AlreadyDone("partner", "suze", "gone")),
    Refused("not opened", when(give_cooperation_support, **SUPPORT.arguments), BEFORE),
    Refused("closed", SUPPORT.given(CLOSED).but(participants=()), AFTER),
    Refused("nobody", SUPPORT.but(participants=()), Missing("participants")),
    Refused(
        "closed",
        REFERRAL.given(CLOSED).but(from_relationship_id=""),
        NotAllowedInPhase("closed", "prospect, open, signed"),
    ),
    Refused(
        "declined",
        REFERRAL.given(DECLINED),
        NotAllowedInPhase("declined", "prospect, open, signed"),
    ),
    Refused(
        "from nowhere",
        REFERRAL.but(from_relationship_id=""),
        Missing("from_relationship_id"),
    ),
    Refused(
        "received already, under its full name",
        REFERRAL.given(REFERRED),
        AlreadyDone("referral from", "a:b", "received"),
    ),
)


@pytest.mark.parametrize("case", REFUSALS, ids=str)
def test_the_ecosystem_is_refused(case: Refused) -> None:
    """Who is not identified is not enrolled; who went is gone."""
    assert case.situation.answer == case.refusal


def test_a_partner_is_identified_with_its_stake() -> None:
    """Whatever an import said of its enrolment."""
    assert IDENTIFY.given(SIGNED, ENROLLED).but(stake="fewer empty runs").fact == PartnerIdentified(
        partner=HAULIER, partner_of=Side.CLIENT, stake="fewer empty runs"
    )
    assert IDENTIFY.fact == PartnerIdentified(partner=HAULIER, partner_of=Side.CLIENT)


def test_a_partner_comes_on_board_goes_and_comes_back() -> None:
    """One that was never on board may go too, and the going is told in any phase."""
    enrolled = PartnerEnrolled(partner_id="suze", via=EnrolledVia.CLIENT_PRESCRIPTION)
    assert ENROL.fact == enrolled
    assert ENROL.given(ENROLLED, GONE).fact == enrolled
    assert WITHDRAW.fact == PartnerWithdrew(partner_id="suze")
    assert WITHDRAW.given(ENROLLED, GONE, BACK, CLOSED).but(
        reason="sold the lorries"
    ).fact == PartnerWithdrew(partner_id="suze", reason="sold the lorries")


def test_support_is_given_to_some_people() -> None:
    """For as long as it took, where that is known."""
    assert SUPPORT.given(SIGNED).but(minutes=90).fact == CooperationSupportGiven(
        kind=CooperationKind.TRAINING, participants=TOGETHER, minutes=90
    )
    assert SUPPORT.but(participants=[ROUTE]).fact == CooperationSupportGiven(
        kind=CooperationKind.TRAINING, participants=(ROUTE,)
    )


@pytest.mark.parametrize("phase", [(), (OPEN,), (OPEN, SIGNED)], ids=["prospect", "open", "signed"])
def test_a_referral_is_received_once_from_each(phase: tuple[Told, ...]) -> None:
    """Before the opening or since, and by somebody named or not."""
    referral = REFERRAL.given(*phase)
    assert referral.fact == ReferralReceived(from_relationship_id="a:b")
    assert referral.given(REFERRED).but(
        from_relationship_id="a:c", by=LISE
    ).fact == ReferralReceived(from_relationship_id="a:c", by=LISE)


def test_partners_are_told_in_any_order_and_kept() -> None:
    """Everything they did stays; the last coming or going says whether they are on board."""
    partners = folded(ENROLLED, IDENTIFIED).ecosystem.partners
    assert partners["suze"].identified is not None
    assert partners["suze"].on_board
    gone = folded(IDENTIFIED, ENROLLED, GONE).ecosystem.partners["suze"]
    assert (gone.on_board, gone.gone) == (False, True)
    back = folded(IDENTIFIED, ENROLLED, GONE, BACK).ecosystem.partners["suze"]
    assert (back.on_board, len(back.enrolled), len(back.withdrawn)) == (True, 2, 1)
    assert not folded(IDENTIFIED).ecosystem.partners["suze"].on_board


def test_supports_and_referrals_are_kept_in_order() -> None:
    """All of them."""
    support: Told = (CooperationSupportGiven(minutes=30), "2022-04-02")
    ecosystem = folded(REFERRED, support, REFERRED).ecosystem
    assert [fact.version for fact in ecosystem.referrals] == [1, 3]
    assert [fact.data.minutes for fact in ecosystem.supports] == [30]
