"""What stands around a relationship in its store: itself by name, and the firms of its provider.

Rule kept here: nothing of another stream is guessed. A firm speaks for a relationship where
the relationship names it as its provider, under the firm's own id; where it names none of
the firms there are, any of them may be the one.
"""

from __future__ import annotations

from collections.abc import Mapping

from noe_core.beside import Beside
from noe_core.firm.state import Firm
from noe_core.relationship.state import Relationship
from noe_core.values import Side
from noe_core.vocabulary import own_id


def own_name(state: Relationship) -> str | None:
    """The relationship's own id, as its facts carry it; ``None`` before the first."""
    return next((own_id(fact.stream) for fact in state.facts.values()), None)


def concerns(state: Relationship, relationship_id: str | None) -> bool:
    """Whether a relationship named in another stream is this one."""
    return relationship_id is not None and own_id(relationship_id) == own_name(state)


def firms_around(state: Relationship, beside: Beside | None) -> Mapping[str, Firm]:
    """The firms that may be the provider, by their own id."""
    firms = beside.firms if beside is not None else {}
    seats = state.parties.members
    providers = {party_id for party_id, side in seats if side is Side.PROVIDER}
    return {own: firm for own, firm in firms.items() if own in providers} or firms
