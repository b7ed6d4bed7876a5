"""A store that may not be written: what writers would put in order is put so in memory.

Rule kept here: nothing is written, and nothing that was kept is missing.
"""

from __future__ import annotations

import os

from msgspec.structs import replace

from noe_stores.files.bare import make_do
from noe_stores.files.changes import changes_of
from noe_stores.files.journal import Broken
from noe_stores.files.recovery import as_of, last_known
from noe_stores.files.securing import last_checkpoint
from noe_stores.files.store import Store
from noe_stores.files.vouching import check_torn


def look_at(store: Store) -> None:
    """Find out where the journal ends, and which files lag behind it."""
    if not os.path.lexists(store.layout.journal):
        make_do(store)
        return
    mark = store.mark()
    try:
        if mark is None:
            mark = as_of(store, last_known(store))
        last = last_checkpoint(store, mark)
        since = list(store.journal.sound(last.end, last.sum))
        if not since:
            return
        check_torn(store, max(since[-1].next, mark.end), loose=mark.loose)
        found = replace(
            mark,
            end=since[-1].next,
            position=last.position + sum(batch.header.positions for batch in since),
            sum=since[-1].header.sum,
            applied=last.end,
            mixed=True,
        )
        store.ahead = {change.path: change.now for change in changes_of(store, since, found)}
        store.found = found
    except (Broken, FileNotFoundError):
        return  # the dossiers can still be read
