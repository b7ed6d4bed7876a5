"""Records of guests as lines, and which records may stand in a dossier as they are."""

from __future__ import annotations

import json
from uuid import UUID

import pytest
from eventsourcing.persistence import StoredEvent
from hypothesis import given
from hypothesis import strategies as st

from noe_stores.files.dossiers.guests import start, unwrap, wrap
from noe_stores.files.dossiers.line import fact_of, succeeding
from noe_stores.lines import chain
from noe_stores.lines.codec import LINE_LIMIT, Malformed

STREAM = "relationship/joinery:léa"
LINE = (
    '{"stream":"relationship/joinery:léa","version":1,"id":"7f0c0d9e-6f0a-5b0e-9a55-0d6f1c5f2a11",'
    '"event":"work_recorded","schema":1,"occurred_at":"2022-05-02",'
    '"recorded_at":"2022-05-02T09:00:00.000000Z","recorded_by":"léa",'
    '"data":{"minutes":60,"work_id":"w1"}}'
).encode()
SEALED = chain.seal(LINE, chain.link(chain.start(STREAM), LINE))
FACT = StoredEvent(STREAM, 1, "work_recorded", SEALED)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
IDS = st.uuids() | TEXT | st.just(STREAM) | st.uuids().map(str)
STATES = (
    st.binary(max_size=60)
    | TEXT.map(str.encode)
    | st.sampled_from((SEALED, LINE, SEALED + b"\n", b'","sum":"' + b"0" * 64 + b'"}', b"\xff\x00"))
)
EVENTS = st.builds(
    StoredEvent,
    originator_id=IDS,
    originator_version=st.integers(0, 2**53 - 1),
    topic=TEXT | st.just("work_recorded"),
    state=STATES,
)


def test_a_guest_is_readable() -> None:
    """The members stand in reading order, the state as text where it is text."""
    dog = UUID(int=7)
    line, digest = wrap(StoredEvent(dog, 0, "Dog.Registered", b'{"name":"Fido"}'), start(dog))
    assert line.decode() == (
        '{"guest":"00000000-0000-0000-0000-000000000007","kind":"uuid","version":0,'
        '"topic":"Dog.Registered","text":"{\\"name\\":\\"Fido\\"}",'
        f'"sum":"{digest}"}}'
    )
    line, digest = wrap(StoredEvent("dog", 1, "Dog.Seen", b"\xff"), digest)
    assert line.decode() == (
        '{"guest":"dog","kind":"text","version":1,"topic":"Dog.Seen","base64":"/w==",'
        f'"sum":"{digest}"}}'
    )


@given(EVENTS, TEXT)
def test_a_guest_comes_back_as_it_was(event: StoredEvent, previous: str) -> None:
    """Id, version, topic and bytes, of the same types, from one line of JSON."""
    line, digest = wrap(event, previous)
    assert b"\n" not in line
    assert json.loads(line)["sum"] == digest
    assert unwrap(line, previous) == (event, digest)
    found, _ = unwrap(line, previous)
    assert type(found.originator_id) is type(event.originator_id)


@given(EVENTS, EVENTS)
def test_a_line_of_a_guest_stands_in_one_place(first: StoredEvent, second: StoredEvent) -> None:
    """After another line than the one it was chained to, it is refused."""
    _, digest = wrap(first, start(first.originator_id))
    line, _ = wrap(second, digest)
    with pytest.raises(Malformed, match="does not follow"):
        unwrap(line, start(first.originator_id))


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('{"guest":"a","kind":"text","version":1,"topic":"t","text":"x"}', None),
        ('{"guest":"a","kind":"text","version":1,"topic":"t"}', "neither text nor base64"),
        ('{"guest":"a","kind":"uuid","version":1,"topic":"t","text":"x"}', "badly formed"),
        ('{"guest":"a","kind":"text","version":1,"topic":"t","base64":"eA=="}', "not written as"),
        ('{"guest":"a","kind":"text","topic":"t","version":1,"text":"x"}', "not written as"),
        ('{"guest":"a","kind":"text","version":1,"topic":"t","text":"x","base64":"/w=="}', "as"),
        ('{"guest":"a","kind":"bird","version":1,"topic":"t","text":"x"}', "bird"),
        ('{"guest":"a","kind":"text","version":1,"topic":"t","text":"x","mood":"good"}', "mood"),
        ("{}", "guest"),
    ],
)
def test_a_line_nobody_wrote_is_refused_though_its_digest_follows(
    line: str, why: str | None
) -> None:
    """There is one way to write a record; any other was not written by a store."""
    sealed = chain.seal(line.encode(), chain.link("a", line.encode()))
    if why is None:
        assert unwrap(sealed, "a")[0] == StoredEvent("a", 1, "t", b"x")
    else:
        with pytest.raises(Malformed, match=why):
            unwrap(sealed, "a")


def test_a_line_without_digest_is_refused() -> None:
    """It is not sealed, so nothing says that it is whole."""
    with pytest.raises(Malformed, match="no digest"):
        unwrap(b'{"guest":"a","kind":"text","version":1,"topic":"t","text":"x"}', "a")


def test_a_fact_of_a_ledger_stands_as_it_is() -> None:
    """The line gives the record back, and follows where it was chained."""
    assert fact_of(SEALED) == FACT
    assert succeeding(FACT, 0, chain.start(STREAM)) == chain.unseal(SEALED)[1]
    assert succeeding(FACT, 1, chain.start(STREAM)) is None
    assert succeeding(FACT, 0, "0" * 64) is None


def _with(old: bytes, new: bytes) -> bytes:
    """The line of the fact, changed in one place and sealed again."""
    assert old in LINE
    line = LINE.replace(old, new)
    return chain.seal(line, chain.link(chain.start(STREAM), line))


@pytest.mark.parametrize(
    "event",
    [
        StoredEvent(STREAM, 2, "work_recorded", SEALED),
        StoredEvent("relationship/joinery", 1, "work_recorded", SEALED),
        StoredEvent(UUID(int=1), 1, "work_recorded", SEALED),
        StoredEvent(STREAM, 1, "work_reviewed", SEALED),
        StoredEvent(STREAM, 1, "work_recorded", LINE),
        StoredEvent(STREAM, 1, "work_recorded", SEALED + b"\n"),
        StoredEvent(STREAM, 1, "work_recorded", b" " + SEALED),
        StoredEvent(STREAM, 1, "work_recorded", SEALED[:-1] + b" }"),
        StoredEvent(STREAM, 1, "work_recorded", SEALED[:-2] + b'","sum":"x"}'),
        StoredEvent(STREAM, 1, "work_recorded", SEALED.replace(b'"version"', b' "version"')),
        StoredEvent(STREAM, 1, "work_recorded", _with(b"w1", b"w\n1")),
        StoredEvent(STREAM, 1, "work_recorded", _with(b'"minutes"', b'\n"minutes"')),
        StoredEvent(STREAM, 1, "work_recorded", _with(b"w1", b"w\xff1")),
        StoredEvent(STREAM, 1, "work\trecorded", _with(b"work_recorded", b"work\trecorded")),
        StoredEvent(STREAM, 1, "work_recorded", _with(b'"schema":1,', b'"x":1,"schema":1,')),
        StoredEvent(STREAM, 1, "work_recorded", _with("é".encode(), b"\\u00e9")),
        StoredEvent(STREAM, 1, "work_recorded", _with(b'"version":1', b'"version":01')),
        StoredEvent(STREAM, 1, "work_recorded", _with(b"joinery", b"join\\qery")),
        StoredEvent(STREAM, 1, "work_recorded", _with(b"w1", b"w" * LINE_LIMIT)),
        StoredEvent("dog", 1, "work_recorded", _with(STREAM.encode(), b"dog")),
    ],
)
def test_what_imitates_a_fact_is_a_guest(event: StoredEvent) -> None:
    """A record whose line would not give it back, or that no ledger writes, is wrapped."""
    assert fact_of(event.state) != event
    assert succeeding(event, event.originator_version - 1, chain.start(STREAM)) is None


def test_a_fact_may_be_as_long_as_the_codec_lets_it() -> None:
    """The longest line a ledger writes stands as it is; one byte more does not."""
    room = LINE_LIMIT - len(LINE) + 2
    for letters, ours in ((room, True), (room + 1, False)):
        state = _with(b"w1", b"w" * letters)
        assert (fact_of(state) == StoredEvent(STREAM, 1, "work_recorded", state)) is ours


@given(EVENTS)
def test_a_record_that_stands_as_it_is_is_told_by_its_line(event: StoredEvent) -> None:
    """Whatever is taken for a ledger's comes back whole from its one line."""
    follows = succeeding(event, event.originator_version - 1, chain.start(STREAM))
    assert follows == (chain.unseal(SEALED)[1] if event == FACT else None)
    if fact_of(event.state) == event:
        assert b"\n" not in event.state


@given(EVENTS, TEXT)
def test_a_guests_line_is_never_taken_for_a_fact(event: StoredEvent, previous: str) -> None:
    """The two forms cannot be mistaken for each other."""
    line, _ = wrap(event, previous)
    assert fact_of(line) is None
