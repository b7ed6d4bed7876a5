"""Where the files of a store end: asked of the table, told anew from the journal if it is lost.

Rule kept here: the table is a cache, and whatever it does not vouch for is counted from the
journal, which holds every line; the files themselves are never believed about their own end.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from functools import cache, partial
from pathlib import Path

from eventsourcing.persistence import StoredEvent

from noe_stores.errors import StoreBusy, StoreMissing
from noe_stores.files.dossiers.end import End
from noe_stores.files.dossiers.located import follows, lines_by_file
from noe_stores.files.dossiers.plan import Change
from noe_stores.files.ends.heads import UNKNOWN, TableLost
from noe_stores.files.journal.batch import Batch
from noe_stores.files.journal.marks import Mark
from noe_stores.files.journal.segments import Broken
from noe_stores.files.store import Store
from noe_stores.lines.chain import sum_of


def end_of(store: Store, path: str) -> End | None:
    """Where a file ends, for a reader.

    Raises:
        Broken: the table is lost, and the journal it is made of is damaged, or it is not known
            how far that one goes.
    """
    if path in store.ahead:
        return store.ahead[path]
    if store.bare:
        return None
    found = store.heads.get(path)
    return found if found is not UNKNOWN else _told_anew(store, path)


def end_held(store: Store, path: str, mark: Mark) -> End | None:
    """Where a file ends, for him who holds the lock."""
    found = store.heads.hold(path)
    if found is UNKNOWN:
        with suppress(OSError):  # a full disk: it is counted each time
            rebuild(store, mark)
        found = store.heads.hold(path)
    if found is UNKNOWN:
        return counted(store, mark, {path}).get(path)
    return found


def put(store: Store, changes: Iterable[Change], mark: Mark) -> None:
    """Keep where files end now; ``mark`` is the end of the journal with these changes."""
    try:
        store.heads.put((change.path, change.now) for change in changes)
    except TableLost:
        # It is gone for everybody. What cannot be made anew now is when it is asked.
        with suppress(OSError, Broken):
            rebuild(store, mark)


def rebuild(store: Store, mark: Mark) -> None:
    """Make the table anew from the whole journal; the lock must be held."""
    store.heads.build(counted(store, mark).items())


def counted(store: Store, mark: Mark, only: Collection[str] | None = None) -> dict[str, End]:
    """Where files end by what the journal holds up to a mark: all of them, or only some.

    Raises:
        Broken: the journal is damaged.
    """
    segments = store.journal.segments()
    if not segments:
        raise Broken(store.layout.journal, (1, 0), "the segments are missing")
    batches = store.journal.batches((min(segments), 0), mark.end, after=mark.epoch)
    found: dict[str, Change] = {}
    for path, line, record in lines_by_file(batches, store.journal, only):
        end = found.get(path)
        if end is None:
            end = found[path] = Change.of(path, record.originator_id, None)
        end.take(line, record)
        end.lines.clear()
    return {path: end.now for path, end in found.items()}


def _told_anew(store: Store, path: str) -> End | None:
    mark = store.mark()
    if mark is None:
        raise Broken(Path(store.layout.head), (0, 0), "it is garbled or missing")
    if store.writable:
        with suppress(StoreBusy, StoreMissing):  # reading needs no lock
            return store.holding(lambda: end_held(store, path, store.mark() or mark))
    return _remembered(store, mark).get(path)


def _remembered(store: Store, mark: Mark) -> dict[str, End]:
    if store.counted is None or store.counted[0] != mark.end:
        store.counted = (mark.end, counted(store, mark))
    return store.counted[1]


def changes_of(store: Store, batches: Iterable[Batch], mark: Mark) -> list[Change]:
    """What some last batches are to the files; the journal ends at the mark with them.

    Raises:
        Broken: the journal is damaged.
    """
    files: dict[str, list[tuple[bytes, StoredEvent]]] = {}
    for path, line, record in lines_by_file(batches, store.journal):
        files.setdefault(path, []).append((line, record))
    everything = cache(partial(counted, store, mark))
    return [_change(store, path, lines, everything) for path, lines in files.items()]


def _change(
    store: Store,
    path: str,
    lines: list[tuple[bytes, StoredEvent]],
    everything: Callable[[], Mapping[str, End]],
) -> Change:
    """What lines are to a file, of which the table may know the end with some of them or all."""
    known = store.heads.get(path)
    end = everything().get(path) if known is UNKNOWN else known
    put = next((n for n, (line, _) in enumerate(lines, 1) if end and sum_of(line) == end.sum), 0)
    if not put and not follows(*lines[0], end):
        end, put = everything().get(path), len(lines)
    change = Change.of(path, lines[0][1].originator_id, end)
    for line, record in lines[put:]:
        change.take(line, record)
    change.put_before([line for line, _ in lines[:put]])
    return change
