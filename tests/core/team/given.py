"""Where the tests of a team's decisions begin: a workshop of three, who are fictional."""

from __future__ import annotations

from typing import Any

from noe_core.moments import When
from noe_core.streams import TEAM
from noe_core.team.state import Team
from noe_core.testing import Refused, Situation, Told, event, story, when
from noe_core.values import PartyRef, Side

__all__ = [
    "ANNE",
    "BASILE",
    "CORA",
    "STREAM",
    "TWO",
    "Refused",
    "Told",
    "event",
    "folded",
    "in_team",
    "party",
]

STREAM = "team/fournil-des-pins"


def party(party_id: str, side: Side = Side.PROVIDER) -> PartyRef:
    """Somebody of the house."""
    return PartyRef(party_id=party_id, side=side, organisation="Le Fournil des Pins")


ANNE, BASILE, CORA = party("anne"), party("basile"), party("cora")
TWO = (ANNE, BASILE)


def in_team(decide: Any, *, on: When, **arguments: Any) -> Situation:
    """A decision of the team, before anything was recorded."""
    return when(decide, on=on, stream=STREAM, **arguments)


def folded(*told: Told) -> Team:
    """What some facts add up to, folded as the ledger folds them."""
    return TEAM.evolve(TEAM.begin("fournil-des-pins"), story(*told, stream=STREAM).facts)
