"""A stream whose row was lost or changed does not read as one without facts."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Thread
from uuid import UUID

import pytest
from eventsourcing.persistence import StoredEvent

from noe_stores.errors import Outcome, StoreDamaged
from noe_stores.sqlite import SQLiteApplicationRecorder
from noe_stores.sqlite.tables.names import hash_of

GUEST = UUID(int=7)


def opened(path: Path) -> closing[SQLiteApplicationRecorder]:
    """A recorder that is closed at the end of the block."""
    return closing(SQLiteApplicationRecorder(path))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed store of three streams, one of them a guest's."""
    made = tmp_path / "store.db"
    with opened(made) as recorder:
        for stream in ("walk", "run", GUEST):
            recorder.insert_events([StoredEvent(stream, v, "t", b"s") for v in (1, 2)])
    return made


def edit(path: Path, statement: str) -> None:
    """Change the file as somebody would who takes its guards away first."""
    with closing(sqlite3.connect(path, isolation_level=None)) as tool:
        for (guard,) in tool.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            tool.execute(f"DROP TRIGGER {guard}")
        tool.execute(statement)


def flip_in_the_index(path: Path) -> None:
    """Let SQLite's own index of the names, and it alone, say another name."""
    with closing(sqlite3.connect(path)) as tool:
        size = tool.execute("PRAGMA page_size").fetchone()[0]
        (root,) = tool.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'sqlite_autoindex_streams_1'"
        ).fetchone()
    content = bytearray(path.read_bytes())
    at = content.index(b"walk", (root - 1) * size, root * size)
    content[at + 3] ^= 4
    path.write_bytes(content)


DAMAGES: dict[str, Callable[[Path], None]] = {
    "removed": lambda path: edit(path, "DELETE FROM streams WHERE name = 'walk'"),
    "renamed": lambda path: edit(path, "UPDATE streams SET name = 'Walk' WHERE name = 'walk'"),
    "made a number": lambda path: edit(path, "UPDATE streams SET name = 7 WHERE name = 'walk'"),
    "made no text": lambda path: edit(
        path, "UPDATE streams SET name = CAST(x'ff' AS TEXT) WHERE name = 'walk'"
    ),
    "made bytes": lambda path: edit(
        path, "UPDATE streams SET name = CAST(name AS BLOB) WHERE name = 'walk'"
    ),
    "moved to another number": lambda path: edit(
        path, "UPDATE streams SET number = 99, name = 'wolk' WHERE name = 'walk'"
    ),
    "struck in the index": flip_in_the_index,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_stream_that_is_no_longer_found_is_told(path: Path, damage: str) -> None:
    """Whoever asks for it by name hears that it was there; the others are read."""
    DAMAGES[damage](path)
    with opened(path) as recorder:
        for read in (
            lambda: recorder.lines("walk"),
            lambda: recorder.select_events("walk"),
            lambda: recorder.head("walk"),
        ):
            with pytest.raises(StoreDamaged, match=r"walk is stream number 1, but") as told:
                read()
            assert told.value.streams == ("walk",)
        for intact in ("run", GUEST):
            assert len(recorder.select_events(intact)) == 2
        assert recorder.select_events("never") == recorder.lines("never") == []
        assert recorder.head("never") is None
        assert recorder.select_events(UUID(int=8)) == []
        assert list(recorder.inspect())


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_stream_that_is_no_longer_found_is_not_begun_again(path: Path, damage: str) -> None:
    """A record for it is refused, and nothing is kept; others go on."""
    DAMAGES[damage](path)
    with opened(path) as recorder:
        with pytest.raises(StoreDamaged) as told:
            recorder.insert_events([StoredEvent("walk", 3, "t", b"s")])
        assert told.value.outcome is Outcome.NOT_KEPT
        assert recorder.insert_events([StoredEvent("run", 3, "t", b"s")]) == [7]


def test_a_lost_name_is_found_by_verifying(path: Path) -> None:
    """What the index no longer explains is named, from both sides."""
    edit(path, "UPDATE streams SET name = 'Walk' WHERE name = 'walk'")
    with opened(path) as recorder:
        whys = [finding.why for finding in recorder.inspect() if finding.place == "names"]
    assert whys == [
        "the name of stream number 1 is Walk now",
        "Walk is not among the names that were given",
    ]


def test_a_uuid_and_a_text_of_its_bytes_have_different_hashes() -> None:
    """The kinds never meet, and every hash is a number SQLite can keep as a key."""
    text = "a" * 16
    assert hash_of(text) != hash_of(text.encode())
    assert all(0 <= hash_of(f"stream {n}") < 2**63 for n in range(1000))


def test_a_stream_begun_meanwhile_is_not_taken_for_lost(path: Path) -> None:
    """Whoever asks for a name while another gives it finds nothing, or all of it."""
    with opened(path) as writer, opened(path) as reader:
        beginning = Thread(
            target=lambda: [
                writer.insert_events([StoredEvent(f"new/{n}", 1, "t", b"s")]) for n in range(100)
            ]
        )
        beginning.start()
        for n in range(100):
            while not reader.select_events(f"new/{n}"):
                assert beginning.is_alive() or reader.select_events(f"new/{n}")
        beginning.join()
