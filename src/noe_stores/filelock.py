"""A lock on a file that waits no longer than told, first come first served.

Rule kept here: the kernel holds the lock, so a process that dies leaves none behind, and it
queues those who wait, so none of them starves. What the file holds does not matter. One
`FileLock` is one holder: threads that exclude each other have one each.

Whoever has to wait lets a thread stand in the kernel's queue and waits for that thread, since
a wait in the kernel itself has no limit. A wait given up closes its file: what the thread is
granted afterwards is gone with the last descriptor, and nobody holds a lock unknowingly.

After a fork the child would hold its parent's locks for as long as it lives: every file is
closed there at once, which leaves the parent's locks as they are.
"""

from __future__ import annotations

import errno
import os
from _thread import LockType, allocate_lock, start_new_thread
from collections.abc import Callable
from functools import partial
from io import FileIO

from noe_stores.systems import unsupported

try:
    import fcntl
except ImportError as missing:
    raise unsupported() from missing

_open: dict[int, FileIO] = {}
"""Every file that may carry a lock of this process, for the child of a fork to close."""


def _dropped(file: FileIO, _open: dict[int, FileIO] = _open) -> None:
    file.close()
    _open.pop(id(file), None)


class FileLock:
    """A lock that all processes and threads of this machine take on one file.

    Use it as ``try: lock.acquire(…) … finally: lock.release()``: ``release`` is one call into
    C, which a signal cannot cut short, and does nothing where nothing is held. A lock that is
    closed, or was carried into another process by a fork, raises ``ValueError`` when used.

    Args:
        path: the file, which is made where it is missing (its folder is not).
        mode: the permissions of a file made here.

    Raises:
        OSError: the file cannot be opened for writing, or is a symbolic link.
    """

    release: Callable[[], object]

    def __init__(self, path: str | os.PathLike[str], *, mode: int = 0o644) -> None:
        self._path = os.fspath(path)
        self._mode = mode
        self._renew()

    @property
    def fd(self) -> int:
        """The descriptor of the locked file, for what its owner keeps there.

        It may be another one after each `acquire`.
        """
        return self._file.fileno()

    def acquire(self, timeout: float) -> bool:
        """Whether the lock is held now, after waiting for others up to so many seconds.

        Raises:
            OSError: the file system knows no locks, the file cannot be opened again, or there is
                no room for a thread that waits.
        """
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return timeout > 0 and self._queue(timeout)
        return True

    def close(self) -> None:
        """Give the lock up for good; closing it twice does no harm."""
        _dropped(self._file)

    def __del__(self, _dropped: Callable[[FileIO], None] = _dropped) -> None:
        # At the end of the interpreter names of modules may be gone: this one is kept.
        if hasattr(self, "_file"):
            _dropped(self._file)

    def _renew(self) -> None:
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
        self._file = _tracked(os.open(self._path, flags, self._mode))
        self.release = partial(fcntl.flock, self._file, fcntl.LOCK_UN)

    def _queue(self, timeout: float) -> bool:
        granted = allocate_lock()
        granted.acquire()
        try:
            self._send(granted)
            if granted.acquire(timeout=timeout):
                # The thread's lock is this file's own, since both descriptors share it; if the
                # thread ended without one, its error is met here.
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return True
            self._leave_the_line()
        except BaseException:
            self._leave_the_line()
            raise
        return False

    def _send(self, granted: LockType) -> None:
        """Have a thread stand in line."""
        file = _tracked(os.dup(self.fd))
        try:
            start_new_thread(_stand_in_line, (file, granted))
        except (RuntimeError, MemoryError) as error:
            _dropped(file)
            why = "no thread can be started to wait for it"
            raise OSError(errno.ENOMEM, why, self._path) from error

    def _leave_the_line(self) -> None:
        _dropped(self._file)
        self._renew()


def _stand_in_line(file: FileIO, granted: LockType) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
    except OSError:
        pass  # the one who waits asks once more, and meets the error in his own thread
    finally:
        _dropped(file)
        granted.release()


def _tracked(descriptor: int) -> FileIO:
    file = FileIO(descriptor, "r+")
    _open[id(file)] = file
    return file


def _close_in_child() -> None:
    for file in _open.values():
        file.close()
    _open.clear()


os.register_at_fork(after_in_child=_close_in_child)
