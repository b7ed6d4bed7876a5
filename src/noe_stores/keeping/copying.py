"""One store copied into another, record by record, in the order of the positions.

Rule kept here: what is copied is the stored bytes, and nothing of ours is copied that does
not follow from the line before it. A target holds a beginning of its source or is refused,
so that a copy broken off goes on where it stopped and one that is done adds nothing. The
records up to the position the source had at the beginning are copied, whoever writes on.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from attrs import define, field, frozen
from eventsourcing.persistence import ApplicationRecorder, IntegrityError, StoredEvent

from noe_stores.checks.checked import Verified
from noe_stores.checks.checking import linked
from noe_stores.errors import StoreBusy, StoreDamaged, StoreError
from noe_stores.identity import is_stream
from noe_stores.ledger import Ledger
from noe_stores.lines import chain
from noe_stores.lines.codec import Malformed
from noe_stores.lines.tail import Tail
from noe_stores.port import StreamIndex
from noe_stores.stream import DamagedRecord
from noe_stores.walking import STEP, index_of, log_of

BATCH = 500
"""How many records are kept in one durable call."""

Stages = Callable[[str, int], None]
"""Told the name of a stage and how many records of it are done."""

NOT_COPIED = "snapshots, and how far applications have followed"
"""What is made anew beside a copy: by the applications that own it."""


class HoldsOther(StoreError):  # noqa: N818 - says what is
    """The target of a copy holds something else than a beginning of its source."""

    stream: str = ""
    version: int = 0

    @classmethod
    def at(cls, held: StoredEvent, problem: str, *, store: str) -> HoldsOther:
        """The error for the first record that differs."""
        stream, version = str(held.originator_id), held.originator_version
        error = cls(
            f"{stream:.200} version {version} {problem}",
            store=store,
            remedy="Choose a place where nothing is yet; nothing there was changed",
        )
        error.stream, error.version = stream, version
        return error


@frozen(kw_only=True)
class Copied:
    """What a copy came to.

    Attributes:
        records: how many of the source's are in the target now: all that it held when the copy
            began.
        added: how many of them this run added; the others were there already.
        guests: how many of them no ledger wrote.
        last_position: the position of the last of them in the source.
        renumbered: whether positions in the target are others than in the source; a follower
            of the source cannot go on in the target then.
        verified: what was found in the target at the end.
    """

    records: int
    added: int
    guests: int
    last_position: int
    renumbered: bool
    verified: Verified


def untold(stage: str, done: int) -> None:
    """Nobody asked for progress."""


def copy(source: Ledger, target: Ledger, *, stages: Stages = untold) -> Copied:
    """Copy every record of one store into another, and see that it is there.

    Raises:
        HoldsOther: the target holds something else; nothing was added to it.
        StoreBusy: somebody else wrote to the target meanwhile.
        DamagedRecord: a record of the source is not the one written there; those before it
            are copied.
        StoreShortened: the source lost what it acknowledged; nothing is copied.
        StoreDamaged: a stream of the source has no place in its order; nothing is copied.
        StoreError: one of the stores cannot be read or written.
    """
    end = _last(source)
    _demand_placed(source)
    known = compared(source, target, stage="look", stages=stages)
    added = _filled(source, target, after=known.position, end=end, stages=stages)
    whole = compared(source, target, stage="compare", stages=stages)
    return Copied(
        records=whole.records,
        added=added,
        guests=whole.guests,
        last_position=end,
        renumbered=whole.renumbered,
        verified=target.verify(progress=lambda done: stages("verify", done)),
    )


def _last(source: Ledger) -> int:
    last = source.recorder.max_notification_id() or 0
    # Told to whoever reads beyond the last record, which a copy itself does not.
    source.recorder.select_notifications(last, 1, inclusive_of_start=False)
    return last


def _demand_placed(source: Ledger) -> None:
    """See that every stream stands in the order by which a copy goes.

    Of one that could not be taken in, such as a damaged dossier of a fresh clone, the index
    knows the name alone.
    """
    if not isinstance(source.recorder, StreamIndex):
        return
    for head in index_of(source.recorder, store=source.place):
        if head.count == 0:
            source.recorder.select_events(head.stream)  # which says what is wrong with it
            error = StoreDamaged(
                f"{head.stream} has no place in the order of the store, so it cannot be copied",
                store=source.place,
                remedy="Run noe verify; noe repair salvages what is left",
            )
            error.streams = (head.stream,)
            raise error


@define
class Common:
    """The beginning that two stores have in common."""

    records: int = 0
    guests: int = 0
    position: int = 0
    renumbered: bool = False


def compared(source: Ledger, target: Ledger, *, stage: str, stages: Stages = untold) -> Common:
    """How far the target goes along with the source, which it does to its own end.

    Raises:
        HoldsOther: it does not.
    """
    common = Common()
    offered = log_of(source.recorder, store=source.place, page=BATCH)
    for held in log_of(target.recorder, store=target.place, page=BATCH):
        given = next(offered, None)
        if given is None:
            raise HoldsOther.at(held, f"is not in {source.place}", store=target.place)
        if not _same(given, held):
            raise HoldsOther.at(held, f"is not what {source.place} has there", store=target.place)
        common.records += 1
        common.guests += not is_stream(held.originator_id)
        common.position = given.id
        common.renumbered |= given.id != held.id
        if common.records % STEP == 0:
            stages(stage, common.records)
    if common.records:
        stages(stage, common.records)
    return common


def _same(one: StoredEvent, other: StoredEvent) -> bool:
    return (one.originator_id, one.originator_version, one.topic, one.state) == (
        other.originator_id,
        other.originator_version,
        other.topic,
        other.state,
    )


def _filled(source: Ledger, target: Ledger, *, after: int, end: int, stages: Stages) -> int:
    filling = Filling(target=target)
    for event in log_of(source.recorder, store=source.place, after=after, end=end, page=BATCH):
        if is_stream(event.originator_id):
            filling.follow(event, store=source.place)
        filling.add(event)
        if filling.added % STEP == 0:
            stages("copy", filling.added)
    filling.keep()
    stages("copy", filling.added)
    return filling.added


@define
class Filling:
    """A store that is being filled: what waits for the next durable call, and where streams end."""

    target: Ledger
    added: int = 0
    waiting: list[StoredEvent] = field(factory=list)
    tails: dict[str, Tail] = field(factory=dict)

    def tail(self, stream: str) -> Tail:
        """Where a stream of ours ends, with what waits."""
        known = self.tails.get(stream)
        if known is None:
            known = self.tails[stream] = _tail_in(self.target.recorder, stream)
        return known

    def follow(self, event: StoredEvent, *, store: str) -> None:
        """See that a record of ours follows from the last one of its stream.

        Raises:
            DamagedRecord: it does not; what waits is kept.
            StoreBusy: somebody else put it there a moment ago.
        """
        stream = str(event.originator_id)
        tail = self.tail(stream)
        try:
            _, digest = linked(event, tail)
        except Malformed as error:
            self.keep()
            if self._is_there(event):
                raise self._busy() from error
            raise DamagedRecord.at(stream, tail.version + 1, str(error), store=store) from error
        self.tails[stream] = Tail(stream, tail.version + 1, digest)

    def add(self, event: StoredEvent) -> None:
        """Take a record; a batch of them is kept in one durable call."""
        self.waiting.append(_bare(event))
        self.added += 1
        if len(self.waiting) >= BATCH:
            self.keep()

    def keep(self) -> None:
        """Keep what waits."""
        if self.waiting:
            try:
                self.target.recorder.insert_events(self.waiting)
            except IntegrityError as error:
                raise self._busy() from error
        # The ends of streams are forgotten with the batch, so that memory stays as it is.
        self.waiting, self.tails = [], {}

    def _is_there(self, event: StoredEvent) -> bool:
        version = event.originator_version
        found = self.target.recorder.select_events(event.originator_id, gt=version - 1, lte=version)
        return [one.state for one in found] == [event.state]

    def _busy(self) -> StoreBusy:
        return StoreBusy(
            "somebody else wrote to it while it was copied into",
            store=self.target.place,
            remedy="Let him finish, then copy again: it goes on where it stopped",
        )


def _tail_in(recorder: ApplicationRecorder, stream: str) -> Tail:
    if isinstance(recorder, StreamIndex):
        head = recorder.head(stream)
        return Tail(stream, head.version, head.sum or "") if head else Tail.of(stream)
    last = recorder.select_events(stream, desc=True, limit=1)
    if not last:
        return Tail.of(stream)
    return Tail(stream, last[0].originator_version, chain.unseal(last[0].state)[1] or "")


def _bare(event: StoredEvent) -> StoredEvent:
    """A record without the position it had."""
    stream: UUID | str = event.originator_id
    return StoredEvent(stream, event.originator_version, event.topic, event.state)
