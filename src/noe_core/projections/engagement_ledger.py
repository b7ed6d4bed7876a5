"""What each side committed to, and what became of it.

Rule kept here: engagements are counted, not terms: one that was kept after its term was
renegotiated is kept, and is not counted as kept on first terms. One whose making was
withdrawn is counted nowhere, whatever was said of it since (domain.md §4, row 6).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from uuid import UUID

from attrs import frozen

from noe_core.facts import AnyRecorded
from noe_core.projection import Projection, View
from noe_core.projections.figure import Figure, counted, share
from noe_core.projections.terms import deadlines
from noe_core.projections.told import engagements_told
from noe_core.relationship.engagements import Engagement, EngagementKind, Engagements, follow
from noe_core.values import PartyRef, Side

CLIENT_CONDITIONS = frozenset(
    {EngagementKind.INVOLVEMENT, EngagementKind.MEANS, EngagementKind.INFORMATION}
)
"""What the work needs from the client: its involvement, its means, its information."""


@frozen(kw_only=True)
class SideLedger:
    """The engagements of one side.

    Attributes:
        made: those it made.
        acknowledged: those the other side said it knows of, or agreed to at once.
        open: those whose current term has no outcome and that nobody lifted.
        due: those of which a term has ended.
        kept_on_first_terms: those kept in the term they were made with.
        kept_after_renegotiation: those kept in a later term only.
        missed: those missed at least once, even if kept later.
        released: those lifted.
        kept_rate: kept on first terms out of due.
        finally_kept: kept on first or later terms out of due.
    """

    made: Figure[int]
    acknowledged: Figure[int]
    open: Figure[int]
    due: Figure[int]
    kept_on_first_terms: Figure[int]
    kept_after_renegotiation: Figure[int]
    missed: Figure[int]
    released: Figure[int]
    kept_rate: Fraction | None
    finally_kept: Fraction | None


@frozen(kw_only=True)
class EngagementLedger:
    """The engagements of both sides, face to face.

    Attributes:
        provider: those of the provider.
        client: those of the client.
        partner: those of partners; they do not enter reciprocity.
        unattributed: engagements of which nobody said who made them; in no side's count.
        reciprocity: the smaller number of engagements made, out of the larger.
        client_kinds: the kinds the client's engagements are of.
        client_kinds_evidence: the ids of the events that made them.
    """

    provider: SideLedger
    client: SideLedger
    partner: SideLedger
    unattributed: Figure[int]
    reciprocity: Fraction | None
    client_kinds: frozenset[EngagementKind]
    client_kinds_evidence: tuple[UUID, ...]

    def of(self, side: Side) -> SideLedger:
        """The engagements of a side."""
        return {
            Side.PROVIDER: self.provider,
            Side.CLIENT: self.client,
            Side.PARTNER: self.partner,
        }[side]

    @property
    def conditions_covered(self) -> frozenset[EngagementKind]:
        """The kinds the work needs from the client and that it engaged to."""
        return self.client_kinds & CLIENT_CONDITIONS


Finder = Callable[[Engagement], AnyRecorded | None]


def _across(engagement: Engagement, by: PartyRef | None) -> bool:
    """Whether an answer can be the other side's; nobody acknowledges their own word."""
    return by is None or by.side is not engagement.side


def acknowledgement(engagement: Engagement) -> AnyRecorded | None:
    """The fact by which the other side knows of an engagement, if any."""
    made = engagement.made
    if made is not None and made.data.agreed_with and _across(engagement, made.data.agreed_with):
        return made
    return next((a for a in engagement.acknowledged if _across(engagement, a.data.by)), None)


def _kept_first(engagement: Engagement) -> AnyRecorded | None:
    return engagement.terms[0].kept if engagement.terms else None


def _kept_after(engagement: Engagement) -> AnyRecorded | None:
    if _kept_first(engagement) is not None:
        return None
    return next((term.kept for term in engagement.terms[1:] if term.kept), None)


def _missed(engagement: Engagement) -> AnyRecorded | None:
    return next((term.missed for term in engagement.terms if term.missed), None)


def _open(engagement: Engagement) -> AnyRecorded | None:
    return engagement.term.opened if engagement.term and engagement.unsettled else None


def _side(engagements: Iterable[Engagement], view: View) -> SideLedger:
    mine = tuple(engagements)

    def figure(find: Finder) -> Figure[int]:
        return counted(fact for fact in map(find, mine) if fact is not None)

    def ended(engagement: Engagement) -> AnyRecorded | None:
        return next((d.ended_by for d in deadlines(engagement, view) if d.ended), None)

    due, kept, later = figure(ended), figure(_kept_first), figure(_kept_after)
    return SideLedger(
        made=figure(lambda engagement: engagement.made),
        acknowledged=figure(acknowledgement),
        open=figure(_open),
        due=due,
        kept_on_first_terms=kept,
        kept_after_renegotiation=later,
        missed=figure(_missed),
        released=figure(lambda engagement: engagement.released),
        kept_rate=share(kept.value, due.value),
        finally_kept=share(kept.value + later.value, due.value),
    )


def engagement_ledger(state: Engagements, view: View) -> EngagementLedger:
    """The engagements of each side and what became of them (domain.md §4, row 6)."""
    found = engagements_told(state, view)
    by_side = {side: tuple(e for e in found if e.side is side) for side in Side}
    provider = _side(by_side[Side.PROVIDER], view)
    client = _side(by_side[Side.CLIENT], view)
    kinds = tuple(e.made for e in by_side[Side.CLIENT] if e.made and e.made.data.kind)
    made = (provider.made.value, client.made.value)
    return EngagementLedger(
        provider=provider,
        client=client,
        partner=_side(by_side[Side.PARTNER], view),
        unattributed=counted(e.facts[0] for e in found if e.side is None),
        reciprocity=share(min(made), max(made)),
        client_kinds=frozenset(fact.data.kind for fact in kinds if fact.data.kind),
        client_kinds_evidence=tuple(fact.id for fact in kinds),
    )


ENGAGEMENT_LEDGER: Projection[Engagements, EngagementLedger] = Projection(
    name="engagement_ledger", start=Engagements(), apply=follow, answer=engagement_ledger
)
