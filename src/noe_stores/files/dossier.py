"""The lines of one dossier: taken as they are where they end as they should, else judged.

Rule kept here: a line is sound if it is the fact that comes next, by version and by digest;
after the first that is not, nothing is taken. A sound file is recognised by its end and the
number of its lines, since whoever reads the facts recomputes the chain anyway.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen
from eventsourcing.persistence import StoredEvent

from noe_stores.files.faults import Fault, Scene, Side
from noe_stores.files.line import fact_of, following, sum_of
from noe_stores.tail import Tail


def lines_of(content: bytes, *, count: int, digest: str) -> list[bytes] | None:
    """The lines of a dossier, if there are so many and the last has that digest.

    ``None`` means that it has to be judged. The chain within is not recomputed.
    """
    if not content.endswith(b',"sum":"%b"}\n' % digest.encode()):
        return None
    lines = content.split(b"\n")
    lines.pop()
    return lines if len(lines) == count else None


@frozen(kw_only=True)
class Judged:
    """What a dossier holds: the sound facts, where they end, and what is wrong after them.

    Of a fork neither side is among them. ``size`` is how many bytes they take, ends of lines
    included.
    """

    facts: Sequence[StoredEvent]
    tail: Tail
    size: int
    fault: Fault | None = None


def judge(content: bytes, tail: Tail, *, line: int = 1, offset: int = 0) -> Judged:
    """The sound facts of a dossier after a tail, and what is wrong with the line after them.

    The content begins behind the tail, at that line and byte of the file. A fork or a
    repetition is seen as such only back to where the content begins, so what is not sound is
    best judged from the stream's beginning.
    """
    lines = content.split(b"\n")
    facts: list[StoredEvent] = []
    version, digest, size = tail.version, tail.sum, 0
    for piece in lines[:-1]:
        found = following(piece, tail.stream, version, digest)
        if found is None:
            break
        fact, digest = found
        facts.append(fact)
        version += 1
        size += len(piece) + 1
    if len(facts) == len(lines) - 1 and not lines[-1]:
        return Judged(facts=facts, tail=Tail(tail.stream, version, digest), size=size)
    reason, why, sides = Scene(tail, facts, lines).explained()
    fault = Fault(
        reason=reason,
        line=line + len(facts),
        offset=offset + size,
        version=version + 1,
        why=why,
        sides=sides,
    )
    undisputed = facts[: sides[0].version - tail.version - 1] if sides else facts
    return _judged(tail, undisputed, fault)


def _judged(tail: Tail, facts: list[StoredEvent], fault: Fault) -> Judged:
    digest = sum_of(facts[-1].state) if facts else tail.sum
    return Judged(
        facts=facts,
        tail=Tail(tail.stream, tail.version + len(facts), digest),
        size=sum(len(fact.state) + 1 for fact in facts),
        fault=fault,
    )


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
