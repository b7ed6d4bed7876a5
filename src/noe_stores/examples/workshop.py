"""H1: a communication agency and a small workshop; one request becomes another.

Rule kept here: the shape is that of domain.md §6 (H1); Studio Marelle, Atelier Lys and the
people in it are fictional.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from noe_core.relationship.course import AgreementKind
from noe_core.relationship.effects import EffectDomain
from noe_core.relationship.encounter import Origin
from noe_core.relationship.engagements import EngagementKind
from noe_core.relationship.reviews import ReflexiveLevel
from noe_core.values import Gender, Party, PartyRef, Side
from noe_stores.examples.calendar import Calendar
from noe_stores.examples.voices import both_assessed
from noe_stores.handles.relation import Relation
from noe_stores.ledger import Ledger

STREAM = "relationship/studio-marelle:atelier-lys"

NORA = PartyRef(party_id="nora", side=Side.PROVIDER, organisation="Studio Marelle")
LISE = PartyRef(party_id="lise", side=Side.CLIENT, organisation="Atelier Lys")
TOGETHER = (NORA, LISE)

STUDIO = Party(
    party_id="studio-marelle", name="Studio Marelle", article="le", gender=Gender.MASCULINE
)
ATELIER = Party(party_id="atelier-lys", name="Atelier Lys", article="l'", gender=Gender.MASCULINE)


def record_workshop(ledger: Ledger, calendar: Calendar) -> str:
    """Record H1 and give the id of its stream."""
    relation = ledger.relationship(STREAM, recorded_by="nora")
    _hook(relation, calendar)
    _frame(relation, calendar)
    workshop = _first_loop(relation, calendar)
    writing = _second_loop(relation, calendar)
    _effects(relation, calendar, workshop, writing)
    return STREAM


def _hook(relation: Relation, calendar: Calendar) -> None:
    day = calendar.turn
    relation.hold_encounter(
        on=day("2022-03-01"),
        occasion="une visite d'atelier ouverte aux voisins",
        origin=Origin.EVENT,
        minutes=75,
        participants=TOGETHER,
        initiated_by=Side.CLIENT,
    )
    relation.express_demand(id="d1", on=day("2022-03-01"), text="refaire la plaquette")
    relation.rework_demand(
        "d1",
        on=day("2022-03-08"),
        real_need="remettre toute l'offre à plat avant d'en parler",
        usage="que les vendeurs sachent quoi proposer à qui",
        worked_with=TOGETHER,
    )
    relation.open_relationship(on=day("2022-03-08"), client=ATELIER, provider=STUDIO)


def _frame(relation: Relation, calendar: Calendar) -> None:
    day = calendar.turn
    relation.set_objective(
        id="o1",
        on=day("2022-03-15"),
        title="une offre que chacun sait raconter",
        purpose="vendre moins de références et mieux les choisir",
        demand_id="d1",
        agreed_by=TOGETHER,
    )
    relation.make_engagement(
        id="e1",
        on=day("2022-03-15"),
        by=NORA,
        agreed_with=LISE,
        kind=EngagementKind.DELIVERY,
        text="animer un atelier avec l'équipe commerciale",
        objective_ids=["o1"],
        due=date(2022, 4, 12),
    )
    relation.make_engagement(
        id="e2",
        on=day("2022-03-15"),
        by=LISE,
        agreed_with=NORA,
        kind=EngagementKind.INFORMATION,
        text="transmettre le fichier des ventes",
        objective_ids=["o1"],
        due=date(2022, 3, 31),
    )
    relation.make_engagement(
        id="e3",
        on=day("2022-03-15"),
        by=LISE,
        agreed_with=NORA,
        kind=EngagementKind.MEANS,
        text="libérer deux commerciaux pour l'atelier",
        objective_ids=["o1"],
        due=date(2022, 4, 12),
    )
    relation.agree_method(
        on=day("2022-03-15"),
        agreed_by=TOGETHER,
        text="un temps de recul toutes les quatre semaines",
        review_interval_days=28,
    )
    relation.sign_agreement(
        on=day("2022-03-15"), kind=AgreementKind.CONVENTION, signatories=TOGETHER
    )


def _first_loop(relation: Relation, calendar: Calendar) -> UUID:
    """Up to the first review and what it changed; gives the workshop."""
    day = calendar.turn
    relation.reveal_constraint(
        id="c1",
        on=day("2022-04-01"),
        side=Side.CLIENT,
        category="time",
        text="la saison a commencé plus tôt que prévu",
    )
    relation.miss_engagement(
        "e2",
        on=day("2022-04-01"),
        constraint_id="c1",
        account="le fichier des ventes n'était pas prêt",
    )
    workshop = relation.record_work(
        id="w1",
        on=day("2022-04-12"),
        by=NORA,
        minutes=360,
        topic="atelier",
        account="deux séances de trois heures avec les commerciaux",
        objective_ids=["o1"],
    )
    relation.keep_engagement("e1", on=day("2022-04-12"), event_ids=[workshop.id])
    relation.keep_engagement("e3", on=day("2022-04-12"), event_ids=[workshop.id])
    missed = relation.state.engagements.by_id["e2"].terms[0].missed
    relation.hold_review(
        id="r1",
        on=day("2022-04-14"),
        minutes=90,
        participants=TOGETHER,
        initiated_by=Side.PROVIDER,
        levels=[ReflexiveLevel.RELATIONAL, ReflexiveLevel.CLIENT_SIDE],
        assessments=both_assessed(
            "l'atelier a fait parler des vendeurs qui ne se parlaient pas",
            "le fichier a manqué, les deux commerciaux étaient bien là",
        ),
        revisits=[missed.id] if missed else [],
    )
    relation.revise_objective(
        "o1",
        on=day("2022-04-14"),
        review_id="r1",
        change="une offre resserrée, racontée par ceux qui la vendent",
        reason="l'atelier a montré que les vendeurs ont déjà les mots",
    )
    relation.renegotiate_engagement(
        "e2", on=day("2022-04-14"), review_id="r1", new_due=date(2022, 4, 29)
    )
    return workshop.id


def _second_loop(relation: Relation, calendar: Calendar) -> UUID:
    """Up to the second review; gives the writing."""
    day = calendar.turn
    relation.keep_engagement("e2", on=day("2022-04-28"), evidence="le fichier des ventes reçu")
    writing = relation.record_work(
        id="w2",
        on=day("2022-05-05"),
        by=NORA,
        minutes=165,
        topic="rédaction",
        deliverables=["la trame de l'offre"],
        objective_ids=["o1"],
    )
    relation.hold_review(
        id="r2",
        on=day("2022-05-12"),
        minutes=60,
        participants=TOGETHER,
        initiated_by=Side.PROVIDER,
        levels=[ReflexiveLevel.INTERNAL, ReflexiveLevel.RELATIONAL],
        assessments=both_assessed(
            "la trame dit ce que nous faisons vraiment", "les retours sont venus sans attendre"
        ),
    )
    return writing.id


def _effects(relation: Relation, calendar: Calendar, workshop: UUID, writing: UUID) -> None:
    day = calendar.turn
    relation.observe_effect(
        id="f1",
        on=day("2022-05-20"),
        observed_by=LISE,
        beneficiary=PartyRef(party_id="équipe commerciale", side=Side.CLIENT),
        intended=False,
        domain=EffectDomain.WORK_ORGANISATION,
        account="les commerciaux se répartissent les clients autrement",
        felt="on ne se marche plus dessus",
        arising_from=[workshop],
    )
    relation.observe_effect(
        id="f2",
        on=day("2022-05-20"),
        observed_by=NORA,
        beneficiary=LISE,
        intended=True,
        objective_ids=["o1"],
        domain=EffectDomain.STRATEGY,
        account="l'offre tient maintenant en trois propositions",
        arising_from=[workshop, writing],
    )
    relation.attest_effect("f2", on=day("2022-05-27"), by=LISE)
