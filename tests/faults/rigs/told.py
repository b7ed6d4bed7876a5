"""What a writer tells while it lives: what was acknowledged, and how calls failed.

Rule kept here: a line is told after the call returned, by one system call of its own kind
(``writev``), which no rig tampers with; so whoever is killed has told what he was told.
"""

from __future__ import annotations

import json
import os
import select
import sqlite3
import time
from collections.abc import Iterator
from typing import Any

from attrs import asdict, frozen

from noe_stores.errors import StoreError
from noe_stores.outcomes import IdReused, LostRace
from rigs.offers import Offer

CONFLICTS = LostRace | IdReused
_ROOM = 2**16


@frozen
class Failure:
    """How a call failed, and what its error said of it."""

    kind: str
    text: str
    outcome: str | None
    raw: bool
    conflict: bool
    named_place: bool
    named_stream: bool

    @classmethod
    def of(cls, error: BaseException, offered: Offer | None = None) -> Failure:
        """What an error says."""
        named = getattr(error, "streams", ())
        outcome = getattr(error, "outcome", None)
        return cls(
            kind=type(error).__name__,
            text=str(error)[:300],
            outcome=None if outcome is None else str(outcome),
            raw=is_raw(error),
            conflict=isinstance(error, CONFLICTS) or "Integrity" in _kinds(error),
            named_place=bool(getattr(error, "store", "")) or isinstance(error, CONFLICTS),
            named_stream=offered is None
            or isinstance(error, CONFLICTS)
            or not set(offered.streams).isdisjoint(named),
        )


def _kinds(error: BaseException) -> str:
    return " ".join(kind.__name__ for kind in type(error).__mro__)


def is_raw(error: BaseException) -> bool:
    """Whether an error is a driver's, the system's or a slip of ours, and none of a store's."""
    if isinstance(error, StoreError | KeyboardInterrupt | CONFLICTS):
        return False
    if isinstance(error, sqlite3.Error | OSError):
        return True
    return "PersistenceError" not in _kinds(error)


@frozen
class Told:
    """One line: an offer kept or failed, or something else a writer says of itself."""

    said: str
    round: int = 0
    number: int = -1
    at: float = 0.0
    took: float = 0.0
    failure: Failure | None = None


KEPT = "kept"
FAILED = "failed"
NOT_OPENED = "not opened"
NOT_CLOSED = "not closed"
READY = "ready"
OPENED = "opened"
DONE = "done"


class Teller:
    """The end of the pipe at which one tells."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe

    def tell(self, said: str, **more: Any) -> None:
        """Say one thing, in one piece."""
        one = Told(said, at=time.time(), **more)
        os.writev(self._pipe, [json.dumps(asdict(one)).encode() + b"\n"])


def _read(text: bytes) -> Told:
    said = json.loads(text)
    failure = said.pop("failure")
    return Told(**said, failure=None if failure is None else Failure(**failure))


class Listener:
    """The other end: hears without waiting, until a line comes, or to the end."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe
        self._rest = b""
        self.heard: list[Told] = []
        self.ended = False

    def hear(self, seconds: float = 0.0) -> list[Told]:
        """What was told and not heard yet, waiting so long for the first of it."""
        new: list[Told] = []
        while not self.ended and select.select([self._pipe], [], [], 0 if new else seconds)[0]:
            chunk = os.read(self._pipe, _ROOM)
            self.ended = not chunk
            *whole, self._rest = (self._rest + chunk).split(b"\n")
            new += map(_read, whole)
        self.heard += new
        return new

    def until(self, said: str, seconds: float) -> bool:
        """Whether that was said, waiting for it."""
        end = time.monotonic() + seconds
        while not any(one.said == said for one in self.heard):
            left = end - time.monotonic()
            if left <= 0 or self.ended:
                return False
            self.hear(left)
        return True

    def to_the_end(self, seconds: float) -> bool:
        """Whether the teller ended within that time; all it told is heard."""
        end = time.monotonic() + seconds
        while not self.ended and time.monotonic() < end:
            self.hear(max(0.0, end - time.monotonic()))
        return self.ended

    def said(self, what: str) -> Iterator[Told]:
        """Everything of one kind."""
        return (one for one in self.heard if one.said == what)
