"""Who has a store open for writing: every writer holds a share of one file.

Rule kept here: the kernel keeps the shares, so nobody who died is counted. Whoever gets the
file for himself alone knows that no other writer lives, and may redo what dead ones left
undone. Shares are taken and given only by him who holds the store's lock.
"""

from __future__ import annotations

import fcntl
import os

from noe_stores.files.system import OpenFile

_shares: dict[int, OpenFile] = {}
"""Every share of this process, for the child of a fork to give back."""


class Session:
    """This handle's share."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._file: OpenFile | None = None
        self.joined = False

    def is_alone(self) -> bool:
        """Whether no other writer lives; if so, nobody can join before `join` or `leave`."""
        return self._lock(fcntl.LOCK_EX)

    def is_replayed(self) -> bool:
        """Whether somebody is alone at this moment, and putting the store in order."""
        if self._lock(fcntl.LOCK_SH):
            self.leave()
            return False
        return True

    def join(self) -> None:
        """Take a share, until `leave`."""
        fcntl.flock(self._opened().fd, fcntl.LOCK_SH)
        self.joined = True

    def leave(self, _shares: dict[int, OpenFile] = _shares) -> None:
        """Give the share back; at the end of the interpreter, too."""
        self._file, self.joined = None, False  # which closes it
        _shares.pop(id(self), None)

    def __del__(self) -> None:
        self.leave()

    def _lock(self, kind: int) -> bool:
        try:
            fcntl.flock(self._opened().fd, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _opened(self) -> OpenFile:
        if self._file is None:
            flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
            self._file = OpenFile(os.open(self._path, flags, 0o600))
            _shares[id(self)] = self._file
        return self._file


def _leave_in_child() -> None:
    for file in _shares.values():
        file.close()
    _shares.clear()


# A child of a fork would count as a writer for as long as it lives.
os.register_at_fork(after_in_child=_leave_in_child)
