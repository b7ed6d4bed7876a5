from datetime import UTC, date, datetime

import pytest

from noe_core.refusal import (
    BothSidesNeeded,
    Missing,
    NotAllowedInPhase,
)
from noe_core.relationship.course import (
    AgreementKind,
    AgreementSigned,
    EngagementsStillOpen,
    IncompatibleValues,
    NoClosingReview,
    Phase,
    RelationshipClosed,
    RelationshipDeclined,
    RelationshipKind,
    RelationshipOpened,
    RelationshipReopened,
    close_relationship,
    decline_relationship,
    open_relationship,
    reopen_relationship,
    sign_agreement,
)
from noe_core.relationship.engagements import (
    EngagementKept,
    EngagementMade,
    EngagementMissed,
    EngagementReleased,
    EngagementRenegotiated,
)
from noe_core.relationship.reviews import ReviewHeld
from noe_core.relationship.shared_values import (
    ValuesCompared,
    ValuesExceptionMade,
    ValuesOutcome,
)
from noe_core.values import Party, Side
from relationship.given import (
    CLOSED,
    DECLINED,
    LISE,
    OPEN,
    SIGNED,
    TOGETHER,
    Refused,
    Told,
    folded,
    when,
)

DAY = date(2022, 6, 1)
MARELLE, LYS = Party(party_id="marelle"), Party(party_id="lys")
REVIEWED: Told = (ReviewHeld(review_id="r1"), "2022-05-20")


def engaged(name: str) -> Told:
    """An engagement made."""
    return EngagementMade(engagement_id=name), "2022-03-03"


INCOMPATIBLE: Told = (ValuesCompared(outcome=ValuesOutcome.INCOMPATIBLE), "2022-05-01")


def excepted(until: date, on: str = "2022-05-02") -> Told:
    """An exception to the firm's values, until a day."""
    return ValuesExceptionMade(review_by=until), on


OPENING = when(open_relationship, on=DAY, client=LYS, provider=MARELLE)
DECLINING = when(
    decline_relationship, on=DAY, by_side=Side.PROVIDER, reason="it would cost the river"
)
SIGNING = when(sign_agreement, on=DAY, kind=AgreementKind.CONTRACT, signatories=TOGETHER).given(
    OPEN
)
CLOSING = when(close_relationship, on=DAY, account="the shop is set up").given(OPEN, REVIEWED)
REOPENING = when(reopen_relationship, on=DAY, reason="a second shop").given(OPEN, CLOSED)

BEFORE = NotAllowedInPhase("prospect", "open, signed")
AFTER = NotAllowedInPhase("closed", "open, signed")

REFUSALS = (
    Refused("opened already", OPENING.given(OPEN), NotAllowedInPhase("open", "prospect")),
    Refused("signed already", OPENING.given(SIGNED), NotAllowedInPhase("signed", "prospect")),
    Refused("closed already", OPENING.given(CLOSED), NotAllowedInPhase("closed", "prospect")),
    Refused("declined before", OPENING.given(DECLINED), NotAllowedInPhase("declined", "prospect")),
    Refused(
        "incompatible",
        OPENING.given(INCOMPATIBLE),
        IncompatibleValues(date(2022, 5, 1)),
    ),
    Refused(
        "incompatible anew",
        OPENING.given(INCOMPATIBLE, excepted(DAY), (INCOMPATIBLE[0], "2022-05-03")),
        IncompatibleValues(date(2022, 5, 3)),
    ),
    Refused(
        "an exception that has run out",
        OPENING.given(INCOMPATIBLE, excepted(date(2022, 5, 31))),
        IncompatibleValues(date(2022, 5, 1)),
    ),
    Refused(
        "opened already",
        DECLINING.given(OPEN).but(reason=""),
        NotAllowedInPhase("open", "prospect"),
    ),
    Refused(
        "declined already", DECLINING.given(DECLINED), NotAllowedInPhase("declined", "prospect")
    ),
    Refused("by nobody", DECLINING.but(by_side=None, reason=""), Missing("by_side")),
    Refused("no reason", DECLINING.but(reason=""), Missing("reason")),
    Refused("not opened", when(sign_agreement, **SIGNING.arguments), BEFORE),
    Refused("closed", SIGNING.given(CLOSED).but(signatories=()), AFTER),
    Refused(
        "one signature",
        SIGNING.but(signatories=[LISE]),
        BothSidesNeeded("signatories", Side.PROVIDER),
    ),
    Refused("not opened", when(close_relationship, **CLOSING.arguments), BEFORE),
    Refused("closed already", CLOSING.given(CLOSED, engaged("e1")), AFTER),
    Refused(
        "engagements open",
        CLOSING.given(engaged("e1"), engaged("e2")).but(on=date(2023, 1, 1), account=""),
        EngagementsStillOpen("e1, e2"),
    ),
    Refused(
        "a new term open",
        CLOSING.given(
            engaged("e1"),
            (EngagementMissed(engagement_id="e1"), "2022-05-01"),
            (EngagementRenegotiated(engagement_id="e1"), "2022-05-20"),
        ),
        EngagementsStillOpen("e1"),
    ),
    Refused(
        "never reviewed",
        when(close_relationship, **CLOSING.but(account="").arguments).given(OPEN),
        NoClosingReview(60),
    ),
    Refused("reviewed 61 days before", CLOSING.but(on=date(2022, 7, 20)), NoClosingReview(60)),
    Refused("reviewed only later", CLOSING.but(on=date(2022, 5, 19)), NoClosingReview(60)),
    Refused("no account", CLOSING.but(account=""), Missing("account")),
    Refused(
        "never opened",
        when(reopen_relationship, on=DAY),
        NotAllowedInPhase("prospect", "closed"),
    ),
    Refused(
        "still signed",
        when(reopen_relationship, on=DAY).given(OPEN, SIGNED),
        NotAllowedInPhase("signed", "closed"),
    ),
)


@pytest.mark.parametrize("case", REFUSALS, ids=str)
def test_the_course_is_refused(case: Refused) -> None:
    """Each step is taken from the phase before it, on the conditions of the reference."""
    assert case.situation.answer == case.refusal


def test_a_relationship_opens() -> None:
    """Either side may still be unknown."""
    assert OPENING.fact == RelationshipOpened(
        kind=RelationshipKind.EXTERNAL, client=LYS, provider=MARELLE
    )
    alone = when(open_relationship, on=DAY, kind=RelationshipKind.INTERNAL).fact
    assert alone == RelationshipOpened(kind=RelationshipKind.INTERNAL)


def test_a_relationship_opens_on_values_that_allow_it() -> None:
    """On an exception too, its last day included, and once they were compared to better effect."""
    assert OPENING.given(INCOMPATIBLE, excepted(DAY)).fact
    discussed: Told = (ValuesCompared(outcome=ValuesOutcome.TO_DISCUSS), "2022-05-09")
    assert OPENING.given(INCOMPATIBLE, discussed).fact


def test_a_prospect_is_declined() -> None:
    """By either side, and for values where it names any."""
    assert DECLINING.fact == RelationshipDeclined(
        by_side=Side.PROVIDER, reason="it would cost the river"
    )
    assert DECLINING.given(INCOMPATIBLE).but(
        by_side=Side.CLIENT, values=["care"]
    ).fact == RelationshipDeclined(
        by_side=Side.CLIENT, reason="it would cost the river", values=("care",)
    )


def test_an_agreement_is_signed_again_when_it_changes() -> None:
    """A signature needs one person of each side, and may follow another."""
    signed = AgreementSigned(kind=AgreementKind.CONTRACT, signatories=TOGETHER, document_ref="c-12")
    assert SIGNING.but(document_ref="c-12").fact == signed
    assert SIGNING.given(SIGNED).but(document_ref="c-12").fact == signed


@pytest.mark.parametrize("on", [date(2022, 5, 20), date(2022, 7, 19)], ids=["day 0", "day 60"])
def test_a_relationship_closes_within_sixty_days_of_a_review(on: date) -> None:
    """The day of the review counts, and so does the sixtieth day after it."""
    fact = CLOSING.but(on=on, reason="done").fact
    assert fact == RelationshipClosed(reason="done", account="the shop is set up")


def test_the_days_before_closing_are_counted_in_paris() -> None:
    """Half past ten in the evening of the 19th, UTC, is the 20th in summer in Paris: day 61."""
    late = datetime(2022, 7, 19, 22, 30, tzinfo=UTC)
    assert CLOSING.but(on=late).answer == NoClosingReview(60)
    assert CLOSING.but(on=late.replace(hour=21)).fact


def test_a_relationship_closes_on_engagements_settled_one_way_or_another() -> None:
    """Kept, missed or lifted: none of them is open."""
    settled = CLOSING.given(
        engaged("e1"),
        engaged("e2"),
        engaged("e3"),
        (EngagementKept(engagement_id="e1"), "2022-05-01"),
        (EngagementMissed(engagement_id="e2"), "2022-05-01"),
        (EngagementReleased(engagement_id="e3"), "2022-05-01"),
    )
    assert isinstance(settled.fact, RelationshipClosed)


def test_closing_on_the_first_day_of_the_calendar_is_only_refused() -> None:
    """There are no sixty days before it, and that is no error."""
    assert CLOSING.but(on=date.min).answer == NoClosingReview(60)


def test_a_closed_relationship_reopens() -> None:
    """The reason may be left unsaid."""
    assert REOPENING.fact == RelationshipReopened(reason="a second shop")
    assert REOPENING.but(reason=None).fact == RelationshipReopened()


def test_phases_follow_one_another() -> None:
    """From prospect to open, signed, closed and open again."""
    reopened: Told = (RelationshipReopened(), "2022-04-01")
    course = (OPEN, SIGNED, CLOSED, reopened)
    phases = [folded(*course[:count]).course.phase for count in range(5)]
    assert phases == [Phase.PROSPECT, Phase.OPEN, Phase.SIGNED, Phase.CLOSED, Phase.OPEN]


def test_what_was_declined_may_begin_after_all() -> None:
    """In an import; what has begun is not declined any more."""
    declined = folded(DECLINED).course
    assert declined.phase is Phase.DECLINED
    assert len(declined.declined) == 1
    assert folded(DECLINED, OPEN).course.phase is Phase.OPEN
    assert folded(DECLINED, SIGNED).course.phase is Phase.SIGNED
    late: Told = (RelationshipDeclined(), "2022-03-09")
    assert folded(OPEN, late).course.phase is Phase.OPEN
    assert folded(CLOSED, late).course.phase is Phase.CLOSED


def test_phases_bear_untidy_facts() -> None:
    """A signature with no opening signs; an opening or a signature never reopens."""
    assert folded(SIGNED).course.phase is Phase.SIGNED
    assert folded(SIGNED, (RelationshipOpened(), "2022-03-09")).course.phase is Phase.SIGNED
    assert folded(CLOSED, (AgreementSigned(), "2022-03-09")).course.phase is Phase.CLOSED
    assert folded(CLOSED, (RelationshipOpened(), "2022-03-09")).course.phase is Phase.CLOSED


def test_work_counts_from_the_first_signature_else_the_opening() -> None:
    """Before either, it counts from nothing."""
    assert folded().course.started is None
    opened, signed = folded(OPEN).course.started, folded(OPEN, SIGNED).course.started
    assert opened is not None
    assert opened.data == OPEN[0]
    assert signed is not None
    assert signed.data == SIGNED[0]


def test_what_is_decided_on_an_instant_of_the_day_comes_after_it() -> None:
    """Closed at ten, reopened that day: it is open."""
    closed: Told = (RelationshipClosed(), "2022-03-08T10:00:00Z")
    assert folded(OPEN, closed, (RelationshipReopened(), "2022-03-08")).course.phase is Phase.OPEN
