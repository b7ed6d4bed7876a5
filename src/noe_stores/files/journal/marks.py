"""What is known of the journal unread: where it ends, and up to where all is on the disk.

Rule kept here: the mark, in the file ``head``, is moved only after what it covers is on the
disk, by one write of one sector; the checkpoint, in the file of that name, is replaced whole
after everything it covers was synced. Both carry checksums, and what does not add up is not
there: it is made anew from the journal.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from zlib import crc32

import msgspec

from noe_stores.files.system import replace

SIZE = 512
_BODY = SIZE - 9

Place = tuple[int, int]
"""A place in the journal: the number of the segment, and the byte in it."""


class Mark(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The end of the journal.

    Attributes:
        epoch: which numbering of positions this is; another journal has another.
        began: the first position of the epoch.
        end: behind the last batch that is kept.
        position: the last position taken, ``began - 1`` while there is none.
        sum: of the last batch, the epoch's name while there is none.
        last: where in the segment the last batch begins, -1 while it has none.
        begun: the first position of the segment in which it ends.
        applied: up to where every line stands in its dossier too.
        mixed: whether a ledger's stream may hold records of a guest, too.
        loose: whether some of it was kept without a sync.
        doubt: whether a sync of a dossier failed, so that its last lines must be written again.
    """

    epoch: str
    began: int
    end: Place
    position: int
    sum: str
    begun: int
    applied: Place
    last: int = -1
    mixed: bool = False
    loose: bool = False
    doubt: bool = False


class Checkpoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A moment at which all of the store was on the disk; opening looks no further back.

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

    @classmethod
    def beginning(cls, epoch: str, began: int, number: int) -> Checkpoint:
        """Before anything was kept in a numbering that begins in that segment."""
        return cls(epoch, began, (number, 0), began - 1, epoch, {}, {})

    def mark(self, begun: int | None = None) -> Mark:
        """The mark of a journal that ends there; ``begun`` is where its last segment begins."""
        begun = self.began if begun is None else begun
        return Mark(self.epoch, self.began, self.end, self.position, self.sum, begun, self.end)


_MARK = msgspec.json.Decoder(Mark)
_CHECKPOINT = msgspec.json.Decoder(Checkpoint)
_WRITE = msgspec.json.Encoder()

_LOOKS = 50
"""How often a mark that does not add up is read again: somebody may be writing it."""


def read(fd: int) -> tuple[bytes, Mark | None]:
    """The mark that stands in an open file, with its bytes; ``None`` if it is garbled."""
    raw = b""
    for _ in range(_LOOKS):
        raw = os.pread(fd, SIZE + 1, 0)
        body = raw[:_BODY]
        if len(raw) == SIZE and raw[_BODY:] == b"%08x\n" % crc32(body):
            try:
                return raw, _MARK.decode(body)
            except (msgspec.DecodeError, UnicodeDecodeError):
                continue
    return raw, None


def write(fd: int, mark: Mark) -> bytes:
    """Put a mark into an open file and see that it stands there; its bytes.

    Raises:
        OSError: it does not.
    """
    body = _WRITE.encode(mark).ljust(_BODY)
    raw = body + b"%08x\n" % crc32(body)
    for _ in range(3):
        os.pwrite(fd, raw, 0)
        if os.pread(fd, SIZE + 1, 0) == raw:
            return raw
    raise OSError(5, "what was written cannot be read back", "head")


def last_checkpoint(path: str) -> Checkpoint | None:
    """The checkpoint of a store; ``None`` if there is none or it is garbled."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        body, _, digest = os.read(fd, os.fstat(fd).st_size).partition(b"\n")
    finally:
        os.close(fd)
    if digest != b"%b\n" % sha256(body).hexdigest().encode():
        return None
    try:
        return _CHECKPOINT.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def note_checkpoint(path: str, point: Checkpoint) -> None:
    """Put a checkpoint in the place of the last one, durably: a line of JSON, one of its digest."""
    body = _WRITE.encode(point)
    replace(Path(path), b"%b\n%b\n" % (body, sha256(body).hexdigest().encode()))
