"""The store that a test of the contract is run on: its kind, its place, and handles on it.

Rule kept here: a kind says how to open the store at a place, and what it can do. It is known
by its name in a module, so that other processes can open the same store. A handle is closed
once: that it may be closed again is promised by those alone that fail fast.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar, NoReturn, Protocol, Self

import pytest
from attrs import define, field
from eventsourcing.persistence import AggregateRecorder, ApplicationRecorder, ProcessRecorder

from noe_stores.ledger import Ledger
from noe_stores.testing.capabilities import Capability, named


class Kind(Protocol):
    """A kind of store: what the contract's class and whoever injects faults know of it."""

    capabilities: ClassVar[Capability]
    patience: ClassVar[float]
    kills: ClassVar[int]
    damages: ClassVar[int]
    examples: ClassVar[int]
    shrinks: ClassVar[bool]

    @staticmethod
    def open_recorder(place: Path) -> ApplicationRecorder:
        """The store in a folder, made if it is not there: the most capable recorder it has."""
        ...

    @staticmethod
    def open_snapshots(place: Path) -> AggregateRecorder:
        """The snapshots of the store in a folder."""
        ...

    @staticmethod
    def close_recorder(recorder: Any) -> None:
        """Close a handle."""
        ...


@define
class Store:
    """One store of a kind, in a folder that is its own."""

    kind: type[Kind]
    place: Path
    _open: list[Any] = field(factory=list)

    def open(self) -> ApplicationRecorder:
        """Another handle, closed at the end; of a store that is not shared, the only one."""
        recorder = self.kind.open_recorder(self.place)
        self._open.append(recorder)
        return recorder

    def process(self) -> ProcessRecorder:
        """Another handle that keeps tracking, too."""
        self.needs(Capability.TRACKED)
        recorder = self.open()
        assert isinstance(recorder, ProcessRecorder), f"{type(recorder)} is no process recorder"
        return recorder

    def snapshots(self) -> AggregateRecorder:
        """A handle on the snapshots."""
        self.needs(Capability.SNAPSHOTS)
        recorder = self.kind.open_snapshots(self.place)
        self._open.append(recorder)
        return recorder

    def ledger(self) -> Ledger:
        """A ledger on another handle."""
        return Ledger(self.open(), place=str(self.place))

    def end(self, recorder: Any) -> None:
        """Close a handle before the end."""
        self._open[:] = [other for other in self._open if other is not recorder]
        self.kind.close_recorder(recorder)

    def at(self, place: Path) -> Store:
        """A store of the same kind somewhere else, closed together with this one."""
        return Store(self.kind, place, self._open)

    def needs(self, *capabilities: Capability) -> None:
        """Skip the test, by name, on a store that lacks one of the capabilities."""
        for capability in capabilities:
            if capability not in self.kind.capabilities:
                skip(f"this store is not said to be: {', '.join(named(capability))}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        unclosed = self._close_all()
        if error is not None:  # what went wrong before is the reason, perhaps of this, too
            for why in unclosed:
                error.add_note(f"and a handle cannot be closed: {why!r}")
        elif unclosed:
            unclosed[0].add_note("a handle cannot be closed at the end")
            raise unclosed[0]

    def _close_all(self) -> list[Exception]:
        unclosed: list[Exception] = []
        while self._open:
            try:
                self.end(self._open[-1])
            except Exception as why:  # noqa: BLE001 - told by who asked, after the others
                unclosed.append(why)
        return unclosed


def skip(reason: str) -> NoReturn:
    """Pass over a test, with the reason.

    Raises:
        pytest.skip.Exception: always.
    """
    pytest.skip(reason)


def refusal(
    kind: type[BaseException], act: Callable[..., Any], *given: Any, **named: Any
) -> BaseException:
    """The error of an act that must be refused in that way.

    Raises:
        AssertionError: it is not refused, or in another way.
    """
    try:
        answer = act(*given, **named)
    except Exception as error:
        if isinstance(error, kind):
            return error
        raise AssertionError(f"refused with {error!r}, which is no {kind.__name__}") from error
    raise AssertionError(f"not refused with {kind.__name__}: the answer was {answer!r:.200}")
