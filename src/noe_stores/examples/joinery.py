"""H5: a facilitator and a joinery; training two foremen becomes a place to speak of the work.

Rule kept here: the shape is that of domain.md §6 (H5), the history in which the audit finds
nothing; Cabinet Rivage, Menuiserie Tilleul and the people in it are fictional.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from noe_core.relationship.course import AgreementKind
from noe_core.relationship.effects import EffectDomain
from noe_core.relationship.encounter import Origin
from noe_core.relationship.engagements import EngagementKind
from noe_core.relationship.reviews import ReflexiveLevel, Relevance
from noe_core.relationship.shared_values import ValuesOutcome
from noe_core.relationship.work import Direction, ImmaterialResource, WorkNature
from noe_core.values import Gender, Party, PartyRef, Side
from noe_stores.examples.calendar import Calendar
from noe_stores.examples.voices import both_assessed
from noe_stores.handles.relation import Relation
from noe_stores.ledger import Ledger

STREAM = "relationship/cabinet-rivage:menuiserie-tilleul"

ODILE = PartyRef(party_id="odile", side=Side.PROVIDER, organisation="Cabinet Rivage")
BASTIEN = PartyRef(party_id="bastien", side=Side.CLIENT, organisation="Menuiserie Tilleul")
TOGETHER = (ODILE, BASTIEN)

CABINET = Party(
    party_id="cabinet-rivage", name="Cabinet Rivage", article="le", gender=Gender.MASCULINE
)
JOINERY = Party(
    party_id="menuiserie-tilleul",
    name="Menuiserie Tilleul",
    article="la",
    gender=Gender.FEMININE,
)


def record_joinery(ledger: Ledger, calendar: Calendar) -> str:
    """Record H5 and give the id of its stream."""
    relation = ledger.relationship(STREAM, recorded_by="odile")
    _hook(relation, calendar)
    promised = _frame(relation, calendar)
    first = _first_loop(relation, calendar)
    review = _second_loop(relation, calendar, promised)
    _effects(relation, calendar, first, review)
    return STREAM


def _hook(relation: Relation, calendar: Calendar) -> None:
    day = calendar.turn
    relation.hold_encounter(
        on=day("2023-03-06"),
        occasion="un petit déjeuner d'artisans où l'on parlait d'embauche",
        origin=Origin.REFERRAL,
        minutes=90,
        participants=TOGETHER,
        initiated_by=Side.CLIENT,
    )
    relation.compare_values(
        on=day("2023-03-06"),
        outcome=ValuesOutcome.COMPATIBLE,
        values_version=1,
        points=["la parole de ceux qui font le travail compte"],
    )
    relation.express_demand(
        id="d1", on=day("2023-03-06"), text="former deux chefs d'équipe à l'autorité"
    )
    relation.rework_demand(
        "d1",
        on=day("2023-03-13"),
        real_need="un endroit où l'atelier peut parler de son travail",
        usage="que les chefs d'équipe ne portent plus seuls les désaccords",
        worked_with=TOGETHER,
    )
    relation.open_relationship(on=day("2023-03-13"), client=JOINERY, provider=CABINET)


def _frame(relation: Relation, calendar: Calendar) -> tuple[UUID, ...]:
    """Up to the signature; gives the four engagements."""
    day = calendar.turn
    relation.set_objective(
        id="o1",
        on=day("2023-03-20"),
        title="un quart d'heure par jour où l'on se dit comment va le travail",
        purpose="régler les désaccords tant qu'ils sont petits",
        success_story="les chefs d'équipe animent ce moment sans aide",
        horizon=date(2023, 9, 30),
        demand_id="d1",
        agreed_by=TOGETHER,
    )
    promised = [
        relation.make_engagement(
            id=engagement_id,
            on=day("2023-03-20"),
            by=BASTIEN,
            agreed_with=ODILE,
            kind=kind,
            text=text,
            objective_ids=["o1"],
        ).id
        for engagement_id, kind, text in (
            ("e1", EngagementKind.INVOLVEMENT, "participer lui-même à la première séance"),
            ("e2", EngagementKind.MEANS, "arrêter les machines un quart d'heure par jour"),
            ("e3", EngagementKind.INFORMATION, "dire quels chantiers ont tourné court, et quand"),
        )
    ]
    confidence = relation.make_engagement(
        id="e4",
        on=day("2023-03-20"),
        by=ODILE,
        agreed_with=BASTIEN,
        kind=EngagementKind.CONFIDENTIALITY,
        text="ne rien rapporter au patron de ce qui se dit en séance",
    )
    relation.agree_method(
        on=day("2023-03-20"),
        agreed_by=TOGETHER,
        text="une séance, puis un temps de recul à deux, toutes les trois semaines",
        review_interval_days=21,
    )
    relation.agree_boundary(
        on=day("2023-03-20"),
        topics_in=["l'organisation de l'atelier"],
        topics_out=["les salaires"],
        review_by=date(2023, 9, 30),
    )
    relation.sign_agreement(
        on=day("2023-03-27"), kind=AgreementKind.CONVENTION, signatories=TOGETHER
    )
    return (*promised, confidence.id)


def _first_loop(relation: Relation, calendar: Calendar) -> UUID:
    """Up to the first review; gives the sessions."""
    day = calendar.turn
    sessions = relation.record_work(
        id="w1",
        on=day("2023-04-03"),
        by=ODILE,
        minutes=480,
        topic="séances à l'atelier",
        account="quatre séances debout, près de l'établi de montage",
        objective_ids=["o1"],
    )
    relation.note_resource(
        id="s1",
        on=day("2023-04-03"),
        resource=ImmaterialResource.TRUST,
        direction=Direction.MOBILISED,
        side=Side.PROVIDER,
        account="elle a laissé les compagnons choisir le premier sujet",
        evidence=[sessions.id],
    )
    relation.hold_review(
        id="r1",
        on=day("2023-04-17"),
        minutes=60,
        participants=TOGETHER,
        initiated_by=Side.PROVIDER,
        levels=[ReflexiveLevel.RELATIONAL, ReflexiveLevel.CLIENT_SIDE],
        assessments=both_assessed(
            "les compagnons parlent, et elle ne parle pas à leur place",
            "les machines se sont vraiment arrêtées, même la semaine chargée",
        ),
        revisits=[sessions.id],
    )
    return sessions.id


def _second_loop(relation: Relation, calendar: Calendar, promised: tuple[UUID, ...]) -> UUID:
    """Up to the second review, which comes back on what was promised; gives that review."""
    day = calendar.turn
    relation.record_work(
        id="w2",
        on=day("2023-04-20"),
        by=ODILE,
        minutes=60,
        nature=WorkNature.REFLEXIVE,
        topic="relecture des séances",
        objective_ids=["o1"],
    )
    review = relation.hold_review(
        id="r2",
        on=day("2023-05-08"),
        minutes=60,
        participants=TOGETHER,
        initiated_by=Side.PROVIDER,
        levels=[ReflexiveLevel.INTERNAL, ReflexiveLevel.RELATIONAL],
        assessments=both_assessed(
            "rien de ce qui s'est dit en séance n'est sorti de l'atelier",
            "le patron est venu, puis a su ne plus venir",
        ),
        revisits=promised,
    )
    for engagement_id in ("e1", "e2", "e3", "e4"):
        relation.keep_engagement(engagement_id, on=day("2023-05-08"), event_ids=[review.id])
    return review.id


def _effects(relation: Relation, calendar: Calendar, sessions: UUID, review: UUID) -> None:
    day = calendar.turn
    relation.note_resource(
        id="s2",
        on=day("2023-05-08"),
        resource=ImmaterialResource.TRUST,
        direction=Direction.STRENGTHENED,
        side=Side.CLIENT,
        account="il la tient désormais pour quelqu'un de la maison",
        evidence=[review],
    )
    relation.note_resource(
        id="s3",
        on=day("2023-05-08"),
        resource=ImmaterialResource.HEALTH,
        direction=Direction.STRENGTHENED,
        side=Side.CLIENT,
        account="les chefs d'équipe disent rentrer chez eux moins tendus",
        evidence=[sessions, review],
    )
    relation.observe_effect(
        id="f1",
        on=day("2023-05-12"),
        observed_by=ODILE,
        beneficiary=BASTIEN,
        intended=False,
        domain=EffectDomain.RELATIONSHIP,
        account="le patron l'a consultée avant d'embaucher un compagnon",
        arising_from=[review],
    )
    relation.attest_effect("f1", on=day("2023-05-15"), by=BASTIEN)
    relation.give_feedback(
        on=day("2023-05-15"),
        relevance=Relevance.RELEVANT,
        verbatim="on ne se dispute pas moins, on se dispute plus tôt",
    )
