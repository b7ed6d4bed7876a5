"""Everything that can still be read of a damaged store, gathered from wherever it stands.

Rule kept here: what cannot be read is stepped over and counted, never guessed at. A line of
ours is known by what it says and its digest says, not by where it was found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import ParamSpec, TypeVar

from attrs import define, field
from eventsourcing.persistence import (
    ApplicationRecorder,
    PersistenceError,
    StoredEvent,
)

from noe_stores.checks.past_damage import Log
from noe_stores.checks.verify import NAMED
from noe_stores.identity import is_stream
from noe_stores.keeping.copying import BATCH, Stages
from noe_stores.lines.chain import unseal
from noe_stores.port import Finding, SelfChecking, StreamIndex, Twofold
from noe_stores.repair.carving import carve, carve_row, line_of
from noe_stores.repair.finds import Finds, Source
from noe_stores.repair.unfolding import long_rows
from noe_stores.walking import STEP, index_of

STRIDE = 64
"""How many versions in a row may be unreadable before the rest of a stream is given up."""

ODD = "no line of a ledger, in a stream of ours"


UNREADABLE = (PersistenceError, ValueError, OSError)
"""What a store may raise that meets bytes it never wrote; drivers stumble over their text."""

P = ParamSpec("P")
R = TypeVar("R")


@define
class Gathering:
    """What is being read of a damaged store.

    ``ends`` is how far its index says streams go, and ``blind`` why that, or what it finds wrong
    with itself, could not be asked to the end. ``unreadable`` counts positions that could not be
    read, and ``log_read`` says whether the order across streams was read to its end.
    """

    finds: Finds
    stages: Stages
    ends: dict[str, int] = field(factory=dict)
    findings: list[Finding] = field(factory=list)
    blind: str = ""
    unreadable: int = 0
    log_read: bool = False
    steps: int = 0

    def take_store(self, recorder: ApplicationRecorder) -> None:
        """Read all that the store itself can still give."""
        self._take_findings(recorder)
        self._take_log(recorder)
        self._take_index(recorder)
        for stream in [*self.ends]:
            self._take_stream(recorder, stream)

    def take_remains(self, files: Iterable[tuple[Path, Source]], tables: Path | None) -> None:
        """Look for lines in the bytes of files; one of them may be made of tables."""
        for file, source in files:
            rows = long_rows(file) if file == tables else ()
            for line in chain(carve(file), filter(None, map(carve_row, rows))):
                self.finds.add(line.stream, line.version, line.event, line.state, source=source)
                self._step("search")

    def take_second_copy(self, recorder: ApplicationRecorder, stream: str, after: int) -> None:
        """Read what the store keeps a second time of a stream."""
        if not isinstance(recorder, Twofold):
            return
        for state in _until_unreadable(recorder.other_copy(stream, after=after)):
            line = line_of(state)
            if line is not None:
                self.finds.add(
                    line.stream, line.version, line.event, state, source=Source.SECOND_COPY
                )

    def _take_findings(self, recorder: ApplicationRecorder) -> None:
        if isinstance(recorder, SelfChecking):
            for finding in self._seen(recorder.inspect()):
                if len(self.findings) < NAMED:
                    self.findings.append(finding)

    def _take_log(self, recorder: ApplicationRecorder) -> None:
        def gap(first: int, last: int | None, why: str) -> None:  # noqa: ARG001 - the store says why
            self.unreadable += 0 if last is None else last - first + 1

        log = Log(recorder, lambda error: isinstance(error, UNREADABLE), gap)
        for event in log:
            self._take(event, event.id)
        self.log_read = log.whole

    def _take_index(self, recorder: ApplicationRecorder) -> None:
        if not isinstance(recorder, StreamIndex):
            return
        for head in self._seen(index_of(recorder, store="the damaged store")):
            self.ends[head.stream] = head.count

    def _seen(self, given: Iterator[R]) -> Iterator[R]:
        """What the store says of itself, as long as it can."""
        try:
            yield from given
        except UNREADABLE as error:
            self.blind = self.blind or str(error)

    def _take_stream(self, recorder: ApplicationRecorder, stream: str) -> None:
        """Read a stream by version, stepping over what cannot be read."""
        after, end = 0, self.ends[stream]
        while True:
            found = _asked(_events, recorder, stream, after, BATCH)
            if found is None:
                self._take_one_by_one(recorder, stream, after, end)
                return
            self._take_all(found)
            if len(found) < BATCH or found[-1].originator_version <= after:
                return
            after = found[-1].originator_version

    def _take_one_by_one(
        self, recorder: ApplicationRecorder, stream: str, after: int, end: int
    ) -> None:
        dark = 0
        for version in range(after, end):
            events = _asked(_events, recorder, stream, version, 1)
            self._take_all(events or ())
            dark = 0 if events else dark + 1
            if dark > STRIDE:
                return  # what stands further on is looked for in the bytes of the files

    def _take_all(self, events: Iterable[StoredEvent]) -> None:
        for event in events:
            self._take(event, None)

    def _take(self, event: StoredEvent, position: int | None) -> None:
        self._step("read")
        state = event.state
        if not isinstance(state, bytes):  # SQLite keeps text in a column of bytes, if told to
            state = str(state).encode("utf-8", "surrogatepass")
        line = line_of(state)
        if line is not None:
            self.finds.add(
                line.stream,
                line.version,
                line.event,
                state,
                source=Source.STORE,
                position=position,
            )
        elif not (is_stream(event.originator_id) or _sealed(state)):
            self.finds.add(
                event.originator_id,
                event.originator_version,
                event.topic,
                state,
                source=Source.STORE,
                position=position,
            )
        else:
            place = f"{event.originator_id} version {event.originator_version}"
            self.finds.add_odd(place, state, ODD)

    def _step(self, stage: str) -> None:
        self.steps += 1
        if self.steps % STEP == 0:
            self.stages(stage, self.steps)


def _sealed(state: bytes) -> bool:
    """Whether bytes are a ledger's as far as one can see: no guest's, whatever the name says."""
    return state.startswith(b'{"stream":"') and unseal(state)[1] is not None


def _events(
    recorder: ApplicationRecorder, stream: str, after: int, limit: int
) -> Sequence[StoredEvent]:
    # One by one, a version is asked for by name: those before it may be what cannot be read.
    last = after + 1 if limit == 1 else None
    return recorder.select_events(stream, gt=after, lte=last, limit=limit)


def _asked(ask: Callable[P, R], *about: P.args, **how: P.kwargs) -> R | None:
    """What the store answers; ``None`` where it cannot."""
    try:
        return ask(*about, **how)
    except UNREADABLE:
        return None


def _until_unreadable(given: Iterator[R]) -> Iterator[R]:
    with suppress(*UNREADABLE):
        yield from given
