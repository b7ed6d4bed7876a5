"""What one team keeps going: tensions, rules, indicators, steps, and what it learns.

Rule kept here: things are listed with their ages and dates; none is scored and nobody is
named (domain.md §4, row 17).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from attrs import frozen

from noe_core.facts import AnyRecorded
from noe_core.projection import View
from noe_core.projections.figure import Figure, counted, ids, on
from noe_core.team.collective import ids as people
from noe_core.team.state import Team
from noe_core.team.tensions import Tension, TensionCause


@frozen(kw_only=True)
class OpenTension:
    """A tension that was said and not examined, and for how many days it has been waiting."""

    tension_id: str
    raised: Figure[date]
    days: int


@frozen(kw_only=True)
class RuleInForce:
    """A rule of work that holds, and whether the day to look at it again has gone by."""

    key: str
    rule: str
    adopted: Figure[date]
    review_by: date | None
    overdue: bool


@frozen(kw_only=True)
class IndicatorKept:
    """An indicator that is kept.

    Attributes:
        name: how it is called.
        serves: the project or objective it is for, if anybody said.
        filled_by: how many people fill it in.
        upkeep: minutes that keeping it takes one person in a month, as it was recorded.
        adopted: the day of its adoption.
    """

    name: str
    serves: str | None
    filled_by: int
    upkeep: int | None
    adopted: Figure[date]

    @property
    def minutes(self) -> int:
        """Minutes it takes all who fill it in, in a month; 0 where that is not known."""
        return (self.upkeep or 0) * self.filled_by


@frozen(kw_only=True)
class StepTaken:
    """A small step, on how many days it was repeated, and whether it has become a reflex."""

    step_id: str
    chosen: Figure[date] | None
    repeated: Figure[int]
    rooted: Figure[date] | None


@frozen(kw_only=True)
class TeamRegister:
    """What a team keeps going.

    Attributes:
        tensions: the tensions said or examined.
        by_cause: by cause in the organisation, how many tensions some examination names it
            for; one tension may have several.
        waiting: the tensions not examined, the oldest first.
        deliberations: the deliberations held.
        rules: the rules in force.
        projects: the formulations of the shared project.
        indicators: the indicators kept.
        upkeep: minutes that all of these take all who fill them in, in a month.
        steps: the small steps.
        skills: the skills built.
        experiments: the trials concluded.
        observations: the observations of the work.
        low_value_minutes: minutes a month of work found to add nothing, all people together.
    """

    tensions: Figure[int]
    by_cause: Mapping[TensionCause, Figure[int]]
    waiting: tuple[OpenTension, ...]
    deliberations: Figure[int]
    rules: tuple[RuleInForce, ...]
    projects: Figure[int]
    indicators: tuple[IndicatorKept, ...]
    upkeep: Figure[int]
    steps: tuple[StepTaken, ...]
    skills: Figure[int]
    experiments: Figure[int]
    observations: Figure[int]
    low_value_minutes: Figure[int]


def team_register(state: Team, view: View) -> TeamRegister:
    """What a team keeps going (domain.md §4, row 17)."""
    tensions = tuple(state.tensions.by_id.values())
    indicators = _indicators(state, view)
    learning, low = state.learning, state.learning.low_value_work
    return TeamRegister(
        tensions=Figure(len(tensions), ids(fact for one in tensions for fact in _told(one))),
        by_cause={cause: _caused(tensions, cause) for cause in TensionCause},
        waiting=_waiting(tensions, view),
        deliberations=counted(state.rules.deliberations),
        rules=_rules(state, view),
        projects=counted(state.project.formulated),
        indicators=indicators,
        upkeep=Figure(
            sum(one.minutes for one in indicators),
            tuple(event for one in indicators for event in one.adopted.evidence),
        ),
        steps=_steps(state, view),
        skills=counted(learning.skills),
        experiments=counted(learning.experiments),
        observations=counted(learning.observations),
        low_value_minutes=Figure(sum(f.data.minutes_per_month or 0 for f in low), ids(low)),
    )


def _dated(fact: AnyRecorded, view: View) -> Figure[date]:
    return Figure(on(fact, view), (fact.id,))


def _told(tension: Tension) -> Iterable[AnyRecorded]:
    raised = () if tension.raised is None else (tension.raised,)
    return (*raised, *tension.examined)


def _caused(tensions: Iterable[Tension], cause: TensionCause) -> Figure[int]:
    found = [[e.id for e in one.examined if cause in e.data.causes] for one in tensions]
    named = [events for events in found if events]
    return Figure(len(named), tuple(event for events in named for event in events))


def _waiting(tensions: Iterable[Tension], view: View) -> tuple[OpenTension, ...]:
    waiting = (
        OpenTension(
            tension_id=one.tension_id,
            raised=_dated(one.raised, view),
            days=(view.day - on(one.raised, view)).days,
        )
        for one in tensions
        if one.raised is not None and not one.examined
    )
    return tuple(sorted(waiting, key=lambda one: -one.days))


def _rules(state: Team, view: View) -> tuple[RuleInForce, ...]:
    adopted = ((r.key, r.adopted[-1]) for r in state.rules.by_key.values() if r.in_force)
    return tuple(
        RuleInForce(
            key=key,
            rule=fact.data.rule,
            adopted=_dated(fact, view),
            review_by=fact.data.review_by,
            overdue=fact.data.review_by is not None and fact.data.review_by < view.day,
        )
        for key, fact in adopted
    )


def _indicators(state: Team, view: View) -> tuple[IndicatorKept, ...]:
    adopted = (i.adopted[-1] for i in state.project.indicators.values() if i.in_use)
    return tuple(
        IndicatorKept(
            name=fact.data.name,
            serves=fact.data.serves,
            filled_by=len(people(fact.data.filled_by)),
            upkeep=fact.data.upkeep_minutes,
            adopted=_dated(fact, view),
        )
        for fact in adopted
    )


def _steps(state: Team, view: View) -> tuple[StepTaken, ...]:
    return tuple(
        StepTaken(
            step_id=one.step_id,
            chosen=_dated(one.chosen, view) if one.chosen is not None else None,
            repeated=Figure(len(one.days), ids(one.repeated)),
            rooted=_dated(one.rooted, view) if one.rooted is not None else None,
        )
        for one in state.steps.by_id.values()
    )
