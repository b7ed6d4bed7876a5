"""A disk that is full: no file may grow beyond a limit, until it may again.

Rule kept here: it happens in a process of its own, whose limit nobody else feels. The system
refuses the bytes beyond the limit as it does on a full disk: by an error, perhaps after a
part of them was written. A store whose files stay small, one a call say, is given at last a
record that is larger than any file may be.
"""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from attrs import frozen

from noe_stores.errors import StoreError
from noe_stores.testing.records import Content, run, versions
from noe_stores.testing.running import in_processes
from noe_stores.testing.store import Kind

STREAM = "filled"
AFTER = "after"
MOST = 400


@frozen
class Full:
    """What a writer met when the disk was full.

    Attributes:
        acknowledged: how many records were kept before.
        error: what the store said, by its class; ``ours`` whether that is one of ours. Empty
            if nothing was refused: the records are kept where the limit does not reach.
        outcome: what it said became of the call.
        readable: how many records could be read while the disk was full; -1 for none at all.
        goes_on: whether the same handle could write, to the stream `AFTER`, once there was room.
        survivor: what the same handle shows after that, if it shows anything.
    """

    acknowledged: int
    error: str
    ours: bool
    outcome: str | None
    readable: int
    goes_on: bool
    survivor: Content | None


def fill(kind: type[Kind], place: Path, *, room: int = 65_536, state: int = 700) -> Full:
    """Write to a store until no file of it may grow, then give room again and go on.

    ``room`` is how much larger than its largest file now a file may get. The process ends
    without closing the store: what is in it then is what was kept.
    """
    [full] = in_processes(_fill, [(kind, place, room, state)])
    return full


def _fill(start: Any, kind: type[Kind], place: Path, room: int, state: int) -> Full:
    start.wait()
    recorder = kind.open_recorder(place)
    recorder.insert_events(run(STREAM, 1, 1))
    largest = max((p.stat().st_size for p in place.rglob("*") if p.is_file()), default=0)
    limit = largest + room
    readable = -1
    with _no_file_beyond(limit):
        kept, refused = _until_refused(recorder, [*[state] * MOST, limit + 1])
        with suppress(Exception):
            readable = len(versions(recorder, STREAM))
    return Full(
        acknowledged=kept,
        error=type(refused).__name__ if refused else "",
        ours=isinstance(refused, StoreError),
        outcome=getattr(refused, "outcome", None),
        readable=readable,
        goes_on=_goes_on(recorder),
        survivor=_shown(recorder),
    )


@contextmanager
def _no_file_beyond(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def _until_refused(recorder: Any, sizes: Sequence[int]) -> tuple[int, Exception | None]:
    """How many records are kept, the first having been before, and why no more."""
    kept = 1
    for size in sizes:
        try:
            # Of no order, so that nobody makes it smaller.
            recorder.insert_events(run(STREAM, kept + 1, 1, os.urandom(size)))
        except Exception as error:  # noqa: BLE001 - it is what is asked for
            return kept, error
        kept += 1
    return kept, None


def _goes_on(recorder: Any) -> bool:
    try:
        recorder.insert_events(run(AFTER, 1, 1))
    except Exception:  # noqa: BLE001 - any failure is the answer
        return False
    return True


def _shown(recorder: Any) -> Content | None:
    try:
        return Content.of(recorder)
    except AssertionError:
        raise  # what it shows is not even right in itself
    except Exception:  # noqa: BLE001 - it gave up, which is no lie
        return None
