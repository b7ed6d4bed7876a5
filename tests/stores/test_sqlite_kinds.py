"""Values of another kind than was written are told as damage, with the place."""

# ruff: noqa: S608 - what is tampered with is the example

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from eventsourcing.persistence import StoredEvent, Tracking

from noe_stores.errors import StoreDamaged, StoreError
from noe_stores.sqlite import SQLiteAggregateRecorder, SQLiteProcessRecorder

KINDS = {
    "text": "CAST({} AS TEXT)",
    "bytes": "CAST({} AS BLOB)",
    "no UTF-8": "CAST(x'ff41' AS TEXT)",
    "a number": "7",
    "the least number": "-9223372036854775808",
    "the greatest number": "9223372036854775807",
    "a fraction": "1.5",
    "sixteen bytes": "zeroblob(16)",
}
COLUMNS = [
    "streams.number",
    "streams.name",
    "streams.count",
    "streams.version",
    "streams.sum",
    "names.hash",
    "names.number",
    "records.key",
    "records.position",
    "records.topic",
    "records.state",
    "log.position",
    "log.key",
    "log.count",
    "snapshots.stream",
    "snapshots.version",
    "snapshots.topic",
    "snapshots.state",
    "tracking.application",
    "tracking.id",
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed store in which each table has rows."""
    made = tmp_path / "store.db"
    with closing(SQLiteProcessRecorder(made)) as recorder:
        for version in (1, 2, 3):
            recorder.insert_events([StoredEvent("walk", version, "t", b"s")])
            recorder.insert_events([StoredEvent("run", version, "t", b"s")])
        recorder.insert_tracking(Tracking("upstream", 3))
    with closing(SQLiteAggregateRecorder(made, purpose="snapshots")) as shelf:
        shelf.insert_events([StoredEvent("walk", 1, "t", b"s")])
    return made


def change(path: Path, column: str, kind: str) -> None:
    """Let one row have a value of another kind, if SQLite lets it."""
    table, _, name = column.partition(".")
    with closing(sqlite3.connect(path, isolation_level=None)) as tool:
        for (guard,) in tool.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            tool.execute(f"DROP TRIGGER {guard}")
        first = "" if table == "tracking" else f"WHERE rowid = (SELECT min(rowid) FROM {table})"
        with suppress(sqlite3.IntegrityError):
            tool.execute(f"UPDATE {table} SET {name} = {KINDS[kind].format(name)} {first}")


@pytest.mark.parametrize("column", COLUMNS)
def test_a_value_of_another_kind_is_no_raw_error(path: Path, column: str) -> None:
    """Whatever a column holds, whoever reads or writes gets an answer or an error of ours."""
    for kind in KINDS:
        struck = Path(shutil.copy(path, path.with_name(f"{kind}.db")))
        change(struck, column, kind)
        with closing(SQLiteProcessRecorder(struck)) as recorder:
            calls: tuple[Callable[[], object], ...] = (
                lambda: recorder.select_events("walk"),
                lambda: recorder.select_events("walk", desc=True, limit=1),
                lambda: recorder.lines("walk"),
                lambda: recorder.head("walk"),
                recorder.heads,
                lambda: recorder.select_notifications(1, 100),
                lambda: recorder.select_notifications(1, 100, topics=["t"]),
                recorder.max_notification_id,
                lambda: recorder.max_tracking_id("upstream"),
                recorder.describe,
                lambda: list(recorder.inspect()),
                lambda: recorder.insert_events([StoredEvent("walk", 9, "t", b"s")]),
                lambda: recorder.insert_tracking(Tracking("upstream", 10)),
            )
            for call in calls:
                with suppress(StoreError):
                    call()
        with closing(SQLiteAggregateRecorder(struck, purpose="snapshots")) as shelf:
            for stream in ("walk", "run"):
                with suppress(StoreError):
                    shelf.select_events(stream)


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        ("records.state", "a number"),
        ("records.state", "no UTF-8"),
        ("records.topic", "bytes"),
        ("records.topic", "no UTF-8"),
        ("streams.count", "bytes"),
        ("streams.version", "a fraction"),
        ("streams.name", "no UTF-8"),
    ],
)
def test_what_is_told_names_the_stream(path: Path, column: str, kind: str) -> None:
    """A record, or what is indexed of it, that is no longer one is told with its stream."""
    change(path, column, kind)
    with closing(SQLiteProcessRecorder(path)) as recorder:
        with pytest.raises(StoreDamaged) as told:
            recorder.select_events("walk")
        assert told.value.streams == ("walk",)
        assert len(recorder.select_events("run")) == 3


def test_a_state_that_became_text_is_found(path: Path) -> None:
    """Whoever verifies hears of it, whether the record is ours or a guest's."""
    change(path, "records.state", "text")
    with closing(SQLiteProcessRecorder(path)) as recorder:
        (finding,) = recorder.inspect()
        assert finding.why == "walk version 1 is of another kind than was written"
        assert finding.streams == ("walk",)


def test_a_run_of_an_impossible_length_is_told_at_once(path: Path) -> None:
    """A number that was struck makes nobody go through as many places as it says."""
    with closing(sqlite3.connect(path)) as tool:
        tool.execute("DROP TRIGGER log_update")
        tool.execute("DROP TRIGGER records_delete")
        tool.execute("UPDATE log SET position = 1 << 40, count = 1 << 40 WHERE position = 1")
        tool.execute("DELETE FROM records WHERE position = 1")
        tool.commit()
    with closing(SQLiteProcessRecorder(path)) as recorder:
        with pytest.raises(StoreDamaged, match="run up to position 1099511627776"):
            recorder.select_notifications(1, 100)
        assert list(recorder.inspect())
