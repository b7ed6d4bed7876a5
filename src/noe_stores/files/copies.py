"""The second copy of every line: the journal's, by file.

Rule kept here: what the journal says is checked batch by batch; a batch that is damaged is
passed over where one salvages, and told where one compares.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress

from noe_stores.codec import Malformed
from noe_stores.files.journal import Broken
from noe_stores.files.located import path_of_line
from noe_stores.files.mark import Mark, Place
from noe_stores.files.store import Store
from noe_stores.files.window import Batch, OpenFile


def copies(store: Store, path: str) -> Iterator[bytes]:
    """The lines of a file as the journal holds them, wherever it can be read."""
    for batch in batches(store):
        for line in batch.lines:
            with suppress(Malformed):
                if path_of_line(line, batch.header.shelf) == path:
                    yield line


def batches(store: Store) -> Iterator[Batch]:
    """Every batch that can be read, also behind one that is damaged."""
    return (found for found in walk(store) if isinstance(found, Batch))


def walk(store: Store) -> Iterator[Batch | Broken]:
    """Every batch that can be read, and in their places the breaks between them."""
    if store.bare:
        return
    mark = store.mark()
    last = 0
    for number in store.journal.segments():
        if last and number != last + 1:
            missing = store.layout.journal / f"{last + 1:08}-….log"
            yield Broken(missing, (last + 1, 0), "the segment is missing")
        last = number
        if mark is None or number <= mark.end[0]:
            yield from _segment(store, number, mark)
    if mark is not None and last < mark.end[0]:
        missing = store.layout.journal / f"{last + 1:08}-….log"
        yield Broken(missing, (last + 1, 0), "the segment is missing")


def _segment(store: Store, number: int, mark: Mark | None) -> Iterator[Batch | Broken]:
    place: Place | None = (number, 0)
    while place is not None:
        try:
            file = store.journal.file(number)
            is_last = mark is not None and mark.end[0] == number
            stop = mark.end if mark is not None and is_last else (number, _used(file))
            for batch in store.journal.batches(place, stop):
                yield batch
                place = batch.next
        except Broken as error:
            yield error
            place = store.journal.next_header(place)
            if place is not None and place >= stop:
                return
        else:
            return


def _used(file: OpenFile) -> int:
    """Where a segment's last line ends."""
    content = os.pread(file.fd, file.size, 0)
    return content.rfind(b"\n") + 1
