"""A store that cannot be written: what writers would put in order is put so in memory.

Rule kept here: nothing is written, and nothing that was kept is missing. Where there is no
journal either, the dossiers alone are read, and positions are given for as long as the handle
lives, by stream and version, in a numbering of their own that no other handle repeats.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime

from eventsourcing.persistence import StoredEvent
from msgspec.structs import replace

from noe_stores.errors import StoreShortened
from noe_stores.files.dossiers import sheet
from noe_stores.files.dossiers.plan import Change
from noe_stores.files.journal.batch import SNAPSHOTS
from noe_stores.files.journal.marks import Checkpoint, Mark
from noe_stores.files.journal.segments import Broken
from noe_stores.files.knowing.ends import changes_of
from noe_stores.files.knowing.judging import damaged, judged
from noe_stores.files.recovery.adoption import files_of
from noe_stores.files.recovery.beginning import last_known
from noe_stores.files.recovery.keeping import last_checkpoint
from noe_stores.files.recovery.torn import check_torn, check_unmarked
from noe_stores.files.store import Store


def look_at(store: Store) -> None:
    """Find out where the journal ends, as far as it can be; where there is none, make do."""
    if not os.path.lexists(store.layout.journal):
        make_do(store)
        return
    with suppress(Broken, FileNotFoundError):  # told to whoever asks what only it can say
        find_out(store)


def find_out(store: Store) -> Mark:
    """Where the journal ends, and with it in memory which files lag behind it.

    Raises:
        Broken: it is damaged, or holds less than the files.
        OSError: the system would not read it.
    """
    mark = store.mark()
    known = last_known(store).mark() if mark is None else mark
    last = last_checkpoint(store, known)
    since = list(store.journal.sound(last.end, last.sum))
    if mark is not None and not since:
        return mark
    end = since[-1].next if since else last.end
    check_torn(store, max(end, known.end), loose=known.loose)
    found = replace(
        known,
        end=end,
        position=last.position + sum(batch.header.positions for batch in since),
        sum=since[-1].header.sum if since else last.sum,
        applied=last.end,
        mixed=True,
    )
    if mark is None:
        check_unmarked(store, found)
    store.ahead = {change.path: change.now for change in changes_of(store, since, found)}
    store.found = found
    return found


_START = 1_577_836_800_000
"""Milliseconds from 1970 to 2020, from where the positions of a later numbering count."""

_ROOM = 10
"""Bits that a numbering leaves for every millisecond since the one before."""


def new_beginning() -> int:
    """A first position that no numbering begun before, anywhere, has come to."""
    return (time.time_ns() // 1_000_000 - _START) << _ROOM


def begun_at(first: int) -> datetime:
    """When the numbering began that starts with that position."""
    return datetime.fromtimestamp(((first >> _ROOM) + _START) / 1000, UTC)


def make_do(store: Store) -> None:
    """Take what is sound in the files for the store, as of now."""
    for path in files_of(store):
        end = Change.of(path, path, None)
        found = judged(store, path, sheet.content(store.at(path)) or b"")
        for line, record in zip(found.lines, found.records, strict=True):
            end.take(line, record)
        if found.lines:
            store.ahead[path] = end.now
    store.bare = True
    beginning = Checkpoint.beginning("", new_beginning(), 0).mark()
    count = sum(end.count for path, end in store.ahead.items() if not path.startswith(SNAPSHOTS))
    store.found = replace(beginning, position=beginning.position + count, mixed=True)


def records_of(store: Store, first: int) -> Iterator[tuple[int, StoredEvent]]:
    """The records of the files by position, from the file on in which one stands.

    Raises:
        StoreDamaged: a file has lost some of them since.
    """
    position = store.found.began if store.found else 1
    for path in sorted(store.ahead):
        if path.startswith(SNAPSHOTS):
            continue
        count = store.ahead[path].count
        if position + count > first:
            found = judged(store, path, sheet.content(store.at(path)) or b"")
            if len(found.records) < count:
                what = f"{store.place(path)} held {count} records when the store was opened"
                remedy = "Put the file back, or open the store again"
                raise found.error or damaged(store, path, what, remedy, kind=StoreShortened)
            yield from enumerate(found.records[:count], position)
        position += count
