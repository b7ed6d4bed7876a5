"""Given some facts, when a decision is taken, then a fact follows or a refusal.

Rule kept here: a situation is a value; `but` and `given` make another from it, so that a
test shows only what differs from the happy path.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import evolve, field, frozen

from noe_core.decision import Draft
from noe_core.moments import When
from noe_core.refusal import Refusal
from noe_core.stream_state import StreamState
from noe_core.streams import state_of
from noe_core.testing.stories import STREAM, Told, story
from noe_core.typed import Fact


@frozen
class Situation:
    """A decision about to be taken: the facts before it, and what it is given."""

    decide: Callable[..., Any]
    told: tuple[Told, ...] = ()
    arguments: Mapping[str, Any] = field(factory=dict)
    stream: str = STREAM

    def given(self, *told: Told) -> Situation:
        """The same after some more facts."""
        return evolve(self, told=(*self.told, *told))

    def but(self, **arguments: Any) -> Situation:
        """The same with other arguments."""
        return evolve(self, arguments={**self.arguments, **arguments})

    @property
    def state(self) -> StreamState:
        """What the facts before it add up to."""
        return state_of(story(*self.told, stream=self.stream))

    @property
    def answer(self) -> Draft[Fact] | Refusal:
        """What the decision gives."""
        answer: Draft[Fact] | Refusal = self.decide(self.state, **self.arguments)
        return answer

    @property
    def fact(self) -> Fact:
        """The fact that follows; anything else fails the test with the refusal's own words."""
        answer = self.answer
        assert isinstance(answer, Draft), str(answer)
        assert answer.occurred_at == self.arguments["on"]
        return answer.data


def when(
    decide: Callable[..., Any], *, on: When, stream: str = STREAM, **arguments: Any
) -> Situation:
    """A decision, on a day, before anything was recorded."""
    return Situation(decide, arguments={**arguments, "on": on}, stream=stream)


@frozen
class Refused:
    """A situation and the refusal it meets; ``why`` tells it from the others in reports."""

    why: str
    situation: Situation
    refusal: Refusal

    def __str__(self) -> str:
        return f"{self.decision}: {self.why}"

    @property
    def decision(self) -> str:
        """The name of the decision that refuses."""
        return self.situation.decide.__name__
