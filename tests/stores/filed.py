"""Facts as a ledger seals them, and what a folder of files holds: words of the tests."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from eventsourcing.persistence import StoredEvent

from noe_stores.files import FilesApplicationRecorder
from noe_stores.lines import chain

STREAM = "relationship/print-shop:town-hall"
OTHER = "relationship/baker:school"


def facts(stream: str, count: int, after: bytes | None = None, note: str = "") -> list[StoredEvent]:
    """So many sealed facts of a stream, from the first on or after a line of it."""
    version, digest = 0, chain.start(stream)
    if after is not None:
        version, digest = int(after.split(b'"version":')[1].split(b",")[0]), sum_of(after)
    made = []
    for number in range(version + 1, version + count + 1):
        said = f"{note or 'bulletins that are read'}, {number}"
        line = (
            f'{{"stream":"{stream}","version":{number},'
            f'"id":"{uuid5(NAMESPACE_URL, f"{stream} {number} {note}")}",'
            '"event":"effect_observed","schema":1,"occurred_at":"2022-02-02",'
            '"recorded_at":"2022-02-02T09:00:00.000000Z","recorded_by":"julie",'
            f'"data":{{"note":"{said}"}}}}'
        ).encode()
        digest = chain.link(digest, line)
        made.append(StoredEvent(stream, number, "effect_observed", chain.seal(line, digest)))
    return made


def sum_of(line: bytes) -> str:
    """The digest of a sealed line."""
    return chain.unseal(line)[1] or ""


@contextmanager
def opened(folder: Path, **options: object) -> Iterator[FilesApplicationRecorder]:
    """A recorder on a folder, closed afterwards."""
    recorder = FilesApplicationRecorder(folder, **options)  # type: ignore[arg-type]
    try:
        yield recorder
    finally:
        recorder.close()


def dossier(folder: Path, stream: str = STREAM) -> Path:
    """The file of a stream with a plain name."""
    kind, _, own = stream.partition("/")
    return folder / kind / f"{own.replace(':', '%3a')}.jsonl"


def journal(folder: Path) -> list[Path]:
    """The segments of the journal."""
    return sorted((folder / ".noe" / "journal").glob("*.log"))


def copied(folder: Path, target: Path) -> Path:
    """A copy of a whole folder."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(folder, target, copy_function=shutil.copy)
    return target


def crashed(folder: Path, do: Callable[[FilesApplicationRecorder], object]) -> None:
    """Do something in a store and leave it as a process does that dies: never closed."""
    recorder = FilesApplicationRecorder(folder)
    do(recorder)
    recorder._store.session.leave()  # the kernel does that for the dead
    for lock in recorder._store._locks:
        lock.close()


def positions(recorder: FilesApplicationRecorder) -> list[int]:
    """Every position that the store gives out."""
    return [found.id for found in recorder.select_notifications(None, 10**6)]
