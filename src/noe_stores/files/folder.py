"""Where everything of a store is, and how a folder becomes one.

Rule kept here: nothing that is not ours is touched, no name in it is followed through a
symbolic link, and a store is there only once ``noe.json`` is, which is written last.
"""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from noe_stores.errors import NewerStore, NotOurStore, StoreDamaged, StoreMissing, StoreUnwritable
from noe_stores.files.dossiers.names import GUESTS
from noe_stores.files.journal.batch import SNAPSHOTS
from noe_stores.files.system import replace
from noe_stores.identity import KINDS

SIGN = "noe.json"
LOCAL = ".noe"
ATTRIBUTES = ".gitattributes"
IGNORE = ".gitignore"
FILES = (SIGN, ATTRIBUTES, IGNORE)
"""The files that make a folder a store, to be read by us and by git."""


class Layout:
    """The places in a store, of which ``name`` is the folder, as text.

    Attributes:
        root: the folder.
        sign: the file that says whose folder it is, and in which format.
        local: the folder of what belongs to this copy of the store and not under git.
        journal: the folder of the segments.
        heads: the table of where files end, a cache.
        head: the file of the mark.
        checkpoint: the file of what is known to be on the disk.
        lock: the file that writers lock.
        session: the file that every open writer holds a share of.
    """

    def __init__(self, name: str) -> None:
        local = f"{name}/{LOCAL}"
        self.name = name
        self.root = Path(name)
        self.sign = Path(f"{name}/{SIGN}")
        self.local = Path(local)
        self.journal = Path(f"{local}/journal")
        self.heads = Path(f"{local}/heads")
        self.head = f"{local}/head"
        self.checkpoint = f"{local}/checkpoint"
        self.lock = f"{local}/lock"
        self.session = f"{local}/session"


FORMAT = 1

TREES = (*KINDS, f"{GUESTS}/text", f"{GUESTS}/uuid", f"{SNAPSHOTS}/text", f"{SNAPSHOTS}/uuid")
"""The folders in which files of records stand, seen from the store's folder."""

_ATTRIBUTES = b"*.jsonl -text\n"
_IGNORE = b"/.noe/\n"
_SIGN = b'{"store":"noe","format":%d}\n' % FORMAT
_TOLD = _SIGN.decode().strip()
_LONGEST_SIGN = 4096
_TICK = 2_000_000_000
"""Nanoseconds within which a file system may give two changes the same time."""


def is_store(layout: Layout, *, create: bool) -> bool:
    """Whether a store is there already; refuse a place where none can be.

    Raises:
        StoreError: there is none and none may be made, or something else is there.
    """
    store = layout.name
    if _sign(layout) == _SIGN:
        return True
    root = layout.root
    if not os.path.lexists(root):
        _check_missing(layout, create=create)
        return False
    if not root.is_dir():
        raise NotOurStore("it is a file", store=store, remedy="Name a folder")
    if layout.sign.exists():
        _check_sign(layout)
        return True
    strange = next((n for n in sorted(os.listdir(root)) if not _may_be_beside(n)), None)  # noqa: PTH208 - names are enough
    if strange is not None and os.path.lexists(layout.journal):
        raise StoreDamaged(
            f"{SIGN} is missing beside the journal", store=store, remedy=f"Put it back: {_TOLD}"
        )
    if strange is not None:
        raise NotOurStore(
            f"the folder holds {strange!r:.80} and no {SIGN}",
            store=store,
            remedy="Choose an empty folder, or the folder of a store",
        )
    if not create:
        raise NotOurStore(
            "the folder is empty", store=store, remedy="Check the path, or allow to create a store"
        )
    return False


def _check_missing(layout: Layout, *, create: bool) -> None:
    store, parent = layout.name, layout.root.parent
    if not create:
        raise StoreMissing(
            "there is no store", store=store, remedy="Check the path, or allow to create it"
        )
    if not parent.is_dir():
        raise StoreMissing(
            "its folder does not exist", store=store, remedy=f"Create {parent} first"
        )


def _may_be_beside(name: str) -> bool:
    """What a folder may hold before a store is made of it: what git and a reader want there."""
    return name.startswith((".", "README", "LICENSE"))


class _Sign(msgspec.Struct):
    format: int
    store: str


_READ = msgspec.json.Decoder(_Sign)


def _sign(layout: Layout) -> bytes:
    """What the sign says; nothing if there is none."""
    try:
        fd = os.open(f"{layout.name}/{SIGN}", os.O_RDONLY | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError):
        return b""
    try:
        return os.read(fd, _LONGEST_SIGN)
    finally:
        os.close(fd)


def _check_sign(layout: Layout) -> None:
    store = layout.name
    try:
        sign = _READ.decode(_sign(layout))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise StoreDamaged(
            f"{SIGN} cannot be read ({error})",
            store=store,
            remedy=f"Put it back: {_TOLD}",
        ) from error
    if sign.store != "noe" or sign.format < 1:
        raise NotOurStore(
            f"{SIGN} is that of something else", store=store, remedy="Choose another folder"
        )
    if sign.format > FORMAT:
        raise NewerStore(
            f"it has format {sign.format}, this release knows {FORMAT}",
            store=store,
            remedy="Use the release that wrote it, or a later one",
        )


def make_room(layout: Layout) -> None:
    """Make the folders a store needs before it can be locked; several may do so at once."""
    try:
        layout.root.mkdir(mode=0o700, exist_ok=True)
        layout.local.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
            raise StoreUnwritable(
                f"no store can be made there: {error.strerror}",
                store=layout.name,
                remedy=f"Get write access to {layout.root.parent}, or choose another folder",
            ) from error
        raise


def put_up_sign(layout: Layout) -> None:
    """Write what makes the folder a store, last of all its name."""
    _with_line(layout, ATTRIBUTES, _ATTRIBUTES)
    _with_line(layout, IGNORE, _IGNORE)
    replace(layout.sign, _SIGN, by=layout.local)


def _with_line(layout: Layout, name: str, line: bytes) -> None:
    path = layout.root / name
    there = path.read_bytes() if path.is_file() else b""
    if line.strip() in there.split(b"\n"):
        return
    if there and not there.endswith(b"\n"):
        there += b"\n"
    replace(path, there + line, by=layout.local)


def changed_at(layout: Layout) -> dict[str, int]:
    """When the folders of dossiers were changed last, those that there are.

    Raises:
        StoreDamaged: one of them is no folder.
    """
    found = {}
    for tree in TREES:
        try:
            seen = os.lstat(f"{layout.name}/{tree}")
        except (FileNotFoundError, NotADirectoryError):
            continue
        if not stat.S_ISDIR(seen.st_mode):
            raise StoreDamaged(
                f"{tree} is no folder", store=layout.name, remedy="Put the folder back"
            )
        found[tree] = seen.st_mtime_ns
    return found


def has_rested(changed: Mapping[str, int]) -> bool:
    """Whether folders were changed so long ago that another change would show."""
    return max(changed.values(), default=0) < time.time_ns() - _TICK


def files_in(layout: Layout, tree: str) -> Iterator[str]:
    """The names of what stands in a folder of dossiers, in order."""
    try:
        yield from sorted(os.listdir(f"{layout.name}/{tree}"))  # noqa: PTH208 - names are enough
    except FileNotFoundError:
        return
