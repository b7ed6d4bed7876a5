"""Small steps: one way of doing at a time, repeated until it needs no thought.

Rule kept here: the next step is chosen once the last has taken root, and a step takes root
by being repeated on many days (domain.md §3 "Team", §1 row 53).
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Final

from attrs import evolve, field, frozen

from noe_core.decision import MADE, Draft, happened
from noe_core.facts import AnyRecorded, Recorded, holds
from noe_core.moments import When, day_of
from noe_core.refusal import AlreadyDone, FutureFact, Refusal, UnknownReference, first, missing
from noe_core.typed import Fact, Id, Text, value

if TYPE_CHECKING:
    from noe_core.team.state import Team

REPETITIONS: Final = 10
"""On how many days a step is repeated before it may be called rooted."""


@value
class SmallStepChosen(Fact):
    """One way of doing was chosen, small enough to be begun at once."""

    step_id: Id
    text: Text | None = None
    relationship_id: Id | None = None


@value
class SmallStepRepeated(Fact):
    """The step was done again on a day."""

    step_id: Id
    day: date | None = None


@value
class SmallStepRooted(Fact):
    """The step is done without thinking of it, and the account tells how one knows."""

    step_id: Id
    account: Text | None = None


@frozen
class OneStepAtATime(Refusal):
    """Another step has not taken root yet."""

    says = (
        "step {step_id} waits until step {open_id} is rooted; withdraw that one if it was dropped"
    )
    step_id: str
    open_id: str


@frozen
class NotYetAReflex(Refusal):
    """A step was repeated on too few days to have taken root."""

    says = "step {step_id} was repeated on {days} of at least {needed} days; go on repeating it"
    step_id: str
    days: int
    needed: int


@frozen(kw_only=True)
class SmallStep:
    """A step as its facts tell it."""

    step_id: str
    chosen: Recorded[SmallStepChosen] | None = None
    repeated: tuple[Recorded[SmallStepRepeated], ...] = ()
    rooted: Recorded[SmallStepRooted] | None = None

    @property
    def days(self) -> frozenset[date]:
        """The days on which it was repeated: each as said, else when it happened."""
        return frozenset(fact.data.day or day_of(fact.occurred_at) for fact in self.repeated)


@frozen(kw_only=True)
class Steps:
    """The steps so far, in the order they were first spoken of."""

    by_id: Mapping[str, SmallStep] = field(factory=dict)

    @property
    def open(self) -> SmallStep | None:
        """The step being repeated: chosen and not rooted; the first, should there be several."""
        steps = (step for step in self.by_id.values() if step.chosen and not step.rooted)
        return next(steps, None)


def follow(steps: Steps, facts: Iterable[AnyRecorded]) -> Steps:
    """The steps after some more facts."""
    by_id = dict(steps.by_id)

    def known(key: str) -> SmallStep:
        return by_id.get(key) or SmallStep(step_id=key)

    for fact in facts:
        if holds(fact, SmallStepChosen):
            key = fact.data.step_id
            by_id[key] = evolve(known(key), chosen=fact)
        elif holds(fact, SmallStepRepeated):
            key = fact.data.step_id
            by_id[key] = evolve(known(key), repeated=(*known(key).repeated, fact))
        elif holds(fact, SmallStepRooted):
            key = fact.data.step_id
            by_id[key] = evolve(known(key), rooted=fact)
    return Steps(by_id=by_id)


def choose_small_step(
    state: "Team", *, on: When, text: str, relationship_id: str | None = None, id: str = MADE
) -> Draft[SmallStepChosen] | Refusal:
    """Choose the one step to repeat from now on.

    Refusals: `AlreadyDone`, `OneStepAtATime`, `Missing`.
    """
    known, current = state.steps.by_id.get(id), state.steps.open
    return first(
        AlreadyDone("step", id, "chosen") if known and known.chosen else None,
        OneStepAtATime(id, current.step_id) if current else None,
        missing(text=text),
    ) or happened(SmallStepChosen(step_id=id, text=text, relationship_id=relationship_id), on)


def _being_repeated(step: SmallStep | None, step_id: str) -> Refusal | None:
    if step is None or step.chosen is None:
        return UnknownReference("step_id", step_id)
    return AlreadyDone("step", step_id, "rooted") if step.rooted else None


def repeat_small_step(
    state: "Team", step_id: str, *, on: When, day: date | None = None, id: str = MADE
) -> Draft[SmallStepRepeated] | Refusal:
    """Do the step again, today unless another day is given; once a day is told.

    Refusals: `UnknownReference`, `AlreadyDone`, `FutureFact`.
    """
    step, of = state.steps.by_id.get(step_id), day or day_of(on)
    told = step is not None and of in step.days
    return first(
        _being_repeated(step, step_id),
        FutureFact(of, on) if of > day_of(on) else None,
        AlreadyDone("step", step_id, f"repeated on {of}") if told else None,
    ) or happened(SmallStepRepeated(step_id=step_id, day=of), on)


def root_small_step(
    state: "Team", step_id: str, *, on: When, account: str, id: str = MADE
) -> Draft[SmallStepRooted] | Refusal:
    """Say that a step has become a reflex, and how one knows.

    Refusals: `UnknownReference`, `AlreadyDone`, `NotYetAReflex`, `Missing`.
    """
    step = state.steps.by_id.get(step_id)
    days = len(step.days) if step else 0
    return first(
        _being_repeated(step, step_id),
        NotYetAReflex(step_id, days, REPETITIONS) if days < REPETITIONS else None,
        missing(account=account),
    ) or happened(SmallStepRooted(step_id=step_id, account=account), on)
