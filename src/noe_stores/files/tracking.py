"""How far each follower came: the last position of each, from checkpoint and journal.

Rule kept here: a position stands in the header of the batch that it was kept with, so both
are kept or neither. What was read once is remembered with the place up to which it was read.
"""

from __future__ import annotations

from noe_stores.files.mark import Mark, Place
from noe_stores.files.securing import last_checkpoint
from noe_stores.files.store import Store


class Tracked:
    """The last positions, read on when asked."""

    def __init__(self, store: Store) -> None:
        self._store = store
        # One value, replaced in one step: threads and interrupts find it whole.
        self._known: tuple[str, Place, str, dict[str, int]] = ("", (0, 0), "", {})

    def last(self, application: str, mark: Mark) -> int | None:
        """The last position of a follower up to a mark.

        Raises:
            Broken: the journal is damaged.
        """
        if self._store.bare:
            return None
        epoch, place, total, found = self._known
        if epoch != mark.epoch or place > mark.end:
            point = last_checkpoint(self._store, mark)
            place, total, found = point.end, point.sum, dict(point.tracking)
        if place < mark.end:
            found = dict(found)
            for batch in self._store.journal.batches(place, mark.end, after=total):
                found.update(batch.header.tracking or {})
                total = batch.header.sum
        self._known = (mark.epoch, mark.end, total, found)
        return found.get(application)
