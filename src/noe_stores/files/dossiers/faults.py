"""What is wrong with a line of a dossier: a reason with a name, never only a digest that fails.

Rule kept here: the reason is told from the bytes alone, and of two continuations of one
stream both are named and neither is preferred.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from attrs import frozen
from eventsourcing.persistence import StoredEvent

from noe_stores.errors import Forked, StoreDamaged
from noe_stores.files.dossiers.line import SEALED_LIMIT, fact_of, following, opening, sum_of
from noe_stores.lines.tail import Tail

_BOM = b"\xef\xbb\xbf"
_OURS, _BASE, _BETWEEN, _THEIRS = _MARKERS = (b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>")


class Reason(StrEnum):
    """What may be wrong with a line."""

    TORN = "torn"
    ZEROED = "zeroed"
    BOM = "byte order mark"
    CRLF = "line ends of Windows"
    OVERSIZED = "oversized"
    CONFLICT = "conflict markers"
    FORK = "fork"
    GAP = "gap"
    REPEATED = "repeated"
    SWAPPED = "out of place"
    MISPLACED = "another stream's"
    FOREIGN = "foreign"
    EDITED = "edited"


@frozen
class Side:
    """One continuation of a stream: its first record that the other has not, and how many."""

    version: int
    sum: str
    count: int

    def __str__(self) -> str:
        last = self.version + self.count - 1
        versions = (
            f"version {self.version}" if self.count == 1 else f"versions {self.version}–{last}"
        )
        return f"{versions} beginning with sum {self.sum[:12]}…"


@frozen(kw_only=True)
class Fault:
    """The first line of a dossier that is not sound.

    ``line`` counts from 1, ``offset`` is the byte it begins at, ``version`` the one that
    should stand there, 0 where it cannot be told. ``sides`` are the two continuations of a
    fork, where both are known.
    """

    reason: Reason
    line: int
    offset: int
    why: str
    version: int = 0
    sides: tuple[Side, ...] = ()

    def told(self, stream: UUID | str, *, path: object, store: str) -> StoreDamaged:
        """The error to raise for it."""
        kind = Forked if self.reason in {Reason.FORK, Reason.CONFLICT} else StoreDamaged
        first = self.sides[0].version if self.sides else self.version
        since = f" from version {first} on" if first else ""
        error = kind(
            f"{stream!s:.200} is damaged{since}:"
            f" {path} line {self.line} (byte {self.offset}) {self.why}",
            store=store,
            remedy=_REMEDIES.get(self.reason, "Take the file back from git or a backup, or repair"),
        )
        error.streams = (str(stream),)
        return error


_ONE_SIDE = (
    "Take one side of the file whole, and record what only the other side has anew; nothing of"
    " either was mixed or dropped"
)
_REMEDIES = {
    Reason.CONFLICT: _ONE_SIDE,
    Reason.FORK: _ONE_SIDE,
    Reason.CRLF: "Check the file out again with the .gitattributes of the store in force",
    Reason.TORN: "It is the rest of a write that was never acknowledged, unless facts are missed",
}


Told = tuple[Reason, str, tuple[Side, ...]]


@frozen
class Scene:
    """The first line that is not sound, with what stands around it.

    ``lines`` are all from the tail ``start`` on, without their ends; the last one had none.
    The first of them are sound and make the ``facts``.
    """

    start: Tail
    facts: Sequence[StoredEvent]
    lines: Sequence[bytes]

    @property
    def raw(self) -> bytes:
        """The line itself."""
        return self.lines[len(self.facts)]

    @property
    def after(self) -> Sequence[bytes]:
        """The lines behind it."""
        return self.lines[len(self.facts) + 1 :]

    @property
    def version(self) -> int:
        """The version that should stand there."""
        return self.start.version + len(self.facts) + 1

    def explained(self) -> Told:
        """What is wrong with the line."""
        if self.version == 1 and self.raw.startswith(_BOM):
            return Reason.BOM, "begins with a byte order mark, which an editor put there", ()
        if self.raw[:7] in _MARKERS:
            return self._conflict()
        if b"\0" in self.raw:
            return self._zeroed()
        if not self.after:
            return self._unended()
        fact = fact_of(self.raw)
        return self._unread() if fact is None else self._out_of_chain(fact)

    def _conflict(self) -> Told:
        """Both sides as git left them between its markers."""
        parts: dict[bytes, list[bytes]] = {marker: [] for marker in _MARKERS}
        part = parts[self.raw[:7]]
        for line in self.after:
            if line[:7] == _THEIRS:
                break
            if line[:7] in parts:
                part = parts[line[:7]]
            else:
                part.append(line)
        ours, theirs = self._side(parts[_OURS]), self._side(parts[_BETWEEN])
        what = "is a conflict marker of git: the stream was continued on two sides"
        if ours is None or theirs is None:
            return Reason.CONFLICT, what, ()
        return Reason.CONFLICT, f"{what}: {ours}, and {theirs}", (ours, theirs)

    def _side(self, lines: Sequence[bytes], back: int = 0) -> Side | None:
        """The records that follow one after the other from so many before this place."""
        first, last = self.version - back, self.version - back - 1
        digest = self._sum_of(last)
        sums: list[str] = []
        for line in lines:
            found = following(line, self.start.stream, last, digest)
            if found is None:
                break
            digest = found[1]
            sums.append(digest)
            last += 1
        return Side(first, sums[0], len(sums)) if sums else None

    def _sum_of(self, version: int) -> str:
        """The digest of a sound fact, or of the tail before them."""
        index = version - self.start.version - 1
        return self.start.sum if index < 0 else sum_of(self.facts[index].state)

    def _zeroed(self) -> Told:
        within = b"\0" in self.raw.rstrip(b"\0")
        if within or any(line.strip(b"\0") for line in self.after):
            return Reason.ZEROED, "holds zero bytes: a part of the file was lost", ()
        return Reason.TORN, "holds zero bytes: the end of the file was never written", ()

    def _unended(self) -> Told:
        if self._side([self.raw]):
            return Reason.TORN, "is whole but for the end of its line", ()
        beginning = opening(self.start.stream, self.version).partition(b',"version":')[0]
        if self.raw.startswith(beginning[: len(self.raw)]):
            return Reason.TORN, "breaks off: the file ends within it", ()
        return Reason.FOREIGN, "is text that no ledger wrote, and has no end", ()

    def _unread(self) -> Told:
        if len(self.raw) > SEALED_LIMIT:
            return Reason.OVERSIZED, f"has {len(self.raw)} bytes, more than any fact", ()
        if self.raw.endswith(b"\r"):
            return Reason.CRLF, "ends in CR LF: the line ends were converted", ()
        if not self.raw.strip():
            return Reason.FOREIGN, "is empty", ()
        if self.raw.startswith(b'{"stream":') or sum_of(self.raw):
            return Reason.EDITED, "was changed: it does not read as a fact any more", ()
        return Reason.FOREIGN, "is text that no ledger wrote", ()

    def _out_of_chain(self, fact: StoredEvent) -> Told:
        """Of a line that reads as a fact, but not as the one that comes next."""
        if fact.originator_id != self.start.stream:
            return Reason.MISPLACED, f"is a fact of another stream, {fact.originator_id:.200}", ()
        if fact.originator_version == self.version:
            return Reason.EDITED, "has a digest that does not follow: it or one before changed", ()
        if fact.originator_version > self.version:
            return self._too_early(fact.originator_version)
        return self._too_late(fact.originator_version)

    def _too_early(self, version: int) -> Told:
        expected = opening(self.start.stream, self.version)
        if any(line.startswith(expected) for line in self.after):
            return Reason.SWAPPED, f"is version {version}; {self.version} stands further down", ()
        last = version - 1
        missing = f"{self.version} is" if last == self.version else f"{self.version}–{last} are"
        return Reason.GAP, f"is version {version}: {missing} missing before it", ()

    def _too_late(self, version: int) -> Told:
        back = self.version - version
        known = self.facts[-back].state if back <= len(self.facts) else None
        if known == self.raw:
            return Reason.REPEATED, f"is version {version} once more", ()
        other = self._side([self.raw, *self.after], back) if known else None
        if known is None or other is None:
            return Reason.SWAPPED, f"is version {version}, where {self.version} belongs", ()
        here = Side(version, sum_of(known), back)
        what = f"is a second version {version}: the stream was continued on two sides"
        return Reason.FORK, f"{what}: {here}, and {other}", (here, other)
