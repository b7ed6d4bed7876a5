from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from noe_core.facts import Unread
from noe_core.firm.doctrine import (
    DoctrineConceptAdopted,
    PracticeDeclared,
    Role,
    RoleAssigned,
)
from noe_core.firm.offers import OfferLayer, OfferRevised
from noe_core.firm.peers import PeerSessionHeld
from noe_core.firm.vision import CoherenceReviewed, VisionShared, VisionStated
from noe_core.history import History
from noe_core.practitioner.wellbeing import WellbeingReported
from noe_core.projections.figure import Figure
from noe_core.projections.firm_register import FirmRegister, PracticeKept
from noe_core.projections.practice_register import PracticeRegister, practice_register
from noe_core.projections.practices import Practice, practice
from noe_core.projections.team_register import OpenTension, TeamRegister
from noe_core.relationship.frame import MethodAgreed
from noe_core.relationship.reviews import ReviewHeld
from noe_core.team.learning import (
    ExperimentConcluded,
    FieldObservationMade,
    LowValueWorkIdentified,
    SkillBuilt,
)
from noe_core.team.notebook import RitualHeld, RitualKind
from noe_core.team.project import IndicatorAdopted, IndicatorRetired, SharedProjectFormulated
from noe_core.team.rules import DeliberationHeld, WorkRuleAdopted, WorkRuleRetired
from noe_core.team.steps import SmallStepChosen, SmallStepRepeated, SmallStepRooted
from noe_core.team.tensions import TensionCause, TensionExamined, TensionRaised
from noe_core.testing import Told, event, story
from noe_core.values import PartyRef, Side

ANNE, BASILE = (PartyRef(party_id=name, side=Side.PROVIDER) for name in ("anne", "basile"))
DAY, LATER = "2022-03-01", "2022-03-31"


def team(*told: Told, name: str = "fournil") -> History:
    """A team's stream, seen on the last of March."""
    return story(*told, as_of=LATER, stream=f"team/{name}")


def firm(*told: Told, name: str = "pins") -> History:
    """A firm's stream."""
    return story(*told, as_of=LATER, stream=f"firm/{name}")


def other(stream: str, *told: Told) -> History:
    """Another stream."""
    return story(*told, as_of=LATER, stream=stream)


def register(*histories: History, **asked: Any) -> PracticeRegister:
    """The register of some histories."""
    return practice_register(**asked).of(histories)


def of_team(*told: Told) -> TeamRegister:
    """What one team keeps going."""
    return register(team(*told)).teams["fournil"]


def of_firm(*told: Told, beside: tuple[History, ...] = (), **asked: Any) -> FirmRegister:
    """What one firm keeps going."""
    return register(firm(*told), *beside, **asked).firms["pins"]


# Practices


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("stand_up", Practice("ritual_held", RitualKind.STAND_UP)),
        ("Stand-up", Practice("ritual_held", RitualKind.STAND_UP)),
        ("team meeting", Practice("ritual_held", RitualKind.TEAM_MEETING)),
        ("one_to_one", Practice("ritual_held", RitualKind.ONE_TO_ONE)),
        ("peer_session", Practice("peer_session_held")),
        ("coherence_review", Practice("coherence_reviewed")),
        ("field_observation", Practice("field_observation_made")),
        ("deliberation", Practice("deliberation_held")),
        ("success_note", Practice("success_noted")),
        ("success notebook", Practice("success_noted")),
        ("vision_shared", Practice("vision_shared")),
        ("review", Practice("review_held")),
        ("tension_examined", Practice("tension_examined")),
        ("ritual_held", Practice("ritual_held")),
        ("encounter_held", Practice("encounter_held")),
        ("déjeuner du mardi", None),
        ("wellbeing_reported", None),
        ("entry_corrected", None),
    ],
)
def test_a_practice_goes_by_a_short_name_or_by_its_event(name: str, shown: Practice | None) -> None:
    """What nobody knows, what people say of themselves and the log's own entries are none."""
    assert practice(name) == shown


def declared(name: str, on: str = DAY) -> Told:
    """A practice declared for every week."""
    return (PracticeDeclared(name=name, period_days=7), on)


def held(kind: RitualKind | None, on: str) -> Told:
    """A ritual."""
    return (RitualHeld(kind=kind), on)


def test_a_practice_is_shown_by_the_last_fact_of_any_team() -> None:
    """Of its own kind, where it is a ritual."""
    one = team(held(RitualKind.STAND_UP, "2022-03-11"), held(RitualKind.STAND_UP, "2022-03-04"))
    two = team(
        held(RitualKind.STAND_UP, "2022-03-18"),
        held(RitualKind.TEAM_MEETING, "2022-03-21"),
        held(None, "2022-03-25"),
        name="comptoir",
    )
    for beside in ((one, two), (two, one)):
        found = of_firm(declared("stand_up"), declared("ritual_held"), beside=beside)
        stand_up, ritual = found.practices
        assert stand_up == PracticeKept(
            name="stand_up",
            recognised=True,
            declared=Figure(date(2022, 3, 1), (event(1),)),
            period_days=7,
            last=Figure(date(2022, 3, 18), (event(1),)),
            silent_days=13,
        )
        assert ritual.silent_days == 6


def test_a_practice_never_shown_is_silent_since_its_declaration() -> None:
    """One that nobody can recognise is not said to be silent."""
    kept, unknown = of_firm(declared("review"), declared("tarte du vendredi")).practices
    assert (kept.recognised, kept.last, kept.silent_days) == (True, None, 30)
    assert (unknown.recognised, unknown.last, unknown.silent_days) == (False, None, None)


def test_reviews_of_relationships_show_a_practice() -> None:
    """A fact nobody can read shows none."""
    unread = Unread(event="review_held", schema=9, data={}, reason="sealed")
    told = ((ReviewHeld(review_id="r1"), "2022-03-11"), (unread, "2022-03-12"))
    (kept,) = of_firm(declared("review"), beside=(other("relationship/lys", *told),)).practices
    assert kept.last == Figure(date(2022, 3, 11), (event(1),))


def test_what_a_firm_records_counts_for_that_firm() -> None:
    """Another's session with peers is not ours."""
    session: Told = (PeerSessionHeld(), "2022-03-11")
    found = register(
        firm(declared("peer_session"), session), firm(declared("peer_session"), name="b")
    )
    assert [one.practices[0].silent_days for one in found.firms.values()] == [20, 30]


# Firms

SHARED = VisionShared(acknowledged_by=(ANNE, BASILE))


def test_the_vision_is_shared_by_members_who_say_so() -> None:
    """Members are given, or else the practitioners among the histories; of nobody it is none."""
    told = ((VisionStated(text="du bon pain"), DAY), (SHARED, DAY), (SHARED, LATER))
    anne = other("practitioner/anne", (WellbeingReported(), DAY))
    cora = other("practitioner/cora")
    shared = of_firm(*told, beside=(anne, cora))
    assert (shared.vision, shared.vision_share) == (
        Figure(date(2022, 3, 1), (event(1),)),
        Fraction(1, 2),
    )
    assert shared.acknowledged == Figure(1, (event(2), event(3)))
    assert of_firm(*told, members=["anne", "basile", "cora"]).vision_share == Fraction(2, 3)
    assert of_firm(*told).vision_share is None


def test_a_vision_stated_anew_is_shared_anew() -> None:
    """One older than the log may have been acknowledged at any time."""
    anew = ((SHARED, DAY), (VisionStated(), "2022-03-15"))
    assert of_firm(*anew, members=["anne"]).vision_share == 0
    older = of_firm((SHARED, DAY), members=["anne"])
    assert (older.vision, older.vision_share) == (None, Fraction(1))


def test_offers_stand_by_the_layers_they_bear_on() -> None:
    """Beside those that say what they do to the rest."""
    front, deep = frozenset({OfferLayer.INTERFACE}), frozenset(OfferLayer)
    found = of_firm(
        (OfferRevised(layers=front), DAY), (OfferRevised(layers=deep, impacts=("achats",)), DAY)
    )
    assert {layer: figure.value for layer, figure in found.offers.items()} == {
        OfferLayer.INTERFACE: 2,
        OfferLayer.ORGANISATION: 1,
        OfferLayer.VALUE_PROPOSITION: 1,
    }
    assert found.impacts == Figure(1, (event(2),))


def test_roles_peers_and_reviews_of_coherence_are_counted() -> None:
    """With the dates that peers chose together."""
    found = of_firm(
        (RoleAssigned(role=Role.COACH), DAY),
        (PeerSessionHeld(date_coopted=True), DAY),
        (PeerSessionHeld(), DAY),
        (CoherenceReviewed(), DAY),
    )
    assert [found.roles[role].value for role in Role] == [0, 0, 1]
    assert (found.peer_sessions.value, found.coopted.value) == (2, 1)
    assert found.coherence_reviews == Figure(1, (event(4),))


def test_methods_that_say_what_they_change_are_counted() -> None:
    """In the relationships asked."""
    told = ((MethodAgreed(impacts=("stocks",)), DAY), (MethodAgreed(), DAY))
    found = register(other("relationship/lys", *told))
    assert found.methods_with_impacts == Figure(1, (event(1),))


def test_a_firm_and_a_team_of_one_name_are_two() -> None:
    """Each keeps what is its own."""
    found = register(firm(name="pins"), team(name="pins"))
    assert (list(found.firms), list(found.teams)) == (["pins"], ["pins"])


# Teams


def test_tensions_stand_by_cause_and_by_age() -> None:
    """A tension may have several causes; the oldest that waits comes first."""
    found = of_team(
        (TensionRaised(tension_id="t1"), DAY),
        (TensionExamined(tension_id="t1", causes=frozenset({TensionCause.TIME})), DAY),
        (TensionExamined(tension_id="t1", causes=frozenset(TensionCause)), DAY),
        (TensionRaised(tension_id="t2"), "2022-03-21"),
        (TensionRaised(tension_id="t3"), "2022-03-11"),
        (TensionExamined(tension_id="t4", causes=frozenset({TensionCause.TIME})), DAY),
    )
    assert found.tensions.value == 4
    assert found.by_cause[TensionCause.TIME] == Figure(2, (event(2), event(3), event(6)))
    assert found.by_cause[TensionCause.ROLES] == Figure(1, (event(3),))
    assert found.waiting[0] == OpenTension(
        tension_id="t3", raised=Figure(date(2022, 3, 11), (event(5),)), days=20
    )
    assert [one.tension_id for one in found.waiting] == ["t3", "t2"]


def rule(words: str, review_by: date | None) -> Told:
    """A rule of work."""
    return (WorkRuleAdopted(rule=words, review_by=review_by), DAY)


def test_rules_in_force_stand_with_the_day_to_look_again() -> None:
    """That day itself is not late, the next is; a retired rule is gone."""
    found = of_team(
        rule("a", date(2022, 3, 30)),
        rule("b", date(2022, 3, 31)),
        rule("c", None),
        rule("d", None),
        (WorkRuleRetired(rule="d"), DAY),
        (DeliberationHeld(deliberation_id="d1"), DAY),
    )
    assert [(one.rule, one.overdue) for one in found.rules] == [
        ("a", True),
        ("b", False),
        ("c", False),
    ]
    assert found.deliberations.value == 1


def test_indicators_stand_with_what_they_serve_and_take() -> None:
    """Minutes of one person in a month, times those who fill it in."""
    found = of_team(
        (
            IndicatorAdopted(
                name="invendus", serves="p1", filled_by=(ANNE, BASILE, ANNE), upkeep_minutes=20
            ),
            DAY,
        ),
        (IndicatorAdopted(name="file", upkeep_minutes=15), DAY),
        (IndicatorAdopted(name="avis", filled_by=(ANNE,)), DAY),
        (IndicatorAdopted(name="vieux", filled_by=(ANNE,), upkeep_minutes=99), DAY),
        (IndicatorRetired(name="vieux"), DAY),
        (SharedProjectFormulated(project_id="p1"), DAY),
    )
    first = found.indicators[0]
    assert (first.serves, first.filled_by, first.upkeep, first.minutes) == ("p1", 2, 20, 40)
    assert [one.minutes for one in found.indicators] == [40, 0, 0]
    assert found.upkeep == Figure(40, (event(1), event(2), event(3)))
    assert found.projects.value == 1


def test_steps_stand_with_their_days() -> None:
    """Rooted, being repeated, or spoken of without having been chosen."""
    found = of_team(
        (SmallStepChosen(step_id="s1"), DAY),
        (SmallStepRepeated(step_id="s1"), "2022-03-02"),
        (SmallStepRepeated(step_id="s1"), "2022-03-02"),
        (SmallStepRooted(step_id="s1"), LATER),
        (SmallStepRepeated(step_id="s2"), "2022-03-03"),
    )
    first, second = found.steps
    assert first.chosen == Figure(date(2022, 3, 1), (event(1),))
    assert first.repeated == Figure(1, (event(2), event(3)))
    assert first.rooted == Figure(date(2022, 3, 31), (event(4),))
    assert (second.chosen, second.rooted) == (None, None)


def test_what_a_team_learns_is_counted() -> None:
    """Minutes of work that adds nothing are summed where they are known."""
    found = of_team(
        (SkillBuilt(), DAY),
        (ExperimentConcluded(), DAY),
        (FieldObservationMade(), DAY),
        (LowValueWorkIdentified(minutes_per_month=90), DAY),
        (LowValueWorkIdentified(), DAY),
    )
    assert (found.skills.value, found.experiments.value, found.observations.value) == (1, 1, 1)
    assert found.low_value_minutes == Figure(90, (event(4), event(5)))


def test_concepts_are_counted_where_teams_cite_them() -> None:
    """By id or by their words; one never cited counts nothing, one unknown stands too."""
    house = firm(
        (DoctrineConceptAdopted(concept="le réel", concept_id="c1"), DAY),
        (DoctrineConceptAdopted(concept="la bonne distance"), DAY),
    )
    talk = team(
        (TensionExamined(tension_id="t1", concept_ids=("c1",)), DAY),
        (DeliberationHeld(deliberation_id="d1", concept_ids=("le réel", "c9")), DAY),
    )
    assert register(house, talk).concepts == {
        "c1": Figure(2, (event(1), event(2))),
        "la bonne distance": Figure(0),
        "c9": Figure(1, (event(2),)),
    }
