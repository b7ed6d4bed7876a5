"""Stores of every format that was ever released: read for ever, to the byte."""

from __future__ import annotations

import hashlib
import io
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest
from eventsourcing.persistence import StoredEvent, Tracking

from noe_stores.errors import NotSupportedError, OlderStore, Outcome
from noe_stores.ledger import Ledger
from noe_stores.sqlite import (
    SQLiteAggregateRecorder,
    SQLiteApplicationRecorder,
    SQLiteProcessRecorder,
)

STORES = Path(__file__).with_name("stores")
FORMATS = (1, 2)
GUESTS = {
    1: (UUID(int=7), [(0, "guest:Began", b'{"not":"ours"}'), (1, "guest:Went", b"\x00\xff")]),
    2: (
        UUID("7f0c0d9e-6f0a-5b0e-9a55-0d6f1c5f2a11"),
        [(0, "Walk.Started", b'{"name":"round the lake"}'), (2**32 - 1, "Walk.Ended", b"\x80")],
    ),
}
SNAPSHOTS = {1: (1, b'{"at":1}'), 2: (1, b'{"steps":7}')}


@pytest.fixture(params=FORMATS)
def format(request: pytest.FixtureRequest) -> int:  # noqa: A001 - what is asked
    """A format that was released."""
    return int(request.param)


@pytest.fixture
def path(format: int, tmp_path: Path) -> Path:
    """A copy of the store of that format, alone in a folder."""
    return Path(shutil.copy(STORES / f"sqlite_v{format}.db", tmp_path / "store.db"))


@pytest.fixture
def recorder(path: Path) -> Iterator[SQLiteApplicationRecorder]:
    """The store, open."""
    with closing(SQLiteApplicationRecorder(path, create=False)) as opened:
        yield opened


def exported(recorder: SQLiteApplicationRecorder) -> bytes:
    """All facts of a store, as lines."""
    out = io.BytesIO()
    Ledger(recorder).export(out)
    return out.getvalue()


def test_a_released_store_reads_to_the_byte(
    format: int,
    recorder: SQLiteApplicationRecorder,
) -> None:
    """Its facts come out as they did when it was written, and every chain is sound."""
    assert exported(recorder) == (STORES / f"sqlite_v{format}.jsonl").read_bytes()
    found = Ledger(recorder).verify()
    assert found.sound
    assert [guest.count for guest in found.not_ours] == [2]
    assert list(recorder.inspect()) == []


def test_reading_changes_nothing(path: Path) -> None:
    """Whatever is read, the file keeps its bytes, and nothing is left beside it."""
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    with closing(SQLiteApplicationRecorder(path, create=False)) as recorder:
        exported(recorder)
        list(recorder.inspect())
        recorder.select_notifications(None, 1000)
        recorder.heads()
    assert [p.name for p in path.parent.iterdir()] == [path.name]
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


def test_the_order_across_streams_is_whole(recorder: SQLiteApplicationRecorder) -> None:
    """Positions run from one to the last, and each leads to the record of its stream."""
    order = recorder.select_notifications(None, 10_000)
    assert [n.id for n in order] == list(range(1, (recorder.max_notification_id() or 0) + 1))
    topics = recorder.select_notifications(None, 10_000, topics=["team_formed"])
    assert {n.topic for n in topics} <= {"team_formed"}
    for head in recorder.heads():
        versions = [n.originator_version for n in order if n.originator_id == head.stream]
        assert versions == list(range(1, head.count + 1))
        assert len(recorder.lines(head.stream)) == head.count == head.version
        assert recorder.head(head.stream) == head
        assert recorder.lines(head.stream, after=head.count - 1, limit=5) == [
            recorder.select_events(head.stream, desc=True, limit=1)[0].state
        ]


def test_guests_are_kept_too(format: int, path: Path, recorder: SQLiteApplicationRecorder) -> None:
    """Records of a guest under a UUID, and his snapshot, come back exactly."""
    walk, records = GUESTS[format]
    found = recorder.select_events(walk)
    assert [(e.originator_version, e.topic, e.state) for e in found] == records
    with closing(SQLiteAggregateRecorder(path, purpose="snapshots", create=False)) as shelf:
        (snapshot,) = shelf.select_events(walk)
        assert (snapshot.originator_version, snapshot.state) == SNAPSHOTS[format]


def test_the_first_format_is_not_written(tmp_path: Path) -> None:
    """Writing to an old store is refused with the way out, and nothing is changed."""
    path = Path(shutil.copy(STORES / "sqlite_v1.db", tmp_path / "store.db"))
    before = path.read_bytes()
    with closing(SQLiteProcessRecorder(path)) as recorder:
        assert recorder.describe().format == 1
        assert not recorder.describe().writable
        assert recorder.max_tracking_id("upstream") is None
        for call in (
            lambda: recorder.insert_events([StoredEvent("walk", 1, "t", b"s")]),
            lambda: recorder.insert_tracking(Tracking("upstream", 1)),
        ):
            with pytest.raises(OlderStore, match="noe upgrade") as refused:
                call()
            assert isinstance(refused.value, NotSupportedError)
            assert refused.value.outcome is Outcome.NOT_KEPT
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_the_present_format_is_written_on(tmp_path: Path) -> None:
    """A store of this release goes on where it was, positions of followers included."""
    path = Path(shutil.copy(STORES / "sqlite_v2.db", tmp_path / "store.db"))
    with closing(SQLiteProcessRecorder(path)) as recorder:
        assert recorder.describe().format == 2
        last = recorder.max_notification_id() or 0
        assert recorder.max_tracking_id("upstream") == 9
        written = recorder.insert_events(
            [StoredEvent("walk", 1, "t", b"s")], tracking=Tracking("upstream", 10)
        )
        assert written == [last + 1]
        assert exported(recorder) == (STORES / "sqlite_v2.jsonl").read_bytes()
