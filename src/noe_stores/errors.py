"""What can go wrong with a store: one class a cause, never told apart by message text.

Rule kept here: each error names the thing, the place and the remedy. Where the port demands
one of ``eventsourcing``'s persistence errors, the class is both, so that a guest application
catches what it always caught.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any
from uuid import UUID

from eventsourcing.persistence import (
    DatabaseError,
    DataError,
    IntegrityError,
    InterfaceError,
    NotSupportedError,
    OperationalError,
)

from noe_stores.safe import on_one_line


class Outcome(StrEnum):
    """What became of the facts of a call that failed."""

    KEPT = "kept"
    NOT_KEPT = "not kept"
    UNKNOWN = "unknown"


_OUTCOMES = {
    Outcome.KEPT: "The facts of this call are kept",
    Outcome.NOT_KEPT: "This call has kept nothing",
    Outcome.UNKNOWN: "Whether the facts of this call are kept is not known: offer them again"
    " under the same ids, which never doubles them",
}


class StoreError(Exception):
    """The world broke under a store; ``store`` says where and ``remedy`` what to do.

    Of a call that was to keep facts, ``outcome`` says what became of them, ``streams`` which
    streams they belong to, and ``offered`` has the drafts of a ledger's call with the ids
    they were given: offering these again never doubles a fact. Elsewhere they are ``None``
    and empty. The fields have defaults only so that the error survives pickling between
    processes.
    """

    outcome: Outcome | None = None
    streams: tuple[str, ...] = ()
    offered: tuple[Any, ...] = ()

    def __init__(self, problem: str, *, store: str = "", remedy: str = "") -> None:
        super().__init__(problem)
        self.store = store
        self.remedy = remedy

    def __str__(self) -> str:
        said = f"{self.store}: {self.args[0]}. {self.remedy}".rstrip()
        if self.outcome is None:
            return on_one_line(said)
        streams = ", ".join(f"{stream:.200}" for stream in self.streams[:3])
        more = f" and {len(self.streams) - 3} more" if len(self.streams) > 3 else ""  # noqa: PLR2004
        where = f" ({streams}{more})" if streams else ""
        return on_one_line(f"{said.rstrip('.')}. {_OUTCOMES[self.outcome]}{where}")

    def ended(self, outcome: Outcome, streams: Iterable[UUID | str] = ()) -> StoreError:
        """The same error with what became of the facts; the first word on it stands."""
        if self.outcome is None:
            self.outcome = outcome
        if not self.streams:
            self.streams = tuple(dict.fromkeys(str(stream) for stream in streams))
        return self


class Interrupted(KeyboardInterrupt):
    """A call that was to keep facts was interrupted from outside (Ctrl-C, a signal's handler).

    The store is usable; ``outcome`` says what became of the facts.
    """

    def __init__(self, store: str = "", outcome: Outcome = Outcome.UNKNOWN) -> None:
        super().__init__(store, outcome)
        self.store = store
        self.outcome = outcome
        self.streams: tuple[str, ...] = ()
        self.offered: tuple[Any, ...] = ()

    def __str__(self) -> str:
        return on_one_line(f"{self.store}: interrupted. {_OUTCOMES[self.outcome]}")


class StoreMissing(StoreError, OperationalError, FileNotFoundError):  # noqa: N818 - says what is
    """There is no store at that place."""


class NotOurStore(StoreError, DatabaseError):  # noqa: N818
    """Something else lives at that place; it was left untouched."""


class OlderStore(StoreError, NotSupportedError):  # noqa: N818
    """The store has the format of an earlier release: it is read, and upgraded to be written."""


class NewerStore(StoreError, NotSupportedError):  # noqa: N818
    """The store was written by a later release, whose rules this one does not know."""


class StoreUnwritable(StoreError, OperationalError):  # noqa: N818
    """The store can perhaps be read but not written: permissions, a read-only or full disk."""


class StoreUnreachable(StoreError, OperationalError):  # noqa: N818
    """The operating system would not open, read or keep the file."""


class StoreBusy(StoreError, OperationalError):  # noqa: N818
    """Somebody else was writing for longer than we were told to wait; nothing was recorded."""


class StoreClosed(StoreError, InterfaceError):  # noqa: N818
    """The handle is of no use any more: closed, or carried into another process by a fork."""


class StoreDamaged(StoreError, DatabaseError):  # noqa: N818
    """The file is ours, but its content is no longer sound."""


class StoreShortened(StoreDamaged):
    """Facts that were acknowledged are no longer there: a log cut, a file put back."""


class Forked(StoreDamaged):
    """One stream was continued in two places; nothing of either side was mixed or dropped."""


class OutcomeUnknown(StoreError, OperationalError):  # noqa: N818
    """The system failed in a way that leaves open whether the facts are kept."""


class NewEpoch(StoreError, OperationalError):  # noqa: N818
    """Positions were begun anew, since the journal they stood in is gone.

    ``first`` is the first position of the new epoch: follow from there, or from nothing.
    """

    def __init__(self, problem: str, *, store: str = "", remedy: str = "", first: int = 1) -> None:
        super().__init__(problem, store=store, remedy=remedy)
        self.first = first


class NotDurable(StoreError, OperationalError):  # noqa: N818
    """The durability this store promises cannot be had at that place."""


class Unstorable(StoreError, DataError):  # noqa: N818
    """A record no store of ours keeps; nothing of the same call was recorded."""


class VersionTaken(StoreError, IntegrityError):  # noqa: N818
    """That version of that stream is already recorded; nothing of the same call was recorded."""

    def __init__(
        self,
        problem: str,
        *,
        store: str = "",
        remedy: str = "",
        stream: UUID | str = "",
        version: int = 0,
    ) -> None:
        super().__init__(problem, store=store, remedy=remedy)
        self.stream = stream
        self.version = version

    @classmethod
    def by(cls, stream: UUID | str, version: int, *, store: str) -> VersionTaken:
        """The error for one record of a refused call."""
        return cls(
            f"version {version} of {stream!s:.200} is already recorded",
            store=store,
            remedy="Read the stream again and decide anew",
            stream=stream,
            version=version,
        )


class AlreadyTracked(StoreError, IntegrityError):  # noqa: N818
    """A follower is at that position already or beyond; nothing of the same call was recorded."""

    def __init__(
        self,
        problem: str,
        *,
        store: str = "",
        remedy: str = "",
        application: str = "",
        position: int = 0,
        last: int = 0,
    ) -> None:
        super().__init__(problem, store=store, remedy=remedy)
        self.application = application
        self.position = position
        self.last = last

    @classmethod
    def beyond(cls, application: str, position: int, last: int, *, store: str) -> AlreadyTracked:
        """The error for a position that is not above the last one kept."""
        return cls(
            f"position {position} of {application:.200} is not above {last}, which is tracked",
            store=store,
            remedy="Go on from the last position tracked: what came up to it is done",
            application=application,
            position=position,
            last=last,
        )
