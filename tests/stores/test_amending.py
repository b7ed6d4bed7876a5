"""What corrections and withdrawals do to a history that a ledger keeps."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from world import DAY, NOOR, PAUL, STREAM, Clock, Store, opened

from noe_core.correcting import NotCorrectable
from noe_core.decision import happened
from noe_core.entries import EntryWithdrawn
from noe_core.history import History
from noe_core.refusal import UnknownReference
from noe_core.values import Side
from noe_stores.ledger import Ledger
from noe_stores.outcomes import Refused

MAY, JUNE, JULY = (datetime.combine(date(2022, m, 10), time(18), UTC) for m in (5, 6, 7))


def minutes(history: History) -> list[int]:
    """The minutes of the work that a history tells of."""
    return [fact.data.minutes for fact in history if fact.event == "work_recorded"]


@pytest.fixture
def told(store: Store) -> Ledger:
    """Work of the second of May: 60 minutes as told in May, 90 as known from June on."""
    clock = Clock(MAY)
    ledger = store.open(clock)
    relation = opened(ledger)
    work = relation.record_work(id="w1", on=DAY, by=NOOR, minutes=60)
    relation.record_work(id="w2", on=date(2022, 5, 9), by=NOOR, minutes=30)
    clock.now = JUNE
    relation.correct_entry(
        work.id, on=JUNE.date(), new_fields={"minutes": 90}, reason="le trajet comptait"
    )
    clock.now = JULY
    return Ledger(ledger.recorder, clock=clock, place=ledger.place)


@pytest.mark.parametrize(
    ("as_of", "known_at", "expected"),
    [
        (None, None, [90, 30]),
        (None, MAY.date(), [60, 30]),
        (None, JUNE.date(), [90, 30]),
        (date(2022, 5, 2), None, [90]),
        (date(2022, 5, 2), MAY.date(), [60]),
        (date(2022, 5, 1), None, []),
        (None, date(2022, 5, 1), []),
        (MAY.date(), JUNE, [90, 30]),
    ],
)
def test_two_axes_of_time(
    told: Ledger, as_of: date | None, known_at: date | None, expected: list[int]
) -> None:
    """What had happened by a day, as it was known at another: each cut is by its own axis."""
    assert minutes(told.history(STREAM, as_of=as_of, known_at=known_at)) == expected
    relation = told.relationship(STREAM)
    assert minutes(relation.history(as_of=as_of, known_at=known_at)) == expected
    (cut,) = told.histories(as_of=as_of, known_at=known_at)
    assert minutes(cut) == expected
    assert len(cut.records) == 4


def test_a_correction_moves_a_fact_in_world_time(told: Ledger) -> None:
    """A corrected day changes where a fact stands, not when it was written down."""
    relation = told.relationship(STREAM)
    work = relation.history().records[2]
    fields = {"occurred_at": date(2022, 4, 1), "by": PAUL, "topic": None}
    correction = relation.correct_entry(
        work.id, on=JULY.date(), new_fields=fields, reason="en avril, par le client"
    )
    first = relation.history().facts[0]
    assert (first.occurred_at, first.data.by.side) == (date(2022, 4, 1), Side.CLIENT)
    assert first.corrected_by == (correction.id,)
    assert first.recorded_at == MAY
    assert minutes(told.history(STREAM, as_of=date(2022, 4, 30))) == [30]
    assert minutes(told.history(STREAM, as_of=date(2022, 4, 30), known_at=JUNE)) == []
    assert told.history(STREAM).records[2] == work


def test_what_is_withdrawn_no_longer_counts(told: Ledger) -> None:
    """A withdrawal takes an entry out from the day it is recorded; the record stays."""
    relation = told.relationship(STREAM)
    work = relation.history().records[1]
    relation.withdraw_entry(work.id, on=JULY.date(), reason="saisi deux fois")
    assert minutes(relation.history()) == [30]
    assert minutes(relation.history(known_at=JUNE)) == [90, 30]
    assert len(relation.history().records) == 5
    with pytest.raises(Refused) as refused:
        relation.withdraw_entry(work.id, on=JULY.date(), reason="encore")
    assert isinstance(refused.value.refusal, UnknownReference)


def test_the_state_follows_a_correction(told: Ledger) -> None:
    """A handle that already folded the history folds it again around a correction."""
    relation = told.relationship(STREAM)
    relation.history()
    assert relation.state.work.done["w2"].data.minutes == 30
    work = relation.history().records[2]
    relation.correct_entry(work.id, on=JULY.date(), new_fields={"minutes": 45}, reason="relu")
    assert relation.state.work.done["w2"].data.minutes == 45
    relation.record_work(id="w3", on=JULY.date(), by=NOOR, minutes=5)
    assert minutes(relation.history()) == [90, 45, 5]


def test_a_correction_is_no_target(told: Ledger) -> None:
    """Corrections stand outside the state: they are neither corrected nor withdrawn."""
    relation = told.relationship(STREAM)
    correction = relation.history().records[3]
    for command in (
        lambda: relation.withdraw_entry(correction.id, on=JULY.date(), reason="non"),
        lambda: relation.correct_entry(
            correction.id, on=JULY.date(), new_fields={"reason": "autre"}, reason="non"
        ),
    ):
        with pytest.raises(Refused) as refused:
            command()
        assert isinstance(refused.value.refusal, UnknownReference)


def test_an_imported_withdrawal_of_a_correction_undoes_it(store: Store) -> None:
    """A log may hold what no command gives: a withdrawn correction no longer corrects."""
    clock = Clock(MAY)
    ledger = store.open(clock)
    relation = opened(ledger)
    work = relation.record_work(id="w1", on=DAY, by=NOOR, minutes=60)
    correction = relation.correct_entry(
        work.id, on=MAY.date(), new_fields={"minutes": 90}, reason="relu"
    )
    clock.now = JUNE
    ledger.record(STREAM, [happened(EntryWithdrawn(target_event_id=correction.id), JUNE.date())])
    assert minutes(ledger.history(STREAM)) == [60]
    assert minutes(ledger.history(STREAM, known_at=MAY)) == [90]


def test_fields_that_do_not_fit_are_refused(told: Ledger) -> None:
    """A correction that could not be applied is not recorded."""
    relation = told.relationship(STREAM)
    work = relation.history().records[1]
    for fields in ({"minutes": 0}, {"mood": "good"}, {"occurred_at": "hier"}, {"by": "noor"}):
        with pytest.raises(Refused) as refused:
            relation.correct_entry(work.id, on=JULY.date(), new_fields=fields, reason="relu")
        assert isinstance(refused.value.refusal, NotCorrectable)
    assert len(relation.history().records) == 4
