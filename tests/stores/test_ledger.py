"""What the ledger promises on every store: recording, reloading, races, retries."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from eventsourcing.persistence import IntegrityError, StoredEvent
from world import DAY, GUESTS, NOOR, NOW, OURS, STREAM, TOGETHER, Clock, Store, advice, demand, work

from noe_core.decision import Draft, RecordedInFuture, RecordedTooEarly, VersionOutOfStep, happened
from noe_core.entries import EntryCorrected
from noe_core.facts import Unread
from noe_core.refusal import BothSidesNeeded, FutureFact, UnknownReference
from noe_core.typed import Fact
from noe_stores import connect
from noe_stores.examples import Calendar, record_after_work, record_workshop
from noe_stores.handles.handle import ATTEMPTS, HoldsUnread
from noe_stores.ledger import Ledger
from noe_stores.lines.codec import Malformed
from noe_stores.outcomes import IdReused, LostRace, Refused
from noe_stores.stream import DamagedRecord

A_EVENT, B_EVENT = UUID(int=0xA), UUID(int=0xB)


@pytest.mark.parametrize("kind", [*OURS, *GUESTS])
def test_what_was_recorded_is_reloaded(kind: str, tmp_path: Path, closing: ExitStack) -> None:
    """Two whole stories come back fact for fact, on our stores and on those of eventsourcing."""
    store, calendar = Store(kind, tmp_path, closing), Calendar("2021-12-01")
    ledger = store.open(calendar)
    streams = [record_after_work(ledger, calendar), record_workshop(ledger, calendar)]
    relation = ledger.relationship(streams[0])
    told = relation.history()
    assert relation.history() == told
    again = store.open(calendar)
    assert again.history(streams[0]) == told
    assert list(again.streams()) == sorted(streams)
    assert [h.stream for h in again.histories()] == sorted(streams)
    assert [len(h.records) for h in again.histories()] == [32, 24]
    assert [r.version for r in told.records] == list(range(1, 33))
    followed = [p.fact for p in again.follow()]
    assert tuple(f for f in followed if f.stream == streams[0]) == told.records


@pytest.mark.parametrize("kind", [*OURS, *GUESTS])
def test_races_are_told_on_every_recorder(
    kind: str, tmp_path: Path, closing: ExitStack, clock: Clock
) -> None:
    """Optimistic concurrency and idempotence need no more than the port."""
    store = Store(kind, tmp_path, closing)
    one, other = store.open(clock).stream(STREAM), store.open(clock).stream(STREAM)
    first = one.append([demand(id=A_EVENT)], now=NOW, recorded_by="noor")
    with pytest.raises(LostRace) as lost:
        other.append([work("w1")], now=NOW, recorded_by="paul")
    assert lost.value.conflict.since == first
    assert other.append([demand(id=A_EVENT)], now=NOW, recorded_by="paul") == first


def test_what_append_returns_is_what_a_reload_gives(ledger: Ledger) -> None:
    """Values that JSON writes otherwise come back from the append as they will be read."""
    correction = EntryCorrected(
        target_event_id=A_EVENT,
        new_fields={"at": date(2022, 5, 1), "by": (B_EVENT,), "texts": {"a": ("b",)}},
    )
    recorded = ledger.record(STREAM, [demand(id=A_EVENT), happened(correction, DAY)])
    assert ledger.history(STREAM).records == recorded
    assert dict(recorded[1].data.new_fields) == {
        "at": "2022-05-01",
        "by": [str(B_EVENT)],
        "texts": {"a": ["b"]},
    }


def forced() -> Draft[Fact]:
    """A fact whose field was changed behind its back."""
    draft = work("w1")
    object.__setattr__(draft.data, "minutes", 0)
    return draft


UNREADABLE: dict[str, tuple[Draft[Fact], str]] = {
    "a fact forced past its own check": (forced(), "data"),
    "a recorder that is no text": (demand(recorded_by=7), "recorded_by"),
    "a cause that is no text": (demand(caused_by=7), "caused_by"),
    "an empty correlation": (demand(correlation_id=""), "correlation_id"),
    "an id that is no UUID": (demand(id=str(A_EVENT)), "id"),
    "a lone surrogate": (demand("\udcff"), "data.text"),
    "a later event that has no name": (
        Draft(data=Unread("", 1, {}, "unknown"), occurred_at=DAY),
        "event",
    ),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_nothing_is_written_that_would_not_be_read(ledger: Ledger, what: str) -> None:
    """A careless caller cannot damage a stream; none of its call is recorded."""
    draft, field = UNREADABLE[what]
    with pytest.raises(Malformed) as refused:
        ledger.record(STREAM, [work("w1"), draft])
    assert refused.value.field == field
    assert len(ledger.history(STREAM)) == 0


def test_a_recorder_without_name_is_refused(ledger: Ledger) -> None:
    """Who recorded is never empty."""
    with pytest.raises(Malformed, match="recorded_by"):
        ledger.record(STREAM, [demand()], recorded_by="")


def test_expected_version(ledger: Ledger) -> None:
    """Right, facts are recorded; wrong, the race names expected, actual and what came since."""
    first = ledger.record(STREAM, [demand(), work("w1")], expected=0)
    ledger.record(STREAM, [work("w2")], expected=2)
    with pytest.raises(LostRace) as lost:
        ledger.record(STREAM, [work("w3")], expected=1)
    conflict = lost.value.conflict
    assert (conflict.stream, conflict.expected, conflict.actual) == (STREAM, 1, 3)
    assert [fact.version for fact in conflict.since] == [2, 3]
    assert conflict.since[0] == first[1]
    assert "expected version 1, found 3 (2 facts since)" in str(lost.value)
    with pytest.raises(LostRace) as ahead:
        ledger.record(STREAM, [work("w3")], expected=9)
    for wrong in ("1", 1.0, True):
        with pytest.raises(ValueError, match="expected is the version a stream is at"):
            ledger.record(STREAM, [work("w3")], expected=wrong)  # type: ignore[arg-type]
    assert ahead.value.conflict.since == ()
    assert len(ledger.history(STREAM)) == 3


def test_the_same_id_and_content_is_the_first_success(ledger: Ledger) -> None:
    """A fact offered again is answered by the one recorded, whoever offers it."""
    first = ledger.record(STREAM, [demand(id=A_EVENT), work("w1", id=B_EVENT)])
    assert ledger.record(STREAM, [work("w1", id=B_EVENT)], recorded_by="paul") == first[1:]
    both = ledger.record(STREAM, [demand(id=A_EVENT), work("w2"), demand(id=A_EVENT)])
    assert (both[0], both[2]) == (first[0], first[0])
    assert [r.version for r in ledger.history(STREAM).records] == [1, 2, 3]


def test_twins_in_one_call_are_one_fact(ledger: Ledger) -> None:
    """The same id twice in a call is recorded once, with other content not at all."""
    one, other = ledger.record(STREAM, [demand(id=A_EVENT), demand(id=A_EVENT)])
    assert one is other
    with pytest.raises(IdReused):
        ledger.record(STREAM, [work("w1", id=B_EVENT), work("w2", id=B_EVENT)])
    assert len(ledger.history(STREAM)) == 1


def test_an_id_with_other_content_is_told_apart(ledger: Ledger) -> None:
    """Another text, another day or another event under the same id is an error of its own."""
    ledger.record(STREAM, [demand(id=A_EVENT)])
    for other in (
        demand("autre chose", id=A_EVENT),
        demand(id=A_EVENT, occurred_at=DAY + timedelta(days=1)),
        work("w1", id=A_EVENT),
    ):
        with pytest.raises(IdReused) as reused:
            ledger.record(STREAM, [work("w9"), other])
        assert (reused.value.event_id, reused.value.version) == (A_EVENT, 1)
    assert "another id" in str(reused.value)
    assert len(ledger.history(STREAM)) == 1


def test_truth_is_not_one(ledger: Ledger) -> None:
    """Python takes True for 1; under one id they are two contents."""
    yes, one = (
        Draft(
            id=A_EVENT,
            occurred_at=DAY,
            data=EntryCorrected(target_event_id=B_EVENT, new_fields={"restated": value}),
        )
        for value in (True, 1)
    )
    assert yes == one
    ledger.record(STREAM, [yes])
    with pytest.raises(IdReused):
        ledger.record(STREAM, [one])


def test_a_lost_acknowledgement_is_no_second_fact(store: Store, clock: Clock) -> None:
    """A handle that never heard of its success offers the fact again and gets it back."""
    heard, deaf = store.open(clock).stream(STREAM), store.open(clock).stream(STREAM)
    heard.append([work("w0")], now=NOW, recorded_by="noor")
    deaf.refresh()
    offered = [work("w1", id=A_EVENT), work("w2", id=B_EVENT)]
    made = heard.append(offered, now=NOW, recorded_by="noor")
    assert deaf.append(offered, now=NOW, recorded_by="noor") == made
    assert deaf.version == 3


def test_nothing_pending_is_lost_after_a_conflict(store: Store, clock: Clock) -> None:
    """The drafts of a lost race can be offered again and are recorded whole."""
    quick, slow = store.open(clock).stream(STREAM), store.open(clock).stream(STREAM)
    slow.refresh()
    quick.append([work("w1")], now=NOW, recorded_by="noor")
    pending = [work("w2"), work("w3", id=A_EVENT)]
    with pytest.raises(LostRace) as lost:
        slow.append(pending, now=NOW, recorded_by="paul")
    assert (lost.value.conflict.expected, lost.value.conflict.actual) == (0, 1)
    assert [r.version for r in slow.append(pending, now=NOW, recorded_by="paul")] == [2, 3]
    assert store.open(clock).history(STREAM).records == tuple(slow.records)


def test_a_store_that_objects_is_not_a_lost_race(tmp_path: Path, closing: ExitStack) -> None:
    """What the store refuses for a reason of its own comes through, and is not tried again."""
    store = Store("guest-sqlite", tmp_path, closing)
    ledger = store.open()
    with ledger.recorder.datastore.transaction(commit=True) as cursor:
        cursor.execute("CREATE UNIQUE INDEX each_event_once ON stored_events (topic)")
    ledger.record(STREAM, [demand()])
    with pytest.raises(IntegrityError):
        ledger.record(STREAM, [demand("autre chose", demand_id="d2")])
    with pytest.raises(IntegrityError):
        ledger.relationship(STREAM).express_demand(on=DAY, text="encore autre chose")
    assert len(ledger.history(STREAM)) == 1


def test_a_retried_command_is_recognised_before_it_is_decided(store: Store, clock: Clock) -> None:
    """Same command, same id: the first success, even where it would be refused by now."""
    relation = store.open(clock).relationship(STREAM, recorded_by="noor")
    first = relation.express_demand(id="d1", on=DAY, text="une vitrine")
    relation.open_relationship(on=DAY)
    assert relation.express_demand(id="d1", on=DAY, text="une vitrine") == first
    later = store.open(clock).relationship(STREAM, recorded_by="paul")
    assert later.express_demand(id="d1", on=DAY, text="une vitrine") == first
    with pytest.raises(IdReused):
        later.express_demand(id="d1", on=DAY, text="autre chose")
    with pytest.raises(IdReused):
        later.express_demand(id="d1", on=DAY + timedelta(days=1), text="une vitrine")
    assert relation.history().records == later.history().records
    assert len(later.history()) == 2


def test_a_refused_command_records_nothing(ledger: Ledger) -> None:
    """The refusal says by name why, and the stream is as it was."""
    relation = ledger.relationship(STREAM)
    with pytest.raises(Refused) as refused:
        relation.hold_encounter(on=DAY, participants=[NOOR], minutes=10, occasion="au marché")
    assert refused.value.refusal == BothSidesNeeded("participants", "client")
    assert refused.value.stream == STREAM
    assert str(refused.value).startswith(f"{STREAM}: BothSidesNeeded: ")
    assert ledger.history(STREAM).records == ()
    assert list(ledger.streams()) == []


def test_only_the_last_word_of_the_store_refuses(store: Store, clock: Clock) -> None:
    """A handle that has not read what others recorded reads it before it says no."""
    one, other = (store.open(clock).relationship(STREAM) for _ in range(2))
    one.open_relationship(on=DAY)
    other.hold_encounter(on=DAY, participants=TOGETHER, minutes=10, occasion="au marché")
    one.express_demand(id="d1", on=DAY, text="une vitrine")
    reworked = other.rework_demand("d1", on=DAY, real_need="être vu", worked_with=TOGETHER)
    assert reworked.version == 4
    with pytest.raises(Refused) as refused:
        other.rework_demand("d2", on=DAY, real_need="être vu", worked_with=TOGETHER)
    assert isinstance(refused.value.refusal, UnknownReference)


def test_what_can_be_read_once_survives_a_second_decision(store: Store, clock: Clock) -> None:
    """People given as an iterator are still there when a lost race is decided again."""
    one, other = (store.open(clock).relationship(STREAM) for _ in range(2))
    assert len(other.history()) == 0
    other.express_demand(on=DAY, text="une vitrine")
    one.open_relationship(on=DAY)
    held = other.hold_encounter(
        on=DAY, participants=iter(TOGETHER), minutes=10, occasion="au marché"
    )
    assert held.version == 3
    assert held.data.participants == TOGETHER


def test_a_race_lost_again_and_again_is_told(store: Store) -> None:
    """A command gives up, and says so, when others keep recording first."""
    rival = store.open(Clock()).stream(STREAM)

    def glance() -> datetime:
        """Each look at this clock lasts as long as somebody else takes to record."""
        rival.refresh()
        rival.append([advice("encore")], now=NOW, recorded_by="rival")
        return NOW

    with pytest.raises(LostRace):
        store.open(glance).relationship(STREAM).express_demand(on=DAY, text="une vitrine")
    rival.refresh()
    assert rival.version == ATTEMPTS


def test_recording_times_never_decrease(store: Store, clock: Clock) -> None:
    """A clock that goes back is not followed; the last time stands until it is passed."""
    ledger = store.open(clock)
    ledger.record(STREAM, [work("w1")])
    clock.move(hours=-5)
    ledger.record(STREAM, [work("w2")])
    clock.move(hours=6)
    ledger.record(STREAM, [work("w3")])
    times = [record.recorded_at for record in ledger.history(STREAM).records]
    assert times == [NOW, NOW, NOW + timedelta(hours=1)]


def test_what_has_not_come_is_refused(ledger: Ledger) -> None:
    """A day begins first at UTC+14; an instant is compared to the clock."""
    begun = date(2022, 6, 2)  # noon UTC is two in the morning of the next day there
    ledger.record(STREAM, [work("w1", occurred_at=begun, recorded_at=None)])
    for early in (date(2022, 6, 3), NOW + timedelta(microseconds=1)):
        with pytest.raises(Refused) as refused:
            ledger.record(STREAM, [work("w2", occurred_at=early)])
        assert isinstance(refused.value.refusal, FutureFact)
    ledger.record(STREAM, [work("w2", occurred_at=NOW)])
    assert len(ledger.history(STREAM).records) == 2


@pytest.mark.parametrize(
    ("envelope", "refusal"),
    [
        ({"recorded_at": NOW + timedelta(seconds=1)}, RecordedInFuture),
        ({"recorded_at": datetime(2022, 4, 30, tzinfo=UTC)}, RecordedTooEarly),
        ({"recorded_at": datetime(2022, 5, 8, tzinfo=UTC)}, RecordedTooEarly),
        ({"version": 1}, VersionOutOfStep),
        ({"version": 3}, VersionOutOfStep),
    ],
)
def test_an_importer_cannot_rewrite_the_order(
    ledger: Ledger, envelope: dict[str, object], refusal: type
) -> None:
    """Versions have no gap; times of recording follow the facts and one another."""
    ledger.record(STREAM, [work("w1", recorded_at=datetime(2022, 5, 9, tzinfo=UTC))])
    with pytest.raises(Refused) as refused:
        ledger.record(STREAM, [work("w2", **envelope)])
    assert isinstance(refused.value.refusal, refusal)
    ledger.record(STREAM, [work("w2", version=2, recorded_at=datetime(2022, 5, 9, tzinfo=UTC))])


def test_a_fact_of_the_first_day_can_be_told(ledger: Ledger) -> None:
    """The calendar has an end, which is no error."""
    ledger.record(STREAM, [work("w1", occurred_at=date.min)])
    assert ledger.history(STREAM, as_of=date(1900, 1, 1)).facts[0].occurred_at == date.min


def test_recording_nothing_records_nothing(ledger: Ledger) -> None:
    """An empty call is a success without facts."""
    assert ledger.record(STREAM, []) == ()
    assert list(ledger.streams()) == []


def test_unread_facts_are_kept_and_replayed_around(ledger: Ledger) -> None:
    """What a later release wrote stays as it is, is told, and stops commands until then."""
    later = Unread("song_sung", 1, {"b": [1, {"é": None}], "a": True}, "unknown")
    ledger.record(STREAM, [demand(), Draft(data=later, occurred_at=DAY), work("w1")])
    history = ledger.history(STREAM)
    assert isinstance(history.records[1].data, Unread)
    assert history.records[1].data.data == later.data
    assert [r.event for r in history.records][::2] == ["demand_expressed", "work_recorded"]
    relation = ledger.relationship(STREAM)
    with pytest.raises(Refused) as refused:
        relation.open_relationship(on=DAY)
    assert refused.value.refusal == HoldsUnread("song_sung")
    assert ledger.verify().sound


WEIRD = [
    "halles/étage 2/…",
    "relationship/a/b",
    "../../etc/passwd",
    "Éléonore & fils",
    "E\u0301le\u0301onore",
    "🖨️:🏛️",
    "line\nbreak",
    " ",
    "%2F",
    "é" * 300,
]


@pytest.mark.parametrize("own_id", WEIRD)
def test_any_text_names_a_stream(ledger: Ledger, own_id: str) -> None:
    """Slashes, dots, accents, emoji and length are the caller's own business."""
    ledger.record(own_id, [demand()])
    ledger.record(own_id + "!", [demand()])
    (name, _) = sorted(ledger.streams(), key=len)
    assert name == (own_id if own_id.startswith("relationship/") else f"relationship/{own_id}")
    assert len(ledger.history(own_id)) == 1
    assert ledger.history(name) == ledger.history(own_id)
    assert ledger.verify().sound


@pytest.mark.parametrize("own_id", ["", "relationship/", "a\ud800", "a\x00"])
def test_what_cannot_name_a_stream_says_so(ledger: Ledger, own_id: str) -> None:
    """An empty id, half a character and NUL are refused before anything is read."""
    with pytest.raises(ValueError, match="id"):
        ledger.record(own_id, [demand()])


def test_a_command_id_is_text(ledger: Ledger) -> None:
    """Half a character cannot name a thing either."""
    with pytest.raises(ValueError, match="lone surrogate"):
        ledger.relationship(STREAM).express_demand(id="d\ud800", on=DAY, text="une vitrine")


def test_histories_come_in_order_one_at_a_time(ledger: Ledger) -> None:
    """Streams are walked by their ids; the next is read when it is asked for."""
    for own_id in ("é", "b", "Z", "a", "😀"):
        ledger.record(own_id, [demand()])
    walk = ledger.histories(known_at=NOW)
    first = next(walk)
    ledger.record("b", [work("w1")])
    second = next(walk)
    assert (first.stream, second.stream) == ("relationship/Z", "relationship/a")
    assert [len(history.records) for history in walk] == [2, 1, 1]


def test_following_goes_on_from_any_position(ledger: Ledger) -> None:
    """A follower that remembers its position gets what came after, across streams."""
    for number in range(4):
        ledger.record(f"r{number % 2}", [work(f"w{number}")])
    everything = list(ledger.follow())
    assert [p.fact.data.work_id for p in everything] == ["w0", "w1", "w2", "w3"]
    for seen, last in enumerate([0, *(p.position for p in everything)]):
        assert list(ledger.follow(last)) == everything[seen:]
    assert [p.fact.data.work_id for p in islice(ledger.follow(), 2)] == ["w0", "w1"]
    assert list(ledger.follow(everything[-1].position)) == []


def test_guests_records_are_passed_over(store: Store, clock: Clock) -> None:
    """A guest application in the same store is neither listed nor followed."""
    ledger = store.open(clock)
    ledger.recorder.insert_events([StoredEvent(uuid4(), 1, "Walk", b"\x80")])
    ledger.recorder.insert_events([StoredEvent("walk-1", 1, "Walk", b"{}")])
    ledger.record(STREAM, [demand()])
    assert list(ledger.streams()) == [STREAM]
    assert [p.fact.stream for p in ledger.follow()] == [STREAM]


def test_a_damaged_record_is_named(store: Store, clock: Clock) -> None:
    """A record that no ledger wrote there stops reading with its stream and version."""
    ledger = store.open(clock)
    ledger.record(STREAM, [demand()])
    ledger.recorder.insert_events([StoredEvent(STREAM, 2, "demand_expressed", b"{}")])
    for use in (
        lambda: ledger.history(STREAM),
        lambda: ledger.record(STREAM, [work("w1")]),
        lambda: ledger.relationship(STREAM).open_relationship(on=DAY),
    ):
        with pytest.raises(DamagedRecord, match="not written by a ledger") as damaged:
            use()
        assert (damaged.value.stream, damaged.value.version) == (STREAM, 2)
    state = b'{"a":1,"sum":"' + b"0" * 64 + b'"}'
    ledger.recorder.insert_events([StoredEvent("relationship/x", 1, "t", state)])
    with pytest.raises(DamagedRecord, match="relationship/x version 1"):
        list(ledger.follow())


def test_provenance_is_recorded(ledger: Ledger) -> None:
    """Who recorded, what led to it and what it belongs with stand with every fact."""
    relation = ledger.relationship(
        STREAM, recorded_by="bot", caused_by="mail 12", correlation_id="file 3"
    )
    fact = relation.express_demand(on=DAY, text="une vitrine")
    assert (fact.recorded_by, fact.caused_by, fact.correlation_id) == ("bot", "mail 12", "file 3")
    assert ledger.history(STREAM).records == (fact,)


def test_use_after_close_says_so(store: Store, clock: Clock) -> None:
    """A ledger is closed by its block."""
    with store.open(clock) as ledger:
        ledger.record(STREAM, [demand()])
    with pytest.raises(Exception, match="closed"):
        ledger.history(STREAM)


def test_a_ledger_on_a_guests_recorder_leaves_it_open(tmp_path: Path, closing: ExitStack) -> None:
    """What cannot be closed is left to whoever opened it."""
    store = Store("guest-popo", tmp_path, closing)
    with store.open() as ledger:
        ledger.record(STREAM, [demand()])
    assert len(ledger.history(STREAM)) == 1


def test_connecting_opens_by_url(tmp_path: Path) -> None:
    """What one connection recorded another reads; the memory is each one's own."""
    url = f"sqlite:///{tmp_path}/clients.db"
    with connect(url, clock=Clock()) as ledger:
        ledger.record(STREAM, [demand()])
    with connect(tmp_path / "clients.db", create=False) as ledger:
        assert len(ledger.history(STREAM)) == 1
    with connect("memory:") as ledger:
        assert list(ledger.streams()) == []
    with pytest.raises(ValueError, match="no store is known"):
        connect("ftp://clients")


def test_an_empty_call_still_expects_its_version(ledger: Ledger) -> None:
    """Nothing to record on a version that is not the last is a lost race all the same."""
    ledger.record("a", [demand()])
    assert ledger.record("a", [], expected=1) == ()
    with pytest.raises(LostRace):
        ledger.record("a", [], expected=7)


def test_a_relationship_is_no_team(ledger: Ledger) -> None:
    """The commands of a relationship record in no stream of another kind."""
    with pytest.raises(ValueError, match="'team/t1' is no relationship"):
        ledger.relationship("team/t1")
