"""The history of one stream: what was recorded, as it was known, as it had come.

Rule kept here: corrections and withdrawals are resolved first, by record time; then the
corrected facts are cut by world time; then they stand in order of (occurred_at, version)
(shared format, "Identity and order"). Nothing recorded is ever lost from `records`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cached_property
from operator import le
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from attrs import evolve, field, frozen
from attrs.converters import optional

from noe_core.entries import EntryCorrected, EntryWithdrawn
from noe_core.facts import AnyRecorded
from noe_core.moments import DEFAULT_ZONE, When, checked, day_of, is_day, order, within
from noe_core.wire import amended, moment

ENTRIES = (EntryCorrected, EntryWithdrawn)
"""Facts about entries of the log; they stand outside world time."""


def place(fact: AnyRecorded) -> tuple[Any, int]:
    """Where a fact stands in its history: by when it happened, then by version."""
    return order(fact.occurred_at), fact.version


def in_order(facts: Iterable[AnyRecorded]) -> tuple[AnyRecorded, ...]:
    """Facts, given by version, in the order in which they happened.

    A day stands before the instants of that day that were recorded after it, and after those
    recorded before it: what was decided on them cannot have come first.
    """
    given = tuple(facts)
    if _stand_in_order([fact.occurred_at for fact in given]):
        return given
    latest: dict[date, datetime] = {}
    placed: list[tuple[datetime, int, AnyRecorded]] = []
    for fact in given:
        moment = order(fact.occurred_at)
        last = latest.get(moment.date(), moment)
        if is_day(fact.occurred_at):
            moment = max(moment, last)
        latest[moment.date()] = max(moment, last)
        placed.append((moment, fact.version, fact))
    return tuple(fact for _, _, fact in sorted(placed, key=lambda known: known[:2]))


def _stand_in_order(moments: Sequence[When]) -> bool:
    """Whether all are days, or all instants, and none is before the one before it.

    Most histories are, and need no sorting.
    """
    later = iter(moments)
    next(later, None)
    return len(set(map(type, moments))) <= 1 and all(map(le, moments, later))


def targets(entries: Iterable[AnyRecorded]) -> Iterator[UUID]:
    """The ids of the facts that some corrections and withdrawals are about."""
    return (entry.data.target_event_id for entry in entries if isinstance(entry.data, ENTRIES))


@frozen(kw_only=True)
class History:
    """An immutable, ordered sequence of recorded facts of one stream.

    Iterating gives the facts that had happened by ``as_of`` as they were known at
    ``known_at``, corrected, without what was withdrawn. ``records`` is everything, as
    recorded. Days are days of ``zone``.

    Raises:
        ValueError: a cut is an instant without a zone.
    """

    stream: str
    records: tuple[AnyRecorded, ...] = ()
    as_of: When | None = field(default=None, converter=optional(checked))
    known_at: When | None = field(default=None, converter=optional(checked))
    zone: ZoneInfo = field(default=DEFAULT_ZONE)

    def at(self, *, as_of: When | None = None, known_at: When | None = None) -> History:
        """The same history seen as of a day of the world and a day of the log, together."""
        return evolve(
            self,
            as_of=self.as_of if as_of is None else as_of,
            known_at=self.known_at if known_at is None else known_at,
        )

    def then(self, records: Iterable[AnyRecorded]) -> History:
        """The history with later records added; both cuts stay."""
        return evolve(self, records=self.records + tuple(records))

    @cached_property
    def known(self) -> tuple[AnyRecorded, ...]:
        """The records written down by ``known_at``, uncorrected."""
        if self.known_at is None:
            return self.records
        limit = self.known_at
        return tuple(r for r in self.records if within(r.recorded_at, limit, self.zone))

    @cached_property
    def entries(self) -> tuple[AnyRecorded, ...]:
        """The corrections and withdrawals known, in the order they were recorded."""
        return tuple(record for record in self.known if isinstance(record.data, ENTRIES))

    @cached_property
    def withdrawn(self) -> tuple[AnyRecorded, ...]:
        """The records known that were taken back, as they were recorded."""
        gone = {e.data.target_event_id for e in self.entries if isinstance(e.data, EntryWithdrawn)}
        return tuple(r for r in self.known if r.id in gone) if gone else ()

    @cached_property
    def facts(self) -> tuple[AnyRecorded, ...]:
        """The facts, corrected, cut and in order."""
        found: Iterable[AnyRecorded] = self.known
        if self.entries:
            found = _resolved(self.known, self.entries)
        if self.as_of is not None:
            limit = self.as_of
            found = (fact for fact in found if within(fact.occurred_at, limit, self.zone))
        return in_order(found)

    @property
    def day(self) -> date:
        """The day of the world seen: ``as_of``, else that of the last record known."""
        if self.as_of is not None:
            return day_of(self.as_of, self.zone)
        return day_of(self.known[-1].recorded_at, self.zone) if self.known else date.min

    def find(self, event_id: UUID) -> AnyRecorded | None:
        """The fact of that id among those seen here."""
        return self._by_id.get(event_id)

    @cached_property
    def _by_id(self) -> dict[UUID, AnyRecorded]:
        return {fact.id: fact for fact in self.facts}

    def __iter__(self) -> Iterator[AnyRecorded]:
        return iter(self.facts)

    def __len__(self) -> int:
        return len(self.facts)


def _resolved(
    records: tuple[AnyRecorded, ...], entries: tuple[AnyRecorded, ...]
) -> Iterator[AnyRecorded]:
    withdrawn = {e.data.target_event_id for e in entries if isinstance(e.data, EntryWithdrawn)}
    corrections: dict[UUID, list[AnyRecorded]] = {}
    for entry in entries:
        if isinstance(entry.data, EntryCorrected) and entry.id not in withdrawn:
            corrections.setdefault(entry.data.target_event_id, []).append(entry)
    for record in records:
        if record.id in withdrawn or isinstance(record.data, ENTRIES):
            continue
        for correction in corrections.get(record.id, ()):
            record = corrected(record, correction)  # noqa: PLW2901 - each builds on the last
        yield record


def corrected(fact: AnyRecorded, correction: AnyRecorded) -> AnyRecorded:
    """The fact after a correction; unchanged when the correction cannot be applied to it.

    DATA-1 reports a correction that could not be applied.
    """
    assert isinstance(correction.data, EntryCorrected)  # noqa: S101 - narrows the type
    fields = dict(correction.data.new_fields)
    try:
        occurred = moment(fields.pop("occurred_at")) if "occurred_at" in fields else None
        return evolve(
            fact,
            data=amended(fact.data, fields),
            occurred_at=occurred or fact.occurred_at,
            corrected_by=(*fact.corrected_by, correction.id),
        )
    except ValueError:
        return fact
