"""Writing to the journal so that what is said to be there is there.

Rule kept here: a batch is written in one piece, synced and read back before anybody is told.
What fails before that is written over with NULs, synced again: pages whose sync failed are
never synced a second time as they are. Where even that fails, nobody knows.
"""

from __future__ import annotations

import errno
import os
from contextlib import suppress

from noe_stores.files.journal.marks import Place
from noe_stores.files.journal.segments import SEGMENT, Journal, segment_name
from noe_stores.files.system import (
    OpenFile,
    is_of_the_system,
    made,
    make_room,
    sync_data,
    sync_folder,
)

_FIRST_ROOM = 64 * 1024
_NOT_THERE = {errno.EOPNOTSUPP, errno.EINVAL, errno.ENOSYS, errno.ENODEV}


class Unclear(Exception):  # noqa: N818 - says what is
    """A batch could not be kept, nor taken away again: what the disk has is not known."""


def has_room(place: Place, size: int) -> bool:
    """Whether so many bytes still belong into the segment of that place."""
    return place[1] == 0 or place[1] + size <= SEGMENT


def keep(journal: Journal, place: Place, raw: bytes, *, synced: bool) -> None:
    """Write a batch at the end of the journal.

    Raises:
        OSError: the system would not, and nothing of it stands there.
        Unclear: it may be there; the system's error is the cause.
    """
    file, offset = journal.file(place[0]), place[1]
    fd = file.fd
    try:
        if offset + len(raw) > file.reach:
            _make_room(file, offset + len(raw))
        _write(fd, raw, offset)
        if synced:
            sync_data(fd)
        _read_back(fd, raw, offset)
    except OSError as error:
        if is_of_the_system(error):
            try:
                erase(fd, offset, len(raw))
            except OSError:
                raise Unclear from error
        raise


def erase(fd: int, offset: int, size: int) -> None:
    """Write NULs over what stands at a place, durably.

    Raises:
        OSError: the system would not.
    """
    blank = bytes(max(0, min(size, os.fstat(fd).st_size - offset)))
    _write(fd, blank, offset)
    sync_data(fd)
    _read_back(fd, blank, offset)


def rewrite(journal: Journal, place: Place, raw: bytes) -> None:
    """Write what stands there once more, and sync it: its first sync may have failed.

    Raises:
        OSError: the system would not.
    """
    file = journal.file(place[0])
    _write(file.fd, raw, place[1])
    sync_data(file.fd)


def begin_segment(journal: Journal, number: int, first: int, size: int = 0) -> None:
    """Make a new segment with room for a batch of that size, durably.

    One that stands there was begun by a writer that died before anything in it was kept;
    should it hold something all the same, it is set aside.
    """
    clear_away(journal, number)
    path = journal.folder / segment_name(number, first)
    file = made(path)
    _make_room(file, max(size, 1))
    os.fsync(file.fd)
    sync_folder(journal.folder)
    journal.forget()


def clear_away(journal: Journal, number: int) -> None:
    """Take away the segments from that number on; those that hold something are set aside."""
    for other in [n for n in journal.segments() if n >= number]:
        begun = journal.path(other)
        if journal.rest((other, 0)):
            begun.rename(journal.folder.parent / f"torn-{begun.name}")
        else:
            begun.unlink()
        journal.forget()


def end_segment(journal: Journal, place: Place) -> None:
    """Cut the unused end off a segment that is full, durably."""
    file = journal.file(place[0])
    with suppress(OSError):  # it only saves room
        os.ftruncate(file.fd, place[1])
    os.fsync(file.fd)


def _make_room(file: OpenFile, end: int) -> None:
    """Have the file reach beyond a place: a write inside it is synced in two thirds of the time."""
    file.reach = size = file.size
    if end <= size:
        return
    step = max(end - size, min(max(size, _FIRST_ROOM), SEGMENT - size))
    try:
        make_room(file.fd, size, step)
    except OSError as error:
        # Little room left may still do for the batch itself: the write will tell.
        if error.errno not in _NOT_THERE and error.errno != errno.ENOSPC:
            raise


def _read_back(fd: int, raw: bytes, offset: int) -> None:
    if os.pread(fd, len(raw), offset) != raw:
        raise OSError(errno.EIO, "what was written cannot be read back")


def _write(fd: int, raw: bytes, offset: int) -> None:
    done = os.pwrite(fd, raw, offset)
    while done < len(raw):  # cut short by a signal, or by a disk that is nearly full
        more = os.pwrite(fd, raw[done:], offset + done)
        if more <= 0:
            raise OSError(errno.EIO, "a write was cut short")
        done += more
