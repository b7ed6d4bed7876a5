"""What is wrong with the files of a store as such.

Rule kept here: every byte of the journal is checked, and every file compared with it; a finding
never stops the walk, and nothing is written. What others write meanwhile is no finding.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from functools import reduce
from hashlib import sha256
from pathlib import Path
from time import sleep

from attrs import define, field

from noe_stores.errors import StoreDamaged, StoreError
from noe_stores.files.dossiers import sheet
from noe_stores.files.dossiers.located import file_of
from noe_stores.files.dossiers.names import ENDING
from noe_stores.files.ends.heads import UNKNOWN
from noe_stores.files.folder import TREES, files_in
from noe_stores.files.journal import marks
from noe_stores.files.journal.batch import Batch
from noe_stores.files.journal.marks import Mark
from noe_stores.files.journal.segments import Broken
from noe_stores.files.knowing import ends
from noe_stores.files.knowing.copies import walk
from noe_stores.files.knowing.judging import judged, told
from noe_stores.files.recovery.adoption import files_of
from noe_stores.files.recovery.torn import TORN, UNSYNCED
from noe_stores.files.store import Store
from noe_stores.lines.codec import Malformed
from noe_stores.places import size_of
from noe_stores.port import Finding


def inspect(store: Store) -> Iterator[Finding]:
    """What is wrong with the store; the chains of the streams are not its matter."""
    layout = store.layout
    mark = store.mark()
    if mark is None:
        yield Finding(place=layout.head, why="it is garbled or missing")
    if os.path.lexists(layout.checkpoint) and marks.last_checkpoint(layout.checkpoint) is None:
        yield Finding(place=layout.checkpoint, why="it is garbled")
    yield from _torn(store)
    whole = _Whole(gaps=store.bare)
    yield from _journal(store, mark, whole)
    yield from _files(store, whole)
    yield from _strangers(store, whole)


Ended = tuple[int, bytes]
"""How long a file is, and a digest of its lines."""

_EMPTY: Ended = (0, b"")
_LOOKS = 5
"""How often a file is compared while others write to it."""
_PAUSE = 0.01
"""Seconds that a writer is given who cannot be waited for."""


@define
class _Whole:
    """What the journal says of every file: how it ends, and how it ended since it was first read.

    ``begun`` are the lines that a dead writer may have written to it before anybody could know;
    ``until`` is how far the journal was read, where it may have gone on since; ``gaps`` says that
    it is damaged, and cannot be asked.
    """

    files: dict[str, Ended] = field(factory=dict)
    before: dict[str, set[Ended]] = field(factory=dict)
    begun: dict[str, list[bytes]] = field(factory=dict)
    until: Mark | None = None
    gaps: bool = False

    def pass_by(self, batch: Batch) -> None:
        """Count the lines of a batch."""
        for line in batch.lines:
            path, _ = file_of(line, batch.header.shelf)
            self.files[path] = _longer(self.files.get(path, _EMPTY), line)

    def go_on(self, store: Store) -> bool:
        """Whether the journal has gone on, and was read on."""
        mark, last = store.mark(), self.until
        if mark is None or last is None or mark.end <= last.end:
            return False
        for batch in store.journal.batches(last.end, mark.end, after=last.sum):
            for line in batch.lines:
                path, _ = file_of(line, batch.header.shelf)
                self.before.setdefault(path, set()).add(self.files.get(path, _EMPTY))
            self.pass_by(batch)
        self.until = mark
        return True

    def begin(self, store: Store) -> None:
        """Take note of what stands behind the end of the journal, as far as it is whole."""
        self.begun.clear()
        if self.until is not None:
            for batch in store.journal.sound(self.until.end, self.until.sum):
                for line in batch.lines:
                    path, _ = file_of(line, batch.header.shelf)
                    self.begun.setdefault(path, []).append(line)

    def knows(self, path: str) -> bool:
        """Whether the journal has lines for a file, or a dead writer had."""
        return path in self.files or path in self.begun

    def ends(self, path: str) -> set[Ended]:
        """How a file may end that others write to."""
        last = self.files.get(path, _EMPTY)
        return {last, reduce(_longer, self.begun.get(path, ()), last), *self.before.get(path, ())}

    def is_begun(self, path: str, content: bytes) -> bool:
        """Whether a file ends amid the lines that a dead writer was adding to it."""
        size, digest = self.files.get(path, _EMPTY)
        more = b"".join(line + b"\n" for line in self.begun.get(path, ()))
        return more.startswith(content[size:]) and _digest(content[:size]) == digest


def _longer(ended: Ended, line: bytes) -> Ended:
    size, digest = ended
    return size + len(line) + 1, sha256(digest + line).digest()


def _torn(store: Store) -> Iterator[Finding]:
    try:
        names = sorted(os.listdir(store.layout.local))  # noqa: PTH208 - names are enough
    except FileNotFoundError:
        return
    for name in names:
        if name.startswith(TORN):
            why = "the rest of a write that was never acknowledged, set aside"
            if name.startswith(TORN + UNSYNCED):
                why = "what was kept without a sync and is lost, or was damaged since: set aside"
            yield Finding(place=str(store.layout.local / name), why=why, torn=True)


def _journal(store: Store, mark: Mark | None, whole: _Whole) -> Iterator[Finding]:
    after: str | None = mark.epoch if mark else None
    position = mark.began if mark else None
    last: Batch | None = None
    for found in walk(store, mark):
        if isinstance(found, Broken):
            whole.gaps, after, position = True, None, None
            yield Finding(place=f"{found.path}, byte {found.place[1]}", why=found.why)
            continue
        where = f"{store.journal.path(found.place[0])}, byte {found.place[1]}"
        if after is not None and found.header.after != after:
            whole.gaps = True
            yield Finding(place=where, why="the batch does not follow from the one before")
        if position is not None and found.header.first != position:
            yield Finding(
                place=where, why=f"it takes position {found.header.first}, not {position}"
            )
        try:
            whole.pass_by(found)
        except Malformed as error:
            whole.gaps = True
            yield Finding(place=where, why=f"a line of the batch {error}")
        after, last = found.header.sum, found
        position = found.header.first + found.header.positions
    if mark and not whole.gaps and (last.header.sum if last else mark.epoch) != mark.sum:
        why = "the journal does not end as the mark says: batches were lost or put back"
        whole.gaps = True
        yield Finding(place=str(store.layout.journal), why=why)
    elif mark and not whole.gaps:
        whole.until = mark
        yield from _behind(store, whole)


def _behind(store: Store, whole: _Whole) -> Iterator[Finding]:
    """What stands behind the end of the journal, unless somebody is writing it."""
    for _ in range(_LOOKS):
        while whole.go_on(store):
            pass
        mark = whole.until
        left = store.journal.rest(mark.end) if mark else b""
        if not mark or not left:
            return
        _let_finish(store)
        if store.mark() == mark:
            whole.begin(store)
            why = f"{len(left)} bytes behind the end: the rest of a write, not yet taken up"
            path = store.journal.path(mark.end[0])
            yield Finding(place=f"{path}, byte {mark.end[1]}", why=why, torn=True)
            return


def _files(store: Store, whole: _Whole) -> Iterator[Finding]:
    doubtful = []
    for path in sorted({*whole.files, *files_of(store)}):
        if whole.gaps:
            yield from _by_itself(store, path, sheet.content(store.at(path)))
        elif not _agrees(store, path, whole):
            end = store.ahead.get(path) or store.heads.get(path)
            yield _finding(store, path, told(store, path, None if end is UNKNOWN else end))
        elif not _is_told_right(store, path, whole):
            doubtful.append(path)
    for _ in range(_LOOKS):
        if doubtful:
            _let_finish(store)  # the table is written before it is said how far the journal goes
            doubtful = [path for path in doubtful if not _is_told_right(store, path, whole)]
    for path in doubtful:
        why = "the table says otherwise where this file ends; it is a cache: remove it"
        yield Finding(place=f"{store.layout.heads} for {path}", why=why)


def _agrees(store: Store, path: str, whole: _Whole) -> bool:
    """Whether a file ends as the journal says, or lags behind it for a reason that is known."""
    before: Ended | None = _EMPTY
    for look in range(_LOOKS):
        lags = _lags(store, path)
        content = sheet.content(store.at(path))
        ended = None if content is None else (len(content), _digest(content))
        if ended in whole.ends(path):
            return True
        if whole.go_on(store) and ended in whole.ends(path):
            return True
        if lags or _lags(store, path):
            return True
        if path in whole.begun and whole.is_begun(path, content or b""):
            return True
        if look and ended == before:  # nobody is writing to it
            break
        before = ended
        _let_finish(store)
    return False


def _let_finish(store: Store) -> None:
    """Wait for whoever is writing at this moment."""
    if store.writable:
        with suppress(StoreError):  # he has done so when the lock can be had
            store.holding(store.marked)
    else:
        sleep(_PAUSE)


def _is_told_right(store: Store, path: str, whole: _Whole) -> bool:
    """Whether a file ended where the table says at any time since the journal was first read."""
    end = store.heads.get(path)
    if end is UNKNOWN or end is None or end.bytes in {size for size, _ in whole.ends(path)}:
        return True
    return whole.go_on(store) and end.bytes in {size for size, _ in whole.ends(path)}


def _by_itself(store: Store, path: str, content: bytes | None) -> Iterator[Finding]:
    """What is wrong with a file of which the journal, being damaged, says nothing for sure."""
    try:
        end = ends.end_of(store, path)
    except Broken:
        end = None
    if content is None:
        yield _finding(store, path, told(store, path, end))
        return
    found = judged(store, path, content)
    if found.error is not None:
        yield _finding(store, path, found.error)
    elif end is not None and end.bytes != found.size:
        yield _finding(store, path, told(store, path, end))


def _digest(content: bytes) -> bytes:
    digest = b""
    for line in content.split(b"\n")[:-1]:
        digest = sha256(digest + line).digest()
    return digest


def _lags(store: Store, path: str) -> bool:
    """Whether the journal is ahead of a file for a reason that is known."""
    mark = store.mark()
    if mark is None or mark.applied == mark.end:
        return False
    late = store.journal.batches(mark.applied, mark.end)
    return any(
        file_of(line, batch.header.shelf)[0] == path for batch in late for line in batch.lines
    )


def _finding(store: Store, path: str, error: StoreDamaged) -> Finding:
    place = str(store.place(path))
    return Finding(place=place, why=str(error.args[0]), streams=error.streams)


def _strangers(store: Store, whole: _Whole) -> Iterator[Finding]:
    for tree in TREES:
        folder = store.layout.root / tree
        for name in files_in(store.layout, tree):
            if (folder / name).is_dir():
                yield from _within(folder / name)
            elif not name.endswith(ENDING):
                yield Finding(place=str(folder / name), why="a file that is none of a stream")
            elif not whole.knows(f"{tree}/{name}") and size_of(folder / name) == 0:
                yield Finding(place=str(folder / name), why="an empty file, of no stream")


def _within(folder: Path) -> Iterator[Finding]:
    """A folder in which no stream stands, by the files in it; an empty one does no harm."""
    for at, _, names in os.walk(folder):
        for name in sorted(names):
            yield Finding(place=str(Path(at, name)), why="a file where none of a stream can be")
