from __future__ import annotations

from telling import after_work, nth, tell, workshop

from noe_core.projections.demand_trail import DEMAND_TRAIL
from noe_core.relationship.effects import EffectAttested, EffectObserved
from noe_core.relationship.encounter import DemandExpressed, DemandReworked, EncounterHeld
from noe_core.relationship.engagements import EngagementKept, EngagementMade
from noe_core.relationship.objectives import ObjectiveRevised, ObjectiveSet


def test_the_workshop_turns_a_leaflet_into_a_strategy() -> None:
    """H1: one demand leads to an objective, three engagements and one effect, in 75 minutes."""
    (trail,) = DEMAND_TRAIL.of(workshop())
    assert trail.text.value == "refaire la plaquette"
    assert trail.real_need.value == "remettre toute l'offre à plat avant d'en parler"
    assert [o.objective_id for o in trail.objectives] == ["o1"]
    assert [e.engagement_id for e in trail.engagements] == ["e1", "e2", "e3"]
    assert [e.effect_id for e in trail.effects] == ["f2"]
    assert trail.encounter_minutes.value == 75


def test_the_studio_has_one_trail() -> None:
    """H4: an hour of encounter, four engagements, and the effect that was aimed at."""
    (trail,) = DEMAND_TRAIL.of(after_work())
    assert trail.encounter_minutes.value == 60
    assert len(trail.engagements) == 4
    assert [e.effect_id for e in trail.effects] == ["f2"]


def test_no_demand_has_no_trail() -> None:
    """Without a demand there is nothing to follow."""
    assert DEMAND_TRAIL.of(tell()) == ()


def test_a_demand_may_be_known_by_half() -> None:
    """A demand never reworked has no real need; one never expressed has no words of its own."""
    asked, reworked = DEMAND_TRAIL.of(
        tell(
            ("2022-01-01", DemandExpressed(demand_id="a")),
            ("2022-01-02", DemandReworked(demand_id="b", real_need="dormir mieux")),
        )
    )
    assert asked.text.value is None
    assert asked.text.evidence == (nth(1),)
    assert asked.real_need.evidence == ()
    assert reworked.text.evidence == ()
    assert reworked.real_need.value == "dormir mieux"


def test_the_last_rework_that_says_a_need_holds() -> None:
    """A rework that is silent on the need leaves the one said before."""
    (trail,) = DEMAND_TRAIL.of(
        tell(
            ("2022-01-01", DemandReworked(demand_id="a", real_need="dormir")),
            ("2022-01-02", DemandReworked(demand_id="a", real_need="se reposer")),
            ("2022-01-03", DemandReworked(demand_id="a", usage="le soir")),
        )
    )
    assert trail.real_need.value == "se reposer"
    assert trail.real_need.evidence == (nth(2),)


def test_encounters_count_until_the_last_rework() -> None:
    """What people met for afterwards was no longer about finding the need."""
    told = (
        ("2022-01-01", EncounterHeld(minutes=40)),
        ("2022-01-02", EncounterHeld()),
        ("2022-01-03", DemandExpressed(demand_id="a", text="un site")),
    )
    later = ("2022-01-05", EncounterHeld(minutes=20))
    (unworked,) = DEMAND_TRAIL.of(tell(*told, later))
    assert unworked.encounter_minutes.value == 60
    rework = ("2022-01-04", DemandReworked(demand_id="a"))
    (worked,) = DEMAND_TRAIL.of(tell(*told, rework, later))
    assert worked.encounter_minutes.value == 40
    assert worked.encounter_minutes.evidence == (nth(1),)


def test_only_links_that_are_named_are_followed() -> None:
    """Objectives, engagements and effects that name nothing, or something else, stay out."""
    (trail,) = DEMAND_TRAIL.of(
        tell(
            ("2022-01-01", DemandExpressed(demand_id="a", text="un site")),
            ("2022-01-02", ObjectiveSet(objective_id="o", demand_id="a")),
            ("2022-01-02", ObjectiveSet(objective_id="p")),
            ("2022-01-02", ObjectiveRevised(objective_id="q")),
            ("2022-01-03", EngagementMade(engagement_id="e", objective_ids=("p",))),
            ("2022-01-03", EngagementMade(engagement_id="f", objective_ids=("p", "o"))),
            ("2022-01-03", EngagementKept(engagement_id="g")),
            ("2022-01-04", EffectObserved(effect_id="x")),
            ("2022-01-04", EffectObserved(effect_id="y", objective_ids=("o",))),
            ("2022-01-04", EffectAttested(effect_id="z")),
        )
    )
    assert [o.objective_id for o in trail.objectives] == ["o"]
    assert [e.engagement_id for e in trail.engagements] == ["f"]
    assert [e.effect_id for e in trail.effects] == ["y"]


def test_the_use_behind_a_demand_is_the_last_one_said() -> None:
    """A later rework that is silent on it leaves it as it was."""
    (trail,) = DEMAND_TRAIL.of(
        tell(
            ("2022-01-01", DemandExpressed(demand_id="d", text="a leaflet")),
            ("2022-01-02", DemandReworked(demand_id="d", usage="to be shown at a fair")),
            ("2022-01-03", DemandReworked(demand_id="d", usage="to open a talk")),
            ("2022-01-04", DemandReworked(demand_id="d", real_need="a strategy")),
        )
    )
    assert (trail.usage.value, trail.usage.evidence) == ("to open a talk", (nth(3),))
    assert (trail.real_need.value, trail.real_need.evidence) == ("a strategy", (nth(4),))


def test_a_demand_nobody_reworked_has_no_use() -> None:
    """What it is for is not guessed from its words."""
    (trail,) = DEMAND_TRAIL.of(tell(("2022-01-01", DemandExpressed(demand_id="d"))))
    assert (trail.usage.value, trail.usage.evidence) == (None, ())
