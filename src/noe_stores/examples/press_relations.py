"""A soap maker learns to speak to the press herself, and then goes on alone.

Rule kept here: the log is the client's, the pace is hers, and a delay is told before it is
waited for (domain.md §1, rows 61–75). Agence Ricochet, Savonnerie Aubépine and the people in
them are fictional.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from noe_core.relationship.course import AgreementKind
from noe_core.relationship.effects import EffectDomain
from noe_core.relationship.encounter import Origin
from noe_core.relationship.engagements import EngagementKind
from noe_core.relationship.issues import IssueKind
from noe_core.relationship.objectives import ObjectiveOutcome
from noe_core.relationship.reviews import Adjustment, ReflexiveLevel, Relevance
from noe_core.relationship.shared_values import ValuesOutcome
from noe_core.relationship.trials import TrialKind
from noe_core.relationship.work import WorkNature
from noe_core.values import Gender, Measure, Party, PartyRef, Period, Quantity, Side
from noe_stores.examples.calendar import Calendar
from noe_stores.examples.voices import both_assessed, promise
from noe_stores.handles.relation import Relation
from noe_stores.ledger import Ledger

STREAM = "relationship/agence-ricochet:savonnerie-aubépine"

PAOLA = PartyRef(party_id="paola", side=Side.PROVIDER, organisation="Agence Ricochet")
FLORE = PartyRef(party_id="flore", side=Side.CLIENT, organisation="Savonnerie Aubépine")
TOGETHER = (PAOLA, FLORE)
RELATIONAL, CLIENT_SIDE = ReflexiveLevel.RELATIONAL, ReflexiveLevel.CLIENT_SIDE

RICOCHET = Party(
    party_id="agence-ricochet", name="Agence Ricochet", article="l'", gender=Gender.FEMININE
)
SOAP = Party(
    party_id="savonnerie-aubépine",
    name="Savonnerie Aubépine",
    article="la",
    gender=Gender.FEMININE,
)


def record_press_relations(ledger: Ledger, calendar: Calendar) -> str:
    """Record the history and give the id of its stream."""
    relation = ledger.relationship(STREAM, recorded_by="flore")
    _hook(relation, calendar)
    _frame(relation, calendar)
    _first_month(relation, calendar)
    _late(relation, calendar)
    _alone(relation, calendar)
    _close(relation, calendar)
    return STREAM


def _hook(relation: Relation, calendar: Calendar) -> None:
    day = calendar.turn
    relation.offer_trial(id="t1", on=day("2019-01-28"), kind=TrialKind.FREE_DAYS, days=10)
    relation.hold_encounter(
        on=day("2019-02-04"),
        occasion="au milieu de l'essai, un long appel pour comprendre la savonnerie",
        origin=Origin.INBOUND,
        minutes=80,
        participants=TOGETHER,
        initiated_by=Side.PROVIDER,
    )
    relation.compare_values(
        on=day("2019-02-04"),
        outcome=ValuesOutcome.COMPATIBLE,
        values_version=1,
        points=["on ne vend pas ce dont l'autre n'a pas besoin", "rien n'est promis aux journaux"],
    )
    relation.express_demand(
        id="d1", on=day("2019-02-04"), text="paraître dans un magazine avant la fête des mères"
    )
    relation.rework_demand(
        "d1",
        on=day("2019-02-07"),
        real_need="savoir parler de ses savons à des journalistes, sans intermédiaire",
        usage="saisir seule les occasions de l'année",
        worked_with=TOGETHER,
    )
    relation.end_trial("t1", on=day("2019-02-07"), outcome="un premier message écrit à deux")
    relation.open_relationship(on=day("2019-02-11"), client=SOAP, provider=RICOCHET)


def _frame(relation: Relation, calendar: Calendar) -> None:
    """What each promises; the agency says from when, and not only by when."""
    day = calendar.turn
    relation.set_objective(
        id="o1",
        on=day("2019-02-11"),
        title="trois messages à la presse, écrits par la savonnerie",
        purpose="être appelée par ceux qui écrivent sur les métiers",
        success_story="un journaliste rappelle de lui-même",
        horizon=date(2019, 7, 31),
        demand_id="d1",
        agreed_by=TOGETHER,
    )
    promise(
        relation,
        day("2019-02-11"),
        FLORE,
        PAOLA,
        ("e1", EngagementKind.INVOLVEMENT, "écrire elle-même, un message à la fois"),
        ("e2", EngagementKind.MEANS, "garder le mardi matin pour cela"),
    )
    relation.make_engagement(
        id="e3",
        on=day("2019-02-11"),
        by=FLORE,
        agreed_with=PAOLA,
        kind=EngagementKind.INFORMATION,
        text="envoyer les photos de l'atelier",
        objective_ids=["o1"],
        due=date(2019, 3, 29),
    )
    relation.make_engagement(
        id="e4",
        on=day("2019-02-11"),
        by=PAOLA,
        kind=EngagementKind.DELAY,
        text="relire le premier message en une semaine ouvrée, pas avant",
        objective_ids=["o1"],
        not_before=date(2019, 2, 25),
        due=date(2019, 3, 4),
    )
    relation.acknowledge_engagement("e4", on=day("2019-02-12"), by=FLORE, restated=True)
    promise(
        relation,
        day("2019-02-11"),
        PAOLA,
        FLORE,
        ("e5", EngagementKind.TRANSPARENCY, "montrer chaque refus de journaliste"),
    )
    relation.agree_method(
        on=day("2019-02-12"),
        agreed_by=TOGETHER,
        text="un message, une relecture, un envoi, puis un point à deux",
        review_interval_days=30,
    )
    relation.agree_boundary(
        on=day("2019-02-12"),
        topics_in=["les messages", "la liste des journalistes"],
        topics_out=["le prix des savons"],
        review_by=date(2019, 12, 31),
    )
    relation.sign_agreement(on=day("2019-02-18"), kind=AgreementKind.CONTRACT, signatories=TOGETHER)


def _first_month(relation: Relation, calendar: Calendar) -> None:
    day = calendar.turn
    relation.record_work(
        id="w1",
        on=day("2019-02-19"),
        by=FLORE,
        minutes=60,
        nature=WorkNature.LEARNING,
        topic="premier message",
        account="une page sur la cuve de cuivre, coupée de moitié",
        objective_ids=["o1"],
    )
    relation.record_work(
        id="w2", on=day("2019-02-20"), by=PAOLA, automated=True, topic="veille des journaux"
    )
    read = relation.record_work(
        id="w3",
        on=day("2019-02-28"),
        by=PAOLA,
        minutes=180,
        topic="relecture du premier message",
        objective_ids=["o1"],
    )
    relation.keep_engagement("e4", on=day("2019-03-01"), event_ids=[read.id])
    relation.give_advice(
        on=day("2019-03-05"),
        text="ne pas prendre la liste nationale, la presse des métiers suffit",
        against_own_revenue=True,
        followed=True,
    )
    relation.raise_issue(
        id="i1",
        on=day("2019-03-12"),
        kind=IssueKind.PROBLEM,
        text="un message est parti avec le nom d'une autre savonnerie",
        by=FLORE,
    )
    relation.own_issue("i1", on=day("2019-03-12"), owner=PAOLA, thanked=True)
    relation.resolve_issue(
        "i1", on=day("2019-03-13"), account="trois excuses écrites, et une relecture à voix haute"
    )
    relation.request_feedback(on=day("2019-03-18"), minutes_asked=2)
    relation.give_feedback(
        on=day("2019-03-18"),
        relevance=Relevance.RELEVANT,
        verbatim="on me corrige sans écrire à ma place",
    )
    relation.hold_review(
        id="r1",
        on=day("2019-03-20"),
        minutes=45,
        participants=TOGETHER,
        initiated_by=Side.PROVIDER,
        levels=[RELATIONAL, CLIENT_SIDE],
        assessments=both_assessed(
            "l'erreur a été dite avant que je la découvre partout",
            "le mardi matin est tenu, les photos manquent",
        ),
        adjustments=Adjustment.KEPT_AS_IS,
        kept_reason="un seul message est parti",
    )


def _late(relation: Relation, calendar: Calendar) -> None:
    """The photos are late; nobody calls during the holidays; a new day is agreed after."""
    day = calendar.turn
    relation.record_work(
        id="w4",
        on=day("2019-03-26"),
        by=FLORE,
        minutes=90,
        nature=WorkNature.LEARNING,
        topic="deuxième message",
        objective_ids=["o1"],
    )
    relation.reveal_constraint(
        id="c1",
        on=day("2019-04-08"),
        side=Side.CLIENT,
        category="time",
        text="les commandes du printemps prennent aussi les mardis",
    )
    missed = relation.miss_engagement(
        "e3", on=day("2019-04-08"), constraint_id="c1", account="les photos ne sont pas faites"
    )
    relation.note_availability(
        on=day("2019-04-08"),
        party=FLORE,
        period=Period(start=date(2019, 4, 13), end=date(2019, 4, 28)),
    )
    relation.hold_review(
        id="r2",
        on=day("2019-04-30"),
        minutes=45,
        participants=TOGETHER,
        initiated_by=Side.PROVIDER,
        levels=[RELATIONAL],
        assessments=both_assessed(
            "personne n'a appelé pendant les vacances",
            "le retard a été dit avant l'échéance suivante",
        ),
        revisits=[missed.id],
        adjustments=Adjustment.WILL_REVISE,
    )
    relation.renegotiate_engagement(
        "e3", on=day("2019-04-30"), review_id="r2", new_due=date(2019, 5, 31)
    )


def _alone(relation: Relation, calendar: Calendar) -> None:
    """More of it is hers each month."""
    day = calendar.turn
    relation.keep_engagement("e3", on=day("2019-05-21"), evidence="douze photos de la cuve")
    relation.record_work(
        id="w5",
        on=day("2019-05-23"),
        by=PAOLA,
        minutes=120,
        topic="choix des journalistes",
        objective_ids=["o1"],
    )
    own = relation.record_work(
        id="w6",
        on=day("2019-05-28"),
        by=FLORE,
        minutes=150,
        topic="troisième message",
        account="écrit, illustré et envoyé sans relecture",
        objective_ids=["o1"],
    )
    relation.hold_review(
        id="r3",
        on=day("2019-06-03"),
        minutes=30,
        participants=TOGETHER,
        initiated_by=Side.PROVIDER,
        levels=[RELATIONAL, CLIENT_SIDE],
        assessments=both_assessed(
            "elle a retiré son bouton de relecture, exprès", "le troisième message est parti seul"
        ),
        revisits=[own.id],
    )
    called = relation.observe_effect(
        id="f1",
        on=day("2019-06-11"),
        observed_by=FLORE,
        beneficiary=FLORE,
        intended=True,
        objective_ids=["o1"],
        domain=EffectDomain.VISIBILITY,
        account="deux revues de métier ont raconté la cuve de cuivre",
        measure=Measure(
            quantity=Quantity(value=Decimal(2), unit="article"),
            baseline=Quantity(value=Decimal(0), unit="article"),
            method="les articles parus",
        ),
        arising_from=[own.id],
    )
    relation.observe_effect(
        id="f2",
        on=day("2019-06-18"),
        observed_by=FLORE,
        beneficiary=FLORE,
        intended=False,
        domain=EffectDomain.AUTONOMY,
        account="un journaliste a rappelé, elle a répondu sans prévenir l'agence",
        felt="je n'ai pensé à l'agence qu'après",
        arising_from=[own.id, called.id],
    )


def _close(relation: Relation, calendar: Calendar) -> None:
    """Nothing is left to do together, and that was the point."""
    day = calendar.turn
    review = relation.hold_review(
        id="r4",
        on=day("2019-07-01"),
        minutes=30,
        participants=TOGETHER,
        initiated_by=Side.CLIENT,
        levels=[RELATIONAL, CLIENT_SIDE],
        assessments=both_assessed(
            "elle nous a appris à nous passer d'elle", "la savonnerie écrit mieux que nous"
        ),
    )
    for engagement_id in ("e1", "e2", "e5"):
        relation.keep_engagement(engagement_id, on=day("2019-07-01"), event_ids=[review.id])
    relation.close_objective(
        "o1",
        on=day("2019-07-01"),
        outcome=ObjectiveOutcome.REACHED,
        account="trois messages partis, le dernier sans relecture",
    )
    relation.close_relationship(
        on=day("2019-07-08"),
        reason="la savonnerie écrit seule",
        account="on se quitte parce que cela a marché",
    )
