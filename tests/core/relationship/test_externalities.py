from datetime import date

import pytest

from noe_core.refusal import AlreadyDone, Missing, NotAllowedInPhase, UnknownReference
from noe_core.relationship.course import RelationshipOpened
from noe_core.relationship.effects import Polarity
from noe_core.relationship.externalities import (
    AffectedInside,
    ExternalityDirection,
    ExternalityObserved,
    observe_externality,
)
from noe_core.relationship.parties import PartyJoined, PartyLeft
from noe_core.values import Party, Side
from relationship.given import CLOSED, DECLINED, NORA, OPEN, Refused, Told, event, folded, when

DAY = date(2022, 6, 1)
INTRODUCED: Told = (
    RelationshipOpened(
        client=Party(party_id="lys", name="Atelier Lys"), provider=Party(party_id="marelle")
    ),
    "2022-03-01",
)
HAULIER = Party(party_id="suze", name="Suze & filles")
OBSERVED: Told = (ExternalityObserved(externality_id="x1"), "2022-05-01")

OBSERVE = when(
    observe_externality,
    on=DAY,
    direction=ExternalityDirection.OUTGOING,
    affected="the street behind the workshop",
    polarity=Polarity.NEGATIVE,
    account="deliveries come at night now",
    id="x1",
).given(INTRODUCED)

REFUSALS = (
    Refused(
        "declined",
        when(observe_externality, **OBSERVE.but(account="").arguments).given(DECLINED),
        NotAllowedInPhase("declined", "prospect, open, signed, closed"),
    ),
    Refused(
        "observed already",
        OBSERVE.given(OBSERVED).but(affected=""),
        AlreadyDone("externality", "x1", "observed"),
    ),
    Refused("nobody", OBSERVE.but(affected="", account=""), Missing("affected")),
    Refused(
        "no account, of one inside", OBSERVE.but(affected="lys", account=""), Missing("account")
    ),
    Refused(
        "one inside, by id",
        OBSERVE.but(affected="marelle", arising_from=[event(9)]),
        AffectedInside("marelle", Side.PROVIDER),
    ),
    Refused(
        "one inside, by name",
        OBSERVE.but(affected=" atelier lys "),
        AffectedInside(" atelier lys ", Side.CLIENT),
    ),
    Refused(
        "of no such fact",
        OBSERVE.but(arising_from=[event(1), event(9)]),
        UnknownReference("arising_from", str(event(9))),
    ),
)


@pytest.mark.parametrize("case", REFUSALS, ids=str)
def test_an_externality_is_refused(case: Refused) -> None:
    """It touches somebody outside the two sides, and says how."""
    assert case.situation.answer == case.refusal


@pytest.mark.parametrize("phase", [(), (OPEN,), (OPEN, CLOSED)], ids=["opened", "again", "closed"])
def test_an_externality_is_observed_after_the_closing_too(phase: tuple[Told, ...]) -> None:
    """Going out or coming in, with what it opens and what it came of."""
    plain = OBSERVE.given(*phase)
    assert plain.fact == ExternalityObserved(
        externality_id="x1",
        direction=ExternalityDirection.OUTGOING,
        affected="the street behind the workshop",
        polarity=Polarity.NEGATIVE,
        account="deliveries come at night now",
    )
    full = plain.but(
        direction=ExternalityDirection.INCOMING,
        opportunity="a round shared with the bakery",
        observed_by=NORA,
        arising_from=[event(1)],
    )
    assert full.fact == ExternalityObserved(
        externality_id="x1",
        direction=ExternalityDirection.INCOMING,
        affected="the street behind the workshop",
        polarity=Polarity.NEGATIVE,
        account="deliveries come at night now",
        opportunity="a round shared with the bakery",
        observed_by=NORA,
        arising_from=(event(1),),
    )


def test_partners_and_those_who_left_are_outside() -> None:
    """So is whoever has no name: nothing said names them."""
    partner: Told = (PartyJoined(party=HAULIER, side=Side.PARTNER), "2022-03-02")
    assert OBSERVE.given(partner).but(affected="Suze & filles").fact
    client: Told = (PartyJoined(party=HAULIER, side=Side.CLIENT), "2022-03-02")
    left: Told = (PartyLeft(party_id="suze"), "2022-03-03")
    inside = OBSERVE.given(client).but(affected="suze & FILLES")
    assert inside.answer == AffectedInside("suze & FILLES", Side.CLIENT)
    assert inside.given(left).fact
    assert OBSERVE.but(affected=" ").fact


def test_externalities_are_gathered_by_id() -> None:
    """Told twice in an import, the later telling holds."""
    again: Told = (ExternalityObserved(externality_id="x1", account="told again"), "2022-05-02")
    by_id = folded(OBSERVED, again).externalities.by_id
    assert {key: fact.data.account for key, fact in by_id.items()} == {"x1": "told again"}
