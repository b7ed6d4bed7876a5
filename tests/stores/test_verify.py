"""What verify promises: every loss and every change that a chain can show is named."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import UUID, uuid4

import pytest
from attrs import evolve
from eventsourcing.persistence import OperationalError, StoredEvent
from tampering import edited
from world import DAY, GUESTS, OURS, Clock, Store, advice, demand, work

from noe_core.decision import Draft
from noe_core.facts import Unread
from noe_stores import connect
from noe_stores.checks.verify import (
    NAMED,
    BadIndex,
    BadRecord,
    NotOurs,
    StreamChecked,
    UnreadFacts,
    check,
)
from noe_stores.errors import StoreClosed
from noe_stores.ledger import Ledger
from noe_stores.lines import chain
from noe_stores.lines.codec import decode, encode
from noe_stores.memory import MemoryApplicationRecorder
from noe_stores.port import Finding, Head
from noe_stores.stream import DamagedRecord

KINDS = (*OURS, *GUESTS)
A, B, C = (f"relationship/{letter}" for letter in "abc")


def fill(ledger: Ledger) -> None:
    """Three streams of three facts, recorded in turns."""
    for number in range(3):
        for stream in (A, B, C):
            ledger.record(stream, [work(f"w{number}", id=UUID(int=number + 1))])


def events() -> dict[str, list[StoredEvent]]:
    """The records of such a store, stream by stream."""
    with connect("memory:", clock=Clock()) as ledger:
        fill(ledger)
        return {s: list(ledger.recorder.select_events(s)) for s in (A, B, C)}


RECORDS = events()


def holding(*records: StoredEvent) -> MemoryApplicationRecorder:
    """A store that holds those records, whoever wrote them."""
    recorder = MemoryApplicationRecorder()
    recorder.insert_events(records)
    return recorder


@pytest.mark.parametrize("kind", KINDS)
def test_a_sound_store_is_sound(kind: str, tmp_path: Path, closing: ExitStack) -> None:
    """Every stream is walked; whether the store could show a lost tail is said."""
    ledger = Store(kind, tmp_path, closing).open()
    assert ledger.verify().sound
    fill(ledger)
    found = ledger.verify()
    assert found.sound
    assert (found.streams, found.facts, found.indexed) == (3, 9, kind in OURS)
    assert found.bad_records + found.bad_indexes + found.unread + found.not_ours == ()


def test_one_stream_can_be_checked(ledger: Ledger) -> None:
    """Its count and its last sum are what to note down elsewhere."""
    fill(ledger)
    found = check(ledger.recorder, A)
    assert found == StreamChecked(
        stream=A, count=3, sum=chain.unseal(RECORDS[A][-1].state)[1] or ""
    )
    assert found.sound
    assert check(ledger.recorder, "relationship/none").sum == ""


def moved(event: StoredEvent, **to: Any) -> StoredEvent:
    """A record with something else about it."""
    given = {
        "originator_id": event.originator_id,
        "originator_version": event.originator_version,
        "topic": event.topic,
        "state": event.state,
    }
    return StoredEvent(**{**given, **to})


def forged(event: StoredEvent, previous: str, **changes: Any) -> StoredEvent:
    """A record changed by somebody who knows how digests are made."""
    line = encode(evolve(decode(chain.unseal(event.state)[0]), **changes))
    return moved(event, state=chain.seal(line, chain.link(previous, line)))


ONE, TWO, THREE = RECORDS[A]
FIRST_SUM = chain.unseal(ONE.state)[1] or ""

TAMPERED: dict[str, tuple[list[StoredEvent], int, str]] = {
    "a word": (
        [ONE, moved(TWO, state=TWO.state.replace(b"noor", b"nora")), THREE],
        2,
        "sum: the digest does not follow",
    ),
    "an amount and its digest": ([ONE, forged(TWO, FIRST_SUM, recorded_by="x"), THREE], 3, "sum:"),
    "a record left out": ([ONE, THREE], 2, "version 2 is missing"),
    "the first left out": ([TWO, THREE], 1, "version 1 is missing"),
    "two in each other's place": (
        [ONE, moved(THREE, originator_version=2), moved(TWO, originator_version=3)],
        2,
        "sum:",
    ),
    "a record twice": ([ONE, TWO, moved(TWO, originator_version=3)], 3, "sum:"),
    "another stream's record": ([moved(e, originator_id=A) for e in RECORDS[B]], 1, "sum:"),
    "another stream's record, sealed anew": (
        [forged(ONE, chain.start(A), stream=B), TWO],
        1,
        "the line says relationship/b version 1",
    ),
    "a record of another version, sealed anew": (
        [ONE, forged(TWO, FIRST_SUM, version=3)],
        2,
        "the line says relationship/a version 3",
    ),
    "a topic": ([ONE, moved(TWO, topic="advice_given")], 2, "the line says work_recorded"),
    "the same JSON in other bytes": (
        [ONE, moved(TWO, state=TWO.state.replace(b'"version":2', b'"version": 2'))],
        2,
        "sum:",
    ),
    "no digest": (
        [ONE, moved(TWO, state=chain.unseal(TWO.state)[0])],
        2,
        "not written by a ledger",
    ),
    "no fact, sealed": (
        [ONE, moved(TWO, state=chain.seal(b'{"a":1}', chain.link(FIRST_SUM, b'{"a":1}')))],
        2,
        "unknown field",
    ),
    "a guest's record": ([ONE, StoredEvent(A, 2, "Walk", b"\x80")], 2, "not written by a ledger"),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_what_was_changed_is_named(what: str) -> None:
    """The first bad record of the stream; the others are walked and are sound."""
    records, version, why = TAMPERED[what]
    ledger = Ledger(holding(*RECORDS[B], *records, *RECORDS[C]))
    found = ledger.verify()
    (bad,) = found.bad_records
    assert (bad.stream, bad.version) == (A, version)
    assert why in bad.why
    assert not found.sound
    # A record's topic stands outside its chain: the facts are sound, their order is not as said.
    assert (found.streams, found.facts) == (3, 6 + (2 if what == "a topic" else version - 1))


def test_every_flipped_bit_is_found() -> None:
    """Whatever bit of whatever record changes, that record is named."""
    for at, event in enumerate(RECORDS[A]):
        for place in range(len(event.state)):
            state = bytearray(event.state)
            state[place] ^= 1 << place % 8
            records = [*RECORDS[A][:at], moved(event, state=bytes(state)), *RECORDS[A][at + 1 :]]
            bad = check(holding(*records), A).bad_record
            assert bad is not None
            assert bad.version == at + 1


def test_unread_facts_are_reported_and_not_bad(ledger: Ledger) -> None:
    """Facts of a later release are counted by stream, name and schema."""
    later = Draft(data=Unread("song_sung", 1, {"a": 1}, "…"), occurred_at=DAY)
    newer = Draft(data=Unread("work_recorded", 2, {}, "…"), occurred_at=DAY)
    ledger.record(A, [demand(), later, newer, later])
    ledger.record(B, [later])
    found = ledger.verify()
    assert found.sound
    assert found.facts == 5
    reason = "no release up to this one knows an event named song_sung"
    assert found.unread == (
        UnreadFacts(stream=A, event="song_sung", schema=1, count=2, first=2, reason=reason),
        UnreadFacts(
            stream=A,
            event="work_recorded",
            schema=2,
            count=1,
            first=3,
            reason="schema 2 of work_recorded is not known here, only 1",
        ),
        UnreadFacts(stream=B, event="song_sung", schema=1, count=1, first=1, reason=reason),
    )


@pytest.mark.parametrize("kind", OURS)
def test_guests_are_told_apart(kind: str, tmp_path: Path, closing: ExitStack) -> None:
    """Records of a guest application are counted; nothing is said of their soundness."""
    ledger = Store(kind, tmp_path, closing).open()
    fill(ledger)
    walk = uuid4()
    ledger.recorder.insert_events(
        [StoredEvent(walk, 1, "Walk", b"\x80"), StoredEvent("walk", 1, "Walk", b"{}")]
    )
    ledger.recorder.insert_events([StoredEvent(walk, 2, "Walk", b"")])
    found = ledger.verify()
    assert found.sound
    assert set(found.not_ours) == {
        NotOurs(stream=str(walk), count=2),
        NotOurs(stream="walk", count=1),
    }
    assert found.streams == 3


INDEX: dict[str, tuple[str, str, str, int]] = {
    "shortened": (
        "DELETE FROM records WHERE key = key_of('relationship/b', 3)",
        B,
        "3 records are indexed, 2 are there",
        2,
    ),
    "missing": (
        "DELETE FROM records WHERE key - key_of('relationship/b', 0) BETWEEN 1 AND 3",
        B,
        "all of its 3 records are missing",
        0,
    ),
    "longer than indexed": (
        "UPDATE streams SET count = 2, version = 2 WHERE name = 'relationship/b'",
        B,
        "2 records are indexed, 3 are there",
        3,
    ),
    "replaced whole": (
        "UPDATE streams SET sum = 'x' WHERE name = 'relationship/b'",
        B,
        "the last record is not the one that was indexed",
        3,
    ),
}


@pytest.mark.parametrize("what", INDEX)
def test_what_the_index_knows_better_is_named(what: str, tmp_path: Path) -> None:
    """A tail cut off, a stream gone or replaced: the store's own index tells."""
    statement, stream, why, count = INDEX[what]
    path = tmp_path / "clients.db"
    with connect(path, clock=Clock()) as ledger:
        fill(ledger)
    edited(path, statement)
    with connect(path) as ledger:
        found = ledger.verify()
    (bad,) = found.bad_indexes
    assert (bad.stream, bad.why, bad.count) == (stream, why, count)
    assert not found.sound
    assert found.bad_records == ()
    assert found.streams == 3


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM streams WHERE name = 'relationship/b'", "DROP TABLE streams"],
    ids=["a stream", "all of them"],
)
def test_an_index_that_is_gone_is_told(statement: str, tmp_path: Path) -> None:
    """Records under no name are reported, and the walk ends."""
    path = tmp_path / "clients.db"
    with connect(path, clock=Clock()) as ledger:
        fill(ledger)
    edited(path, statement)
    with connect(path) as ledger:
        found = ledger.verify()
    assert not found.sound
    assert found.unreachable or found.findings
    assert found.facts == (6 if "DELETE" in statement else 0)


class Forgetful(MemoryApplicationRecorder):
    """A store whose index does not know one of its streams."""

    def head(self, stream: str) -> Head | None:
        """The end of one stream, unless it is the one forgotten."""
        return None if stream == B else super().head(stream)

    def heads(self, *, after: str | None = None, limit: int = 1000) -> Sequence[Head]:
        """Ends of the streams, without the one forgotten."""
        return [head for head in super().heads(after=after, limit=limit) if head.stream != B]


def test_a_stream_the_index_forgot_is_walked_and_told() -> None:
    """It is found in the order across streams."""
    recorder = Forgetful()
    ledger = Ledger(recorder, clock=Clock())
    fill(ledger)
    found = ledger.verify()
    (bad,) = found.bad_indexes
    assert (bad.stream, bad.why, bad.count) == (B, "the index does not know the stream", 3)
    assert (found.streams, found.facts) == (3, 9)


def test_an_index_is_shown_as_it_stands() -> None:
    """What the index says is part of the finding."""
    head = Head(stream=A, count=3, version=3, sum="0")
    assert BadIndex(stream=A, indexed=head, count=2, why="…").indexed == head
    assert not StreamChecked(
        stream=A, count=0, sum="", bad_record=BadRecord(stream=A, version=1, why="…")
    ).sound


def test_a_store_at_work_is_sound(store: Store, clock: Clock) -> None:
    """What is recorded while verify walks is neither a loss nor a gain."""
    writer, reader = store.open(clock), store.open(clock)

    def write() -> None:
        stream = writer.stream(A)
        for number in range(300):
            stream.append([advice(f"{number}")], now=clock(), recorded_by="noor")

    thread = Thread(target=write)
    thread.start()
    while thread.is_alive():
        assert reader.verify().sound
    thread.join()
    assert reader.verify().facts == 300


class Lively(MemoryApplicationRecorder):
    """A store in which somebody records just before the index is asked."""

    rival: Callable[[], object] | None = None

    def head(self, stream: str) -> Head | None:
        """The end of one stream, a moment later."""
        rival, self.rival = self.rival, None
        if rival is not None:
            rival()
        return super().head(stream)


@pytest.mark.parametrize(
    ("rival", "version"),
    [
        (lambda ledger: ledger.record(A, [demand()]), None),
        (lambda ledger: ledger.recorder.insert_events([StoredEvent(A, 4, "t", b"{}")]), 4),
    ],
    ids=["sound", "damaged"],
)
def test_what_came_during_the_walk_is_walked_too(
    rival: Callable[[Ledger], object], version: int | None
) -> None:
    """The walk goes on until it has seen what the index has."""
    recorder = Lively()
    ledger = Ledger(recorder, clock=Clock())
    fill(ledger)
    recorder.rival = lambda: rival(ledger)
    found = check(recorder, A)
    assert found.count == (4 if version is None else 3)
    assert (found.bad_record.version if found.bad_record else None) == version


class SelfAware(MemoryApplicationRecorder):
    """A store that finds something about itself."""

    found: tuple[Finding, ...] = ()

    def inspect(self) -> Iterator[Finding]:
        """What it was told to find."""
        return iter(self.found)


def test_what_a_store_finds_beneath_its_streams_is_told() -> None:
    """Damage makes it unsound and names streams; a torn rest is told and is no damage."""
    recorder = SelfAware()
    ledger = Ledger(recorder, clock=Clock())
    fill(ledger)
    torn = Finding(place="journal, byte 7", why="half a batch", torn=True)
    recorder.found = (torn,)
    found = ledger.verify()
    assert found.sound
    assert (found.torn, found.findings) == ((torn,), ())
    damage = Finding(place="dossier, line 3", why="was changed", streams=(A,))
    recorder.found = (torn, damage)
    found = ledger.verify()
    assert not found.sound
    assert found.findings == (damage,)
    recorder.found = (damage,) * (NAMED + 5)
    assert len(ledger.verify().findings) == NAMED + 1
    assert ledger.verify().findings[-1].why == "and 5 findings more"


def test_verify_tells_how_far_it_is(ledger: Ledger) -> None:
    """Each record is passed by stream and by position."""
    ledger.record(A, [work(f"w{number}") for number in range(700)])
    told: list[int] = []
    ledger.verify(progress=told.append)
    assert told == [1000, 1400]


def test_what_was_not_looked_at_is_said(tmp_path: Path, closing: ExitStack) -> None:
    """A store without an index, or with records of others, leaves something open."""
    ours = Store("memory", tmp_path, closing).open()
    guest = Store("guest-popo", tmp_path, closing).open()
    for ledger in (ours, guest):
        fill(ledger)
    always = ours.verify().unchecked
    assert set(always) < set(guest.verify().unchecked)
    ours.recorder.insert_events([StoredEvent("walk", 1, "Walk", b"{}")])
    assert "1 records of other applications, which carry no digest" in ours.verify().unchecked


def pages_of(path: Path) -> int:
    """How many pages an SQLite file has."""
    return path.stat().st_size // 4096


def test_a_page_the_store_cannot_read_stops_nothing(tmp_path: Path) -> None:
    """Whatever page of the file is lost, the walk ends, and what is lost is named."""
    path, copy = tmp_path / "clients.db", tmp_path / "copy.db"
    with connect(path, clock=Clock()) as ledger:
        for stream in (A, B, C):
            texts = ["é" * (150 * number + 1) for number in range(12)]
            ledger.record(stream, [advice(text) for text in texts])
        assert ledger.verify().facts == 36
    whole = path.read_bytes()
    partly = 0
    for page in range(1, pages_of(path)):
        lost = bytearray(whole)
        lost[page * 4096 : (page + 1) * 4096] = b"\xff" * 4096
        copy.write_bytes(lost)
        with connect(copy) as ledger:
            found = ledger.verify()
        if found.sound:  # the page held nothing of ours
            assert found.facts == 36
        elif found.bad_records:
            assert 36 > found.facts == _sound_before(found.bad_records)
            partly += found.facts > 0
    assert partly > 5


def _sound_before(bad: tuple[BadRecord, ...]) -> int:
    return 36 - sum(13 - record.version for record in bad)


def test_a_store_that_cannot_be_asked_is_no_finding(store: Store, clock: Clock) -> None:
    """A store that is closed, or busy, is an error: nothing was verified."""
    ledger = store.open(clock)
    ledger.close()
    with pytest.raises(StoreClosed):
        ledger.verify()


def test_what_is_no_damage_is_raised(tmp_path: Path, closing: ExitStack) -> None:
    """An operational error is the store's own affair: nothing was verified."""
    store = Store("guest-sqlite", tmp_path, closing)
    ledger = store.open()
    fill(ledger)
    with sqlite3.connect(store.path) as connection:
        connection.execute("DROP TABLE stored_events")
    connection.close()
    for ask in (ledger.verify, lambda: check(ledger.recorder, A)):
        with pytest.raises(OperationalError):
            ask()


def test_a_record_rewritten_as_text_is_found(tmp_path: Path) -> None:
    """SQLite keeps text where bytes were, if told to; every reader names the record."""
    path = tmp_path / "clients.db"
    with connect(path, clock=Clock()) as ledger:
        fill(ledger)
    edited(
        path,
        "UPDATE records SET state = CAST(state AS TEXT) WHERE key = key_of('relationship/a', 2)",
    )
    with connect(path) as ledger:
        (bad,) = ledger.verify().bad_records
        assert (bad.stream, bad.version, bad.why) == (A, 2, "line: the record is str, not bytes")
        for read in (lambda: list(ledger.follow()), lambda: ledger.history(A)):
            with pytest.raises(DamagedRecord, match="relationship/a version 2") as damaged:
                read()
            assert damaged.value.version == 2
