from collections.abc import Sequence
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from strategies import built, days, in_parts, law, splits

from noe_core.streams import TEAM
from noe_core.team.events import EVENTS
from noe_core.team.state import Team
from noe_core.testing import story
from noe_core.typed import Fact
from noe_core.vocabulary import Water
from team.given import STREAM, Told

KINDS = [event.kind for event in EVENTS]
UNTIDY: st.SearchStrategy[list[Told]] = st.lists(
    st.tuples(st.sampled_from(KINDS).flatmap(built), days().map(lambda day: day.isoformat())),
    max_size=16,
)
"""What an import may bring: fields left out, ids of nothing, any order, the same thing twice."""


@law
@given(told=UNTIDY, cuts=splits())
def test_a_team_may_be_folded_in_parts(told: list[Told], cuts: Sequence[Fraction]) -> None:
    """However untidy its facts and wherever they are cut, the parts add up to the whole."""
    facts = story(*told, stream=STREAM).facts
    state = TEAM.begin("fournil-des-pins")
    for part in in_parts(facts, cuts):
        state = TEAM.evolve(state, part)
    assert state == TEAM.evolve(Team(), facts)
    assert set(state.facts) == {fact.id for fact in facts}


@law
@given(told=UNTIDY)
def test_every_fact_is_kept_in_a_chapter(told: list[Told]) -> None:
    """So that what is asked of a team later can cite it; of a thing told twice the last holds."""
    facts = story(*told, stream=STREAM).facts
    team = TEAM.evolve(Team(), facts)
    once: dict[tuple[type[Fact], object], int] = {}
    for fact in facts:
        key = _told_once(fact.data)
        once[(type(fact.data), fact.version if key is None else key)] = fact.version
    assert sorted(_kept(team)) == sorted(once.values())


def _told_once(fact: Fact) -> object:
    """By what a fact is told once only: the thing it raises, chooses or roots."""
    names = {"TensionRaised": "tension_id", "SmallStepChosen": "step_id"}
    name = {**names, "SmallStepRooted": "step_id"}.get(type(fact).__name__)
    return getattr(fact, name) if name else None


def _kept(team: Team) -> list[int]:
    """The versions of the facts that the chapters hold."""
    learning = team.learning
    groups = [
        *((t.raised, *t.examined) for t in team.tensions.by_id.values()),
        team.rules.deliberations,
        *((*r.adopted, *r.retired) for r in team.rules.by_key.values()),
        team.project.formulated,
        *((*i.adopted, *i.retired) for i in team.project.indicators.values()),
        team.notebook.successes,
        team.notebook.rituals,
        learning.skills,
        learning.experiments,
        learning.low_value_work,
        learning.observations,
        *((s.chosen, *s.repeated, s.rooted) for s in team.steps.by_id.values()),
    ]
    return [fact.version for group in groups for fact in group if fact is not None]


def test_successes_lie_under_water_and_the_rest_frames_the_story() -> None:
    """What shows and what does not (domain.md §3): nothing of a team is counted."""
    assert [event.name for event in EVENTS if event.water is not Water.FRAME] == ["success_noted"]
    assert {event.water for event in EVENTS} == {Water.FRAME, Water.SUBMERGED}
