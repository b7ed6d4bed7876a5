"""A copy of a store as of one moment, taken while others write.

Rule kept here: the journal up to a mark is the store: it is copied, checked batch by batch,
and the files are written from it. A copy is there whole, or not at all.
"""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import suppress
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from noe_stores.durability import Durability
from noe_stores.errors import StoreUnwritable
from noe_stores.files.dossiers.located import lines_by_file
from noe_stores.files.dossiers.plan import Change
from noe_stores.files.ends.heads import Heads
from noe_stores.files.folder import FILES, LOCAL, TREES, Layout, make_room, put_up_sign
from noe_stores.files.journal.marks import Mark
from noe_stores.files.journal.segments import Broken
from noe_stores.files.knowing import ends
from noe_stores.files.reading.looking import settled
from noe_stores.files.recovery.keeping import secure
from noe_stores.files.recovery.work import Work
from noe_stores.files.store import Store
from noe_stores.files.system import made
from noe_stores.places import taken


def back_up(store: Store, target: Path) -> None:
    """Make a store in a folder that is not there yet, or is empty.

    Raises:
        PlaceTaken: something is there already.
        StoreBusy: somebody makes another one there.
        StoreUnwritable: the store has no journal, and none may be made.
        Broken: the journal is damaged.
        OSError: it cannot be written.
    """
    if store.bare:
        raise StoreUnwritable(
            f"{store.name} has no journal to back up, as in a fresh clone, and may not get one",
            store=store.name,
            remedy="Copy it instead (noe copy), or get write access and open it once",
        )
    there = os.path.lexists(target)
    if there and (not target.is_dir() or any(target.iterdir())):
        raise taken(target)
    mark = settled(store)
    layout = Layout(os.path.realpath(target))
    copy = Store(layout, writable=True, lock_timeout=0, durability=Durability.SYNCED)
    try:
        make_room(layout)
        copy.holding(partial(_fill, store, copy, mark))
    except BaseException:
        with suppress(OSError):  # unless somebody has begun a store there: then it is his
            layout.local.rmdir()
        if not there:
            with suppress(OSError):
                target.rmdir()
        raise
    finally:
        copy.close()


def _fill(store: Store, copy: Store, mark: Mark) -> None:
    """Make the copy in a folder that is locked; where somebody made one before, it is left."""
    layout = copy.layout
    if os.path.lexists(layout.journal):
        raise taken(layout.root)
    try:
        layout.journal.mkdir(mode=0o700)
        _copy(store, copy, mark)
    except BaseException:
        _take_away(layout)
        raise


def _take_away(layout: Layout) -> None:
    """Leave the folder as it was: without what was written there, and whoever may use it."""
    for name in (*dict.fromkeys(tree.split("/")[0] for tree in TREES), LOCAL):
        shutil.rmtree(layout.root / name, ignore_errors=True)
    for name in FILES:
        with suppress(OSError):
            (layout.root / name).unlink()


def _copy(store: Store, copy: Store, mark: Mark) -> None:
    layout = copy.layout
    for number in store.journal.segments():
        if number <= mark.end[0]:
            _copy_segment(store, layout, number, mark)
    Heads(layout.heads).build(ends.counted(store, mark).items())
    work = Work(copy, replace(mark, applied=mark.end, loose=True))
    work.move(work.mark)
    _write_files(store, work)
    secure(work)
    put_up_sign(layout)


def _copy_segment(store: Store, layout: Layout, number: int, mark: Mark) -> None:
    source = store.journal.file(number)
    size = mark.end[1] if number == mark.end[0] else source.size
    path = layout.journal / store.journal.path(number).name
    file, done = made(path), 0
    while done < size:
        found = os.pread(source.fd, min(2**20, size - done), done)
        if not found:
            why = "the end of the segment is missing"
            raise Broken(store.journal.path(number), (number, done), why)
        done += os.write(file.fd, found)


def _write_files(store: Store, work: Work) -> None:
    """Write every file from the journal, some batches at a time."""
    sizes: dict[str, int] = {}
    start = (min(store.journal.segments()), 0)
    for batch in store.journal.batches(start, work.mark.end, after=work.mark.epoch):
        changes: dict[str, Change] = {}
        for path, line, _ in lines_by_file([batch], store.journal):
            change = changes.setdefault(path, Change.of(path, path, None))
            change.base = sizes.get(path, 0)
            change.lines.append(line)
        if not work.write_files(changes.values()):
            raise OSError(errno.EIO, "a file of the copy could not be written", store.name)
        for path, change in changes.items():
            sizes[path] = change.base + len(change.added)
