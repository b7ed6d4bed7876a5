"""Whether a store still holds what was written: every chain recomputed.

Rule kept here: a bad stream never stops the walk; of each stream the first bad record is
named, since nothing after it can be vouched for. The store is read twice, stream by stream
and in the order across streams; one page is held at a time, and what was found. What a chain
cannot show is said with the result.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TypeVar

from attrs import define, evolve, field
from eventsourcing.persistence import (
    ApplicationRecorder,
    DatabaseError,
    Notification,
    OperationalError,
)

from noe_stores.checks.checked import (
    BadIndex,
    BadRecord,
    NotOurs,
    StreamChecked,
    UnreadFacts,
    Verified,
)
from noe_stores.checks.checking import check
from noe_stores.checks.past_damage import Log
from noe_stores.checks.saying import UNSAID, said_by
from noe_stores.identity import is_stream
from noe_stores.lines.codec import Malformed
from noe_stores.port import Finding, SelfChecking, StreamIndex
from noe_stores.stream import unsealed
from noe_stores.walking import STEP, Progress, index_of, log_of

T = TypeVar("T")

__all__ = [
    "BadIndex",
    "BadRecord",
    "NotOurs",
    "StreamChecked",
    "UnreadFacts",
    "Verified",
    "check",
    "verify",
]

NAMED = 1000
"""How many findings about the store itself are named; the rest are counted."""

REMEMBERED = 100_000
"""How many names of indexed streams are held at most; then the index is asked again."""

ALWAYS_UNCHECKED = (
    "snapshots, and how far applications have followed",
    "whether the store as a whole was put back to an earlier day",
)
"""What no digest in a store covers; sums noted down elsewhere show the second."""


def verify(
    recorder: ApplicationRecorder, *, store: str, progress: Progress | None = None
) -> Verified:
    """Walk every stream of a store and gather what is to be said of it."""
    walk = _StoreWalk(recorder, store, progress)
    walk.inspect()
    walk.go_by_stream()
    walk.go_by_position()
    return walk.result()


@define
class _StoreWalk:
    """A store on the way: what was found so far."""

    recorder: ApplicationRecorder
    store: str
    progress: Progress | None
    streams: int = 0
    facts: int = 0
    steps: int = 0
    bad: dict[str, BadRecord] = field(factory=dict)
    bad_indexes: list[BadIndex] = field(factory=list)
    unread: list[UnreadFacts] = field(factory=list)
    guests: Counter[str] = field(factory=Counter)
    found: list[Finding] = field(factory=list)
    torn: list[Finding] = field(factory=list)
    unreachable: list[str] = field(factory=list)
    indexed: set[str] = field(factory=set)
    outside: set[str] = field(factory=set)

    def inspect(self) -> None:
        """Let the store check what lies beneath its streams."""
        if not isinstance(self.recorder, SelfChecking):
            return
        beyond = 0
        for finding in self.recorder.inspect():
            named = self.torn if finding.torn else self.found
            if len(named) < NAMED:
                named.append(finding)
            else:
                beyond += 1
        if beyond:
            self.found.append(Finding(place=self.store, why=f"and {beyond} findings more"))

    def go_by_stream(self) -> None:
        """Walk the streams the index names; without one, those the log names."""
        if isinstance(self.recorder, StreamIndex):
            for name in self._reached(_indexed(self.recorder, self.store)):
                self._walk(name)
            return
        for name in self._reached(_logged(self.recorder, self.store)):
            self._walk(name)
            self.outside.add(name)

    def go_by_position(self) -> None:
        """Walk the log: what the index forgot, what stands under another name, the guests."""
        for event in Log(self.recorder, _is_damage, self._gap):
            if is_stream(event.originator_id):
                self._see(event, event.originator_id)
            else:
                self.guests[str(event.originator_id)] += 1
            self._step()

    def _gap(self, first: int, last: int | None, why: str) -> None:
        to = "the end" if last is None else str(last)
        if len(self.unreachable) < NAMED:
            self.unreachable.append(f"positions {first} to {to} cannot be read: {why}")

    def _see(self, event: Notification, name: str) -> None:
        if not self._is_known(name):
            self._walk(name)
            self.outside.add(name)
        bad = self.bad.get(name)
        if bad is None:
            if why := _misplaced(event):
                self.bad[name] = BadRecord(
                    stream=name, version=event.originator_version, why=why, place=_place(event)
                )
        elif not bad.place and bad.version == event.originator_version:
            self.bad[name] = evolve(bad, place=_place(event))

    def _is_known(self, name: str) -> bool:
        if name in self.indexed or name in self.outside:
            return True
        try:
            known = isinstance(self.recorder, StreamIndex) and self.recorder.head(name) is not None
        except OperationalError:
            raise
        except DatabaseError:
            known = False
        if known:
            if len(self.indexed) >= REMEMBERED:
                self.indexed.clear()
            self.indexed.add(name)
        return known

    def _walk(self, name: str) -> None:
        checked = check(self.recorder, name, step=self._step)
        self.streams += 1
        self.facts += checked.count
        self.unread.extend(checked.unread)
        if checked.bad_record:
            self.bad[name] = checked.bad_record
        if checked.bad_index:
            self.bad_indexes.append(checked.bad_index)

    def _reached(self, listed: Iterator[T]) -> Iterator[T]:
        """What the store lists; where it cannot go on, that is said and the walk goes on."""
        try:
            yield from listed
        except OperationalError:
            raise
        except DatabaseError as error:
            self.unreachable.append(str(error))

    def _step(self) -> None:
        self.steps += 1
        if self.progress and self.steps % STEP == 0:
            self.progress(self.steps)

    def result(self) -> Verified:
        """All that was found."""
        if self.progress:
            self.progress(self.steps)
        bad = sorted(self.bad.values(), key=lambda one: one.stream)
        guests = sorted(self.guests.items())
        return Verified(
            streams=self.streams,
            facts=self.facts,
            bad_records=tuple(bad),
            bad_indexes=tuple(self.bad_indexes),
            unread=tuple(self.unread),
            not_ours=tuple(NotOurs(stream=s, count=n) for s, n in guests),
            indexed=isinstance(self.recorder, StreamIndex),
            unreachable=tuple(self.unreachable),
            findings=tuple(self.found),
            torn=tuple(self.torn),
            unchecked=tuple(self._unchecked()),
        )

    def _unchecked(self) -> Iterator[str]:
        if not isinstance(self.recorder, StreamIndex):
            yield "whether tails of streams, or whole streams, were cut off: it keeps no index"
        if not isinstance(self.recorder, SelfChecking):
            yield "what lies beneath the streams: this kind of store cannot check itself"
        if self.guests:
            yield f"{self.guests.total()} records of other applications, which carry no digest"
        yield from ALWAYS_UNCHECKED


def _indexed(recorder: StreamIndex, store: str) -> Iterator[str]:
    yield from (h.stream for h in index_of(recorder, store=store) if is_stream(h.stream))


def _logged(recorder: ApplicationRecorder, store: str) -> Iterator[str]:
    """The streams in the log, all of them held: there is no index to ask."""
    log = log_of(recorder, store=store)
    yield from sorted({e.originator_id for e in log if is_stream(e.originator_id)})


def _is_damage(error: Exception) -> bool:
    """Whether an error is a finding; an operational one is the store's own affair."""
    return isinstance(error, DatabaseError) and not isinstance(error, OperationalError)


def _misplaced(event: Notification) -> str | None:
    """Why a record of the log is not what stands in it; its digest is its stream's matter."""
    try:
        line, digest = unsealed(event)
        said = said_by(line)
    except (Malformed, *UNSAID) as error:
        return str(error)
    if digest is None:
        return "the record carries no digest: it was not written by a ledger"
    if (said.stream, said.version) != (event.originator_id, event.originator_version):
        return f"the line says {said.stream} version {said.version}"
    if said.event != event.topic:
        return f"the line says {said.event}, its record {event.topic}"
    return None


def _place(event: Notification) -> str:
    return f"position {event.id}"
