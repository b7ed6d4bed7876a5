"""A disk that is full: no file may grow beyond a limit, until it may again.

Rule kept here: it happens in a process of its own, whose limit nobody else feels. The system
refuses the bytes beyond the limit as it does on a full disk: by an error, perhaps after a
part of them was written.
"""

from __future__ import annotations

import os
import resource
from contextlib import suppress
from pathlib import Path
from typing import Any

from attrs import frozen

from noe_stores.errors import StoreError
from noe_stores.testing.records import run, versions
from noe_stores.testing.running import in_processes
from noe_stores.testing.store import Kind

STREAM = "filled"
MOST = 400


@frozen
class Full:
    """What a writer met when the disk was full.

    Attributes:
        acknowledged: how many records were kept before.
        error: what the store said, by its class; ``ours`` whether that is one of ours.
        outcome: what it said became of the call.
        readable: how many records could be read while the disk was full; -1 for none at all.
        afterwards: whether the same handle, or else a new one, could write once there was room.
    """

    acknowledged: int
    error: str
    ours: bool
    outcome: str | None
    readable: int
    afterwards: bool


def fill(kind: type[Kind], place: Path, *, room: int = 65_536, state: int = 700) -> Full:
    """Write to a store until no file of it may grow, then give room again and go on.

    ``room`` is how much larger than its largest file now a file may get.
    """
    [full] = in_processes(_fill, [(kind, place, room, state)])
    return full


def _fill(start: Any, kind: type[Kind], place: Path, room: int, state: int) -> Full:
    start.wait()
    recorder = kind.open_recorder(place)
    recorder.insert_events(run(STREAM, 1, 1))
    largest = max((p.stat().st_size for p in place.rglob("*") if p.is_file()), default=0)
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest + room, hard))
    kept, refused = 1, None
    try:
        while kept < MOST and refused is None:
            try:
                recorder.insert_events(run(STREAM, kept + 1, 1, os.urandom(state)))
                kept += 1
            except Exception as error:  # noqa: BLE001 - it is what is asked for
                refused = error
        readable = -1
        with suppress(Exception):
            readable = len(versions(recorder, STREAM))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    afterwards = _goes_on(recorder) or _goes_on(kind.open_recorder(place))
    return Full(
        acknowledged=kept,
        error=type(refused).__name__ if refused else "",
        ours=isinstance(refused, StoreError),
        outcome=getattr(refused, "outcome", None),
        readable=readable,
        afterwards=afterwards,
    )


def _goes_on(recorder: Any) -> bool:
    try:
        recorder.insert_events(run("after", 1, 1))
    except Exception:  # noqa: BLE001 - any failure is the answer
        return False
    return True
