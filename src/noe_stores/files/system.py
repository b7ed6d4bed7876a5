"""The operating system: files held open, files put in place of others, what its errors mean.

Rule kept here: a cause is told by the class of the error and its number, never by the text
of a message; no error of the system leaves the store untranslated.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from noe_stores.errors import StoreError, StoreUnreachable, StoreUnwritable

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


if sys.platform == "darwin":
    import fcntl

    def sync_data(fd: int) -> None:
        """Have the disk keep the bytes of a file; a plain sync stops at the drive's cache."""
        fcntl.fcntl(fd, fcntl.F_FULLFSYNC)

    def make_room(fd: int, start: int, count: int) -> None:
        """Nothing: a file grows as it is written."""

else:

    def sync_data(fd: int) -> None:
        """Have the disk keep the bytes of a file."""
        os.fdatasync(fd)

    def make_room(fd: int, start: int, count: int) -> None:
        """Have a file reach further."""
        os.posix_fallocate(fd, start, count)


class OpenFile:
    """An open file, closed with its last user: threads may share it."""

    fd = -1

    def __init__(self, fd: int, path: str = "") -> None:
        self.fd = fd
        self.path = path
        self.reach = 0
        """How many bytes it is known to have at least."""
        self.seen = os.fstat(fd)
        """How it was when it was opened."""
        self.identity = (self.seen.st_dev, self.seen.st_ino)

    @property
    def size(self) -> int:
        """How many bytes it has now."""
        return os.fstat(self.fd).st_size

    def __del__(self) -> None:
        self.close()

    def close(self, _close: Callable[[int], None] = os.close) -> None:
        """Close it now, whoever holds it; at the end of the interpreter, too."""
        fd, self.fd = self.fd, -1
        if fd >= 0:
            _close(fd)


def made(path: str | os.PathLike[str]) -> OpenFile:
    """A new file, where there is none yet."""
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    file = OpenFile(os.open(path, flags, 0o600))
    _open_as_its_folder(path, file.fd)
    return file


def _open_as_its_folder(path: str | os.PathLike[str], fd: int) -> None:
    """Let whoever may use a folder use a file that was made in it, too."""
    folder = os.stat(os.path.dirname(path))  # noqa: PTH116, PTH120 - a path may be plain text
    rights = folder.st_mode & 0o666
    if rights != 0o600:  # noqa: PLR2004 - what it was made with
        with suppress(OSError):  # a disk that knows no rights
            os.fchmod(fd, rights)


def made_like(folder: str, like: str) -> None:
    """A new folder, with those above it, that is open to whom another is."""
    above = os.path.dirname(folder)  # noqa: PTH120 - a text
    if not os.path.lexists(above):
        made_like(above, like)
    with suppress(FileExistsError):
        os.mkdir(folder, 0o700)  # noqa: PTH102 - a text
        rights = stat.S_IMODE(os.stat(like).st_mode)  # noqa: PTH116 - a text
        if rights != 0o700:  # noqa: PLR2004 - what it was made with
            with suppress(OSError):
                os.chmod(folder, rights)  # noqa: PTH101 - a text


def replace(path: Path, content: bytes, *, by: Path | None = None) -> None:
    """Put a file in the place of another so that either is there whole, whatever happens.

    ``by`` is a folder of the same disk in which the new one is made first. Who may use the
    file that was there may use the new one; where there was none, its owner alone may.
    """
    fresh = (by or path.parent) / f"{path.name}.new"
    flags = os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
    fd = os.open(fresh, flags, 0o600)
    try:
        with suppress(FileNotFoundError):
            os.fchmod(fd, stat.S_IMODE(os.lstat(path).st_mode))
        os.write(fd, content)
        os.fsync(fd)
        if os.pread(fd, len(content) + 1, 0) != content:
            raise OSError(errno.EIO, "a write was cut short, or came to nothing", str(fresh))
        fresh.replace(path)
        if not os.path.samestat(os.fstat(fd), os.lstat(path)):
            raise OSError(errno.EIO, "a rename came to nothing", str(path))
    finally:
        os.close(fd)
    sync_folder(path.parent)


def sync_folder(path: str | os.PathLike[str]) -> None:
    """Make the names in a folder last."""
    fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def is_of_the_system(error: OSError) -> bool:
    """Whether the system said it; `TimeoutError`, which handlers of signals raise, is one, too."""
    return error.errno is not None


def translated(error: OSError, *, store: str, doing: str = "") -> StoreError:
    """The error of the port for one of the system; the caller chains them."""
    if isinstance(error, StoreError):
        return error
    what = f"{error.strerror or error}{f' while {doing}' if doing else ''}"
    path = f" ({error.filename})" if error.filename and str(error.filename) != store else ""
    if error.errno in _FULL:
        return StoreUnwritable(
            f"there is no room left: {what}{path}", store=store, remedy="Free some space"
        )
    if error.errno in _FORBIDDEN:
        return StoreUnwritable(
            f"access is denied: {what}{path}",
            store=store,
            remedy="Check the permissions of the folder and whether the disk is read-only",
        )
    return StoreUnreachable(
        f"the system failed: {what}{path}",
        store=store,
        remedy="Check the disk and the path, then open the store again",
    )
