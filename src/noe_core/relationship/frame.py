"""The frame: method, landmarks, good distance and acceptable spend, agreed by both sides.

Rule kept here: a method is a numbered version; the last one holds (domain.md §3, frame).
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from annotated_types import Ge
from attrs import frozen

from noe_core.decision import MADE, Draft, happened
from noe_core.facts import AnyRecorded, Recorded, holds
from noe_core.moments import When, day_of
from noe_core.refusal import Refusal, first, missing
from noe_core.relationship.course import while_working
from noe_core.relationship.people import absent_side
from noe_core.typed import Days, Fact, Id, Text, value
from noe_core.values import Money, PartyRef, Side

if TYPE_CHECKING:
    from noe_core.relationship.state import Relationship


class QuoteMode(StrEnum):
    """How the work is quoted."""

    AFTER_WORK = "after_work"
    PREDICTIVE = "predictive"
    NONE = "none"


class LimitPer(StrEnum):
    """Over which span an acceptable spend holds."""

    MONTH = "month"
    QUARTER = "quarter"
    TOTAL = "total"


@value
class MethodAgreed(Fact):
    """Both sides agreed how they work, evaluate and meet."""

    version: Annotated[int, Ge(1)] | None = None
    text: Text | None = None
    review_interval_days: Days | None = None
    quote_mode: QuoteMode | None = None
    impacts: tuple[Text, ...] = ()
    agreed_by: tuple[PartyRef, ...] = ()
    review_id: Id | None = None


@value
class LandmarkAgreed(Fact):
    """Both sides agreed on something to find their way by."""

    text: Text | None = None
    agreed_by: tuple[PartyRef, ...] = ()


@value
class BoundaryAgreed(Fact):
    """Both sides agreed what the provider meddles in, and what not."""

    topics_in: tuple[Text, ...] = ()
    topics_out: tuple[Text, ...] = ()
    review_by: date | None = None


@value
class BoundaryCrossed(Fact):
    """One side went beyond the good distance, with or without the other's consent."""

    topic: Text | None = None
    by_side: Side | None = None
    consent: bool | None = None


@value
class SpendLimitAgreed(Fact):
    """Both sides agreed what may be spent, over which span, from which day."""

    amount: Money | None = None
    per: LimitPer | None = None
    from_date: date | None = None
    agreed_by: tuple[PartyRef, ...] = ()


@frozen
class BoundaryContradicts(Refusal):
    """A topic cannot be both inside and outside the boundary."""

    says = "{topics} stand both in topics_in and in topics_out; keep each in one"
    topics: str


@frozen(kw_only=True)
class Frame:
    """What frames the work so far, each in the order it was agreed."""

    methods: tuple[Recorded[MethodAgreed], ...] = ()
    landmarks: tuple[Recorded[LandmarkAgreed], ...] = ()
    boundaries: tuple[Recorded[BoundaryAgreed], ...] = ()
    crossings: tuple[Recorded[BoundaryCrossed], ...] = ()
    limits: tuple[Recorded[SpendLimitAgreed], ...] = ()

    @property
    def method(self) -> Recorded[MethodAgreed] | None:
        """The method that holds."""
        return self.methods[-1] if self.methods else None

    @property
    def boundary(self) -> Recorded[BoundaryAgreed] | None:
        """The boundary that holds."""
        return self.boundaries[-1] if self.boundaries else None

    def limit_on(self, day: date) -> Recorded[SpendLimitAgreed] | None:
        """The acceptable spend that holds on a day: the last agreed that had begun.

        It begins on the day it names, else on the day it was agreed.
        """
        for limit in reversed(self.limits):
            if (limit.data.from_date or day_of(limit.occurred_at)) <= day:
                return limit
        return None


FACTS = frozenset({MethodAgreed, LandmarkAgreed, BoundaryAgreed, BoundaryCrossed, SpendLimitAgreed})
"""The facts this chapter follows."""


def follow(frame: Frame, facts: Iterable[AnyRecorded]) -> Frame:
    """The frame after some more facts."""
    methods, boundaries = list(frame.methods), list(frame.boundaries)
    crossings, limits = list(frame.crossings), list(frame.limits)
    landmarks = list(frame.landmarks)
    for fact in facts:
        if holds(fact, MethodAgreed):
            methods.append(fact)
        elif holds(fact, LandmarkAgreed):
            landmarks.append(fact)
        elif holds(fact, BoundaryAgreed):
            boundaries.append(fact)
        elif holds(fact, BoundaryCrossed):
            crossings.append(fact)
        elif holds(fact, SpendLimitAgreed):
            limits.append(fact)
    return Frame(
        methods=tuple(methods),
        landmarks=tuple(landmarks),
        boundaries=tuple(boundaries),
        crossings=tuple(crossings),
        limits=tuple(limits),
    )


def agree_method(
    state: "Relationship",
    *,
    on: When,
    agreed_by: Iterable[PartyRef],
    text: str | None = None,
    review_interval_days: int | None = None,
    quote_mode: QuoteMode = QuoteMode.NONE,
    impacts: Iterable[str] = (),
    review_id: str | None = None,
    id: str = MADE,
) -> Draft[MethodAgreed] | Refusal:
    """Agree the next version of how both sides work together.

    Refusals: `NotAllowedInPhase`, `BothSidesNeeded`, `UnknownReference`.
    """
    people = tuple(agreed_by)
    return first(
        while_working(state),
        absent_side("agreed_by", people),
        state.reviews.unknown(review_id),
    ) or happened(
        MethodAgreed(
            version=1 + max((m.data.version or 0 for m in state.frame.methods), default=0),
            text=text,
            review_interval_days=review_interval_days,
            quote_mode=quote_mode,
            impacts=tuple(impacts),
            agreed_by=people,
            review_id=review_id,
        ),
        on,
    )


def agree_landmark(
    state: "Relationship", *, on: When, text: str, agreed_by: Iterable[PartyRef], id: str = MADE
) -> Draft[LandmarkAgreed] | Refusal:
    """Agree on something to find one's way by, such as a date, a place or a sign.

    Refusals: `NotAllowedInPhase`, `BothSidesNeeded`, `Missing`.
    """
    people = tuple(agreed_by)
    return first(
        while_working(state), absent_side("agreed_by", people), missing(text=text)
    ) or happened(LandmarkAgreed(text=text, agreed_by=people), on)


def agree_boundary(
    state: "Relationship",
    *,
    on: When,
    topics_in: Iterable[str] = (),
    topics_out: Iterable[str] = (),
    review_by: date | None = None,
    id: str = MADE,
) -> Draft[BoundaryAgreed] | Refusal:
    """Agree what the provider meddles in, and what not.

    Refusals: `NotAllowedInPhase`, `BoundaryContradicts`, `Missing`.
    """
    inside, outside = tuple(topics_in), tuple(topics_out)
    both = ", ".join(topic for topic in inside if topic in outside)
    return first(
        while_working(state),
        BoundaryContradicts(both) if both else None,
        missing(topics_in=inside or outside),
    ) or happened(BoundaryAgreed(topics_in=inside, topics_out=outside, review_by=review_by), on)


def cross_boundary(
    state: "Relationship", *, on: When, topic: str, by_side: Side, consent: bool, id: str = MADE
) -> Draft[BoundaryCrossed] | Refusal:
    """Note that a side went beyond the good distance.

    Refusals: `Missing`.
    """
    return missing(topic=topic) or happened(
        BoundaryCrossed(topic=topic, by_side=by_side, consent=consent), on
    )


def agree_spend_limit(
    state: "Relationship",
    *,
    on: When,
    amount: Money,
    per: LimitPer,
    agreed_by: Iterable[PartyRef],
    from_date: date | None = None,
    id: str = MADE,
) -> Draft[SpendLimitAgreed] | Refusal:
    """Agree what may be spent over each span.

    Refusals: `NotAllowedInPhase`, `BothSidesNeeded`.
    """
    people = tuple(agreed_by)
    return first(while_working(state), absent_side("agreed_by", people)) or happened(
        SpendLimitAgreed(amount=amount, per=per, from_date=from_date, agreed_by=people), on
    )
