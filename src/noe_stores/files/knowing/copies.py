"""The other copy of each file: its lines, as the journal has them.

Rule kept here: the journal holds every line of every file, so whatever can be read of it can be
told of a file that cannot.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from noe_stores.files.dossiers.located import path_of_line
from noe_stores.files.journal.batch import Batch
from noe_stores.files.journal.marks import Mark
from noe_stores.files.journal.segments import Broken
from noe_stores.files.store import Store
from noe_stores.lines.codec import Malformed


def copies(store: Store, path: str) -> Iterator[bytes]:
    """The lines of a file as the journal holds them, wherever it can be read."""
    for one in walk(store):
        if isinstance(one, Broken):
            continue
        for line in one.lines:
            with suppress(Malformed):
                if path_of_line(line, one.header.shelf) == path:
                    yield line


def first_lines(store: Store) -> dict[str, bytes]:
    """The first line of every file, as far as the journal can be read."""
    found: dict[str, bytes] = {}
    for one in walk(store):
        if isinstance(one, Broken):
            continue
        for line in one.lines:
            with suppress(Malformed):
                found.setdefault(path_of_line(line, one.header.shelf), line)
    return found


def walk(store: Store, mark: Mark | None = None) -> Iterator[Batch | Broken]:
    """Every batch that can be read up to a mark, and in their places the breaks between them."""
    if not store.bare:
        mark = mark or store.mark()
        yield from store.journal.everything(mark.end if mark else None)
