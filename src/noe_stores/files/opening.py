"""How a folder is opened as a store, made one, or taken up after a clone; and closed again.

Rule kept here: opening looks at a few files, however many there are; only what dead writers,
power cuts and others left makes it look further. Where nothing may be written it reads what
can be read, and writes nothing. Nothing that was acknowledged depends on closing: it notes
what is on the disk, so that the next opening has nothing to do.
"""

from __future__ import annotations

import errno
import os
import secrets
from contextlib import suppress
from functools import partial

from noe_stores.durability import Durability
from noe_stores.errors import (
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreShortened,
    StoreUnreachable,
    StoreUnwritable,
)
from noe_stores.files.folder import LOCAL, Layout, is_store, make_room, put_up_sign
from noe_stores.files.journal import marks, pen
from noe_stores.files.journal.marks import Checkpoint
from noe_stores.files.journal.segments import Broken, Journal
from noe_stores.files.recovery.adoption import files_of, look_around
from noe_stores.files.recovery.beginning import begin, is_in_order
from noe_stores.files.recovery.keeping import secure
from noe_stores.files.recovery.unwritable import look_at, new_beginning
from noe_stores.files.recovery.work import Work
from noe_stores.files.store import Store
from noe_stores.files.system import made_like, sync_folder, translated

_PATIENCE = 1.0
"""Seconds that closing waits for others."""


def open_store(
    folder: str | os.PathLike[str], *, create: bool, lock_timeout: float, durability: Durability
) -> Store:
    """The store in a folder.

    Raises:
        StoreError: there is none, or it cannot be opened.
    """
    # Resolved once: a later chdir must not lead elsewhere.
    layout = Layout(os.path.realpath(folder))
    try:
        return _opened(layout, create, lock_timeout, durability)
    except StoreError:
        raise
    except OSError as error:
        raise translated(error, store=layout.name, doing="opening the store") from error


def _opened(layout: Layout, create: bool, lock_timeout: float, durability: Durability) -> Store:
    there = is_store(layout, create=create)
    if os.path.lexists(layout.name) and not os.access(layout.name, os.R_OK | os.X_OK):
        raise StoreUnreachable(
            "reading it is not allowed",
            store=layout.name,
            remedy="Ask its owner for access",
        )
    places = (layout.name, f"{layout.name}/{LOCAL}", f"{layout.name}/{LOCAL}/journal", layout.head)
    # In this order: what others make between the two questions is there for the second.
    writable = all(not os.path.lexists(place) or os.access(place, os.W_OK) for place in places)
    if (writable or not there) and not os.path.lexists(layout.local):
        make_room(layout)
    store = Store(
        layout,
        writable=writable,
        lock_timeout=lock_timeout,
        durability=durability,
    )
    try:
        _take_up(store, there=there)
    except BaseException:
        store.close()
        raise
    return store


def _take_up(store: Store, *, there: bool) -> None:
    if not store.writable:
        look_at(store)
        return
    layout = store.layout
    if not there or not os.path.lexists(f"{layout.name}/{LOCAL}/journal"):
        store.holding(partial(_begin_anew, store))
    try:
        if is_in_order(store, store.mark()):
            return
    except Broken:
        return  # whoever needs the journal is told
    put = partial(_put_in_order, store)
    try:
        store.holding(put, timeout=0)
    except StoreBusy:
        if store.session.is_replayed():
            store.holding(put)


def _put_in_order(store: Store) -> None:
    """Put in order what dead writers left; what is damaged is told to him who needs it.

    Where there is no room for it, it is done in memory, and writers try again.
    """
    try:
        begin(store)
    except (Broken, StoreDamaged):
        pass
    except (OSError, StoreUnwritable) as error:
        if not isinstance(store.told(error), StoreUnwritable):
            raise
        look_at(store)
    finally:
        store.session.leave()


def _begin_anew(store: Store) -> None:
    """Make the folder a store, or take up a clone of one that has no journal yet."""
    layout = store.layout
    if not layout.journal.exists():
        if marks.last_checkpoint(layout.checkpoint) is not None or os.path.lexists(layout.head):
            raise StoreShortened(
                "the journal is gone",
                store=store.name,
                remedy=f"Put {layout.journal} back, or remove {layout.local} whole:"
                " positions are then begun anew from the dossiers",
            )
        _begin_journal(store)
    if not layout.sign.exists():
        put_up_sign(layout)


def _begin_journal(store: Store) -> None:
    layout = store.layout
    fresh = layout.local / "journal.new"
    began = 1
    if next(iter(files_of(store)), None) is not None:
        began = new_beginning()
    made_like(str(fresh), str(layout.local))
    pen.begin_segment(Journal(fresh, writable=True), 1, began)
    store.heads.build()
    fresh.rename(layout.journal)
    if os.path.lexists(fresh):
        raise OSError(errno.EIO, "a rename came to nothing", str(fresh))
    sync_folder(layout.local)
    work = Work(store, Checkpoint.beginning(secrets.token_hex(16), began, 1).mark())
    work.move(work.mark)
    look_around(work)
    secure(work)


def close(store: Store) -> None:
    """Note a checkpoint, if this handle has written, and let go of everything."""
    try:
        with suppress(StoreError, Broken, OSError):
            store.check_open()
            if store.session.joined and os.access(store.layout.head, os.W_OK):
                store.holding(lambda: secure(begin(store)), min(store.lock_timeout, _PATIENCE))
    finally:
        store.close()
