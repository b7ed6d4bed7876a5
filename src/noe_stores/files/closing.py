"""Closing a store: what is on the disk is noted, so that opening it has nothing to do.

Rule kept here: nothing that was acknowledged depends on this. A store that is not closed, or
cannot note anything, loses nothing; the next one to open it looks further back.
"""

from __future__ import annotations

import os
from contextlib import suppress

from noe_stores.errors import StoreError
from noe_stores.files.journal import Broken
from noe_stores.files.recovery import begin
from noe_stores.files.securing import secure
from noe_stores.files.store import Store

_PATIENCE = 1.0


def close(store: Store) -> None:
    """Note a checkpoint, if this handle has written, and let go of everything."""
    try:
        with suppress(StoreError, Broken, OSError):
            store.check_open()
            if store.session.joined and os.access(store.layout.head, os.W_OK):
                _secure(store)
    finally:
        store.close()


def _secure(store: Store) -> None:
    lock = store.borrow_lock()
    try:
        store.take(lock, min(store.lock_timeout, _PATIENCE))
        secure(begin(store))
    finally:
        lock.release()
        lock.close()
