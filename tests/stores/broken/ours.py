"""Our own stores on the disk, broken: what they hide, back up, show twice or put on one shelf."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from eventsourcing.persistence import StoredEvent

from noe_stores.errors import StoreDamaged
from noe_stores.files import FilesProcessRecorder
from noe_stores.lines import chain
from noe_stores.port import Head
from noe_stores.sqlite import SQLiteProcessRecorder
from noe_stores.testing import EVERYTHING, Capability, StoreContract


class InSQLite(StoreContract):
    """Our own store, which each of these breaks in one way."""

    capabilities = EVERYTHING & ~Capability.TWOFOLD
    Recorder: Any = SQLiteProcessRecorder

    @classmethod
    def open_recorder(cls, place: Path) -> Any:  # type: ignore[override]
        """The store in a file of the folder."""
        return cls.Recorder(place / "store.db")


class HidesDamage(InSQLite):
    """Takes what it can no longer read for something that was never there."""

    damages = 200

    class Recorder(SQLiteProcessRecorder):
        def select_events(self, originator_id: UUID | str, **bounds: Any) -> Any:
            try:
                return _sound(super().select_events(originator_id, **bounds))
            except StoreDamaged:
                return []

        def lines(self, stream: str, *, after: int = 0, limit: int = 5000) -> Sequence[bytes]:
            return [event.state for event in self.select_events(stream, gt=after, limit=limit)]

        def select_notifications(self, *bounds: Any, **more: Any) -> Any:
            try:
                found = super().select_notifications(*bounds, **more)
            except StoreDamaged:
                return []
            return [n for n in found if n.state in self.lines(str(n.originator_id))]

        def head(self, stream: str) -> Head | None:
            lines = self.lines(stream)
            last = chain.unseal(lines[-1])[1] if lines else None
            found = Head(stream=stream, count=len(lines), version=len(lines), sum=last)
            return found if lines else None

        def heads(self, *, after: str | None = None, limit: int = 1000) -> Sequence[Head]:
            try:
                found = super().heads(after=after, limit=limit)
            except StoreDamaged:
                return []
            return [head for one in found if (head := self.head(one.stream))]

        def inspect(self) -> Any:
            return iter(())


def _sound(events: Sequence[StoredEvent]) -> list[StoredEvent]:
    """The records up to the first whose digest does not follow."""
    sound: list[StoredEvent] = []
    for event in events:
        line, digest = chain.unseal(event.state)
        if event.originator_version == 1:
            before = str(event.originator_id)
        if event.originator_version > 1 and not sound:
            before = ""  # read from the middle on: nothing to hold it against
        if before and digest and chain.link(before, line) != digest:
            break
        sound.append(event)
        before = digest or ""
    return sound


class BacksUpTheFile(InSQLite):
    """Takes for a backup what lies in the file, and not what lies beside it still."""

    class Recorder(SQLiteProcessRecorder):
        def back_up(self, target: Path) -> None:
            shutil.copy(self.describe().place, target)


class Undescribed(InSQLite):
    """Sound: it says not what it is, nor where."""

    capabilities = InSQLite.capabilities & ~Capability.DESCRIBED

    class Recorder(SQLiteProcessRecorder):
        describe = None  # type: ignore[assignment]


class OneShelfForAll(InSQLite):
    """Keeps snapshots among the records."""

    @classmethod
    def open_snapshots(cls, place: Path) -> Any:  # type: ignore[override]
        """The same as the records."""
        return SQLiteProcessRecorder(place / "store.db")


class FirstSnapshotFirst(OneShelfForAll):
    """Gives the first snapshot for the last."""

    @classmethod
    def open_snapshots(cls, place: Path) -> Any:  # type: ignore[override]
        """Snapshots that are read forwards."""
        return _Forwards(place / "store.db")


class _Forwards(SQLiteProcessRecorder):
    def select_events(self, originator_id: UUID | str, **bounds: Any) -> Any:
        return super().select_events(originator_id, **{**bounds, "desc": False})


class SnapshotsForNow(OneShelfForAll):
    """Keeps snapshots until it is closed."""

    @classmethod
    def open_snapshots(cls, place: Path) -> Any:  # type: ignore[override]
        """Snapshots in a file of their own each time."""
        return SQLiteProcessRecorder(place / f"snapshots-{len([*place.iterdir()])}.db")


class OneCopyTwice(StoreContract):
    """Gives for the other copy what it has once too often."""

    capabilities = EVERYTHING

    class Recorder(FilesProcessRecorder):
        def other_copy(self, stream: str, *, after: int = 0) -> Iterator[bytes]:
            yield from super().other_copy(stream, after=after)
            yield from super().other_copy(stream, after=after)

    @classmethod
    def open_recorder(cls, place: Path) -> Any:  # type: ignore[override]
        """The store in a folder of the folder."""
        return cls.Recorder(place / "clients")
