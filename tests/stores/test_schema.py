"""What the JSON Schemas promise: what we write is valid, and what is not ours is not."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import pytest
import wild
from annotated_types import MaxLen
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator
from world import Clock, exported, line, take

from noe_core.events import EVENTS
from noe_core.facts import AnyRecorded
from noe_stores import connect
from noe_stores.examples import Calendar, record_after_work, record_workshop
from noe_stores.lines.codec import encode
from noe_stores.lines.schema import DIALECT, _of, all_schemas, schema_of

GOLDEN = Path(__file__).parents[1] / "golden" / "lines_v1.jsonl"


@cache
def validator(event: str) -> Draft202012Validator:
    """What checks the lines of an event, formats included."""
    checker = Draft202012Validator.FORMAT_CHECKER
    assert {"date", "uuid"} <= set(checker.checkers)
    return Draft202012Validator(schema_of(event), format_checker=checker)


def test_every_event_has_a_schema() -> None:
    """Each is a schema of the dialect it names, under an id of its own."""
    schemas = all_schemas()
    assert list(schemas) == [event.name for event in EVENTS]
    for name, schema in schemas.items():
        Draft202012Validator.check_schema(schema)
        assert schema == schema_of(name)
        assert schema["$schema"] == DIALECT
    assert len({schema["$id"] for schema in schemas.values()}) == len(EVENTS)


def test_an_unknown_event_has_none() -> None:
    """The name is told."""
    with pytest.raises(LookupError, match="song_sung"):
        schema_of("song_sung")


@pytest.mark.parametrize("name", [event.name for event in EVENTS])
def test_references_lead_somewhere(name: str) -> None:
    """Every value a schema refers to stands in it, and none stands there unused."""
    text = json.dumps(schema_of(name))
    for value in schema_of(name)["$defs"]:
        assert f'"#/$defs/{value}"' in text
    assert text.count('"$ref"') >= len(schema_of(name)["$defs"])


def test_examples_and_golden_lines_are_valid() -> None:
    """What the examples record and what the first release wrote."""
    calendar = Calendar("2021-12-01")
    with connect("memory:", clock=calendar) as ledger:
        record_after_work(ledger, calendar)
        record_workshop(ledger, calendar)
        lines = exported(ledger).splitlines() + GOLDEN.read_bytes().splitlines()
    for text in lines:
        members = json.loads(text)
        validator(members["event"]).validate(members)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(wild.records())
def test_whatever_encodes_is_valid(record: AnyRecorded) -> None:
    """No fact that a store may hold is outside its schema."""
    validator(record.event).validate(json.loads(encode(record)))


WHOLE: dict[str, Any] = {
    **line(),
    "version": 1,
    "id": "7f0c0d9e-6f0a-5b0e-9a55-0d6f1c5f2a11",
    "recorded_at": "2022-05-04T08:00:00.000000Z",
}
DATA = WHOLE["data"]
VOLUME = {"unit": "page", "value": "5"}
MONEY = {"amount": "5.00", "currency": "EUR"}
QUOTE = {"event": "quote_issued", "data": {"quote_id": "q1"}}

INVALID: dict[str, dict[str, Any]] = {
    "a stream without kind": {"stream": "verger:halles"},
    "version zero": {"version": 0},
    "a version in words": {"version": "1"},
    "no UUID": {"id": "7f0c0d9e"},
    "another event": {"event": "advice_given"},
    "another schema": {"schema": 2},
    "no day": {"occurred_at": "2022-02-30"},
    "a week": {"occurred_at": "2022-W18-1"},
    "another notation of an instant": {"occurred_at": "2022-05-02T09:00Z"},
    "recorded on a day": {"recorded_at": "2022-05-04"},
    "nobody": {"recorded_by": ""},
    "an unknown member": {"mood": "good"},
    "an unknown field": {"data": {**DATA, "mood": "good"}},
    "a field missing": {"data": {"minutes": 60}},
    "an empty text": {"data": {**DATA, "topic": ""}},
    "a null": {"data": {**DATA, "topic": None}},
    "nothing done": {"data": {**DATA, "minutes": 0}},
    "half a minute": {"data": {**DATA, "minutes": 0.5}},
    "a truth that is a number": {"data": {**DATA, "automated": 1}},
    "no such side": {"data": {**DATA, "side": "left"}},
    "a person without side": {"data": {**DATA, "by": {"party_id": "noor"}}},
    "a decimal as a number": {"data": {**DATA, "volumes": [{**VOLUME, "value": 5}]}},
    "idle zeros": {"data": {**DATA, "volumes": [{**VOLUME, "value": "5.0"}]}},
    "a text for a list": {"data": {**DATA, "deliverables": "bulletins"}},
    "less than nothing to pay": {
        **QUOTE,
        "data": {"quote_id": "q1", "total": {**MONEY, "amount": "-5.00"}},
    },
    "no currency": {**QUOTE, "data": {"quote_id": "q1", "total": {"amount": "5.00"}}},
    "a currency in small letters": {
        **QUOTE,
        "data": {"quote_id": "q1", "total": {**MONEY, "currency": "eur"}},
    },
    "time saved below nothing": {**QUOTE, "data": {"quote_id": "q1", "time_saved_minutes": -1}},
}
SAID_ONLY_BY_AN_IMPORT = {"another event", "another schema"}
TAKEN_IN_OTHER_NOTATION = {"another notation of an instant", "a null", "idle zeros"}


@pytest.mark.parametrize("what", INVALID)
def test_what_is_not_ours_is_invalid(what: str) -> None:
    """A line that an import refuses, or would write otherwise, is not valid."""
    wrong = {**WHOLE, **INVALID[what]}
    expected = "work_recorded" if what == "another event" else wrong["event"]
    assert validator("work_recorded").is_valid(WHOLE)
    assert not validator(expected).is_valid(wrong)


@pytest.mark.parametrize("what", sorted(INVALID.keys() - SAID_ONLY_BY_AN_IMPORT))
def test_schema_and_import_agree(what: str) -> None:
    """What the schema finds wrong the import refuses, but for notations it sets right."""
    with connect("memory:", clock=Clock()) as ledger:
        taken = take(ledger, {**WHOLE, **INVALID[what]}, partial=True)
        assert taken.added == (what in TAKEN_IN_OTHER_NOTATION)
        for text in exported(ledger).splitlines():
            validator(json.loads(text)["event"]).validate(json.loads(text))


def test_a_rule_without_schema_is_told() -> None:
    """A new kind of limit on a field cannot be passed over."""
    with pytest.raises(TypeError, match="MaxLen"):
        _of(Annotated[str, MaxLen(3)], {})
