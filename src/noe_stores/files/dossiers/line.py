"""A ledger's line as it stands in a dossier: which records may stand there as they are.

Rule kept here: a record stands verbatim only if the line alone gives the whole record back,
its stream, version and topic. What a line says is read from the bytes where the envelope
has them; whether its data makes a fact is the ledger's to judge.
"""

from __future__ import annotations

import re

import msgspec
from eventsourcing.persistence import StoredEvent

from noe_stores.identity import is_stream
from noe_stores.lines import chain
from noe_stores.lines.codec import LINE_LIMIT

_CLOSING_BYTES = len(chain.seal(b"}", "0" * 64))
_SUM_AT = len(b',"sum":"') - _CLOSING_BYTES

SEALED_LIMIT = LINE_LIMIT - 1 + _CLOSING_BYTES
"""How many bytes a line has at most, once its digest is appended."""

_OPENING = re.compile(
    rb'\{"stream":("[^"\\\x00-\x1f]+"|"(?:[^"\\\x00-\x1f]|\\.)+"),"version":([1-9][0-9]{0,15}),'
    rb'"id":"[0-9a-f-]{36}","event":("[^"\\\x00-\x1f]+"),"schema":'
)
_MIDDLE = re.compile(rb'[0-9a-f-]{36}","event":("[^"\\\x00-\x1f]+"),"schema":')
_CLOSING = re.compile(rb',"sum":"[0-9a-f]{64}"\}')
_JSON = msgspec.json.Encoder()


def opening(stream: str, version: int) -> bytes:
    """How the line of that version of a stream begins."""
    return b'{"stream":%b,"version":%d,"id":"' % (_JSON.encode(stream), version)


def fact_of(line: bytes) -> StoredEvent | None:
    """The record whose state that line is; ``None`` for a line that no ledger writes.

    The digest is not looked at: whether it follows is a matter of the line before.
    """
    found = _read(line)
    if found is None:
        return None
    try:
        stream, topic = (msgspec.json.decode(found[text], type=str) for text in (1, 3))
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    if not is_stream(stream) or _JSON.encode(stream) != found[1] or _JSON.encode(topic) != found[3]:
        return None
    return StoredEvent(stream, int(found[2]), topic, line)


def succeeding(event: StoredEvent, version: int, digest: str) -> str | None:
    """The digest of a record, if it is a ledger's and comes after that version and digest.

    It asks whether `fact_of` its state gives exactly it, at less cost: what is known need not
    be read from the line.
    """
    stream, line = event.originator_id, event.state
    if not is_stream(stream) or event.originator_version != version + 1:
        return None
    beginning = opening(stream, version + 1)
    if not line.startswith(beginning):
        return None
    found = _MIDDLE.match(line, len(beginning))
    if found is None or found[1] != _JSON.encode(event.topic) or not _is_text(line):
        return None
    own = chain.link(digest, line[:-_CLOSING_BYTES] + b"}")
    return own if line.endswith(b',"sum":"%b"}' % own.encode()) else None


def following(
    line: bytes, stream: str, version: int, digest: str
) -> tuple[StoredEvent, str] | None:
    """The fact of a line and its digest, if it is the one after that version with that digest."""
    found = _read(line)
    if found is None or (found[1], found[2]) != (_JSON.encode(stream), b"%d" % (version + 1)):
        return None
    own = _linked(line, digest)
    if own is None:
        return None
    topic = msgspec.json.decode(found[3], type=str)
    return StoredEvent(stream, version + 1, topic, line), own


def sum_of(line: bytes) -> str:
    """The digest that a sealed line carries."""
    return chain.unseal(line)[1] or ""


def _linked(line: bytes, digest: str) -> str | None:
    """The digest of a sealed line, if it follows from that one and the line's bytes."""
    own = line[_SUM_AT:-2].decode()
    return own if chain.link(digest, line[:-_CLOSING_BYTES] + b"}") == own else None


def _read(line: bytes) -> re.Match[bytes] | None:
    """What the bytes of a line say of themselves, if they are one sealed line of text."""
    found = _OPENING.match(line)
    if found is None or not _CLOSING.fullmatch(line, len(line) - _CLOSING_BYTES):
        return None
    return found if _is_text(line) else None


def _is_text(line: bytes) -> bool:
    """Whether bytes are one line of text, and no longer than a fact may be."""
    if b"\n" in line or len(line) > SEALED_LIMIT:
        return False
    if line.isascii():
        return True
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True
