"""One life with everything in it: a print shop that sells legible pages, and what stands beside.

Rule kept here: houses and people are invented; whatever a relationship can record comes at
least once, in an order a life could have.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from story import Told, event, story

from noe_core.history import History
from noe_core.relationship import (
    availability,
    course,
    ecosystem,
    effects,
    encounter,
    engagements,
    externalities,
    frame,
    issues,
    objectives,
    parties,
    quotes,
    reviews,
    shared_values,
    trials,
    usage,
    work,
)
from noe_core.values import Gender, Measure, Money, Party, PartyRef, Period, Quantity, Side

A, E, R, S, W, X = availability, effects, reviews, issues, work, externalities
K = engagements.EngagementKind

PRESS = Party(party_id="press", name="Presse du Quai", article="la", gender=Gender.FEMININE)
TOWN = Party(party_id="town", name="mairie des Salines", article="la", gender=Gender.FEMININE)
ADA = PartyRef(party_id="ada", side=Side.PROVIDER, organisation="Presse du Quai")
IRIS = PartyRef(party_id="iris", side=Side.CLIENT, organisation="mairie des Salines")
BOTH = (ADA, IRIS)
OTTO = Party(party_id="otto", name="Otto", gender=Gender.MASCULINE)
MINA = Party(party_id="mina", name="Mina", gender=Gender.FEMININE)
ROAD = Party(party_id="road", name="Route Douce", gender=Gender.FEMININE)
BINDERS = Party(party_id="bind", name="Relieurs du Port", article="les")
APRIL = Period(start=date(2022, 4, 1), end=date(2022, 4, 30))
SUMMER = Period(start=date(2022, 5, 1), end=date(2022, 6, 15))


def _hook() -> list[Told]:
    return [
        (
            ecosystem.ReferralReceived(
                from_relationship_id="press:bakery",
                by=PartyRef(party_id="x", side=Side.CLIENT, organisation="Fournil Doré"),
            ),
            "2022-01-03",
        ),
        (encounter.DemandExpressed(demand_id="d1", text="dix mille bulletins"), "2022-01-05"),
        (
            encounter.EncounterHeld(participants=BOTH, minutes=90, occasion="une visite du quai"),
            "2022-01-10",
        ),
        (
            shared_values.ValuesCompared(
                values_version=1,
                outcome=shared_values.ValuesOutcome.INCOMPATIBLE,
                points=("le tirage au rabais",),
            ),
            "2022-01-10",
        ),
        (
            shared_values.ValuesExceptionMade(
                reason="la nouvelle équipe veut changer cela",
                approved_by=(ADA, PartyRef(party_id="bo", side=Side.PROVIDER)),
                review_by=date(2022, 6, 1),
            ),
            "2022-01-12",
        ),
        (trials.TrialOffered(kind=trials.TrialKind.FREE_AUDIT, trial_id="t1"), "2022-01-13"),
        (
            trials.TrialEnded(trial_id="t1", outcome="un bulletin sur trois finit à la benne"),
            "2022-01-20",
        ),
        (
            encounter.DemandReworked(
                demand_id="d1",
                real_need="des bulletins qu'on lit",
                usage="le porte-à-porte des élus",
                worked_with=BOTH,
            ),
            "2022-01-21",
        ),
        (course.RelationshipOpened(client=TOWN, provider=PRESS), "2022-01-24"),
    ]


def _frame() -> list[Told]:
    return [
        (
            objectives.ObjectiveSet(
                objective_id="o1",
                title="imprimer ce qui sert",
                purpose="être lus",
                horizon=date(2022, 8, 31),
                agreed_by=BOTH,
            ),
            "2022-01-31",
        ),
        (
            engagements.EngagementMade(
                engagement_id="e1", by=ADA, kind=K.TRANSPARENCY, text="montrer les rebuts"
            ),
            "2022-01-31",
        ),
        (
            engagements.EngagementMade(
                engagement_id="e2",
                by=IRIS,
                kind=K.INFORMATION,
                text="donner les invendus",
                due=date(2022, 3, 1),
            ),
            "2022-01-31",
        ),
        (
            engagements.EngagementMade(
                engagement_id="e3",
                by=IRIS,
                kind=K.PRESCRIPTION,
                text="en parler aux livreurs",
            ),
            "2022-02-01",
        ),
        (frame.MethodAgreed(version=1, review_interval_days=42, agreed_by=BOTH), "2022-02-01"),
        (
            frame.LandmarkAgreed(text="la pile du hall, chaque lundi", agreed_by=BOTH),
            "2022-02-01",
        ),
        (
            usage.UsageUnitDefined(
                unit="page lue", replaces="la page imprimée", purpose="imprimer moins"
            ),
            "2022-02-02",
        ),
        (course.AgreementSigned(kind=course.AgreementKind.SHARED_CHARTER), "2022-02-07"),
        (
            frame.SpendLimitAgreed(amount=Money.of(1200), per=frame.LimitPer.MONTH, agreed_by=BOTH),
            "2022-02-07",
        ),
        (
            parties.PartyJoined(party=MINA, side=Side.CLIENT, role="accueil du public"),
            "2022-02-08",
        ),
        (parties.PartyJoined(party=OTTO, side=Side.CLIENT, role="régie"), "2022-02-14"),
    ]


def _around() -> list[Told]:
    return [
        (
            ecosystem.PartnerIdentified(
                partner=ROAD, partner_of=Side.CLIENT, stake="moins de tournées à vide"
            ),
            "2022-02-10",
        ),
        (
            ecosystem.PartnerIdentified(partner=BINDERS, partner_of=Side.PROVIDER),
            "2022-02-11",
        ),
        (
            ecosystem.CooperationSupportGiven(
                kind=ecosystem.CooperationKind.INFORMATION_MEETING, participants=BOTH, minutes=90
            ),
            "2022-03-01",
        ),
        (
            ecosystem.PartnerEnrolled(
                partner_id="road", via=ecosystem.EnrolledVia.CLIENT_PRESCRIPTION
            ),
            "2022-03-03",
        ),
        (
            ecosystem.CooperationSupportGiven(
                kind=ecosystem.CooperationKind.TRAINING, participants=BOTH
            ),
            "2022-03-10",
        ),
        (
            ecosystem.PartnerEnrolled(partner_id="bind", via=ecosystem.EnrolledVia.PROVIDER),
            "2022-03-10",
        ),
        (ecosystem.PartnerWithdrew(partner_id="bind", reason="trop loin"), "2022-05-02"),
    ]


def _work() -> list[Told]:
    return [
        (
            W.WorkRecorded(
                work_id="w1",
                by=ADA,
                minutes=420,
                topic="maquette",
                account="trois essais affichés dans le hall",
                prescribed="un seul essai",
                gap="on a essayé sur les lecteurs",
                deliverables=("la maquette",),
            ),
            "2022-02-21",
        ),
        (
            W.WorkRecorded(
                work_id="w2",
                by=ADA,
                topic="tirage",
                volumes=(Quantity(value=Decimal(1200), unit="bulletin"),),
            ),
            "2022-02-28",
        ),
        (
            W.AdaptationDecided(
                level=W.AdaptationLevel.FRONT_LINE,
                from_prescribed="tout tirer d'avance",
                to="tirer le lundi selon la pile",
                waited_minutes=0,
                by=ADA,
                work_id="w2",
            ),
            "2022-03-07",
        ),
        (
            W.ConstraintRevealed(constraint_id="c1", side=Side.CLIENT, text="le vote du budget"),
            "2022-03-08",
        ),
        (
            engagements.EngagementMissed(
                engagement_id="e2", constraint_id="c1", account="le tri n'était pas fait"
            ),
            "2022-03-08",
        ),
        (
            S.IssueRaised(
                issue_id="i1", kind=S.IssueKind.BLOCKER, text="le hall est fermé", by=IRIS
            ),
            "2022-03-14",
        ),
        (
            S.IssueOwned(issue_id="i1", owner=ADA, stance=S.Stance.OWNED, thanked=True),
            "2022-03-14",
        ),
        (S.IssueResolved(issue_id="i1", account="la pile est passée à l'école"), "2022-03-16"),
        (
            S.IssueRaised(
                issue_id="i2", kind=S.IssueKind.QUESTION, text="qui compte les pages ?", by=IRIS
            ),
            "2022-03-21",
        ),
        (S.IssueOwned(issue_id="i2", owner=ADA, stance=S.Stance.DENIED), "2022-03-23"),
        (
            S.IssueOwned(issue_id="i2", owner=IRIS, stance=S.Stance.OWNED),
            "2022-03-24",
        ),
        (
            A.AvailabilityNoted(
                party=IRIS, period=Period(start=date(2022, 4, 11), end=date(2022, 4, 22))
            ),
            "2022-03-25",
        ),
    ]


def _reviews() -> list[Told]:
    assessed = (
        R.Assessment(of_side=Side.PROVIDER, by_side=Side.CLIENT, account="on vous voit travailler"),
        R.Assessment(of_side=Side.CLIENT, by_side=Side.PROVIDER, account="le tri arrive tard"),
    )
    return [
        (
            R.ReviewHeld(
                review_id="r1",
                minutes=60,
                participants=BOTH,
                levels=frozenset(R.ReflexiveLevel),
                assessments=assessed,
                revisits=(event(12),),
                adjustments=R.Adjustment.WILL_REVISE,
            ),
            "2022-04-01",
        ),
        (
            engagements.EngagementRenegotiated(
                engagement_id="e2", review_id="r1", new_due=date(2022, 5, 1)
            ),
            "2022-04-01",
        ),
        (engagements.EngagementKept(engagement_id="e2"), "2022-04-28"),
        (
            R.ReviewHeld(
                review_id="r2",
                minutes=45,
                participants=BOTH,
                assessments=assessed,
                adjustments=R.Adjustment.KEPT_AS_IS,
                kept_reason="deux mois ne suffisent pas pour juger",
            ),
            "2022-05-10",
        ),
        (usage.UsageMeasured(unit="page lue", quantity=Decimal(800), period=APRIL), "2022-05-11"),
        (
            usage.UsageMeasured(unit="page lue", quantity=Decimal("1310.5"), period=SUMMER),
            "2022-06-16",
        ),
    ]


def _effects() -> list[Told]:
    return [
        (
            E.EffectObserved(
                effect_id="f1",
                observed_by=IRIS,
                beneficiary=IRIS,
                intended=False,
                domain=E.EffectDomain.WORK_ORGANISATION,
                account="l'accueil choisit ce qu'on imprime",
                arising_from=(event(30),),
                measure=Measure(quantity=Quantity(value=Decimal(90), unit="minute")),
            ),
            "2022-05-12",
        ),
        (
            X.ExternalityObserved(
                externality_id="x1",
                direction=X.ExternalityDirection.OUTGOING,
                affected="l'école d'à côté",
                polarity=E.Polarity.POSITIVE,
                account="les élèves lisent le bulletin en classe",
                opportunity="un bulletin écrit par la classe",
                observed_by=IRIS,
            ),
            "2022-05-13",
        ),
        (
            X.ExternalityObserved(
                externality_id="x2",
                direction=X.ExternalityDirection.OUTGOING,
                affected="le papetier",
                polarity=E.Polarity.NEGATIVE,
                account="il vend deux palettes de moins",
                observed_by=ADA,
            ),
            "2022-05-20",
        ),
        (
            X.ExternalityObserved(
                externality_id="x3",
                direction=X.ExternalityDirection.INCOMING,
                affected="le syndicat des déchets",
                polarity=E.Polarity.MIXED,
                account="la taxe monte, le tri se fait",
            ),
            "2022-05-21",
        ),
        (parties.PartyLeft(party_id="otto", side=Side.CLIENT, reason="détaché"), "2022-04-04"),
        (parties.PartyJoined(party=OTTO, side=Side.CLIENT), "2022-06-01"),
        (
            quotes.QuoteIssued(
                quote_id="q1", kind=quotes.QuoteKind.AFTER_WORK, total=Money.of(900), period=APRIL
            ),
            "2022-05-05",
        ),
        (quotes.QuoteDiscussed(quote_id="q1", learned="les rebuts coûtent"), "2022-05-06"),
        (
            quotes.QuoteSigned(quote_id="q1", by=IRIS, negotiated=False, amount=Money.of(900)),
            "2022-05-09",
        ),
    ]


def whole() -> History:
    """Everything a relationship can record, in half a year."""
    told = [*_hook(), *_frame(), *_around(), *_work(), *_reviews(), *_effects()]
    return story(*told)
