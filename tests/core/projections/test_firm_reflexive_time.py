from fractions import Fraction
from typing import Any

import pytest

from noe_core.firm.peers import PeerSessionHeld
from noe_core.firm.vision import CoherenceReviewed
from noe_core.history import History
from noe_core.projections.figure import Figure
from noe_core.projections.firm_reflexive_time import FirmReflexiveTime, firm_reflexive_time
from noe_core.projections.reflexive_time import REFLEXIVE_TIME
from noe_core.relationship.encounter import EncounterHeld
from noe_core.relationship.reviews import ReflexiveLevel, ReviewHeld
from noe_core.relationship.work import WorkNature, WorkRecorded
from noe_core.team.notebook import RitualHeld, RitualKind
from noe_core.team.rules import DeliberationHeld
from noe_core.team.tensions import TensionExamined
from noe_core.testing import Told, event, story
from noe_core.typed import Fact
from noe_core.values import PartyRef, Side
from noe_core.vocabulary import StreamKind

NORA, OMAR = (PartyRef(party_id=name, side=Side.PROVIDER) for name in ("nora", "omar"))
LISE = PartyRef(party_id="lise", side=Side.CLIENT)
DAY, LAST = "2022-03-01", "2022-03-31"

WORK = WorkRecorded(work_id="w1", by=NORA, minutes=300, nature=WorkNature.PRODUCTION)
REVIEW = ReviewHeld(
    review_id="r1",
    minutes=60,
    participants=(NORA, LISE),
    levels=frozenset({ReflexiveLevel.RELATIONAL}),
)
CLIENT: tuple[Told, ...] = ((WORK, DAY), (REVIEW, DAY))


def stream(kind: str, *told: Told, as_of: str | None = LAST) -> History:
    """A stream of a kind."""
    return story(*told, as_of=as_of, stream=f"{kind}/marelle")


def time(*histories: History, **asked: Any) -> FirmReflexiveTime:
    """The reflexive time of a house."""
    return firm_reflexive_time(**asked).of(histories)


def test_a_house_of_relationships_alone_has_their_reflexive_time() -> None:
    """The same figures as the relationship's own."""
    history = stream(
        "relationship", *CLIENT, (EncounterHeld(minutes=60, participants=(NORA,)), DAY)
    )
    alone, house = REFLEXIVE_TIME.of(history), time(history)
    assert (house.reflexive, house.whole, house.share) == (
        alone.reflexive,
        alone.whole,
        alone.share,
    )
    assert (house.by_level, house.internal, house.external) == (
        alone.by_level,
        alone.internal,
        alone.external,
    )
    assert house.share == Fraction(60, 420)


TOGETHER = [
    DeliberationHeld(deliberation_id="d1", minutes=30, participants=(NORA, OMAR)),
    TensionExamined(tension_id="t1", minutes=30, participants=(NORA, OMAR)),
    RitualHeld(kind=RitualKind.TEAM_MEETING, minutes=30, participants=(NORA, OMAR)),
]
IN_FIRM = [
    PeerSessionHeld(minutes=30, participants=(NORA, OMAR)),
    CoherenceReviewed(minutes=30, participants=(NORA, OMAR)),
]


@pytest.mark.parametrize(
    ("kind", "fact"),
    [*(("team", fact) for fact in TOGETHER), *(("firm", fact) for fact in IN_FIRM)],
)
def test_time_to_think_together_stands_on_both_sides_of_the_bar(kind: str, fact: Fact) -> None:
    """Half an hour of two people is an hour."""
    house = time(stream("relationship", *CLIENT), stream(kind, (fact, DAY)))
    assert (house.reflexive.value, house.whole.value) == (120, 420)
    assert house.by_stream[StreamKind(kind)] == Figure(60, (event(1),))
    assert (house.internal, house.external) == (60, 60)


def test_other_rituals_and_gatherings_of_no_length_add_nothing() -> None:
    """A stand-up tells successes; what was not written down is not guessed."""
    bare = stream(
        "team",
        (RitualHeld(kind=RitualKind.STAND_UP, minutes=30, participants=(NORA,)), DAY),
        (DeliberationHeld(deliberation_id="d1", participants=(NORA,)), DAY),
        (DeliberationHeld(deliberation_id="d2", minutes=30), DAY),
    )
    nothing = time(bare)
    assert (nothing.reflexive, nothing.share) == (Figure(0), None)


def test_only_people_of_the_provider_count() -> None:
    """A client who sits among peers makes it time with another side."""
    session = PeerSessionHeld(minutes=30, participants=(NORA, LISE))
    house = time(stream("firm", (session, DAY)))
    assert (house.reflexive.value, house.internal, house.external) == (30, 0, 30)


def test_the_window_ends_on_the_latest_day_of_all_histories() -> None:
    """Thirty days of the whole house, not of each stream."""
    meeting = RitualHeld(kind=RitualKind.TEAM_MEETING, minutes=30, participants=(NORA,))
    team = stream("team", (meeting, "2022-03-02"), as_of=None)
    histories = (team, stream("relationship", *CLIENT))
    assert time(*histories, window_days=30).reflexive.value == 30
    assert time(*histories, window_days=29).reflexive.value == 0
    assert time(*histories).reflexive.value == 90


def test_what_practitioners_say_is_no_time() -> None:
    """Their streams are not asked."""
    assert StreamKind.PRACTITIONER not in firm_reflexive_time().streams
