"""What a call that failed gives to try again with."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from eventsourcing.persistence import StoredEvent
from world import DAY, NOW

from noe_core.decision import Draft
from noe_core.facts import Own
from noe_core.relationship.engagements import EngagementKept
from noe_core.relationship.reviews import ReflexiveLevel
from noe_core.values import Side
from noe_stores import Interrupted, Ledger, Outcome, StoreError, connect
from noe_stores.errors import StoreBusy, StoreDamaged
from noe_stores.lines.codec import LINE_LIMIT, Malformed, decode, encode_data
from noe_stores.lines.reading import fact_of
from noe_stores.sqlite import SQLiteApplicationRecorder

DRAFTS = [Draft(data=EngagementKept(engagement_id=f"e{n}"), occurred_at=DAY) for n in (1, 2)]


def test_what_failed_is_offered_again_as_the_same_fact(tmp_path: Path) -> None:
    """Drafts without an id get one before they are written, and keep it when they failed."""
    path = tmp_path / "clients.db"
    with connect(path) as ledger:
        ledger.record("a", [Draft(data=EngagementKept(engagement_id="e0"), occurred_at=DAY)])
    foreign = sqlite3.connect(path, isolation_level=None)
    foreign.execute("BEGIN IMMEDIATE")
    with connect(path, lock_timeout=0.1) as ledger:
        with pytest.raises(StoreBusy) as caught:
            ledger.record("a", DRAFTS)
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


class Interrupting(SQLiteApplicationRecorder):
    """A real store, around which a signal comes in when it has done its work, or before."""

    after = False

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Any:
        """Keep the records, or not, and be interrupted."""
        if self.after:
            super().insert_events(stored_events, **kwargs)
        raise KeyboardInterrupt


@pytest.mark.parametrize(("after", "outcome"), [(True, Outcome.KEPT), (False, Outcome.NOT_KEPT)])
def test_an_interrupt_beside_the_store_has_an_outcome_too(
    tmp_path: Path, *, after: bool, outcome: Outcome
) -> None:
    """Ctrl-C between the store's work and ours is told like one within it."""
    recorder = Interrupting(tmp_path / "clients.db")
    recorder.after = after
    ledger = Ledger(recorder, place="clients.db")
    stream = ledger.stream("a")
    with pytest.raises(Interrupted) as caught:
        stream.append(DRAFTS, now=ledger.clock(), recorded_by="noor")
    assert (caught.value.outcome, caught.value.streams) == (outcome, ("relationship/a",))
    assert stream.version == (2 if after else 0)
    ledger.close()
    with connect(tmp_path / "clients.db") as again:
        facts = again.record("a", caught.value.offered)
    assert [fact.version for fact in facts] == [1, 2]


class Outrun(SQLiteApplicationRecorder):
    """A real store in which somebody else is quicker, and which cannot be read any more then."""

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Any:
        """Lose the race, and the handle."""
        try:
            with connect(self._database.store) as other:
                other.record("a", [Draft(data=EngagementKept(engagement_id="e0"), occurred_at=DAY)])
            return super().insert_events(stored_events, **kwargs)
        finally:
            self.close()


def test_what_cannot_be_looked_at_again_can_be_offered_again(tmp_path: Path) -> None:
    """Where nobody can see who was quicker, the drafts are given with the ids they had."""
    ledger = Ledger(Outrun(tmp_path / "clients.db"))
    with pytest.raises(StoreError) as caught:
        ledger.record("a", DRAFTS)
    error = caught.value
    assert (error.outcome, error.streams) == (Outcome.UNKNOWN, ("relationship/a",))
    assert [draft.data for draft in error.offered] == [draft.data for draft in DRAFTS]
    with connect(tmp_path / "clients.db") as again:
        kept = again.record("a", error.offered)
        assert again.record("a", error.offered) == kept
    assert [fact.id for fact in kept] == [draft.id for draft in error.offered]


def test_what_cannot_be_read_before_recording_keeps_nothing(tmp_path: Path) -> None:
    """A stream found damaged on the way to recording in it says so with the outcome."""
    with connect(tmp_path / "clients.db") as ledger:
        ledger.recorder.insert_events([StoredEvent("relationship/a", 1, "told", b"{}")])
        with pytest.raises(StoreDamaged) as caught:
            ledger.record("a", DRAFTS)
        assert (caught.value.outcome, caught.value.streams) == (
            Outcome.NOT_KEPT,
            ("relationship/a",),
        )
        with pytest.raises(StoreDamaged) as caught:
            ledger.relationship("a").keep_engagement("e1", on=DAY)
        assert caught.value.outcome is Outcome.NOT_KEPT


@pytest.mark.parametrize(
    "value",
    [b"a", DAY, NOW, Decimal(1), {1}, (1,), object(), Side.CLIENT, ReflexiveLevel.INTERNAL],
    ids=lambda value: type(value).__name__,
)
def test_a_tool_s_data_holds_what_json_has_and_nothing_else(value: Any) -> None:
    """What would come back as another kind of value is refused with its place."""
    with pytest.raises(Malformed, match=r"data\.a\.b: is of type"):
        encode_data(Own("crm.noted", {"a": {"b": value}}))


@pytest.mark.parametrize(
    "option",
    [{"lock_timeout": math.nan}, {"lock_timeout": -1}, {"lock_timeout": "2"}, {"durability": "x"}],
    ids=str,
)
def test_a_store_is_opened_with_what_means_something_only(
    tmp_path: Path, option: dict[str, Any]
) -> None:
    """An option that is none is refused by name, and nothing is made."""
    (name,) = option
    with pytest.raises(ValueError, match=f"^{name} is "):
        connect(tmp_path / "clients.db", **option)
    assert not list(tmp_path.iterdir())


def test_an_error_can_be_printed_whatever_it_is_about() -> None:
    """Signs that act on a screen stand in an error's text by their code."""
    error = StoreBusy("held by \x1b[2J\u202eevil\ud800", store="a\nb.db", remedy="Try again")
    text = str(error.ended(Outcome.NOT_KEPT, ["relationship/\x07"]))
    assert text.isascii()
    assert text.isprintable()
    assert r"\x1b" in text
    assert r"\u202e" in text


def test_an_interrupt_while_reading_leaves_no_fact_twice(tmp_path: Path) -> None:
    """A stream half taken in, without its end, is taken in again from where it ended."""
    with connect(tmp_path / "clients.db") as ledger:
        first, second = ledger.record("a", DRAFTS)
        stream = ledger.stream("a")
        stream.records.extend([first, second])  # as an interrupt would leave it
        assert stream.recorded(second.id) == second
        stream.refresh()
        assert stream.records == [first, second]
        assert stream.recorded(second.id) == second
