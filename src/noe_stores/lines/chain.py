"""The chain of digests that ties each line of a stream to the ones before it.

Rule kept here: the digest stands beside the bytes, never inside them. A store keeps a line
with its digest appended as a last member ``"sum"``; an export strips it (shared format,
section "The chain").
"""

from __future__ import annotations

import hashlib
import re

_SUM = re.compile(rb',"sum":"([0-9a-f]{64})"\}\Z')
_SUM_BYTES = len(',"sum":""}') + 64  # looked for where it must be, not along the line


def start(stream: str) -> str:
    """What the first line of a stream is chained to: the stream's own id."""
    return stream


def link(previous: str, line: bytes) -> str:
    """The digest of ``line`` after ``previous``: SHA-256 in lower-case hexadecimal."""
    return hashlib.sha256(previous.encode() + line).hexdigest()


def seal(line: bytes, digest: str) -> bytes:
    """The line as a store keeps it: its digest appended as the last member."""
    return line[:-1] + b',"sum":"' + digest.encode() + b'"}'


def unseal(state: bytes) -> tuple[bytes, str | None]:
    """The line and its digest; the digest is ``None`` where the bytes carry none."""
    found = _SUM.match(state, max(len(state) - _SUM_BYTES, 0))
    return (state[: found.start()] + b"}", found[1].decode()) if found else (state, None)


def sum_of(state: bytes) -> str:
    """The digest of a sealed line, of which it is known that it is one."""
    return state[-66:-2].decode()
