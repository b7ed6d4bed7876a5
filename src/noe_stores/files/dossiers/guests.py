"""Records that no ledger wrote, as lines a person can read: an aggregate of a guest, a snapshot.

Rule kept here: a line gives back exactly the record it was made of, whatever its bytes, and
there is one line for a record: text where the state is text, base64 where it is not. Lines
stand in order of arrival, each chained to the one before in its file, the first to the id.
"""

from __future__ import annotations

from typing import Literal
from uuid import UUID

import msgspec
from eventsourcing.persistence import StoredEvent

from noe_stores.lines import chain
from noe_stores.lines.codec import Malformed


class _Guest(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True):
    """The members of a line in reading order; one of the last two holds the state."""

    guest: str
    kind: Literal["uuid", "text"]
    version: int
    topic: str
    text: str | None = None
    base64: bytes | None = None


_READ = msgspec.json.Decoder(_Guest)
_WRITE = msgspec.json.Encoder()


def start(stream: UUID | str) -> str:
    """What the first line of a guest's file is chained to: the id as its lines say it."""
    return chain.start(str(stream))


def wrap(event: StoredEvent, previous: str) -> tuple[bytes, str]:
    """The sealed line of a record after that digest, without its line's end; and its digest."""
    line = _line(event)
    digest = chain.link(previous, line)
    return chain.seal(line, digest), digest


def unwrap(sealed: bytes, previous: str) -> tuple[StoredEvent, str]:
    """The record of a line that stands after that digest, and the line's own digest.

    Raises:
        Malformed: the line is not one that `wrap` writes there.
    """
    line, digest = chain.unseal(sealed)
    if digest is None:
        raise Malformed("sum", "the line carries no digest")
    if chain.link(previous, line) != digest:
        raise Malformed("sum", "the digest does not follow from the bytes and the line before")
    try:
        event = _event(_READ.decode(line))
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as error:
        raise Malformed("line", f"is no guest's record: {error}") from error
    if _line(event) != line:
        raise Malformed("line", "is not written as this store writes a guest's record")
    return event, digest


def event_of(sealed: bytes) -> StoredEvent:
    """The record of a line whose bytes something else vouches for, such as a batch's sum.

    Raises:
        Malformed: the line is none of a guest's.
    """
    try:
        return _event(_READ.decode(chain.unseal(sealed)[0]))
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as error:
        raise Malformed("line", f"is no guest's record: {error}") from error


def _line(event: StoredEvent) -> bytes:
    text, base64 = _told(event.state)
    stream = event.originator_id
    return _WRITE.encode(
        _Guest(
            guest=str(stream),
            kind="uuid" if isinstance(stream, UUID) else "text",
            version=event.originator_version,
            topic=event.topic,
            text=text,
            base64=base64,
        )
    )


def _told(state: bytes) -> tuple[str | None, bytes | None]:
    try:
        return state.decode(), None
    except UnicodeDecodeError:
        return None, state


def _event(read: _Guest) -> StoredEvent:
    stream = UUID(read.guest) if read.kind == "uuid" else read.guest
    state = read.base64 if read.text is None else read.text.encode()
    if state is None:
        raise ValueError("it holds neither text nor base64")
    return StoredEvent(stream, read.version, read.topic, state)
