"""A slip in a call is named: the command, the argument, and what would do."""

from __future__ import annotations

import inspect
import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from world import DAY, NOOR, TOGETHER

from noe_core import Money, PartyRef, Recorded, ReflexiveLevel, Unfit
from noe_core.own import OwnEvent
from noe_core.practitioner.wellbeing import WellbeingReported
from noe_core.relationship.objectives import ObjectiveSet
from noe_core.relationship.work import WorkRecorded
from noe_stores import House, Ledger, Person, Relation, TeamRoom, connect

HANDLES = (Relation, Person, TeamRoom, House)


@pytest.fixture
def ledger() -> Ledger:
    """A store in memory, with an open relationship."""
    ledger = connect("memory:")
    relation = ledger.relationship("verger:halles")
    relation.express_demand(id="d1", on=DAY, text="apples")
    relation.rework_demand("d1", on=DAY, real_need="fruit all year", worked_with=TOGETHER)
    return ledger


@pytest.fixture
def relation(ledger: Ledger) -> Relation:
    """That relationship."""
    return ledger.relationship("verger:halles")


SLIPS: dict[str, tuple[Callable[[Any], object], str]] = {
    "a day as text": (
        lambda r: r.express_demand(on="2022-05-02", text="x"),
        "express_demand.on is no moment: a moment is a date or an aware datetime",
    ),
    "an instant without zone": (
        lambda r: r.express_demand(on=datetime(2022, 5, 2, 9), text="x"),  # noqa: DTZ001 - the slip
        "express_demand.on is no moment: 2022-05-02T09:00:00 has no zone",
    ),
    "a number for an id": (
        lambda r: r.express_demand(id=5, on=DAY, text="x"),
        "express_demand.id must be a text, not 5 (int)",
    ),
    "an id for a person": (
        lambda r: r.attest_effect("f1", on=DAY, by="noor"),
        "attest_effect.by must be a PartyRef, not 'noor' (str)",
    ),
    "one person for several": (
        lambda r: r.hold_encounter(on=DAY, participants=NOOR, minutes=60, occasion="x"),
        "hold_encounter.participants must be a tuple, not PartyRef(",
    ),
    "ids for people": (
        lambda r: r.hold_encounter(on=DAY, participants=["noor"], minutes=60, occasion="x"),
        "hold_encounter.participants must be a PartyRef, not 'noor' (str)",
    ),
    "one id for several": (
        lambda r: r.record_work(on=DAY, by=NOOR, minutes=60, objective_ids="o1"),
        "record_work.objective_ids holds several things; put 'o1' (str) in a list",
    ),
    "a text for levels": (
        lambda r: r.hold_review(
            on=DAY, participants=[NOOR], minutes=60, levels=ReflexiveLevel.INTERNAL
        ),
        "hold_review.levels holds several things; put <ReflexiveLevel.INTERNAL",
    ),
    "the text of an event's id": (
        lambda r: r.correct_entry(
            str(r.history().facts[0].id), on=DAY, new_fields={"text": "x"}, reason="y"
        ),
        "EntryCorrected.target_event_id must be a UUID, the id of the fact recorded",
    ),
    "an own id for an event's": (
        lambda r: r.withdraw_entry("d1", on=DAY, reason="y"),
        "EntryCorrected.target_event_id must be a UUID, the id of the fact recorded",
    ),
    "a fact that is not made by its event": (
        lambda r: r.record_own(WorkRecorded(work_id="w1"), on=DAY),
        "record_own.fact must be made by OwnEvent.fact, not WorkRecorded(",
    ),
}


@pytest.mark.parametrize(("act", "says"), SLIPS.values(), ids=SLIPS)
def test_a_slip_is_named(act: Callable[[Any], object], says: str, relation: Relation) -> None:
    """As a `ValueError`, which a tool answers as a fault of the request; nothing is recorded."""
    before = relation.history()
    with pytest.raises(Unfit) as caught:
        act(relation)
    assert str(caught.value).startswith(says)
    assert relation.history() == before


def test_an_argument_left_out_is_python_s_own_error(relation: Relation) -> None:
    """Where no argument is to blame, what Python says stands."""
    asked: Any = relation
    with pytest.raises(TypeError, match="missing 1 required keyword-only argument: 'text'"):
        asked.express_demand(on=DAY)


def test_a_generator_of_people_is_fine(relation: Relation) -> None:
    """Several things may come in anything that can be gone through."""
    for people in (list(TOGETHER), set(TOGETHER), (one for one in TOGETHER)):
        fact = relation.hold_encounter(on=DAY, participants=people, minutes=60, occasion="x")
        assert sorted(one.party_id for one in fact.data.participants) == ["noor", "paul"]


@pytest.mark.parametrize("own_id", [5, None])
def test_the_id_of_a_stream_is_text(own_id: Any, ledger: Ledger) -> None:
    """The key of a row is not, and the error says how to make it one."""
    for ask in (ledger.relationship, ledger.team, ledger.history):
        with pytest.raises(ValueError, match=rf"needs an id that is text, not {own_id}; give str"):
            ask(own_id)


def test_what_is_recorded_is_a_draft(ledger: Ledger) -> None:
    """A bare fact has no day."""
    facts: Any = [WorkRecorded(work_id="w1")]
    with pytest.raises(ValueError, match=r"Draft\(data=…, occurred_at=…\), and no WorkRecorded"):
        ledger.record("verger:halles", facts)


def test_a_clock_has_a_zone() -> None:
    """What it says is compared with instants of anywhere."""
    ledger = connect("memory:", clock=lambda: datetime(2022, 6, 1))  # noqa: DTZ001 - the slip
    with pytest.raises(ValueError, match="clock says 2022-06-01 00:00:00, without a zone"):
        ledger.relationship("verger:halles").express_demand(on=DAY, text="x")


@pytest.mark.parametrize("source", ["facts.jsonl", io.StringIO("{}\n")])
def test_an_import_reads_bytes(source: Any, ledger: Ledger) -> None:
    """A path, or a file opened as text, is told what would do."""
    with pytest.raises(ValueError, match=r"open\(…, 'rb'\)"):
        ledger.import_(source)


def test_a_method_shows_what_a_caller_gives() -> None:
    """Neither the state nor who records: the handle has them; and it says what comes back."""
    for handle in HANDLES:
        for name, method in vars(handle).items():
            if hasattr(method, "__wrapped__"):
                asked = inspect.signature(method)
                assert not {"state", "recorded_by"} & set(asked.parameters), name
                assert asked.parameters["on"].default is inspect.Parameter.empty
    shown = inspect.signature(Relation.set_objective)
    assert next(iter(shown.parameters)) == "self"
    assert shown.return_annotation == Recorded[ObjectiveSet]
    spoken = inspect.signature(connect("memory:").practitioner("noor").report_wellbeing)
    assert list(spoken.parameters) == ["on", "score", "account", "id"]
    assert spoken.return_annotation == Recorded[WellbeingReported]


def test_an_own_event_is_corrected_with_values_of_python(relation: Relation) -> None:
    """Money and days need not be written out first."""
    paid = OwnEvent("crm.paid", WorkRecorded)
    fact = relation.record_own(paid.fact(WorkRecorded(work_id="w1")), on=DAY)
    relation.correct_entry(
        fact.id, on=DAY, new_fields={"occurred_at": date(2022, 5, 1), "minutes": 5}, reason="late"
    )
    (found,) = paid.among(relation.history())
    assert (found.occurred_at, found.data.minutes) == (date(2022, 5, 1), 5)


def test_a_person_is_built_by_name() -> None:
    """A text is no side, and no amount is a float."""
    asked: Any = PartyRef
    with pytest.raises(Unfit, match=r"PartyRef\.side must be a Side \(one of 'provider'"):
        asked(party_id="noor", side="provider")
    with pytest.raises(Unfit, match=r"Money\.amount must be an int, a str or a Decimal, not 3\.5"):
        Money.of(3.5)  # type: ignore[arg-type]
