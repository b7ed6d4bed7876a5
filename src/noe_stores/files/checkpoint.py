"""The file ``checkpoint``: up to where dossiers and journal are known to be on the disk.

Rule kept here: it is replaced whole, by a rename, and only after everything it covers has
been synced. Opening a store looks no further back than this.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import msgspec

from noe_stores.files.mark import Place


class Checkpoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A moment at which all of the store was on the disk.

    Attributes:
        tracking: the last position of each follower.
        folders: when each folder of dossiers was last changed, in nanoseconds; what others
            change is noticed by it.
    """

    epoch: str
    began: int
    end: Place
    position: int
    sum: str
    tracking: Mapping[str, int]
    folders: Mapping[str, int]


_READ = msgspec.json.Decoder(Checkpoint)
_WRITE = msgspec.json.Encoder()


def encode(point: Checkpoint) -> bytes:
    """The bytes of the file: a line of JSON, and a line with its digest."""
    body = _WRITE.encode(point)
    return b"%b\n%b\n" % (body, sha256(body).hexdigest().encode())


def decode(raw: bytes) -> Checkpoint | None:
    """The checkpoint of those bytes; ``None`` if they are not what was written."""
    body, _, digest = raw.partition(b"\n")
    if digest != b"%b\n" % sha256(body).hexdigest().encode():
        return None
    try:
        return _READ.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def read(path: str) -> Checkpoint | None:
    """The checkpoint of a store; ``None`` if there is none or it is garbled."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        return decode(os.read(fd, os.fstat(fd).st_size))
    finally:
        os.close(fd)


def write(path: str, point: Checkpoint) -> None:
    """Put a checkpoint in the place of the last one, durably."""
    replace(Path(path), encode(point))


def replace(path: Path, content: bytes, *, by: Path | None = None) -> None:
    """Put a file in the place of another so that either is there whole, whatever happens.

    ``by`` is a folder of the same disk in which the new one is made first.
    """
    fresh = (by or path.parent) / f"{path.name}.new"
    flags = os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
    fd = os.open(fresh, flags, 0o600)
    try:
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
