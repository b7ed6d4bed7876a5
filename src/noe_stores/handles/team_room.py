"""What an embedder holds of one team: every command of its stream, as a method.

Rule kept here: a line a command. The domain's own docstrings say what each command means
and how it may be refused.
"""

from __future__ import annotations

from noe_core import correcting, entries
from noe_core.streams import TEAM
from noe_core.team import learning, notebook, project, rules, steps, tensions
from noe_core.team.state import Team
from noe_stores.handles.handle import Handle, command


class TeamRoom(Handle[Team]):
    """A team in a store, with the person or tool that records in it."""

    streams = TEAM

    raise_tension = command(tensions.raise_tension, tensions.TensionRaised)
    examine_tension = command(tensions.examine_tension, tensions.TensionExamined)

    hold_deliberation = command(rules.hold_deliberation, rules.DeliberationHeld)
    adopt_work_rule = command(rules.adopt_work_rule, rules.WorkRuleAdopted)
    retire_work_rule = command(rules.retire_work_rule, rules.WorkRuleRetired)

    formulate_shared_project = command(
        project.formulate_shared_project, project.SharedProjectFormulated
    )
    adopt_indicator = command(project.adopt_indicator, project.IndicatorAdopted)
    retire_indicator = command(project.retire_indicator, project.IndicatorRetired)

    note_success = command(notebook.note_success, notebook.SuccessNoted)
    hold_ritual = command(notebook.hold_ritual, notebook.RitualHeld)

    build_skill = command(learning.build_skill, learning.SkillBuilt)
    conclude_experiment = command(learning.conclude_experiment, learning.ExperimentConcluded)
    identify_low_value_work = command(
        learning.identify_low_value_work, learning.LowValueWorkIdentified
    )
    make_field_observation = command(learning.make_field_observation, learning.FieldObservationMade)

    choose_small_step = command(steps.choose_small_step, steps.SmallStepChosen)
    repeat_small_step = command(steps.repeat_small_step, steps.SmallStepRepeated)
    root_small_step = command(steps.root_small_step, steps.SmallStepRooted)

    correct_entry = command(correcting.correct_entry, entries.EntryCorrected)
    withdraw_entry = command(correcting.withdraw_entry, entries.EntryWithdrawn)
