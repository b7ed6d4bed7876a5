"""What a call changes: which lines are added to which files, and where those end then.

Rule kept here: nothing is written while a plan is made, and a version that is taken, in a
file or by the same call, is refused before anything is. A ledger's record goes into its
dossier as it is if it continues it; every other record is wrapped and goes with the guests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

from attrs import define, field
from eventsourcing.persistence import StoredEvent

from noe_stores.errors import VersionTaken
from noe_stores.files import guests
from noe_stores.files.folder import snapshots_of
from noe_stores.files.heads import Entry
from noe_stores.files.line import succeeding
from noe_stores.files.names import guest_path_of, path_of
from noe_stores.identity import is_stream


@define
class Change:
    """Lines to add to one file, which is ``base`` bytes long before, and where it ends then."""

    path: str
    stream: UUID | str
    base: int
    now: Entry
    lines: list[bytes] = field(factory=list)
    _versions: set[int] | None = None

    @classmethod
    def of(cls, path: str, stream: UUID | str, was: Entry | None) -> Change:
        """A file to which nothing is added yet."""
        if was is None:
            return cls(path, stream, 0, Entry(0, 0, 0, guests.start(stream)))
        return cls(path, stream, was.bytes, was)

    @property
    def added(self) -> bytes:
        """The lines with their ends."""
        return b"\n".join([*self.lines, b""])

    def holds(self, version: int, versions: Callable[[str], Iterable[int]]) -> bool:
        """Whether a version is taken; ``versions`` reads those of a file that has gaps."""
        now = self.now
        if now.contiguous:
            return 1 <= version <= now.version
        if version > now.version:
            return False
        if self._versions is None:
            self._versions = set(versions(self.path)) if self.base else set()
            self._versions.update(guests.event_of(line).originator_version for line in self.lines)
        return version in self._versions

    def add(self, line: bytes, version: int, digest: str) -> None:
        """Put one line behind the others."""
        now = self.now
        self.lines.append(line)
        self.now = Entry(
            now.count + 1,
            max(now.version, version),
            now.bytes + len(line) + 1,
            digest,
            now.contiguous and version == now.version + 1,
        )
        if self._versions is not None:
            self._versions.add(version)

    def put_before(self, lines: list[bytes]) -> None:
        """Count lines that the end covers already among the change."""
        self.lines[:0] = lines
        self.base -= sum(map(len, lines)) + len(lines)


@define
class Plan:
    """The changes of one call, by file; ``end_of`` knows where a file ends now."""

    end_of: Callable[[str], Entry | None]
    versions: Callable[[str], Iterable[int]]
    store: str
    changes: dict[str, Change] = field(factory=dict)
    lines: list[bytes] = field(factory=list)
    _files: dict[UUID | str, tuple[Change | None, Change]] = field(factory=dict)

    def add(self, event: StoredEvent) -> None:
        """Find a record its place.

        Raises:
            VersionTaken: its version is.
        """
        stream, version = event.originator_id, event.originator_version
        dossier, guest = self._files.get(stream) or self._opened(stream)
        if (dossier and dossier.holds(version, self.versions)) or guest.holds(
            version, self.versions
        ):
            raise VersionTaken.by(stream, version, store=self.store)
        if dossier:
            end = dossier.now
            digest = succeeding(event, end.version, end.sum or "")
            if digest is not None:
                self._put(dossier, event.state, version, digest)
                return
        self._wrap(guest, event)

    def add_snapshot(self, event: StoredEvent) -> None:
        """Find a snapshot its place.

        Raises:
            VersionTaken: there is one of that version.
        """
        path = str(snapshots_of(event.originator_id))
        change = self._change(path, event.originator_id)
        if change.holds(event.originator_version, self.versions):
            raise VersionTaken.by(event.originator_id, event.originator_version, store=self.store)
        self._wrap(change, event)

    def _wrap(self, change: Change, event: StoredEvent) -> None:
        line, digest = guests.wrap(event, change.now.sum or "")
        self._put(change, line, event.originator_version, digest)

    def _put(self, change: Change, line: bytes, version: int, digest: str) -> None:
        change.add(line, version, digest)
        self.lines.append(line)

    def _opened(self, stream: UUID | str) -> tuple[Change | None, Change]:
        dossier = self._change(str(path_of(stream)), stream) if is_stream(stream) else None
        found = (dossier, self._change(str(guest_path_of(stream)), stream))
        self._files[stream] = found
        return found

    def _change(self, path: str, stream: UUID | str) -> Change:
        found = self.changes.get(path)
        if found is None:
            found = self.changes[path] = Change.of(path, stream, self.end_of(path))
        return found
