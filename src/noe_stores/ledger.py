"""What embedders hold: a store of relationships to record in, replay and read on from.

Rule kept here: the ledger adds to a recorder what its interface does not promise (shared
house, "The port"); everything it writes goes through one stream at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, BinaryIO, Self, TypeVar

from attrs import frozen
from eventsourcing.persistence import ApplicationRecorder, Notification, StoredEvent

from noe_core.decision import Draft
from noe_core.facts import AnyRecorded
from noe_core.history import History
from noe_core.moments import When
from noe_core.typed import Fact
from noe_core.vocabulary import kind_of
from noe_stores.checks.verify import Verified, verify
from noe_stores.exchange.importing import Import
from noe_stores.exchange.interchange import Exported, Imported, NoSuchStream, export
from noe_stores.following import Following, Watch
from noe_stores.handles.handle import Handle
from noe_stores.handles.house import House
from noe_stores.handles.person import Person
from noe_stores.handles.relation import Relation
from noe_stores.handles.team_room import TeamRoom
from noe_stores.identity import is_stream, stream_of
from noe_stores.lines.codec import Malformed, decode
from noe_stores.port import StreamIndex
from noe_stores.stream import DamagedRecord, Stream, unsealed
from noe_stores.walking import Progress, index_of, log_of

H = TypeVar("H", bound=Handle[Any])

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The clock of the machine, in UTC."""
    return datetime.now(UTC)


@frozen
class Positioned:
    """A fact at its place in the order across streams; places are never reused."""

    position: int
    fact: AnyRecorded


class Ledger:
    """A store of streams behind one recorder.

    ``clock`` gives the time of recording; ``place`` is how errors name the store. Use it as
    a context manager, or close it.
    """

    def __init__(
        self, recorder: ApplicationRecorder, *, clock: Clock = utc_now, place: str = "store"
    ) -> None:
        self.recorder = recorder
        self.clock = clock
        self.place = place

    def relationship(
        self,
        id: str,
        *,
        recorded_by: str = "noe",
        caused_by: str | None = None,
        correlation_id: str | None = None,
    ) -> Relation:
        """The relationship of that id, to record in under somebody's name.

        Raises:
            ValueError: the id is empty, or names a stream of another kind.
        """
        return self._handle(Relation, id, recorded_by, caused_by, correlation_id)

    def team(
        self,
        id: str,
        *,
        recorded_by: str = "noe",
        caused_by: str | None = None,
        correlation_id: str | None = None,
    ) -> TeamRoom:
        """The team of that id, to record in under somebody's name.

        Raises:
            ValueError: the id is empty, or names a stream of another kind.
        """
        return self._handle(TeamRoom, id, recorded_by, caused_by, correlation_id)

    def practitioner(
        self,
        id: str,
        *,
        recorded_by: str = "noe",
        caused_by: str | None = None,
        correlation_id: str | None = None,
    ) -> Person:
        """The practitioner of that id, to record in under somebody's name.

        Raises:
            ValueError: the id is empty, or names a stream of another kind.
        """
        return self._handle(Person, id, recorded_by, caused_by, correlation_id)

    def firm(
        self,
        id: str,
        *,
        recorded_by: str = "noe",
        caused_by: str | None = None,
        correlation_id: str | None = None,
    ) -> House:
        """The firm of that id, to record in under somebody's name.

        Raises:
            ValueError: the id is empty, or names a stream of another kind.
        """
        return self._handle(House, id, recorded_by, caused_by, correlation_id)

    def _handle(
        self,
        handle: type[H],
        id: str,
        recorded_by: str,
        caused_by: str | None,
        correlation_id: str | None,
    ) -> H:
        kind = handle.streams.kind
        name = stream_of(id, kind)
        if kind_of(name) is not kind:
            raise ValueError(f"{name!r} is no {kind}; give its own id alone")
        return handle(
            stream=Stream(recorder=self.recorder, name=name, store=self.place),
            clock=self.clock,
            recorded_by=recorded_by,
            caused_by=caused_by,
            correlation_id=correlation_id,
        )

    def stream(self, id: str) -> Stream:
        """One stream, not read yet."""
        return Stream(recorder=self.recorder, name=stream_of(id), store=self.place)

    def record(
        self,
        id: str,
        drafts: Iterable[Draft[Fact]],
        *,
        recorded_by: str = "noe",
        expected: int | None = None,
    ) -> tuple[AnyRecorded, ...]:
        """Record past facts as they are, without the commands' refusals; all or none.

        ``expected`` is the version the stream must be at, 0 for a new one. An id that carries
        no kind is that of a relationship; those of other kinds are written whole
        (``team/bench``).

        Raises:
            ValueError: something else than a `Draft` is given.
            Refused, LostRace, IdReused: see `noe_stores.outcomes`.
            StoreError: the world broke; where its ``outcome`` is unknown, record its
                ``offered`` again, which never doubles a fact.
        """
        stream = self.stream(id)
        stream.catch_up()
        return stream.append(drafts, now=self.clock(), recorded_by=recorded_by, expected=expected)

    def history(
        self, id: str, *, as_of: When | None = None, known_at: When | None = None
    ) -> History:
        """The history of one stream; empty when nothing is recorded under that id.

        An id that carries no kind is that of a relationship; those of other kinds are written
        whole (``team/bench``), or asked of their handle.
        """
        stream = self.stream(id)
        stream.refresh()
        records = tuple(stream.records)
        return History(stream=stream.name, records=records, as_of=as_of, known_at=known_at)

    def histories(
        self, *, as_of: When | None = None, known_at: When | None = None
    ) -> Iterator[History]:
        """Every history in order of stream id, one held at a time."""
        for name in self.streams():
            yield self.history(name, as_of=as_of, known_at=known_at)

    def streams(self) -> Iterator[str]:
        """The ids of the streams, in order of code points."""
        if not isinstance(self.recorder, StreamIndex):
            log = log_of(self.recorder, store=self.place)
            yield from sorted({n.originator_id for n in log if is_stream(n.originator_id)})
            return
        heads = index_of(self.recorder, store=self.place)
        yield from (head.stream for head in heads if is_stream(head.stream))

    def follow(self, after: int = 0) -> Iterator[Positioned]:
        """The facts recorded after a position, across streams, up to the end of the store.

        Raises:
            DamagedRecord: a record is no fact; `verify` checks their chains as well.
        """
        for notification in log_of(self.recorder, store=self.place, after=after):
            found = self._positioned(notification)
            if found is not None:
                yield found

    def watch(self, after: int = 0) -> Watch[Positioned]:
        """The facts recorded after a position, across streams, then those that come.

        For one thread to read; it ends when ``stop()`` is called, from any thread, and is
        stopped by the end of a ``with`` block. Keep the position of the last fact you have
        dealt with, and go on from there after a restart: nothing is missed, nothing comes
        twice.

        Raises:
            DamagedRecord: a record is no fact; `verify` checks their chains as well.
            NewEpoch: the store's positions were begun anew (a fresh clone of a file store).
        """
        return Watch(Following(self.recorder, gt=after), self._positioned)

    def _positioned(self, notification: Notification) -> Positioned | None:
        """A fact at its position; none for a record that is no fact of a ledger's."""
        if not is_stream(notification.originator_id):
            return None
        fact = self._decoded(notification)
        return None if fact is None else Positioned(notification.id, fact)

    def _decoded(self, event: StoredEvent) -> AnyRecorded | None:
        """The fact of a record; none for a record that no ledger wrote."""
        try:
            line, digest = unsealed(event)
            return None if digest is None else decode(line)
        except Malformed as error:
            raise DamagedRecord.at(
                str(event.originator_id), event.originator_version, str(error), store=self.place
            ) from error

    def export(
        self,
        out: BinaryIO,
        *,
        streams: Iterable[str] | None = None,
        progress: Progress | None = None,
    ) -> Exported:
        """Write the facts of the store, or of some streams, as lines of JSON.

        By stream id, then version, the stored bytes as they are.

        Raises:
            NoSuchStream: nothing is recorded under one of the ids; nothing was written.
            DamagedRecord: a stream does not hold what was written there.
        """
        names = self.streams() if streams is None else self._chosen(streams)
        return export(self.recorder, names, out, store=self.place, progress=progress)

    def _chosen(self, ids: Iterable[str]) -> list[str]:
        names = sorted({stream_of(own_id) for own_id in ids})
        for name in names:
            if not self.recorder.select_events(name, limit=1):
                raise NoSuchStream(name)
        return names

    def import_(
        self,
        source: BinaryIO,
        *,
        name: str | None = None,
        partial: bool = False,
        keep_unknown: bool = False,
        progress: Progress | None = None,
    ) -> Imported:
        """Record facts given as lines of JSON; what is recorded already adds nothing.

        ``version``, ``id`` and ``recorded_at`` may be missing and are given then; where they
        are there, they are kept. ``name`` is how bad lines name the file. An import is all
        or nothing; with ``partial`` the good lines are recorded and the bad ones reported.
        Events that this release does not know, and facts with sealed texts, are refused
        unless ``keep_unknown``.

        Raises:
            ImportRefused: lines are bad; nothing was recorded.
            LostRace: somebody recorded in one of its streams meanwhile; import again.
            DamagedRecord: one of its streams does not hold what was written there.
        """
        run = Import(
            recorder=self.recorder,
            store=self.place,
            source=name or str(getattr(source, "name", "lines")),
            now=self.clock(),
            partial=partial,
            keep_unknown=keep_unknown,
        )
        return run.run(source, progress)

    def verify(self, *, progress: Progress | None = None) -> Verified:
        """Whether the store still holds what was written, by stream and by position."""
        return verify(self.recorder, store=self.place, progress=progress)

    def close(self) -> None:
        """Close the store; using it afterwards says so."""
        close = getattr(self.recorder, "close", None)
        if close is not None:
            close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
