"""The ecosystem: partners of either side, means given to cooperate, and referrals.

Rule kept here: a partner is identified before it is enrolled; one that withdrew may come
back (domain.md §1 rows 30, 31, 33, 85; §3, ecosystem).
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from noe_core.decision import MADE, Draft, happened
from noe_core.facts import AnyRecorded, Recorded, holds
from noe_core.moments import When
from noe_core.refusal import AlreadyDone, Refusal, UnknownReference, first, missing
from noe_core.relationship.course import before_closing, while_working
from noe_core.typed import Fact, Id, Minutes, Text, value
from noe_core.values import Party, PartyRef, Side
from noe_core.vocabulary import own_id

if TYPE_CHECKING:
    from noe_core.relationship.state import Relationship


class EnrolledVia(StrEnum):
    """Who brought a partner in."""

    CLIENT_PRESCRIPTION = "client_prescription"
    PROVIDER = "provider"
    MEDIATION = "mediation"


class CooperationKind(StrEnum):
    """What was given so that the parties cooperate."""

    COOPERATION_KIT = "cooperation_kit"
    INFORMATION_MEETING = "information_meeting"
    TRAINING = "training"
    MEDIATION = "mediation"
    PLATFORM = "platform"


@value
class PartnerIdentified(Fact):
    """A third party was seen to bear on the result; ``stake`` is what it has in it."""

    partner: Party
    partner_of: Side | None = None
    stake: Text | None = None


@value
class PartnerEnrolled(Fact):
    """A partner came on board."""

    partner_id: Id
    via: EnrolledVia | None = None


@value
class PartnerWithdrew(Fact):
    """A partner went its way."""

    partner_id: Id
    reason: Text | None = None


@value
class CooperationSupportGiven(Fact):
    """Means to cooperate were given; ``minutes`` is the duration, not person-minutes."""

    kind: CooperationKind | None = None
    participants: tuple[PartyRef, ...] = ()
    minutes: Minutes | None = None


@value
class ReferralReceived(Fact):
    """This relationship began on the word of another client."""

    from_relationship_id: Id
    by: PartyRef | None = None


@frozen(kw_only=True)
class Partner:
    """A partner as its facts tell it; ``gone`` unless enrolled again since it withdrew."""

    partner_id: str
    identified: Recorded[PartnerIdentified] | None = None
    enrolled: tuple[Recorded[PartnerEnrolled], ...] = ()
    withdrawn: tuple[Recorded[PartnerWithdrew], ...] = ()
    gone: bool = False

    @property
    def on_board(self) -> bool:
        """Whether it is enrolled today."""
        return bool(self.enrolled) and not self.gone


@frozen(kw_only=True)
class Ecosystem:
    """Partners, supports and referrals so far."""

    partners: Mapping[str, Partner] = field(factory=dict)
    supports: tuple[Recorded[CooperationSupportGiven], ...] = ()
    referrals: tuple[Recorded[ReferralReceived], ...] = ()


FACTS = frozenset(
    {PartnerIdentified, PartnerEnrolled, PartnerWithdrew, CooperationSupportGiven, ReferralReceived}
)
"""The facts this chapter follows."""


def follow(ecosystem: Ecosystem, facts: Iterable[AnyRecorded]) -> Ecosystem:
    """The ecosystem after some more facts."""
    partners = dict(ecosystem.partners)
    supports, referrals = list(ecosystem.supports), list(ecosystem.referrals)

    def known(key: str) -> Partner:
        return partners.get(key) or Partner(partner_id=key)

    for fact in facts:
        if holds(fact, PartnerIdentified):
            key = fact.data.partner.party_id
            partners[key] = evolve(known(key), identified=fact)
        elif holds(fact, PartnerEnrolled):
            key = fact.data.partner_id
            enrolled = (*known(key).enrolled, fact)
            partners[key] = evolve(known(key), enrolled=enrolled, gone=False)
        elif holds(fact, PartnerWithdrew):
            key = fact.data.partner_id
            withdrawn = (*known(key).withdrawn, fact)
            partners[key] = evolve(known(key), withdrawn=withdrawn, gone=True)
        elif holds(fact, CooperationSupportGiven):
            supports.append(fact)
        elif holds(fact, ReferralReceived):
            referrals.append(fact)
    return Ecosystem(partners=partners, supports=tuple(supports), referrals=tuple(referrals))


def _unidentified(state: "Relationship", partner_id: str) -> UnknownReference | None:
    partner = state.ecosystem.partners.get(partner_id)
    identified = partner is not None and partner.identified is not None
    return None if identified else UnknownReference("partner_id", partner_id)


def identify_partner(
    state: "Relationship",
    *,
    on: When,
    partner: Party,
    partner_of: Side,
    stake: str | None = None,
    id: str = MADE,
) -> Draft[PartnerIdentified] | Refusal:
    """Name a third party that bears on the result, and whose partner it is.

    Refusals: `NotAllowedInPhase`, `AlreadyDone`.
    """
    new = _unidentified(state, partner.party_id)
    return first(
        while_working(state),
        None if new else AlreadyDone("partner", partner.party_id, "identified"),
    ) or happened(PartnerIdentified(partner=partner, partner_of=partner_of, stake=stake), on)


def enrol_partner(
    state: "Relationship", partner_id: str, *, on: When, via: EnrolledVia, id: str = MADE
) -> Draft[PartnerEnrolled] | Refusal:
    """Bring a partner on board, or back on board.

    Refusals: `NotAllowedInPhase`, `UnknownReference`, `AlreadyDone`.
    """
    partner = state.ecosystem.partners.get(partner_id)
    return first(
        while_working(state),
        _unidentified(state, partner_id),
        AlreadyDone("partner", partner_id, "enrolled") if partner and partner.on_board else None,
    ) or happened(PartnerEnrolled(partner_id=partner_id, via=via), on)


def withdraw_partner(
    state: "Relationship",
    partner_id: str,
    *,
    on: When,
    reason: str | None = None,
    id: str = MADE,
) -> Draft[PartnerWithdrew] | Refusal:
    """Say that a partner went its way, in any phase; the reason may be left unsaid.

    Refusals: `UnknownReference`, `AlreadyDone`.
    """
    partner = state.ecosystem.partners.get(partner_id)
    return first(
        _unidentified(state, partner_id),
        AlreadyDone("partner", partner_id, "gone") if partner and partner.gone else None,
    ) or happened(PartnerWithdrew(partner_id=partner_id, reason=reason), on)


def give_cooperation_support(
    state: "Relationship",
    *,
    on: When,
    kind: CooperationKind,
    participants: Iterable[PartyRef],
    minutes: int | None = None,
    id: str = MADE,
) -> Draft[CooperationSupportGiven] | Refusal:
    """Give some people the means to cooperate: a kit, a meeting, a training, a mediation.

    Refusals: `NotAllowedInPhase`, `Missing`.
    """
    people = tuple(participants)
    return first(while_working(state), missing(participants=people)) or happened(
        CooperationSupportGiven(kind=kind, participants=people, minutes=minutes), on
    )


def receive_referral(
    state: "Relationship",
    from_relationship_id: str,
    *,
    on: When,
    by: PartyRef | None = None,
    id: str = MADE,
) -> Draft[ReferralReceived] | Refusal:
    """Note that another client, named by its relationship, brought this one; once for each.

    Refusals: `NotAllowedInPhase`, `Missing`, `AlreadyDone`.
    """
    received = {own_id(r.data.from_relationship_id) for r in state.ecosystem.referrals}
    repeated = own_id(from_relationship_id) in received
    return first(
        before_closing(state),
        missing(from_relationship_id=from_relationship_id),
        AlreadyDone("referral from", from_relationship_id, "received") if repeated else None,
    ) or happened(ReferralReceived(from_relationship_id=from_relationship_id, by=by), on)
