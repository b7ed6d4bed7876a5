"""What stands beside a history in its store, as far as another stream may look at it.

Rule kept here: of a relationship the others see when it was come back on, what it aims at
and which events in it cannot be read, no more; what a team, a firm or a practitioner
recorded is seen whole. Light enough to hold for a whole store.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import field, frozen

from noe_core.facts import Recorded
from noe_core.firm.state import Firm
from noe_core.history import History
from noe_core.moments import When
from noe_core.practitioner.state import Practitioner
from noe_core.relationship.reviews import ReviewHeld
from noe_core.relationship.state import Relationship
from noe_core.streams import state_of
from noe_core.team.state import Team
from noe_core.vocabulary import own_id


@frozen(kw_only=True)
class Glance:
    """What other streams see of a relationship; ``unread`` holds names of events alone."""

    reviews: tuple[Recorded[ReviewHeld], ...]
    objective_ids: frozenset[str]
    unread: frozenset[str] = frozenset()

    @classmethod
    def at(cls, state: Relationship) -> Glance:
        """A glance at a relationship."""
        return cls(
            reviews=state.reviews.held,
            objective_ids=frozenset(state.objectives.by_id),
            unread=frozenset(fact.event for fact in state.unread),
        )


@frozen(kw_only=True)
class Beside:
    """The streams of a store, each under the caller's own id."""

    practitioners: Mapping[str, Practitioner] = field(factory=dict)
    teams: Mapping[str, Team] = field(factory=dict)
    firms: Mapping[str, Firm] = field(factory=dict)
    relationships: Mapping[str, Glance] = field(factory=dict)

    @classmethod
    def of(
        cls,
        histories: Iterable[History],
        *,
        as_of: When | None = None,
        known_at: When | None = None,
    ) -> Beside:
        """What some histories show, seen as of a day and as known at a day."""
        practitioners: dict[str, Practitioner] = {}
        teams: dict[str, Team] = {}
        firms: dict[str, Firm] = {}
        relationships: dict[str, Glance] = {}
        for history in histories:
            own = own_id(history.stream)
            match state_of(history.at(as_of=as_of, known_at=known_at)):
                case Practitioner() as state:
                    practitioners[own] = state
                case Team() as state:
                    teams[own] = state
                case Firm() as state:
                    firms[own] = state
                case Relationship() as state:  # pragma: no branch - there is no fifth kind
                    relationships[own] = Glance.at(state)
        return cls(
            practitioners=practitioners, teams=teams, firms=firms, relationships=relationships
        )
