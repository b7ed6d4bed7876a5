"""The state of a team: the slices of its chapters, side by side.

Rule kept here: evolving never refuses; the facts have happened. Whatever is missing in them
is missing in the state.
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import field, frozen

from noe_core.facts import AnyRecorded
from noe_core.stream_state import StreamState, with_facts, with_unread
from noe_core.team import learning, notebook, project, rules, steps, tensions


@frozen(kw_only=True)
class Team(StreamState):
    """What the facts of a team add up to, chapter by chapter."""

    tensions: tensions.Tensions = field(factory=tensions.Tensions)
    rules: rules.Rules = field(factory=rules.Rules)
    project: project.Project = field(factory=project.Project)
    notebook: notebook.Notebook = field(factory=notebook.Notebook)
    learning: learning.Learning = field(factory=learning.Learning)
    steps: steps.Steps = field(factory=steps.Steps)


def evolve(state: Team, facts: Iterable[AnyRecorded]) -> Team:
    """The state after some more facts, in order."""
    run = tuple(facts)
    return Team(
        tensions=tensions.follow(state.tensions, run),
        rules=rules.follow(state.rules, run),
        project=project.follow(state.project, run),
        notebook=notebook.follow(state.notebook, run),
        learning=learning.follow(state.learning, run),
        steps=steps.follow(state.steps, run),
        facts=with_facts(state, run),
        unread=with_unread(state, run),
    )
