"""Given some facts, when a decision is taken, then a fact follows or a refusal.

Rule kept here: a situation is a value; `but` and `given` make another from it, so that a
test shows only what differs from the happy path. What does not follow is told in the
refusal's own words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar, cast

import attrs
from attrs import evolve, field, frozen

from noe_core.decision import Draft
from noe_core.history import History
from noe_core.moments import written
from noe_core.refusal import Refusal
from noe_core.stream_state import StreamState
from noe_core.streams import state_of
from noe_core.testing.stories import STREAM, Moment, Told, continued, moment, story
from noe_core.typed import Fact

F = TypeVar("F", bound=Fact)


@frozen
class Situation(Generic[F]):
    """A decision about to be taken: the facts before it, and what it is given.

    ``past`` is what came before the facts told: an empty history of the stream, or another.
    """

    decide: Callable[..., Draft[F] | Refusal]
    told: tuple[Told, ...] = ()
    arguments: Mapping[str, Any] = field(factory=dict)
    past: History = field(factory=story)

    def __str__(self) -> str:
        return f"{self.decide.__name__} on {written(self.arguments['on'])}"

    def given(self, *told: Told) -> Situation[F]:
        """The same after some more facts."""
        return evolve(self, told=(*self.told, *told))

    def after(self, history: History) -> Situation[F]:
        """The same after a history told or lived, instead of the facts before it."""
        return evolve(self, past=history, told=())

    def but(self, **arguments: Any) -> Situation[F]:
        """The same with other arguments."""
        return evolve(self, arguments=_dated({**self.arguments, **arguments}))

    @property
    def state(self) -> StreamState:
        """What the facts before it add up to."""
        return state_of(continued(self.past, *self.told))

    @property
    def answer(self) -> Draft[F] | Refusal:
        """What the decision gives."""
        return self.decide(self.state, **self.arguments)

    @property
    def fact(self) -> F:
        """The fact that follows; anything else fails the test with the refusal's own words."""
        __tracebackhide__ = True
        answer = self.answer
        assert isinstance(answer, Draft), f"{self} is refused as {answer.name}: {answer}"
        on = self.arguments["on"]
        assert answer.occurred_at == on, f"{self} gives a fact of {written(answer.occurred_at)}"
        return answer.data

    def then(self, fact: Fact) -> None:
        """Fail the test unless this very fact follows; the message names what differs."""
        __tracebackhide__ = True
        found = self.fact
        assert found == fact, f"{self} gives another fact: {_differences(found, fact)}"

    def refused_as(self, expected: Refusal | type[Refusal]) -> Refusal:
        """Fail the test unless the decision is refused so; the refusal, to look at its fields.

        A class asks for any refusal of that name, a value for that very one.
        """
        __tracebackhide__ = True
        answer = self.answer
        assert isinstance(answer, Refusal), f"{self} is not refused; it gives {answer.data!r}"
        met = isinstance(answer, expected) if isinstance(expected, type) else answer == expected
        wanted = expected.__name__ if isinstance(expected, type) else repr(expected)
        assert met, f"{self} is refused, but as {answer!r} ({answer}), not {wanted}"
        return answer


def _dated(arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**arguments, "on": moment(arguments["on"])}


def _differences(found: Fact, wanted: Fact) -> str:
    if type(found) is not type(wanted):
        return f"{found!r}, not {wanted!r}"
    names = (field.name for field in attrs.fields(cast(Any, type(found))))
    pairs = ((name, getattr(found, name), getattr(wanted, name)) for name in names)
    return "; ".join(f"{name} is {is_!r}, not {was!r}" for name, is_, was in pairs if is_ != was)


def when(
    decide: Callable[..., Draft[F] | Refusal],
    /,
    *,
    on: Moment,
    stream: str = STREAM,
    **arguments: Any,
) -> Situation[F]:
    """A decision of any stream, on a day, before anything was recorded.

    Its arguments are given by their names; a decision that asks who records is given
    ``recorded_by`` among them.
    """
    dated = _dated({**arguments, "on": on})
    return Situation(decide, arguments=dated, past=History(stream=stream))


@frozen
class Refused:
    """A situation and the refusal it meets; ``why`` tells it from the others in reports."""

    why: str
    situation: Situation[Any]
    refusal: Refusal

    def __str__(self) -> str:
        return f"{self.decision}: {self.why}"

    @property
    def decision(self) -> str:
        """The name of the decision that refuses."""
        return self.situation.decide.__name__
