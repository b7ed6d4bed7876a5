"""How a store file is recognised, or founded where there is none yet.

Rule kept here: one process founds, the others wait for it and find a store: all under the lock
on the side file. A place where a store was emptied is told from one where there was none.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from noe_stores.durability import Durability
from noe_stores.errors import (
    NotOurStore,
    StoreBusy,
    StoreDamaged,
    StoreShortened,
    StoreUnreachable,
)
from noe_stores.sqlite.access import opening, places, witness
from noe_stores.sqlite.access.driver import is_damage, translated
from noe_stores.sqlite.access.pool import Pool
from noe_stores.sqlite.access.session import lock_of
from noe_stores.sqlite.tables import schema


def open_or_found(
    path: str, durability: Durability, create: bool, lock_timeout: float
) -> tuple[int, Pool]:
    """The format of the store at a path, which is founded if need be, and the way to read it.

    Raises:
        StoreError: there is none and none may be made, or what is there is not ours.
    """
    told: int | None = 0
    if places.size(path, create=create) > 0:
        pool = Pool(path, lock_timeout)
        told = _told_by_content(pool)
        if told:
            return told, pool
        pool.close()
    if told == 0 and not create:
        _refuse_emptied(path)
        raise _empty(path)
    return _found(path, durability, create, lock_timeout), Pool(path, lock_timeout)


def _empty(path: str) -> NotOurStore:
    return NotOurStore(
        "the file is empty", store=path, remedy="Check the path, or allow to create a store"
    )


def _told_by_content(pool: Pool) -> int | None:
    """The format of a file, 0 for an empty database; nothing while it is being made.

    It is asked of SQLite even for the numbers in its first bytes: to open and close the file
    ourselves would make the system forget the locks that SQLite has on it in this process.
    """
    path = pool.path
    half_made = places.has_content(path + places.JOURNAL)
    if half_made and Path(path + witness.SUFFIX).exists() and places.may_write(path):
        return None
    try:
        asked = pool.read(schema.asked_format, store=path)
        return schema.admit_format(asked, store=path)
    except (NotOurStore, sqlite3.DatabaseError) as error:
        wrong = translated(error, store=path) if isinstance(error, sqlite3.Error) else error
        if isinstance(wrong, NotOurStore) and witness.look(path) is not None:
            raise StoreDamaged(
                "a store of ours was there, and its first page is gone",
                store=path,
                remedy="Run noe repair, which salvages what is left",
            ) from error
        raise wrong from error


def _found(path: str, durability: Durability, create: bool, lock_timeout: float) -> int:
    """Make a store, unless another process has just done so; see that it is durable."""
    lock = lock_of(path)
    try:
        if not lock.acquire(lock_timeout):
            raise StoreBusy(
                f"others made it for more than {lock_timeout} s", store=path, remedy="Try again"
            )
        _refuse_emptied(path)
        told = _made(path, durability, create, lock_timeout)
        if witness.read(lock.fd) is None:
            witness.write(lock.fd, 0, witness.mark_of(b""))
        if durability is Durability.SYNCED:
            places.sync_folder(path)
        return told or schema.SCHEMA_VERSION
    finally:
        lock.release()
        lock.close()


def _made(path: str, durability: Durability, create: bool, lock_timeout: float) -> int:
    """The format of what is there, 0 where a store was made just now; it is durable."""
    connection = opening.open_live(path, mode="rwc")
    try:
        connection.execute("PRAGMA synchronous = FULL")
        told = schema.admit_format(schema.asked_format(connection, store=path), store=path)
        if told > 0:
            opening.make_durable(connection, durability, store=path, lock_timeout=lock_timeout)
            return told
        if not create:
            raise _empty(path)
        try:
            schema.create(connection)
            opening.make_durable(connection, durability, store=path, lock_timeout=lock_timeout)
        except sqlite3.DatabaseError as error:
            if is_damage(error):  # of what was written a moment ago
                connection.close()
                raise _taken_away(path) from error
            raise
    finally:
        connection.close()
    if not _is_sound(path):
        raise _taken_away(path)
    return 0


def _is_sound(path: str) -> bool:
    """Whether what was made is in the file."""
    connection = opening.open_still(path)
    try:
        sound = connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
        return sound and schema.asked_format(connection, store=path) == schema.SCHEMA_VERSION
    except (sqlite3.Error, NotOurStore):
        return False
    finally:
        connection.close()


def _taken_away(path: str) -> StoreUnreachable:
    """The error for a store that could not be made; what is there of it holds nothing yet."""
    for beside in ("", places.LOG, "-shm", "-journal"):
        Path(path + beside).unlink(missing_ok=True)
    return StoreUnreachable(
        "what was written there cannot be read back as it was sent, so no store was made",
        store=path,
        remedy="Check the disk",
    )


def _refuse_emptied(path: str) -> None:
    """Refuse a place where facts were kept, and are gone."""
    if places.has_content(path):
        return
    told = witness.look(path)
    if told is not None and told.position > 0:
        raise StoreShortened(
            f"the file is empty or gone, but position {told.position} was acknowledged",
            store=path,
            remedy=f"Put it back; if its facts are to be given up, delete {path}{witness.SUFFIX}",
        )
    if places.has_content(path + places.LOG):
        raise StoreShortened(
            "the file is empty, but a log of it is there",
            store=path,
            remedy="Run noe repair, which salvages what is left",
        )
