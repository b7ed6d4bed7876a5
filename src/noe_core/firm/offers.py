"""Offers and strategy: what the firm changes in what it offers, and whom it tells where it goes.

Rule kept here: a service is a system, so a revision says on which layers it bears and what
it does to the rest (domain.md §3, firm).
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING

from attrs import frozen

from noe_core.decision import MADE, Draft, happened
from noe_core.facts import AnyRecorded, Recorded, holds
from noe_core.moments import When
from noe_core.refusal import Refusal, missing
from noe_core.typed import Fact, Id, Text, value

if TYPE_CHECKING:
    from noe_core.firm.state import Firm


class OfferLayer(StrEnum):
    """How deep a revision of the offer goes: what shows, who does what, what it is worth."""

    INTERFACE = "interface"
    ORGANISATION = "organisation"
    VALUE_PROPOSITION = "value_proposition"


class Channel(StrEnum):
    """How the strategy was told: to some clients in person, or to all."""

    PERSONAL = "personal"
    PUBLIC = "public"


@value
class OfferRevised(Fact):
    """The firm changed an offer; ``impacts`` says what that does to the rest."""

    layers: frozenset[OfferLayer] = frozenset()
    impacts: tuple[Text, ...] = ()
    why: Text | None = None
    offer: Text | None = None


@value
class StrategyShared(Fact):
    """The firm told clients where it is going."""

    channel: Channel | None = None
    relationship_ids: tuple[Id, ...] = ()


@frozen(kw_only=True)
class Offers:
    """Offers revised and strategy told so far, each in order."""

    revised: tuple[Recorded[OfferRevised], ...] = ()
    strategy: tuple[Recorded[StrategyShared], ...] = ()


def follow(offers: Offers, facts: Iterable[AnyRecorded]) -> Offers:
    """The offers after some more facts."""
    revised, strategy = list(offers.revised), list(offers.strategy)
    for fact in facts:
        if holds(fact, OfferRevised):
            revised.append(fact)
        elif holds(fact, StrategyShared):
            strategy.append(fact)
    return Offers(revised=tuple(revised), strategy=tuple(strategy))


def revise_offer(
    state: "Firm",
    *,
    on: When,
    layers: Iterable[OfferLayer],
    why: str,
    impacts: Iterable[str] = (),
    offer: str | None = None,
    id: str = MADE,
) -> Draft[OfferRevised] | Refusal:
    """Revise an offer on one layer or several, and say why.

    Refusals: `Missing`.
    """
    borne_on = frozenset(layers)
    return missing(layers=borne_on, why=why) or happened(
        OfferRevised(layers=borne_on, impacts=tuple(impacts), why=why, offer=offer), on
    )


def share_strategy(
    state: "Firm",
    *,
    on: When,
    channel: Channel,
    relationship_ids: Iterable[str] = (),
    id: str = MADE,
) -> Draft[StrategyShared] | Refusal:
    """Tell clients where the firm is going; told in person, it names the relationships.

    Refusals: `Missing`.
    """
    told = tuple(relationship_ids)
    unnamed = missing(relationship_ids=told) if channel is Channel.PERSONAL else None
    return unnamed or happened(StrategyShared(channel=channel, relationship_ids=told), on)
