"""Given some facts, when a decision is taken, then a fact follows or a refusal.

Rule kept here: a situation is a value; `but` and `given` make another from it, so that a
test shows only what differs from the happy path.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import evolve, field, frozen
from story import LISE, NORA, ROUTE, TOGETHER, Told, event, story

from noe_core.decision import Draft
from noe_core.moments import When
from noe_core.refusal import Refusal
from noe_core.relationship.course import (
    AgreementSigned,
    RelationshipClosed,
    RelationshipOpened,
)
from noe_core.relationship.state import Relationship
from noe_core.relationship.state import evolve as step
from noe_core.typed import Fact

__all__ = [
    "CLOSED",
    "LISE",
    "NORA",
    "OPEN",
    "ROUTE",
    "SIGNED",
    "TOGETHER",
    "Refused",
    "Situation",
    "Told",
    "event",
    "folded",
    "when",
]

OPEN: Told = (RelationshipOpened(), "2022-03-01")
SIGNED: Told = (AgreementSigned(signatories=TOGETHER), "2022-03-01")
CLOSED: Told = (RelationshipClosed(), "2022-03-02")


def folded(*told: Told) -> Relationship:
    """What some facts add up to, folded as the ledger folds them."""
    return step(Relationship(), story(*told).facts)


@frozen
class Situation:
    """A decision about to be taken: the facts before it, and what it is given."""

    decide: Callable[..., Any]
    told: tuple[Told, ...] = ()
    arguments: Mapping[str, Any] = field(factory=dict)

    def given(self, *told: Told) -> Situation:
        """The same after some more facts."""
        return evolve(self, told=(*self.told, *told))

    def but(self, **arguments: Any) -> Situation:
        """The same with other arguments."""
        return evolve(self, arguments={**self.arguments, **arguments})

    @property
    def answer(self) -> Draft[Fact] | Refusal:
        """What the decision gives."""
        answer: Draft[Fact] | Refusal = self.decide(folded(*self.told), **self.arguments)
        return answer

    @property
    def fact(self) -> Fact:
        """The fact that follows; anything else fails the test with the refusal's own words."""
        answer = self.answer
        assert isinstance(answer, Draft), str(answer)
        assert answer.occurred_at == self.arguments["on"]
        return answer.data


def when(decide: Callable[..., Any], *, on: When, **arguments: Any) -> Situation:
    """A decision, on a day, before anything was recorded."""
    return Situation(decide, arguments={**arguments, "on": on})


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
