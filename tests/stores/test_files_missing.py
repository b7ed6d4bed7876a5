"""What is told of streams whose files somebody took out of a store, and of a table taken out."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from eventsourcing.persistence import StoredEvent
from filed import OTHER, copied, crashed, facts, journal, opened
from world import advice

from noe_stores import connect
from noe_stores.errors import Outcome, StoreDamaged, StoreError, StoreShortened
from noe_stores.files import FilesAggregateRecorder
from noe_stores.files.dossiers.names import guest_path, path_of
from noe_stores.keeping.describing import describe
from noe_stores.ledger import Ledger

A, B, C = (f"relationship/{name}" for name in "abc")
GUEST = UUID("0d1c7e52-43a1-4c2e-9a51-6d2f3c1b8e07")


def at(folder: Path) -> Ledger:
    """The store of files in a folder."""
    return connect(f"files:///{folder}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store of three streams with two facts each."""
    place = tmp_path / "clients"
    with at(place) as ledger:
        for stream in (A, B, C):
            ledger.record(stream, [advice("one"), advice("two")])
    return place


def listed(folder: Path) -> list[tuple[str, int]]:
    """The streams that a fresh handle lists, with how many records each has."""
    with opened(folder) as store:
        return [(head.stream, head.count) for head in store.heads()]


def is_told(ledger: Ledger) -> None:
    """See that the dossier of one of the three is told as missing, and hides no other."""
    assert [*ledger.streams()] == [A, B, C]
    assert [len(ledger.history(stream).records) for stream in (A, C)] == [2, 2]
    readings: list[Callable[[], object]] = [
        lambda: ledger.history(B),
        lambda: [*ledger.histories()],
        lambda: ledger.export(io.BytesIO()),
    ]
    for reading in readings:
        with pytest.raises(StoreShortened, match="missing") as told:
            reading()
        assert told.value.streams == (B,)
    verified = ledger.verify()
    assert ([bad.stream for bad in verified.bad_records], verified.facts) == ([B], 4)
    assert [finding.streams for finding in verified.findings] == [(B,)]


def test_a_stream_whose_dossier_is_gone_is_told_on_reading(folder: Path) -> None:
    """It is listed as ever: to a handle that was open, to a fresh one, and without the table."""
    with at(folder) as ledger:
        assert [*ledger.streams()] == [A, B, C]
        (folder / path_of(B)).unlink()
        is_told(ledger)
    with at(folder) as ledger:
        is_told(ledger)
    (folder / ".noe" / "heads").unlink()
    with at(folder) as ledger:
        is_told(ledger)


def test_who_may_only_read_is_told_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the table or without, after a clean end and after a sudden one."""
    crashed(folder, lambda store: store.insert_events(facts(OTHER, 1)))
    (folder / path_of(B)).unlink()
    (folder / path_of(OTHER)).unlink()  # kept since the last checkpoint: the journal gives it
    monkeypatch.setattr(os, "access", lambda _, mode: not mode & os.W_OK)
    expected = [(A, 2), (B, 2), (OTHER, 1), (C, 2)]
    assert listed(folder) == expected
    with opened(folder) as store:
        assert len(store.lines(OTHER)) == 1
        with pytest.raises(StoreShortened):
            store.lines(B)
    (folder / ".noe" / "heads").unlink()
    assert listed(folder) == expected


def test_all_dossiers_gone_are_listed(folder: Path) -> None:
    """Though no folder stands there any more."""
    shutil.rmtree(folder / "relationship")
    assert listed(folder) == [(A, 2), (B, 2), (C, 2)]


def test_a_dossier_under_another_name_is_listed_under_its_own(folder: Path) -> None:
    """As many files as before do not hide that one of them is missing."""
    (folder / path_of(B)).rename(folder / "relationship" / "d.jsonl")
    assert listed(folder) == [(A, 2), (B, 2), (C, 2)]


def test_an_id_too_long_for_a_name_is_listed(folder: Path) -> None:
    """Its file would have said it; now the journal does."""
    long = f"relationship/{'all of the street ' * 20}"
    with at(folder) as ledger:
        ledger.record(long, [advice("one")])
    path = folder / path_of(long)
    content = path.read_bytes()
    for left in (None, b"", content[:40], content.replace(b"street", b"square")):
        path.unlink(missing_ok=True)
        if left is not None:
            path.write_bytes(left)
        assert listed(folder) == [(A, 2), (long, 1), (B, 2), (C, 2)]
        with at(folder) as ledger, pytest.raises(StoreDamaged):
            ledger.history(long)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("walk", [(A, 2), (B, 2), (C, 2), ("walk", 1)]), (A, [(A, 3), (B, 2), (C, 2)])],
)
def test_a_guest_whose_file_is_gone_hides_no_other(
    folder: Path, name: str, expected: list[tuple[str, int]]
) -> None:
    """Under a name of its own, and under that of a stream of ours."""
    with opened(folder) as store:
        store.insert_events([StoredEvent(name, 7, "seen", b"\xff")])
    (folder / guest_path(name)).unlink()
    assert listed(folder) == expected
    with opened(folder) as store, pytest.raises(StoreShortened) as told:
        store.select_events(name)
    assert told.value.streams == (name,)


def test_what_is_no_stream_of_text_is_not_listed(folder: Path) -> None:
    """Missing aggregates with a UUID and snapshots are told on reading, not in the index."""
    with opened(folder) as store:
        store.insert_events([StoredEvent(GUEST, 1, "seen", b"\xff")])
    shots = FilesAggregateRecorder(folder, purpose="snapshots")
    shots.insert_events([StoredEvent(GUEST, 1, "seen", b"\xfe")])
    shots.close()
    shutil.rmtree(folder / "guests")
    shutil.rmtree(folder / "snapshots")
    assert listed(folder) == [(A, 2), (B, 2), (C, 2)]


def test_a_clone_lists_what_came_with_it(folder: Path, tmp_path: Path) -> None:
    """Without a journal nobody knows of more; what a merge brings is listed with the rest."""
    clone = copied(folder, tmp_path / "clone")
    shutil.rmtree(clone / ".noe")
    (clone / path_of(B)).unlink()
    assert listed(clone) == [(A, 2), (C, 2)]
    shutil.copy(folder / path_of(B), clone / path_of(B))
    assert listed(clone) == [(A, 2), (B, 2), (C, 2)]
    (clone / path_of(B)).unlink()
    assert listed(clone) == [(A, 2), (B, 2), (C, 2)]


def test_only_what_is_missing_has_the_journal_read(folder: Path) -> None:
    """Opening, listing and reading a store that lacks nothing leave the journal alone."""
    for segment in journal(folder):
        os.truncate(segment, 0)
    assert listed(folder) == [(A, 2), (B, 2), (C, 2)]
    with opened(folder) as store:
        assert len(store.lines(B)) == 2


@pytest.mark.parametrize("lost", [[], ["heads"], ["head", "heads", "checkpoint"]])
def test_caches_taken_away_change_no_count(folder: Path, lost: list[str]) -> None:
    """And a stream that holds a guest's record, too, is one stream."""
    with opened(folder) as store:
        store.insert_events([StoredEvent(A, 7, "seen", b"\xff"), StoredEvent(GUEST, 1, "t", b"")])
    for name in lost:
        (folder / ".noe" / name).unlink()
    with at(folder) as ledger:
        told = describe(ledger)
    assert told.description is not None
    assert (told.streams, told.facts, told.guests) == (3, 7, 1)
    assert (told.description.streams, told.description.records) == (4, 8)


OPENING = """
import sys
from noe_stores import connect

with connect(sys.argv[1], create=False) as ledger:
    print(len(ledger.history("relationship/a").records))
"""


@pytest.mark.parametrize("also", ["", "head", "checkpoint"])
def test_a_handle_that_could_not_write_locks_nobody_out(folder: Path, also: str) -> None:
    """Without its journal a store is read on, though somebody has it open and was refused."""
    crashed(folder, lambda store: store.insert_events(facts("team/press", 1)))
    for one in journal(folder):
        one.unlink()
    if also:
        (folder / ".noe" / also).unlink()
    with at(folder) as ledger:
        with pytest.raises(StoreError) as told:
            ledger.record(A, [advice("four")])
        assert told.value.outcome is Outcome.NOT_KEPT
        command = [sys.executable, "-c", OPENING, f"{folder}/"]
        read = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    assert read.stdout == "2\n", read.stderr
