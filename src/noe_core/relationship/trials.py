"""Trials: the service is tried before anything is owed.

Rule kept here: the price of a trial is always nothing, so there is no field for one
(domain.md §1 row 72; §3, hook).
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING

from attrs import frozen

from noe_core.decision import MADE, Draft, happened
from noe_core.facts import AnyRecorded, Recorded, holds
from noe_core.moments import When
from noe_core.refusal import AlreadyDone, Refusal, UnknownReference, first, missing
from noe_core.relationship.course import before_closing
from noe_core.typed import Days, Fact, Id, Text, value

if TYPE_CHECKING:
    from noe_core.relationship.state import Relationship


class TrialKind(StrEnum):
    """What may be tried."""

    FREE_DAYS = "free_days"
    FREE_AUDIT = "free_audit"
    FREE_TOOL = "free_tool"


@value
class TrialOffered(Fact):
    """The provider let the client try the service for nothing."""

    kind: TrialKind | None = None
    days: Days | None = None
    trial_id: Id | None = None


@value
class TrialEnded(Fact):
    """A trial was over, with what came of it."""

    outcome: Text | None = None
    trial_id: Id | None = None


@frozen(kw_only=True)
class Trials:
    """The trials so far."""

    offered: tuple[Recorded[TrialOffered], ...] = ()
    ended: tuple[Recorded[TrialEnded], ...] = ()

    @property
    def running(self) -> tuple[Recorded[TrialOffered], ...]:
        """Those not over yet; each end ends the first offered under its id, or under none."""
        ends = [end.data.trial_id for end in self.ended]
        running = []
        for offer in self.offered:
            if offer.data.trial_id in ends:
                ends.remove(offer.data.trial_id)
            else:
                running.append(offer)
        return tuple(running)


FACTS = frozenset({TrialOffered, TrialEnded})
"""The facts this chapter follows."""


def follow(trials: Trials, facts: Iterable[AnyRecorded]) -> Trials:
    """The trials after some more facts."""
    offered, ended = list(trials.offered), list(trials.ended)
    for fact in facts:
        if holds(fact, TrialOffered):
            offered.append(fact)
        elif holds(fact, TrialEnded):
            ended.append(fact)
    return Trials(offered=tuple(offered), ended=tuple(ended))


def _named(trial_id: str, trials: Iterable[Recorded[TrialOffered]]) -> bool:
    return any(trial.data.trial_id == trial_id for trial in trials)


def offer_trial(
    state: "Relationship",
    *,
    on: When,
    kind: TrialKind,
    days: int | None = None,
    id: str = MADE,
) -> Draft[TrialOffered] | Refusal:
    """Let the client try the service for nothing; free days say how many they are.

    Refusals: `NotAllowedInPhase`, `AlreadyDone`, `Missing`.
    """
    return first(
        before_closing(state),
        AlreadyDone("trial", id, "offered") if _named(id, state.trials.offered) else None,
        missing(days=days) if kind is TrialKind.FREE_DAYS else None,
    ) or happened(TrialOffered(kind=kind, days=days, trial_id=id), on)


def end_trial(
    state: "Relationship", trial_id: str, *, on: When, outcome: str, id: str = MADE
) -> Draft[TrialEnded] | Refusal:
    """End a trial that runs, in any phase, with what came of it.

    Refusals: `UnknownReference`, `AlreadyDone`, `Missing`.
    """
    if not _named(trial_id, state.trials.offered):
        return UnknownReference("trial_id", trial_id)
    running = _named(trial_id, state.trials.running)
    return first(
        None if running else AlreadyDone("trial", trial_id, "over"), missing(outcome=outcome)
    ) or happened(TrialEnded(outcome=outcome, trial_id=trial_id), on)
