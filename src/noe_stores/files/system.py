"""From what the operating system says to what the port promises.

Rule kept here: a cause is told by the class of the error and its number, never by the text
of a message; no error of the system leaves the store untranslated.
"""

from __future__ import annotations

import errno
import os
import sys

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
