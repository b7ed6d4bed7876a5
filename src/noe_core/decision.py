"""What a decision gives: a draft of a fact, or a refusal.

Rule kept here: a decision is a pure function of the state and its arguments. Time and ids
are arguments; the ledger supplies what the caller left out.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, Generic, TypeVar
from uuid import UUID

from attrs import frozen

from noe_core.facts import F_co
from noe_core.moments import When, begins
from noe_core.refusal import FutureFact, Refusal
from noe_core.typed import Fact

MADE: Final = ""
"""An id left to the ledger, which makes one before it decides."""


@frozen(kw_only=True)
class Draft(Generic[F_co]):
    """A fact that may be recorded: what happened, when, and under which id.

    ``id`` is the event's own id; without one the ledger derives or makes it. ``recorded_at``
    and ``version`` are given by an importer that knows them, and assigned otherwise.
    """

    data: F_co
    occurred_at: When
    id: UUID | None = None
    version: int | None = None
    recorded_at: datetime | None = None
    recorded_by: str | None = None
    caused_by: str | None = None
    correlation_id: str | None = None


@frozen
class WrongStream(Refusal):
    """Each kind of stream has its own events."""

    says = "{event} is no event of a {kind}; record it in the stream that has it"
    event: str
    kind: str


@frozen
class RecordedTooEarly(Refusal):
    """A fact is written down after it happened, and after the fact before it."""

    says = "recorded_at {recorded_at} is before {bound} ({why})"
    recorded_at: datetime
    bound: datetime
    why: str


@frozen
class RecordedInFuture(Refusal):
    """A fact cannot have been written down later than now."""

    says = "recorded_at {recorded_at} has not come yet (now: {now})"
    recorded_at: datetime
    now: datetime


@frozen
class VersionOutOfStep(Refusal):
    """The versions of a stream are 1, 2, 3 … without gap."""

    says = "version {version} is given where {next} comes next; leave it out or renumber"
    version: int
    next: int


F = TypeVar("F", bound=Fact)


def happened(data: F, on: When) -> Draft[F]:
    """The draft of a fact that happened then."""
    return Draft(data=data, occurred_at=on)


def not_yet(occurred_at: When, now: datetime) -> FutureFact | None:
    """A refusal when the moment has begun nowhere on earth."""
    return FutureFact(occurred_at, now) if begins(occurred_at) > now else None
