"""What a store of files does where it may not write, has no room, or finds a file cut short."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from eventsourcing.persistence import StoredEvent, Tracking
from filed import OTHER, STREAM, crashed, facts, journal, opened, positions

from noe_stores.errors import (
    Outcome,
    StoreClosed,
    StoreDamaged,
    StoreShortened,
    StoreUnreachable,
    StoreUnwritable,
)
from noe_stores.files import FilesAggregateRecorder, FilesProcessRecorder
from noe_stores.files.journal.marks import last_checkpoint


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store of three records, closed."""
    place = tmp_path / "clients"
    with opened(place) as store:
        store.insert_events([*facts(STREAM, 2), *facts(OTHER, 1)])
    return place


@pytest.fixture
def read_only(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """That store where the system says what it says of a read-only disk: root may write."""
    monkeypatch.setattr(os, "access", lambda _, mode: not mode & os.W_OK)
    return folder


@contextmanager
def no_room() -> Iterator[None]:
    """Let no file of this process grow, nor be written to."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def mode(path: Path) -> int:
    """Who may use a file or folder."""
    return path.stat().st_mode & 0o777


@pytest.mark.parametrize("lost", [["head"], ["head", "checkpoint"], ["head", "heads"]])
def test_a_store_that_may_not_be_written_is_read_whole_without_its_mark(
    read_only: Path, lost: list[str]
) -> None:
    """What says where the journal ends is found out again in memory."""
    for name in lost:
        (read_only / ".noe" / name).unlink()
    with opened(read_only) as store:
        assert positions(store) == [1, 2, 3]
        assert store.max_notification_id() == 3
        assert (len(store.lines(STREAM)), len(store.lines(OTHER))) == (2, 1)
        assert (store.describe().records, store.describe().last_position) == (3, 3)
        with pytest.raises(StoreUnwritable):
            store.insert_events(facts("team/press", 1))


@pytest.mark.parametrize("left", [0, 10])
def test_a_journal_that_holds_less_than_the_dossiers_is_not_taken_for_whole(
    read_only: Path, left: int
) -> None:
    """Without a mark they alone say how much was kept, also where nothing may be written."""
    for name in ("head", "checkpoint"):
        (read_only / ".noe" / name).unlink()
    os.truncate(journal(read_only)[-1], left)
    with opened(read_only) as store:
        with pytest.raises((StoreDamaged, StoreUnwritable)):
            positions(store)
        assert len(store.lines(STREAM)) == 2


def test_no_room_does_not_stop_reading(folder: Path) -> None:
    """What a writer that died left undone is done when there is room again."""
    with opened(folder) as reader:
        caches = [folder / ".noe" / name for name in ("head", "heads")]
        before = [cache.read_bytes() for cache in caches]
        crashed(folder, lambda store: store.insert_events(facts(STREAM, 3)[2:]))
        for cache, content in zip(caches, before, strict=True):
            cache.write_bytes(content)
        with no_room():
            assert len(reader.lines(STREAM)) == 2
            assert not reader.await_growth(3, 0.2)
        assert len(reader.lines(STREAM)) == 3
        assert positions(reader) == [1, 2, 3, 4]


def test_who_waits_is_told_of_a_folder_that_cannot_be_looked_at(folder: Path) -> None:
    """By an error of the store, as whoever reads is."""
    with opened(folder) as store:
        (folder / "guests").symlink_to("guests")
        for waiting in (lambda: store.await_growth(3, 0.2), store.heads):
            with pytest.raises(StoreUnreachable) as told:
                waiting()
            assert str(folder) in str(told.value)
        assert len(store.lines(STREAM)) == 2


@pytest.mark.parametrize("lost", [[], ["heads"], ["head"], ["checkpoint"], ["heads", "head"]])
def test_what_a_dead_writer_left_is_read_without_room(folder: Path, lost: list[str]) -> None:
    """A fresh handle puts it in order in memory, and for good once there is room."""
    crashed(folder, lambda store: store.insert_events(facts(STREAM, 3)[2:]))
    for name in lost:
        (folder / ".noe" / name).unlink()
    with no_room():
        store = FilesProcessRecorder(folder)
        assert positions(store) == [1, 2, 3, 4]
        assert store.lines(STREAM) == [fact.state for fact in facts(STREAM, 3)]
        assert [head.count for head in store.heads()] == [1, 3]
        with pytest.raises(StoreUnwritable) as refused:
            store.insert_events(facts(STREAM, 4)[3:])
        assert refused.value.outcome is Outcome.NOT_KEPT
        assert positions(store) == [1, 2, 3, 4]
    assert store.insert_events(facts(STREAM, 4)[3:]) == [5]
    assert [*store.inspect()] == []
    store.close()
    with opened(folder) as again:
        assert positions(again) == [1, 2, 3, 4, 5]
        assert len(again.lines(STREAM)) == 4


def test_a_segment_cut_short_ends_a_copy(folder: Path, tmp_path: Path) -> None:
    """It is told with its place, and nothing is left where the copy was to be."""
    segment = journal(folder)[-1]
    checkpoint = last_checkpoint(str(folder / ".noe" / "checkpoint"))
    assert checkpoint is not None
    cut = checkpoint.end[1] - 5
    os.truncate(segment, cut)
    with opened(folder) as store, pytest.raises(StoreShortened) as told:
        store.back_up(tmp_path / "copy")
    assert f"{segment}, byte {cut}" in str(told.value)
    assert not (tmp_path / "copy").exists()


def test_a_folder_that_was_there_stays_as_it_was(folder: Path, tmp_path: Path) -> None:
    """Whether the copy into it fails or not, whoever could use it still can."""
    target = tmp_path / "copies"
    target.mkdir(mode=0o755)
    was = target.stat()
    with opened(folder) as store:
        with pytest.raises(StoreUnwritable), no_room():
            store.back_up(target)
        assert [*target.iterdir()] == []
        assert (target.stat().st_ino, mode(target)) == (was.st_ino, 0o755)
        store.back_up(target)
    assert mode(target) == 0o755
    with opened(target) as copy:
        assert positions(copy) == [1, 2, 3]


def test_what_git_is_told_stays_open_to_whom_it_was(tmp_path: Path) -> None:
    """A line is added to a file of the folder's owner; who may read it is his business."""
    folder = tmp_path / "clients"
    folder.mkdir()
    ignored = folder / ".gitignore"
    ignored.write_text("*.swp\n")
    ignored.chmod(0o664)
    with opened(folder):
        pass
    assert ignored.read_text() == "*.swp\n/.noe/\n"
    assert mode(ignored) == 0o664
    assert mode(folder / ".gitattributes") == mode(folder / "noe.json") == 0o600


def test_a_call_without_records_writes_nothing(folder: Path) -> None:
    """Not to the journal, not to any file; but it is refused where any call is."""

    def everything() -> dict[Path, tuple[int, bytes]]:
        return {
            path: (path.stat().st_mtime_ns, path.read_bytes())
            for path in folder.rglob("*")
            if path.is_file()
        }

    store = FilesProcessRecorder(folder)
    store.insert_events(facts("team/press", 1))
    before = everything()
    assert store.insert_events([]) == []
    assert FilesAggregateRecorder(folder).insert_events([]) is None
    assert everything() == before
    assert store.insert_events([], tracking=Tracking("upstream", 4)) == []
    assert store.max_tracking_id("upstream") == 4
    store.close()
    with pytest.raises(StoreClosed) as refused:
        store.insert_events([])
    assert refused.value.outcome is Outcome.NOT_KEPT


@pytest.mark.parametrize(("opening", "rights"), [("g+rwX", 0o660), ("a+rX", 0o644)])
def test_what_is_added_is_open_to_whom_the_store_was_opened(
    tmp_path: Path, opening: str, rights: int
) -> None:
    """Those who share a store are not locked out by the next dossier, or the next segment."""
    folder = tmp_path / "clients"
    with opened(folder) as store:
        store.insert_events(facts(STREAM, 1))
    assert {mode(path) & 0o666 for path in folder.rglob("*")} == {0o600}
    subprocess.run(["chmod", "-R", opening, folder], check=True)
    with opened(folder) as store:
        store.insert_events([*facts(OTHER, 1), *facts("team/press", 1)])
        for version in range(1, 12):
            store.insert_events([StoredEvent("guest", version, "Kept", bytes(2**19))])
    assert len(journal(folder)) > 1
    assert {mode(path) & 0o666 for path in folder.rglob("*")} == {rights}
