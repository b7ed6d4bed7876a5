"""Lives to tell: fictional histories that between them hold every turn a story can take.

Rule kept here: firms and people are invented; each life is small enough to be read whole.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from crowds import CROWDS
from long_lives import OPALE, OPTICIANS, halting, in_turn, long_lived
from story import LISE, NORA, TOGETHER, Told, event, story
from whole_life import whole

from noe_core.history import History
from noe_core.relationship import (
    course,
    effects,
    encounter,
    engagements,
    frame,
    objectives,
    parties,
    quotes,
    reviews,
    work,
)
from noe_core.values import Gender, Measure, Money, Party, Quantity, Side

E, R, W = effects, reviews, work
K = engagements.EngagementKind


def bare() -> History:
    """A demand alone."""
    return story((encounter.DemandExpressed(demand_id="d1", text="un site"), "2023-05-02"))


def disputed() -> History:
    """Effects that are negative, reported, contested, measured; a boundary crossed."""
    return story(
        (course.RelationshipOpened(client=OPTICIANS, provider=OPALE), "2023-01-10"),
        (encounter.DemandExpressed(demand_id="d1", text="un agenda en ligne"), "2023-01-12"),
        (frame.BoundaryAgreed(topics_in=("l'accueil",), topics_out=("la paie",)), "2023-01-20"),
        (W.WorkRecorded(work_id="w1", by=NORA, minutes=400, topic="agenda"), "2023-02-03"),
        (
            frame.BoundaryCrossed(topic="la paie", by_side=Side.PROVIDER, consent=False),
            "2023-02-10",
        ),
        (
            E.EffectObserved(
                effect_id="f1",
                observed_by=LISE,
                beneficiary=LISE,
                intended=False,
                polarity=E.Polarity.NEGATIVE,
                domain=E.EffectDomain.HEALTH,
                account="l'équipe finit plus tard le mardi",
                arising_from=(event(4),),
            ),
            "2023-02-14",
        ),
        (
            E.EffectObserved(
                effect_id="f2",
                observed_by=NORA,
                beneficiary=LISE,
                intended=True,
                objective_ids=("o1",),
                domain=E.EffectDomain.TIME,
                account="les rendez-vous se prennent seuls",
                measure=Measure(
                    quantity=Quantity(value=Decimal(12), unit="appel"),
                    baseline=Quantity(value=Decimal("40.5"), unit="appel"),
                    method="relevé d'une semaine",
                ),
                arising_from=(event(4),),
            ),
            "2023-02-20",
        ),
        (
            E.EffectObserved(
                effect_id="f3",
                observed_by=NORA,
                beneficiary=LISE,
                intended=False,
                domain=E.EffectDomain.VISIBILITY,
                account="la rue connaît mieux la boutique",
            ),
            "2023-02-21",
        ),
        (
            E.EffectContested(effect_id="f3", by=LISE, account="personne ne nous en parle"),
            "2023-02-23",
        ),
    )


def peopled() -> History:
    """Parties that come and go, several at a time."""
    joined = [
        (
            parties.PartyJoined(
                party=Party(
                    party_id=f"p{i}", name=f"Mairie {i}", article="la", gender=Gender.FEMININE
                ),
                side=Side.CLIENT,
            ),
            f"2022-0{i}-01",
        )
        for i in range(1, 6)
    ]
    return story(
        (course.RelationshipOpened(), "2021-12-01"),
        (parties.PartyJoined(party=OPALE, side=Side.PROVIDER), "2021-12-01"),
        *joined,
        (parties.PartyLeft(party_id="p1", side=Side.CLIENT, reason="fusion"), "2022-09-01"),
        (parties.PartyLeft(party_id="p2", side=Side.CLIENT), "2022-09-02"),
    )


def warm() -> History:
    """A carpenter's workshop and a consultant: trust, health, four engagements kept."""
    told: list[Told] = [
        (
            encounter.EncounterHeld(minutes=90, participants=TOGETHER, occasion="un salon"),
            "2023-03-06",
        ),
        (
            encounter.DemandExpressed(demand_id="d1", text="former deux chefs d'équipe"),
            "2023-03-06",
        ),
        (
            encounter.DemandReworked(
                demand_id="d1", real_need="un espace pour parler du travail", worked_with=TOGETHER
            ),
            "2023-03-13",
        ),
    ]
    for index, (kind, by) in enumerate(
        ((K.INVOLVEMENT, LISE), (K.MEANS, LISE), (K.INFORMATION, LISE), (K.CONFIDENTIALITY, NORA))
    ):
        told.append(
            (
                engagements.EngagementMade(
                    engagement_id=f"e{index}",
                    by=by,
                    kind=kind,
                    text=kind.value,
                ),
                "2023-03-20",
            )
        )
    told += [
        (engagements.EngagementKept(engagement_id=f"e{index}"), "2023-05-08") for index in range(4)
    ]
    told += [
        (
            W.ResourceNoted(
                resource_id="s1",
                resource=W.ImmaterialResource.TRUST,
                direction=W.Direction.MOBILISED,
                side=Side.PROVIDER,
                account="les portes ouvertes",
                evidence=(event(4),),
            ),
            "2023-05-09",
        ),
        (
            W.ResourceNoted(
                resource_id="s2",
                resource=W.ImmaterialResource.TRUST,
                direction=W.Direction.STRENGTHENED,
                side=Side.CLIENT,
                account="on se dit les choses",
                evidence=(event(4),),
            ),
            "2023-05-09",
        ),
        (
            R.FeedbackGiven(relevance=R.Relevance.RELEVANT, verbatim="cela tombe juste"),
            "2023-05-15",
        ),
    ]
    return story(*told)


def many_aims() -> History:
    """Several demands, more objectives than a sentence holds, revised and closed."""
    O = objectives  # noqa: N806, E741 - the chapter at hand
    aims: list[Told] = [
        (
            O.ObjectiveSet(objective_id=f"o{n}", title=f"but {n}", agreed_by=TOGETHER),
            f"2022-02-0{n}",
        )
        for n in range(1, 5)
    ]
    return story(
        (encounter.EncounterHeld(participants=TOGETHER), "2022-01-03"),
        (encounter.EncounterHeld(participants=TOGETHER, minutes=20), "2022-01-05"),
        (encounter.DemandExpressed(demand_id="d1", text="un catalogue"), "2022-01-05"),
        (encounter.DemandReworked(demand_id="d1", real_need="choisir moins"), "2022-01-06"),
        (
            encounter.DemandReworked(demand_id="d1", real_need="dire non", usage="le comptoir"),
            "2022-01-20",
        ),
        *aims,
        (
            O.ObjectiveClosed(
                objective_id="o1", outcome=O.ObjectiveOutcome.PARTLY, account="à moitié"
            ),
            "2022-03-01",
        ),
        (
            engagements.EngagementMade(engagement_id="e1", by=NORA, text="dessiner"),
            "2022-02-01",
        ),
        (
            engagements.EngagementMade(
                engagement_id="e2", by=LISE, text="relire", due=date(2022, 12, 1)
            ),
            "2022-02-08",
        ),
        (
            engagements.EngagementMade(engagement_id="e3", text="se voir", kind=K.MEANS),
            "2022-02-15",
        ),
        (
            engagements.EngagementRenegotiated(engagement_id="e1", new_text="dessiner à deux"),
            "2022-02-20",
        ),
        (engagements.EngagementReleased(engagement_id="e1", reason="plus utile"), "2022-02-25"),
        (engagements.EngagementKept(engagement_id="e3"), "2022-02-26"),
        (frame.MethodAgreed(version=1, text="au fil de l'eau"), "2022-02-01"),
        (
            frame.MethodAgreed(
                version=2, review_interval_days=7, quote_mode=frame.QuoteMode.AFTER_WORK
            ),
            "2022-02-10",
        ),
        (course.AgreementSigned(kind=course.AgreementKind.CONTRACT), "2022-02-02"),
        (course.AgreementSigned(kind=course.AgreementKind.SHARED_CHARTER), "2022-02-12"),
        (W.ConstraintRevealed(constraint_id="c1", side=Side.CLIENT, text="la paie"), "2022-02-13"),
        (W.ConstraintRevealed(constraint_id="c2", text="la route"), "2022-02-14"),
        (W.AdviceGiven(text="attendre", followed=False), "2022-02-15"),
        (W.AdviceGiven(text="arrêter"), "2022-02-16"),
        (R.FeedbackRequested(minutes_asked=2, by_side=Side.PROVIDER), "2022-02-27"),
        (R.FeedbackGiven(relevance=R.Relevance.OFF), "2022-02-28"),
    )


def two_aims() -> History:
    """Two objectives put otherwise, by a review and without; one closed."""
    O = objectives  # noqa: N806, E741 - the chapter at hand
    return story(
        (encounter.DemandExpressed(demand_id="d1", text="des affiches"), "2022-01-03"),
        (encounter.DemandExpressed(demand_id="d2", text="une enseigne"), "2022-01-20"),
        (
            O.ObjectiveSet(
                objective_id="o1",
                title="être vus",
                horizon=date(2022, 9, 1),
            ),
            "2022-02-01",
        ),
        (
            O.ObjectiveSet(objective_id="o2", title="être compris", agreed_by=TOGETHER),
            "2022-02-02",
        ),
        (R.ReviewHeld(review_id="r1", levels=frozenset(R.ReflexiveLevel)), "2022-03-01"),
        (
            O.ObjectiveRevised(objective_id="o1", review_id="r1", change="être reconnus"),
            "2022-03-01",
        ),
        (O.ObjectiveRevised(objective_id="o2", change="se faire lire"), "2022-03-02"),
        (
            O.ObjectiveRevised(objective_id="o2", change="être lus", reason="plus court"),
            "2022-03-05",
        ),
        (
            O.ObjectiveClosed(objective_id="o2", outcome=O.ObjectiveOutcome.REACHED),
            "2022-04-01",
        ),
        (
            R.ReviewHeld(
                review_id="r2",
                participants=(NORA,),
                assessments=(
                    R.Assessment(of_side=Side.PROVIDER, by_side=Side.PROVIDER, account="trop vite"),
                ),
            ),
            "2022-04-03",
        ),
    )


def haggled() -> History:
    """Two quotes: one negotiated then signed, one withdrawn; a limit agreed twice."""
    Q = quotes  # noqa: N806 - the chapter at hand
    return story(
        (course.RelationshipOpened(provider=OPALE), "2022-12-20"),
        (
            frame.SpendLimitAgreed(amount=Money.of(500), per=frame.LimitPer.TOTAL),
            "2022-12-21",
        ),
        (
            frame.SpendLimitAgreed(amount=Money.of("812.50"), per=frame.LimitPer.QUARTER),
            "2022-12-22",
        ),
        (
            Q.QuoteIssued(quote_id="q1", kind=Q.QuoteKind.PREDICTIVE, total=Money.of(700)),
            "2022-12-28",
        ),
        (Q.QuoteDiscussed(quote_id="q1", minutes=20, learned="trop cher"), "2022-12-29"),
        (
            Q.QuoteSigned(quote_id="q1", by=LISE, negotiated=True, amount=Money.of(600)),
            "2023-01-03",
        ),
        (Q.QuoteIssued(quote_id="q2", kind=Q.QuoteKind.AFTER_WORK), "2023-02-01"),
        (Q.QuoteWithdrawn(quote_id="q2", reason="une ligne manquait"), "2023-02-08"),
        (course.RelationshipClosed(), "2023-03-01"),
        (course.RelationshipReopened(reason="un nouveau besoin"), "2023-06-01"),
    )


def convened() -> History:
    """Committees of which only a word was kept; one alone, then five."""
    return story(
        *(
            (R.ReviewHeld(review_id=f"r{n}", account=f"comité {n}"), f"202{n}-01-10")
            for n in range(1, 6)
        )
    )


def convened_once() -> History:
    """One committee of which only a word was kept."""
    return story((R.ReviewHeld(review_id="r1", account="on continue"), "2022-01-10"))


LIVES = (
    *CROWDS,
    whole,
    convened,
    convened_once,
    bare,
    disputed,
    long_lived,
    peopled,
    warm,
    many_aims,
    two_aims,
    haggled,
    halting,
    in_turn,
)
