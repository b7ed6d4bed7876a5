"""What others put into the folder, a merge of git or an editor: taken in if it is sound.

Rule kept here: lines that continue a file where the journal left it are kept in the journal
as new batches, so that they get positions and followers see them. A file that goes on
otherwise is left as it is, whole; its stream is refused, and reading it says why.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from attrs import define, field

from noe_stores.files.dossiers import sheet
from noe_stores.files.dossiers.dossier import Judged
from noe_stores.files.dossiers.end import End
from noe_stores.files.dossiers.names import ENDING
from noe_stores.files.dossiers.plan import Change
from noe_stores.files.ends.heads import UNKNOWN
from noe_stores.files.folder import TREES, files_in
from noe_stores.files.journal.batch import SNAPSHOTS
from noe_stores.files.knowing import ends
from noe_stores.files.knowing.judging import judged
from noe_stores.files.recovery.keeping import Call, append
from noe_stores.files.recovery.work import Work
from noe_stores.files.store import Store

_ENOUGH = 512 * 1024
"""Bytes after which lines taken in are kept as a batch of their own."""


def look_around(work: Work, paths: Iterable[str] | None = None) -> None:
    """Take in what others put into any file, or into some.

    Raises:
        StoreError: it cannot be kept.
    """
    found = differing(work.store, files_of(work.store) if paths is None else paths)
    if found:
        adopt(work, [path for path in found if path not in work.lagging])


def differing(store: Store, paths: Iterable[str]) -> list[str]:
    """The files that are not as long as the table says."""
    return [path for path in paths if _differs(store, path)]


def files_of(store: Store) -> Iterable[str]:
    """Every file of records in the folder, by its path in it."""
    for tree in TREES:
        for name in files_in(store.layout, tree):
            if name.endswith(ENDING):
                yield f"{tree}/{name}"


def adopt(work: Work, paths: Iterable[str]) -> None:
    """Take in what others added to some files, as far as it is sound.

    Raises:
        StoreError: it cannot be kept.
    """
    wanted = sorted(paths)
    # The table may be what is wrong: only the journal tells what is new.
    known = ends.counted(work.store, work.mark, set(wanted))
    facts, snapshots = _Taken(), _Taken(SNAPSHOTS)
    for path in wanted:
        end = known.get(path)
        if end is not None and end != work.store.heads.get(path):
            ends.put(work.store, [Change.of(path, path, end)], work.mark)
        found = _added(work.store, path, end)
        if found is None or not found.lines:
            continue
        taken = snapshots if path.startswith(f"{SNAPSHOTS}/") else facts
        taken.add(path, end, found)
        if taken.size > _ENOUGH:
            taken.keep(work)
    facts.keep(work)
    snapshots.keep(work)


@define
class _Taken:
    """Lines to be taken in together."""

    shelf: str | None = None
    lines: list[bytes] = field(factory=list)
    changes: list[Change] = field(factory=list)
    size: int = 0

    def add(self, path: str, end: End | None, found: Judged) -> None:
        change = Change.of(path, found.records[0].originator_id, end)
        for record, line in zip(found.records, found.lines, strict=True):
            change.take(line, record)
        self.changes.append(change)
        self.lines += found.lines
        self.size += found.size

    def keep(self, work: Work) -> None:
        if self.lines:
            append(work, Call(shelf=self.shelf), self.lines, self.changes)
        self.lines, self.changes, self.size = [], [], 0


def _differs(store: Store, path: str) -> bool:
    end = store.heads.get(path)
    try:
        size = os.lstat(store.at(path)).st_size
    except FileNotFoundError:
        return False
    return end is UNKNOWN or size != (end.bytes if end else 0)


def _added(store: Store, path: str, end: End | None) -> Judged | None:
    """What stands behind the end that is known, if all of it is sound."""
    try:
        file = sheet.opened(store.at(path))
    except sheet.Unexpected:
        return None
    size, known = file.seen.st_size, end.bytes if end else 0
    if size <= known or (end and not sheet.ends_as(file, end)):
        return None
    found = judged(store, path, os.pread(file.fd, size - known, known), end)
    return None if found.error else found
