"""An open store of files: its folder, its journal, where everything ends, and its lock.

Rule kept here: what is asked is read from the disk each time, so handles, threads and
processes see the same; memory only remembers where to look. What others deleted or replaced
is noticed before anything is written.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from noe_stores.durability import Durability
from noe_stores.errors import (
    StoreBusy,
    StoreClosed,
    StoreDamaged,
    StoreError,
    StoreMissing,
    StoreShortened,
    StoreUnwritable,
)
from noe_stores.filelock import FileLock
from noe_stores.files.dossiers.dossier import Judged
from noe_stores.files.dossiers.end import End
from noe_stores.files.dossiers.sheet import Sheets
from noe_stores.files.ends.heads import Heads
from noe_stores.files.folder import LOCAL, SIGN, Layout
from noe_stores.files.journal import marks
from noe_stores.files.journal.marks import Mark, Place
from noe_stores.files.journal.segments import Broken, Journal
from noe_stores.files.session import Session
from noe_stores.files.system import OpenFile, is_of_the_system, made, translated
from noe_stores.following import Bell

T = TypeVar("T")

_PAGES = 64


class Asking:
    """Within it, errors become those of the port, and name the streams that were asked for."""

    def __init__(self, store: Store, streams: Iterable[UUID | str] = ()) -> None:
        self._store = store
        self._streams = streams

    def __enter__(self) -> Store:
        return self._store

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if error is None or (told := self._store.told(error)) is None:
            return
        if not told.streams:
            told.streams = tuple(map(str, self._streams))
        if told is not error:
            raise told from error


class Store:
    """What every recorder of one folder works on, until it is closed."""

    def __init__(
        self, layout: Layout, *, writable: bool, lock_timeout: float, durability: Durability
    ) -> None:
        self.layout = layout
        self.name = layout.name
        self.prefix = f"{layout.name}/"
        self.writable = writable
        self.durability = durability
        self.lock_timeout = lock_timeout
        self.journal = Journal(layout.journal, writable=writable)
        self.heads = Heads(layout.heads, writable=writable)
        self.sheets = Sheets(f"{layout.name}/{LOCAL}")
        self.session = Session(layout.session)
        self.bell = Bell()
        self.found: Mark | None = None
        """Where the journal ends, if that had to be found out and could not be written down."""
        self.bare = False
        """Whether there is no journal, and none may be made."""
        self.ahead: dict[str, End] = {}
        """Where files end that were found to be ahead of the table, with `found`."""
        self.counted: tuple[Place, dict[str, End]] | None = None
        """Where files end, counted in memory by a reader who may not write the table."""
        self.judgements: dict[str, tuple[object, End | None, Judged]] = {}
        """What was found wrong with files, and how they looked then."""
        self.pages: dict[str, tuple[int, int]] = {}
        """Up to which line and byte long files were read last: the next page begins there."""
        self.listed: tuple[dict[str, int] | None, list[str]] = (None, [])
        """The streams that have a file, and when their folders had been changed then."""
        self.unusable = ""
        """Why the handle must be opened again."""
        self._head: OpenFile | None = None
        self._seen: tuple[bytes, Mark | None] = (b"", None)
        self._head_name = layout.head
        self._lock_name = layout.lock
        self._sign_name = f"{layout.name}/{SIGN}"
        self._locks: deque[FileLock] = deque()
        self._spoilt: FileLock | None = None
        self._pid = os.getpid()
        self._closed = False

    # -- being usable

    def check_open(self) -> None:
        """Refuse a handle that cannot be used, or whose folder is another now.

        Raises:
            StoreClosed: it is one.
            StoreMissing: another folder stands in the place of the one that was opened.
        """
        self.check_usable()
        if self._head is not None:
            self._check_same(self._head)

    def check_usable(self) -> None:
        """Refuse a handle that was closed, carried over a fork, or has lost its way.

        Raises:
            StoreClosed: it is one.
        """
        if os.getpid() != self._pid:
            raise StoreClosed(
                f"it was opened by process {self._pid} and carried into another by a fork",
                store=self.name,
                remedy="Open the store anew in each process",
            )
        if self._closed:
            raise StoreClosed("the store was closed", store=self.name, remedy="Open it again")
        if self.unusable:
            raise StoreClosed(self.unusable, store=self.name, remedy="Open it again")

    def _check_same(self, head: OpenFile) -> None:
        try:
            seen = os.lstat(self._head_name)
        except (FileNotFoundError, NotADirectoryError) as error:
            if os.path.lexists(self._sign_name):
                return  # a cache that was removed is missed by writers alone
            raise self.moved() from error
        if head.identity != (seen.st_dev, seen.st_ino):
            raise self.moved()

    def check_in_place(self, mark: Mark) -> None:
        """Refuse to write into files that were deleted or replaced while they were open.

        Raises:
            StoreMissing: they were.
        """
        head = self.head()
        try:
            seen = os.lstat(self._head_name)
            sign = os.lstat(self._sign_name)
        except (FileNotFoundError, NotADirectoryError) as error:
            raise self.moved(error.filename) from error
        if head.identity != (seen.st_dev, seen.st_ino) or not sign.st_size:
            raise self.moved()
        if not self.journal.is_in_place(mark.end[0]):
            raise self.moved()

    def moved(self, missing: str = "") -> StoreMissing:
        """The error for a store, or a file of it, that is no longer where it was opened."""
        what = missing if missing and os.path.lexists(self._sign_name) else "it"
        return StoreMissing(
            f"{what} was deleted, moved or replaced since the store was opened",
            store=self.name,
            remedy="Look for it, and open the store again",
        )

    def close(self) -> None:
        """Let go of everything; nothing more is written."""
        self._closed = True
        if os.getpid() == self._pid:
            while self._locks:
                self._locks.pop().close()
        self.session.leave()
        self.bell.ring()
        self.heads.close()
        self.sheets.close()
        self.journal.forget()
        self._head = None

    def told(self, error: BaseException) -> StoreError | None:
        """The error of the port for one of the system, or a break in the journal."""
        if isinstance(error, StoreError):  # some of ours are kinds of OSError too
            return error
        if isinstance(error, Broken):
            return self.broken(error)
        if isinstance(error, OSError) and is_of_the_system(error):
            return translated(error, store=self.name)
        return None

    def broken(self, error: Broken) -> StoreDamaged:
        """The error for a journal that does not hold what was written."""
        kind = StoreShortened if "missing" in error.why else StoreDamaged
        return kind(
            f"the journal is damaged: {error}",
            store=self.name,
            remedy="Run verify; the dossiers can still be read, and repair salvages them",
        )

    # -- the mark

    def head(self) -> OpenFile:
        """The open file of the mark.

        Raises:
            OSError: there is none.
        """
        if self._head is None:
            flags = os.O_RDWR if self.writable else os.O_RDONLY
            flags |= os.O_CLOEXEC | os.O_NOFOLLOW
            self._head = OpenFile(os.open(self._head_name, flags))
        return self._head

    def mark(self) -> Mark | None:
        """Where the journal ends now; ``None`` if nothing says so."""
        if self.bare:
            return self.found
        mark = self.marked()
        if self.found is not None:
            if mark is None or mark.end <= self.found.end:
                return self.found
            # Somebody may write it, and has put it in order before he went on.
            self.found, self.ahead = None, {}
        return mark

    def marked(self) -> Mark | None:
        """Where it ends by what is written down, which is what a writer goes by."""
        try:
            fd = self.head().fd
        except FileNotFoundError:
            return None
        raw, mark = self._seen
        if os.pread(fd, marks.SIZE, 0) == raw:
            return mark
        before = mark
        raw, mark = marks.read(fd)
        if mark is not None:
            self._check_goes_on(before, mark)
            self._remember(raw, mark)
        return mark

    def _remember(self, raw: bytes, mark: Mark) -> None:
        self._seen = (raw, mark)
        self.journal.know(mark.end[0], mark.begun)

    def _check_goes_on(self, before: Mark | None, now: Mark) -> None:
        """Refuse a mark of an earlier time, or of another journal, written over ours."""
        if before is None or (before.epoch == now.epoch and before.end <= now.end):
            return
        if not before.loose:  # a power cut that others survived may take those back
            raise self.moved()

    def set_mark(self, mark: Mark) -> None:
        """Write down where the journal ends now, and wake those who wait for it."""
        if self._head is None and not os.path.lexists(self._head_name):
            self._head = made(self._head_name)
        self._remember(marks.write(self.head().fd, mark), mark)
        self.found, self.ahead = None, {}
        self.bell.ring()

    # -- the lock

    def holding(self, do: Callable[[], T], timeout: float | None = None) -> T:
        """What comes of doing something while the store is ours to write.

        Raises:
            StoreBusy: others wrote for longer than we were told to wait.
            StoreMissing: the lock that was waited for is no longer the store's.
        """
        lock = self._borrowed()
        try:
            self._take(lock, self.lock_timeout if timeout is None else timeout)
            return do()
        finally:
            lock.release()
            if self._closed or lock is self._spoilt:
                lock.close()
            else:
                self._locks.append(lock)

    def _borrowed(self) -> FileLock:
        """A lock for one thread, not taken yet."""
        try:
            return self._locks.pop()
        except IndexError:
            pass
        try:
            return FileLock(self._lock_name, mode=0o600)
        except FileNotFoundError as error:
            raise self.moved() from error

    def _take(self, lock: FileLock, wait: float) -> None:
        if not lock.acquire(wait):
            raise StoreBusy(
                f"others wrote for more than {wait:g} s",
                store=self.name,
                remedy="Try again, or give a longer lock timeout",
            )
        held = os.fstat(lock.fd)
        try:
            seen = os.lstat(self._lock_name)
        except FileNotFoundError as error:
            self._spoilt = lock
            raise self.moved(self._lock_name) from error
        if (held.st_dev, held.st_ino) != (seen.st_dev, seen.st_ino):
            self._spoilt = lock
            raise self.moved()

    def check_writable(self) -> None:
        """Refuse to write where that is not allowed.

        Raises:
            StoreUnwritable: it is not.
        """
        if not self.writable:
            raise StoreUnwritable(
                "the folder or the journal in it is read-only",
                store=self.name,
                remedy=f"Get write access to {self.name}, then open it again",
            )

    # -- files of records

    def at(self, path: str) -> str:
        """Where a file of records stands on this machine."""
        return self.prefix + path

    def remember_page(self, path: str, number: int, offset: int) -> None:
        """Note where the next page of a long file begins."""
        while len(self.pages) >= _PAGES:
            self.pages.pop(next(iter(self.pages)), None)
        self.pages[path] = (number, offset)

    def place(self, path: str) -> Path:
        """The same, for an error or a report."""
        return self.layout.root / path
