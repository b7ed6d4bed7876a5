"""A question to a store, and what stands beside a history."""

from datetime import date

from story import story

from noe_core.beside import Beside
from noe_core.firm.vision import VisionStated
from noe_core.relationship.encounter import DemandExpressed
from noe_core.relationship.objectives import ObjectiveSet
from noe_core.relationship.reviews import ReviewHeld
from noe_core.survey import Survey
from noe_core.team.tensions import TensionRaised
from noe_core.vocabulary import StreamKind, kind_of, own_id

TEAM = story((TensionRaised(tension_id="t1"), "2022-05-01"), stream="team/nord")
FIRM = story((VisionStated(text="servir"), "2022-02-01"), stream="firm/brume")
RELATION = story(
    (ObjectiveSet(objective_id="o1"), "2022-03-01"), (ReviewHeld(review_id="r1"), "2022-04-01")
)

HOW_MANY: Survey[int, tuple[int, date]] = Survey(
    name="how_many",
    streams=frozenset({StreamKind.TEAM, StreamKind.RELATIONSHIP}),
    part=len,
    gather=lambda parts, view: (sum(parts), view.day),
)


def test_a_survey_asks_the_streams_it_is_about() -> None:
    """Others are passed over, and the answer is seen from the latest day of those asked."""
    assert HOW_MANY.of([FIRM, RELATION, TEAM]) == (3, date(2022, 5, 1))
    assert HOW_MANY.of([RELATION, FIRM]) == (2, date(2022, 4, 1))
    assert HOW_MANY.of([]) == (0, date.min)


def test_what_stands_beside_is_found_by_the_callers_own_id() -> None:
    """Of a relationship only when it was come back on and what it aims at is seen."""
    beside = Beside.of([FIRM, RELATION, TEAM, story(stream="practitioner/nora")])
    assert list(beside.teams) == ["nord"]
    assert list(beside.firms) == ["brume"]
    assert beside.practitioners["nora"].person == "nora"
    glance = beside.relationships["studio-marelle:atelier-lys"]
    assert glance.objective_ids == {"o1"}
    assert [review.data.review_id for review in glance.reviews] == ["r1"]


def test_what_stands_beside_is_seen_as_of_a_day() -> None:
    """As the history beside it is."""
    beside = Beside.of([RELATION, TEAM], as_of=date(2022, 3, 15))
    assert not beside.relationships["studio-marelle:atelier-lys"].reviews
    assert not beside.teams["nord"].facts


def test_a_stream_id_carries_its_kind() -> None:
    """An id without one is the caller's own."""
    assert own_id("team/nord/est") == "nord/est"
    assert own_id("nord") == "nord"
    assert own_id("club/nord") == "club/nord"
    assert kind_of("firm/brume") is StreamKind.FIRM


def test_a_demand_is_no_glance() -> None:
    """Nothing of a relationship is seen that need not be."""
    beside = Beside.of([story((DemandExpressed(demand_id="d1"), "2022-03-01"))])
    (glance,) = beside.relationships.values()
    assert (glance.reviews, glance.objective_ids) == ((), frozenset())
