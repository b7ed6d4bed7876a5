"""Where the tests of the relationship's decisions begin: a relationship that is open."""

from __future__ import annotations

from story import LISE, NORA, ROUTE, TOGETHER, Told, event, story

from noe_core.relationship.course import (
    AgreementSigned,
    RelationshipClosed,
    RelationshipDeclined,
    RelationshipOpened,
)
from noe_core.relationship.state import Relationship
from noe_core.relationship.state import evolve as step
from noe_core.testing import Refused, Situation, when

__all__ = [
    "CLOSED",
    "DECLINED",
    "LISE",
    "NORA",
    "OPEN",
    "ROUTE",
    "SIGNED",
    "TOGETHER",
    "Refused",
    "Situation",
    "Told",
    "event",
    "folded",
    "when",
]

OPEN: Told = (RelationshipOpened(), "2022-03-01")
SIGNED: Told = (AgreementSigned(signatories=TOGETHER), "2022-03-01")
CLOSED: Told = (RelationshipClosed(), "2022-03-02")
DECLINED: Told = (RelationshipDeclined(), "2022-02-28")


def folded(*told: Told) -> Relationship:
    """What some facts add up to, folded as the ledger folds them."""
    return step(Relationship(), story(*told).facts)
