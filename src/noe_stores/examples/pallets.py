"""A pool of pallets whose client brings its carriers in; who turns around is told, not bought.

Rule kept here: a service between many parties is agreed on by many, and somebody keeps it
together (domain.md §1, rows 29–34). Ronde des Palettes, Brasserie du Vallon, their partners
and the people in them are fictional.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from noe_core.firm.doctrine import Role
from noe_core.relationship.course import AgreementKind
from noe_core.relationship.ecosystem import CooperationKind, EnrolledVia
from noe_core.relationship.encounter import Origin
from noe_core.relationship.engagements import EngagementKind
from noe_core.relationship.frame import QuoteMode
from noe_core.relationship.quotes import QuoteKind
from noe_core.relationship.reviews import Adjustment, ReflexiveLevel
from noe_core.relationship.work import WorkNature
from noe_core.values import Gender, Money, Party, Side
from noe_stores.examples.calendar import Calendar
from noe_stores.examples.pallets_round import ALL, CARRIERS, NADIA, PAULE, YVES, tell_effects
from noe_stores.examples.voices import both_assessed, promise
from noe_stores.handles.relation import Relation
from noe_stores.ledger import Ledger

STREAM = "relationship/ronde-des-palettes:brasserie-du-vallon"
HOUSE = "firm/ronde-des-palettes"

TOGETHER = (NADIA, PAULE)

RONDE = Party(
    party_id="ronde-des-palettes",
    name="Ronde des Palettes",
    article="la",
    gender=Gender.FEMININE,
)
BREWERY = Party(
    party_id="brasserie-du-vallon",
    name="Brasserie du Vallon",
    article="la",
    gender=Gender.FEMININE,
)


def record_pallets(ledger: Ledger, calendar: Calendar) -> tuple[str, str]:
    """Record the history and give the ids of its streams: the relationship, then the firm."""
    relation = ledger.relationship(STREAM, recorded_by="nadia")
    _hook(relation, calendar)
    _frame(relation, calendar)
    _alone(relation, calendar)
    _decide(relation, calendar)
    ledger.firm(HOUSE, recorded_by="nadia").assign_role(
        Role.COOPERATION_GUARANTOR,
        on=calendar.turn("2023-01-16"),
        holder=YVES,
        relationship_id=STREAM,
    )
    charter = _embark(relation, calendar)
    tell_effects(relation, calendar, charter)
    return STREAM, HOUSE


def _hook(relation: Relation, calendar: Calendar) -> None:
    day = calendar.turn
    relation.hold_encounter(
        on=day("2022-09-05"),
        occasion="une visite de quai, un jour où il manquait cent palettes",
        origin=Origin.INBOUND,
        minutes=90,
        participants=ALL,
        initiated_by=Side.CLIENT,
    )
    relation.express_demand(id="d1", on=day("2022-09-05"), text="acheter des palettes moins cher")
    relation.rework_demand(
        "d1",
        on=day("2022-09-12"),
        real_need="que les palettes reviennent parce que chacun y trouve son compte",
        usage="expédier tous les jours sans racheter ce qu'on possède déjà",
        worked_with=TOGETHER,
    )
    relation.open_relationship(on=day("2022-09-19"), client=BREWERY, provider=RONDE)


def _frame(relation: Relation, calendar: Calendar) -> None:
    day = calendar.turn
    relation.set_objective(
        id="o1",
        on=day("2022-09-26"),
        title="des palettes qui tournent entre la brasserie et ses livreurs",
        purpose="ne plus en racheter chaque semaine",
        success_story="un chauffeur rend ses palettes sans qu'on le lui demande",
        horizon=date(2023, 9, 30),
        demand_id="d1",
        agreed_by=TOGETHER,
    )
    promise(
        relation,
        day("2022-09-26"),
        NADIA,
        PAULE,
        ("e1", EngagementKind.COORDINATION, "tenir le compte des palettes chez chacun"),
        ("e2", EngagementKind.DELIVERY, "réparer sous huit jours ce qui revient cassé"),
    )
    promise(
        relation,
        day("2022-09-26"),
        PAULE,
        NADIA,
        ("e3", EngagementKind.INFORMATION, "ouvrir les bons de chargement"),
        ("e4", EngagementKind.MEANS, "réserver une porte de quai aux retours"),
        ("e5", EngagementKind.INVOLVEMENT, "faire venir les caristes aux réunions"),
    )
    relation.agree_method(
        on=day("2022-09-26"),
        agreed_by=TOGETHER,
        text="un compte partagé chaque semaine, un temps de recul toutes les six semaines",
        review_interval_days=45,
        quote_mode=QuoteMode.PREDICTIVE,
    )
    relation.agree_boundary(
        on=day("2022-09-26"),
        topics_in=["les retours", "la réparation"],
        topics_out=["le prix des transports"],
        review_by=date(2023, 9, 30),
    )
    relation.issue_quote(
        id="q1", on=day("2022-09-28"), kind=QuoteKind.PREDICTIVE, total=Money.of(1200)
    )
    relation.discuss_quote("q1", on=day("2022-09-30"), minutes=60, participants=TOGETHER)
    relation.sign_quote("q1", on=day("2022-09-30"), by=PAULE, negotiated=False)
    relation.sign_agreement(
        on=day("2022-10-03"), kind=AgreementKind.FRAMEWORK, signatories=TOGETHER
    )


def _alone(relation: Relation, calendar: Calendar) -> None:
    """Three carriers are named and nobody brings them in: the pool turns without them."""
    day = calendar.turn
    for carrier, stake in zip(
        CARRIERS,
        (
            "il attend au quai le temps qu'on recompte",
            "ses chauffeurs laissent les palettes chez les clients",
            "elle échange les bonnes contre des cassées",
        ),
        strict=True,
    ):
        relation.identify_partner(
            on=day("2022-10-05"),
            partner=Party(party_id=carrier.party_id, name=carrier.organisation),
            partner_of=Side.CLIENT,
            stake=stake,
        )
    relation.record_work(
        id="w1",
        on=day("2022-10-24"),
        by=YVES,
        minutes=600,
        topic="mise en route du compte partagé",
        objective_ids=["o1"],
    )
    relation.give_cooperation_support(
        on=day("2022-10-25"),
        kind=CooperationKind.PLATFORM,
        participants=(YVES, PAULE),
        minutes=60,
    )
    relation.hold_review(
        id="r1",
        on=day("2022-11-18"),
        minutes=90,
        participants=ALL,
        initiated_by=Side.PROVIDER,
        levels=[ReflexiveLevel.RELATIONAL, ReflexiveLevel.CLIENT_SIDE],
        assessments=both_assessed(
            "le compte est juste, et ne fait revenir personne",
            "les bons de chargement arrivent, la porte de quai est souvent prise",
        ),
        adjustments=Adjustment.KEPT_AS_IS,
        kept_reason="attendre les fêtes, quand tout tourne",
    )
    relation.record_work(
        id="w2",
        on=day("2022-12-12"),
        by=YVES,
        minutes=300,
        nature=WorkNature.COORDINATION,
        topic="relances",
        account="trente appels, onze palettes",
        objective_ids=["o1"],
    )


def _decide(relation: Relation, calendar: Calendar) -> None:
    """What was missing is said in a review: nobody had asked the carriers."""
    day = calendar.turn
    identified = [p.identified for p in relation.state.ecosystem.partners.values()]
    relation.hold_review(
        id="r2",
        on=day("2023-01-10"),
        minutes=120,
        participants=ALL,
        initiated_by=Side.PROVIDER,
        levels=list(ReflexiveLevel),
        assessments=both_assessed(
            "relancer ceux qui n'ont rien promis ne sert à personne",
            "la brasserie n'a encore rien demandé à ses livreurs",
        ),
        revisits=[fact.id for fact in identified if fact is not None],
        adjustments=Adjustment.WILL_REVISE,
    )
    relation.revise_objective(
        "o1",
        on=day("2023-01-10"),
        review_id="r2",
        change="des palettes que les livreurs ramènent parce qu'ils y gagnent aussi",
        reason="le compte partagé ne vaut que si ceux qui roulent le partagent",
    )
    promise(
        relation,
        day("2023-01-10"),
        PAULE,
        NADIA,
        ("e6", EngagementKind.PRESCRIPTION, "demander à chaque livreur d'entrer dans la ronde"),
    )


def _embark(relation: Relation, calendar: Calendar) -> UUID:
    """A kit, a meeting, a charter, a training; gives the charter."""
    day = calendar.turn
    relation.give_cooperation_support(
        on=day("2023-01-24"),
        kind=CooperationKind.COOPERATION_KIT,
        participants=(YVES, PAULE, *CARRIERS),
        minutes=30,
    )
    meeting = relation.give_cooperation_support(
        on=day("2023-02-07"),
        kind=CooperationKind.INFORMATION_MEETING,
        participants=(YVES, PAULE, *CARRIERS),
        minutes=90,
    )
    charter = relation.sign_agreement(
        on=day("2023-02-14"),
        kind=AgreementKind.SHARED_CHARTER,
        signatories=(*TOGETHER, *CARRIERS[:2]),
        document_ref="charte de la ronde, deux pages",
    )
    for carrier in CARRIERS[:2]:
        relation.enrol_partner(
            carrier.party_id, on=day("2023-02-14"), via=EnrolledVia.CLIENT_PRESCRIPTION
        )
    relation.keep_engagement("e6", on=day("2023-02-14"), event_ids=[meeting.id, charter.id])
    relation.give_cooperation_support(
        on=day("2023-02-21"),
        kind=CooperationKind.TRAINING,
        participants=(YVES, *CARRIERS[:2]),
        minutes=120,
    )
    return charter.id
