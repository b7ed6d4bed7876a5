"""What a call changes: which lines are added to which files, and where those end then.

Rule kept here: nothing is written while a plan is made, and a version that is taken, in a
file or by the same call, is refused before anything is. A ledger's record goes into its
dossier as it is if it continues it; every other record is wrapped and goes with the guests.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from attrs import define, field
from eventsourcing.persistence import StoredEvent

from noe_stores.errors import VersionTaken
from noe_stores.files.dossiers import guests
from noe_stores.files.dossiers.end import End
from noe_stores.files.dossiers.line import succeeding
from noe_stores.files.dossiers.names import guest_path, path_of, snapshots_path
from noe_stores.identity import is_stream
from noe_stores.lines.chain import sum_of


@define
class Change:
    """Lines to add to one file, which is ``base`` bytes long before, and where it ends then."""

    path: str
    stream: UUID | str
    base: int
    count: int
    version: int
    size: int
    sum: str
    contiguous: bool
    lines: list[bytes] = field(factory=list)
    _versions: set[int] | None = None

    @classmethod
    def of(cls, path: str, stream: UUID | str, was: End | None) -> Change:
        """A file to which nothing is added yet."""
        if was is None:
            return cls(path, stream, 0, 0, 0, 0, guests.start(stream), contiguous=True)
        return cls(
            path, stream, was.bytes, was.count, was.version, was.bytes, was.sum,
            contiguous=was.contiguous,
        )  # fmt: skip

    @property
    def now(self) -> End:
        """Where the file ends with the lines."""
        return End(self.count, self.version, self.size, self.sum, self.contiguous)

    @property
    def added(self) -> bytes:
        """The lines with their ends."""
        return b"\n".join([*self.lines, b""])

    def holds(self, version: int, files: Files) -> bool:
        """Whether a version is taken."""
        if version > self.version:
            return False
        if self.contiguous:
            return version >= 1
        if self._versions is None:
            self._versions = set(files.versions(self.path)) if self.base else set()
            self._versions.update(guests.event_of(line).originator_version for line in self.lines)
        return version in self._versions

    def add(self, line: bytes, version: int, digest: str) -> None:
        """Put one line behind the others."""
        self.lines.append(line)
        self.contiguous = self.contiguous and version == self.version + 1
        self.count += 1
        self.version = max(self.version, version)
        self.size += len(line) + 1
        self.sum = digest
        if self._versions is not None:
            self._versions.add(version)

    def take(self, line: bytes, record: StoredEvent) -> None:
        """Put one sealed line behind the others."""
        self.add(line, record.originator_version, sum_of(line))

    def put_before(self, lines: list[bytes]) -> None:
        """Count lines that the end covers already among the change."""
        self.lines[:0] = lines
        self.base -= sum(map(len, lines)) + len(lines)


class Files(Protocol):
    """The files as they are before the call."""

    def end_of(self, path: str) -> End | None:
        """Where a file ends."""
        ...

    def versions(self, path: str) -> Iterable[int]:
        """Which versions a file with gaps holds."""
        ...


@define
class Plan:
    """The changes of one call, by file.

    ``mixed`` says that a ledger's stream may have a guest's file, too.
    """

    files: Files
    store: str
    mixed: bool
    changes: dict[str, Change] = field(factory=dict)
    lines: list[bytes] = field(factory=list)
    _dossiers: dict[str, Change] = field(factory=dict)
    _guests: dict[UUID | str, Change] = field(factory=dict)

    def add(self, event: StoredEvent) -> None:
        """Find a record its place.

        Raises:
            VersionTaken: its version is.
        """
        stream, version = event.originator_id, event.originator_version
        if not is_stream(stream):
            self._wrap(self._guest(stream), event)
            return
        dossier = self._dossiers.get(stream) or self._dossier(stream)
        if dossier.holds(version, self.files):
            raise self._taken(event)
        if self.mixed and self._guest(stream).holds(version, self.files):
            raise self._taken(event)
        digest = succeeding(event, dossier.version, dossier.sum)
        if digest is None:
            self._wrap(self._guest(stream), event)
        else:
            dossier.add(event.state, version, digest)
            self.lines.append(event.state)

    def add_snapshot(self, event: StoredEvent) -> None:
        """Find a snapshot its place.

        Raises:
            VersionTaken: there is one of that version.
        """
        path = snapshots_path(event.originator_id)
        self._wrap(self._change(path, event.originator_id), event)

    def _wrap(self, change: Change, event: StoredEvent) -> None:
        if change.holds(event.originator_version, self.files):
            raise self._taken(event)
        line, digest = guests.wrap(event, change.sum)
        change.add(line, event.originator_version, digest)
        self.lines.append(line)

    def _taken(self, event: StoredEvent) -> VersionTaken:
        return VersionTaken.by(event.originator_id, event.originator_version, store=self.store)

    def _dossier(self, stream: str) -> Change:
        found = self._dossiers[stream] = self._change(path_of(stream), stream)
        return found

    def _guest(self, stream: UUID | str) -> Change:
        found = self._guests.get(stream)
        if found is None:
            found = self._guests[stream] = self._change(guest_path(stream), stream)
            # From the first record that is a guest's on, both files count.
            self.mixed = self.mixed or is_stream(stream)
        return found

    def _change(self, path: str, stream: UUID | str) -> Change:
        found = self.changes.get(path)
        if found is None:
            found = self.changes[path] = Change.of(path, stream, self.files.end_of(path))
        return found
