from datetime import date

import pytest

from firm.given import Refused, event, folded, when
from noe_core.firm.offers import (
    Channel,
    OfferLayer,
    OfferRevised,
    StrategyShared,
    revise_offer,
    share_strategy,
)
from noe_core.refusal import Missing

DAY = date(2022, 3, 15)

REVISE = when(
    revise_offer,
    on=DAY,
    layers=[OfferLayer.INTERFACE, OfferLayer.ORGANISATION, OfferLayer.INTERFACE],
    why="clients asked who answers them",
)
SHARE = when(
    share_strategy, on=DAY, channel=Channel.PERSONAL, relationship_ids=iter(["studio:atelier"])
)

REFUSALS = (
    Refused("on no layer", REVISE.but(layers=(), why=""), Missing("layers")),
    Refused("for no reason", REVISE.but(why=""), Missing("why")),
    Refused(
        "told in person to nobody", SHARE.but(relationship_ids=()), Missing("relationship_ids")
    ),
)


@pytest.mark.parametrize("case", REFUSALS, ids=str)
def test_offers_are_refused(case: Refused) -> None:
    """A revision bears on something, and what is told in person is told to someone."""
    assert case.situation.answer == case.refusal


def test_an_offer_is_revised() -> None:
    """On some layers, for a reason; what it does to the rest where that is known."""
    layers = frozenset({OfferLayer.INTERFACE, OfferLayer.ORGANISATION})
    assert REVISE.fact == OfferRevised(layers=layers, why="clients asked who answers them")
    full = REVISE.but(impacts=["one person a client"], offer="the workshop")
    assert full.fact == OfferRevised(
        layers=layers,
        impacts=("one person a client",),
        why="clients asked who answers them",
        offer="the workshop",
    )


def test_a_strategy_is_shared() -> None:
    """With some clients in person, or with all who care to read."""
    assert SHARE.fact == StrategyShared(
        channel=Channel.PERSONAL, relationship_ids=("studio:atelier",)
    )
    public = SHARE.but(channel=Channel.PUBLIC, relationship_ids=())
    assert public.fact == StrategyShared(channel=Channel.PUBLIC)


def test_the_slice_keeps_the_facts() -> None:
    """Each in order."""
    offers = folded(
        (OfferRevised(), "2022-03-01"),
        (StrategyShared(), "2022-03-02"),
        (OfferRevised(), "2022-03-03"),
    ).offers
    assert [one.id for one in offers.revised] == [event(1), event(3)]
    assert [one.id for one in offers.strategy] == [event(2)]
