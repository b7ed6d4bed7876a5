"""What a store in a folder of files promises beyond what every store does."""

from __future__ import annotations

import errno
import json
import os
import shutil
import threading
from pathlib import Path
from uuid import uuid4

import pytest
from eventsourcing.persistence import IntegrityError, StoredEvent, Tracking
from filed import OTHER, STREAM, copied, crashed, dossier, facts, journal, opened, positions

from noe_stores.durability import Durability
from noe_stores.errors import (
    NewEpoch,
    NewerStore,
    NotOurStore,
    Outcome,
    StoreBusy,
    StoreClosed,
    StoreDamaged,
    StoreMissing,
    StoreShortened,
    StoreUnwritable,
    VersionTaken,
)
from noe_stores.filelock import FileLock
from noe_stores.files import FilesApplicationRecorder, FilesProcessRecorder, FilesTrackingRecorder
from noe_stores.places import PlaceTaken
from noe_stores.port import (
    BackingUp,
    Described,
    Head,
    Lines,
    SelfChecking,
    StreamIndex,
    Twofold,
    Watched,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a store will be."""
    return tmp_path / "clients"


def test_a_dossier_holds_the_lines_as_they_were_sealed(folder: Path) -> None:
    """One file a stream, named after it, one line a fact, nothing added and nothing changed."""
    made = facts(STREAM, 3)
    with opened(folder) as store:
        store.insert_events(made)
    assert dossier(folder).read_bytes() == b"".join(event.state + b"\n" for event in made)
    assert json.loads((folder / "noe.json").read_text())["format"] == 1
    assert (folder / ".gitattributes").read_text() == "*.jsonl -text\n"
    assert (folder / ".gitignore").read_text() == "/.noe/\n"
    assert oct(dossier(folder).stat().st_mode & 0o777) == "0o600"
    assert oct(folder.stat().st_mode & 0o777) == "0o700"


def test_it_can_do_all_that_a_recorder_of_ours_can(folder: Path) -> None:
    """It keeps every protocol of the port."""
    with opened(folder) as store:
        for kind in (
            StreamIndex,
            Lines,
            Watched,
            SelfChecking,
            Described,
            BackingUp,
            Twofold,
        ):
            assert isinstance(store, kind)


def test_records_come_back_after_closing_and_opening(folder: Path) -> None:
    """Events, positions, ends and lines are the same in a second handle."""
    made, other, guest = facts(STREAM, 5), facts(OTHER, 2), uuid4()
    with opened(folder) as store:
        assert store.insert_events(made[:4]) == [1, 2, 3, 4]
        assert store.insert_events([*other, made[4]]) == [5, 6, 7]
        assert store.insert_events([StoredEvent(guest, 1, "seen", b"\xff\x00")]) == [8]
    with opened(folder) as store:
        assert store.select_events(STREAM) == made
        assert store.select_events(STREAM, gt=1, lte=4, desc=True) == made[1:4][::-1]
        assert store.select_events(STREAM, gt=1, limit=2) == made[1:3]
        assert store.select_events(guest)[0].state == b"\xff\x00"
        assert store.lines(STREAM, after=2) == [event.state for event in made[2:]]
        assert store.lines(STREAM, after=9) == store.lines("relationship/nobody") == []
        assert store.lines(STREAM, limit=2) == [event.state for event in made[:2]]
        assert positions(store) == [1, 2, 3, 4, 5, 6, 7, 8]
        assert [found.originator_id for found in store.select_notifications(5, 3)] == [
            OTHER,
            OTHER,
            STREAM,
        ]
        digest = made[4].state[-66:-2].decode()
        assert store.head(STREAM) == Head(stream=STREAM, count=5, version=5, sum=digest)
        assert [head.stream for head in store.heads()] == [OTHER, STREAM]
        assert [head.stream for head in store.heads(after=OTHER)] == [STREAM]
        assert store.head("relationship/nobody") is None
        assert [*store.inspect()] == []


def test_a_ledgers_stream_may_hold_records_of_a_guest(folder: Path) -> None:
    """What is no fact goes into a file beside the dossier, and both are read as one stream."""
    made = facts(STREAM, 2)
    strange = StoredEvent(STREAM, 3, "strange", b"\xfe")
    with opened(folder) as store:
        store.insert_events([made[0], strange, made[1]])
        assert store.select_events(STREAM) == [*made, strange]
        assert store.lines(STREAM, after=1) == [made[1].state, b"\xfe"]
        assert store.head(STREAM) == Head(stream=STREAM, count=3, version=3, sum=None)
        for taken in (made[0], strange, StoredEvent(STREAM, 2, "late", b"")):
            with pytest.raises(VersionTaken):
                store.insert_events([taken])
        store.insert_events([StoredEvent(STREAM, 0, "early", b"")])
        assert [event.originator_version for event in store.select_events(STREAM)] == [0, 1, 2, 3]
        assert [*store.inspect()] == []


def test_a_call_is_kept_whole_or_not_at_all(folder: Path) -> None:
    """A version taken in one stream leaves the others of the call untouched."""
    with opened(folder) as store:
        store.insert_events(facts(STREAM, 1))
        with pytest.raises(VersionTaken) as refused:
            store.insert_events([*facts(OTHER, 2), *facts(STREAM, 1)])
        assert refused.value.outcome is Outcome.NOT_KEPT
        assert refused.value.streams == (OTHER, STREAM)
        assert not dossier(folder, OTHER).exists()
        assert positions(store) == [1]
        with pytest.raises(VersionTaken):
            store.insert_events([*facts(OTHER, 1), *facts(OTHER, 1)])


def test_long_streams_are_read_page_by_page(folder: Path) -> None:
    """Every page of a file of megabytes, in order, from any place, and no line twice."""
    made = facts(STREAM, 9000, note="x" * 200)
    states = [event.state for event in made]
    with opened(folder, durability=Durability.UNSYNCED) as store:
        for first in range(0, 9000, 3000):
            store.insert_events(made[first : first + 3000])
        read: list[bytes] = []
        while page := store.lines(STREAM, after=len(read), limit=1234):
            read += page
        assert read == states
        assert store.lines(STREAM, after=7000, limit=3) == states[7000:7003]
        assert store.lines(STREAM, after=100, limit=3) == states[100:103]
        assert store.lines(STREAM, after=8999) == states[8999:]
        assert len(journal(folder)) == 2
    with opened(folder) as store:
        assert store.select_events(STREAM, gt=8998) == made[8998:]
        assert [found.id for found in store.select_notifications(5000, 3)] == [5000, 5001, 5002]
        found: list[int] = []
        while page_of := store.select_notifications(
            found[-1] if found else 0, 700, inclusive_of_start=False
        ):
            found += [one.id for one in page_of]
        assert found == [*range(1, 9001)]
        assert [*store.inspect()] == []


def test_topics_choose_among_notifications(folder: Path) -> None:
    """Only records of the topics asked for, up to the limit and the last position asked for."""
    guest = uuid4()
    with opened(folder) as store:
        store.insert_events(
            [StoredEvent(guest, n, "even" if n % 2 == 0 else "odd", b"") for n in range(1, 9)]
        )
        assert [n.id for n in store.select_notifications(1, 2, topics=["even"])] == [2, 4]
        assert [n.id for n in store.select_notifications(3, 9, 6, ["even"])] == [4, 6]
        assert store.select_notifications(1, 0) == []


def test_a_follower_of_another_handle_is_woken(folder: Path) -> None:
    """What one handle keeps, a subscription on another yields, each record once."""
    made = facts(STREAM, 20)
    with opened(folder) as store, opened(folder) as reader, reader.subscribe() as following:
        writer = threading.Thread(
            target=lambda: [store.insert_events([event]) for event in made], daemon=True
        )
        writer.start()
        seen = [next(following) for _ in made]
        writer.join()
    assert [(n.id, n.state) for n in seen] == [*enumerate((e.state for e in made), 1)]


def test_tracking_outlives_the_process_and_the_checkpoint(folder: Path) -> None:
    """The last position of every follower is known again, before and after a checkpoint."""
    first = FilesTrackingRecorder(folder)
    first.insert_tracking(Tracking("upstream", 5))
    first.close()
    second = FilesProcessRecorder(folder)
    second.insert_events(facts(STREAM, 1), tracking=Tracking("upstream", 9))
    third = FilesTrackingRecorder(folder)
    assert (third.max_tracking_id("upstream"), third.max_tracking_id("other")) == (9, None)
    second.insert_events([], tracking=Tracking("other", 1))
    assert third.max_tracking_id("other") == 1
    with pytest.raises(IntegrityError):
        third.insert_tracking(Tracking("upstream", 9))
    assert second.select_notifications(1, 9)[0].originator_id == STREAM
    second.close()
    third.close()


def test_a_conflict_keeps_neither_facts_nor_tracking(folder: Path) -> None:
    """A position tracked already takes its facts with it."""
    store = FilesProcessRecorder(folder)
    store.insert_events(facts(STREAM, 1), tracking=Tracking("upstream", 9))
    with pytest.raises(IntegrityError):
        store.insert_events(facts(OTHER, 1), tracking=Tracking("upstream", 9))
    with pytest.raises(IntegrityError):
        store.insert_events(facts(STREAM, 1), tracking=Tracking("upstream", 10))
    assert store.max_tracking_id("upstream") == 9
    assert store.head(OTHER) is None
    store.close()


def test_the_table_may_be_deleted_at_any_time(folder: Path) -> None:
    """It is a cache: reading, writing and opening make it anew, and versions stay taken."""
    with opened(folder) as store:
        store.insert_events(facts(STREAM, 3))
        (folder / ".noe" / "heads").unlink()
        assert store.lines(STREAM) == [event.state for event in facts(STREAM, 3)]
        (folder / ".noe" / "heads").unlink()
        with pytest.raises(VersionTaken):
            store.insert_events(facts(STREAM, 1))
    (folder / ".noe" / "heads").unlink()
    with opened(folder) as store:
        store.insert_events(facts(STREAM, 1, after=facts(STREAM, 3)[-1].state))
        assert store.head(STREAM) is not None
        assert len(store.lines(STREAM)) == 4
        assert positions(store) == [1, 2, 3, 4]
        assert [*store.inspect()] == []


@pytest.mark.parametrize("lost", ["head", "checkpoint", "head checkpoint", "lock session"])
def test_what_is_not_the_journal_is_found_out_again(folder: Path, lost: str) -> None:
    """Without mark, checkpoint or both, nothing is lost and positions go on."""
    crashed(folder, lambda store: store.insert_events(facts(STREAM, 3)))
    for name in lost.split():
        (folder / ".noe" / name).unlink()
    with opened(folder) as store:
        assert store.insert_events(facts(OTHER, 1)) == [4]
        assert len(store.lines(STREAM)) == 3
        assert positions(store) == [1, 2, 3, 4]
        assert [*store.inspect()] == []


def test_a_journal_that_is_gone_is_told(folder: Path) -> None:
    """Nothing begins anew behind one's back: the remedy says how."""
    with opened(folder) as store:
        store.insert_events(facts(STREAM, 1))
    for segment in journal(folder):
        segment.unlink()
    with opened(folder) as store:
        assert len(store.lines(STREAM)) == 1
        with pytest.raises(StoreShortened) as told:
            store.insert_events(facts(OTHER, 1))
        assert told.value.outcome is Outcome.NOT_KEPT
        assert any("missing" in finding.why for finding in store.inspect())
    (folder / ".noe" / "journal").rmdir()
    with pytest.raises(StoreShortened, match="begun anew"):
        FilesApplicationRecorder(folder)


def test_a_clone_begins_a_new_numbering(folder: Path, tmp_path: Path) -> None:
    """Without what git does not keep, facts are the same and no position is used again."""
    with opened(folder) as store:
        store.insert_events([*facts(STREAM, 3), *facts(OTHER, 2)])
        store.insert_events([StoredEvent(uuid4(), 1, "seen", b"")])
    clone = copied(folder, tmp_path / "clone")
    for path in sorted((clone / ".noe").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (clone / ".noe").rmdir()
    with opened(clone) as store:
        assert [event.state for event in store.select_events(STREAM)] == [
            event.state for event in facts(STREAM, 3)
        ]
        found = positions(store)
        assert len(found) == 6
        assert found[0] > 10**12
        assert found == [*range(found[0], found[0] + 6)]
        with pytest.raises(NewEpoch) as begun:
            store.select_notifications(3, 10)
        assert begun.value.first == found[0]
        with pytest.raises(NewEpoch):
            store.select_notifications(1, 10, inclusive_of_start=False)
        assert len(store.select_notifications(0, 10, inclusive_of_start=False)) == 6
        assert len(store.select_notifications(found[0], 10)) == 6
        assert store.insert_events(facts("team/press", 1)) == [found[-1] + 1]
        assert [*store.inspect()] == []


def test_a_read_only_folder_is_read_and_left_alone(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing may be written, everything can be read, also what was left undone."""
    crashed(folder, lambda store: store.insert_events(facts(STREAM, 3)))
    still = copied(folder, tmp_path / "still")
    dossier(still).write_bytes(dossier(still).read_bytes()[:-40])  # as a power cut may leave it
    before = {path: path.stat().st_mtime_ns for path in still.rglob("*")}
    # Root may write anywhere: have the system say what it says of a read-only disk.
    monkeypatch.setattr(os, "access", lambda _, mode: not mode & os.W_OK)
    with opened(still) as store:
        assert len(store.lines(STREAM)) == 3
        assert positions(store) == [1, 2, 3]
        assert not store.describe().writable
        with pytest.raises(StoreUnwritable) as refused:
            store.insert_events(facts(OTHER, 1))
        assert refused.value.outcome is Outcome.NOT_KEPT
    assert {path: path.stat().st_mtime_ns for path in still.rglob("*")} == before


def test_a_clone_that_may_not_be_written_is_read_from_its_dossiers(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Facts are read and followed without a journal, and nothing is made beside them."""
    with opened(folder) as store:
        store.insert_events([*facts(STREAM, 3), *facts(OTHER, 2), StoredEvent("walk", 1, "t", b"")])
    clone = copied(folder, tmp_path / "clone")
    shutil.rmtree(clone / ".noe")
    lines = dossier(clone, OTHER).read_bytes().splitlines(keepends=True)
    dossier(clone, OTHER).write_bytes(lines[0] + b"note to self\n" + lines[1])
    monkeypatch.setattr(os, "access", lambda _, mode: not mode & os.W_OK)
    with opened(clone) as store:
        assert len(store.lines(STREAM)) == 3
        assert len(store.lines(OTHER, limit=1)) == 1
        with pytest.raises(StoreDamaged, match="line 2"):
            store.lines(OTHER)
        assert len(store.select_events("walk")) == 1
        assert [head.stream for head in store.heads()] == [OTHER, STREAM, "walk"]
        found = positions(store)
        assert found == [*range(found[0], found[0] + 5)]
        assert store.max_notification_id() == found[-1]
        assert [n.originator_id for n in store.select_notifications(found[3], 2)] == [
            STREAM,
            STREAM,
        ]
        assert [finding.streams for finding in store.inspect()] == [(OTHER,)]
        assert store.describe().records == 5
        with pytest.raises(StoreUnwritable):
            store.insert_events(facts("team/press", 1))
    assert not (clone / ".noe").exists()


def test_a_reader_that_may_not_write_follows_one_who_does(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was put in order in memory gives way to what a writer has put in order since."""
    with opened(folder) as store:
        store.insert_events(facts(STREAM, 2))
        with monkeypatch.context() as forbidden:
            forbidden.setattr(os, "access", lambda _, mode: not mode & os.W_OK)
            reader = FilesApplicationRecorder(folder)
        assert positions(reader) == [1, 2]
        store.insert_events(facts(STREAM, 3)[2:])
        assert positions(reader) == [1, 2, 3]
        assert len(reader.lines(STREAM)) == 3
        reader.close()


def test_a_place_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    """A file, a folder with other things and a store of a later release are refused."""
    (tmp_path / "file").write_text("x")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letters.txt").write_text("x")
    (tmp_path / "later").mkdir()
    (tmp_path / "later" / "noe.json").write_text('{"store":"noe","format":2}')
    (tmp_path / "torn").mkdir()
    (tmp_path / "torn" / "noe.json").write_text('{"sto')
    (tmp_path / "empty").mkdir()
    for name, kind in {
        "file": NotOurStore,
        "full": NotOurStore,
        "later": NewerStore,
        "torn": StoreDamaged,
        "nowhere/deep": StoreMissing,
    }.items():
        with pytest.raises(kind):
            FilesApplicationRecorder(tmp_path / name)
    for name, kind in {"empty": NotOurStore, "nowhere": StoreMissing}.items():
        with pytest.raises(kind):
            FilesApplicationRecorder(tmp_path / name, create=False)
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["letters.txt"]
    assert not [*(tmp_path / "empty").iterdir()]


def test_a_folder_under_git_becomes_a_store(tmp_path: Path) -> None:
    """What git and a reader want at the top stays, and what we need is added to it."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "README.md").write_text("Our clients")
    (tmp_path / ".gitignore").write_text("*.tmp")
    with opened(tmp_path) as store:
        store.insert_events(facts(STREAM, 1))
    assert (tmp_path / ".gitignore").read_text() == "*.tmp\n/.noe/\n"
    with opened(tmp_path) as store:
        assert len(store.lines(STREAM)) == 1


def test_a_link_is_not_followed(folder: Path, tmp_path: Path) -> None:
    """A dossier that is a symbolic link is neither written through nor read."""
    with opened(folder) as store:
        store.insert_events(facts(STREAM, 1))
        elsewhere = tmp_path / "elsewhere"
        dossier(folder).rename(elsewhere)
        dossier(folder).symlink_to(elsewhere)
        before = elsewhere.read_bytes()
        with pytest.raises(StoreDamaged, match="a link"):
            store.insert_events(facts(STREAM, 1, after=facts(STREAM, 1)[0].state))
        with pytest.raises(StoreDamaged):
            store.lines(STREAM)
        assert elsewhere.read_bytes() == before
        assert store.insert_events(facts(OTHER, 1)) == [2]


@pytest.mark.parametrize(
    ("what", "how"),
    [
        *(
            (w, h)
            for w in ("folder", "local", "head", "segment", "lock")
            for h in ("gone", "other")
        ),
        ("sign", "gone"),
        ("sign", "empty"),
    ],
)
def test_what_is_deleted_or_replaced_is_noticed(
    folder: Path, tmp_path: Path, what: str, how: str
) -> None:
    """Nothing is acknowledged into files that are gone."""
    with opened(folder) as store:
        store.insert_events(facts(STREAM, 1))
        copy = copied(folder, tmp_path / "copy")
        places = {
            "folder": "",
            "local": ".noe",
            "head": ".noe/head",
            "lock": ".noe/lock",
            "sign": "noe.json",
            "segment": f".noe/journal/{journal(folder)[0].name}",
        }
        (folder / places[what]).rename(tmp_path / "away")
        if how == "empty":
            (folder / places[what]).touch()
        if how == "other":
            (copy / places[what]).rename(folder / places[what])
        with pytest.raises(StoreMissing) as told:
            store.insert_events(facts(STREAM, 1, after=facts(STREAM, 1)[0].state))
        assert told.value.outcome is Outcome.NOT_KEPT
    if what == "sign":
        with pytest.raises(StoreDamaged, match="Put it back"):
            FilesApplicationRecorder(folder)


def test_waiting_for_others_has_an_end(folder: Path) -> None:
    """Who holds the lock too long is told about, and nothing is kept."""
    with opened(folder, lock_timeout=0.05) as store:
        store.insert_events(facts(STREAM, 1))
        held = FileLock(folder / ".noe" / "lock")
        assert held.acquire(1)
        with pytest.raises(StoreBusy) as busy:
            store.insert_events(facts(OTHER, 1))
        assert busy.value.outcome is Outcome.NOT_KEPT
        assert len(store.lines(STREAM)) == 1
        with opened(folder) as reader:
            assert len(reader.lines(STREAM)) == 1
        held.close()
        assert store.insert_events(facts(OTHER, 1)) == [2]


def test_a_closed_store_says_so(folder: Path) -> None:
    """Every use after closing is refused by name; closing twice does no harm."""
    store = FilesProcessRecorder(folder)
    store.close()
    store.close()
    for use in (
        lambda: store.insert_events(facts(STREAM, 1)),
        lambda: store.select_events(STREAM),
        lambda: store.select_notifications(1, 1),
        lambda: store.max_tracking_id("upstream"),
        lambda: store.lines(STREAM),
        store.describe,
        lambda: list(store.inspect()),
    ):
        with pytest.raises(StoreClosed):
            use()  # type: ignore[no-untyped-call]


def test_a_full_disk_for_dossiers_loses_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Facts stand in the journal: they are kept, read, and written to the dossier later."""
    made = facts(STREAM, 3)
    with opened(folder) as store:
        store.insert_events(made[:1])
        real = os.write

        def full(fd: int, data: bytes) -> int:
            if Path(f"/proc/self/fd/{fd}").readlink().suffix == ".jsonl":
                raise OSError(errno.ENOSPC, "No space left on device")
            return real(fd, data)

        monkeypatch.setattr(os, "write", full)
        assert store.insert_events(made[1:2]) == [2]
        assert store.insert_events(facts(OTHER, 1)) == [3]
        assert len(dossier(folder).read_bytes().splitlines()) == 1
        assert store.lines(STREAM) == [event.state for event in made[:2]]
        assert store.select_events(OTHER) == facts(OTHER, 1)
        assert [(head.stream, head.count) for head in store.heads()] == [(OTHER, 1), (STREAM, 2)]
        assert [*store.inspect()] == []
        assert "lag" in store.describe().notes[0]
        with opened(folder) as reader:
            assert len(reader.lines(STREAM)) == 2
        monkeypatch.setattr(os, "write", real)
        assert store.insert_events(made[2:]) == [4]
        assert len(dossier(folder).read_bytes().splitlines()) == 3
        assert len(dossier(folder, OTHER).read_bytes().splitlines()) == 1
        assert store.describe().notes == ()


def test_a_copy_is_taken_while_others_write(folder: Path, tmp_path: Path) -> None:
    """A backup is a store of one moment: same facts, same positions, nothing torn."""
    stop = threading.Event()
    with opened(folder, durability=Durability.UNSYNCED) as store:
        store.insert_events(facts(OTHER, 5))

        def write() -> None:
            for event in facts(STREAM, 3000):
                store.insert_events([event])
                if stop.is_set():
                    return

        writer = threading.Thread(target=write, daemon=True)
        writer.start()
        assert store.await_growth(20, 10)
        store.back_up(tmp_path / "copy")
        stop.set()
        writer.join()
        with opened(tmp_path / "copy") as copy:
            kept = len(copy.lines(STREAM))
            assert copy.lines(STREAM) == store.lines(STREAM)[:kept]
            assert copy.lines(OTHER) == store.lines(OTHER)
            assert positions(copy) == positions(store)[: kept + 5]
            assert [*copy.inspect()] == []
            assert copy.insert_events(facts("team/press", 1)) == [kept + 6]
        with pytest.raises(PlaceTaken):
            store.back_up(tmp_path / "copy")
    assert dossier(tmp_path / "copy").read_bytes() in dossier(folder).read_bytes()


def test_the_other_copy_holds_every_line(folder: Path) -> None:
    """The journal gives the lines of a stream when its dossier is gone."""
    made = facts(STREAM, 4)
    with opened(folder) as store:
        store.insert_events(made[:2])
        store.insert_events([*facts(OTHER, 1), *made[2:]])
        dossier(folder).unlink()
        assert [*store.other_copy(STREAM)] == [event.state for event in made]
        assert [*store.other_copy(STREAM, after=3)] == [made[3].state]
        with pytest.raises(StoreShortened, match="missing"):
            store.lines(STREAM)
        assert store.lines(OTHER) == [facts(OTHER, 1)[0].state]


def test_what_it_is_can_be_asked(folder: Path) -> None:
    """Counts, sizes and the durability in force."""
    with opened(folder) as store:
        store.insert_events([*facts(STREAM, 3), *facts(OTHER, 1)])
        said = store.describe()
    assert (said.kind, said.place, said.format, said.writable) == ("files", str(folder), 1, True)
    assert (said.streams, said.records, said.last_position) == (2, 4, 4)
    assert said.durability.startswith("synced")
    assert dict(said.sizes)["dossiers"] == sum(
        len(event.state) + 1 for event in [*facts(STREAM, 3), *facts(OTHER, 1)]
    )


def test_streams_listed_page_by_page_are_those_that_are_there(tmp_path: Path) -> None:
    """A listing is remembered, and a stream that comes between two pages is still seen."""
    folder = tmp_path / "clients"
    with opened(folder) as store:
        for number in range(6):
            store.insert_events(facts(f"relationship/{number}", 1))
        for old in (True, False, True):
            if old:  # as if nothing had come for long
                for place in folder.iterdir():
                    os.utime(place, (1, number))
            assert len(store.heads(limit=100)) == number + 1
            number += 1
            store.insert_events(facts(f"relationship/{number}", 1))
            found = [one.stream for one in store.heads(after="relationship/3", limit=100)]
            assert found == [f"relationship/{one}" for one in range(4, number + 1)]
            assert [one.stream for one in store.heads(limit=1)] == ["relationship/0"]


def test_a_listing_is_not_made_anew_for_every_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Walking many streams lists the folders once, as long as nothing comes into them."""
    folder = tmp_path / "clients"
    with opened(folder) as store:
        store.insert_events([fact for n in range(30) for fact in facts(f"relationship/{n:02}", 1)])
        for place in folder.iterdir():
            os.utime(place, (1, 1))
        real, listed = os.listdir, list[object]()

        def listing(path: str) -> list[str]:
            listed.append(path)
            return real(path)

        monkeypatch.setattr(os, "listdir", listing)
        seen = [one.stream for one in store.heads(limit=5)]
        once = len(listed)
        while page := store.heads(after=seen[-1], limit=5):
            seen += [one.stream for one in page]
        assert len(seen) == len(set(seen)) == 30
        assert len(listed) == once
