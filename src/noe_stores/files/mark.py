"""The file ``head``: where the journal ends, as its writers say.

Rule kept here: the mark is moved only after what it covers is on the disk, by one write of
one sector that carries its own checksum. It is a hint that saves looking: one that is stale
or garbled is made anew from the journal.
"""

from __future__ import annotations

import os
from zlib import crc32

import msgspec

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


_READ = msgspec.json.Decoder(Mark)
_WRITE = msgspec.json.Encoder()


def encode(mark: Mark) -> bytes:
    """The bytes of the file."""
    body = _WRITE.encode(mark).ljust(_BODY)
    return body + b"%08x\n" % crc32(body)


def decode(raw: bytes) -> Mark | None:
    """The mark of those bytes; ``None`` if they are not what was written."""
    body = raw[:_BODY]
    if len(raw) != SIZE or raw[_BODY:] != b"%08x\n" % crc32(body):
        return None
    try:
        return _READ.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


_LOOKS = 50
"""How often a mark that does not add up is read again: somebody may be writing it."""


def read(fd: int) -> Mark | None:
    """The mark that stands in an open file; ``None`` if it is garbled."""
    for _ in range(_LOOKS):
        mark = decode(os.pread(fd, SIZE + 1, 0))
        if mark is not None:
            return mark
    return None


def write(fd: int, mark: Mark) -> None:
    """Put a mark into an open file and see that it stands there.

    Raises:
        OSError: it does not.
    """
    raw = encode(mark)
    for _ in range(3):
        os.pwrite(fd, raw, 0)
        if os.pread(fd, SIZE + 1, 0) == raw:
            return
    raise OSError(5, "what was written cannot be read back", "head")
