"""One stream of a store, as far as it has been read; appending to it.

Rule kept here: what is read is checked against its place in the chain, and a fact offered
again under the same id with the same content is the same success.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NoReturn, cast
from uuid import UUID

from attrs import define, evolve, field
from eventsourcing.persistence import ApplicationRecorder, IntegrityError, StoredEvent

from noe_core.decision import Draft
from noe_core.facts import AnyRecorded
from noe_core.typed import Fact
from noe_stores.errors import Interrupted, Outcome, StoreDamaged, StoreError
from noe_stores.lines import chain, paging
from noe_stores.lines.codec import Malformed
from noe_stores.lines.paging import Page
from noe_stores.lines.tail import Tail
from noe_stores.lines.writing import Writing, same
from noe_stores.outcomes import Conflict, IdReused, LostRace
from noe_stores.port import Lines, gives_lines

PAGE = 5000
"""How many records are read at once; a whole history of ten busy years is one page."""


class DamagedRecord(StoreDamaged):
    """A record is not the one that was written there; those before it are sound."""

    stream: str = ""
    version: int = 0
    why: str = ""

    @classmethod
    def at(cls, stream: str, version: int, why: str, *, store: str) -> DamagedRecord:
        """The error for one record."""
        error = cls(
            f"{stream} version {version} is damaged: {why}",
            store=store,
            remedy="Run verify; the versions before it are sound",
        )
        error.stream, error.version, error.why = stream, version, why
        error.streams = (stream,)
        return error


def unsealed(event: StoredEvent) -> tuple[bytes, str | None]:
    """The line and the digest of a stored record; a record without one is not a ledger's.

    Raises:
        Malformed: the record is not even bytes.
    """
    if not isinstance(event.state, bytes):  # SQLite keeps text in a column of bytes, if told to
        raise Malformed("line", f"the record is {type(event.state).__name__}, not bytes")
    return chain.unseal(event.state)


def states_of(
    recorder: ApplicationRecorder, stream: str, after: int, limit: int
) -> Sequence[bytes]:
    """The states of a stream's records above a version, in order of version."""
    if gives_lines(type(recorder)):
        return cast("Lines", recorder).lines(stream, after=after, limit=limit)
    return [event.state for event in recorder.select_events(stream, gt=after, limit=limit)]


def pages(
    recorder: ApplicationRecorder, tail: Tail, *, store: str, page: int = PAGE
) -> Iterator[tuple[Sequence[bytes], Page]]:
    """The facts of a stream after a tail, a page at a time, with their bytes as stored.

    Raises:
        DamagedRecord: a record is not the one that was written there; what stands before it
            has been given.
    """
    while True:
        states = states_of(recorder, tail.stream, tail.version, page)
        read = paging.read(states, tail)
        yield states, read
        tail = read.tail
        if read.bad is not None:
            raise DamagedRecord.at(tail.stream, tail.version + 1, str(read.bad), store=store)
        if len(states) < page:
            return


def read_on(
    recorder: ApplicationRecorder, tail: Tail, *, store: str, page: int = PAGE
) -> Iterator[tuple[AnyRecorded, bytes, Tail]]:
    """The facts of a stream after a tail: each with its bytes as stored and the tail it makes.

    Raises:
        DamagedRecord: a record is not the one that was written there.
    """
    for states, read in pages(recorder, tail, store=store, page=page):
        for record, state in zip(read.records, states, strict=False):
            yield record, state, tail.after(record, chain.sum_of(state))


def _draft(given: Draft[Fact]) -> Draft[Fact]:
    if not isinstance(given, Draft):
        raise ValueError(  # noqa: TRY004 - as every value that is wrong in itself
            f"a draft is recorded, Draft(data=…, occurred_at=…), and no {type(given).__name__}"
        )
    return given


def _again(
    drafts: Sequence[Draft[Fact]], answers: Sequence[AnyRecorded]
) -> tuple[Draft[Fact], ...]:
    """Drafts under the ids they were given, to be offered again as the same."""
    return tuple(evolve(draft, id=answer.id) for draft, answer in zip(drafts, answers, strict=True))


def _aware(now: datetime) -> datetime:
    if now.tzinfo is None:
        raise ValueError(f"the ledger's clock says {now}, without a zone; give one that has it")
    return now


@define
class Stream:
    """The records of one stream read so far, and what the next line is chained to."""

    recorder: ApplicationRecorder
    name: str
    store: str
    records: list[AnyRecorded] = field(factory=list)
    tail: Tail = field(init=False)
    _versions: dict[UUID, int] = field(init=False, factory=dict)
    _indexed: int = field(init=False, default=0)

    def __attrs_post_init__(self) -> None:
        """Begin at the stream's beginning."""
        self.tail = Tail.of(self.name)

    @property
    def version(self) -> int:
        """The last version read; 0 for none."""
        return self.tail.version

    def refresh(self) -> Sequence[AnyRecorded]:
        """Read what was recorded since; the new records.

        Raises:
            DamagedRecord: a record is not the one that was written there.
        """
        before = self.version
        # An interrupt may have come between the two steps below, the last time.
        del self.records[before:]
        self._indexed = min(self._indexed, before)
        for _, read in pages(self.recorder, self.tail, store=self.store):
            self.records.extend(read.records)
            self.tail = read.tail
        return self.records[before:]

    def catch_up(self) -> Sequence[AnyRecorded]:
        """Read what was recorded since, in order to record; the new records.

        Raises:
            DamagedRecord, StoreError: it cannot be read, so nothing will be kept.
        """
        try:
            return self.refresh()
        except StoreError as error:
            error.ended(Outcome.NOT_KEPT, (self.name,))
            raise

    def recorded(self, event_id: UUID) -> AnyRecorded | None:
        """The record of that event id."""
        # Known by id only once somebody asks: whoever only reads never does.
        for record in self.records[self._indexed :]:
            self._versions[record.id] = record.version
        self._indexed = len(self.records)
        version = self._versions.get(event_id)
        return None if version is None else self.records[version - 1]

    def append(
        self,
        drafts: Iterable[Draft[Fact]],
        *,
        now: datetime,
        recorded_by: str,
        expected: int | None = None,
    ) -> tuple[AnyRecorded, ...]:
        """Record drafts in one piece; a draft already recorded is its first success.

        Raises:
            ValueError: what is given is no draft, or the time now has no zone.
            Refused: a draft cannot be recorded at all; none was.
            Malformed: a value would not read back as it is; none was recorded.
            LostRace: the stream went on since it was read, or is not at ``expected``.
            IdReused: an id is taken by other content.
            IntegrityError: the store refused for a reason of its own; no race was lost.
            StoreError, Interrupted: the world broke; ``offered`` can be given again.
        """
        offered, now = tuple(map(_draft, drafts)), _aware(now)
        if not (expected is None or type(expected) is int):
            raise ValueError(f"expected is the version a stream is at, not {expected!r:.60}")
        known = self._all_recorded(offered)
        if known:
            return known
        if expected is not None and expected != self.version:
            self._lost(expected)
        answers, writing = self._written(offered, now, recorded_by)
        before = self.version
        try:
            self.recorder.insert_events(writing.events)
            self.records.extend(writing.records)
            self.tail = writing.tail
        except IntegrityError:
            self._look_again(_again(offered, answers))
            known = self._all_recorded(offered)
            if known is not None:
                return known
            if self.version == before:
                raise
            self._lost(before)
        except (StoreError, Interrupted) as error:
            error.offered = _again(offered, answers)
            raise
        except BaseException as signal:
            self._forget()
            if not isinstance(signal, KeyboardInterrupt):
                raise
            told = self._interrupted(answers)
            told.offered = _again(offered, answers)
            raise told from signal
        return tuple(answers)

    def _look_again(self, offered: tuple[Draft[Fact], ...]) -> None:
        """Read what somebody recorded first: perhaps ourselves, in a call of unknown outcome."""
        try:
            self.refresh()
        except StoreError as error:
            error.ended(Outcome.UNKNOWN, (self.name,)).offered = offered
            raise

    def _forget(self) -> None:
        """Begin again at the beginning: an interrupt may have left half of what was read."""
        self.records.clear()
        self._versions.clear()
        self._indexed = 0
        self.tail = Tail.of(self.name)

    def _interrupted(self, answers: Sequence[AnyRecorded]) -> Interrupted:
        """What became of a call that was interrupted around the recorder's own work."""
        try:
            self.refresh()
            there = all(self.recorded(answer.id) is not None for answer in answers)
            outcome = Outcome.KEPT if there else Outcome.NOT_KEPT
        except StoreError:
            outcome = Outcome.UNKNOWN
        told = Interrupted(self.store, outcome)
        told.streams = (self.name,)
        return told

    def _all_recorded(self, drafts: Sequence[Draft[Fact]]) -> tuple[AnyRecorded, ...] | None:
        found = [self._already(draft) for draft in drafts]
        return None if None in found else tuple(record for record in found if record)

    def _already(self, draft: Draft[Fact]) -> AnyRecorded | None:
        found = None if draft.id is None else self.recorded(draft.id)
        return None if found is None else self._same(found, draft)

    def _same(self, found: AnyRecorded, draft: Draft[Fact]) -> AnyRecorded:
        if same(found, draft):
            return found
        raise IdReused(self.name, found.id, found.version)

    def _written(
        self, drafts: Sequence[Draft[Fact]], now: datetime, recorded_by: str
    ) -> tuple[list[AnyRecorded], Writing]:
        """The answer to each draft, and what must be stored for the new ones."""
        answers: list[AnyRecorded] = []
        writing = Writing.after(self.tail, now=now)
        made: dict[UUID, AnyRecorded] = {}
        for draft in drafts:
            known = None
            if draft.id is not None:
                twin = made.get(draft.id)
                known = self._same(twin, draft) if twin else self._already(draft)
            if known is None:
                known = writing.add(draft, recorded_by)
                if draft.id is not None:
                    made[draft.id] = known
            answers.append(known)
        return answers, writing

    def _lost(self, expected: int) -> NoReturn:
        self.catch_up()
        raise LostRace(
            Conflict(
                stream=self.name,
                expected=expected,
                actual=self.version,
                since=tuple(self.records[max(expected, 0) :]),
            )
        )
