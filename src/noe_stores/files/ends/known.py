"""Where the files of a store end: asked of the table, told anew from the journal if it is lost.

Rule kept here: the table is a cache, and whatever it does not vouch for is counted from the
journal, which holds every line; the files themselves are never believed about their own end.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import suppress

from attrs import define

from noe_stores.codec import Malformed
from noe_stores.files.dossiers.located import change_of, file_of, lines_by_file
from noe_stores.files.dossiers.plan import Change
from noe_stores.files.ends.heads import UNKNOWN, TableLost
from noe_stores.files.ends.table import Entry
from noe_stores.files.journal.batch import Batch
from noe_stores.files.journal.marks import Mark
from noe_stores.files.journal.segments import Broken
from noe_stores.files.store import Store


def end_of(store: Store, path: str) -> Entry | None:
    """Where a file ends, for a reader.

    Raises:
        StoreDamaged: the table is lost, and the journal it is made of is damaged.
    """
    if path in store.ahead:
        return store.ahead[path]
    if store.bare:
        return None
    found = store.heads.get(path)
    return found if found is not UNKNOWN else _told_anew(store, path)


def end_held(store: Store, path: str, mark: Mark) -> Entry | None:
    """Where a file ends, for him who holds the lock."""
    found = store.heads.hold(path)
    if found is UNKNOWN:
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


def counted(store: Store, mark: Mark, only: Collection[str] | None = None) -> dict[str, Entry]:
    """Where files end by what the journal holds up to a mark: all of them, or only some.

    Raises:
        Broken: the journal is damaged.
    """
    segments = store.journal.segments()
    if not segments:
        raise Broken(store.layout.journal, (1, 0), "the segments are missing")
    start = (min(segments), 0)
    return tally(store.journal.batches(start, mark.end, after=mark.epoch), store, only)


def tally(
    batches: Iterable[Batch], store: Store, only: Collection[str] | None = None
) -> dict[str, Entry]:
    """Where files end that hold the lines of those batches and nothing else."""
    ends: dict[str, Change] = {}
    for one in batches:
        for line in one.lines:
            try:
                path, record = file_of(line, one.header.shelf)
            except Malformed as error:
                where = store.journal.path(one.place[0])
                raise Broken(where, one.place, f"a line of the batch {error}") from error
            if only is not None and path not in only:
                continue
            end = ends.get(path)
            if end is None:
                end = ends[path] = Change.of(path, record.originator_id, None)
            end.add(line, record.originator_version, line[-66:-2].decode())
            end.lines.clear()
    return {path: end.now for path, end in ends.items()}


def _told_anew(store: Store, path: str) -> Entry | None:
    mark = store.mark()
    if mark is None:
        return None
    if not store.writable:
        return _remembered(store, mark).get(path)
    return store.holding(lambda: end_held(store, path, store.mark() or mark))


def _remembered(store: Store, mark: Mark) -> dict[str, Entry]:
    if store.counted is None or store.counted[0] != mark.end:
        store.counted = (mark.end, counted(store, mark))
    return store.counted[1]


def changes_of(store: Store, batches: Iterable[Batch], mark: Mark) -> list[Change]:
    """What some last batches are to the files; the journal ends at the mark with them.

    Raises:
        Broken: the journal is damaged.
    """
    recount = _Recount(store, mark)
    return [
        change_of(path, lines, recount.known(path), recount.counted)
        for path, lines in lines_by_file(batches).items()
    ]


@define
class _Recount:
    """Where files end, by the table, or counted from the journal, once for all of them."""

    store: Store
    mark: Mark
    all: dict[str, Entry] | None = None

    def known(self, path: str) -> Entry | None:
        found = self.store.heads.get(path)
        return self.counted(path) if found is UNKNOWN else found

    def counted(self, path: str) -> Entry | None:
        if self.all is None:
            self.all = counted(self.store, self.mark)
        return self.all.get(path)
