"""The course of the relationship: opened or declined, signed, closed, reopened.

Rule kept here: phases go prospect → open → signed → closed, and back to open on reopening;
a prospect may be declined instead (domain.md §3). A signature starts the work; it never
ends anything.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from attrs import frozen

from noe_core.decision import MADE, Draft, happened
from noe_core.facts import AnyRecorded, Recorded, holds
from noe_core.moments import When, day_of
from noe_core.refusal import NotAllowedInPhase, Refusal, first, missing
from noe_core.relationship.people import absent_side
from noe_core.typed import Fact, Text, value
from noe_core.values import Party, PartyRef, Side

if TYPE_CHECKING:
    from noe_core.relationship.state import Relationship

CLOSING_REVIEW_WITHIN = timedelta(days=60)
"""How recent a review must be when a relationship closes (domain.md §3)."""


class Phase(StrEnum):
    """Where a relationship stands."""

    PROSPECT = "prospect"
    OPEN = "open"
    SIGNED = "signed"
    CLOSED = "closed"
    DECLINED = "declined"


class RelationshipKind(StrEnum):
    """Whether the client is outside the firm or inside it."""

    EXTERNAL = "external"
    INTERNAL = "internal"


class AgreementKind(StrEnum):
    """What was signed."""

    FRAMEWORK = "framework"
    CONVENTION = "convention"
    SHARED_CHARTER = "shared_charter"
    CONTRACT = "contract"


@value
class RelationshipOpened(Fact):
    """Two sides decided to work together; either may still be unnamed."""

    kind: RelationshipKind | None = None
    client: Party | None = None
    provider: Party | None = None


@value
class RelationshipDeclined(Fact):
    """A side said no before anything began; ``values`` names those it would have had to give up."""

    by_side: Side | None = None
    reason: Text | None = None
    values: tuple[Text, ...] = ()


@value
class AgreementSigned(Fact):
    """Both sides put their names under what they agreed."""

    kind: AgreementKind | None = None
    signatories: tuple[PartyRef, ...] = ()
    document_ref: Text | None = None


@value
class RelationshipClosed(Fact):
    """The two sides ended the work; effects may still be observed."""

    reason: Text | None = None
    account: Text | None = None


@value
class RelationshipReopened(Fact):
    """The two sides took the work up again."""

    reason: Text | None = None


@frozen
class IncompatibleValues(Refusal):
    """Nobody opens a relationship on values found incompatible, unless knowingly."""

    says = (
        "values were found incompatible on {compared_on} and no exception holds; "
        "compare them anew, make an exception, or decline"
    )
    compared_on: date


@frozen
class EngagementsStillOpen(Refusal):
    """A relationship cannot close on engagements nobody settled."""

    says = "engagements {ids} are still open; keep, miss or release each before closing"
    ids: str


@frozen
class NoClosingReview(Refusal):
    """A relationship cannot close without having come back on the work lately."""

    says = "no review was held in the {days} days before closing; hold one first"
    days: int


@frozen(kw_only=True)
class Course:
    """Phase and milestones so far."""

    phase: Phase = Phase.PROSPECT
    opened: tuple[Recorded[RelationshipOpened], ...] = ()
    declined: tuple[Recorded[RelationshipDeclined], ...] = ()
    signed: tuple[Recorded[AgreementSigned], ...] = ()
    closed: tuple[Recorded[RelationshipClosed], ...] = ()
    reopened: tuple[Recorded[RelationshipReopened], ...] = ()

    @property
    def started(self) -> AnyRecorded | None:
        """What the work counts from: the first signature, else the opening."""
        return next(iter(self.signed), None) or next(iter(self.opened), None)


FACTS = frozenset(
    {
        RelationshipOpened,
        RelationshipDeclined,
        AgreementSigned,
        RelationshipClosed,
        RelationshipReopened,
    }
)
"""The facts this chapter follows."""


def follow(course: Course, facts: Iterable[AnyRecorded]) -> Course:
    """The course after some more facts; whatever was said before, what began has begun."""
    phase, opened, declined = course.phase, list(course.opened), list(course.declined)
    signed, closed, reopened = list(course.signed), list(course.closed), list(course.reopened)
    for fact in facts:
        if holds(fact, RelationshipOpened):
            opened.append(fact)
            phase = Phase.OPEN if phase in {Phase.PROSPECT, Phase.DECLINED} else phase
        elif holds(fact, RelationshipDeclined):
            declined.append(fact)
            phase = Phase.DECLINED if phase is Phase.PROSPECT else phase
        elif holds(fact, AgreementSigned):
            signed.append(fact)
            phase = phase if phase is Phase.CLOSED else Phase.SIGNED
        elif holds(fact, RelationshipClosed):
            closed.append(fact)
            phase = Phase.CLOSED
        elif holds(fact, RelationshipReopened):
            reopened.append(fact)
            phase = Phase.OPEN
    return Course(
        phase=phase,
        opened=tuple(opened),
        declined=tuple(declined),
        signed=tuple(signed),
        closed=tuple(closed),
        reopened=tuple(reopened),
    )


def only_in(state: "Relationship", *allowed: Phase) -> NotAllowedInPhase | None:
    """A refusal outside the phases allowed."""
    phase = state.course.phase
    return None if phase in allowed else NotAllowedInPhase(phase, ", ".join(allowed))


def while_working(state: "Relationship") -> NotAllowedInPhase | None:
    """A refusal before the opening and after the closing."""
    return only_in(state, Phase.OPEN, Phase.SIGNED)


def before_closing(state: "Relationship") -> NotAllowedInPhase | None:
    """A refusal after the closing, and of a relationship that was declined."""
    return only_in(state, Phase.PROSPECT, Phase.OPEN, Phase.SIGNED)


def unless_declined(state: "Relationship") -> NotAllowedInPhase | None:
    """A refusal of a relationship that was declined."""
    return only_in(state, Phase.PROSPECT, Phase.OPEN, Phase.SIGNED, Phase.CLOSED)


def open_relationship(
    state: "Relationship",
    *,
    on: When,
    client: Party | None = None,
    provider: Party | None = None,
    kind: RelationshipKind = RelationshipKind.EXTERNAL,
    id: str = MADE,
) -> Draft[RelationshipOpened] | Refusal:
    """Open the relationship between two parties, on values that allow it.

    Refusals: `NotAllowedInPhase`, `IncompatibleValues`.
    """
    return first(only_in(state, Phase.PROSPECT), _incompatible(state, on)) or happened(
        RelationshipOpened(kind=kind, client=client, provider=provider), on
    )


def _incompatible(state: "Relationship", on: When) -> IncompatibleValues | None:
    compared = state.values.incompatible
    if compared is None or state.values.excepted_on(day_of(on)) is not None:
        return None
    return IncompatibleValues(day_of(compared.occurred_at))


def decline_relationship(
    state: "Relationship",
    *,
    on: When,
    by_side: Side,
    reason: str,
    values: Iterable[str] = (),
    id: str = MADE,
) -> Draft[RelationshipDeclined] | Refusal:
    """Decline a prospect, for a reason and perhaps for values named.

    Refusals: `NotAllowedInPhase`, `Missing`.
    """
    return first(
        only_in(state, Phase.PROSPECT), missing(by_side=by_side, reason=reason)
    ) or happened(RelationshipDeclined(by_side=by_side, reason=reason, values=tuple(values)), on)


def sign_agreement(
    state: "Relationship",
    *,
    on: When,
    kind: AgreementKind,
    signatories: Iterable[PartyRef],
    document_ref: str | None = None,
    id: str = MADE,
) -> Draft[AgreementSigned] | Refusal:
    """Sign an agreement with at least one signatory of each side.

    Refusals: `NotAllowedInPhase`, `BothSidesNeeded`.
    """
    people = tuple(signatories)
    return first(while_working(state), absent_side("signatories", people)) or happened(
        AgreementSigned(kind=kind, signatories=people, document_ref=document_ref), on
    )


def close_relationship(
    state: "Relationship", *, on: When, account: str, reason: str | None = None, id: str = MADE
) -> Draft[RelationshipClosed] | Refusal:
    """Close the relationship once every engagement is settled and the work was reviewed.

    Refusals: `NotAllowedInPhase`, `EngagementsStillOpen`, `NoClosingReview`, `Missing`.
    """
    unsettled = ", ".join(e.engagement_id for e in state.engagements.unsettled)
    ago = (day_of(on) - day_of(review.occurred_at) for review in state.reviews.held)
    reviewed = any(timedelta(0) <= since <= CLOSING_REVIEW_WITHIN for since in ago)
    return first(
        while_working(state),
        EngagementsStillOpen(unsettled) if unsettled else None,
        None if reviewed else NoClosingReview(CLOSING_REVIEW_WITHIN.days),
        missing(account=account),
    ) or happened(RelationshipClosed(reason=reason, account=account), on)


def reopen_relationship(
    state: "Relationship", *, on: When, reason: str | None = None, id: str = MADE
) -> Draft[RelationshipReopened] | Refusal:
    """Reopen a closed relationship.

    Refusals: `NotAllowedInPhase`.
    """
    return only_in(state, Phase.CLOSED) or happened(RelationshipReopened(reason=reason), on)
