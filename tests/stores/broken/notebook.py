"""A store in one file: a line a call, appended and synced; the rest is read on from there."""

import fcntl
import json
import os
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any
from uuid import UUID

from eventsourcing.persistence import ProcessRecorder, StoredEvent, Tracking

from noe_stores.following import Bell, Following
from noe_stores.memory import MemoryProcessRecorder


class Notebook(ProcessRecorder):
    """What is in the file is kept; a store in memory says what may be, and answers readers."""

    def __init__(self, folder: Path) -> None:
        self._file = os.open(folder / "notebook.jsonl", os.O_RDWR | os.O_CREAT | os.O_APPEND)
        sync(folder)
        self._mine = RLock()  # among threads; among processes it is the lock on the file
        self._bell = Bell()
        self._forget()

    def _forget(self) -> None:
        self._read, self._seen = 0, MemoryProcessRecorder()

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Any:
        with self._turn(fcntl.LOCK_EX):
            self._read_on(tidy=True)
            told = self._seen.insert_events(stored_events, **kwargs)  # or it is refused here
            try:
                self._write(written(stored_events, kwargs.get("tracking")))
            except BaseException:
                self._forget()  # what is remembered is not in the file, or not for sure
                raise
        self._bell.ring()
        return told

    def _write(self, line: bytes) -> None:
        if os.write(self._file, line) < len(line):
            raise OSError("there is no room for the whole line")
        os.fsync(self._file)
        self._read += len(line)

    def _read_on(self, *, tidy: bool = False) -> None:
        new = os.pread(self._file, os.fstat(self._file).st_size - self._read, self._read)
        whole = new.rfind(b"\n") + 1
        for line in new[:whole].splitlines():
            events, tracking = read(line)
            self._seen.insert_events(events, tracking=tracking)
        self._read += whole
        if tidy and len(new) > whole:  # torn by a crash: nobody was told that it is kept
            os.ftruncate(self._file, self._read)

    @contextmanager
    def _turn(self, lock: int) -> Iterator[None]:
        with self._mine:
            fcntl.flock(self._file, lock)
            try:
                yield
            finally:
                fcntl.flock(self._file, fcntl.LOCK_UN)

    def _ask(self, question: Callable[[MemoryProcessRecorder], Any]) -> Any:
        with self._turn(fcntl.LOCK_SH):
            self._read_on()
            return question(self._seen)

    def select_events(self, originator_id: UUID | str, **bounds: Any) -> Sequence[StoredEvent]:
        return self._ask(lambda seen: seen.select_events(originator_id, **bounds))

    def select_notifications(self, *bounds: Any, **more: Any) -> Any:
        return self._ask(lambda seen: seen.select_notifications(*bounds, **more))

    def max_notification_id(self) -> int | None:
        return self._ask(lambda seen: seen.max_notification_id())

    def insert_tracking(self, tracking: Tracking) -> None:
        self.insert_events([], tracking=tracking)

    def max_tracking_id(self, application_name: str) -> int | None:
        return self._ask(lambda seen: seen.max_tracking_id(application_name))

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Following:
        return Following(self, gt, topics)

    def await_growth(self, after: int, timeout: float) -> bool:
        return self._bell.wait(lambda: (self.max_notification_id() or 0) > after, timeout)

    def close(self) -> None:
        with self._mine:
            if self._file >= 0:
                os.close(self._file)
            self._file = -1


def written(events: Sequence[StoredEvent], tracking: Tracking | None) -> bytes:
    """A call as a line; a UUID and the text that spells it are told apart."""
    records = [
        [
            isinstance(event.originator_id, UUID),
            str(event.originator_id),
            event.originator_version,
            event.topic,
            b64encode(event.state).decode(),
        ]
        for event in events
    ]
    position = [tracking.application_name, tracking.notification_id] if tracking else None
    return json.dumps([records, position]).encode() + b"\n"


def read(line: bytes) -> tuple[list[StoredEvent], Tracking | None]:
    """The call of a line."""
    records, position = json.loads(line)
    events = [
        StoredEvent(UUID(stream) if is_uuid else stream, version, topic, b64decode(state))
        for is_uuid, stream, version, topic, state in records
    ]
    return events, Tracking(*position) if position else None


def sync(folder: Path) -> None:
    """Have the name of the file on the disk, without which its content is lost."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
