"""What a call that failed gives to try again with."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from uuid import UUID

import pytest
from world import DAY

from noe_core.decision import Draft
from noe_core.relationship.engagements import EngagementKept
from noe_stores import Outcome, StoreError, connect
from noe_stores.codec import LINE_LIMIT, Malformed, decode
from noe_stores.errors import StoreBusy
from noe_stores.lines import fact_of


def test_what_failed_is_offered_again_as_the_same_fact(tmp_path: Path) -> None:
    """Drafts without an id get one before they are written, and keep it when they failed."""
    path = tmp_path / "clients.db"
    with connect(path) as ledger:
        ledger.record("a", [Draft(data=EngagementKept(engagement_id="e0"), occurred_at=DAY)])
    foreign = sqlite3.connect(path, isolation_level=None)
    foreign.execute("BEGIN IMMEDIATE")
    drafts = [Draft(data=EngagementKept(engagement_id=f"e{n}"), occurred_at=DAY) for n in (1, 2)]
    with connect(path, lock_timeout=0.1) as ledger:
        with pytest.raises(StoreBusy) as caught:
            ledger.record("a", drafts)
        foreign.execute("ROLLBACK")
        foreign.close()
        error: StoreError = caught.value
        assert (error.outcome, error.streams) == (Outcome.NOT_KEPT, ("relationship/a",))
        assert all(isinstance(draft.id, UUID) for draft in error.offered)
        kept = ledger.record("a", error.offered)
        assert ledger.record("a", error.offered) == kept
        assert [fact.version for fact in ledger.history("a")] == [1, 2, 3]


def test_a_line_longer_than_a_fact_may_be_is_not_even_read() -> None:
    """The limit holds for reading as it does for writing."""
    line = b'{"stream":"relationship/a","version":1,"event":"' + b"a" * LINE_LIMIT + b'"}'
    with pytest.raises(Malformed, match="a fact has at most"):
        decode(line)
    with pytest.raises(Malformed, match="a fact has at most"):
        fact_of(line, "relationship/a", 1)
