"""What both sides say: of each other's work in a review, and to each other in engagements.

Rule kept here: a review of both sides assesses the work of both, and what one side promises
the other has agreed to.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from noe_core.relationship.engagements import EngagementKind
from noe_core.relationship.reviews import Assessment
from noe_core.values import PartyRef, Side
from noe_stores.handles.relation import Relation

Promise = tuple[str, EngagementKind, str]
"""The id of an engagement, what kind it is, and its words."""


def both_assessed(ours: str, theirs: str) -> tuple[Assessment, ...]:
    """The client's account of the provider's work, and the provider's of the client's."""
    return (
        Assessment(of_side=Side.PROVIDER, by_side=Side.CLIENT, account=ours),
        Assessment(of_side=Side.CLIENT, by_side=Side.PROVIDER, account=theirs),
    )


def promise(
    relation: Relation,
    on: date,
    by: PartyRef,
    to: PartyRef,
    *promises: Promise,
    objective_ids: Iterable[str] = ("o1",),
) -> tuple[UUID, ...]:
    """Some engagements of one side, agreed with the other at once; the ids of their events."""
    served = tuple(objective_ids)
    return tuple(
        relation.make_engagement(
            id=engagement_id,
            on=on,
            by=by,
            agreed_with=to,
            kind=kind,
            text=text,
            objective_ids=served,
        ).id
        for engagement_id, kind, text in promises
    )
