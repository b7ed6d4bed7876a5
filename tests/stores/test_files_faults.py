"""What becomes of a store of files when its bytes are torn, flipped, cut, or old again."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from eventsourcing.persistence import Notification, StoredEvent, Tracking
from filed import OTHER, STREAM, copied, crashed, dossier, facts, journal, opened, positions

from noe_stores.durability import Durability
from noe_stores.errors import StoreDamaged, StoreError, StoreShortened, Unstorable
from noe_stores.files import FilesApplicationRecorder, FilesProcessRecorder

GUEST = UUID("5b0b6e3e-2f4e-4c8e-9c39-0a4a2e8f1c11")


@pytest.fixture
def quick(tmp_path: Path) -> Iterator[Path]:
    """A place in memory, where there is one: for loops that would sync a disk all day."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
    place = Path(tempfile.mkdtemp(dir=memory if os.access(memory, os.W_OK) else tmp_path))
    yield place
    shutil.rmtree(place)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store of seven records in three batches, left as by a process that died."""
    place = tmp_path / "clients"

    def fill(store: FilesApplicationRecorder) -> None:
        store.insert_events(facts(STREAM, 2))
        store.insert_events([*facts(STREAM, 3)[2:], StoredEvent(GUEST, 1, "seen", b"\xfe")])
        store.insert_events([*facts(OTHER, 2), *facts(STREAM, 4)[3:]])

    crashed(place, fill)
    return place


def whole(store: FilesApplicationRecorder) -> tuple[int, int, int]:
    """How many records of each stream can be read."""
    return len(store.lines(STREAM)), len(store.lines(OTHER)), len(store.select_events(GUEST))


STATES = [(0, 0, 0), (2, 0, 0), (3, 0, 1), (4, 2, 1)]
"""What may be there after no, one, two and three batches."""


def test_a_journal_torn_anywhere_keeps_every_whole_batch(folder: Path, quick: Path) -> None:
    """At whatever byte the last write broke off: all of a batch or none, and the rest is told."""
    segment = journal(folder)[0]
    content = segment.read_bytes().rstrip(b"\0")
    ends = [place for place in range(len(content)) if content.startswith(b'{"first"', place)]
    ends.append(len(content))
    for cut in range(len(content)):
        at = copied(folder, quick / "torn")
        _as_before_the_first_append(at)
        torn = content[:cut].ljust(65536, b"\0")
        journal(at)[0].write_bytes(torn)
        with opened(at) as store:
            state = STATES[max(n for n, end in enumerate(ends) if end <= cut)]
            assert whole(store) == state
            findings = [*store.inspect()]
            assert all(finding.torn for finding in findings)
            assert bool(findings) == (cut not in ends)
            found = positions(store)
            assert found == [*range(1, sum(state) + 1)]
            assert store.insert_events(facts("team/press", 1)) == [len(found) + 1]
            set_aside = [*(at / ".noe").glob("torn-*")]
            assert b"".join(path.read_bytes() for path in set_aside) == _rest(content, ends, cut)


def _rest(content: bytes, ends: list[int], cut: int) -> bytes:
    """What of a torn journal belongs to no whole batch."""
    return content[max(end for end in ends if end <= cut) : cut]


def _as_before_the_first_append(folder: Path) -> None:
    """Take away whatever says how far the journal went, and the files it went into."""
    for name in ("head", "heads"):
        (folder / ".noe" / name).unlink()
    for tree in ("relationship", "guests"):
        shutil.rmtree(folder / tree)


@pytest.mark.parametrize("lost", ["dossiers", "head", "heads", "all"])
def test_a_power_cut_loses_nothing_that_was_acknowledged(quick: Path, lost: str) -> None:
    """Whatever was not synced may be as old as the last checkpoint, each file for itself."""
    dice = random.Random(4)  # noqa: S311 - to be repeated
    states: list[Path] = []
    folder = quick / "clients"
    store = FilesApplicationRecorder(folder)
    made = facts(STREAM, 6)
    for number, event in enumerate(made):
        states.append(copied(folder, quick / f"state{number}"))
        store.insert_events([event, *facts(OTHER, number + 1)[number:]])
    states.append(copied(folder, quick / "last"))
    store._store.close()
    for _ in range(40):
        cut = copied(states[-1], quick / "cut")
        for path in ("head", "heads"):
            if lost in {path, "all"}:
                _older(cut, states, dice, f".noe/{path}")
        if lost in {"dossiers", "all"}:
            for stream in (STREAM, OTHER):
                _older(cut, states, dice, str(dossier(cut, stream).relative_to(cut)))
        with opened(cut) as again:
            assert again.lines(STREAM) == [event.state for event in made]
            assert len(again.lines(OTHER)) == 6
            assert positions(again) == [*range(1, 13)]
            assert all(finding.torn for finding in again.inspect())
            assert again.insert_events(facts("team/press", 1)) == [13]


def _older(cut: Path, states: list[Path], dice: random.Random, name: str) -> None:
    source = dice.choice(states) / name
    if source.exists():
        shutil.copy(source, cut / name)
        if name.endswith(".jsonl") and dice.random() < 0.3:  # a size that was kept, not the bytes
            with (cut / name).open("ab") as file:
                file.write(bytes(dice.randrange(1, 900)))
    else:
        (cut / name).unlink()


def test_every_flipped_bit_of_the_journal_is_found(folder: Path, tmp_path: Path) -> None:
    """Told by inspect with its place; the dossiers are read all the same."""
    with opened(folder):
        pass
    segment = journal(folder)[0]
    content = segment.read_bytes().rstrip(b"\0")
    at = copied(folder, tmp_path / "flipped")
    with opened(at) as store:
        for bit in range(0, 8 * len(content), 13):
            _flip(journal(at)[0], bit)
            findings = [*store.inspect()]
            assert findings
            assert not any(finding.torn for finding in findings)
            assert any(str(journal(at)[0]) in finding.place for finding in findings)
            _flip(journal(at)[0], bit)
        assert [*store.inspect()] == []
        _flip(journal(at)[0], 900)
        assert whole(store) == STATES[-1]
        with pytest.raises(StoreDamaged, match="journal is damaged"):
            store.select_notifications(1, 10)


def _flip(path: Path, bit: int) -> None:
    with path.open("r+b") as file:
        file.seek(bit // 8)
        (byte,) = file.read(1)
        file.seek(bit // 8)
        file.write(bytes([byte ^ (1 << bit % 8)]))


@pytest.mark.parametrize("name", ["head", "checkpoint", "heads"])
def test_no_flipped_bit_of_what_is_found_out_again_does_harm(
    folder: Path, quick: Path, name: str
) -> None:
    """Facts, positions and versions that are taken are as before."""
    with opened(folder):
        pass
    at = copied(folder, quick / "flipped")
    size = (at / ".noe" / name).stat().st_size
    dice = random.Random(7)  # noqa: S311 - to be repeated
    for _ in range(60):
        at = copied(folder, quick / "flipped")
        _flip(at / ".noe" / name, dice.randrange(8 * size))
        with opened(at) as store:
            assert whole(store) == STATES[-1]
            with pytest.raises(StoreError):
                store.insert_events(facts(STREAM, 1))
            more = facts(STREAM, 1, after=facts(STREAM, 4)[-1].state)
            assert store.insert_events(more) == [8]
            assert positions(store) == [*range(1, 9)]
            assert [*store.inspect()] == []


def test_every_flipped_bit_of_a_dossier_is_found(folder: Path) -> None:
    """Told by inspect, with the stream; what the ledger's chain vouches for is its own matter."""
    path = dossier(folder)
    with opened(folder) as store:
        for bit in range(0, 8 * path.stat().st_size, 17):
            _flip(path, bit)
            findings = [*store.inspect()]
            assert [finding.streams for finding in findings] == [(STREAM,)]
            assert str(path) in findings[0].place
            _flip(path, bit)
        assert [*store.inspect()] == []


def test_every_flipped_bit_of_a_guest_is_told_on_reading(folder: Path) -> None:
    """A guest's records carry a chain that the store itself checks."""
    path = folder / "guests" / "uuid" / f"{GUEST}.jsonl"
    with opened(folder) as store:
        for bit in range(8 * path.stat().st_size):
            _flip(path, bit)
            with pytest.raises(StoreDamaged) as told:
                store.select_events(GUEST)
            assert told.value.streams == (str(GUEST),)
            _flip(path, bit)
        assert len(store.select_events(GUEST)) == 1


def _without_last(path: Path) -> None:
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))


def _swapped(path: Path) -> None:
    first, second, *rest = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([second, first, *rest]))


def _doubled(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines, lines[-1]]))


def _blank(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


def _crlf(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def _zeroed(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100] + bytes(200) + path.read_bytes()[300:])


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


def _anothers(path: Path) -> None:
    path.write_bytes(path.read_bytes() + facts(OTHER, 1)[0].state + b"\n")


@pytest.mark.parametrize(
    "damage",
    [_without_last, _swapped, _doubled, _blank, _crlf, _zeroed, _emptied, _anothers, Path.unlink],
)
@pytest.mark.parametrize("when", ["open", "opened again", "crashed"])
def test_a_damaged_dossier_is_told_and_bounded(
    folder: Path, damage: Callable[[Path], object], when: str
) -> None:
    """Reading past it, appending to it and inspecting it tell; the other streams go on."""
    if when != "crashed":
        with opened(folder):
            pass
    if when == "open":
        store = FilesApplicationRecorder(folder)
        damage(dossier(folder))
    else:
        damage(dossier(folder))
        store = FilesApplicationRecorder(folder)
    if when == "crashed" and damage in {_without_last, _emptied, _zeroed, Path.unlink}:
        assert whole(store) == STATES[-1]  # nothing of it was ever synced: it is written again
        store.close()
        return
    more = facts(STREAM, 1, after=facts(STREAM, 4)[-1].state)
    before = dossier(folder).read_bytes() if dossier(folder).exists() else None
    if damage is not _zeroed and damage is not _swapped:
        with pytest.raises(StoreDamaged) as told:
            store.insert_events(more)
        assert told.value.streams == (STREAM,)
        assert str(dossier(folder)) in str(told.value)
        with pytest.raises(StoreDamaged):
            store.lines(STREAM)
        if damage in {_without_last, _emptied, Path.unlink}:
            assert isinstance(told.value, StoreShortened)
    findings = [*store.inspect()]
    assert [finding.streams for finding in findings if not finding.torn] == [(STREAM,)]
    assert store.select_events(OTHER) == facts(OTHER, 2)
    assert store.insert_events(facts(OTHER, 3)[2:]) == [8]
    assert positions(store) == [*range(1, 9)]
    assert before == (dossier(folder).read_bytes() if dossier(folder).exists() else None)
    store.close()
    with opened(folder) as again:
        assert [f.streams for f in again.inspect() if not f.torn] == [(STREAM,)]


def test_the_sound_part_of_a_damaged_dossier_is_read(folder: Path) -> None:
    """A page before the damage is given out; one that reaches it is not."""
    with opened(folder) as store:
        lines = dossier(folder).read_bytes().splitlines(keepends=True)
        dossier(folder).write_bytes(b"".join([*lines[:2], b"note to self\n", *lines[2:]]))
        assert len(store.lines(STREAM, limit=2)) == 2
        assert len(store.select_events(STREAM, lte=2)) == 2
        with pytest.raises(StoreDamaged, match="line 3"):
            store.lines(STREAM, limit=3)


@pytest.mark.parametrize("edit", ["lost", "doubled", "swapped", "cut"])
def test_a_journal_that_was_edited_is_told(folder: Path, edit: str) -> None:
    """Each batch stands by itself; that one is missing, twice, or elsewhere shows all the same."""
    with opened(folder):
        pass
    segment = journal(folder)[0]
    content = segment.read_bytes().rstrip(b"\0")
    starts = [n for n in range(len(content)) if content.startswith(b'{"first"', n)]
    one, two, three = (
        content[a:b] for a, b in zip(starts, [*starts[1:], len(content)], strict=True)
    )
    edited = {
        "lost": one + three,
        "doubled": one + two + two + three,
        "swapped": two + one + three,
        "cut": one + two,
    }[edit]
    segment.write_bytes(edited.ljust(65536, b"\0"))
    with opened(folder) as store:
        assert whole(store) == STATES[-1]
        assert not all(finding.torn for finding in store.inspect())
        with pytest.raises(StoreDamaged):
            positions(store)


@pytest.mark.parametrize("left", [30, 0])
def test_an_unsynced_store_that_lost_its_end_starts_where_it_is_sound(
    tmp_path: Path, left: int
) -> None:
    """Who asked for no syncs may lose the last facts in a power cut, never the use of his store.

    That some are lost is told, also where nothing at all is left of them.
    """
    folder = tmp_path / "clients"
    store = FilesApplicationRecorder(folder, durability=Durability.UNSYNCED)
    store.insert_events(facts(STREAM, 2))
    size = len(journal(folder)[0].read_bytes().rstrip(b"\0"))
    store.insert_events(facts(STREAM, 4)[2:])
    store._store.close()
    with journal(folder)[0].open("r+b") as file:
        file.truncate(size + left)
    dossier(folder).write_bytes(b"".join(e.state + b"\n" for e in facts(STREAM, 2)))
    with opened(folder) as again:
        assert len(again.lines(STREAM)) == 2
        assert again.insert_events(facts(STREAM, 3)[2:]) == [3]
        (finding,) = again.inspect()
        assert finding.torn
        assert "without a sync" in finding.why


def test_a_write_that_fails_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A failed sync is written over before it is said to be nothing; a retry is kept once."""
    with opened(tmp_path / "clients") as store:
        store.insert_events(facts(STREAM, 1))
        real, calls = os.fdatasync, 0

        def failing(fd: int) -> None:
            nonlocal calls
            calls += 1
            if calls == 1:
                raise OSError(5, "Input/output error")
            real(fd)

        monkeypatch.setattr(os, "fdatasync", failing)
        with pytest.raises(StoreError, match="This call has kept nothing"):
            store.insert_events(facts(STREAM, 2)[1:])
        assert calls == 2
        assert len(store.lines(STREAM)) == 1
        assert store.insert_events(facts(STREAM, 2)[1:]) == [2]
        assert [*store.inspect()] == []


def test_a_write_that_cannot_be_taken_back_is_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The handle says that it must be opened again, and afterwards the answer is known."""
    folder = tmp_path / "clients"
    with opened(folder) as store:
        store.insert_events(facts(STREAM, 1))

        def failing(_fd: int) -> None:
            raise OSError(5, "Input/output error")

        with monkeypatch.context() as broken:
            broken.setattr(os, "fdatasync", failing)
            with pytest.raises(StoreError, match="not known") as unknown:
                store.insert_events(facts(STREAM, 2)[1:])
        assert unknown.value.outcome == "unknown"
        with pytest.raises(StoreError, match="Open it again"):
            store.lines(STREAM)
    with opened(folder) as again:
        if len(again.lines(STREAM)) == 1:
            again.insert_events(facts(STREAM, 2)[1:])
        assert again.lines(STREAM) == [event.state for event in facts(STREAM, 2)]


def test_a_failed_sync_of_a_dossier_is_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No checkpoint passes over lines whose sync failed."""
    folder = tmp_path / "clients"
    store = FilesApplicationRecorder(folder)
    store.insert_events(facts(STREAM, 2))
    before = (folder / ".noe" / "checkpoint").read_bytes()

    def failing(_fd: int) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", failing)
        store.close()
    assert (folder / ".noe" / "checkpoint").read_bytes() == before
    with opened(folder) as again:
        assert len(again.lines(STREAM)) == 2
        assert (folder / ".noe" / "checkpoint").read_bytes() != before
        assert [*again.inspect()] == []


def test_a_stale_copy_of_the_table_does_no_harm(folder: Path, tmp_path: Path) -> None:
    """An old table put back makes nothing be taken in twice."""
    old = copied(folder, tmp_path / "old")
    more = facts(STREAM, 6)[4:]
    with opened(folder) as store:
        store.insert_events(more)
    shutil.copy(old / ".noe" / "heads", folder / ".noe" / "heads")
    with opened(folder) as store:
        assert len(store.lines(STREAM)) == 6
        assert store.insert_events(facts(STREAM, 7)[6:]) == [10]
        assert positions(store) == [*range(1, 11)]
        assert [*store.inspect()] == []


def test_a_journal_overwritten_with_an_old_copy_is_noticed(folder: Path, tmp_path: Path) -> None:
    """Nothing is acknowledged behind an end that is no longer there."""
    old = copied(folder, tmp_path / "old")
    with opened(folder) as store:
        store.insert_events(facts(OTHER, 4)[2:])
        with journal(folder)[0].open("r+b") as file:
            file.write(journal(old)[0].read_bytes())
            file.truncate()
        with pytest.raises(StoreDamaged) as told:
            store.insert_events(facts(OTHER, 5)[4:])
        assert told.value.outcome == "not kept"
        assert len(store.lines(OTHER)) == 4
        assert not all(finding.torn for finding in store.inspect())


def test_a_name_too_long_for_the_journal_is_refused(tmp_path: Path) -> None:
    """What could not be read back is not written."""
    store = FilesProcessRecorder(tmp_path / "clients")
    with pytest.raises(Unstorable, match="shorter name"):
        store.insert_events(facts(STREAM, 1), tracking=Tracking("x" * 5000, 1))
    store.insert_events(facts(STREAM, 1), tracking=Tracking("é" * 2000, 1))
    assert store.max_tracking_id("é" * 2000) == 1
    store.insert_events(facts(STREAM, 2)[1:])
    store.close()


def test_strangers_in_the_folders_are_told(folder: Path) -> None:
    """A file that is none of a stream, and one whose name is nobody's."""
    with opened(folder) as store:
        (folder / "relationship" / "notes.txt").write_text("call them")
        (folder / "relationship" / "Capital.jsonl").write_text("{}\n")
        (folder / "relationship" / "empty.jsonl").touch()
        (folder / "relationship" / "sub").mkdir()
        (folder / "relationship" / "sub" / "y.jsonl").write_text("{}\n")
        whys = {Path(finding.place).name: finding.why for finding in store.inspect()}
        assert set(whys) == {"notes.txt", "Capital.jsonl", "empty.jsonl", "y.jsonl"}
        assert whole(store) == STATES[-1]
    with opened(folder) as store:
        assert whole(store) == STATES[-1]
        assert store.insert_events([StoredEvent(uuid4(), 1, "t", b"")]) == [8]


CACHES = ("heads", "head", "checkpoint", "session", "lock")


@pytest.mark.parametrize("lost", [CACHES, ("head",), ("head", "checkpoint"), ("head", "heads")])
def test_no_damage_of_the_journal_passes_for_a_torn_write(
    folder: Path, quick: Path, lost: tuple[str, ...]
) -> None:
    """With nothing left to say how far it went: told, nothing set aside, no position reused."""
    with opened(folder) as store:
        order = [(n.originator_id, n.originator_version) for n in _all(store)]
    content = journal(folder)[0].read_bytes().rstrip(b"\0")
    for bit in range(0, 8 * len(content), 211):
        at = copied(folder, quick / "flipped")
        _flip(journal(at)[0], bit)
        for name in lost:
            (at / ".noe" / name).unlink(missing_ok=True)
        with opened(at) as store:
            with pytest.raises(StoreDamaged, match="journal is damaged"):
                _all(store)
            if lost != ("head",):
                with pytest.raises(StoreDamaged):
                    store.insert_events(facts("team/press", 1))
            else:  # it still says where the next position is
                assert store.insert_events(facts("team/press", 1)) == [8]
            assert not all(finding.torn for finding in store.inspect())
        assert not [*(at / ".noe").glob("torn-*")]
        _flip(journal(at)[0], bit)
        with opened(at) as store:
            found = [(n.originator_id, n.originator_version) for n in _all(store)]
            assert found[:7] == order


def _all(store: FilesApplicationRecorder) -> list[Notification]:
    return [*store.select_notifications(None, 10**6)]


def test_a_journal_cut_off_at_a_batch_is_told_without_its_mark(folder: Path) -> None:
    """Dossiers that hold more than a journal nobody vouches for get no position again."""
    with opened(folder):
        pass
    segment = journal(folder)[0]
    content = segment.read_bytes()
    last = content.rindex(b'{"first"')
    segment.write_bytes(content[:last].ljust(len(content), b"\0"))
    for name in CACHES:
        (folder / ".noe" / name).unlink(missing_ok=True)
    with opened(folder) as store:
        with pytest.raises(StoreShortened, match="holds more"):
            _all(store)
        with pytest.raises(StoreShortened, match="holds more"):
            store.insert_events(facts("team/press", 1))


def test_what_is_no_plain_file_names_the_stream(tmp_path: Path) -> None:
    """A link or a folder in the place of a dossier: the error says whose it is, reading or not."""
    folder = tmp_path / "clients"
    with opened(folder) as store:
        store.insert_events(facts(STREAM, 2))
        store.insert_events(facts(OTHER, 1))
        dossier(folder).rename(tmp_path / "elsewhere")
        for put in (Path.mkdir, lambda path: path.symlink_to(tmp_path / "elsewhere")):
            put(dossier(folder))
            for ask in (
                lambda: store.lines(STREAM),
                lambda: store.select_events(STREAM),
                lambda: store.insert_events(facts(STREAM, 3)[2:]),
            ):
                with pytest.raises(StoreDamaged, match=r"plain file|a link or a folder") as told:
                    ask()
                assert told.value.streams == (STREAM,)
            assert STREAM in {name for found in store.inspect() for name in found.streams}
            assert len(store.lines(OTHER)) == 1
            dossier(folder).rmdir() if dossier(folder).is_dir() else dossier(folder).unlink()
