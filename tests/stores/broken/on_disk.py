"""Broken stores on the disk: what they lose, double or hide over kills, crowds and reopenings."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from time import sleep
from typing import Any
from uuid import UUID

from eventsourcing.persistence import InterfaceError, StoredEvent

from broken.notebook import Notebook, read, sync, written
from noe_stores.following import Bell
from noe_stores.testing import Capability, StoreContract


class OnDisk(StoreContract):
    """A notebook, which each of these breaks in one way."""

    capabilities = (
        Capability.DURABLE
        | Capability.SHARED
        | Capability.EXACT
        | Capability.TRACKED
        | Capability.SUBSCRIBED
        | Capability.WATCHED
    )
    patience = 1.0
    shrinks = False
    Recorder: Any = Notebook

    @classmethod
    def open_recorder(cls, place: Path) -> Any:  # type: ignore[override]
        """The notebook in a folder."""
        return cls.Recorder(place)


class FileByFile(OnDisk):
    """Sound, if unusual: each call is a file in a folder of its own; a handle closes but once."""

    capabilities = OnDisk.capabilities & ~Capability.SHARED

    class Recorder(Notebook):
        _piece = 2**30

        def __init__(self, folder: Path) -> None:
            self._folder = folder
            super().__init__(folder)

        def _write(self, line: bytes) -> None:
            part = self._folder / "part"
            shutil.rmtree(part, ignore_errors=True)  # of a call that was cut short
            part.mkdir()
            for at in range(0, len(line), self._piece):
                with (part / f"{at:012}").open("wb") as file:
                    file.write(line[at : at + self._piece])
                    file.flush()
                    os.fsync(file.fileno())
            sync(part)
            part.rename(self._folder / f"{self._read:08}")
            sync(self._folder)
            self._read += 1

        def _read_on(self, *, tidy: bool = False) -> None:
            while (call := self._folder / f"{self._read:08}").exists():
                events, tracking = read(b"".join(p.read_bytes() for p in sorted(call.iterdir())))
                self._seen.insert_events(events, tracking=tracking)
                self._read += 1

        def close(self) -> None:
            if self._file < 0:
                raise InterfaceError("it was closed before")
            super().close()


class PieceByPiece(FileByFile):
    """Sound, too: no file of it is ever large, so that no limit on files fills its place."""

    class Recorder(FileByFile.Recorder):
        _piece = 4096


class WritesLater(OnDisk):
    """Acknowledges what it will write when it is closed."""

    class Recorder(Notebook):
        def __init__(self, folder: Path) -> None:
            super().__init__(folder)
            self._later = b""

        def _write(self, line: bytes) -> None:
            self._later += line

        def close(self) -> None:
            if self._file >= 0:
                os.write(self._file, self._later)
            super().close()


class WritesRecordByRecord(OnDisk):
    """Writes each record of a call for itself."""

    kills = 10

    class Recorder(Notebook):
        def _write(self, line: bytes) -> None:
            events, tracking = read(line)
            for event in events:
                super()._write(written([event], None))
            super()._write(written([], tracking))


class ForgetsTheLast(OnDisk):
    """Takes the last line for torn when it is opened."""

    class Recorder(Notebook):
        def __init__(self, folder: Path) -> None:
            super().__init__(folder)
            lines = os.pread(self._file, 10**7, 0).splitlines(keepends=True)
            os.ftruncate(self._file, len(b"".join(lines[:-1])))


class NumbersEachLife(OnDisk):
    """Tells positions that are counted anew each time it is opened."""

    class Recorder(Notebook):
        _told = 0

        def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Any:
            super().insert_events(stored_events, **kwargs)
            self._told += len(stored_events)
            return [*range(self._told - len(stored_events) + 1, self._told + 1)]


class TracksForNow(OnDisk):
    """Remembers how far followers came, and writes it nowhere."""

    class Recorder(Notebook):
        def _write(self, line: bytes) -> None:
            super()._write(written(read(line)[0], None))


class KeepsToItself(OnDisk):
    """Keeps its records where only this process finds them."""

    class Recorder(Notebook):
        def __init__(self, folder: Path) -> None:
            own = folder / str(os.getpid())
            own.mkdir(exist_ok=True)
            super().__init__(own)


class GoesOnOnTheTornLine(OnDisk):
    """Writes the next line where the last one was torn."""

    class Recorder(Notebook):
        def _read_on(self, *, tidy: bool = False) -> None:
            del tidy
            super()._read_on()


class ToleratesFullDisks(OnDisk):
    """Takes a line for written that had no room."""

    class Recorder(Notebook):
        def _write(self, line: bytes) -> None:
            with suppress(OSError):
                super()._write(line)


class RemembersWhatFailed(OnDisk):
    """Goes on with what it remembers of a call that found no room."""

    class Recorder(Notebook):
        def _forget(self) -> None:
            if not hasattr(self, "_seen"):
                super()._forget()


class ShowsWhatFailed(OnDisk):
    """Shows a call that found no room until the next one comes."""

    class Recorder(RemembersWhatFailed.Recorder):
        def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Any:
            Notebook._forget(self)
            return super().insert_events(stored_events, **kwargs)


class LeaksTheSystem(OnDisk):
    """Says that its errors are ours, and lets those of the system out."""

    capabilities = OnDisk.capabilities | Capability.TYPED


class ReadsOnlyOnce(OnDisk):
    """Reads the file when it is opened, and never what others write after."""

    class Recorder(Notebook):
        def _read_on(self, *, tidy: bool = False) -> None:
            if self._read == 0:
                super()._read_on(tidy=tidy)


class LocksNothing(OnDisk):
    """Writes without waiting for the others."""

    class Recorder(Notebook):
        @contextmanager
        def _turn(self, lock: int) -> Iterator[None]:
            del lock
            yield

        def _write(self, line: bytes) -> None:
            sleep(0.002)
            super()._write(line)


class BeginsAnewIfFirst(OnDisk):
    """Empties the file if it was not there a moment ago."""

    class Recorder(Notebook):
        def __init__(self, folder: Path) -> None:
            first = not (folder / "notebook.jsonl").exists()
            super().__init__(folder)
            sleep(0.002)
            if first:
                os.ftruncate(self._file, 0)


class WakesOnlyItsOwn(OnDisk):
    """Wakes only those who wait on the handle that has written."""

    class Recorder(Notebook):
        def __init__(self, folder: Path) -> None:
            super().__init__(folder)
            self._bell = Bell(glance=None)


class SkipsInOtherProcesses(OnDisk):
    """Passes over a record in ten when it reads what another process wrote."""

    class Recorder(Notebook):
        def select_notifications(self, *bounds: Any, **more: Any) -> Any:
            found = super().select_notifications(*bounds, **more)
            return [n for n in found if n.id % 10 or len(found) > 90]


class HidesCuts(OnDisk):
    """Says that a file cut short never passes unseen, and takes it for torn."""

    capabilities = OnDisk.capabilities | Capability.TELLS_CUTS


class CannotBeClosed(OnDisk):
    """Fails when it is closed."""

    class Recorder(Notebook):
        def close(self) -> None:
            super().close()
            raise InterfaceError("it cannot be closed")


class Exits(OnDisk):
    """Ends the program of whoever asks what it holds."""

    class Recorder(Notebook):
        def select_events(self, originator_id: UUID | str, **bounds: Any) -> Any:
            raise SystemExit(3)
