"""What can go wrong with a store: one class a cause, never told apart by message text.

Rule kept here: each error names the thing, the place and the remedy. Where the port demands
one of ``eventsourcing``'s persistence errors, the class is both, so that a guest application
catches what it always caught.
"""

from __future__ import annotations

from uuid import UUID

from eventsourcing.persistence import (
    DatabaseError,
    DataError,
    IntegrityError,
    InterfaceError,
    NotSupportedError,
    OperationalError,
)


class StoreError(Exception):
    """The world broke under a store; ``store`` says where and ``remedy`` what to do.

    The fields have defaults only so that the error survives pickling between processes.
    """

    def __init__(self, problem: str, *, store: str = "", remedy: str = "") -> None:
        super().__init__(problem)
        self.store = store
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.store}: {self.args[0]}. {self.remedy}"


class StoreMissing(StoreError, OperationalError, FileNotFoundError):  # noqa: N818 - says what is
    """There is no store at that place."""


class NotOurStore(StoreError, DatabaseError):  # noqa: N818
    """Something else lives at that place; it was left untouched."""


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
