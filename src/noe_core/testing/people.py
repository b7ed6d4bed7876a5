"""The people of a test, and what each side tells of the other's work.

Rule kept here: a builder says in a few words what its value class spells out, and builds
nothing that the class would not.
"""

from __future__ import annotations

from noe_core.relationship.people import absent_side
from noe_core.relationship.reviews import Assessment
from noe_core.values import PartyRef, Side


def provider(party_id: str, *, of: str | None = None) -> PartyRef:
    """Somebody of the provider's side, ``of`` a house."""
    return PartyRef(party_id=party_id, side=Side.PROVIDER, organisation=of)


def client(party_id: str, *, of: str | None = None) -> PartyRef:
    """Somebody of the client's side, ``of`` a house."""
    return PartyRef(party_id=party_id, side=Side.CLIENT, organisation=of)


def partner(party_id: str, *, of: str | None = None) -> PartyRef:
    """Somebody of a third party, ``of`` a house."""
    return PartyRef(party_id=party_id, side=Side.PARTNER, organisation=of)


def together(*people: PartyRef) -> tuple[PartyRef, ...]:
    """People of both sides, as every fact that takes both wants them.

    Raises:
        ValueError: a side is absent; a group of one side is a plain tuple.
    """
    absent = absent_side("together", people)
    if absent is not None:
        raise ValueError(str(absent))
    return people


def both_assessed(
    *,
    of_provider: str = "they listened before they proposed",
    of_client: str = "they said early what held them back",
) -> tuple[Assessment, Assessment]:
    """The work of both sides, each as the other tells it."""
    return (
        Assessment(of_side=Side.PROVIDER, by_side=Side.CLIENT, account=of_provider),
        Assessment(of_side=Side.CLIENT, by_side=Side.PROVIDER, account=of_client),
    )
