"""What other streams of the store noted about a relationship, for its story.

Rule kept here: only what names the relationship is told: a success that a team noted for it,
a small step chosen for it, a role given in a firm for it. What a practitioner says of
themselves is nobody's story (domain.md §0).
"""

from __future__ import annotations

from attrs import frozen

from noe_core.beside import Beside
from noe_core.facts import Recorded
from noe_core.firm.doctrine import Role, RoleAssigned
from noe_core.team.notebook import SuccessNoted
from noe_core.team.steps import SmallStep
from noe_core.vocabulary import own_id


@frozen(kw_only=True)
class Nearby:
    """What stands beside a relationship and is about it, each in order.

    Attributes:
        successes: what teams noted as done well in it.
        steps: the small steps teams chose for it.
        guarantors: who was given its coordination, each time it was given.
    """

    successes: tuple[Recorded[SuccessNoted], ...] = ()
    steps: tuple[SmallStep, ...] = ()
    guarantors: tuple[Recorded[RoleAssigned], ...] = ()

    @classmethod
    def to(cls, relationship: str, beside: Beside | None) -> Nearby:
        """What stands beside a relationship of that own id; nothing where nothing is given."""
        if beside is None or not relationship:
            return cls()

        def about(named: str | None) -> bool:
            return named is not None and own_id(named) == relationship

        teams, firms = beside.teams.values(), beside.firms.values()
        return cls(
            successes=tuple(
                s for t in teams for s in t.notebook.successes if about(s.data.relationship_id)
            ),
            steps=tuple(
                step
                for team in teams
                for step in team.steps.by_id.values()
                if step.chosen and about(step.chosen.data.relationship_id)
            ),
            guarantors=tuple(
                role
                for firm in firms
                for role in firm.doctrine.roles
                if role.data.role is Role.COOPERATION_GUARANTOR and about(role.data.relationship_id)
            ),
        )
