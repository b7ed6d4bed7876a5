"""Every way in which a line of an import may be bad, and what is said of it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from world import Clock, line, refused

from noe_stores import connect
from noe_stores.lines.codec import DEPTH_LIMIT, LINE_LIMIT

DATA = {"work_id": "w1", "minutes": 60}
TEXT = json.dumps(line())
PERIOD = {"start": "2022-01-31", "end": "2022-01-01"}
BAD: dict[str, tuple[bytes | dict[str, Any], str, str]] = {
    "no JSON": (b"stream: b", "line", "is no JSON"),
    "no object": (b'["b"]', "line", "no JSON object"),
    "no UTF-8": (TEXT.replace("import", "imp\xe9").encode("latin-1"), "line", "no UTF-8"),
    "UTF-16": (TEXT.encode("utf-16"), "line", "no UTF-8 text from byte 1 on"),
    "cut short": (TEXT[:-9].encode(), "line", "the file ends here, perhaps too early"),
    "too long": (line(data={"work_id": "w" * LINE_LIMIT}), "line", f"more than {LINE_LIMIT}"),
    "too deep for Python": (b'{"a":' + b"[" * 100_000, "line", "nested deeper"),
    "too deep": (
        TEXT.replace("60", "[" * DEPTH_LIMIT + "]" * DEPTH_LIMIT).encode(),
        "data.minutes" + "[0]" * (DEPTH_LIMIT - 1),
        "nested deeper",
    ),
    "a key twice": (
        TEXT.replace('"work_id"', '"minutes": 9, "work_id"').encode(),
        "data.minutes",
        "twice",
    ),
    "a member twice": (
        TEXT.replace('"schema"', '"event": "x", "schema"').encode(),
        "event",
        "twice",
    ),
    "a key twice in a list": (
        TEXT.replace("60", '60, "volumes": [{"unit": "a", "unit": "b"}]').encode(),
        "data.volumes[0].unit",
        "twice",
    ),
    "a float": (line(data={"work_id": "w1", "minutes": 60.0}), "data.minutes", "float"),
    "not a number": (TEXT.replace("60", "NaN").encode(), "data.minutes", "float"),
    "infinity": (TEXT.replace("60", "-Infinity").encode(), "data.minutes", "float"),
    "an exponent": (TEXT.replace("60", "6e1").encode(), "data.minutes", "float"),
    "beyond 2^53-1": (line(data={"work_id": "w1", "minutes": 2**53}), "data.minutes", "2^53-1"),
    "far beyond": (TEXT.replace("60", "9" * 5000).encode(), "data.minutes", "2^53-1"),
    "half a character": (TEXT.replace("w1", "\\ud800").encode(), "data.work_id", "surrogate"),
    "half a character in a key": (TEXT.replace("minutes", "\\udfff").encode(), "data", "surrogate"),
    "a control character": (TEXT.replace("w1", "w\x01").encode(), "line", "is no JSON"),
    "no stream": (line(stream=...), "stream", "is missing"),
    "a null stream": (line(stream=None), "stream", "is missing"),
    "a stream without kind": (line(stream="verger:halles"), "stream", "begins with its kind"),
    "a stream without id": (line(stream="relationship/"), "stream", "begins with its kind"),
    "a stream with NUL": (line(stream="relationship/a\x00"), "stream", "NUL"),
    "no event": (line(event=...), "event", "is missing"),
    "an unknown event": (line(event="work_done"), "event", "named work_done"),
    "an event of another kind of stream": (line(stream="team/b"), "event", "no event of a team"),
    "no schema": (line(schema=...), "schema", "is missing"),
    "a newer schema": (line(schema=2), "schema", "schema 2 of work_recorded"),
    "a schema in words": (line(schema="1"), "schema", "whole number"),
    "a schema that is true": (line(schema=True), "schema", "whole number"),
    "no day": (line(occurred_at=...), "occurred_at", "is missing"),
    "no recorder": (line(recorded_by=...), "recorded_by", "is missing"),
    "an empty recorder": (line(recorded_by=""), "recorded_by", "at least one character"),
    "no data": (line(data=...), "data", "is missing"),
    "data in a list": (line(data=[]), "data", "must be an object"),
    "a week": (line(occurred_at="2022-W18-1"), "occurred_at", "must be a day"),
    "no such day": (line(occurred_at="2022-02-30"), "occurred_at", "out of range"),
    "an instant without zone": (line(occurred_at="2022-05-02T09:00:00"), "occurred_at", "zone"),
    "seven decimals": (
        line(occurred_at="2022-05-02T09:00:00.1234567Z"),
        "occurred_at",
        "at most six decimals",
    ),
    "recorded on a day": (line(recorded_at="2022-05-03"), "recorded_at", "must be an instant"),
    "off the calendar": (
        line(recorded_at="0001-01-01T00:00:00+02:00"),
        "recorded_at",
        "outside the calendar",
    ),
    "in the future": (line(occurred_at="2022-06-03"), "occurred_at", "has not come yet"),
    "recorded in the future": (
        line(recorded_at="2022-06-01T12:00:01Z"),
        "recorded_at",
        "has not come yet",
    ),
    "recorded before it happened": (
        line(recorded_at="2022-05-01T00:00:00Z"),
        "recorded_at",
        "when it happened",
    ),
    "version zero": (line(version=0), "version", "whole number from 1"),
    "a gap": (line(version=2), "version", "1 comes next"),
    "no UUID": (line(id="5"), "id", "must be a UUID"),
    "a UUID without hyphens": (line(id="0" * 32), "id", "must be a UUID"),
    "an unknown member": (line(mood="good"), "mood", "is no field"),
    "a digest": (line(sum="0" * 64), "sum", "is no field"),
    "an unknown field": (line(data={**DATA, "mood": "good"}), "data.mood", "WorkRecorded"),
    "an unknown empty field": (line(data={**DATA, "moods": []}), "data.moods", "WorkRecorded"),
    "an unknown field inside": (
        line(data={**DATA, "by": {"party_id": "a", "side": "client", "age": 7}}),
        "data.by.age",
        "PartyRef",
    ),
    "an unknown field in a list": (
        line(data={**DATA, "volumes": [{"value": "1", "unit": "a", "x": []}]}),
        "data.volumes[0].x",
        "Quantity",
    ),
    "a field missing": (line(data={"minutes": 60}), "data.work_id", "is missing"),
    "a field of another type": (line(data={**DATA, "topic": 7}), "data.topic", "Expected `str"),
    "an empty text": (line(data={**DATA, "topic": ""}), "data.topic", "must not be empty"),
    "nothing done": (line(data={"work_id": "w1", "minutes": 0}), "data.minutes", "more than 0"),
    "no such side": (line(data={**DATA, "side": "left"}), "data.side", "left"),
    "null in a list": (line(data={**DATA, "deliverables": [None]}), "data.deliverables[0]", "null"),
    "a decimal as a number": (
        line(data={**DATA, "volumes": [{"value": 5, "unit": "a"}]}),
        "data.volumes[0].value",
        "5 would come back as '5'",
    ),
    "a decimal with underscores": (
        line(data={**DATA, "volumes": [{"value": "1_0", "unit": "a"}]}),
        "data.volumes[0].value",
        "would come back as '10'",
    ),
    "a decimal that fills pages": (
        line(data={**DATA, "volumes": [{"value": "1e999999", "unit": "a"}]}),
        "data.volumes[0].value",
        "30 digits",
    ),
    "cents of a cent": (
        line(
            event="quote_issued",
            data={"quote_id": "q", "total": {"amount": "1.005", "currency": "EUR"}},
        ),
        "data.total.amount",
        "two places",
    ),
    "an end before its start": (
        line(event="quote_issued", data={"quote_id": "q", "period": PERIOD}),
        "data.period.end",
        "before its start",
    ),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_line_is_named(what: str) -> None:
    """File, line, field and reason; nothing is recorded."""
    text, field, why = BAD[what]
    with connect("memory:", clock=Clock()) as ledger:
        caught = refused(ledger, line(data={"work_id": "w0"}, stream="relationship/b"), text)
    (bad,) = caught.bad
    assert (bad.source, bad.line, bad.field) == ("lines", 2, field)
    assert why in bad.why
    assert str(bad).startswith(f"lines:2: {field}: ")
    assert caught.refused == 1
