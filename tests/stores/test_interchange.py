"""What export and import promise."""

from __future__ import annotations

import io
import json
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import wild
from eventsourcing.persistence import IntegrityError, StoredEvent
from hypothesis import given, settings
from hypothesis import strategies as st
from world import (
    DAY,
    GUESTS,
    NOW,
    OURS,
    STREAM,
    Clock,
    Store,
    advice,
    demand,
    exported,
    line,
    refused,
    take,
    work,
)

from noe_core.decision import Draft
from noe_core.facts import Unread
from noe_core.typed import Fact
from noe_stores import connect
from noe_stores.examples import Calendar, record_after_work, record_workshop
from noe_stores.exchange.importing import BOM
from noe_stores.exchange.interchange import BAD_LIMIT, Imported, ImportRefused, NoSuchStream
from noe_stores.identity import id_of_line
from noe_stores.ledger import Ledger
from noe_stores.lines.codec import encode_data
from noe_stores.memory import MemoryApplicationRecorder
from noe_stores.outcomes import LostRace
from noe_stores.stream import PAGE, DamagedRecord
from noe_stores.walking import STEP

KINDS = (*OURS, *GUESTS)
LATER = Draft(
    data=Unread("song_sung", 3, {"b": [1, None], "a": {"é": ""}}, "unknown"), occurred_at=DAY
)


def two_stories(ledger: Ledger, calendar: Calendar) -> bytes:
    """Both examples and a fact nobody can read, recorded; and the export of all that."""
    record_after_work(ledger, calendar)
    record_workshop(ledger, calendar)
    ledger.record("studio-marelle:été/é", [demand(occurred_at=DAY), LATER])
    return exported(ledger)


@pytest.fixture
def stories() -> bytes:
    """An export of three streams."""
    calendar = Calendar("2021-12-01")
    with connect("memory:", clock=calendar) as ledger:
        return two_stories(ledger, calendar)


def test_an_export_is_the_stored_bytes(store: Store) -> None:
    """By stream, then version; the digest off, nothing re-encoded."""
    calendar = Calendar("2021-12-01")
    ledger = store.open(calendar)
    out = two_stories(ledger, calendar)
    places = [(m["stream"], m["version"]) for m in map(json.loads, out.splitlines())]
    assert places == sorted(places)
    stored = sorted(
        (n.originator_id, n.originator_version, n.state)
        for n in store.recorder().select_notifications(1, 100)
    )
    sums = len(',"sum":""') + 64
    assert out == b"".join(state[: -sums - 1] + b"}\n" for _, _, state in stored)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_bytes_come_out_of_every_store(
    kind: str, tmp_path: Path, closing: ExitStack, stories: bytes
) -> None:
    """Exported, imported into another kind of store and exported again: the same bytes."""
    ledger = Store(kind, tmp_path, closing).open()
    taken = ledger.import_(io.BytesIO(stories), keep_unknown=True)
    assert taken == Imported(lines=58, added=58, already=0, streams=3, kept_unknown=1)
    assert exported(ledger) == stories
    again = ledger.import_(io.BytesIO(stories), keep_unknown=True)
    assert again == Imported(lines=58, added=0, already=58, streams=3, kept_unknown=0)
    assert exported(ledger) == stories
    assert ledger.verify().sound


def test_streams_may_be_chosen(ledger: Ledger) -> None:
    """A choice of streams is exported in their order, each once; an unknown one is told."""
    for own_id in ("c", "a", "b"):
        ledger.record(own_id, [demand()])
    whole = exported(ledger).splitlines(keepends=True)
    assert exported(ledger, ["c", "relationship/a", "c"]) == whole[0] + whole[2]
    out = io.BytesIO()
    with pytest.raises(NoSuchStream, match="relationship/d"):
        ledger.export(out, streams=["a", "d"])
    assert out.getvalue() == b""


def test_guests_records_are_not_exported(ledger: Ledger) -> None:
    """What no ledger wrote is not ours to hand out; amid ours it is damage."""
    ledger.recorder.insert_events([StoredEvent("walk", 1, "Walk", b"{}")])
    assert exported(ledger) == b""
    ledger.recorder.insert_events([StoredEvent(STREAM, 1, "Walk", b"{}")])
    with pytest.raises(DamagedRecord):
        exported(ledger)


def test_progress_is_told(ledger: Ledger) -> None:
    """Every so many lines, and at the end."""
    ledger.record(STREAM, [work(f"w{n}") for n in range(STEP + 1)])
    told: list[int] = []
    out = io.BytesIO()
    assert ledger.export(out, progress=told.append).lines == STEP + 1
    assert told == [STEP, STEP + 1]
    told.clear()
    with connect("memory:", clock=Clock()) as other:
        other.import_(io.BytesIO(out.getvalue()), progress=told.append)
    assert told == [STEP, STEP + 1]


def test_what_is_given_is_kept(ledger: Ledger) -> None:
    """Version, id and time of recording stay where they are given."""
    given = {"version": 1, "id": str(UUID(int=5)), "recorded_at": "2022-05-04T08:00:00.000000Z"}
    take(ledger, line(**given, caused_by="a call", correlation_id="file 3"))
    kept = json.loads(exported(ledger))
    assert {name: kept[name] for name in given} == given
    assert (kept["caused_by"], kept["correlation_id"]) == ("a call", "file 3")


def test_what_is_missing_is_assigned(ledger: Ledger) -> None:
    """Versions go on, times are the clock's, ids follow from stream, version and data."""
    take(ledger, line(), line(data={"work_id": "w2"}))
    one, two = ledger.history(STREAM).records
    assert (one.version, two.version) == (1, 2)
    assert one.recorded_at == two.recorded_at == NOW
    assert one.id == id_of_line(STREAM, 1, encode_data(one.data))
    assert two.id == id_of_line(STREAM, 2, b'{"work_id":"w2"}')


def test_importing_twice_adds_nothing(ledger: Ledger, clock: Clock) -> None:
    """A file without versions and ids is recognised by what it says; a longer one goes on."""
    lines = [line(), line(data={"work_id": "w2"}), line(stream="relationship/b"), line()]
    assert take(ledger, *lines).added == 4
    clock.move(days=1)
    before = exported(ledger)
    assert take(ledger, *lines) == Imported(lines=4, added=0, already=4, streams=2, kept_unknown=0)
    assert exported(ledger) == before
    taken = take(ledger, *lines, line(), line(data={"work_id": "w3"}))
    assert (taken.added, taken.already) == (2, 4)
    assert exported(ledger).startswith(before.splitlines()[0])
    assert take(ledger, *lines, line(), line(data={"work_id": "w3"})).added == 0


def test_each_fact_answers_for_one_line(ledger: Ledger) -> None:
    """Two equal lines are two facts, and one recorded fact is not both of them."""
    take(ledger, line())
    taken = take(ledger, line(), line())
    assert (taken.added, taken.already) == (1, 1)
    first = str(ledger.history(STREAM).records[0].id)
    taken = take(ledger, line(id=first), line(), line())
    assert (taken.added, taken.already) == (1, 2)


@pytest.mark.parametrize(
    "said",
    [
        {"recorded_by": "somebody"},
        {"occurred_at": "2022-05-03"},
        {"data": {"work_id": "w1", "minutes": 61}},
        {"event": "advice_given", "data": {}},
        {"recorded_at": "2022-06-01T12:00:00.000001Z"},
        {"caused_by": "a call"},
        {"correlation_id": "file 3"},
    ],
)
def test_a_line_that_says_something_else_is_another_fact(
    ledger: Ledger, clock: Clock, said: dict[str, Any]
) -> None:
    """A line without id is a recorded fact only if that fact says all the line says."""
    take(ledger, line(caused_by="a letter"))
    clock.move(seconds=1)
    assert take(ledger, line()).already == 1
    assert take(ledger, line(**said)).added == 1


def test_an_export_without_its_ids_is_recognised(stories: bytes) -> None:
    """Ids, versions and times taken off, in any combination, the facts are the same."""
    with connect("memory:", clock=Calendar("2022-12-01")) as ledger:
        ledger.import_(io.BytesIO(stories), keep_unknown=True)
        for without in (["id"], ["version"], ["id", "version"], ["id", "version", "recorded_at"]):
            lines = [json.loads(text) for text in stories.splitlines()]
            for members in lines:
                for name in without:
                    del members[name]
            assert take(ledger, *lines, keep_unknown=True).added == 0
        assert exported(ledger) == stories


def test_lines_of_several_streams_may_alternate(ledger: Ledger, stories: bytes) -> None:
    """The order within a stream is all that counts."""
    lines = sorted(stories.splitlines(), key=lambda text: json.loads(text)["version"])
    assert take(ledger, *lines, keep_unknown=True).added == 58
    assert exported(ledger) == stories
    positions = [p.fact.version for p in ledger.follow()]
    assert positions == sorted(positions)


def test_other_notations_are_stored_in_ours(ledger: Ledger) -> None:
    """Order, spaces, nulls, offsets, idle zeros and letters of a UUID do not matter."""
    given = """ { "data" : { "volumes": [{"unit": "page", "value": "+0250.50"}],
        "minutes": null, "objective_ids": [], "work_id": "w\\u0031", "by": {"side": "client",
        "party_id": "paul", "organisation": null}, "topic": "\\ud83d\\udda8" },
        "recorded_at": "2022-05-04T10:00:00.5+02:00", "occurred_at": "2022-05-02T09:00Z",
        "id": "0A4B2F0E-3C1D-5D53-8A4E-6F2F3A9B7C10", "version": 1, "caused_by": null,
        "mood": null, "schema": 1, "event": "work_recorded", "recorded_by": "import",
        "stream": "relationship/verger:halles" } """
    take(ledger, given.replace("\n", "").encode() + b"\r")
    assert exported(ledger).decode() == (
        '{"stream":"relationship/verger:halles","version":1,'
        '"id":"0a4b2f0e-3c1d-5d53-8a4e-6f2f3a9b7c10","event":"work_recorded","schema":1,'
        '"occurred_at":"2022-05-02T09:00:00.000000Z",'
        '"recorded_at":"2022-05-04T08:00:00.500000Z","recorded_by":"import","data":{'
        '"by":{"party_id":"paul","side":"client"},"topic":"🖨",'
        '"volumes":[{"unit":"page","value":"250.5"}],"work_id":"w1"}}\n'
    )


def test_sets_may_come_in_any_order(ledger: Ledger) -> None:
    """A set is written sorted; an item given twice would be lost and is refused."""
    levels = ["relational", "client_side", "internal"]
    review = {"event": "review_held", "data": {"review_id": "r1", "levels": levels}}
    take(ledger, line(**review))
    assert json.loads(exported(ledger))["data"]["levels"] == sorted(levels)
    review["data"] = {"review_id": "r2", "levels": [*levels, "internal"]}
    assert refused(ledger, line(**review)).bad[0].field == "data.levels"


def test_nulls_of_a_correction_are_kept(ledger: Ledger) -> None:
    """There, null empties a field; it is not left out."""
    fields = {"topic": None, "by": {"organisation": None}}
    data = {"target_event_id": str(UUID(int=1)), "new_fields": fields, "reason": None}
    take(ledger, line(event="entry_corrected", data=data))
    assert json.loads(exported(ledger))["data"] == {
        "new_fields": fields,
        "target_event_id": str(UUID(int=1)),
    }


def test_blank_lines_and_a_byte_order_mark_say_nothing(ledger: Ledger) -> None:
    """Blank lines are no lines; their numbers count. The mark some tools write is passed over."""
    text = json.dumps(line()).encode()
    source = io.BytesIO(BOM + b"\n \t\r\n" + text + b"\r\n\n{}")
    with pytest.raises(ImportRefused) as caught:
        ledger.import_(source, name="past.jsonl")
    assert str(caught.value.bad[0]) == "past.jsonl:5: stream: is missing"
    assert ledger.import_(io.BytesIO(BOM + text)).lines == 1
    assert refused(ledger, text + b"\n" + BOM + text).bad[0].line == 2


def test_a_file_names_itself(ledger: Ledger, tmp_path: Path) -> None:
    """Bad lines are named with the file they stand in."""
    path = tmp_path / "past.jsonl"
    path.write_bytes(b"\n{}\n")
    with path.open("rb") as source, pytest.raises(ImportRefused, match=r"past\.jsonl:2: stream"):
        ledger.import_(source)


DATA = {"work_id": "w1", "minutes": 60}


def test_a_file_recorded_out_of_order_is_refused(ledger: Ledger) -> None:
    """Times of recording do not go back, within the file or behind the store."""
    late, early = "2022-05-05T00:00:00Z", "2022-05-04T00:00:00Z"
    take(ledger, line(recorded_at=late))
    other = {"work_id": "w2"}
    for lines in (
        [line(data=other, recorded_at=early)],
        [
            line(data=other, recorded_at=NOW.isoformat()),
            line(data=DATA, recorded_at=late, id=None),
            line(data={"work_id": "w3"}, recorded_at=late),
        ],
    ):
        (bad,) = refused(ledger, *lines).bad
        assert bad.field == "recorded_at"
        assert "the fact before it" in bad.why
        assert bad.line == len(lines)


def test_an_id_with_other_content_names_both_places(ledger: Ledger) -> None:
    """Whether the first stands in the store or in the same file."""
    one = str(UUID(int=1))
    take(ledger, line(id=one))
    for changes in (
        {"data": {"work_id": "w2"}},
        {"recorded_by": "noor"},
        {"version": 2},
        {"occurred_at": "2022-05-01"},
        {"caused_by": "a call"},
        {"recorded_at": "2022-05-05T00:00:00Z"},
    ):
        (bad,) = refused(ledger, line(**{"id": one, **changes})).bad
        assert bad.field == "id"
        (field,) = changes
        assert bad.why == f"at version 1 of {STREAM} stands {one} with another {field}"
    two = str(UUID(int=2))
    caught = refused(ledger, line(id=two), line(id=two), line(id=two, data={"work_id": "w2"}))
    assert str(caught.bad[0]) == (
        f"lines:3: id: at version 2 of {STREAM} (line 1) stands {two} with another data"
    )
    assert take(ledger, line(id=two), line(id=two)) == Imported(
        lines=2, added=1, already=1, streams=1, kept_unknown=0
    )


def test_a_version_that_is_taken_names_its_place(ledger: Ledger) -> None:
    """A version is one fact's alone."""
    caught = refused(ledger, line(version=1), line(version=1, data={"work_id": "w2"}))
    assert caught.bad[0].why == f"at version 1 of {STREAM} (line 1) stands another fact"


def test_every_bad_line_is_reported_up_to_a_limit(ledger: Ledger) -> None:
    """All are counted and the first named; what only follows from one is not held against it."""
    caught = refused(
        ledger,
        line(version=1),
        line(version=2, data={}),
        line(version=3),
        line(stream="relationship/b", version=2),
        line(stream="relationship/b", version=3),
        line(stream="relationship/c", version=1, mood="good"),
        b"{",
        line(stream="relationship/d", version=5),
        line(event="work_done"),
    )
    assert [(bad.line, bad.field) for bad in caught.bad] == [
        (2, "data.work_id"),
        (4, "version"),
        (6, "mood"),
        (7, "line"),
        (9, "event"),
    ]
    many = refused(ledger, *[b"{}"] * (BAD_LIMIT + 7))
    assert (len(many.bad), many.refused) == (BAD_LIMIT, BAD_LIMIT + 7)
    assert str(many).startswith("nothing was imported:\nlines:1: stream: is missing\n")
    assert str(many).endswith("\nand 7 more")


def test_a_partial_import_keeps_the_good(ledger: Ledger) -> None:
    """Good lines are recorded, bad ones reported; what a gap leaves out is bad too."""
    lines = [
        line(version=1),
        line(version=2, data={"work_id": "w2", "minutes": 0}),
        line(version=3, data={"work_id": "w3"}),
        b"{",
        line(stream="relationship/b"),
    ]
    taken = take(ledger, *lines, partial=True)
    assert (taken.added, taken.refused, taken.streams) == (2, 3, 2)
    assert [(bad.line, bad.field) for bad in taken.bad] == [
        (2, "data.minutes"),
        (3, "version"),
        (4, "line"),
    ]
    assert [len(history.records) for history in ledger.histories()] == [1, 1]


def test_a_partial_import_goes_page_by_page(ledger: Ledger) -> None:
    """More than a page of lines is recorded in several calls, and what was recorded stays."""
    lines = [line(data={"work_id": f"w{n}"}) for n in range(PAGE + 3)]
    told: list[int] = []

    def look(_: int) -> None:
        told.append(sum(1 for _ in ledger.follow()))

    taken = take(ledger, *lines, b"{", partial=True, progress=look)
    assert (taken.added, taken.refused) == (PAGE + 3, 1)
    assert told[-2:] == [PAGE, PAGE + 3]
    assert ledger.verify().facts == PAGE + 3


def test_unknown_events_are_kept_when_asked(ledger: Ledger) -> None:
    """A name or schema of a later release is kept as it came, down to its nulls."""
    data = {"b": [1, {"é": None}], "a": [], "c": {}, "d": True}
    lines = [line(event="song_sung", data=data), line(schema=2, data=data)]
    taken = take(ledger, *lines, line(), keep_unknown=True)
    assert (taken.added, taken.kept_unknown) == (3, 2)
    assert [json.loads(text)["data"] for text in exported(ledger).splitlines()][:2] == [data, data]
    assert take(ledger, *lines, keep_unknown=True).already == 2
    assert refused(ledger, line(data={}), keep_unknown=True).bad[0].field == "data.work_id"


SEAL = {"key": "lise", "sealed": "bm90IGZvciB5b3U="}


@pytest.mark.parametrize(
    ("event", "data"),
    [
        ("work_recorded", {"work_id": "w", "account": SEAL, "minutes": 30, "gap": None}),
        ("work_recorded", {"work_id": "w", "deliverables": ["a page", SEAL]}),
        ("party_joined", {"party": {"party_id": "lise", "name": SEAL}}),
        ("review_held", {"assessments": [{"account": SEAL, "by_side": "client",
                                          "of_side": "client"}], "review_id": "r"}),
    ],
)  # fmt: skip
def test_sealed_text_is_kept_when_asked(ledger: Ledger, event: str, data: Any) -> None:
    """Unread and as it came: exported and imported again, the bytes are the same."""
    given = line(event=event, data=data)
    assert take(ledger, given, keep_unknown=True).kept_unknown == 1
    assert take(ledger, given, keep_unknown=True).already == 1
    told = exported(ledger)
    assert json.loads(told)["data"] == data
    with connect("memory:", clock=ledger.clock) as other:
        take(other, told, keep_unknown=True)
        assert exported(other) == told


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"work_id": "w", "account": SEAL, "minutes": 0}, "data.minutes"),
        ({"work_id": "w", "account": SEAL, "mood": "fine"}, "data.mood"),
        ({"work_id": "w", "minutes": SEAL}, "data.minutes"),
        ({"work_id": "w", "side": SEAL}, "data.side"),
        ({"work_id": "w", "account": {}}, "data.account"),
        ({"work_id": SEAL}, "data.work_id"),
        ({"work_id": "w", "objective_ids": [SEAL]}, "data.objective_ids[0]"),
        ({"work_id": "w", "account": [SEAL]}, "data.account"),
    ],
)
def test_nothing_but_text_is_sealed(ledger: Ledger, data: Any, field: str) -> None:
    """A number, a side, an identifier, or a slip beside a seal is refused as ever."""
    assert refused(ledger, line(data=data), keep_unknown=True).bad[0].field == field
    assert refused(ledger, line(data={"work_id": "w", "account": SEAL})).bad[0].field == (
        "data.account"
    )


def test_an_import_into_a_damaged_stream_stops(ledger: Ledger) -> None:
    """Nothing is chained to what is not sound."""
    ledger.recorder.insert_events([StoredEvent(STREAM, 1, "work_recorded", b"{}")])
    with pytest.raises(DamagedRecord):
        take(ledger, line(stream="relationship/b"), line())
    assert ledger.history("b").records == ()


@pytest.mark.parametrize("kind", KINDS)
def test_a_race_lost_by_an_import_is_told(kind: str, tmp_path: Path, closing: ExitStack) -> None:
    """Somebody records in one of its streams meanwhile: nothing is taken, and it can be again."""
    store = Store(kind, tmp_path, closing)
    ledger, rival = store.open(), store.open()
    lines = [line(stream="relationship/b"), line(), line(data={"work_id": "w2"})]
    lines += [{**lines[0], "data": {"work_id": f"w{n}"}} for n in range(STEP)]

    def in_between(_: int) -> None:
        rival.record(STREAM, [advice("entre-temps", id=UUID(int=9))])

    with pytest.raises(LostRace) as lost:
        take(ledger, *lines, progress=in_between)
    conflict = lost.value.conflict
    assert (conflict.stream, conflict.expected, conflict.actual) == (STREAM, 0, 1)
    assert [fact.event for fact in conflict.since] == ["advice_given"]
    assert ledger.history("b").records == ()
    assert take(ledger, *lines).added == len(lines)


def test_a_store_that_objects_to_an_import_is_heard(tmp_path: Path, closing: ExitStack) -> None:
    """An objection that is no lost race comes through."""
    ledger = Store("guest-sqlite", tmp_path, closing).open()
    with ledger.recorder.datastore.transaction(commit=True) as cursor:
        cursor.execute("CREATE UNIQUE INDEX each_event_once ON stored_events (topic)")
    with pytest.raises(IntegrityError):
        take(ledger, line(stream="relationship/b"), line())
    assert exported(ledger) == b""


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(wild.facts(), st.sampled_from(("a", "b"))), max_size=5))
def test_whatever_is_recorded_can_be_moved(told: list[tuple[Fact, str]]) -> None:
    """Every fact a ledger keeps, however odd, is imported elsewhere and exported the same."""
    one = Ledger(MemoryApplicationRecorder(), clock=Clock())
    two = Ledger(MemoryApplicationRecorder(), clock=Clock(NOW + timedelta(days=1)))
    for fact, own_id in told:
        one.record(f"{wild.home(fact)}/{own_id}", [Draft(data=fact, occurred_at=DAY)])
    out = exported(one)
    assert two.import_(io.BytesIO(out)).added == len(told)
    assert exported(two) == out
    assert two.import_(io.BytesIO(out)).added == 0
