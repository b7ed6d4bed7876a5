"""What others do to the folder of a store: an editor, a copy, a merge; taken in, or told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from eventsourcing.persistence import StoredEvent
from filed import OTHER, STREAM, copied, dossier, facts, opened, positions

from noe_stores.errors import Forked, StoreDamaged, StoreMissing, StoreShortened, VersionTaken
from noe_stores.files import FilesAggregateRecorder

TEAM = "team/press"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store of three facts, closed."""
    place = tmp_path / "clients"
    with opened(place) as store:
        store.insert_events([*facts(STREAM, 2), *facts(OTHER, 1)])
    return place


def put(path: Path, events: list[StoredEvent]) -> None:
    """Append lines to a file as somebody else does."""
    path.parent.mkdir(exist_ok=True)
    with path.open("ab") as file:
        file.write(b"".join(event.state + b"\n" for event in events))


def replaced(path: Path, content: bytes) -> None:
    """Put another file in the place of one, as git does."""
    path.unlink()
    path.write_bytes(content)


def test_lines_that_continue_a_stream_are_taken_in(folder: Path) -> None:
    """After a pull: facts are read, have positions, and the ledger goes on behind them."""
    made = facts(STREAM, 5)
    replaced(dossier(folder), b"".join(event.state + b"\n" for event in made[:4]))
    put(dossier(folder, TEAM), facts(TEAM, 3))
    with opened(folder) as store:
        assert positions(store) == [*range(1, 9)]
        assert store.lines(STREAM) == [event.state for event in made[:4]]
        assert store.select_events(TEAM) == facts(TEAM, 3)
        assert store.insert_events(made[4:]) == [9]
        assert [*store.inspect()] == []
    with opened(folder) as store:
        assert positions(store) == [*range(1, 10)]


def test_a_follower_sees_what_was_taken_in_while_it_followed(folder: Path) -> None:
    """Lines put there while the store is open are taken in by whoever touches the stream."""
    made = facts(STREAM, 4)
    with opened(folder) as store, store.subscribe(gt=3) as following:
        put(dossier(folder), made[2:3])
        assert store.lines(STREAM) == [event.state for event in made[:3]]
        assert next(following).state == made[2].state
        put(dossier(folder), made[3:])
        with pytest.raises(VersionTaken):
            store.insert_events(facts(STREAM, 4, note="other")[3:])
        assert next(following).state == made[3].state
        put(dossier(folder, TEAM), facts(TEAM, 1))
        assert store.insert_events(facts(TEAM, 2)[1:]) == [7]
        assert [found.originator_id for found in store.select_notifications(6, 9)] == [TEAM, TEAM]


def test_what_stands_in_the_place_of_a_dossier_is_what_counts(folder: Path) -> None:
    """Though a writer holds it open: an equal file is continued, an earlier one is told."""
    made = facts(STREAM, 5)
    with opened(folder) as store:
        store.insert_events(made[2:3])
        three = dossier(folder).read_bytes()
        replaced(dossier(folder), three)
        store.insert_events(made[3:4])
        four = dossier(folder).read_bytes()
        assert four == three + made[3].state + b"\n"
        for shorter in (three, None):
            dossier(folder).unlink()
            if shorter is not None:
                dossier(folder).write_bytes(shorter)
            with pytest.raises(StoreShortened):
                store.insert_events(made[4:])
        dossier(folder).write_bytes(four)
        store.insert_events(made[4:])
        assert store.lines(STREAM) == [event.state for event in made]
        assert [*store.inspect()] == []


def test_a_stream_continued_on_two_sides_is_told_and_not_mixed(folder: Path) -> None:
    """Ours stands in the journal, theirs in the file: both are named, neither is dropped."""
    ours, theirs = facts(STREAM, 3), facts(STREAM, 4, facts(STREAM, 2)[-1].state, note="theirs")
    with opened(folder) as store:
        store.insert_events(ours[2:])
    content = b"".join(event.state + b"\n" for event in [*ours[:2], *theirs])
    replaced(dossier(folder), content)
    with opened(folder) as store:
        with pytest.raises(Forked) as told:
            store.lines(STREAM)
        assert told.value.streams == (STREAM,)
        assert ours[2].state[-66:-54].decode() in str(told.value)
        assert theirs[0].state[-66:-54].decode() in str(told.value)
        with pytest.raises(Forked):
            store.insert_events(facts(STREAM, 1, after=ours[2].state))
        assert [finding.streams for finding in store.inspect()] == [(STREAM,)]
        assert store.select_events(OTHER) == facts(OTHER, 1)
        assert store.insert_events(facts(TEAM, 1)) == [5]
        assert [*store.other_copy(STREAM)] == [event.state for event in ours]
    assert dossier(folder).read_bytes() == content


def test_conflict_markers_are_told_by_name(folder: Path) -> None:
    """What git leaves after a merge that it could not make."""
    both = facts(STREAM, 2)
    one = facts(STREAM, 1, after=both[-1].state, note="one")[0].state
    two = facts(STREAM, 1, after=both[-1].state, note="two")[0].state
    lines = [*(event.state for event in both), b"<<<<<<< HEAD", one, b"=======", two]
    replaced(dossier(folder), b"\n".join([*lines, b">>>>>>> theirs", b""]))
    with opened(folder) as store:
        with pytest.raises(Forked, match="conflict marker"):
            store.lines(STREAM)
        assert len(store.lines(STREAM, limit=2)) == 2
        assert store.select_events(OTHER) == facts(OTHER, 1)


def test_a_new_file_that_is_not_sound_is_left_and_told(folder: Path) -> None:
    """Nothing of it is taken in, and its stream takes no facts; the others do."""
    put(dossier(folder, TEAM), [facts(TEAM, 2)[1]])
    before = dossier(folder, TEAM).read_bytes()
    with opened(folder) as store:
        assert positions(store) == [1, 2, 3]
        with pytest.raises(StoreDamaged):
            store.lines(TEAM)
        with pytest.raises(StoreDamaged):
            store.insert_events(facts(TEAM, 1))
        assert [finding.streams for finding in store.inspect()] == [(TEAM,)]
        assert store.insert_events(facts(OTHER, 2)[1:]) == [4]
    assert dossier(folder, TEAM).read_bytes() == before


def test_guests_and_snapshots_are_taken_in_too(tmp_path: Path) -> None:
    """Files of guests that came from another copy are read, and continue."""
    first, second = tmp_path / "first", tmp_path / "second"
    seen = [StoredEvent("walk", n, "stepped", b"\xfe") for n in (1, 2)]
    with opened(first) as store:
        store.insert_events(seen)
    snapshots = FilesAggregateRecorder(first, purpose="snapshots")
    snapshots.insert_events([seen[1]])
    snapshots.close()
    with opened(second) as store:
        store.insert_events(facts(STREAM, 1))
    for tree in ("guests/text", "snapshots/text"):
        (second / tree).mkdir(parents=True)
        (second / tree / "walk.jsonl").write_bytes((first / tree / "walk.jsonl").read_bytes())
    with opened(second) as store:
        assert positions(store) == [1, 2, 3]
        assert store.select_events("walk") == seen
        assert store.insert_events([StoredEvent("walk", 3, "stepped", b"")]) == [4]
        assert [*store.inspect()] == []
    snapshots = FilesAggregateRecorder(second, purpose="snapshots")
    assert snapshots.select_events("walk") == seen[1:]
    snapshots.close()


def test_a_clone_with_damage_opens_and_tells(folder: Path) -> None:
    """A new numbering holds what is sound; the rest is told, stream by stream."""
    for path in sorted((folder / ".noe").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (folder / ".noe").rmdir()
    lines = dossier(folder).read_bytes().splitlines(keepends=True)
    dossier(folder).write_bytes(lines[1] + lines[0])
    with opened(folder) as store:
        assert len(positions(store)) == 1
        assert len(store.lines(OTHER)) == 1
        with pytest.raises(StoreDamaged):
            store.lines(STREAM)
        assert [finding.streams for finding in store.inspect()] == [(STREAM,)]


@pytest.mark.parametrize("how", ["older", "another", "gone", "over"])
def test_a_folder_put_in_place_of_the_open_one_is_told_on_reading(
    folder: Path, tmp_path: Path, how: str
) -> None:
    """An older copy of it, another store, nothing, or an older copy written over its files."""
    older = copied(folder, tmp_path / "older")
    another = tmp_path / "another"
    with opened(another) as other:
        other.insert_events(facts(TEAM, 1))
    with opened(folder) as store:
        store.insert_events(facts(STREAM, 3)[2:])
        assert len(store.lines(STREAM)) == 3
        if how != "over":
            folder.rename(tmp_path / "away")
        if how != "gone":
            source = another if how == "another" else older
            shutil.copytree(source, folder, dirs_exist_ok=True)
        for read in (
            lambda: store.lines(STREAM),
            lambda: store.select_events(TEAM),
            lambda: store.head(STREAM),
            store.heads,
            lambda: store.select_notifications(None, 10),
            store.max_notification_id,
            lambda: [*store.inspect()],
            lambda: store.insert_events(facts(STREAM, 4)[3:]),
        ):
            with pytest.raises(StoreMissing, match="deleted, moved or replaced"):
                read()


@pytest.mark.parametrize("name", ["head", "lock"])
def test_a_mark_or_lock_deleted_while_open_is_named(folder: Path, name: str) -> None:
    """Reading goes on; writing says which file is gone, and opening again makes it anew."""
    with opened(folder) as store:
        store.insert_events(facts(TEAM, 1))
        (folder / ".noe" / name).unlink()
        assert len(store.lines(STREAM)) == 2
        with pytest.raises(StoreMissing, match=f"{name} was deleted") as told:
            store.insert_events(facts(TEAM, 2)[1:])
        assert told.value.outcome == "not kept"
    with opened(folder) as store:
        assert store.insert_events(facts(TEAM, 2)[1:]) == [5]
        assert [*store.inspect()] == []
