from fractions import Fraction
from typing import Any

import pytest
from houses import ANNE, BASILE, CORA, TWO, firm, put, relationship, team
from story import after, event, findings, unassessed, with_unread

from noe_core.audit.organisation import RULES
from noe_core.audit.rule import Finding, Passed, Severity, Verdict
from noe_core.facts import Unread
from noe_core.firm.doctrine import PracticeDeclared
from noe_core.firm.offers import OfferLayer, OfferRevised
from noe_core.firm.peers import PeerSessionHeld
from noe_core.firm.vision import VisionShared
from noe_core.history import History
from noe_core.relationship.encounter import EncounterHeld
from noe_core.relationship.objectives import ObjectiveSet
from noe_core.relationship.reviews import ReviewHeld
from noe_core.team.notebook import RitualHeld, RitualKind
from noe_core.team.project import IndicatorAdopted, IndicatorRetired, SharedProjectFormulated
from noe_core.team.rules import DeliberationHeld, WorkRuleAdopted, WorkRuleRetired
from noe_core.team.tensions import TensionCause, TensionExamined, TensionRaised
from noe_core.testing import Told
from noe_core.values import PartyRef

START = "2022-03-01"
TIME = frozenset({TensionCause.TIME})


def passed(rule: str) -> tuple[Verdict, ...]:
    """The rule found nothing."""
    return (Passed(rule=rule),)


def answers(rule: str, history: History, *beside: History, **asked: Any) -> tuple[Verdict, ...]:
    """What one rule answers."""
    return put(RULES, rule, history, *beside, **asked)


def sealed(name: str, on: str = START) -> Told:
    """An event of a name, which this release cannot read."""
    return (Unread(event=name, schema=9, data={}, reason="sealed"), on)


# ORG-1: tensions are examined together

RAISED: Told = (TensionRaised(tension_id="t1"), START)


def examined(
    causes: frozenset[TensionCause] = TIME, people: tuple[PartyRef, ...] = TWO, name: str = "t1"
) -> Told:
    """A tension is looked into."""
    data = TensionExamined(tension_id=name, causes=causes, participants=people)
    return (data, after(START, 5))


def tension(*told: Told, days: int = 31, **asked: Any) -> tuple[Verdict, ...]:
    """What ORG-1 answers that many days after the start."""
    return answers("ORG-1", team(*told, as_of=after(START, days)), **asked)


def test_a_tension_waits_thirty_days_for_the_team() -> None:
    """The thirtieth is still in time."""
    assert unassessed(tension(RAISED, days=30)) == ("too_early",)
    (found,) = findings(tension(RAISED))
    assert (found.severity, found.about, found.subject) == (Severity.WARNING, "unexamined", "t1")
    assert (found.evidence, found.values["days"]) == ((event(1),), 31)
    assert len(findings(tension(RAISED, days=30, n=29))) == 1
    assert tension(RAISED, examined()) == passed("ORG-1")


@pytest.mark.parametrize(
    ("told", "about"),
    [
        (examined(frozenset()), "no_cause"),
        (examined(frozenset(), ()), "no_cause"),
        (examined(people=(ANNE,)), "alone"),
        (examined(people=(ANNE, ANNE)), "alone"),
    ],
)
def test_a_tension_left_to_one_person_is_against_the_essential(told: Told, about: str) -> None:
    """Whether nobody named a cause in the organisation, or one person looked for it alone."""
    (found,) = findings(tension(RAISED, told))
    assert (found.severity, found.about, found.evidence) == (Severity.BREACH, about, (event(2),))


def test_people_whom_nobody_wrote_down_are_not_called_one() -> None:
    """Two or more may have sat there."""
    assert unassessed(tension(RAISED, examined(people=()))) == ("examiners_unrecorded",)


def test_the_last_examination_holds() -> None:
    """One done again together sets it right; one left to a person undoes it."""
    alone = examined(people=(ANNE,))
    assert tension(RAISED, alone, examined()) == passed("ORG-1")
    assert len(findings(tension(RAISED, examined(), alone))) == 1


def test_an_examination_tells_of_a_tension_nobody_raised() -> None:
    """It is read like any other."""
    assert tension(examined()) == passed("ORG-1")
    assert len(findings(tension(examined(frozenset(), name="t9")))) == 1


def test_an_examination_that_cannot_be_read_may_be_the_one() -> None:
    """Or one that the source never writes down."""
    history = with_unread(team(RAISED, as_of=after(START, 31)), "tension_examined")
    assert unassessed(answers("ORG-1", history)) == ("unreadable",)
    never = tension(RAISED, unrecorded=("tension_examined",))
    assert unassessed(never) == ("never_recorded",)


# ORG-2: rules come out of a debate


def adopted(deliberation: str | None = "d1") -> Told:
    """A rule of work."""
    return (WorkRuleAdopted(rule="on goûte avant", deliberation_id=deliberation), START)


def debated(*people: PartyRef, name: str = "d1") -> Told:
    """A deliberation."""
    return (DeliberationHeld(deliberation_id=name, participants=people), START)


def rule(*told: Told, **asked: Any) -> tuple[Verdict, ...]:
    """What ORG-2 answers."""
    return answers("ORG-2", team(*told), **asked)


@pytest.mark.parametrize(
    ("told", "about"),
    [
        ((adopted(None),), "none"),
        ((adopted(),), "none"),
        ((adopted(), debated(ANNE, BASILE, name="d9")), "none"),
        ((adopted(), debated(ANNE)), "alone"),
        ((adopted(), debated(ANNE, ANNE)), "alone"),
    ],
)
def test_a_rule_that_nobody_debated_is_a_warning(told: tuple[Told, ...], about: str) -> None:
    """Without a deliberation, or with that of one person."""
    (found,) = findings(rule(*told))
    assert (found.severity, found.about) == (Severity.WARNING, about)
    assert found.values["rule"] == "on goûte avant"
    assert found.subject == "on goûte avant"


def test_a_rule_goes_by_its_id_where_it_has_one() -> None:
    """By its words otherwise."""
    named: Told = (WorkRuleAdopted(rule="on goûte avant", rule_id="r1"), START)
    (found,) = findings(rule(named))
    assert found.subject == "r1"


def test_two_people_make_a_debate() -> None:
    """Recorded before or after; of two with one id the fuller counts; a retired rule is past."""
    assert rule(adopted(), debated(*TWO)) == passed("ORG-2")
    assert rule(adopted(), debated(*TWO), debated(ANNE)) == passed("ORG-2")
    retired: Told = (WorkRuleRetired(rule="on goûte avant"), START)
    assert rule(adopted(None), retired) == passed("ORG-2")
    assert rule(retired) == passed("ORG-2")


def test_a_debate_without_names_is_not_called_lonely() -> None:
    """Nor is one that cannot be read called missing."""
    assert unassessed(rule(adopted(), debated())) == ("debaters_unrecorded",)
    assert unassessed(rule(adopted(), sealed("deliberation_held"))) == ("unreadable",)


# ORG-3: indicators serve


def indicator(**fields: Any) -> Told:
    """An indicator that serves a project, chosen by who fills it in."""
    data = {"serves": "p1", "chosen_by": (ANNE,), "filled_by": (ANNE, CORA), **fields}
    return (IndicatorAdopted(name="invendus", **data), START)


PROJECT: Told = (SharedProjectFormulated(project_id="p1"), START)


def orphan(*told: Told, beside: tuple[History, ...] = (), **asked: Any) -> tuple[Verdict, ...]:
    """What ORG-3 answers."""
    return answers("ORG-3", team(*told), *beside, **asked)


def abouts(verdicts: tuple[Verdict, ...]) -> list[str]:
    """What was found, each a warning."""
    found: tuple[Finding, ...] = findings(verdicts)
    assert {one.severity for one in found} <= {Severity.WARNING}
    return [one.about for one in found]


def test_an_indicator_serves_a_project_or_an_objective_that_somebody_knows() -> None:
    """Of the team, of another, or of a relationship."""
    objective = relationship("lys", (ObjectiveSet(objective_id="p1"), START))
    elsewhere = team(PROJECT, name="comptoir")
    assert orphan(indicator(), PROJECT, alone=True) == passed("ORG-3")
    assert orphan(indicator(), beside=(elsewhere,)) == passed("ORG-3")
    assert orphan(indicator(), beside=(objective,)) == passed("ORG-3")
    assert abouts(orphan(indicator())) == ["serves_unknown"]


def test_an_indicator_that_serves_nothing_needs_no_other_stream() -> None:
    """One that serves something unknown does."""
    assert abouts(orphan(indicator(serves=None), alone=True)) == ["serves_nothing"]
    assert unassessed(orphan(indicator(), alone=True)) == ("beside_missing",)


def test_a_project_without_id_or_out_of_reading_may_be_the_one() -> None:
    """It is not called missing."""
    nameless: Told = (SharedProjectFormulated(), START)
    assert unassessed(orphan(indicator(), nameless)) == ("projects_unnamed",)
    other = team(sealed("shared_project_formulated"), name="comptoir")
    assert unassessed(orphan(indicator(), beside=(other,))) == ("unreadable",)
    assert unassessed(orphan(indicator(), unrecorded=("objective_set",))) == ("never_recorded",)


@pytest.mark.parametrize(
    ("fields", "about", "because"),
    [
        ({"filled_by": (CORA,)}, ["imposed"], ()),
        ({"chosen_by": ()}, [], ("choosers_unrecorded",)),
        ({"filled_by": ()}, [], ("choosers_unrecorded",)),
        ({"filled_by": (), "upkeep_minutes": 0}, [], ()),
        ({"filled_by": (), "chosen_by": (), "upkeep_minutes": 5}, [], ("choosers_unrecorded",)),
    ],
)
def test_whoever_fills_it_in_has_had_a_say(
    fields: dict[str, Any], about: list[str], because: tuple[str, ...]
) -> None:
    """What a tool fills in, without anybody's minutes, is imposed on nobody."""
    verdicts = orphan(indicator(**fields), PROJECT)
    assert (abouts(verdicts), unassessed(verdicts)) == (about, because)


@pytest.mark.parametrize(("minutes", "about"), [(60, []), (61, ["upkeep"])])
def test_an_hour_a_month_is_enough_for_one_person(minutes: int, about: list[str]) -> None:
    """However many fill it in: the minutes are those of one."""
    assert abouts(orphan(indicator(upkeep_minutes=minutes), PROJECT)) == about
    assert abouts(orphan(indicator(upkeep_minutes=minutes), PROJECT, n=61)) == []


def test_an_indicator_is_read_as_last_adopted() -> None:
    """And no more once it is retired."""
    retired: Told = (IndicatorRetired(name="invendus"), START)
    assert orphan(indicator(serves=None), indicator(), PROJECT) == passed("ORG-3")
    assert orphan(indicator(serves=None), retired) == passed("ORG-3")
    assert orphan(retired) == passed("ORG-3")


# ORG-4: declared practices take place


def declared(name: str = "stand_up", period: int | None = 7) -> Told:
    """A practice declared on the first day."""
    return (PracticeDeclared(name=name, period_days=period), START)


def held(kind: RitualKind | None, days: int) -> Told:
    """A ritual, that many days after the start."""
    return (RitualHeld(kind=kind), after(START, days))


def lapsed(
    *told: Told, days: int, beside: tuple[History, ...] = (), **asked: Any
) -> tuple[Verdict, ...]:
    """What ORG-4 answers that many days after the start."""
    return answers("ORG-4", firm(*told, as_of=after(START, days)), *beside, **asked)


def test_a_practice_never_held_is_awaited_for_two_periods() -> None:
    """From its declaration; the fourteenth day is still in time."""
    assert unassessed(lapsed(declared(), days=14)) == ("too_early",)
    (found,) = findings(lapsed(declared(), days=15))
    assert (found.severity, found.about, found.subject) == (Severity.INFO, "never", "stand_up")
    assert found.evidence == (event(1),)


@pytest.mark.parametrize(("days", "found"), [(24, 0), (25, 1)])
def test_a_practice_is_silent_since_it_last_took_place(days: int, found: int) -> None:
    """In any team beside, whoever declared it."""
    teams = (
        team(held(RitualKind.STAND_UP, 10), held(RitualKind.TEAM_MEETING, 20)),
        team(held(RitualKind.STAND_UP, 3), name="comptoir"),
    )
    silent = findings(lapsed(declared(), days=days, beside=teams))
    assert [(f.about, f.values["days"]) for f in silent] == [("lapsed", 15)] * found
    assert len(silent) == 0 or silent[0].evidence == (event(1), event(1))


def test_the_factor_may_be_a_fraction() -> None:
    """One and a half periods of seven days are ten and a half."""
    half = Fraction(3, 2)
    assert unassessed(lapsed(declared(), days=10, f=half)) == ("too_early",)
    assert len(findings(lapsed(declared(), days=11, f=half))) == 1


def test_what_the_firm_records_itself_needs_no_other_stream() -> None:
    """A team's practice does."""
    session: Told = (PeerSessionHeld(), after(START, 10))
    peers = declared("peer_session")
    assert lapsed(peers, session, days=24, alone=True) == passed("ORG-4")
    assert len(findings(lapsed(peers, session, days=25, alone=True))) == 1
    assert unassessed(lapsed(declared(), days=15, alone=True)) == ("beside_missing",)
    shared: Told = (VisionShared(), after(START, 10))
    assert lapsed(declared("vision_shared"), shared, days=24) == passed("ORG-4")


def test_reviews_show_from_relationships_and_the_rest_does_not() -> None:
    """What others cannot see of a relationship is not called silent."""
    lys = relationship(
        "lys",
        (ReviewHeld(review_id="r1"), after(START, 10)),
        (EncounterHeld(), after(START, 10)),
    )
    assert lapsed(declared("review"), days=24, beside=(lys,)) == passed("ORG-4")
    assert len(findings(lapsed(declared("review"), days=25, beside=(lys,)))) == 1
    encounters = lapsed(declared("encounter_held"), days=15, beside=(lys,))
    assert unassessed(encounters) == ("out_of_sight",)


def test_a_practice_that_nobody_knows_or_that_has_no_period_is_not_followed() -> None:
    """The names are given, all at once."""
    verdicts = lapsed(declared("tarte"), declared("café"), declared(period=None), days=400)
    assert unassessed(verdicts) == ("practice_unknown", "period_unrecorded")
    assert verdicts[0].values == {"names": ("tarte", "café")}  # type: ignore[union-attr]
    assert lapsed(days=400) == passed("ORG-4")


def test_a_fact_that_may_show_it_leaves_it_open() -> None:
    """A ritual of no kind, or one that cannot be read, if it came since."""
    kindless, unread = team(held(None, 10)), team(sealed("ritual_held", after(START, 10)))
    assert unassessed(lapsed(declared(), days=15, beside=(kindless,))) == ("rituals_unrecorded",)
    assert unassessed(lapsed(declared(), days=15, beside=(unread,))) == ("unreadable",)
    before = team(held(None, 0), held(RitualKind.TEAM_MEETING, 10), sealed("skill_built"))
    assert len(findings(lapsed(declared(), days=15, beside=(before,)))) == 1
    assert len(findings(lapsed(declared("ritual_held"), days=30, beside=(kindless,)))) == 1
    lys = relationship("lys", sealed("review_held", after(START, 10)))
    assert unassessed(lapsed(declared("review"), days=15, beside=(lys,))) == ("unreadable",)
    assert len(findings(lapsed(declared("deliberation"), days=15, beside=(lys,)))) == 1
    never = lapsed(declared(), days=15, unrecorded=("ritual_held",))
    assert unassessed(never) == ("never_recorded",)


def test_a_practice_declared_again_starts_again() -> None:
    """With its new period."""
    again: Told = (PracticeDeclared(name="stand_up", period_days=14), after(START, 20))
    assert unassessed(lapsed(declared(), again, days=48)) == ("too_early",)
    assert len(findings(lapsed(declared(), again, days=49))) == 1


# ORG-5: offers change below the surface

FRONT, DEEP = OfferLayer.INTERFACE, OfferLayer.ORGANISATION


def revised(*layers: OfferLayer, days: int = 0) -> Told:
    """An offer revised, that many days after the start."""
    return (OfferRevised(layers=frozenset(layers)), after(START, days))


def veneer(*told: Told, days: int = 364, **asked: Any) -> tuple[Verdict, ...]:
    """What ORG-5 answers that many days after the start."""
    return answers("ORG-5", firm(*told, as_of=after(START, days)), **asked)


def test_revisions_of_the_interface_alone_are_worth_a_question() -> None:
    """One is enough; a deeper one among them answers it."""
    (found,) = findings(veneer(revised(FRONT), revised(FRONT, days=9)))
    assert (found.severity, found.values["count"]) == (Severity.INFO, 2)
    assert found.evidence == (event(1), event(2))
    for deeper in (revised(DEEP), revised(FRONT, OfferLayer.VALUE_PROPOSITION)):
        assert veneer(revised(FRONT), deeper) == passed("ORG-5")
    assert veneer() == passed("ORG-5")


@pytest.mark.parametrize(("days", "found"), [(364, 1), (365, 0)])
def test_only_the_last_year_counts(days: int, found: int) -> None:
    """Three hundred and sixty-five days, today included."""
    assert len(findings(veneer(revised(FRONT), days=days))) == found
    assert len(findings(veneer(revised(DEEP), revised(FRONT, days=9), days=days))) == 1 - found
    assert len(findings(veneer(revised(FRONT), days=365, n=366))) == 1


def test_a_revision_that_says_nothing_of_its_layers_leaves_it_open() -> None:
    """As does one that cannot be read."""
    assert unassessed(veneer(revised(FRONT), revised())) == ("layers_unrecorded",)
    assert veneer(revised(DEEP), revised()) == passed("ORG-5")
    assert unassessed(veneer(revised(FRONT), sealed("offer_revised"))) == ("unreadable",)
