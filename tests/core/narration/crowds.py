"""Lives in which a thing happened too often to be told each time, and lives that stayed short.

Rule kept here: houses and people are invented; what a sentence gathers, one of these holds.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from story import LISE, NORA, PAUL, STREAM, TOGETHER, Told, event, story

from noe_core.beside import Beside
from noe_core.firm.doctrine import Role, RoleAssigned
from noe_core.history import History
from noe_core.relationship import (
    availability,
    course,
    ecosystem,
    effects,
    engagements,
    externalities,
    frame,
    issues,
    parties,
    quotes,
    reviews,
    shared_values,
    trials,
    usage,
    work,
)
from noe_core.team.notebook import SuccessNoted
from noe_core.team.steps import SmallStepChosen, SmallStepRepeated
from noe_core.testing import with_unread
from noe_core.values import Gender, Money, Party, Period, Quantity, Side

V, T, X, S = shared_values, trials, externalities, issues
FAIR = Party(party_id="fair", name="marché des Halles", article="le", gender=Gender.MASCULINE)
VANS = Party(party_id="vans", name="Camions Verts", article="les")
MAY = date(2022, 5, 2)


def on(days: int) -> str:
    """So many days after the second of May 2022."""
    return (MAY + timedelta(days=days)).isoformat()


def span(start: int, end: int) -> Period:
    """A period that many days after the second of May 2022."""
    return Period(start=MAY + timedelta(days=start), end=MAY + timedelta(days=end))


def declined() -> History:
    """Values compared, talked about, and a no."""
    return story(
        (ecosystem.ReferralReceived(from_relationship_id="x"), "2022-05-01"),
        (V.ValuesCompared(outcome=V.ValuesOutcome.TO_DISCUSS), "2022-05-02"),
        (
            V.ValuesCompared(outcome=V.ValuesOutcome.INCOMPATIBLE, points=("le dimanche",)),
            "2022-05-09",
        ),
        (V.ValuesCompared(), "2022-05-10"),
        (
            course.RelationshipDeclined(
                by_side=Side.PROVIDER, reason="le rythme demandé", values=("le repos", "le soin")
            ),
            "2022-05-16",
        ),
    )


def declined_first() -> History:
    """A no that nobody signed, then a yes."""
    return story(
        (course.RelationshipDeclined(reason="trop tôt"), "2022-05-02"),
        (course.RelationshipOpened(client=FAIR), "2022-09-05"),
        (V.ValuesExceptionMade(), "2022-09-06"),
        (V.ValuesExceptionMade(reason="un an d'essai"), "2022-09-20"),
    )


def tried() -> History:
    """Trials of each kind, one of them still running, one whose offer is not on record."""
    return story(
        (T.TrialOffered(kind=T.TrialKind.FREE_DAYS, days=10, trial_id="a"), on(0)),
        (T.TrialOffered(kind=T.TrialKind.FREE_TOOL, days=3, trial_id="b"), on(1)),
        (T.TrialEnded(trial_id="b", outcome="trop lourd"), on(4)),
        (T.TrialEnded(trial_id="a"), on(10)),
        (T.TrialEnded(trial_id="z", outcome="personne n'est venu"), on(11)),
        (T.TrialOffered(days=5), on(12)),
    )


def tried_often() -> History:
    """More trials than a sentence holds, and values compared as often."""
    told: list[Told] = []
    for n in range(5):
        told += [
            (T.TrialOffered(kind=T.TrialKind.FREE_DAYS, trial_id=f"t{n}"), on(7 * n)),
            (T.TrialEnded(trial_id=f"t{n}", outcome=f"essai {n}"), on(7 * n + 3)),
            (V.ValuesCompared(outcome=V.ValuesOutcome.COMPATIBLE), on(7 * n + 4)),
            (ecosystem.ReferralReceived(from_relationship_id=f"r{n}"), on(7 * n + 5)),
        ]
    return story(*told)


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


def gritty() -> History:
    """Grains of sand and departures from the plan, a few of each, told in many ways."""
    A = work.AdaptationDecided  # noqa: N806 - the fact at hand
    return story(
        (work.ConstraintRevealed(constraint_id="c1", side=Side.CLIENT, text="deux bras"), on(0)),
        (work.ConstraintRevealed(constraint_id="c2", side=Side.CLIENT, text="une benne"), on(0)),
        (
            A(level=work.AdaptationLevel.MANAGER, from_prescribed="le mardi", waited_minutes=90),
            on(1),
        ),
        (
            A(level=work.AdaptationLevel.ELSEWHERE, from_prescribed="à pied", to="à vélo", by=LISE),
            on(2),
        ),
        (A(by=NORA), on(3)),
        (S.IssueRaised(issue_id="a", text="il pleut"), on(4)),
        (S.IssueRaised(issue_id="b", kind=S.IssueKind.PROBLEM, by=LISE), on(5)),
        (S.IssueOwned(issue_id="b", owner=NORA, stance=S.Stance.DEFLECTED), on(5)),
        (S.IssueOwned(issue_id="b", owner=PAUL, stance=S.Stance.DEFLECTED), on(6)),
        (S.IssueOwned(issue_id="b", owner=LISE, stance=S.Stance.DENIED), on(7)),
        (S.IssueOwned(issue_id="b", owner=LISE, stance=S.Stance.OWNED, thanked=False), on(8)),
        (S.IssueRaised(issue_id="c", kind=S.IssueKind.QUESTION, text="combien ?", by=LISE), on(9)),
        (S.IssueOwned(issue_id="c"), on(9)),
        (S.IssueOwned(issue_id="c", thanked=True), on(10)),
        (S.IssueResolved(issue_id="c", account="douze"), on(12)),
    )


def grinding() -> History:
    """More of them than are told one by one."""
    told: list[Told] = []
    for n in range(5):
        kind = (*S.IssueKind, None, None)[n]
        told += [
            (S.IssueRaised(issue_id=f"i{n}", kind=kind, text=f"grain {n}" if n else None), on(n)),
            (work.ConstraintRevealed(constraint_id=f"c{n}", text=f"mur {n}"), on(n)),
            (
                work.AdaptationDecided(
                    level=work.AdaptationLevel.FRONT_LINE if n else None,
                    from_prescribed="tout droit" if n != 1 else None,
                    to=f"détour {n}" if n != 1 else None,
                ),
                on(n),
            ),
        ]
    told += [(S.IssueOwned(issue_id=f"i{n}", stance=S.Stance.OWNED), on(6)) for n in range(3)]
    told.append((S.IssueResolved(issue_id="i0", account="vu"), on(8)))
    return story(*told)


def away() -> History:
    """Absences of both sides, past, present and to come, some without their days."""
    note = availability.AvailabilityNoted
    return story(
        (note(party=NORA, period=span(0, 0)), on(0)),
        (note(party=NORA, period=Period(start=date(2022, 5, 1), end=date(2022, 5, 31))), on(1)),
        (note(party=LISE, period=Period(start=date(2022, 12, 20), end=date(2023, 1, 5))), on(2)),
        (note(party=LISE), on(3)),
        (note(period=span(3, 4)), on(3)),
        *((note(party=PAUL, period=span(n, n + 1)), on(5)) for n in range(1)),
        as_of="2022-05-09",
    )


def away_often() -> History:
    """One side away five times; the other will be."""
    note = availability.AvailabilityNoted
    told = [(note(party=LISE, period=span(10 * n, 10 * n + 2)), on(0)) for n in range(5)]
    return story(*told, (note(party=NORA, period=span(400, 410)), on(60)))


def counted() -> History:
    """Work without minutes, by machines, counted in many units; use measured often."""
    pieces = [Quantity(value=Decimal(n), unit=f"unité {n}") for n in range(1, 5)]
    told: list[Told] = [
        (work.WorkRecorded(work_id="a", by=NORA, topic="tri"), on(0)),
        (work.WorkRecorded(work_id="b", topic="tri", account="à la main"), on(1)),
        (
            work.WorkRecorded(work_id="m", automated=True, topic="envoi", volumes=tuple(pieces)),
            on(2),
        ),
        (usage.UsageUnitDefined(unit="cagette pleine", purpose="jeter moins"), on(2)),
        (usage.UsageUnitDefined(unit="tour", replaces="le camion"), on(2)),
        (usage.UsageMeasured(unit="never defined", quantity=None, period=span(0, 1)), on(3)),
    ]
    for n in range(5):
        told.append((usage.UsageMeasured(unit="cagette pleine", quantity=Decimal(n)), on(10 + n)))
        told.append((usage.UsageMeasured(unit="tour", quantity=Decimal(2 * n)), on(10 + n)))
    return story(*told)


def counted_little() -> History:
    """Two pieces of work without minutes beside one of the client's; two units; late usage."""
    return story(
        (quotes.QuoteIssued(quote_id="q", total=Money.of(100)), on(0)),
        (work.WorkRecorded(work_id="a", by=LISE, minutes=90), on(1)),
        (work.WorkRecorded(work_id="b", volumes=(Quantity(value=Decimal(3), unit="sac"),)), on(1)),
        (
            work.WorkRecorded(work_id="c", volumes=(Quantity(value=Decimal("1.5"), unit="m3"),)),
            on(1),
        ),
        (work.WorkRecorded(work_id="m", automated=True), on(2)),
        (usage.UsageUnitDefined(unit="sac rendu"), on(2)),
        (usage.UsageMeasured(unit="sac rendu", quantity=Decimal(3)), on(5)),
        (usage.UsageUnitDefined(unit="jour", replaces="le mois"), on(6)),
        (usage.UsageMeasured(unit="jour", quantity=Decimal(0), period=span(0, 20)), on(40)),
    )


def framed() -> History:
    """A frame agreed and agreed again: landmarks, signatures, crossings, more than a few."""
    told: list[Told] = []
    for n in range(5):
        told += [
            (frame.LandmarkAgreed(text=f"repère {n}"), on(n)),
            (course.AgreementSigned(kind=course.AgreementKind.CONTRACT), on(n)),
            (frame.BoundaryCrossed(topic="la caisse", consent=bool(n % 2)), on(n)),
        ]
    told.append((reviews.ReviewHeld(review_id="r", participants=TOGETHER), on(8)))
    told += [
        (frame.MethodAgreed(version=n, review_id="r", review_interval_days=30), on(8))
        for n in (1, 2)
    ]
    told.append((frame.BoundaryAgreed(topics_out=("la caisse",)), on(9)))
    return story(*told)


def twice_signed() -> History:
    """Two signatures of a kind, one of none; a distance crossed twice; eleven landmarks."""
    told: list[Told] = [(frame.LandmarkAgreed(text=f"borne {n}"), on(0)) for n in range(11)]
    kinds = (course.AgreementKind.CONVENTION, course.AgreementKind.CONVENTION, None)
    told += [(course.AgreementSigned(kind=kind), on(1)) for kind in kinds]
    told += [
        (frame.BoundaryCrossed(by_side=Side.CLIENT, topic="les prix"), on(2)),
        (frame.BoundaryCrossed(by_side=Side.CLIENT, consent=True), on(3)),
        (frame.BoundaryAgreed(), on(4)),
    ]
    return story(*told)


def reviewed() -> History:
    """Reviews that kept things as they are, for a reason or none, or left them to revise."""
    keep, revise = reviews.Adjustment.KEPT_AS_IS, reviews.Adjustment.WILL_REVISE
    return story(
        (reviews.ReviewHeld(review_id="a", adjustments=keep), on(0)),
        (reviews.ReviewHeld(review_id="b", adjustments=keep, kept_reason="trop tôt"), on(10)),
        (reviews.ReviewHeld(review_id="c", adjustments=revise), on(20)),
    )


def revised() -> History:
    """Two reviews with nothing after them but what they left to revise."""
    revise = reviews.Adjustment.WILL_REVISE
    return story(
        (reviews.ReviewHeld(review_id="a", adjustments=revise), on(0)),
        (reviews.ReviewHeld(review_id="b", adjustments=revise, account="encore"), on(10)),
    )


def kept_often() -> History:
    """Five reviews, all of which changed nothing; one tells why, one what was said."""
    keep = reviews.Adjustment.KEPT_AS_IS
    told: list[Told] = [
        (
            reviews.ReviewHeld(
                review_id=f"r{n}",
                adjustments=keep,
                kept_reason="rien ne presse" if n == 1 else None,
                account="on se revoit" if n == 2 else None,
                participants=(NORA,),
                assessments=(
                    reviews.Assessment(of_side=Side.CLIENT, by_side=Side.PROVIDER, account="prêts"),
                ),
            ),
            on(7 * n),
        )
        for n in range(5)
    ]
    return story(*told)


def promised() -> History:
    """Engagements without words, missed twice, reworded with and without a review, run late."""
    E = engagements  # noqa: N806 - the chapter at hand
    return story(
        (E.EngagementMade(engagement_id="a", by=NORA, kind=E.EngagementKind.MEANS), on(0)),
        (E.EngagementMade(engagement_id="b", by=LISE, text="trier", due=MAY), on(0)),
        (E.EngagementMade(engagement_id="c", by=LISE), on(0)),
        (E.EngagementMade(engagement_id="d", by=LISE, text="peser", due=MAY), on(0)),
        (E.EngagementKept(engagement_id="a"), on(1)),
        (E.EngagementMissed(engagement_id="b"), on(3)),
        (reviews.ReviewHeld(review_id="r", participants=TOGETHER), on(5)),
        (
            E.EngagementRenegotiated(
                engagement_id="b", review_id="r", new_due=date(2022, 5, 20), new_text="trier à deux"
            ),
            on(5),
        ),
        (E.EngagementMissed(engagement_id="b", account="encore la pluie"), on(22)),
        (E.EngagementReleased(engagement_id="c", review_id="r", reason="caduc"), on(23)),
        as_of=on(40),
    )


def late_alone() -> History:
    """One engagement, whose term has passed."""
    made = engagements.EngagementMade(engagement_id="a", by=NORA, text="venir", due=MAY)
    return story((made, on(0)), as_of=on(9))


def waiting_alone() -> History:
    """One engagement whose term is to come."""
    made = engagements.EngagementMade(
        engagement_id="a", by=NORA, text="venir", due=date(2022, 6, 1)
    )
    return story((made, on(0)), as_of=on(9))


def waiting_undated() -> History:
    """One engagement to which no term was set."""
    return story((engagements.EngagementMade(engagement_id="a", by=NORA, text="venir"), on(0)))


def late_together() -> History:
    """Several engagements whose terms have passed."""
    told: list[Told] = [
        (
            engagements.EngagementMade(engagement_id=f"e{n}", by=NORA, text=f"tâche {n}", due=MAY),
            on(0),
        )
        for n in range(3)
    ]
    told.append((engagements.EngagementMade(engagement_id="x", by=NORA, text="plus tard"), on(0)))
    return story(*told, as_of=on(9))


def coming_and_going() -> History:
    """Parties that join on their own days, leave, come back, leave again; one sits nowhere."""
    names = [Party(party_id=f"p{n}", name=f"Noé {n}") for n in range(3)]
    P = parties.PartyJoined  # noqa: N806 - the fact at hand
    return story(
        (course.RelationshipOpened(client=FAIR, provider=VANS), on(0)),
        (P(party=FAIR, side=Side.CLIENT), on(1)),
        (P(party=names[0], side=Side.CLIENT, role="tri"), on(2)),
        (P(party=names[1], side=Side.CLIENT), on(2)),
        (P(party=names[2]), on(3)),
        (parties.PartyLeft(party_id="p0", side=Side.CLIENT, reason="congé"), on(10)),
        (parties.PartyLeft(party_id="vans"), on(11)),
        (P(party=names[0], side=Side.CLIENT, role="pesée"), on(20)),
        (parties.PartyLeft(party_id="p0", reason="retraite"), on(30)),
        (parties.PartyLeft(party_id="nobody"), on(31)),
    )


def revolving() -> History:
    """Five that left, two that came back."""
    told: list[Told] = []
    for n in range(5):
        party = Party(party_id=f"p{n}", name=f"Ada {n}", gender=Gender.FEMININE)
        told.append((parties.PartyJoined(party=party, side=Side.PROVIDER), on(n)))
        told.append((parties.PartyLeft(party_id=f"p{n}"), on(10 + n)))
        if n < 2:
            told.append((parties.PartyJoined(party=party, side=Side.PROVIDER), on(20 + n)))
    return story(*told)


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
