"""The events of a team: the name each is written under, and how people call it."""

from __future__ import annotations

from noe_core.team import learning, notebook, project, rules, steps, tensions
from noe_core.vocabulary import Event, Water

S, F = Water.SUBMERGED, Water.FRAME

EVENTS: tuple[Event, ...] = (
    Event("tension_raised", tensions.TensionRaised, F, "tension dite", "tension raised"),
    Event("tension_examined", tensions.TensionExamined, F, "tension instruite", "tension examined"),
    Event(
        "deliberation_held", rules.DeliberationHeld, F, "délibération tenue", "deliberation held"
    ),
    Event(
        "work_rule_adopted",
        rules.WorkRuleAdopted,
        F,
        "règle de travail adoptée",
        "work rule adopted",
    ),
    Event(
        "work_rule_retired",
        rules.WorkRuleRetired,
        F,
        "règle de travail retirée",
        "work rule retired",
    ),
    Event(
        "shared_project_formulated",
        project.SharedProjectFormulated,
        F,
        "projet partagé formulé",
        "shared project formulated",
    ),
    Event(
        "indicator_adopted", project.IndicatorAdopted, F, "indicateur adopté", "indicator adopted"
    ),
    Event(
        "indicator_retired", project.IndicatorRetired, F, "indicateur retiré", "indicator retired"
    ),
    Event("success_noted", notebook.SuccessNoted, S, "réussite notée", "success noted"),
    Event("ritual_held", notebook.RitualHeld, F, "rituel tenu", "ritual held"),
    Event("skill_built", learning.SkillBuilt, F, "montée en compétence", "skill built"),
    Event(
        "experiment_concluded",
        learning.ExperimentConcluded,
        F,
        "essai conclu",
        "experiment concluded",
    ),
    Event(
        "low_value_work_identified",
        learning.LowValueWorkIdentified,
        F,
        "travail sans valeur ajoutée repéré",
        "low-value work identified",
    ),
    Event(
        "field_observation_made",
        learning.FieldObservationMade,
        F,
        "observation du travail réel",
        "field observation made",
    ),
    Event("small_step_chosen", steps.SmallStepChosen, F, "petit pas choisi", "small step chosen"),
    Event(
        "small_step_repeated", steps.SmallStepRepeated, F, "petit pas répété", "small step repeated"
    ),
    Event(
        "small_step_rooted",
        steps.SmallStepRooted,
        F,
        "petit pas devenu réflexe",
        "small step rooted",
    ),
)
