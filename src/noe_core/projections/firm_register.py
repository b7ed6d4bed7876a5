"""What one firm keeps going: practices it declared, its vision, roles, offers and peers.

Rule kept here: a practice is followed only where it was declared and where somebody knows
what it looks like; silence is given in days, and judged elsewhere (domain.md §4, row 17).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from fractions import Fraction

from attrs import frozen

from noe_core.facts import AnyRecorded, Recorded
from noe_core.firm.doctrine import PracticeDeclared, Role
from noe_core.firm.offers import OfferLayer
from noe_core.firm.state import Firm
from noe_core.history import place
from noe_core.projection import View
from noe_core.projections.figure import Figure, counted, ids, on, share
from noe_core.projections.practices import Practice, practice

Shown = Mapping[Practice, AnyRecorded]
"""The last fact that shows each practice."""


@frozen(kw_only=True)
class PracticeKept:
    """A practice that was declared, and when it last took place.

    Attributes:
        name: how it was declared.
        recognised: whether anybody knows what it looks like when it takes place; if not,
            that no day is known says nothing.
        declared: the day of its last declaration.
        period_days: every how many days it comes back.
        last: the day it last took place.
        silent_days: days since then, or since the declaration; ``None`` if not recognised.
    """

    name: str
    recognised: bool
    declared: Figure[date]
    period_days: int | None
    last: Figure[date] | None
    silent_days: int | None


@frozen(kw_only=True)
class FirmRegister:
    """What a firm keeps going.

    Attributes:
        practices: the practices declared.
        vision: the day the vision that holds was stated.
        acknowledged: how many members have acknowledged it since.
        vision_share: acknowledged out of members; ``None`` where no member is known.
        coherence_reviews: reviews of values against what really happens.
        roles: how often each role was given.
        offers: revisions of offers by the layer they bear on; one may bear on several.
        impacts: revisions that say what they do to the rest.
        peer_sessions: sessions with peers.
        coopted: those whose date was chosen together.
    """

    practices: tuple[PracticeKept, ...]
    vision: Figure[date] | None
    acknowledged: Figure[int]
    vision_share: Fraction | None
    coherence_reviews: Figure[int]
    roles: Mapping[Role, Figure[int]]
    offers: Mapping[OfferLayer, Figure[int]]
    impacts: Figure[int]
    peer_sessions: Figure[int]
    coopted: Figure[int]


def firm_register(state: Firm, shown: Shown, members: Collection[str], view: View) -> FirmRegister:
    """What a firm keeps going, its practices shown by facts of any stream."""
    stated, acknowledged = state.vision.stated, _acknowledged(state, members)
    return FirmRegister(
        practices=tuple(
            _kept(declared, shown, view) for declared in state.doctrine.practices.values()
        ),
        vision=Figure(on(stated, view), (stated.id,)) if stated is not None else None,
        acknowledged=acknowledged,
        vision_share=share(acknowledged.value, len(set(members))),
        coherence_reviews=counted(state.vision.reviews),
        roles={
            role: counted(f for f in state.doctrine.roles if f.data.role is role) for role in Role
        },
        offers={
            layer: counted(f for f in state.offers.revised if layer in f.data.layers)
            for layer in OfferLayer
        },
        impacts=counted(f for f in state.offers.revised if f.data.impacts),
        peer_sessions=counted(state.peers.sessions),
        coopted=counted(f for f in state.peers.sessions if f.data.date_coopted),
    )


def _acknowledged(state: Firm, members: Collection[str]) -> Figure[int]:
    """Members who acknowledged the vision that holds.

    A vision stated anew is shared anew; one older than the log was acknowledged at any time.
    """
    since = state.vision.stated
    heard = [f for f in state.vision.shared if since is None or place(f) >= place(since)]
    people = {ref.party_id for fact in heard for ref in fact.data.acknowledged_by}
    return Figure(len(people.intersection(members)), ids(heard))


def _kept(declared: Recorded[PracticeDeclared], shown: Shown, view: View) -> PracticeKept:
    known = practice(declared.data.name)
    last = shown.get(known) if known is not None else None
    since = on(last if last is not None else declared, view)
    return PracticeKept(
        name=declared.data.name,
        recognised=known is not None,
        declared=Figure(on(declared, view), (declared.id,)),
        period_days=declared.data.period_days,
        last=Figure(since, (last.id,)) if last is not None else None,
        silent_days=(view.day - since).days if known is not None else None,
    )
