"""A write that broke off: told from damage, copied aside, taken away.

Rule kept here: one write at most was never acknowledged, and nothing stands behind it, neither
in the journal nor in a dossier. Where something does, what broke was kept once: it is told as
damage, since taking its positions anew would give them to other facts. Nothing is deleted that
is not kept elsewhere first, and what may be somebody else's is left alone.
"""

from __future__ import annotations

import errno
import os
import time

from noe_stores.files.dossiers import sheet
from noe_stores.files.dossiers.plan import Change
from noe_stores.files.journal import marks, pen
from noe_stores.files.journal.marks import Mark, Place
from noe_stores.files.journal.segments import Broken
from noe_stores.files.knowing import ends
from noe_stores.files.recovery.adoption import files_of
from noe_stores.files.store import Store
from noe_stores.files.system import made, sync_folder

TORN = "torn-"
UNSYNCED = "unsynced-"
"""How the names of files begin that were set aside, of batches kept without a sync too."""


def set_aside(store: Store, place: Place, *, lost: bool = False) -> None:
    """Copy what is no batch to a file of its own, then write over it.

    Where batches were ``lost`` that had been kept without a sync, there is a file in any case,
    so that it is told, and what stands in later segments goes with them.
    """
    journal = store.journal
    left = journal.rest(place)
    if left or lost:
        unsynced = UNSYNCED if lost else ""
        _keep_torn(store, f"{TORN}{unsynced}{place[0]:08}-{place[1]}", left)
        pen.erase(journal.file(place[0]).fd, place[1], len(left))
    if lost:
        pen.clear_away(journal, place[0] + 1)


def clear(store: Store, change: Change) -> None:
    """Take away what can only be the rest of our own write behind the base of a change."""
    try:
        file = sheet.opened(store.at(change.path), os.O_RDWR)
    except sheet.Unexpected:
        return
    left = os.pread(file.fd, max(0, file.seen.st_size - change.base), change.base)
    if file.seen.st_size < change.base or change.added.startswith(left):
        return
    same = _common(left, change.lines)
    rest, at = left[same:], change.base + same
    if b"\0" in rest or b"\n" not in rest:
        if rest.strip(b"\0"):
            _keep_torn(store, f"{TORN}{change.path.replace('/', '-')}-{at}", rest)
        os.ftruncate(file.fd, at)


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
    file = made(path)
    if os.write(file.fd, left) != len(left):
        raise OSError(errno.ENOSPC, "a write was cut short", str(path))
    os.fsync(file.fd)
    sync_folder(store.layout.local)


def check_torn(store: Store, end: Place, *, loose: bool) -> None:
    """See that what stands behind the last batch can only be a write that broke off.

    Of batches that were not synced (``loose``) a power cut may leave any, so nothing is told.

    Raises:
        Broken: a sound batch stands behind it.
        OSError: the system would not read.
    """
    if not loose and store.journal.is_sound_behind(end):
        why = "a batch is damaged: sound ones stand behind it"
        raise Broken(store.journal.path(end[0]), end, why)


def check_unmarked(store: Store, found: Mark) -> None:
    """See that a journal of which no mark says how far it went lacks nothing dossiers hold.

    Raises:
        Broken: they hold more, so its last batches are damaged or missing.
        OSError: the system would not read.
    """
    journal = store.journal
    left = journal.rest(found.end)
    if not left and (_is_noted(store) or _is_just_begun(found)):
        return
    known = ends.counted(store, found)
    for path in files_of(store):
        end = known.get(path)
        more = sheet.content(store.at(path), end.bytes if end else 0)
        # The rest of one line alone was never acknowledged, unless a batch broke off, too.
        if more and (left or b"\n" in more):
            why = f"batches are {'damaged' if left else 'missing'}: {path} holds more"
            raise Broken(journal.path(found.end[0]), found.end, why)


def _is_noted(store: Store) -> bool:
    """Whether a checkpoint says up to where the journal was whole."""
    return marks.last_checkpoint(store.layout.checkpoint) is not None


def _is_just_begun(found: Mark) -> bool:
    """Whether nothing was ever kept in this numbering, which began with dossiers there."""
    return found.position < found.began > 1
