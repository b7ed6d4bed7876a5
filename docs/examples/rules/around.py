"""EFF-3, EFF-4, ECO-1 and VAL-1, each in two short stories."""

from __future__ import annotations

from noe_core.audit import Report, audit
from noe_core.relationship.course import RelationshipOpened
from noe_core.relationship.ecosystem import EnrolledVia, PartnerEnrolled, PartnerIdentified
from noe_core.relationship.effects import EffectObserved, Polarity
from noe_core.relationship.engagements import EngagementKind, EngagementMade
from noe_core.relationship.externalities import ExternalityDirection, ExternalityObserved
from noe_core.relationship.reviews import ReviewHeld
from noe_core.relationship.shared_values import ValuesCompared, ValuesOutcome
from noe_core.testing import client, event, provider, story
from noe_core.values import Party, Side
from rules.page import Page

NORA = provider("nora", of="Studio Marelle")
LISE = client("lise", of="Atelier Lys")


def the_street_is_forgotten() -> Report:
    """Deliveries wake the street; ten weeks later nobody has come back on it."""
    seen = ExternalityObserved(
        externality_id="x1",
        direction=ExternalityDirection.OUTGOING,
        affected="the people of the street",
        polarity=Polarity.NEGATIVE,
        account="Vans unload before six.",
    )
    return audit(story((seen, "2022-03-01"), as_of="2022-05-10"))


def the_street_is_spoken_of() -> Report:
    """The same vans; the next review comes back on them."""
    seen = ExternalityObserved(
        externality_id="x1",
        direction=ExternalityDirection.OUTGOING,
        affected="the people of the street",
        polarity=Polarity.NEGATIVE,
        account="Vans unload before six.",
    )
    review = ReviewHeld(review_id="r1", participants=(NORA, LISE), revisits=(event(1),))
    return audit(story((seen, "2022-03-01"), (review, "2022-04-12"), as_of="2022-05-10"))


def no_surprise_at_all() -> Report:
    """Three effects in the half-year, all of them aimed at."""
    history = story(
        (EffectObserved(effect_id="f1", intended=True), "2022-03-10"),
        (EffectObserved(effect_id="f2", intended=True), "2022-04-12"),
        (EffectObserved(effect_id="f3", intended=True), "2022-05-20"),
    )
    return audit(history)


def one_surprise() -> Report:
    """Three effects, and one that nobody had in mind."""
    history = story(
        (EffectObserved(effect_id="f1", intended=True), "2022-03-10"),
        (EffectObserved(effect_id="f2", intended=False), "2022-04-12"),
        (EffectObserved(effect_id="f3", intended=True), "2022-05-20"),
    )
    return audit(history)


def a_carrier_left_outside() -> Report:
    """The client said it would bring its carrier in; three and a half months later it has not."""
    carrier = Party(party_id="route-douce", name="Route Douce")
    history = story(
        (
            EngagementMade(engagement_id="e1", by=LISE, kind=EngagementKind.PRESCRIPTION),
            "2022-03-01",
        ),
        (PartnerIdentified(partner=carrier, partner_of=Side.CLIENT), "2022-03-01"),
        as_of="2022-06-15",
    )
    return audit(history)


def a_carrier_brought_in() -> Report:
    """The same carrier, on board in a month on the client's word."""
    carrier = Party(party_id="route-douce", name="Route Douce")
    history = story(
        (
            EngagementMade(engagement_id="e1", by=LISE, kind=EngagementKind.PRESCRIPTION),
            "2022-03-01",
        ),
        (PartnerIdentified(partner=carrier, partner_of=Side.CLIENT), "2022-03-01"),
        (
            PartnerEnrolled(partner_id="route-douce", via=EnrolledVia.CLIENT_PRESCRIPTION),
            "2022-04-04",
        ),
        as_of="2022-06-15",
    )
    return audit(history)


def opened_all_the_same() -> Report:
    """They find that their values do not go together, and open without another word."""
    history = story(
        (ValuesCompared(outcome=ValuesOutcome.INCOMPATIBLE), "2022-02-20"),
        (RelationshipOpened(), "2022-03-01"),
    )
    return audit(history)


def compared_and_compatible() -> Report:
    """They put their values side by side, find that they go together, and open."""
    history = story(
        (ValuesCompared(outcome=ValuesOutcome.COMPATIBLE), "2022-02-20"),
        (RelationshipOpened(), "2022-03-01"),
    )
    return audit(history)


PAGES = (
    Page(
        rule="EFF-3",
        checks=(
            "Within n days, what bears badly on somebody outside is come back on in a review, or "
            "an engagement is kept on the strength of it. Late is better than never, and passes."
        ),
        weighs="A warning, one for each externality.",
        source=(
            "That effects on others are looked at in both directions is the plenary's; the two "
            "months are proposed here."
        ),
        waits=(
            "The n days have not passed, or the relationship closed before; nobody said whether "
            "it was for better or for worse; an engagement or a support given since may be the "
            "answer, but names nothing."
        ),
        finds=the_street_is_forgotten,
        passes=the_street_is_spoken_of,
    ),
    Page(
        rule="EFF-4",
        checks="Where n effects or more were seen in the window, one at least was not aimed at.",
        weighs="An information: work that surprises nobody may not have been looked at closely.",
        source=(
            "That what matters most is often what nobody planned comes from the workshop and the "
            "plenary; the number and the window are proposed here."
        ),
        waits="Fewer than n effects were seen, or nobody said whether some were aimed at.",
        finds=no_surprise_at_all,
        passes=one_surprise,
    ),
    Page(
        rule="ECO-1",
        checks=(
            "Within n days a partner that was identified is enrolled; the client prescribes the "
            "service to partners; and from two partners on, somebody guarantees the cooperation."
        ),
        weighs="A warning.",
        source=(
            "The ecosystem, the client's power to prescribe and the guarantor are the plenary's; "
            "the three months are proposed here."
        ),
        waits=(
            "The n days have not passed, or the relationship closed before; how a partner came in, "
            "or the side or kind of an engagement, was not written down; for the guarantor, no "
            "firm was given beside."
        ),
        finds=a_carrier_left_outside,
        passes=a_carrier_brought_in,
    ),
    Page(
        rule="VAL-1",
        checks=(
            "The relationship opens on values that were compared and go together, or on an "
            "exception until a day that is not past. Inside one firm there is nothing to compare."
        ),
        weighs=(
            "A breach for incompatible values with no exception, or one past its day; an "
            "information under an exception; a warning where nothing was compared although the "
            "firm had published its values."
        ),
        source="Values compared at the first exchange, and refusals, come from the question.",
        waits=(
            "The relationship is not open; a comparison has no outcome; nothing was compared and "
            "no firm was given beside."
        ),
        finds=opened_all_the_same,
        passes=compared_and_compatible,
    ),
)
