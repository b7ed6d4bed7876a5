"""What the SQLite store promises beyond the port: its file, its durability, its errors."""

from __future__ import annotations

import os
import pickle
import sqlite3
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from eventsourcing.persistence import (
    DatabaseError,
    InfrastructureFactory,
    OperationalError,
    PersistenceError,
    StoredEvent,
)

from noe_stores.durability import Durability
from noe_stores.errors import (
    NewerStore,
    NotDurable,
    NotOurStore,
    Outcome,
    StoreBusy,
    StoreClosed,
    StoreDamaged,
    StoreError,
    StoreMissing,
    StoreShortened,
    StoreUnreachable,
    StoreUnwritable,
)
from noe_stores.filelock import FileLock
from noe_stores.sqlite import SQLiteAggregateRecorder, SQLiteApplicationRecorder
from noe_stores.sqlite.access.opening import make_durable
from noe_stores.sqlite.database import OnDisk
from noe_stores.sqlite.tables.schema import APPLICATION_ID, SCHEMA_VERSION

NOBODY = 65534


def record(stream: UUID | str, version: int, state: bytes = b"s") -> StoredEvent:
    """A record of no particular content."""
    return StoredEvent(stream, version, "t", state)


def opened(path: Path | str, **options: Any) -> closing[SQLiteApplicationRecorder]:
    """A recorder that is closed at the end of the block."""
    return closing(SQLiteApplicationRecorder(path, **options))


def raw(path: Path) -> closing[sqlite3.Connection]:
    """The file as any SQLite program sees it."""
    return closing(sqlite3.connect(path, isolation_level=None))


def tampered(path: Path, *statements: str) -> None:
    """Change the file as somebody would who takes its guards away first."""
    with raw(path) as tool:
        guards = tool.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (guard,) in guards:
            tool.execute(f"DROP TRIGGER {guard}")
        for statement in statements:
            tool.execute(statement)


def beside(path: Path) -> set[str]:
    """The names of all that is in the folder of a store."""
    return {found.name for found in path.parent.iterdir()}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a store may be made."""
    return tmp_path / "store.db"


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder any user of this machine may look into."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


def fork(work: Callable[[], object], *, user: int | None = None) -> Callable[[], Any]:
    """Start ``work`` in a forked process, as another user if need be; call for its outcome."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if user is not None and os.getuid() == 0:
                os.setuid(user)  # root may write anywhere, which is not what is asked
            try:
                result = work()
            except BaseException as error:  # noqa: BLE001 - told to the parent
                result = error
            with os.fdopen(write, "wb") as pipe:
                pickle.dump(result, pipe)
        finally:
            os._exit(0)
    os.close(write)

    def outcome() -> Any:
        with os.fdopen(read, "rb") as pipe:
            told = pipe.read()
        os.waitpid(child, 0)
        return pickle.loads(told)  # noqa: S301 - our own child

    return outcome


def in_fork(work: Callable[[], object], *, user: int | None = None) -> Any:
    """What ``work`` returns or raises in a forked process."""
    return fork(work, user=user)()


# Durability


def test_every_connection_is_durable(path: Path) -> None:
    """Write-ahead log and a sync at every commit hold on each connection that writes."""
    with opened(path) as recorder:
        database = recorder._database
        assert isinstance(database, OnDisk)
        for _ in range(3):
            session = database.pool.opened()
            session.prepare(str(path), database.durability, 1)
            mode = session.connection.execute("PRAGMA journal_mode").fetchone()
            level = session.connection.execute("PRAGMA synchronous").fetchone()
            session.close()
            assert (mode, level) == (("wal",), (2,))


def test_a_bulk_load_may_do_without_syncs(path: Path) -> None:
    """Who asks for less durability gets it, and can see it."""
    with opened(path, durability=Durability.UNSYNCED) as recorder:
        assert recorder.insert_events([record("walk", 1)]) == [1]
        assert "synchronous=0" in recorder.describe().durability
    with opened(path) as recorder:
        assert "synchronous=2" in recorder.describe().durability
        assert recorder.max_notification_id() == 1


def test_a_store_taken_out_of_wal_is_put_back(path: Path) -> None:
    """A journal mode that another tool changed is set again at opening."""
    with opened(path):
        pass
    with raw(path) as tool:
        assert tool.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",)
    with opened(path) as recorder:
        assert "journal_mode=wal" in recorder.describe().durability


@pytest.mark.skipif(os.name != "posix", reason="the dotfile locks are SQLite's on POSIX")
def test_durability_that_cannot_be_had_is_refused(path: Path) -> None:
    """Where SQLite does not give a write-ahead log, the store says so and why."""
    with (
        closing(sqlite3.connect(f"{path.as_uri()}?vfs=unix-dotfile", uri=True)) as connection,
        pytest.raises(NotDurable, match="local disk"),
    ):
        make_durable(connection, Durability.SYNCED, store=str(path), lock_timeout=0)


def test_a_clean_close_leaves_the_file_and_its_witness(path: Path) -> None:
    """After the last close everything is in the file, with no log beside it."""
    with opened(path) as recorder:
        recorder.insert_events([record("walk", 1)])
    assert beside(path) == {path.name, f"{path.name}-noe"}


# Content


def test_positions_are_never_used_twice(path: Path) -> None:
    """A position that was told stays spent, even if somebody deletes its record by force."""
    with opened(path) as recorder:
        assert recorder.insert_events([record("walk", v) for v in (1, 2, 3)]) == [1, 2, 3]
        assert recorder.insert_events([record("run", 1)]) == [4]
    tampered(path, "DELETE FROM log WHERE position > 3", "VACUUM")
    with opened(path) as recorder, pytest.raises(StoreShortened, match="position 4 was"):
        recorder.insert_events([record("run", 2)])


def test_the_file_says_what_it_is(path: Path) -> None:
    """Header, tables and kinds of id are those promised to other readers of the file."""
    identity = UUID(int=7)
    with opened(path) as recorder:
        recorder.insert_events([record(identity, 0), record("walk", 2**32 - 1)])
    with raw(path) as tool:
        assert tool.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert tool.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        rows = tool.execute("SELECT number, typeof(name), name, count, version FROM streams")
        assert rows.fetchall() == [
            (1, "blob", identity.bytes, 1, 0),
            (2, "text", "walk", 1, 2**32 - 1),
        ]
        assert tool.execute("SELECT key FROM records").fetchall() == [(1 << 32,), (3 * 2**32 - 1,)]
        assert tool.execute("SELECT * FROM log").fetchall() == [
            (1, 1 << 32, 1),
            (2, 3 * 2**32 - 1, 1),
        ]
        assert tool.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE records SET state = x''",
        "DELETE FROM records",
        "UPDATE log SET key = 7",
        "DELETE FROM log",
        "DELETE FROM streams",
    ],
)
def test_what_was_recorded_is_changed_by_no_program(path: Path, statement: str) -> None:
    """The file itself refuses to change or delete what it holds."""
    with opened(path) as recorder:
        recorder.insert_events([record("walk", 1)])
    with raw(path) as tool, pytest.raises(sqlite3.IntegrityError, match="stays"):
        tool.execute(statement)


def test_snapshots_live_beside_the_records(path: Path) -> None:
    """Snapshots share the file, but neither the versions nor the positions of records."""
    with (
        opened(path) as recorder,
        closing(SQLiteAggregateRecorder(path, purpose="snapshots")) as snapshots,
    ):
        recorder.insert_events([record("walk", 10)])
        snapshots.insert_events([record("walk", 10), record("walk", 3)])
        assert [e.originator_version for e in snapshots.select_events("walk")] == [3, 10]
        assert recorder.max_notification_id() == 1
        assert len(recorder.select_events("walk")) == 1


def test_a_large_call_is_kept_whole(path: Path) -> None:
    """Many records and a large state come back exactly."""
    large = bytes(range(256)) * 4096
    with opened(path) as recorder:
        many = [record(f"walk/{n % 7}", n, str(n).encode()) for n in range(10_000)]
        assert recorder.insert_events(many) == list(range(1, 10_001))
        assert recorder.insert_events([record("large", 1, large)]) == [10_001]
        assert recorder.select_events("large")[0].state == large
        kept = recorder.select_notifications(1, 10_000)
        assert [(n.originator_version, n.state) for n in kept] == [
            (e.originator_version, e.state) for e in many
        ]


# Places


@pytest.mark.parametrize("name", ["a b.db", "é😀.db", "what?.db", "#1.db", "50%41.db", "a&b=c;.db"])
def test_any_file_name_works(tmp_path: Path, name: str) -> None:
    """Signs that mean something in a URI are part of the name here."""
    with opened(tmp_path / name) as recorder:
        recorder.insert_events([record("walk", 1)])
        assert beside(tmp_path / name) == {name + end for end in ("", "-wal", "-shm", "-noe")}
    with opened(tmp_path / name, create=False) as recorder:
        assert recorder.max_notification_id() == 1


def test_a_relative_path_is_resolved_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change of folder after opening does not lead to another file."""
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path)
    with opened("store.db") as recorder:
        monkeypatch.chdir(tmp_path / "elsewhere")
        recorder.insert_events([record("walk", 1)])
    assert {p.name for p in tmp_path.iterdir() if p.is_file()} == {"store.db", "store.db-noe"}


def test_memory_is_private_to_a_recorder_and_shared_by_its_threads() -> None:
    """Two recorders in memory see nothing of each other; the threads of one see all."""
    with opened(":memory:") as one, opened(":memory:") as other:
        thread = threading.Thread(target=one.insert_events, args=([record("walk", 1)],))
        thread.start()
        thread.join()
        assert one.max_notification_id() == 1
        assert other.max_notification_id() is None


def test_a_missing_store_is_not_made_unasked(path: Path) -> None:
    """Without leave to create, a wrong path is an error that names it, and no file appears."""
    with pytest.raises(StoreMissing) as missing:
        SQLiteApplicationRecorder(path, create=False)
    assert isinstance(missing.value, FileNotFoundError)
    assert isinstance(missing.value, OperationalError)
    assert str(path) in str(missing.value)
    assert missing.value.remedy in str(missing.value)
    assert not path.exists()


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    """Folders are not made: the error says which one is missing."""
    with pytest.raises(StoreMissing, match="nowhere first"):
        SQLiteApplicationRecorder(tmp_path / "nowhere" / "store.db")


def test_a_name_no_file_can_have_is_an_error_of_ours(tmp_path: Path) -> None:
    """What the operating system refuses comes out as an error of the port."""
    with pytest.raises(StoreUnreachable) as refused:
        SQLiteApplicationRecorder(tmp_path / ("n" * 300))
    assert isinstance(refused.value.__cause__, OSError)


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    """A path to a folder is refused as such."""
    with pytest.raises(NotOurStore, match="folder"):
        SQLiteApplicationRecorder(tmp_path)


# Strangers


def test_an_empty_file_becomes_a_store_only_where_one_may_be_made(path: Path) -> None:
    """A file of no bytes, as temporary files are, is taken only with leave to create."""
    path.touch()
    with pytest.raises(NotOurStore, match="empty"):
        SQLiteApplicationRecorder(path, create=False)
    assert path.stat().st_size == 0
    with opened(path) as recorder:
        assert recorder.insert_events([record("walk", 1)]) == [1]


@pytest.mark.parametrize("content", [b"x", b"x" * 511, b"Dear diary, " * 1000])
def test_a_file_that_is_no_database_is_left_alone(path: Path, content: bytes) -> None:
    """Some other file at that path is refused, and not a byte of it changes."""
    path.write_bytes(content)
    with pytest.raises(NotOurStore) as refused:
        SQLiteApplicationRecorder(path)
    assert isinstance(refused.value, DatabaseError)
    assert path.read_bytes() == content
    assert [p.name for p in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(
    "statement",
    ["CREATE TABLE notes (text)", "PRAGMA user_version = 3", "PRAGMA application_id = 42"],
)
def test_a_database_of_another_program_is_left_alone(path: Path, statement: str) -> None:
    """A foreign SQLite file is refused, its journal mode included in what stays as it was."""
    with raw(path) as tool:
        tool.execute(statement)
    content = path.read_bytes()
    with pytest.raises(NotOurStore, match="another program"):
        SQLiteApplicationRecorder(path)
    assert path.read_bytes() == content
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_a_store_of_a_later_release_is_refused(path: Path) -> None:
    """A schema this release does not know is neither read nor written."""
    with opened(path):
        pass
    with raw(path) as tool:
        tool.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    content = path.read_bytes()
    with pytest.raises(NewerStore, match=f"schema {SCHEMA_VERSION + 1}"):
        SQLiteApplicationRecorder(path)
    assert path.read_bytes() == content


def test_damage_is_told_as_damage(path: Path) -> None:
    """A page overwritten by something else is found when it is read."""
    with opened(path) as recorder:
        recorder.insert_events([record("walk", n, bytes(1000)) for n in range(100)])
    content = bytearray(path.read_bytes())
    content[len(content) // 2 :] = b"\xaa" * (len(content) - len(content) // 2)
    path.write_bytes(content)
    with opened(path) as recorder, pytest.raises(StoreDamaged) as damaged:
        recorder.select_notifications(None, 1000)
    assert str(path) in str(damaged.value)
    assert isinstance(damaged.value.__cause__, sqlite3.DatabaseError)


def test_a_file_swapped_under_an_open_store_is_noticed(path: Path) -> None:
    """Nothing is acknowledged into a file that is no longer at its path."""
    with opened(path) as recorder:
        recorder.insert_events([record("walk", 1)])
        path.rename(path.with_name("moved.db"))
        with pytest.raises(StoreMissing, match="while open"):
            recorder.insert_events([record("walk", 2)])
        path.touch()
        with pytest.raises(StoreMissing, match="while open"):
            recorder.max_notification_id()


# Other users of the same file


def test_a_writer_waits_no_longer_than_told(path: Path) -> None:
    """When another program holds the lock for longer, the error says that nothing was kept."""
    with opened(path, lock_timeout=0.01) as recorder, raw(path) as tool:
        tool.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy) as busy:
            recorder.insert_events([record("walk", 1)])
        assert isinstance(busy.value, OperationalError)
        tool.execute("ROLLBACK")
        assert recorder.insert_events([record("walk", 1)]) == [1]


def test_a_line_of_our_own_waits_no_longer_than_told(path: Path) -> None:
    """The line that our own writers stand in has the same limit."""
    with opened(path, lock_timeout=0.01) as recorder, closing(FileLock(f"{path}-noe")) as other:
        assert other.acquire(1)
        with pytest.raises(StoreBusy, match="others wrote") as busy:
            recorder.insert_events([record("walk", 1)])
        assert (busy.value.outcome, busy.value.streams) == (Outcome.NOT_KEPT, ("walk",))
        other.release()
        assert recorder.insert_events([record("walk", 1)]) == [1]


def test_readers_see_no_half_of_a_write(path: Path) -> None:
    """Until a write is complete, readers see the store as it was, and they do not wait."""
    with opened(path, lock_timeout=0) as recorder:
        recorder.insert_events([record("walk", 1)])
        with raw(path) as tool:
            tool.execute("BEGIN IMMEDIATE")
            tool.execute("INSERT INTO log (key, count) VALUES (7, 1)")
            tool.execute("INSERT INTO streams (name, count, version) VALUES ('run', 1, 1)")
            assert recorder.max_notification_id() == 1
            assert len(recorder.heads()) == 1


def test_a_full_disk_keeps_all_or_nothing(path: Path) -> None:
    """When the space runs out during a call, the call is refused whole."""
    with opened(path) as recorder:
        recorder.insert_events([record("walk", 1)])
        database = recorder._database
        assert isinstance(database, OnDisk)
        for session in database.pool._live:
            session.connection.execute("PRAGMA max_page_count = 20")
        with pytest.raises(StoreUnwritable, match="full") as full:
            recorder.insert_events([record("walk", n, bytes(5000)) for n in range(2, 50)])
        assert full.value.outcome is Outcome.NOT_KEPT
        assert [n.id for n in recorder.select_notifications(None, 10)] == [1]


def test_a_connection_in_use_is_closed_when_it_comes_back(path: Path) -> None:
    """Closing does not pull a connection from under a reader, and leaves none open."""
    recorder = SQLiteApplicationRecorder(path)
    recorder.insert_events([record("walk", 1)])
    used: list[sqlite3.Connection] = []

    def work(connection: sqlite3.Connection) -> int:
        recorder.close()
        used.append(connection)
        return int(connection.execute("SELECT count(*) FROM records").fetchone()[0])

    assert recorder._database.read(work) == 1
    with pytest.raises(sqlite3.ProgrammingError):
        used[0].execute("SELECT 1")
    assert beside(path) == {path.name, f"{path.name}-noe"}


# Reading without the right to write


def look(path: Path) -> tuple[list[int], str]:
    """What can be read, and what an attempt to write comes to."""
    with opened(path) as recorder:
        ids = [n.id for n in recorder.select_notifications(None, 10)]
        try:
            recorder.insert_events([record("walk", 99)])
        except StoreUnwritable as error:
            return ids, str(error)
    return ids, "written"


needs_users = pytest.mark.skipif(os.name != "posix", reason="permissions are those of POSIX")


@needs_users
def test_a_closed_store_is_read_in_a_read_only_folder(open_folder: Path) -> None:
    """A cleanly closed store can be read where nothing can be written, and leaves no trace."""
    path = open_folder / "store.db"
    with opened(path) as recorder:
        recorder.insert_events([record("walk", 1)])
    path.chmod(0o444)
    open_folder.chmod(0o555)
    ids, refusal = in_fork(lambda: look(path), user=NOBODY)
    assert ids == [1]
    assert "read-only" in refusal
    assert str(path) in refusal
    assert beside(path) == {path.name, f"{path.name}-noe"}


@needs_users
def test_a_store_in_use_is_read_in_a_read_only_folder(open_folder: Path) -> None:
    """While its writer is at work, a reader without rights sees what is committed."""
    path = open_folder / "store.db"
    with opened(path) as recorder:
        recorder.insert_events([record("walk", 1)])
        open_folder.chmod(0o555)
        assert in_fork(lambda: look(path)[0], user=NOBODY) == [1]
        open_folder.chmod(0o755)


@needs_users
def test_a_reader_without_rights_follows_the_writer(open_folder: Path) -> None:
    """One handle that may only read sees what is recorded between two readings."""
    path = open_folder / "store.db"
    with opened(path) as recorder:
        recorder.insert_events([record("walk", 1)])
    seen, seen_in_child = os.pipe()
    go_in_child, go = os.pipe()

    def read_twice() -> list[int | None]:
        with opened(path) as reader:
            before = reader.max_notification_id()
            os.write(seen_in_child, b".")
            os.read(go_in_child, 1)
            return [before, reader.max_notification_id()]

    outcome = fork(read_twice, user=NOBODY)
    os.close(seen_in_child)
    os.read(seen, 1)
    with opened(path) as recorder:
        recorder.insert_events([record("walk", 2)])
    os.write(go, b".")
    assert outcome() == [1, 2]
    for descriptor in (seen, go, go_in_child):
        os.close(descriptor)


@needs_users
def test_what_changes_while_it_is_gone_through_is_not_taken_for_damage(open_folder: Path) -> None:
    """Whoever reads a file as it lies says at the end that others wrote to it meanwhile."""
    path = open_folder / "store.db"
    with opened(path) as recorder:
        recorder.insert_events([record("walk", 1)])

    def look_on() -> None:
        with opened(path) as reader, reader._database.looking():
            os.write(seen_in_child, b".")
            os.read(go_in_child, 1)

    seen, seen_in_child = os.pipe()
    go_in_child, go = os.pipe()
    outcome = fork(look_on, user=NOBODY)
    os.close(seen_in_child)
    os.read(seen, 1)
    with opened(path) as recorder:
        recorder.insert_events([record("walk", 2)])
    os.write(go, b".")
    error = outcome()
    assert isinstance(error, StoreBusy)
    assert "others wrote to it while it was gone through" in str(error)
    for descriptor in (seen, go, go_in_child):
        os.close(descriptor)


@needs_users
def test_a_log_left_by_a_crash_needs_a_writer_once(open_folder: Path) -> None:
    """Where the log of a crash cannot be read, the error says so; stale content is not shown."""
    path, copy = open_folder / "store.db", open_folder / "copy" / "store.db"
    copy.parent.mkdir()
    with opened(path) as recorder:
        recorder.insert_events([record("walk", 1)])
        copy.write_bytes(path.read_bytes())
        wal = path.with_name("store.db-wal").read_bytes()
        copy.with_name("store.db-wal").write_bytes(wal)
    copy.parent.chmod(0o555)
    error = in_fork(lambda: look(copy), user=NOBODY)
    assert isinstance(error, StoreUnreachable)
    assert "write access" in error.remedy
    copy.parent.chmod(0o755)
    assert look(copy) == ([1], "written")


@needs_users
def test_no_store_is_made_in_a_read_only_folder(open_folder: Path) -> None:
    """Creating where it is not allowed is refused with the folder's name."""
    open_folder.chmod(0o555)
    error = in_fork(lambda: look(open_folder / "store.db"), user=NOBODY)
    assert isinstance(error, StoreUnwritable)
    assert str(open_folder) in error.remedy


@needs_users
def test_a_file_that_may_not_be_read_is_told_apart(open_folder: Path) -> None:
    """A lack of the right to read is not taken for a missing store."""
    path = open_folder / "store.db"
    with opened(path):
        pass
    path.chmod(0)
    error = in_fork(lambda: look(path), user=NOBODY)
    assert isinstance(error, StoreUnreachable)


@needs_users
def test_a_folder_that_may_not_be_entered_is_told_apart(open_folder: Path) -> None:
    """Where not even the presence of a file can be asked, the error is still one of ours."""
    inner = open_folder / "closed"
    inner.mkdir(mode=0)
    error = in_fork(lambda: look(inner / "store.db"), user=NOBODY)
    assert isinstance(error, StoreUnreachable)
    assert isinstance(error, OperationalError)
    inner.chmod(0o755)


@needs_users
def test_a_file_that_vanishes_under_a_reader_is_noticed(open_folder: Path) -> None:
    """A reader without rights does not mistake another file for the one it opened."""
    path = open_folder / "store.db"
    with opened(path) as recorder:
        recorder.insert_events([record("walk", 1)])
    path.chmod(0o444)

    def vanish() -> None:
        with opened(path) as reader:
            path.rename(open_folder / "moved.db")
            reader.max_notification_id()

    open_folder.chmod(0o777)
    error = in_fork(vanish, user=NOBODY)
    assert isinstance(error, StoreMissing)


# Forks


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
@pytest.mark.parametrize("place", ["store.db", ":memory:"])
def test_a_handle_carried_over_a_fork_is_refused(tmp_path: Path, place: str) -> None:
    """A child may not use its parent's handle; closing it there does the parent no harm."""
    where = place if place == ":memory:" else tmp_path / place
    with opened(where) as recorder:
        recorder.insert_events([record("walk", 1)])
        for use in (
            lambda: recorder.insert_events([record("walk", 2)]),
            recorder.max_notification_id,
        ):
            error = in_fork(use)
            assert isinstance(error, StoreClosed)
            assert "fork" in str(error)
        in_fork(recorder.close)
        assert recorder.insert_events([record("walk", 2)]) == [2]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
def test_a_child_opens_the_store_anew(path: Path) -> None:
    """A child that opens the store for itself writes beside its parent."""

    def write() -> object:
        with opened(path) as own:
            return own.insert_events([record("child", 1)])

    with opened(path) as recorder:
        recorder.insert_events([record("walk", 1)])
        assert in_fork(write) == [2]
        assert recorder.insert_events([record("walk", 2)]) == [3]


# Errors and settings


def test_errors_survive_the_way_between_processes() -> None:
    """An error raised in a worker arrives with its fields."""
    sent = StoreMissing("there is no store", store="somewhere", remedy="Look elsewhere")
    got = pickle.loads(pickle.dumps(sent))  # noqa: S301 - our own bytes
    assert str(got) == str(sent) == "somewhere: there is no store. Look elsewhere"
    assert (got.store, got.remedy) == ("somewhere", "Look elsewhere")
    assert isinstance(got, StoreError)


def test_any_other_error_of_the_driver_is_one_of_the_port(path: Path) -> None:
    """What has no class of its own is still an error of the port, with path and cause."""
    with opened(path) as recorder:
        tampered(path, "DROP TABLE streams")
        with pytest.raises(PersistenceError) as broken:
            recorder.heads()
    assert str(path) in str(broken.value)
    assert isinstance(broken.value.__cause__, sqlite3.OperationalError)


@pytest.mark.parametrize(
    "env",
    [
        {},
        {"SQLITE_DBNAME": ""},
        {"SQLITE_DBNAME": "file:store.db"},
        {"SQLITE_DBNAME": ":memory:", "SQLITE_LOCK_TIMEOUT": "soon"},
    ],
)
def test_an_environment_that_says_too_little_is_refused(env: dict[str, str]) -> None:
    """A guest whose settings cannot be understood learns which one it is."""
    with pytest.raises(OSError, match="SQLITE_"):
        InfrastructureFactory[Any].construct({"PERSISTENCE_MODULE": "noe_stores.sqlite", **env})


def test_the_environment_reconfigures_no_promise(path: Path) -> None:
    """Only place, leave to create and patience are read from the environment."""
    env = {
        "PERSISTENCE_MODULE": "noe_stores.sqlite",
        "SQLITE_DBNAME": str(path),
        "APPLICATION_RECORDER_TOPIC": "nowhere:Recorder",
        "CREATE_TABLE": "no",
        "SQLITE_LOCK_TIMEOUT": "1.5",
    }
    factory = InfrastructureFactory[Any].construct(env)
    with pytest.raises(StoreMissing):
        factory.application_recorder()
    with pytest.raises(NotImplementedError, match="projections"):
        factory.aggregate_recorder(purpose="projections")
    with opened(path):
        pass
    assert type(factory.application_recorder()) is SQLiteApplicationRecorder
    assert factory.aggregate_recorder().insert_events([record("walk", 1)]) is None
    factory.close()
