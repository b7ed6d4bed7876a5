"""What the last batches of the journal are to the files, whatever of them stands there already.

Rule kept here: nothing is read but the journal and the table; what the table does not know is
counted from the journal, once for all files.
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import define

from noe_stores.files import ends
from noe_stores.files.heads import UNKNOWN, Entry
from noe_stores.files.located import change_of, lines_by_file
from noe_stores.files.mark import Mark
from noe_stores.files.plan import Change
from noe_stores.files.store import Store
from noe_stores.files.window import Batch


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
            self.all = ends.counted(self.store, self.mark)
        return self.all.get(path)
