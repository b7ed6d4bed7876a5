"""Folders of every format that was ever released: read for ever, to the byte."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest
from eventsourcing.persistence import StoredEvent, Tracking

from noe_stores.files import FilesAggregateRecorder, FilesProcessRecorder
from noe_stores.ledger import Ledger

STORES = Path(__file__).with_name("stores")
FORMATS = (1,)
LOCAL = "local"
"""The name under which git keeps what a store keeps in ``.noe``."""

WALK = UUID("7f0c0d9e-6f0a-5b0e-9a55-0d6f1c5f2a11")


def digests(folder: Path) -> dict[str, str]:
    """Every file of a folder, by a digest of its bytes."""
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(params=FORMATS)
def original(request: pytest.FixtureRequest) -> Iterator[Path]:
    """The store of a format that was released; whatever the test does, it stays as it is."""
    place = STORES / f"files_v{request.param}"
    before = digests(place)
    yield place
    assert digests(place) == before


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    """A copy of it, as it stood where it was written."""
    place = tmp_path / "store"
    shutil.copytree(original, place, copy_function=shutil.copyfile)
    (place / LOCAL).rename(place / ".noe")
    return place


@pytest.fixture
def recorder(folder: Path) -> Iterator[FilesProcessRecorder]:
    """The store, open."""
    with closing(FilesProcessRecorder(folder, create=False)) as opened:
        yield opened


def exported(recorder: FilesProcessRecorder) -> bytes:
    """All facts of a store, as lines."""
    out = io.BytesIO()
    Ledger(recorder).export(out)
    return out.getvalue()


def ordered(recorder: FilesProcessRecorder) -> str:
    """Every position, with the stream and version that took it."""
    return "".join(
        f"{one.id} {one.originator_id} {one.originator_version}\n"
        for one in recorder.select_notifications(None, 10_000)
    )


def test_a_released_folder_reads_to_the_byte(
    original: Path, recorder: FilesProcessRecorder
) -> None:
    """Facts, their order and their chains are those of the day it was written."""
    assert exported(recorder) == original.with_suffix(".jsonl").read_bytes()
    assert ordered(recorder) == original.with_suffix(".positions").read_text()
    assert recorder.max_tracking_id("upstream") == 9
    assert [*recorder.inspect()] == []
    assert Ledger(recorder).verify().sound


def test_a_released_folder_keeps_its_guests(folder: Path, recorder: FilesProcessRecorder) -> None:
    """Records under a UUID and under a text, and a snapshot, come back exactly."""
    found = [(e.originator_version, e.topic, e.state) for e in recorder.select_events(WALK)]
    assert found == [
        (0, "Walk.Started", b'{"name":"round the lake"}'),
        (2**32 - 1, "Walk.Ended", b"\x80"),
    ]
    assert [e.state for e in recorder.select_events("walk")] == [b"\x00\xff"]
    with closing(FilesAggregateRecorder(folder, purpose="snapshots", create=False)) as shelf:
        assert [e.state for e in shelf.select_events(WALK)] == [b'{"steps":7}']


def test_a_released_folder_is_written_on(original: Path, recorder: FilesProcessRecorder) -> None:
    """It goes on where it was, and what it held stays as it was."""
    last = recorder.max_notification_id() or 0
    more = [StoredEvent("walk", 4, "t", b"s")]
    assert recorder.insert_events(more, tracking=Tracking("upstream", 10)) == [last + 1]
    assert exported(recorder) == original.with_suffix(".jsonl").read_bytes()
    assert ordered(recorder).startswith(original.with_suffix(".positions").read_text())


def test_a_released_folder_reads_without_its_caches(original: Path, folder: Path) -> None:
    """The journal and the dossiers alone say all of it, positions too."""
    for path in (folder / ".noe").iterdir():
        if path.is_file():
            path.unlink()
    with closing(FilesProcessRecorder(folder, create=False)) as recorder:
        assert exported(recorder) == original.with_suffix(".jsonl").read_bytes()
        assert ordered(recorder) == original.with_suffix(".positions").read_text()
        assert recorder.max_tracking_id("upstream") == 9
