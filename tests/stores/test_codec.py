"""What the bytes of a fact promise."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
import pytest
import wild
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from world import DAY, NOOR, NOW, PAUL

from noe_core.entries import EntryCorrected
from noe_core.events import EVENTS
from noe_core.facts import AnyRecorded, Recorded, Unread
from noe_core.relationship.effects import EffectObserved
from noe_core.relationship.objectives import ObjectiveSet
from noe_core.relationship.quotes import QuoteIssued
from noe_core.relationship.reviews import ReflexiveLevel, ReviewHeld
from noe_core.relationship.work import WorkRecorded
from noe_core.values import Measure, Money, Quantity
from noe_stores.lines.codec import (
    DEPTH_LIMIT,
    LAST_INTEGER,
    LINE_LIMIT,
    Malformed,
    decode,
    decode_data,
    encode,
    encode_data,
)

law = settings(deadline=None)


def recorded(data: Any, **envelope: Any) -> AnyRecorded:
    """A recorded fact around some data."""
    name = next((e.name for e in EVENTS if e.kind is type(data)), "later")
    values = {
        "stream": "relationship/verger:halles",
        "version": 7,
        "id": UUID(int=7),
        "event": name,
        "schema": 1,
        "occurred_at": DAY,
        "recorded_at": NOW,
        "recorded_by": "noor",
        "data": data,
    }
    return Recorded(**{**values, **envelope})


def members(**changes: Any) -> bytes:
    """The line of a plain fact, with members changed; ``...`` leaves one out."""
    line = json.loads(encode(recorded(WorkRecorded(work_id="w1"))))
    changed = {**line, **changes}
    return json.dumps({name: value for name, value in changed.items() if value is not ...}).encode()


@law
@given(wild.records())
def test_every_fact_comes_back_equal(record: AnyRecorded) -> None:
    """Whatever is encoded is decoded to an equal fact, and to equal bytes again."""
    line = encode(record)
    assert decode(line) == record
    assert encode(decode(line)) == line


@law
@given(wild.records())
def test_lines_are_canonical(record: AnyRecorded) -> None:
    """One line, no spaces, no floats, keys of the data sorted, envelope in reading order."""
    line = encode(record)
    order = ["stream", "version", "id", "event", "schema", "occurred_at", "recorded_at"]
    order += ["recorded_by", "caused_by", "correlation_id", "data"]
    members = json.loads(line, parse_float=pytest.fail)
    assert list(members) == [name for name in order if name in members]
    assert b"\n" not in line
    data = msgspec.json.encode(members["data"], order="sorted")
    assert line.endswith(b'"data":' + data + b"}")
    assert msgspec.json.encode({**members, "data": msgspec.Raw(data)}) == line


@law
@given(wild.facts(), st.data())
def test_equal_facts_have_equal_bytes(fact: Any, data: st.DataObject) -> None:
    """Two facts of one class have equal bytes exactly when they are equal."""
    other = data.draw(wild.of(type(fact)))
    if not isinstance(fact, EntryCorrected):  # its plain values hold both True and 1
        assert (fact == other) == (encode_data(fact) == encode_data(other))
    assert encode_data(evolve(fact)) == encode_data(fact)


SAME = [
    (
        QuoteIssued(quote_id="q", total=Money(amount=Decimal("-0.00"), currency="EUR")),
        QuoteIssued(quote_id="q", total=Money.of(0)),
    ),
    *(
        (
            WorkRecorded(work_id="w", volumes=(Quantity(value=Decimal(one), unit="page"),)),
            WorkRecorded(work_id="w", volumes=(Quantity(value=Decimal(other), unit="page"),)),
        )
        for one, other in (("1E+2", "100"), ("0.50", "0.5"), ("-0", "0"), ("1.0E+1", "10"))
    ),
    (
        ReviewHeld(review_id="r", levels=frozenset(ReflexiveLevel)),
        ReviewHeld(review_id="r", levels=frozenset(reversed(ReflexiveLevel))),
    ),
    (WorkRecorded(work_id="w", topic=None), WorkRecorded(work_id="w", deliverables=())),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_fact_has_one_form(one: Any, other: Any) -> None:
    """Notations that mean the same are written the same."""
    assert one == other
    assert encode_data(one) == encode_data(other)


def test_instants_are_written_in_utc() -> None:
    """An instant is one, whatever the zone it was given in, from the first year on."""
    west = timezone(timedelta(hours=-5))
    noon = recorded(WorkRecorded(work_id="w"), occurred_at=datetime(2022, 5, 2, 12, tzinfo=west))
    assert b'"occurred_at":"2022-05-02T17:00:00.000000Z"' in encode(noon)
    early = recorded(WorkRecorded(work_id="w"), occurred_at=datetime(7, 1, 2, tzinfo=UTC))
    assert b'"occurred_at":"0007-01-02T00:00:00.000000Z"' in encode(early)
    assert decode(encode(early)) == early


def nested(depth: int) -> Any:
    """Lists in lists."""
    return [nested(depth - 1)] if depth else "core"


UNKEEPABLE: dict[str, tuple[Any, str]] = {
    "a lone surrogate": (WorkRecorded(work_id="w", topic="a\ud800"), "data.topic"),
    "an integer beyond 2^53-1": (WorkRecorded(work_id="w", minutes=2**53), "data.minutes"),
    "a float": (
        EntryCorrected(target_event_id=UUID(int=1), new_fields={"minutes": [1, 1.5]}),
        "data.new_fields.minutes[1]",
    ),
    "a key that is no text": (
        EntryCorrected(target_event_id=UUID(int=1), new_fields={"a": {1: 2}}),
        "data.new_fields.a",
    ),
    "a key with a lone surrogate": (
        EntryCorrected(target_event_id=UUID(int=1), new_fields={"\udcff": 2}),
        "data.new_fields",
    ),
    "depth": (
        EntryCorrected(target_event_id=UUID(int=1), new_fields={"a": nested(DEPTH_LIMIT)}),
        "data.new_fields.a" + "[0]" * (DEPTH_LIMIT - 2),
    ),
    "size": (WorkRecorded(work_id="w", account="é" * LINE_LIMIT), "line"),
}


@pytest.mark.parametrize("what", UNKEEPABLE)
def test_what_would_not_come_back_is_not_written(what: str) -> None:
    """What JSON readers do not agree on is refused, and the field named."""
    data, place = UNKEEPABLE[what]
    with pytest.raises(Malformed) as refused:
        encode(recorded(data))
    assert refused.value.field == place


def test_the_greatest_integers_come_back() -> None:
    """The bounds themselves are kept."""
    at_bound = recorded(WorkRecorded(work_id="w", minutes=LAST_INTEGER))
    assert decode(encode(at_bound)) == at_bound


def test_a_surrogate_in_the_envelope_is_named() -> None:
    """The envelope is looked at as the data is."""
    with pytest.raises(Malformed, match="caused_by: holds a lone surrogate"):
        encode(recorded(WorkRecorded(work_id="w"), caused_by="\ud800"))


MALFORMED: dict[str, tuple[bytes, str]] = {
    "no JSON": (b"{", "line"),
    "no object": (b"[]", "line"),
    "no UTF-8": (members().replace(b"noor", b"no\xffr"), "line"),
    "too deep": (b"[" * 100_000, "line"),
    "no stream": (members(stream=...), "stream"),
    "an empty stream": (members(stream=""), "stream"),
    "version zero": (members(version=0), "version"),
    "a version in words": (members(version="7"), "version"),
    "a version beyond 2^53-1": (members(version=2**53), "version"),
    "no UUID": (members(id="seven"), "id"),
    "an empty recorder": (members(recorded_by=""), "recorded_by"),
    "a member of nobody's": (members(mood="good"), "line"),
    "no moment": (members(occurred_at="yesterday"), "occurred_at"),
    "an instant without zone": (members(occurred_at="2022-05-02T09:00:00"), "occurred_at"),
    "an instant off the calendar": (
        members(occurred_at="9999-12-31T23:59:59-01:00"),
        "occurred_at",
    ),
    "recorded without zone": (members(recorded_at="2022-05-02T09:00:00"), "recorded_at"),
    "recorded off the calendar": (members(recorded_at="0001-01-01T00:00:00+02:00"), "recorded_at"),
    "no data": (members(data=...), "data"),
    "unreadable data of an unknown event": (members(event="later", data=[]), "data"),
    "data of an unknown event that is no UTF-8": (
        members(event="later", data={"a": "noor"}, recorded_by="x").replace(b"noor", b"no\xffr"),
        "data",
    ),
}


@pytest.mark.parametrize("what", MALFORMED)
def test_a_line_that_is_no_fact_is_named(what: str) -> None:
    """An envelope that is wrong is no fact; the field concerned is named."""
    line, field = MALFORMED[what]
    with pytest.raises(Malformed) as refused:
        decode(line)
    assert refused.value.field == field


UNREAD: dict[str, tuple[dict[str, Any], str]] = {
    "an unknown name": ({"event": "song_sung", "data": {"b": 1, "a": {}}}, "song_sung"),
    "a newer schema": ({"schema": 2}, "schema 2"),
    "sealed text": ({"data": {"work_id": "w", "topic": {"sealed": "…"}}}, "data.topic"),
    "a value its class refuses": ({"data": {"work_id": "w", "minutes": 0}}, "data.minutes"),
    "a field missing": ({"data": {}}, "data.work_id: is missing"),
    "a decimal that is none": (
        {"data": {"work_id": "w", "volumes": [{"value": "NaN", "unit": "page"}]}},
        "data.volumes[0].value",
    ),
    "a decimal that would fill pages": (
        {"data": {"work_id": "w", "volumes": [{"value": "1E+999999", "unit": "page"}]}},
        "data.volumes[0]",
    ),
}


@pytest.mark.parametrize("what", UNREAD)
def test_what_cannot_be_read_is_kept(what: str) -> None:
    """Data that no class here fits is kept as it came, with the reason."""
    changes, reason = UNREAD[what]
    record = decode(members(**changes))
    assert isinstance(record.data, Unread)
    assert reason in record.data.reason
    kept = json.loads(encode(record))
    assert kept["data"] == json.loads(members(**changes))["data"]
    assert decode(encode(record)) == record


def test_reading_builds_nothing_but_classes_of_the_table() -> None:
    """A name that spells a module is only a name."""
    fact = decode_data("os:system", 1, b'{"command":"true"}')
    assert isinstance(fact, Unread)
    assert fact.data == {"command": "true"}


def test_a_line_reads_as_the_format_says() -> None:
    """The words of the format, byte for byte."""
    objective = ObjectiveSet(
        objective_id="o1",
        title="Print what serves",
        purpose="bulletins that are read",
        horizon=date(2022, 6, 30),
        agreed_by=(NOOR, PAUL),
    )
    effect = EffectObserved(
        effect_id="f1",
        measure=Measure(quantity=Quantity(value=Decimal("240.0"), unit="minute")),
        intended=False,
    )
    head = '{"stream":"relationship/verger:halles","version":7,'
    head += '"id":"00000000-0000-0000-0000-000000000007",'
    middle = '"schema":1,"occurred_at":"2022-05-02","recorded_at":"2022-06-01T12:00:00.000000Z",'
    middle += '"recorded_by":"noor",'
    assert encode(recorded(objective)).decode() == (
        head + '"event":"objective_set",' + middle + '"data":{"agreed_by":['
        '{"organisation":"Verger Conseil","party_id":"noor","side":"provider"},'
        '{"organisation":"Les Halles","party_id":"paul","side":"client"}],'
        '"horizon":"2022-06-30","objective_id":"o1","purpose":"bulletins that are read",'
        '"title":"Print what serves"}}'
    )
    assert encode(recorded(effect, caused_by="a call")).decode() == (
        head + '"event":"effect_observed",' + middle + '"caused_by":"a call","data":'
        '{"effect_id":"f1","intended":false,'
        '"measure":{"quantity":{"unit":"minute","value":"240"}}}}'
    )
