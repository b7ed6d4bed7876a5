"""The shared project of a team, and the indicators that serve it.

Rule kept here: the aim comes first, and whoever fills an indicator in has had a say in
choosing it (domain.md §3 "Team", §1 rows 54 and 58).
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from noe_core.decision import MADE, Draft, happened
from noe_core.facts import AnyRecorded, Recorded, holds
from noe_core.moments import When
from noe_core.refusal import AlreadyDone, Refusal, UnknownReference, first, missing
from noe_core.team.collective import ids
from noe_core.typed import Count, Fact, Id, Text, value
from noe_core.values import PartyRef

if TYPE_CHECKING:
    from noe_core.team.state import Team


@value
class SharedProjectFormulated(Fact):
    """A team answered together what it is for; ``consensus`` says whether all stand by it."""

    question: Text | None = None
    answer: Text | None = None
    consensus: bool | None = None
    participants: tuple[PartyRef, ...] = ()
    project_id: Id | None = None


@value
class IndicatorAdopted(Fact):
    """A figure is kept from now on, for a project or an objective that it ``serves``.

    ``upkeep_minutes`` is what keeping it takes one person in a month: none where a tool
    fills it in.
    """

    name: Text
    serves: Id | None = None
    chosen_by: tuple[PartyRef, ...] = ()
    filled_by: tuple[PartyRef, ...] = ()
    upkeep_minutes: Count | None = None


@value
class IndicatorRetired(Fact):
    """A figure is kept no longer."""

    name: Text
    reason: Text | None = None


@frozen
class CartBeforeOxen(Refusal):
    """An indicator was to be kept before anybody knew what for."""

    says = "indicator {indicator} serves nothing; name the project or the objective in serves"
    indicator: str


@frozen
class ImposedIndicator(Refusal):
    """Nobody who fills an indicator in had a say in choosing it."""

    says = (
        "indicator {indicator} is chosen by nobody who fills it in; choose it with one of them, "
        "named in chosen_by and in filled_by"
    )
    indicator: str


@frozen(kw_only=True)
class Indicator:
    """An indicator as its facts tell it; ``in_use`` where its adoption is the last of them."""

    name: str
    adopted: tuple[Recorded[IndicatorAdopted], ...] = ()
    retired: tuple[Recorded[IndicatorRetired], ...] = ()
    in_use: bool = False


@frozen(kw_only=True)
class Project:
    """Formulations of the shared project so far, in order, and the indicators by name."""

    formulated: tuple[Recorded[SharedProjectFormulated], ...] = ()
    indicators: Mapping[str, Indicator] = field(factory=dict)


def follow(project: Project, facts: Iterable[AnyRecorded]) -> Project:
    """The project and its indicators after some more facts."""
    formulated, indicators = list(project.formulated), dict(project.indicators)

    def known(name: str) -> Indicator:
        return indicators.get(name) or Indicator(name=name)

    for fact in facts:
        if holds(fact, SharedProjectFormulated):
            formulated.append(fact)
        elif holds(fact, IndicatorAdopted):
            one = known(fact.data.name)
            indicators[one.name] = evolve(one, adopted=(*one.adopted, fact), in_use=True)
        elif holds(fact, IndicatorRetired):
            one = known(fact.data.name)
            indicators[one.name] = evolve(one, retired=(*one.retired, fact), in_use=False)
    return Project(formulated=tuple(formulated), indicators=indicators)


def formulate_shared_project(
    state: "Team",
    *,
    on: When,
    question: str,
    answer: str,
    consensus: bool,
    participants: Iterable[PartyRef],
    id: str = MADE,
) -> Draft[SharedProjectFormulated] | Refusal:
    """Formulate what the team is for, as an answer to a question it asked itself.

    Refusals: `AlreadyDone`, `Missing`.
    """
    people = tuple(participants)
    known = any(fact.data.project_id == id for fact in state.project.formulated)
    return first(
        AlreadyDone("shared project", id, "formulated") if known else None,
        missing(question=question, answer=answer, participants=people),
    ) or happened(
        SharedProjectFormulated(
            question=question,
            answer=answer,
            consensus=consensus,
            participants=people,
            project_id=id,
        ),
        on,
    )


def adopt_indicator(
    state: "Team",
    name: str,
    *,
    on: When,
    serves: str,
    chosen_by: Iterable[PartyRef],
    filled_by: Iterable[PartyRef],
    upkeep_minutes: int,
    id: str = MADE,
) -> Draft[IndicatorAdopted] | Refusal:
    """Adopt an indicator that serves a shared project or an objective.

    What it serves may stand in another stream, so its id is not looked up.

    Refusals: `Missing`, `AlreadyDone`, `CartBeforeOxen`, `ImposedIndicator`.
    """
    known = state.project.indicators.get(name)
    choosing, filling = tuple(chosen_by), tuple(filled_by)
    return first(
        missing(name=name),
        AlreadyDone("indicator", name, "adopted") if known and known.in_use else None,
        None if serves else CartBeforeOxen(name),
        None if ids(choosing) & ids(filling) else ImposedIndicator(name),
    ) or happened(
        IndicatorAdopted(
            name=name,
            serves=serves,
            chosen_by=choosing,
            filled_by=filling,
            upkeep_minutes=upkeep_minutes,
        ),
        on,
    )


def retire_indicator(
    state: "Team", name: str, *, on: When, reason: str | None = None, id: str = MADE
) -> Draft[IndicatorRetired] | Refusal:
    """Retire an indicator, such as one that says nothing of the work.

    Refusals: `UnknownReference`, `AlreadyDone`.
    """
    known = state.project.indicators.get(name)
    if known is None or not known.adopted:
        return UnknownReference("indicator", name)
    if not known.in_use:
        return AlreadyDone("indicator", name, "retired")
    return happened(IndicatorRetired(name=name, reason=reason), on)
