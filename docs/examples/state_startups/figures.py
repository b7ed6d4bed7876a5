"""What a history brought in says it knew, and what was rewritten in it since.

Rule kept here: every figure is read off replays of the facts, none off the source.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from attrs import frozen

from noe_core.history import History
from noe_core.moments import is_day
from noe_core.relationship.state import Relationship, evolve
from noe_core.values import Side
from state_startups.phases import ENDINGS
from state_startups.wordings import OBJECTIVE


@frozen
class PhaseKnown:
    """A phase as it was known: its name, and its term as far as one was said."""

    name: str | None
    start: date | None
    end: date | None

    def completed_by(self, later: PhaseKnown) -> bool:
        """Whether the later knowledge only adds to this."""
        return (
            self.name == later.name
            and self.start in {None, later.start}
            and self.end in {None, later.end}
        )


@frozen
class Known:
    """What was known of a relationship on the day its history is seen from."""

    mission: str | None
    sponsors: tuple[str, ...]
    phases: Mapping[str, PhaseKnown]


@frozen
class Rewritten:
    """Phases by what became of them after they were first written, by their keys."""

    rewritten: frozenset[str] = frozenset()
    completed: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()


def known(history: History) -> Known:
    """What the facts of a history say, replayed as it is seen."""
    state = evolve(Relationship(), history.facts)
    objective = state.objectives.by_id.get(OBJECTIVE)
    return Known(
        mission=objective.wording if objective else None,
        sponsors=tuple(sorted(m.party.party_id for m in state.parties.present(Side.CLIENT))),
        phases={**_engagements(state), **_endings(state)},
    )


def _engagements(state: Relationship) -> dict[str, PhaseKnown]:
    return {
        key: PhaseKnown(
            one.text,
            one.term.not_before if one.term else None,
            one.term.due if one.term else None,
        )
        for key, one in state.engagements.by_id.items()
    }


def _endings(state: Relationship) -> dict[str, PhaseKnown]:
    return {
        str(fact.id): PhaseKnown(
            fact.data.reason,
            # An ending without a day of its own happened, for us, when it was written down.
            fact.occurred_at if is_day(fact.occurred_at) else None,
            None,
        )
        for fact in state.course.closed
        if fact.data.reason in ENDINGS
    }


def rewritten(history: History) -> Rewritten:
    """What became of the phases, by replaying the history at each moment it was added to."""
    changed: set[str] = set()
    completed: set[str] = set()
    removed: set[str] = set()
    before: Mapping[str, PhaseKnown] = {}
    for moment in sorted({record.recorded_at for record in history.records}):
        now = known(history.at(known_at=moment)).phases
        for key, phase in before.items():
            if key not in now:
                removed.add(key)
            elif now[key] != phase:
                (completed if phase.completed_by(now[key]) else changed).add(key)
        before = now
    return Rewritten(frozenset(changed), frozenset(completed), frozenset(removed))
