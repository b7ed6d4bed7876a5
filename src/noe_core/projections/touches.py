"""The touches of a relationship: when the two sides turned to each other.

Rule kept here: a touch is an encounter, a review, a feedback asked or given, a quote
discussed, a support given to cooperate, or an issue that somebody made theirs; work and
paper are none (domain.md §3, "A touch is …").
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from noe_core.facts import AnyRecorded
from noe_core.history import place
from noe_core.relationship.issues import Issue, Stance
from noe_core.relationship.state import Relationship
from noe_core.values import Side


@frozen
class Touch:
    """A touch and the side that began it, ``None`` where that is not known.

    Nobody notes who began the discussion of a quote, whether a feedback was asked for, nor
    who offered a support. An issue was begun by the side that raised it.
    """

    fact: AnyRecorded
    initiated_by: Side | None = None


def touches(state: Relationship) -> tuple[Touch, ...]:
    """Every touch of a relationship, in order."""
    found = [
        *(Touch(held, held.data.initiated_by) for held in state.hook.encounters),
        *(Touch(held, held.data.initiated_by) for held in state.reviews.held),
        *(Touch(asked, asked.data.by_side) for asked in state.reviews.requests),
        *map(Touch, state.reviews.feedback),
        *(Touch(talk) for quote in state.quotes.by_id.values() for talk in quote.discussed),
        *map(Touch, state.ecosystem.supports),
        *(touch for issue in state.issues.by_id.values() for touch in _taken_up(issue)),
    ]
    return tuple(sorted(found, key=lambda touch: place(touch.fact)))


def _taken_up(issue: Issue) -> Iterator[Touch]:
    """Each time that somebody made the issue theirs; to turn it away is no touch."""
    raised = issue.raised.data.by if issue.raised else None
    for answer in issue.owned:
        if answer.data.stance is Stance.OWNED:
            yield Touch(answer, raised.side if raised else None)
