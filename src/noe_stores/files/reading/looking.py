"""Looking into a file that does not end as the table says, without a lock and with one.

Rule kept here: what a dead writer or others left there is put in order first, where that is
allowed; what the journal holds is added to what the file lacks; only then is it judged.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from time import monotonic

from noe_stores.errors import StoreError
from noe_stores.files.dossiers import sheet
from noe_stores.files.dossiers.dossier import Judged, parted
from noe_stores.files.dossiers.end import End
from noe_stores.files.folder import changed_at, has_rested
from noe_stores.files.journal.marks import Mark
from noe_stores.files.journal.segments import Broken
from noe_stores.files.knowing import ends
from noe_stores.files.knowing.copies import copies
from noe_stores.files.knowing.ends import changes_of
from noe_stores.files.knowing.judging import judged, told
from noe_stores.files.recovery.adoption import adopt, differing, files_of, look_around
from noe_stores.files.recovery.beginning import begin
from noe_stores.files.recovery.unwritable import find_out
from noe_stores.files.store import Store

_JUDGEMENTS = 8


def settled(store: Store) -> Mark:
    """Where the journal ends, found out anew if what says so is garbled or missing.

    Raises:
        StoreError, Broken, OSError: it cannot be found out.
    """
    mark = store.mark()
    if mark is not None:
        return mark
    return store.holding(lambda: begin(store).mark) if store.writable else find_out(store)


def end_of(store: Store, path: str) -> End | None:
    """Where a file ends, once it is known how far the journal goes.

    Raises:
        StoreError, Broken, OSError: that is not known, and cannot be found out.
    """
    try:
        return ends.end_of(store, path)
    except Broken:
        if store.mark() is not None:
            raise
    settled(store)
    return ends.end_of(store, path)


def looked_into(store: Store, path: str) -> tuple[bytes, End | None, Judged | None]:
    """A file that does not end as it should: its content, made whole, or a judgement on it."""
    known = store.judgements.get(path)
    if known is not None and known[0] == _stamp(store, path):
        return b"", known[1], known[2]
    settle(store, path)
    stamp, end = _stamp(store, path), end_of(store, path)
    content = whole(store, path, end)
    if content is not None and not _goes_on_wrongly(store, path, end):
        return content, end, None
    found = _judgement(store, path, end)
    # Whoever looks for the bad line reads on one by one, and the journal is long.
    if len(store.judgements) >= _JUDGEMENTS:
        store.judgements.clear()
    store.judgements[path] = (stamp, end, found)
    return b"", end, found


def _judgement(store: Store, path: str, end: End | None) -> Judged:
    error = told(store, path, end)
    content = sheet.content(store.at(path))
    if content is None:
        return Judged(error=error)
    found = judged(store, path, content)
    # Of a fork neither side is given out, only what both have.
    sides = parted(list(copies(store, path)), found.lines)
    count = len(found.lines) if sides is None else sides[0].version - 1
    return Judged(found.records[:count], found.lines[:count], error=error)


def _goes_on_wrongly(store: Store, path: str, end: End | None) -> bool:
    """Whether something stands behind the end that nobody who writes now can have begun."""
    rest = sheet.content(store.at(path), end.bytes if end else 0)
    if rest is None:
        return False
    found = judged(store, path, rest, end)
    return found.error is not None and not found.torn


def _stamp(store: Store, path: str) -> object:
    """Changes with the file, and with what the journal says of it."""
    try:
        seen = os.lstat(store.at(path))
    except FileNotFoundError:
        return None, end_of(store, path)
    return (seen.st_ino, seen.st_size, seen.st_mtime_ns), end_of(store, path)


def settle(store: Store, path: str) -> None:
    """Have a file put in order that a dead writer left, or that others added to.

    If somebody else is writing at this moment, he does what is to be done. What stands in the
    way of writing does not stand in the way of reading.
    """
    if store.writable:
        with _not_in_the_way(store):
            store.holding(partial(_settle, store, path), timeout=0)


def _settle(store: Store, path: str) -> None:
    work = begin(store)
    if path not in work.lagging:
        adopt(work, [path])


@contextmanager
def _not_in_the_way(store: Store) -> Iterator[None]:
    """Whatever the store or the system says against writing; what a signal raises passes."""
    try:
        yield
    except (Broken, OSError, StoreError) as error:
        if store.told(error) is None:
            raise


class Outside:
    """What others put into the folder while somebody waits for the store to grow."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._seen: dict[str, int] | None = None
        self._next = 0.0

    def look(self) -> bool:
        """Whether something was there to take in, after a look that is cheap if nothing changed.

        Looking at many files takes its time, so it is done for a twentieth of it at most.
        """
        store, began = self._store, monotonic()
        if not store.writable or began < self._next:
            return False
        changed = changed_at(store.layout)
        if changed == self._seen:
            return False
        rested = has_rested(changed)
        found = differing(store, files_of(store))
        if found:
            with _not_in_the_way(store):
                store.holding(lambda: look_around(begin(store), found), timeout=0)
        self._seen = changed if rested else None
        self._next = monotonic() + 20 * (monotonic() - began)
        return bool(found)


def whole(store: Store, path: str, end: End | None) -> bytes | None:
    """The content of a file up to where it ends, with the lines that only the journal has yet."""
    if end is None:
        return None if is_there(store, path) else b""
    try:
        content = sheet.read(store.at(path), 0, end.bytes)
    except sheet.Missing:
        content = b""
    except sheet.Unexpected:
        return None
    mark = store.mark()
    if len(content) < end.bytes and mark is not None and mark.applied < mark.end:
        late = store.journal.batches(mark.applied, mark.end)
        for change in changes_of(store, late, mark):
            more = change.added
            if change.path == path and more.startswith(content[change.base :]):
                content = content[: change.base] + more
    ended = len(content) == end.bytes and content.endswith(b'"%b"}\n' % end.sum.encode())
    return content if ended and content.count(b"\n") == end.count else None


def is_there(store: Store, path: str) -> bool:
    """Whether anything stands in the place of a file."""
    try:
        return bool(sheet.size_of(store.at(path)))
    except sheet.Unexpected:
        return True
