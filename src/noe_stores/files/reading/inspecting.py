"""What a store says of itself: what it is, and what is wrong with its files as such.

Rule kept here: describing reads no history. Inspecting checks every byte of the journal and
compares every file with it; a finding never stops the walk, and nothing is written.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from attrs import define, field

from noe_stores.durability import Durability
from noe_stores.errors import StoreDamaged
from noe_stores.files.dossiers import sheet
from noe_stores.files.dossiers.located import file_of
from noe_stores.files.dossiers.names import ENDING, GUESTS
from noe_stores.files.ends.heads import UNKNOWN
from noe_stores.files.folder import FORMAT, TREES, files_in
from noe_stores.files.journal import marks
from noe_stores.files.journal.batch import Batch
from noe_stores.files.journal.marks import Mark
from noe_stores.files.journal.segments import Broken
from noe_stores.files.knowing import ends
from noe_stores.files.knowing.copies import walk
from noe_stores.files.knowing.judging import judged, told
from noe_stores.files.reading.index import listed
from noe_stores.files.recovery.adoption import files_of
from noe_stores.files.recovery.torn import TORN, UNSYNCED
from noe_stores.files.recovery.unwritable import begun_at
from noe_stores.files.store import Store
from noe_stores.lines.codec import Malformed
from noe_stores.port import Description, Finding

_DURABILITY = {
    Durability.SYNCED: "synced: the journal is on the disk before a call returns",
    Durability.UNSYNCED: "unsynced: what was kept outlives the process, not the power",
}


def describe(store: Store) -> Description:
    """The store as it is now."""
    layout, mark = store.layout, store.mark()
    files = list(files_of(store))
    notes: list[str] = []
    if mark is None:
        notes.append("it is not known where the journal ends: no record is counted")
    if store.bare:
        notes.append("it has no journal here, and none may be made: positions are for now only")
    torn = [*layout.local.glob("torn-*")]
    if torn:
        notes.append(f"{len(torn)} torn writes were set aside in {layout.local}")
    if mark is not None and mark.applied < mark.end:
        notes.append("some dossiers lag behind the journal: a disk was full, or is failing")
    return Description(
        kind="files",
        place=store.name,
        format=FORMAT,
        writable=store.writable,
        durability=_DURABILITY[store.durability] if store.writable else "read-only",
        streams=len(listed(store)) + sum(path.startswith(f"{GUESTS}/uuid/") for path in files),
        records=mark.position - mark.began + 1 if mark else 0,  # each has a position
        last_position=mark.position if mark and mark.position >= mark.began else None,
        sizes=(
            ("dossiers", _bytes(layout.root / path for path in files)),
            ("journal", _bytes(layout.journal.glob("*.log"))),
            ("table", _bytes([layout.heads])),
        ),
        epoch=_epoch(mark),
        notes=tuple(notes),
    )


def _epoch(mark: Mark | None) -> str:
    """Since when positions count, where an earlier journal is gone."""
    if mark is None or mark.began == 1:
        return ""
    return f"{begun_at(mark.began):%Y-%m-%d %H:%M:%S} UTC, positions from {mark.began} on"


def _bytes(paths: Iterable[Path]) -> int:
    return sum(path.stat().st_size for path in paths if path.is_file())


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


@define
class _Whole:
    """What the journal says of every file: how long it is, and a digest of its bytes."""

    files: dict[str, tuple[int, bytes]] = field(factory=dict)
    gaps: bool = False

    def pass_by(self, batch: Batch) -> None:
        """Count the lines of a batch."""
        for line in batch.lines:
            path, _ = file_of(line, batch.header.shelf)
            size, digest = self.files.get(path, (0, b""))
            self.files[path] = (size + len(line) + 1, sha256(digest + line).digest())


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
    for found in walk(store):
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
    elif mark and not whole.gaps and (left := store.journal.rest(mark.end)):
        why = f"{len(left)} bytes behind the end: the rest of a write, not yet taken up"
        path = store.journal.path(mark.end[0])
        yield Finding(place=f"{path}, byte {mark.end[1]}", why=why, torn=True)


def _files(store: Store, whole: _Whole) -> Iterator[Finding]:
    for path in sorted({*whole.files, *files_of(store)}):
        content = sheet.content(store.at(path))
        if whole.gaps:
            yield from _by_itself(store, path, content)
            continue
        size, digest = whole.files.get(path, (0, b""))
        end = store.ahead.get(path) or store.heads.get(path)
        end = None if end is UNKNOWN else end
        if content is not None and len(content) == size and _digest(content) == digest:
            if end is not None and end.bytes != size:
                why = "the table says otherwise where this file ends; it is a cache: remove it"
                yield Finding(place=f"{store.layout.heads} for {path}", why=why)
        elif not _lags(store, path):
            yield _finding(store, path, told(store, path, end))


def _by_itself(store: Store, path: str, content: bytes | None) -> Iterator[Finding]:
    """What is wrong with a file of which the journal, being damaged, says nothing for sure."""
    try:
        end = ends.end_of(store, path)
    except Broken:
        end = None
    found = judged(store, path, content or b"")
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
            elif f"{tree}/{name}" not in whole.files and not (folder / name).lstat().st_size:
                yield Finding(place=str(folder / name), why="an empty file, of no stream")


def _within(folder: Path) -> Iterator[Finding]:
    """A folder in which no stream stands, by the files in it; an empty one does no harm."""
    for at, _, names in os.walk(folder):
        for name in sorted(names):
            yield Finding(place=str(Path(at, name)), why="a file where none of a stream can be")
