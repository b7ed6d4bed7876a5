"""What both sides say of each other's work in a review.

Rule kept here: a review of both sides assesses the work of both.
"""

from __future__ import annotations

from noe_core.relationship.reviews import Assessment
from noe_core.values import Side


def both_assessed(ours: str, theirs: str) -> tuple[Assessment, ...]:
    """The client's account of the provider's work, and the provider's of the client's."""
    return (
        Assessment(of_side=Side.PROVIDER, by_side=Side.CLIENT, account=ours),
        Assessment(of_side=Side.CLIENT, by_side=Side.PROVIDER, account=theirs),
    )
