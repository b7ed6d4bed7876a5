"""One batch of the journal to bytes and back: what one call keeps, all or none of it.

Rule kept here: a batch is one line of JSON, its header, and the lines of its records. The
header's ``sum`` covers the header and every byte after it, and ``after`` names the batch
before, so that a batch torn, flipped, lost, doubled or swapped does not pass for sound.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

import msgspec
from attrs import frozen

from noe_stores.files.journal.marks import Place

SNAPSHOTS = "snapshots"
"""The shelf of records that take no position in the order across streams."""

HEADER_LIMIT = 64 * 1024
"""How many bytes a header may have; one without tracking has about 130."""

_SUM_DIGITS = 32
_TAIL = len(b',"sum":"') + _SUM_DIGITS + len(b'"}')
OPENING = b'{"first":'


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands before the lines of a batch, members in the order of writing.

    ``first`` is the position of its first record, or the one to come if it takes none;
    ``count`` how many lines follow and ``bytes`` how long they are together.
    """

    first: int
    count: int
    bytes: int
    after: str
    sum: str
    shelf: str | None = None
    tracking: Mapping[str, int] | None = None

    @property
    def positions(self) -> int:
        """How many positions the batch takes."""
        return 0 if self.shelf == SNAPSHOTS else self.count


_READ = msgspec.json.Decoder(Header)
_WRITE = msgspec.json.Encoder()


def compose(
    first: int,
    lines: Sequence[bytes],
    after: str,
    *,
    shelf: str | None = None,
    tracking: Mapping[str, int] | None = None,
) -> tuple[bytes, str]:
    """The bytes of a batch and its sum; the lines come without their ends."""
    payload = b"\n".join([*lines, b""])
    opening = b'{"first":%d,"count":%d,"bytes":%d,"after":"%b"' % (
        first,
        len(lines),
        len(payload),
        after.encode(),
    )
    if shelf is not None:
        opening += b',"shelf":' + _WRITE.encode(shelf)
    if tracking:
        opening += b',"tracking":' + _WRITE.encode(tracking)
    total = _sum(opening, payload)
    return b'%b,"sum":"%b"}\n%b' % (opening, total.encode(), payload), total


def header_of(line: bytes) -> Header | None:
    """The header of that line (without its end); ``None`` if it is none."""
    if not line.startswith(OPENING) or line[-_TAIL : 8 - _TAIL] != b',"sum":"':
        return None
    try:
        header = _READ.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    if min(header.first, header.count, header.bytes) < 0 or header.bytes < header.count:
        return None
    return header


def is_whole(line: bytes, header: Header, payload: bytes) -> bool:
    """Whether the header's sum is that of these bytes."""
    return header.sum == _sum(line[:-_TAIL], payload) and payload.count(b"\n") == header.count


def _sum(opening: bytes, payload: bytes) -> str:
    digest = sha256(opening)
    digest.update(payload)
    return digest.hexdigest()[:_SUM_DIGITS]


@frozen
class Batch:
    """A sound batch, where it stands, and where the next one begins."""

    place: Place
    next: Place
    header: Header
    payload: bytes

    @property
    def lines(self) -> list[bytes]:
        """Its lines without their ends."""
        return self.payload.split(b"\n")[:-1]


def batch_in(data: bytes, at: int, place: Place) -> Batch | str:
    """The batch that begins at a byte of some data, which is that place; or why there is none."""
    ended = data.find(b"\n", at, at + HEADER_LIMIT)
    header = None if ended < 0 else header_of(data[at:ended])
    if header is None:
        return "there is no header of a batch"
    begin = ended + 1
    payload = data[begin : begin + header.bytes]
    if len(payload) != header.bytes:
        return "the batch is cut short"
    if not is_whole(data[at:ended], header, payload):
        return "the batch's sum is not that of its bytes"
    return Batch(place, (place[0], place[1] + begin - at + header.bytes), header, payload)
