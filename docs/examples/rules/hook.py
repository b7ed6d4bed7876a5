"""HOOK-1 to HOOK-3 and DIST-1, each in two short stories."""

from __future__ import annotations

from noe_core.audit import Report, audit
from noe_core.relationship.course import AgreementSigned, RelationshipOpened
from noe_core.relationship.encounter import (
    DemandExpressed,
    DemandReworked,
    EncounterHeld,
    Origin,
)
from noe_core.relationship.frame import BoundaryAgreed
from noe_core.relationship.reviews import ReviewHeld
from noe_core.relationship.work import WorkNature, WorkRecorded
from noe_core.testing import client, provider, story
from rules.page import Page

NORA = provider("nora", of="Studio Marelle")
LISE = client("lise", of="Atelier Lys")


def the_order_is_filled() -> Report:
    """A leaflet is asked for, and a leaflet is made."""
    history = story(
        (DemandExpressed(demand_id="d1", text="redo the leaflet"), "2022-03-01"),
        (WorkRecorded(work_id="w1", by=NORA, nature=WorkNature.PRODUCTION), "2022-03-08"),
    )
    return audit(history)


def the_demand_is_worked_on_first() -> Report:
    """A leaflet is asked for; talking of it shows that the offer itself wants work."""
    reworked = DemandReworked(
        demand_id="d1", real_need="an offer the shops understand", worked_with=(NORA, LISE)
    )
    history = story(
        (DemandExpressed(demand_id="d1", text="redo the leaflet"), "2022-03-01"),
        (reworked, "2022-03-04"),
        (WorkRecorded(work_id="w1", by=NORA, nature=WorkNature.PRODUCTION), "2022-03-08"),
    )
    return audit(history)


def a_quarter_of_an_hour() -> Report:
    """They meet for fifteen minutes, then open the relationship."""
    met = EncounterHeld(
        occasion="a call", origin=Origin.REFERRAL, minutes=15, participants=(NORA, LISE)
    )
    return audit(story((met, "2022-03-01"), (RelationshipOpened(), "2022-03-03")))


def an_hour_and_more() -> Report:
    """They take seventy minutes to see what each is after."""
    met = EncounterHeld(
        occasion="a visit", origin=Origin.REFERRAL, minutes=70, participants=(NORA, LISE)
    )
    return audit(story((met, "2022-03-01"), (RelationshipOpened(), "2022-03-03")))


def signed_then_silent() -> Report:
    """They sign; five weeks later nobody has been in touch."""
    return audit(story((AgreementSigned(), "2022-03-01"), as_of="2022-04-05"))


def signed_and_met() -> Report:
    """They sign, and sit together again three weeks later."""
    history = story(
        (AgreementSigned(), "2022-03-01"),
        (ReviewHeld(review_id="r1", participants=(NORA, LISE)), "2022-03-22"),
        as_of="2022-04-05",
    )
    return audit(history)


def work_out_of_bounds() -> Report:
    """Prices were to stay the client's business; the provider works on them all the same."""
    history = story(
        (RelationshipOpened(), "2022-03-01"),
        (BoundaryAgreed(topics_in=("layout",), topics_out=("prices",)), "2022-03-04"),
        (WorkRecorded(work_id="w1", by=NORA, topic="prices", minutes=90), "2022-03-20"),
    )
    return audit(history)


def work_within_bounds() -> Report:
    """The same boundary, and work on what lies within it."""
    history = story(
        (RelationshipOpened(), "2022-03-01"),
        (BoundaryAgreed(topics_in=("layout",), topics_out=("prices",)), "2022-03-04"),
        (WorkRecorded(work_id="w1", by=NORA, topic="layout", minutes=90), "2022-03-20"),
    )
    return audit(history)


PAGES = (
    Page(
        rule="HOOK-1",
        checks="Production and quotes come after some demand was worked on by both sides.",
        weighs="A warning.",
        source=(
            "To work on the demand rather than answer it, until the real need shows, comes from "
            "the workshop and from the plenary."
        ),
        waits=(
            "Nothing has answered a demand yet, or nobody wrote down what the first work was for."
        ),
        finds=the_order_is_filled,
        passes=the_demand_is_worked_on_first,
    ),
    Page(
        rule="HOOK-2",
        checks=(
            "Before the opening, people met for n minutes in all, and not through cold prospecting."
        ),
        weighs="An information.",
        source=(
            "The hour is what one client told of one first contact; occasions of meeting rather "
            "than prospecting are the plenary's."
        ),
        waits=("The relationship is not open, no encounter was recorded, or some has no minutes."),
        finds=a_quarter_of_an_hour,
        passes=an_hour_and_more,
    ),
    Page(
        rule="HOOK-3",
        checks=(
            "Within n days of the first signature the two sides are in touch: an encounter, a "
            "review, feedback, a talk over a quote, means to cooperate, an issue answered for."
        ),
        weighs="A warning.",
        source=(
            "That the sale begins at the signature is the plenary's; the month is proposed here."
        ),
        waits="Nothing was signed, or the n days have not passed.",
        finds=signed_then_silent,
        passes=signed_and_met,
    ),
    Page(
        rule="DIST-1",
        checks=(
            "Within n days both sides agree what the provider meddles in; neither crosses it "
            "without the other's consent, and it is looked at again in its time."
        ),
        weighs=(
            "A breach for a crossing or for work on what was put out of bounds; an information "
            "where no boundary was agreed, or its day of review has gone by."
        ),
        source="The good distance is the plenary's; the two months are proposed here.",
        waits=(
            "Nothing says when the work began; the n days have not passed; whether a crossing was "
            "consented to, or who did the work, was not written down."
        ),
        finds=work_out_of_bounds,
        passes=work_within_bounds,
    ),
)
