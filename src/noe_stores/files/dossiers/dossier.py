"""The lines of one file: taken as they are where they end as they should, else judged.

Rule kept here: a line is sound if it is the one that comes next, a fact by version and by
digest, a guest's by digest; after the first that is not, nothing is taken. A sound dossier is
recognised by its end and the number of its lines, since whoever reads the facts recomputes the
chain anyway.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import field, frozen
from eventsourcing.persistence import StoredEvent

from noe_stores.errors import StoreDamaged
from noe_stores.files.dossiers import guests
from noe_stores.files.dossiers.faults import Fault, Reason, Scene, Side
from noe_stores.files.dossiers.line import fact_of, following, sum_of
from noe_stores.lines.codec import Malformed
from noe_stores.lines.tail import Tail


def lines_of(content: bytes, *, count: int, digest: str) -> list[bytes] | None:
    """The lines of a dossier, if there are so many and the last has that digest.

    ``None`` means that it has to be judged. The chain within is not recomputed.
    """
    if not content.endswith(b',"sum":"%b"}\n' % digest.encode()):
        return None
    lines = content.split(b"\n")
    lines.pop()
    return lines if len(lines) == count else None


@frozen
class Judged:
    """What some bytes of a file hold: the sound records, and what is wrong with the line after.

    Of a fork neither side is among them. ``error`` says what is wrong to whoever reads the
    file; it may have none of these lines, but be missing or too short.
    """

    records: list[StoredEvent] = field(factory=list)
    lines: list[bytes] = field(factory=list)
    fault: Fault | None = None
    error: StoreDamaged | None = None

    @property
    def size(self) -> int:
        """How many bytes the sound lines take, with their ends."""
        return sum(map(len, self.lines)) + len(self.lines)

    @property
    def torn(self) -> bool:
        """Whether what follows can only be the rest of a write."""
        return self.fault is not None and self.fault.reason in {Reason.TORN, Reason.ZEROED}


def judge(content: bytes, tail: Tail, *, line: int = 1, offset: int = 0) -> Judged:
    """The sound facts of a dossier after a tail, and what is wrong with the line after them.

    The content begins behind the tail, at that line and byte of the file. A fork or a
    repetition is seen as such only back to where the content begins, so what is not sound is
    best judged from the stream's beginning.
    """
    lines = content.split(b"\n")
    facts: list[StoredEvent] = []
    version, digest = tail.version, tail.sum
    for piece in lines[:-1]:
        found = following(piece, tail.stream, version, digest)
        if found is None:
            break
        fact, digest = found
        facts.append(fact)
        version += 1
    sound = Judged(facts, lines[: len(facts)])
    if len(facts) == len(lines) - 1 and not lines[-1]:
        return sound
    reason, why, sides = Scene(tail, facts, lines).explained()
    fault = Fault(
        reason=reason,
        line=line + len(facts),
        offset=offset + sound.size,
        version=version + 1,
        why=why,
        sides=sides,
    )
    count = sides[0].version - tail.version - 1 if sides else len(facts)
    return Judged(facts[:count], lines[:count], fault)


def judge_guest(content: bytes, digest: str, *, line: int = 1, offset: int = 0) -> Judged:
    """The same of a guest's file, whose lines follow that digest."""
    *lines, rest = content.split(b"\n")
    records: list[StoredEvent] = []
    why = "breaks off: the file ends within it" if rest else ""
    for piece in lines:
        try:
            record, digest = guests.unwrap(piece, digest)
        except Malformed as malformed:
            why = str(malformed)
            break
        records.append(record)
    sound = Judged(records, lines[: len(records)])
    if not why:
        return sound
    left = content[sound.size :]
    fault = Fault(
        reason=Reason.TORN if b"\n" not in left or b"\0" in left else Reason.EDITED,
        line=line + len(records),
        offset=offset + sound.size,
        why=why,
    )
    return Judged(records, sound.lines, fault)


def parted(ours: Sequence[bytes], theirs: Sequence[bytes]) -> tuple[Side, Side] | None:
    """Where two copies of a file part; ``None`` if one is only shorter than the other.

    A line that one copy lacks in the middle is no parting. Facts are compared by version,
    guests' lines by their place in the copy.
    """
    known = {_place(line, number): line for number, line in enumerate(ours, 1)}
    for number, line in enumerate(theirs, 1):
        place = _place(line, number)
        other = known.get(place, line)
        if other != line:
            count = sum(1 for one in known if one >= place)
            return Side(place, sum_of(other), count), Side(
                place, sum_of(line), len(theirs) - number + 1
            )
    return None


def _place(line: bytes, number: int) -> int:
    fact = fact_of(line)
    return number if fact is None else fact.originator_version
