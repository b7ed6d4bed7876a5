"""What a team learns: skills, trials and errors, work worth nothing, the field as it is.

Rule kept here: a trial that failed is a lesson, a gap between the prescribed and the real
is a resource; neither is anybody's fault (domain.md §3 "Team", §1 rows 41, 49, 55, 57).
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from attrs import frozen

from noe_core.decision import MADE, Draft, happened
from noe_core.facts import AnyRecorded, Recorded, holds
from noe_core.moments import When
from noe_core.refusal import Refusal, missing
from noe_core.typed import Fact, Minutes, Text, value
from noe_core.values import PartyRef

if TYPE_CHECKING:
    from noe_core.team.state import Team


@value
class SkillBuilt(Fact):
    """Somebody can do what they could not before; managers learn as others do."""

    party: PartyRef | None = None
    skill: Text | None = None
    how: Text | None = None


@value
class ExperimentConcluded(Fact):
    """Something was tried; what was expected, what came of it and what it teaches."""

    hypothesis: Text | None = None
    outcome: Text | None = None
    lesson: Text | None = None


@value
class LowValueWorkIdentified(Fact):
    """Work that adds nothing was seen for what it is; the minutes are all people's together."""

    what: Text | None = None
    minutes_per_month: Minutes | None = None


@value
class FieldObservationMade(Fact):
    """The work was watched and listened to: what should be done, what is, and the gap."""

    prescribed: Text | None = None
    actual: Text | None = None
    gap: Text | None = None


@frozen(kw_only=True)
class Learning:
    """What was learnt so far, each in order."""

    skills: tuple[Recorded[SkillBuilt], ...] = ()
    experiments: tuple[Recorded[ExperimentConcluded], ...] = ()
    low_value_work: tuple[Recorded[LowValueWorkIdentified], ...] = ()
    observations: tuple[Recorded[FieldObservationMade], ...] = ()


def follow(learning: Learning, facts: Iterable[AnyRecorded]) -> Learning:
    """What was learnt after some more facts."""
    skills, experiments = list(learning.skills), list(learning.experiments)
    low_value_work, observations = list(learning.low_value_work), list(learning.observations)
    for fact in facts:
        if holds(fact, SkillBuilt):
            skills.append(fact)
        elif holds(fact, ExperimentConcluded):
            experiments.append(fact)
        elif holds(fact, LowValueWorkIdentified):
            low_value_work.append(fact)
        elif holds(fact, FieldObservationMade):
            observations.append(fact)
    return Learning(
        skills=tuple(skills),
        experiments=tuple(experiments),
        low_value_work=tuple(low_value_work),
        observations=tuple(observations),
    )


def build_skill(
    state: "Team",
    *,
    on: When,
    party: PartyRef,
    skill: str,
    how: str,
    id: str = MADE,
) -> Draft[SkillBuilt] | Refusal:
    """Build a skill, and say how it came.

    Refusals: `Missing`.
    """
    return missing(skill=skill, how=how) or happened(
        SkillBuilt(party=party, skill=skill, how=how), on
    )


def conclude_experiment(
    state: "Team", *, on: When, hypothesis: str, outcome: str, lesson: str, id: str = MADE
) -> Draft[ExperimentConcluded] | Refusal:
    """Conclude a trial with the lesson that others may share.

    Refusals: `Missing`.
    """
    return missing(hypothesis=hypothesis, outcome=outcome, lesson=lesson) or happened(
        ExperimentConcluded(hypothesis=hypothesis, outcome=outcome, lesson=lesson), on
    )


def identify_low_value_work(
    state: "Team", *, on: When, what: str, minutes_per_month: int | None = None, id: str = MADE
) -> Draft[LowValueWorkIdentified] | Refusal:
    """Identify work that adds nothing; what it takes may be unknown.

    Refusals: `Missing`.
    """
    return missing(what=what) or happened(
        LowValueWorkIdentified(what=what, minutes_per_month=minutes_per_month), on
    )


def make_field_observation(
    state: "Team",
    *,
    on: When,
    prescribed: str,
    actual: str,
    gap: str,
    id: str = MADE,
) -> Draft[FieldObservationMade] | Refusal:
    """Observe the work where it is done, and where it departs from the prescribed.

    Refusals: `Missing`.
    """
    return missing(prescribed=prescribed, actual=actual, gap=gap) or happened(
        FieldObservationMade(prescribed=prescribed, actual=actual, gap=gap), on
    )
