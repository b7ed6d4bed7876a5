"""Lives in which a thing happened too often to be told each time, and lives that stayed short.

Rule kept here: houses and people are invented; what a sentence gathers, one of these holds.
"""

from __future__ import annotations

from crowds_frame import (
    coming_and_going,
    declined,
    declined_first,
    framed,
    late_alone,
    late_together,
    promised,
    revolving,
    tried,
    tried_often,
    twice_signed,
    waiting_alone,
    waiting_undated,
)
from crowds_work import (
    away,
    away_often,
    counted,
    counted_little,
    grinding,
    gritty,
    kept_often,
    reviewed,
    revised,
)
from may import FAIR, MAY, VANS, on
from story import LISE, NORA, STREAM, Told, event, story

from noe_core.beside import Beside
from noe_core.firm.doctrine import Role, RoleAssigned
from noe_core.history import History
from noe_core.relationship import (
    course,
    ecosystem,
    effects,
    externalities,
    parties,
    quotes,
    work,
)
from noe_core.team.notebook import SuccessNoted
from noe_core.team.steps import SmallStepChosen, SmallStepRepeated
from noe_core.testing import with_unread
from noe_core.values import Gender, Money, Party, Side

X = externalities


def surrounded() -> History:
    """Many partners, supports and externalities."""
    told: list[Told] = [(course.RelationshipOpened(client=FAIR, provider=VANS), on(0))]
    kinds = (*ecosystem.CooperationKind, None, ecosystem.CooperationKind.TRAINING)
    for n in range(5):
        partner = Party(party_id=f"p{n}", name=f"Étal {n}" if n else None)
        side = (Side.CLIENT, Side.PROVIDER)[n % 2]
        told.append(
            (ecosystem.PartnerIdentified(partner=partner, partner_of=side, stake="la place"), on(n))
        )
    for n, via in enumerate(ecosystem.EnrolledVia):
        told.append((ecosystem.PartnerEnrolled(partner_id=f"p{n}", via=via), on(10 + n)))
    told += [(ecosystem.PartnerWithdrew(partner_id="p1", reason="parti"), on(20))]
    told += [(ecosystem.CooperationSupportGiven(kind=k, minutes=60), on(30)) for k in kinds]
    for n, way in enumerate((*X.ExternalityDirection, None, *X.ExternalityDirection)):
        told.append(
            (
                X.ExternalityObserved(
                    externality_id=f"x{n}",
                    direction=way,
                    affected="les riverains" if n < 3 else None,
                    polarity=effects.Polarity.NEGATIVE if n else None,
                    account=f"bruit {n}",
                    opportunity="un horaire commun" if n == 1 else None,
                ),
                on(40 + n),
            )
        )
    return story(*told)


def neighbours() -> History:
    """A few partners, seen together, some without a name or a stake; odd externalities."""
    P = ecosystem.PartnerIdentified  # noqa: N806 - the fact at hand
    return story(
        (P(partner=VANS, partner_of=Side.CLIENT, stake="rouler plein"), on(0)),
        (P(partner=Party(party_id="q"), partner_of=Side.CLIENT), on(0)),
        (ecosystem.PartnerEnrolled(partner_id="vans"), on(3)),
        (ecosystem.PartnerEnrolled(partner_id="q"), on(3)),
        (ecosystem.PartnerWithdrew(partner_id="vans"), on(9)),
        (
            ecosystem.PartnerEnrolled(partner_id="unseen", via=ecosystem.EnrolledVia.MEDIATION),
            on(11),
        ),
        (X.ExternalityObserved(externality_id="a", affected="la rue"), on(12)),
        (X.ExternalityObserved(externality_id="b", observed_by=NORA), on(12)),
        (
            X.ExternalityObserved(
                externality_id="c", direction=X.ExternalityDirection.INCOMING, observed_by=LISE
            ),
            on(12),
        ),
        (ecosystem.CooperationSupportGiven(), on(13)),
    )


def confirmed_at_once() -> History:
    """Two effects seen on one day and confirmed on another, in one breath; others unsigned."""
    told: list[Told] = [
        (
            effects.EffectObserved(
                effect_id=f"f{n}",
                observed_by=NORA,
                beneficiary=LISE,
                intended=False,
                domain=effects.EffectDomain.TIME,
                polarity=effects.Polarity.MIXED,
                account=f"effet {n}",
            ),
            on(0),
        )
        for n in range(2)
    ]
    told += [(effects.EffectAttested(effect_id=f"f{n}", by=LISE), on(7)) for n in range(2)]
    told += [
        (effects.EffectObserved(effect_id=f"g{n}", domain=effects.EffectDomain.MONEY), on(9))
        for n in range(2)
    ]
    return with_unread(story(*told), "issue_owned")


def refused_often() -> History:
    """Five quotes, all turned down."""
    told: list[Told] = []
    for n in range(5):
        told.append((quotes.QuoteIssued(quote_id=f"q{n}", total=Money.of(100)), on(n)))
        told.append((quotes.QuoteRefused(quote_id=f"q{n}", reason="trop tard"), on(10 + n)))
    return story(*told)


def refused_some() -> History:
    """Three quotes: two turned down, one signed and then withdrawn."""
    told: list[Told] = [
        (quotes.QuoteIssued(quote_id=f"q{n}", total=Money.of(100)), on(n)) for n in range(3)
    ]
    told += [(quotes.QuoteRefused(quote_id=f"q{n}"), on(10 + n)) for n in range(2)]
    told.append((quotes.QuoteSigned(quote_id="q2", negotiated=False), on(20)))
    return story(*told)


def signed_then_withdrawn() -> History:
    """One quote signed, then withdrawn; it happens in imported pasts."""
    return story(
        (quotes.QuoteIssued(quote_id="q"), on(0)),
        (quotes.QuoteSigned(quote_id="q"), on(1)),
        (quotes.QuoteWithdrawn(quote_id="q"), on(2)),
    )


CROWDS = (
    away,
    away_often,
    coming_and_going,
    confirmed_at_once,
    counted,
    counted_little,
    declined,
    declined_first,
    framed,
    grinding,
    gritty,
    kept_often,
    late_alone,
    late_together,
    neighbours,
    promised,
    refused_often,
    refused_some,
    reviewed,
    revised,
    revolving,
    signed_then_withdrawn,
    surrounded,
    tried,
    tried_often,
    twice_signed,
    waiting_alone,
    waiting_undated,
)


def teams() -> Beside:
    """Two teams and a firm with much to say of the story told by `STREAM`."""
    successes = [
        (SuccessNoted(text=f"réussite {n}", relationship_id=STREAM), on(n)) for n in range(3)
    ]
    one = story(
        *successes,
        (SuccessNoted(relationship_id=STREAM), on(4)),
        (SmallStepChosen(step_id="a", text="saluer", relationship_id=STREAM), on(5)),
        (SmallStepRepeated(step_id="a"), on(6)),
        (SmallStepRepeated(step_id="a", day=MAY), on(7)),
        stream="team/une",
    )
    two = story(
        (SuccessNoted(text="la dernière", relationship_id=STREAM), on(9)),
        (SmallStepChosen(step_id="b", relationship_id=STREAM), on(10)),
        stream="team/deux",
    )
    guard = Role.COOPERATION_GUARANTOR
    firm = story(
        (RoleAssigned(role=guard, relationship_id=STREAM), on(0)),
        (RoleAssigned(role=guard, holder=LISE, relationship_id=STREAM), on(3)),
        (RoleAssigned(role=guard, holder=LISE), on(4)),
        (RoleAssigned(role=Role.COACH, holder=NORA, relationship_id=STREAM), on(5)),
        stream="firm/maison",
    )
    return Beside.of([one, two, firm])


def told_beside() -> History:
    """A short life, of which teams and a firm tell more; somebody in it has a name."""
    lise = Party(party_id="lise", name="Lise", gender=Gender.FEMININE)
    return story(
        (parties.PartyJoined(party=lise, side=Side.CLIENT), on(0)),
        (work.WorkRecorded(work_id="w", by=NORA, minutes=60), on(event(1).int)),
    )
