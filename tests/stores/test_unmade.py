"""A store that is made by the first record it is to keep."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from noe_core.decision import Draft
from noe_core.relationship.encounter import DemandExpressed
from noe_stores import Ledger, connect
from noe_stores.errors import Outcome, StoreClosed, StoreMissing
from noe_stores.exchange.unmade import Unmade

DRAFT = Draft(data=DemandExpressed(demand_id="d1", text="x"), occurred_at=date(2022, 3, 1))


def unmade(path: Path) -> Ledger:
    """A ledger on a store that is not there yet."""
    return Ledger(Unmade(lambda: connect(path).recorder), place=str(path))


def test_it_answers_as_an_empty_store_and_leaves_no_trace(tmp_path: Path) -> None:
    """Every question has an answer, and none makes it."""
    with unmade(tmp_path / "new.db") as ledger:
        assert not ledger.history("a:b").records
        assert [*ledger.streams()] == []
        assert [*ledger.follow()] == []
        assert ledger.verify().sound
        assert ledger.recorder.insert_events([]) == []
    assert list(tmp_path.iterdir()) == []


def test_the_first_record_makes_it(tmp_path: Path) -> None:
    """From then on it is the store."""
    with unmade(tmp_path / "new.db") as ledger, connect(tmp_path / "new.db") as other:
        other.record("c:d", [DRAFT])
        ledger.record("a:b", [DRAFT])
        assert [*ledger.streams()] == ["relationship/a:b", "relationship/c:d"]
        assert [one.position for one in ledger.follow()] == [1, 2]
        assert ledger.recorder.max_notification_id() == 2
        with ledger.recorder.subscribe(gt=1) as subscription:
            assert next(subscription).id == 2
    with connect(tmp_path / "new.db", create=False) as again:
        assert again.verify().facts == 2


def test_who_follows_it_before_it_is_made_sees_what_comes(tmp_path: Path) -> None:
    """The same subscription goes on in the store once that is there."""
    with (
        unmade(tmp_path / "new.db") as ledger,
        ledger.recorder.subscribe() as subscription,
        ledger.watch() as watch,
    ):
        ledger.record("a:b", [DRAFT])
        assert next(subscription).originator_id == "relationship/a:b"
        assert next(watch).position == 1


def test_what_cannot_be_made_says_what_became_of_the_facts(tmp_path: Path) -> None:
    """Nothing of them is kept, and the store is named."""
    with unmade(tmp_path / "no" / "new.db") as ledger, pytest.raises(StoreMissing) as told:
        ledger.record("a:b", [DRAFT])
    assert told.value.outcome is Outcome.NOT_KEPT
    assert told.value.streams == ("relationship/a:b",)
    assert told.value.store == str(tmp_path / "no" / "new.db")


def test_what_was_closed_is_not_made(tmp_path: Path) -> None:
    """A handle that was given up makes no store any more."""
    with unmade(tmp_path / "new.db") as ledger:
        pass
    with pytest.raises(StoreClosed):
        ledger.record("a:b", [DRAFT])
    assert not (tmp_path / "new.db").exists()
