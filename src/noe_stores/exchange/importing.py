"""An import: lines of JSON into a store, all or nothing.

Rule kept here: every line is read and placed before the first is recorded, and all are
recorded in one call of the recorder, which every recorder of the port answers in one piece.
So an import holds its new lines and what the streams they belong to held before, about a
kilobyte a line. ``partial`` gives that up: good lines are recorded page by page, and what
was recorded stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO, Final

from attrs import define, field, frozen
from eventsourcing.persistence import ApplicationRecorder, IntegrityError, StoredEvent

from noe_core.facts import Unread
from noe_stores.errors import Outcome, StoreError
from noe_stores.exchange.incoming import Incoming, parsed, understood
from noe_stores.exchange.interchange import BAD_LIMIT, BadLine, Imported, ImportRefused
from noe_stores.exchange.landing import Landing
from noe_stores.lines.codec import LINE_LIMIT, Malformed
from noe_stores.outcomes import Conflict, LostRace
from noe_stores.stream import PAGE, Stream
from noe_stores.walking import STEP, Progress

BOM: Final = b"\xef\xbb\xbf"
"""What some tools put before UTF-8 text; it says nothing, so it is passed over."""

_ENDS = b"\r\n"
_SPACE = b" \t\r"


@frozen
class Line:
    """A line of a file: its number, its bytes, and whether it is there to its end."""

    number: int
    text: bytes
    whole: bool = True
    too_long: bool = False


def _bytes(source: BinaryIO, room: int) -> bytes:
    read = getattr(source, "readline", None)
    chunk = None if read is None else read(room)
    if not isinstance(chunk, bytes):
        raise ValueError(  # noqa: TRY004 - as every value that is wrong in itself
            f"an import reads a file of bytes, open(…, 'rb'), and not {source!r:.60}"
        )
    return chunk


def numbered(source: BinaryIO) -> Iterator[Line]:
    """The lines of a file that are not blank; of one beyond the limit only the beginning."""
    number, room = 0, LINE_LIMIT + len(_ENDS)
    chunk = _bytes(source, len(BOM) + room).removeprefix(BOM)
    while chunk:
        number += 1
        text, ended = chunk.rstrip(_ENDS), chunk.endswith(b"\n")
        if len(text) > LINE_LIMIT:
            while chunk and not chunk.endswith(b"\n"):
                chunk = source.readline(room)
            yield Line(number, text[:LINE_LIMIT], too_long=True)
        elif text.strip(_SPACE):
            yield Line(number, text, whole=ended)
        chunk = source.readline(room)


@define(kw_only=True)
class Import:
    """One run of an import; `run` is all there is to do with it."""

    recorder: ApplicationRecorder
    store: str
    source: str
    now: datetime
    partial: bool
    keep_unknown: bool
    lines: int = 0
    added: int = 0
    already: int = 0
    kept_unknown: int = 0
    refused: int = 0
    bad: list[BadLine] = field(factory=list)
    _landings: dict[str, Landing] = field(factory=dict)
    _pending: list[StoredEvent] = field(factory=list)
    _spoiled: set[str | None] = field(factory=set)

    def run(self, source: BinaryIO, progress: Progress | None) -> Imported:
        """Take every line, then record what is new.

        Raises:
            ImportRefused: a line is bad and the import is not partial; nothing was recorded.
            LostRace: somebody recorded in one of the streams meanwhile; nothing was recorded
                (of a partial import: what was recorded stays). Importing again is safe.
            DamagedRecord: one of the streams does not hold what was written there.
        """
        for line in numbered(source):
            self.lines += 1
            self._take(line)
            if self.partial and len(self._pending) >= PAGE:
                self._record()
            if progress and self.lines % STEP == 0:
                progress(self.lines)
        if self.refused and not self.partial:
            raise ImportRefused(tuple(self.bad), self.refused)
        self._record()
        if progress:
            progress(self.lines)
        return Imported(
            lines=self.lines,
            added=self.added,
            already=self.already,
            streams=len(self._landings),
            kept_unknown=self.kept_unknown,
            bad=tuple(self.bad),
            refused=self.refused,
        )

    def _take(self, line: Line) -> None:
        stream: object = None
        try:
            given = _members(line)
            stream = given.get("stream")
            self._place(understood(given, keep_unknown=self.keep_unknown), line.number)
        except Malformed as error:
            self._refuse(line.number, error)
            # What follows a bad line in its stream would only be out of step with it; the
            # lines after one of no known stream are checked for their form alone.
            self._spoiled.add(stream if isinstance(stream, str) else None)

    def _landed(self, stream: str) -> Landing:
        try:
            return Landing.of(self.recorder, stream, store=self.store)
        except StoreError as error:
            if not self.partial:  # of a partial import some may be recorded already
                error.ended(Outcome.NOT_KEPT, (stream,))
            raise

    def _place(self, incoming: Incoming, number: int) -> None:
        if not self.partial and (None in self._spoiled or incoming.stream in self._spoiled):
            return
        landing = self._landings.get(incoming.stream)
        if landing is None:
            landing = self._landed(incoming.stream)
            self._landings[incoming.stream] = landing
        written = landing.place(incoming, number, now=self.now)
        if written is None:
            self.already += 1
            return
        self.kept_unknown += isinstance(written.record.data, Unread)
        self._pending.append(written.event)

    def _refuse(self, number: int, error: Malformed) -> None:
        self.refused += 1
        if len(self.bad) < BAD_LIMIT:
            self.bad.append(
                BadLine(source=self.source, line=number, field=error.field, why=error.why)
            )

    def _record(self) -> None:
        if not self._pending:
            return
        try:
            self.recorder.insert_events(self._pending)
        except IntegrityError:
            self._explain_race()
            raise
        self.added += len(self._pending)
        self._pending = []

    def _explain_race(self) -> None:
        """Say which stream went on; if none did, the store objects for a reason of its own."""
        firsts: dict[str, int] = {}
        for event in self._pending:
            firsts.setdefault(str(event.originator_id), event.originator_version)
        for name, first in firsts.items():
            stream = Stream(recorder=self.recorder, name=name, store=self.store)
            stream.refresh()
            if stream.version >= first:
                since = tuple(stream.records[first - 1 :])
                raise LostRace(
                    Conflict(stream=name, expected=first - 1, actual=stream.version, since=since)
                )


def _members(line: Line) -> dict[str, object]:
    if line.too_long:
        raise Malformed("line", f"has more than {LINE_LIMIT} bytes")
    try:
        return parsed(line.text)
    except Malformed as error:
        if line.whole or error.field != "line":
            raise
        raise Malformed("line", f"{error.why}; the file ends here, perhaps too early") from error
