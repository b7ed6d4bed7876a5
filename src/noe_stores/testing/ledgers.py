"""A few facts to keep in the store under test, told as an importer tells them.

Rule kept here: what a ledger writes is chained, so it is what damage is looked for in.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID, uuid5

from noe_core.decision import Draft, happened
from noe_core.relationship.encounter import DemandExpressed
from noe_core.relationship.work import AdviceGiven
from noe_core.typed import Fact
from noe_stores.ledger import Ledger

NOW = datetime(2022, 6, 1, 12, tzinfo=UTC)
DAY = date(2022, 5, 2)
STREAMS = ("relationship/orchard:market", "relationship/verger:Halles", "relationship/é")
_IDS = UUID("2b1f5d8e-6a0c-4c39-8d54-6a5d6e0a7f11")


def advice(text: str) -> Draft[Fact]:
    """A piece of advice, under an id that follows from its words."""
    draft: Draft[Fact] = happened(AdviceGiven(text=text), DAY)
    return Draft(data=draft.data, occurred_at=draft.occurred_at, id=uuid5(_IDS, text))


def demand(text: str) -> Draft[Fact]:
    """A demand, under an id that follows from its words."""
    draft: Draft[Fact] = happened(DemandExpressed(demand_id="d1", text=text), DAY)
    return Draft(data=draft.data, occurred_at=draft.occurred_at, id=uuid5(_IDS, f"demand {text}"))


def remember(ledger: Ledger, word: str = "early") -> None:
    """Record some facts in each of a few streams, one and several at a time."""
    for stream in STREAMS:
        ledger.record(stream, [demand(f"{word}: a sign for {stream}")])
        ledger.record(stream, [advice(f"{word}: {n} letters, for {stream}") for n in range(4)])
