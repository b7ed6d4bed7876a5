from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

import attrs
import pytest
from attrs import evolve
from attrs.exceptions import FrozenInstanceError

from noe_core.decision import Draft, happened, not_yet
from noe_core.entries import EntryCorrected
from noe_core.events import EVENTS
from noe_core.facts import Recorded, Unread, holds
from noe_core.moments import parse
from noe_core.refusal import FutureFact
from noe_core.relationship.encounter import DemandExpressed, DemandReworked
from noe_core.relationship.work import WorkRecorded
from noe_core.typed import Fact
from noe_core.values import Party

DAY = date(2022, 3, 1)
DEMAND = DemandExpressed(demand_id="d1", text="a leaflet")
RECORDED = Recorded(
    stream="relationship/a:b",
    version=1,
    id=UUID(int=1),
    event="demand_expressed",
    schema=1,
    occurred_at=DAY,
    recorded_at=parse("2022-03-01T20:00:00Z"),
    recorded_by="nora",
    data=DEMAND,
)

IDENTITY: dict[str, Any] = {
    "new_fields": {},
    "partner": Party(party_id="x1"),
    "party": Party(party_id="x1"),
    "target_event_id": UUID(int=1),
}
"""What some facts are about, where it is no text."""


NAMED_BY = {"concept", "name", "rule", "unit"}
"""Fields by which people name a thing that has no id: an indicator, a rule, a unit of use."""


def bare(kind: type[Fact]) -> Fact:
    """A fact with its identity and nothing else, as an import may bring it."""
    needed = {f.name for f in attrs.fields(kind) if f.default is attrs.NOTHING}
    return kind(**{name: IDENTITY.get(name, "x1") for name in needed})


@pytest.mark.parametrize("kind", [event.kind for event in EVENTS], ids=lambda kind: kind.__name__)
def test_all_but_the_identity_of_a_fact_may_be_missing(kind: type[Fact]) -> None:
    """What is missing is None or empty; equal facts are equal and have one hash."""
    fact = bare(kind)
    needed = {f.name for f in attrs.fields(kind) if f.default is attrs.NOTHING}
    known = IDENTITY.keys() | NAMED_BY
    assert all(name in known or name.endswith("_id") for name in needed), needed
    for field in attrs.fields(kind):
        if field.name not in needed:
            assert getattr(fact, field.name) in (None, (), frozenset())
    assert fact == bare(kind)
    assert hash(fact) == hash(bare(kind))


@pytest.mark.parametrize("kind", [event.kind for event in EVENTS], ids=lambda kind: kind.__name__)
def test_facts_do_not_change(kind: type[Fact]) -> None:
    """No field is set, none is added."""
    fact = bare(kind)
    for name in [field.name for field in attrs.fields(kind)] or ["anything"]:
        with pytest.raises(FrozenInstanceError):
            setattr(fact, name, None)
    with pytest.raises(AttributeError):
        object.__setattr__(fact, "no_such_field", 1)


def test_facts_of_two_kinds_are_never_equal() -> None:
    """Even with the same fields."""
    assert DemandExpressed(demand_id="d1") != DemandReworked(demand_id="d1")
    assert evolve(DEMAND, text="a poster") != DEMAND


def test_a_correction_keeps_its_fields_from_changing() -> None:
    """Neither through the mapping it was given, nor through its own, however deep."""
    ids = ["o1"]
    measure = {"unit": "page"}
    given: dict[str, Any] = {"objective_ids": ids, "measure": measure, "topic": None}
    fact = EntryCorrected(target_event_id=UUID(int=1), new_fields=given)
    before = EntryCorrected(
        target_event_id=UUID(int=1),
        new_fields={"objective_ids": ["o1"], "measure": {"unit": "page"}, "topic": None},
    )
    given["topic"] = "offer"
    ids.append("o2")
    measure["unit"] = "leaf"
    assert fact == before
    assert hash(fact) == hash(before)
    assert isinstance(fact.new_fields, MappingProxyType)
    with pytest.raises(TypeError):
        fact.new_fields["topic"] = "offer"  # type: ignore[index]


def test_a_correction_is_of_fields() -> None:
    """Nothing else may stand for them."""
    with pytest.raises(ValueError, match=r"EntryCorrected\.new_fields must be a Mapping"):
        EntryCorrected(target_event_id=UUID(int=1), new_fields=["topic"])  # type: ignore[arg-type]


def test_a_record_knows_what_it_holds() -> None:
    """By the kind of its fact; what cannot be read is a kind of its own."""
    assert holds(RECORDED, DemandExpressed)
    assert not holds(RECORDED, DemandReworked)
    unread = evolve(RECORDED, data=Unread("issue_owned", 1, {"a": 1}, "unknown name"))
    assert holds(unread, Unread)
    assert hash(unread) == hash(evolve(unread))


def test_records_are_equal_by_all_they_say() -> None:
    """And frozen like their facts."""
    assert evolve(RECORDED) == RECORDED
    assert hash(RECORDED) == hash(evolve(RECORDED))
    assert evolve(RECORDED, occurred_at=parse("2022-03-01T00:00:00Z")) != RECORDED
    with pytest.raises(FrozenInstanceError):
        RECORDED.version = 2  # type: ignore[misc]


def test_a_draft_is_what_happened_and_when() -> None:
    """The rest is given by whoever records it."""
    assert happened(DEMAND, DAY) == Draft(data=DEMAND, occurred_at=DAY)
    draft = happened(WorkRecorded(work_id="w1"), DAY)
    assert (draft.id, draft.version, draft.recorded_at, draft.recorded_by) == (None,) * 4
    assert (draft.caused_by, draft.correlation_id) == (None, None)


@pytest.mark.parametrize(
    ("occurred", "future"),
    [
        ("2022-03-01", False),
        ("2022-03-02", False),
        ("2022-03-03", True),
        ("2022-03-01T10:00:00Z", False),
        ("2022-03-01T10:00:00.000001Z", True),
    ],
)
def test_a_fact_is_in_the_future_once_its_day_has_begun_nowhere(
    occurred: str, future: bool
) -> None:
    """At ten in the morning UTC the next day has just begun at UTC+14, the one after has not."""
    now = parse("2022-03-01T10:00:00Z")
    moment = parse(occurred)
    assert not_yet(moment, now) == (FutureFact(moment, now) if future else None)  # type: ignore[arg-type]
