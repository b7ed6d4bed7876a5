"""Decisions on engagements: made, acknowledged, kept, missed, renegotiated, released.

Rule kept here: an engagement is kept or missed once a term; only a review of both sides
opens a new term or lifts it (domain.md §3, frame).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from attrs import frozen

from noe_core.decision import MADE, Draft, happened
from noe_core.moments import When
from noe_core.refusal import AlreadyDone, Refusal, UnknownReference, first, missing
from noe_core.relationship.course import while_working
from noe_core.relationship.engagements import (
    STANDING_ALONE,
    Engagement,
    EngagementAcknowledged,
    EngagementKept,
    EngagementKind,
    EngagementMade,
    EngagementMissed,
    EngagementReleased,
    EngagementRenegotiated,
    Term,
)
from noe_core.relationship.state import Relationship
from noe_core.values import PartyRef, Side


@frozen
class StartsAfterDue(Refusal):
    """An engagement cannot begin after its term."""

    says = "not_before {not_before} lies after due {due}"
    not_before: date
    due: date


@frozen
class EngagementWithoutObjective(Refusal):
    """An engagement of this kind serves an open objective."""

    says = "engagement {engagement_id} serves no open objective; name one in objective_ids"
    engagement_id: str


@frozen
class EngagementToOwnSide(Refusal):
    """An engagement goes from one side to the other."""

    says = "engagement {engagement_id} is made by and to the {side} side; they must differ"
    engagement_id: str
    side: str


@frozen
class AcknowledgedByOwnSide(Refusal):
    """Nobody acknowledges an engagement of their own side."""

    says = "engagement {engagement_id} was made by the {side} side; the other acknowledges it"
    engagement_id: str
    side: str


@frozen
class NotDecidedTogether(Refusal):
    """A term is changed or lifted in a review of both sides."""

    says = "engagement {engagement_id} changes only in a review of both sides; {review_id} is none"
    engagement_id: str
    review_id: str


def _starts_after(not_before: date | None, due: date | None) -> StartsAfterDue | None:
    if not_before is None or due is None or not_before <= due:
        return None
    return StartsAfterDue(not_before, due)


def make_engagement(
    state: Relationship,
    *,
    on: When,
    by: PartyRef,
    kind: EngagementKind,
    text: str,
    to: Side | None = None,
    objective_ids: Iterable[str] = (),
    not_before: date | None = None,
    due: date | None = None,
    every_days: int | None = None,
    agreed_with: PartyRef | None = None,
    id: str = MADE,
) -> Draft[EngagementMade] | Refusal:
    """Make an engagement towards the other side; ``to`` is the side across by default.

    Refusals: `NotAllowedInPhase`, `AlreadyDone`, `UnknownReference`, `StartsAfterDue`,
    `EngagementWithoutObjective`, `EngagementToOwnSide`, `AcknowledgedByOwnSide`, `Missing`.
    """
    serves = tuple(objective_ids)
    towards = by.side.other if to is None else to
    known = state.engagements.by_id.get(id)
    own_word = agreed_with is not None and agreed_with.side is by.side
    serves_open = any(o.objective_id in serves for o in state.objectives.open)
    needs_objective = kind not in STANDING_ALONE
    return first(
        while_working(state),
        AlreadyDone("engagement", id, "made") if known and known.made else None,
        state.objectives.unknown(serves),
        _starts_after(not_before, due),
        EngagementWithoutObjective(id) if needs_objective and not serves_open else None,
        EngagementToOwnSide(id, towards) if towards is by.side else None,
        AcknowledgedByOwnSide(id, by.side) if own_word else None,
        missing(text=text),
    ) or happened(
        EngagementMade(
            engagement_id=id,
            by=by,
            to=towards,
            kind=kind,
            text=text,
            objective_ids=serves,
            not_before=not_before,
            due=due,
            every_days=every_days,
            agreed_with=agreed_with,
        ),
        on,
    )


def _known(state: Relationship, engagement_id: str) -> Engagement | Refusal:
    found = state.engagements.by_id.get(engagement_id)
    if found is None:
        return UnknownReference("engagement_id", engagement_id)
    if found.released is not None:
        return AlreadyDone("engagement", engagement_id, "released")
    return found


def acknowledge_engagement(
    state: Relationship,
    engagement_id: str,
    *,
    on: When,
    by: PartyRef,
    restated: bool = False,
    id: str = MADE,
) -> Draft[EngagementAcknowledged] | Refusal:
    """Acknowledge an engagement of the other side, perhaps in one's own words.

    Refusals: `UnknownReference`, `AlreadyDone`, `AcknowledgedByOwnSide`.
    """
    engagement = _known(state, engagement_id)
    if isinstance(engagement, Refusal):
        return engagement
    agreed = engagement.made is not None and engagement.made.data.agreed_with is not None
    if agreed or engagement.acknowledged:
        return AlreadyDone("engagement", engagement_id, "acknowledged")
    if engagement.side is by.side:
        return AcknowledgedByOwnSide(engagement_id, by.side)
    return happened(
        EngagementAcknowledged(engagement_id=engagement_id, by=by, restated=restated), on
    )


def _open_term(state: Relationship, engagement_id: str) -> Refusal | None:
    engagement = _known(state, engagement_id)
    if isinstance(engagement, Refusal):
        return engagement
    term = engagement.term
    if term is None or not term.settled:
        return None
    return AlreadyDone("engagement", engagement_id, "kept" if term.kept else "missed")


def keep_engagement(
    state: Relationship,
    engagement_id: str,
    *,
    on: When,
    evidence: str | None = None,
    event_ids: Iterable[UUID] = (),
    id: str = MADE,
) -> Draft[EngagementKept] | Refusal:
    """Say that an engagement was fulfilled in its current term.

    Refusals: `UnknownReference`, `AlreadyDone`.
    """
    events = tuple(event_ids)
    return first(_open_term(state, engagement_id), state.unknown("event_ids", events)) or happened(
        EngagementKept(engagement_id=engagement_id, evidence=evidence, event_ids=events), on
    )


def miss_engagement(
    state: Relationship,
    engagement_id: str,
    *,
    on: When,
    account: str | None = None,
    constraint_id: str | None = None,
    id: str = MADE,
) -> Draft[EngagementMissed] | Refusal:
    """Say that an engagement was not fulfilled in its current term, and why.

    Refusals: `UnknownReference`, `AlreadyDone`, `Missing` (neither account nor constraint).
    """
    unknown = constraint_id is not None and constraint_id not in state.work.constraints
    return first(
        _open_term(state, engagement_id),
        UnknownReference("constraint_id", constraint_id or "") if unknown else None,
        missing(account=account or constraint_id),
    ) or happened(
        EngagementMissed(engagement_id=engagement_id, constraint_id=constraint_id, account=account),
        on,
    )


def _unkept(state: Relationship, engagement_id: str) -> Engagement | Refusal:
    """The engagement if there is anything left to change: one missed may get a new term."""
    engagement = _known(state, engagement_id)
    if isinstance(engagement, Refusal) or engagement.term is None or engagement.term.kept is None:
        return engagement
    return AlreadyDone("engagement", engagement_id, "kept")


def _together(state: Relationship, engagement_id: str, review_id: str) -> Refusal | None:
    review = state.reviews.by_id.get(review_id)
    if review is not None and review.data.two_sided:
        return None
    return NotDecidedTogether(engagement_id, review_id)


def _new_term_starts_after(
    last: Term | None, new_not_before: date | None, new_due: date | None
) -> StartsAfterDue | None:
    """A day not named anew stays that of the last term; where neither is, nothing is asked."""
    if new_not_before is None and new_due is None:
        return None
    begins = new_not_before or (last.not_before if last else None)
    return _starts_after(begins, new_due or (last.due if last else None))


def renegotiate_engagement(
    state: Relationship,
    engagement_id: str,
    *,
    on: When,
    review_id: str,
    new_due: date | None = None,
    new_text: str | None = None,
    new_not_before: date | None = None,
    id: str = MADE,
) -> Draft[EngagementRenegotiated] | Refusal:
    """Give an engagement a new term or wording, in a review of both sides.

    Refusals: `UnknownReference`, `AlreadyDone`, `NotDecidedTogether`, `StartsAfterDue`,
    `Missing`.
    """
    engagement = _unkept(state, engagement_id)
    if isinstance(engagement, Refusal):
        return engagement
    return first(
        _together(state, engagement_id, review_id),
        _new_term_starts_after(engagement.term, new_not_before, new_due),
        missing(new_due=new_due or new_text or new_not_before),
    ) or happened(
        EngagementRenegotiated(
            engagement_id=engagement_id,
            review_id=review_id,
            new_due=new_due,
            new_text=new_text,
            new_not_before=new_not_before,
        ),
        on,
    )


def release_engagement(
    state: Relationship,
    engagement_id: str,
    *,
    on: When,
    review_id: str,
    reason: str,
    id: str = MADE,
) -> Draft[EngagementReleased] | Refusal:
    """Lift an engagement, in a review of both sides.

    Refusals: `UnknownReference`, `AlreadyDone`, `NotDecidedTogether`, `Missing`.
    """
    engagement = _unkept(state, engagement_id)
    if isinstance(engagement, Refusal):
        return engagement
    return first(_together(state, engagement_id, review_id), missing(reason=reason)) or happened(
        EngagementReleased(engagement_id=engagement_id, review_id=review_id, reason=reason), on
    )
