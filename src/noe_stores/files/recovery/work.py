"""One writer's turn: the store while its lock is held, and where the journal ends meanwhile.

Rule kept here: what the journal holds is kept. The files, the table and the mark follow it;
if a file cannot be written, the mark says so, readers take its lines from the journal, and
later writers write them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress

from attrs import define, field
from msgspec.structs import replace

from noe_stores.durability import Durability
from noe_stores.files.dossiers import sheet
from noe_stores.files.dossiers.names import is_mixed
from noe_stores.files.dossiers.plan import Change
from noe_stores.files.journal.marks import Mark, Place
from noe_stores.files.knowing import ends
from noe_stores.files.store import Store
from noe_stores.files.system import is_of_the_system


@define
class Work:
    """The store in the hands of him who holds its lock.

    ``lagging`` are the files whose last lines stand only in the journal.
    """

    store: Store
    mark: Mark
    lagging: set[str] = field(factory=set)

    def put_down(self, changes: Sequence[Change], *, end: Place, position: int, total: str) -> None:
        """Have what the journal holds up to a place stand where it is read."""
        before = self.mark
        written = self.write_files(changes)
        mark = replace(
            before,
            end=end,
            last=before.end[1],
            position=position,
            sum=total,
            applied=end if written and before.applied == before.end else before.applied,
            mixed=before.mixed or any(is_mixed(one.path, one.stream) for one in changes),
            loose=before.loose or self.store.durability is Durability.UNSYNCED,
        )
        ends.put(self.store, changes, mark)
        self.move(mark)

    def write_files(self, changes: Iterable[Change]) -> bool:
        """Add lines to their files as far as they are not there; whether all could be written."""
        done = True
        for change in changes:
            try:
                self.store.sheets.add(self.store.at(change.path), change.base, change.added)
            except sheet.Unexpected:
                continue  # somebody else changed the file: reading it tells
            except OSError as error:
                if not is_of_the_system(error):
                    raise
                self.lagging.add(change.path)
                done = False
        return done

    def move(self, mark: Mark) -> None:
        """Write down where the journal ends now."""
        self.store.set_mark(mark)
        if mark.loose and not self.mark.loose:
            # What is left after a power cut is judged by it, so it must not be lost itself.
            with suppress(OSError):
                os.fsync(self.store.head().fd)
        self.mark = mark
