"""Where nothing says how far a store's journal goes: read whole, or refused; never empty."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filed import OTHER, STREAM, copied, crashed, dossier, facts, journal, opened, positions

from noe_stores import connect
from noe_stores.errors import StoreDamaged, StoreMissing, StoreShortened, StoreUnwritable
from noe_stores.files.dossiers.names import guest_path
from noe_stores.keeping import copy

MARKS = ("head", "heads", "checkpoint", "lock", "session")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store of three records whose writer died, without marks, table and locks."""
    place = tmp_path / "clients"
    crashed(place, lambda store: store.insert_events([*facts(STREAM, 2), *facts(OTHER, 1)]))
    for name in MARKS:
        (place / ".noe" / name).unlink()
    return place


@pytest.fixture(params=["written to", "refused", "read-only"])
def at(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Callable[[Path], Path]]:
    """Where a folder is found: as it is, where writing is refused, and on a read-only disk."""
    mounted = []

    def found(folder: Path) -> Path:
        if request.param == "refused":  # root may write anywhere
            monkeypatch.setattr(os, "access", lambda _, mode: not mode & os.W_OK)
        if request.param != "read-only":
            return folder
        point = tmp_path / "disk"
        point.mkdir()
        try:
            subprocess.run(["mount", "--bind", folder, point], capture_output=True, check=True)
        except (OSError, subprocess.CalledProcessError):
            pytest.skip("nothing may be mounted here")
        mounted.append(point)
        subprocess.run(["mount", "-o", "remount,ro,bind", point], check=True)
        return point

    yield found
    for point in mounted:
        subprocess.run(["umount", point], check=True)


def torn(folder: Path) -> None:
    """Leave the beginning of a line at the end of a dossier."""
    with dossier(folder).open("ab") as file:
        file.write(b'{"stream":"relationship/print')


@pytest.mark.parametrize("left", [None, torn])
def test_it_is_read_whole(
    folder: Path, at: Callable[[Path], Path], left: Callable[[Path], None] | None
) -> None:
    """By stream and by position, also where the rest of a line stands in a dossier."""
    if left:
        left(folder)
    place = at(folder)
    with opened(place) as store:
        assert [(head.stream, head.count) for head in store.heads()] == [(OTHER, 1), (STREAM, 2)]
        assert store.lines(STREAM) == [fact.state for fact in facts(STREAM, 2)]
        assert positions(store) == [1, 2, 3]
        assert (store.describe().streams, store.describe().records) == (2, 3)
    with connect(f"files:///{place}") as ledger:
        assert ledger.verify().sound
        ledger.recorder.back_up(folder.parent / "copy")  # type: ignore[attr-defined]
    with opened(folder.parent / "copy") as copy:
        assert positions(copy) == [1, 2, 3]


def cut(folder: Path) -> None:
    """Take the last bytes of the journal's last batch."""
    segment = journal(folder)[-1]
    os.truncate(segment, len(segment.read_bytes().rstrip(b"\0")) - 9)


def spoilt(folder: Path) -> None:
    """Change a byte of the journal."""
    segment = journal(folder)[0]
    segment.write_bytes(segment.read_bytes().replace(b"bulletins", b"Bulletins", 1))


def emptied(folder: Path) -> None:
    """Take every segment of the journal."""
    for segment in journal(folder):
        segment.unlink()


def cut_and_torn(folder: Path) -> None:
    """Take the last bytes of a batch of which a dossier holds the beginning of a line."""
    crashed(folder, lambda store: store.insert_events(facts(STREAM, 3)[2:]))
    for name in MARKS:
        (folder / ".noe" / name).unlink()
    cut(folder)
    os.truncate(dossier(folder), dossier(folder).stat().st_size - 9)


@pytest.mark.parametrize("damage", [cut, spoilt, emptied, cut_and_torn])
def test_a_damaged_journal_is_never_taken_for_an_empty_store(
    folder: Path, at: Callable[[Path], Path], damage: Callable[[Path], None]
) -> None:
    """Nothing else says where the files end, so whatever needs that is refused as damage."""
    damage(folder)
    dossier(folder, OTHER).unlink()  # the journal alone could know of it
    place = at(folder)
    with connect(f"files:///{place}") as ledger:
        readings: list[Callable[[], object]] = [
            lambda: [*ledger.streams()],
            lambda: ledger.export(io.BytesIO()),
            lambda: [*ledger.follow()],
            lambda: ledger.history(STREAM),
            lambda: ledger.history(OTHER),
        ]
        for reading in readings:
            with pytest.raises(StoreDamaged, match="the journal is damaged"):
                reading()
        assert not ledger.verify().sound


def test_a_mark_garbled_under_an_open_handle_is_made_anew(
    folder: Path,
) -> None:
    """With the table gone as well, and by whoever reads first."""
    with opened(folder) as store:
        (folder / ".noe" / "head").write_bytes(b"?" * 512)
        (folder / ".noe" / "heads").unlink()
        assert [(head.stream, head.count) for head in store.heads()] == [(OTHER, 1), (STREAM, 2)]
        assert positions(store) == [1, 2, 3]


def test_a_dossier_that_cannot_be_taken_in_is_listed(
    folder: Path, at: Callable[[Path], Path]
) -> None:
    """In a clone, of which no journal knows it: an export does not end as if it were not there."""
    clone = copied(folder, folder.parent / "clone")
    shutil.rmtree(clone / ".noe")
    spoilt_one = dossier(clone).read_bytes().replace(b"bulletins", b"Bulletins", 1)
    dossier(clone).write_bytes(spoilt_one)
    stranger = clone / "relationship" / "another.jsonl"
    stranger.write_bytes(dossier(clone, OTHER).read_bytes())
    place = at(clone)
    with connect(f"files:///{place}") as ledger:
        assert [*ledger.streams()] == [OTHER, STREAM]
        for reading in (lambda: ledger.history(STREAM), lambda: ledger.export(io.BytesIO())):
            with pytest.raises(StoreDamaged) as told:
                reading()
            assert told.value.streams == (STREAM,)
        assert len(ledger.history(OTHER).records) == 1
        assert STREAM in {bad.stream for bad in ledger.verify().bad_records}
    with opened(place) as store:
        assert [head.stream for head in store.heads(limit=1)] == [OTHER]
        assert [head.stream for head in store.heads(after=OTHER, limit=1)] == [STREAM]


@pytest.fixture
def clone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone that has no journal, where none may be made."""
    place = copied(folder, folder.parent / "clone")
    shutil.rmtree(place / ".noe")
    monkeypatch.setattr(os, "access", lambda _, mode: not mode & os.W_OK)
    return place


def test_what_has_no_journal_is_not_backed_up_but_copied(clone: Path, tmp_path: Path) -> None:
    """It is said why, and what to do; nothing is left where the backup was to be."""
    with opened(clone) as store, pytest.raises(StoreUnwritable, match=r"no journal.*copy") as told:
        store.back_up(tmp_path / "backup")
    assert str(clone) in str(told.value)
    assert not (tmp_path / "backup").exists()


def test_a_file_cut_off_under_a_reader_without_a_journal_is_told(clone: Path) -> None:
    """Whoever reads by position does not pass over what he was promised."""
    with opened(clone) as store:
        assert len(positions(store)) == 3
        os.truncate(dossier(clone), dossier(clone).read_bytes().index(b"\n") + 1)
        with pytest.raises(StoreShortened) as told:
            positions(store)
        assert told.value.streams == (STREAM,)


def test_a_link_in_the_place_of_a_dossier_is_told_without_a_journal(clone: Path) -> None:
    """It is listed, refused on reading, and a finding."""
    dossier(clone).rename(clone / "elsewhere")
    dossier(clone).symlink_to("../elsewhere")
    with opened(clone) as store:
        assert [head.stream for head in store.heads()] == [OTHER, STREAM]
        with pytest.raises(StoreDamaged):
            store.lines(STREAM)
        assert [finding.streams for finding in store.inspect()] == [(STREAM,)]


def test_records_of_a_guest_that_cannot_be_read_are_not_passed_over(clone: Path) -> None:
    """They belong to the stream, too: who reads it without them is told."""
    path = clone / guest_path(STREAM)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"no line of ours\n")
    with opened(clone) as store:
        with pytest.raises(StoreDamaged):
            store.lines(STREAM)
        assert len(store.lines(OTHER)) == 1


def test_reading_needs_no_lock(folder: Path) -> None:
    """With everything beside the journal removed, an open handle reads on, and keeps nothing."""
    with opened(folder) as store:
        for name in MARKS:
            (folder / ".noe" / name).unlink(missing_ok=True)
        assert store.lines(STREAM) == [fact.state for fact in facts(STREAM, 2)]
        assert [head.count for head in store.heads()] == [1, 2]
        assert positions(store) == [1, 2, 3]
        with pytest.raises(StoreMissing, match=r"\.noe/(head|lock) was deleted"):
            store.insert_events(facts(STREAM, 3)[2:])
    with opened(folder) as again:
        assert again.insert_events(facts(STREAM, 3)[2:]) == [4]


def test_a_dossier_that_cannot_be_taken_in_is_not_left_out_of_a_copy(
    folder: Path, tmp_path: Path
) -> None:
    """A copy goes by the order, in which it has no place: it is refused, and nothing is made."""
    clone = copied(folder, folder.parent / "clone")
    shutil.rmtree(clone / ".noe")
    dossier(clone).write_bytes(dossier(clone).read_bytes().replace(b"bulletins", b"Bulletins", 1))
    with connect(f"files:///{clone}") as source, connect(tmp_path / "copy.db") as target:
        with pytest.raises(StoreDamaged) as told:
            copy(source, target)
        assert told.value.streams == (STREAM,)
        assert target.recorder.max_notification_id() is None
