"""How a question is put to a history: a pure fold that can be continued.

Rule kept here: a projection is a start, a step and an answer. The step takes a run of facts
at once, so that folding in two parts equals folding whole and neither copies per fact. A
correction or a back-dated fact restarts the fold, by itself (shared format, "Identity and
order").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from attrs import evolve, field, frozen

from noe_core.facts import AnyRecorded
from noe_core.history import ENTRIES, History, place, targets
from noe_core.moments import DEFAULT_ZONE
from noe_core.vocabulary import StreamKind, kind_of

S = TypeVar("S")
A = TypeVar("A")

Step = Callable[[S, Iterable[AnyRecorded]], S]


@frozen(kw_only=True)
class View:
    """From where a question is asked: the day of the world, and where its days are.

    ``withdrawn`` is what was taken back by then: no fold holds it, and what was said of it
    since may remain.
    """

    day: date
    zone: ZoneInfo = field(default=DEFAULT_ZONE)
    withdrawn: tuple[AnyRecorded, ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, history: History) -> View:
        """The view of a history: its last day, in its zone, without what was withdrawn."""
        return cls(day=history.day, zone=history.zone, withdrawn=history.withdrawn)


@frozen(kw_only=True)
class Fold(Generic[S]):
    """A fold part way: its state and the history it stands for.

    ``awaited`` holds what corrections and withdrawals already known point at: an import may
    bring such an entry before the fact it is about.
    """

    step: Step[S]
    start: S
    state: S
    history: History
    _last: tuple[Any, int] | None = None
    awaited: frozenset[UUID] = frozenset()

    @property
    def last(self) -> tuple[Any, int] | None:
        """Where the last of the facts stands; reckoned once the fold is continued."""
        return self._last or max(map(place, self.history.facts), default=None)

    def then(self, records: Iterable[AnyRecorded]) -> Fold[S]:
        """The fold continued by later records, or begun again where their order demands it."""
        new = tuple(records)
        longer = self.history.then(new)
        run = evolve(self.history, records=new).facts
        amends = any(isinstance(r.data, ENTRIES) or r.id in self.awaited for r in new)
        first = min(map(place, run), default=None)
        last = self.last
        back_dated = first is not None and last is not None and first <= last
        if amends or back_dated:
            return fold(self.step, self.start, longer)
        return evolve(
            self,
            state=self.step(self.state, run),
            history=longer,
            last=max(map(place, run), default=last),
        )


def fold(step: Step[S], start: S, history: History) -> Fold[S]:
    """Fold a whole history."""
    facts = history.facts
    return Fold(
        step=step,
        start=start,
        state=step(start, facts),
        history=history,
        awaited=frozenset(targets(history.entries)),
    )


@frozen(kw_only=True)
class Projection(Generic[S, A]):
    """A question: where its fold starts, how it goes on, and the answer it comes to.

    ``streams`` are the kinds of streams it is asked of: of any other it would find nothing,
    and an answer of noughts would not be true.
    """

    name: str
    start: S
    apply: Step[S]
    answer: Callable[[S, View], A]
    streams: frozenset[StreamKind] = frozenset({StreamKind.RELATIONSHIP})

    def of(self, history: History) -> A:
        """The answer for a history.

        Raises:
            ValueError: the stream is of a kind that the question is not asked of.
        """
        return self.answer(self.fold(history).state, View.of(history))

    def fold(self, history: History) -> Fold[S]:
        """The fold over a history, to be continued.

        Raises:
            ValueError: the stream is of a kind that the question is not asked of.
        """
        if kind_of(history.stream) not in self.streams:
            kinds = " or ".join(f"a {kind}" for kind in sorted(self.streams))
            raise ValueError(f"{self.name} is asked of {kinds}, and {history.stream} is none")
        return fold(self.apply, self.start, history)

    def ask(self, folded: Fold[S]) -> A:
        """The answer of a fold."""
        return self.answer(folded.state, View.of(folded.history))
