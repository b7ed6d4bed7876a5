"""Bytes that can only be the rest of a write of ours: copied aside, then taken away.

Rule kept here: nothing is deleted that is not kept elsewhere first, and what may be somebody
else's is left alone.
"""

from __future__ import annotations

import errno
import os
import time

from noe_stores.files import pen, sheet
from noe_stores.files.checkpoint import sync_folder
from noe_stores.files.mark import Place
from noe_stores.files.plan import Change
from noe_stores.files.store import Store


def set_aside(store: Store, place: Place) -> None:
    """Copy what is no batch to a file of its own, then write over it."""
    left = store.journal.rest(place)
    if left:
        _keep_torn(store, f"torn-{place[0]:08}-{place[1]}", left)
        pen.erase(store.journal.file(place[0]).fd, place[1], len(left))


def clear(store: Store, change: Change) -> None:
    """Take away what can only be the rest of our own write behind the base of a change."""
    try:
        fd = sheet.open_file(store.at(change.path), os.O_RDWR)
    except (FileNotFoundError, sheet.Unexpected):
        return
    try:
        size = os.fstat(fd).st_size
        left = os.pread(fd, max(0, size - change.base), change.base)
        if size < change.base or change.added.startswith(left):
            return
        same = _common(left, change.lines)
        rest = left[same:]
        if b"\0" in rest or b"\n" not in rest:
            if rest.strip(b"\0"):
                _keep_torn(
                    store, f"torn-{change.path.replace('/', '-')}-{change.base + same}", rest
                )
            os.ftruncate(fd, change.base + same)
    finally:
        os.close(fd)


def _common(left: bytes, lines: list[bytes]) -> int:
    """How many bytes of whole lines both have."""
    same = 0
    for line in lines:
        if left[same : same + len(line) + 1] != line + b"\n":
            break
        same += len(line) + 1
    return same


def _keep_torn(store: Store, name: str, left: bytes) -> None:
    path = store.layout.local / f"{name[:180]}-{time.time_ns()}"
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        if os.write(fd, left) != len(left):
            raise OSError(errno.ENOSPC, "a write was cut short", str(path))
        os.fsync(fd)
    finally:
        os.close(fd)
    sync_folder(store.layout.local)
