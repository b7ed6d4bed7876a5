"""A hard client that one person carries, until the team takes it up together.

Rule kept here: the strain is said by whoever feels it, and what is changed is how the work is
shared out (domain.md §1, rows 45–58, 76–79). Atelier Boussole, Grands Moulins de l'Aulne and
the people in them are fictional.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from noe_core.relationship.course import AgreementKind
from noe_core.relationship.effects import EffectDomain
from noe_core.relationship.encounter import Origin
from noe_core.relationship.engagements import EngagementKind
from noe_core.relationship.issues import IssueKind, Stance
from noe_core.relationship.reviews import Adjustment, ReflexiveLevel
from noe_core.relationship.work import Direction, ImmaterialResource, WorkNature
from noe_core.values import Gender, Party, PartyRef, Side
from noe_stores.examples.calendar import Calendar
from noe_stores.examples.shared_load_team import (
    AMEL,
    BRUNO,
    DENIS,
    ELSA,
    tell_house,
    tell_people,
    tell_team,
)
from noe_stores.examples.voices import both_assessed, promise
from noe_stores.handles.relation import Relation
from noe_stores.ledger import Ledger

STREAM = "relationship/atelier-boussole:grands-moulins"

REGIS = PartyRef(party_id="régis", side=Side.CLIENT, organisation="Grands Moulins de l'Aulne")
TOGETHER = (AMEL, REGIS)

BOUSSOLE = Party(
    party_id="atelier-boussole",
    name="Atelier Boussole",
    article="l'",
    gender=Gender.MASCULINE,
)
MILLS = Party(
    party_id="grands-moulins",
    name="Grands Moulins de l'Aulne",
    article="les",
    gender=Gender.MASCULINE,
)

INTERNAL, RELATIONAL, CLIENT_SIDE = ReflexiveLevel

Told = tuple[str, str, tuple[ReflexiveLevel, ...], tuple[str, str]]
"""A review: its id, its day, its questions, and what each side says of the other's work."""

BEFORE: tuple[Told, ...] = (
    (
        "r1",
        "2024-01-16",
        (RELATIONAL,),
        ("elle répond toujours, même le soir", "le calendrier arrive la veille"),
    ),
    (
        "r2",
        "2024-02-20",
        (RELATIONAL, CLIENT_SIDE),
        ("le premier lot tient", "personne ici n'a essayé le premier lot"),
    ),
    (
        "r3",
        "2024-03-26",
        (INTERNAL, RELATIONAL),
        ("sans elle, rien ne bouge", "les urgences viennent de chez eux"),
    ),
    (
        "r4",
        "2024-04-30",
        (RELATIONAL, CLIENT_SIDE),
        ("le deuxième lot a pris trois semaines de plus", "ils ont changé d'avis deux fois"),
    ),
    (
        "r5",
        "2024-06-10",
        (INTERNAL, RELATIONAL),
        ("elle répond moins vite, et elle a raison", "tout est demandé le soir pour le lendemain"),
    ),
)
AFTER: tuple[Told, ...] = (
    (
        "r7",
        "2024-08-26",
        (RELATIONAL,),
        ("on ne sait plus lequel des deux répond, et c'est bien", "les urgences arrivent triées"),
    ),
    (
        "r8",
        "2024-09-23",
        (INTERNAL, RELATIONAL, CLIENT_SIDE),
        ("le troisième lot est passé un mardi, sans bruit", "chaque lot est essayé le jour même"),
    ),
)


def record_shared_load(ledger: Ledger, calendar: Calendar) -> tuple[str, ...]:
    """Record the history; the ids of its streams: the relationship, the house, the people."""
    relation = ledger.relationship(STREAM, recorded_by="amel")
    _hook(relation, calendar)
    _frame(relation, calendar)
    _alone(relation, calendar)
    _shared(relation, calendar)
    team = tell_team(ledger, calendar, STREAM)
    people = tell_people(ledger, calendar, STREAM)
    return (STREAM, team, tell_house(ledger, calendar), *people)


def _hook(relation: Relation, calendar: Calendar) -> None:
    day = calendar.turn
    relation.hold_encounter(
        on=day("2023-12-04"),
        occasion="une panne du logiciel des commandes, un lundi de livraison",
        origin=Origin.INBOUND,
        minutes=75,
        participants=TOGETHER,
        initiated_by=Side.CLIENT,
    )
    relation.express_demand(id="d1", on=day("2023-12-04"), text="quelqu'un de disponible, vite")
    relation.rework_demand(
        "d1",
        on=day("2023-12-06"),
        real_need="que la reprise des commandes ne dépende plus d'une seule tête",
        usage="livrer le lundi sans appeler personne le dimanche",
        worked_with=TOGETHER,
    )
    relation.open_relationship(on=day("2023-12-11"), client=MILLS, provider=BOUSSOLE)


def _frame(relation: Relation, calendar: Calendar) -> None:
    day = calendar.turn
    relation.set_objective(
        id="o1",
        on=day("2023-12-11"),
        title="des commandes reprises sans urgence",
        purpose="rendre leurs soirées aux deux équipes",
        horizon=date(2024, 12, 31),
        demand_id="d1",
        agreed_by=TOGETHER,
    )
    promise(
        relation,
        day("2023-12-11"),
        AMEL,
        REGIS,
        ("e1", EngagementKind.DELIVERY, "reprendre les commandes en trois lots"),
        ("e2", EngagementKind.AVAILABILITY, "répondre avant la fin de la journée"),
        ("e3", EngagementKind.DELAY, "ne jamais livrer un vendredi"),
        ("e4", EngagementKind.TRANSPARENCY, "dire ce qui n'est pas testé"),
        ("e5", EngagementKind.COORDINATION, "prévenir le transporteur à leur place"),
    )
    promise(
        relation,
        day("2023-12-11"),
        REGIS,
        AMEL,
        ("e6", EngagementKind.INFORMATION, "donner le calendrier des livraisons"),
    )
    relation.agree_method(
        on=day("2023-12-11"),
        agreed_by=TOGETHER,
        text="un lot, puis un temps de recul chaque mois",
        review_interval_days=30,
    )
    relation.agree_boundary(
        on=day("2023-12-11"),
        topics_in=["la reprise des commandes"],
        topics_out=["l'astreinte de nuit"],
        review_by=date(2024, 12, 31),
    )
    relation.sign_agreement(on=day("2023-12-18"), kind=AgreementKind.CONTRACT, signatories=TOGETHER)


def _alone(relation: Relation, calendar: Calendar) -> None:
    """Six months on one person: whatever comes in ends up on the same desk."""
    for review_id, on, levels, said in BEFORE:
        _worked_before(relation, calendar, review_id)
        kept = review_id in {"r1", "r3"}
        relation.hold_review(
            id=review_id,
            on=calendar.turn(on),
            minutes=60,
            participants=TOGETHER,
            initiated_by=Side.PROVIDER,
            levels=levels,
            assessments=both_assessed(*said),
            adjustments=Adjustment.KEPT_AS_IS if kept else None,
            kept_reason="finir le lot en cours" if kept else None,
        )


def _worked_before(relation: Relation, calendar: Calendar, review_id: str) -> None:
    """What happened before some of the reviews: the lots, and a question that nobody keeps."""
    lots = {"r1": ("2024-01-09", 480), "r3": ("2024-03-11", 480), "r5": ("2024-05-21", 600)}
    if review_id in lots:
        on, minutes = lots[review_id]
        relation.record_work(
            on=calendar.turn(on),
            by=AMEL,
            minutes=minutes,
            topic="reprise des commandes",
            objective_ids=["o1"],
            id=f"w-{review_id}",
        )
    if review_id == "r5":
        relation.raise_issue(
            id="i1",
            on=calendar.turn("2024-05-27"),
            kind=IssueKind.BLOCKER,
            text="les commandes du dépôt nord n'arrivent plus",
            by=REGIS,
        )
        for on, owner, stance in (
            ("2024-05-27", ELSA, Stance.DEFLECTED),
            ("2024-05-28", BRUNO, Stance.DEFLECTED),
            ("2024-05-29", AMEL, Stance.OWNED),
        ):
            relation.own_issue("i1", on=calendar.turn(on), owner=owner, stance=stance)
        relation.resolve_issue(
            "i1", on=calendar.turn("2024-05-30"), account="un code de dépôt avait changé"
        )


def _shared(relation: Relation, calendar: Calendar) -> None:
    """Two people instead of one, and a client that promises its part."""
    day = calendar.turn
    review = relation.hold_review(
        id="r6",
        on=day("2024-07-15"),
        minutes=120,
        participants=(AMEL, DENIS, ELSA, REGIS),
        initiated_by=Side.PROVIDER,
        levels=[INTERNAL, RELATIONAL, CLIENT_SIDE],
        assessments=both_assessed(
            "on nous a dit non pour la première fois, et c'était clair",
            "les Moulins ont découvert qu'une seule personne les portait",
        ),
        revisits=[
            fact.id for fact in relation.state.facts.values() if fact.event == "issue_raised"
        ],
        adjustments=Adjustment.WILL_REVISE,
    )
    relation.renegotiate_engagement(
        "e2",
        on=day("2024-07-15"),
        review_id="r6",
        new_text="répondre dans la journée si la question arrive avant midi",
    )
    promise(
        relation,
        day("2024-07-15"),
        REGIS,
        AMEL,
        ("e7", EngagementKind.INVOLVEMENT, "essayer chaque lot le jour où il est livré"),
        ("e8", EngagementKind.MEANS, "nommer au moulin quelqu'un qui trie les urgences"),
    )
    learning = _handed_over(relation, calendar)
    _heard(relation, calendar)
    _lighter(relation, calendar, arising_from=(review.id, learning))


def _handed_over(relation: Relation, calendar: Calendar) -> UUID:
    """The work once two people carry it; the id of the day on which it changed hands."""
    day = calendar.turn
    learning = relation.record_work(
        id="w4",
        on=day("2024-07-23"),
        by=DENIS,
        minutes=240,
        nature=WorkNature.LEARNING,
        topic="passage à deux",
        account="Denis tient le clavier, Amel regarde et se tait",
        objective_ids=["o1"],
    )
    relation.record_work(
        id="w5",
        on=day("2024-08-19"),
        by=DENIS,
        minutes=300,
        topic="reprise des commandes",
        objective_ids=["o1"],
    )
    relation.record_work(
        id="w6",
        on=day("2024-08-20"),
        by=REGIS,
        minutes=120,
        topic="essai du troisième lot",
        objective_ids=["o1"],
    )
    return learning.id


def _lighter(relation: Relation, calendar: Calendar, arising_from: Iterable[UUID]) -> None:
    """What the change moved at the mill, and in the evenings of the workshop."""
    day = calendar.turn
    effect = relation.observe_effect(
        id="f1",
        on=day("2024-09-13"),
        observed_by=REGIS,
        beneficiary=REGIS,
        intended=False,
        domain=EffectDomain.WORK_ORGANISATION,
        account="le moulin trie lui-même ses urgences, et il en reste une sur quatre",
        felt="on appelait parce que c'était facile d'appeler",
        arising_from=arising_from,
    )
    relation.note_resource(
        id="s1",
        on=day("2024-09-23"),
        resource=ImmaterialResource.HEALTH,
        direction=Direction.STRENGTHENED,
        side=Side.PROVIDER,
        account="plus personne n'ouvre ses messages le dimanche soir",
        evidence=[effect.id],
    )


def _heard(relation: Relation, calendar: Calendar) -> None:
    """The reviews after the change, with both who now carry the client."""
    for review_id, on, levels, said in AFTER:
        relation.hold_review(
            id=review_id,
            on=calendar.turn(on),
            minutes=90,
            participants=(AMEL, DENIS, REGIS),
            initiated_by=Side.PROVIDER,
            levels=levels,
            assessments=both_assessed(*said),
        )
