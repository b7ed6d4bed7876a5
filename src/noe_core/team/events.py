"""The events of a team, as they are written and as people call them.

Rule kept here: a line an event: its name for ever, its class, the decision that makes it,
where it stands on the iceberg, and its labels.
"""

from __future__ import annotations

from noe_core.team import (
    learning,
    notebook,
    project,
    rules,
    steps,
    tensions,
)
from noe_core.vocabulary import Event, Water

S, F = Water.SUBMERGED, Water.FRAME

EVENTS: tuple[Event, ...] = (
    Event("tension_raised", tensions.TensionRaised, tensions.raise_tension, F, "tension dite"),
    Event(
        "tension_examined",
        tensions.TensionExamined,
        tensions.examine_tension,
        F,
        "tension instruite",
    ),
    Event(
        "deliberation_held",
        rules.DeliberationHeld,
        rules.hold_deliberation,
        F,
        "délibération tenue",
    ),
    Event(
        "work_rule_adopted",
        rules.WorkRuleAdopted,
        rules.adopt_work_rule,
        F,
        "règle de travail adoptée",
    ),
    Event(
        "work_rule_retired",
        rules.WorkRuleRetired,
        rules.retire_work_rule,
        F,
        "règle de travail retirée",
    ),
    Event(
        "shared_project_formulated",
        project.SharedProjectFormulated,
        project.formulate_shared_project,
        F,
        "projet partagé formulé",
    ),
    Event(
        "indicator_adopted",
        project.IndicatorAdopted,
        project.adopt_indicator,
        F,
        "indicateur adopté",
    ),
    Event(
        "indicator_retired",
        project.IndicatorRetired,
        project.retire_indicator,
        F,
        "indicateur retiré",
    ),
    Event("success_noted", notebook.SuccessNoted, notebook.note_success, S, "réussite notée"),
    Event("ritual_held", notebook.RitualHeld, notebook.hold_ritual, F, "rituel tenu"),
    Event("skill_built", learning.SkillBuilt, learning.build_skill, F, "montée en compétence"),
    Event(
        "experiment_concluded",
        learning.ExperimentConcluded,
        learning.conclude_experiment,
        F,
        "essai conclu",
    ),
    Event(
        "low_value_work_identified",
        learning.LowValueWorkIdentified,
        learning.identify_low_value_work,
        F,
        "travail sans valeur ajoutée repéré",
        "low-value work identified",
    ),
    Event(
        "field_observation_made",
        learning.FieldObservationMade,
        learning.make_field_observation,
        F,
        "observation du travail réel",
    ),
    Event(
        "small_step_chosen", steps.SmallStepChosen, steps.choose_small_step, F, "petit pas choisi"
    ),
    Event(
        "small_step_repeated",
        steps.SmallStepRepeated,
        steps.repeat_small_step,
        F,
        "petit pas répété",
    ),
    Event(
        "small_step_rooted",
        steps.SmallStepRooted,
        steps.root_small_step,
        F,
        "petit pas devenu réflexe",
    ),
)
