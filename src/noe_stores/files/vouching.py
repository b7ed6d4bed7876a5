"""Telling a write that broke off from a journal that was damaged, before anything is set aside.

Rule kept here: one write at most was never acknowledged, and nothing stands behind it, neither
in the journal nor in a dossier. Where something does, what broke was kept once: it is told as
damage, since taking its positions anew would give them to other facts.
"""

from __future__ import annotations

import os

from noe_stores.files import checkpoint, ends
from noe_stores.files.adoption import files_of
from noe_stores.files.journal import Broken
from noe_stores.files.mark import Mark, Place
from noe_stores.files.store import Store


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
        if os.lstat(store.at(path)).st_size > (end.bytes if end else 0):
            why = f"batches are {'damaged' if left else 'missing'}: {path} holds more"
            raise Broken(journal.path(found.end[0]), found.end, why)


def _is_noted(store: Store) -> bool:
    """Whether a checkpoint says up to where the journal was whole."""
    return checkpoint.read(store.layout.checkpoint) is not None


def _is_just_begun(found: Mark) -> bool:
    """Whether nothing was ever kept in this numbering, which began with dossiers there."""
    return found.position < found.began > 1
