"""H7: a potter learns to tell her own work online, and keeps the log herself.

Rule kept here: the shape is that of domain.md §6 (H7), the log of a client, which cannot
hold what the provider does among its own; Petit Phare, Poterie des Sources and the people in
it are fictional.
"""

from __future__ import annotations

from datetime import date

from noe_core.relationship.effects import EffectDomain
from noe_core.relationship.encounter import Origin
from noe_core.relationship.engagements import EngagementKind
from noe_core.relationship.issues import IssueKind
from noe_core.relationship.reviews import ReflexiveLevel, Relevance
from noe_core.relationship.trials import TrialKind
from noe_core.relationship.work import WorkNature
from noe_core.values import Gender, Party, PartyRef, Period, Side
from noe_stores.examples.calendar import Calendar
from noe_stores.examples.voices import both_assessed
from noe_stores.handles.relation import Relation
from noe_stores.ledger import Ledger

STREAM = "relationship/petit-phare:poterie-des-sources"

KARIM = PartyRef(party_id="karim", side=Side.PROVIDER, organisation="Petit Phare")
SOLANGE = PartyRef(party_id="solange", side=Side.CLIENT, organisation="Poterie des Sources")
TOGETHER = (KARIM, SOLANGE)

PHARE = Party(party_id="petit-phare", name="Petit Phare", article="", gender=Gender.MASCULINE)
POTTERY = Party(
    party_id="poterie-des-sources",
    name="Poterie des Sources",
    article="la",
    gender=Gender.FEMININE,
)


def record_client_log(ledger: Ledger, calendar: Calendar) -> str:
    """Record H7 and give the id of its stream."""
    relation = ledger.relationship(STREAM, recorded_by="solange")
    _hook(relation, calendar)
    _frame(relation, calendar)
    _first_month(relation, calendar)
    _summer(relation, calendar)
    return STREAM


def _hook(relation: Relation, calendar: Calendar) -> None:
    day = calendar.turn
    relation.offer_trial(id="t1", on=day("2018-05-02"), kind=TrialKind.FREE_AUDIT)
    relation.hold_encounter(
        on=day("2018-05-04"),
        occasion="l'audit offert, relu ensemble au téléphone",
        origin=Origin.INBOUND,
        minutes=65,
        participants=TOGETHER,
        initiated_by=Side.PROVIDER,
    )
    relation.express_demand(id="d1", on=day("2018-05-04"), text="être mieux placée sur le web")
    relation.rework_demand(
        "d1",
        on=day("2018-05-04"),
        real_need="savoir raconter soi-même son atelier à ceux qui cherchent un stage",
        worked_with=TOGETHER,
    )
    relation.open_relationship(on=day("2018-05-09"), client=POTTERY, provider=PHARE)


def _frame(relation: Relation, calendar: Calendar) -> None:
    day = calendar.turn
    relation.set_objective(
        id="o1",
        on=day("2018-05-09"),
        title="une page de stages écrite de sa main",
        purpose="remplir les stages d'automne sans intermédiaire",
        demand_id="d1",
        agreed_by=TOGETHER,
    )
    relation.make_engagement(
        id="e1",
        on=day("2018-05-09"),
        by=SOLANGE,
        agreed_with=KARIM,
        kind=EngagementKind.INVOLVEMENT,
        text="écrire un premier texte avant la fin du mois",
        objective_ids=["o1"],
        due=date(2018, 5, 31),
    )
    relation.make_engagement(
        id="e2",
        on=day("2018-05-09"),
        by=KARIM,
        agreed_with=SOLANGE,
        kind=EngagementKind.AVAILABILITY,
        text="répondre le jour même quand quelque chose bloque",
    )
    relation.agree_method(
        on=day("2018-05-09"),
        agreed_by=TOGETHER,
        text="une action à la fois, à son rythme",
        review_interval_days=30,
    )


def _first_month(relation: Relation, calendar: Calendar) -> None:
    day = calendar.turn
    relation.record_work(
        id="w1",
        on=day("2018-05-11"),
        by=KARIM,
        automated=True,
        topic="plan d'actions",
        objective_ids=["o1"],
    )
    writing = relation.record_work(
        id="w2",
        on=day("2018-05-20"),
        by=SOLANGE,
        minutes=90,
        nature=WorkNature.LEARNING,
        topic="premier texte",
        account="écrit, jeté, réécrit, puis mis en ligne toute seule",
        objective_ids=["o1"],
    )
    relation.keep_engagement("e1", on=day("2018-05-20"), event_ids=[writing.id])
    relation.raise_issue(
        id="i1",
        on=day("2018-05-28"),
        kind=IssueKind.BLOCKER,
        text="les photos ne s'affichent pas sur téléphone",
        by=SOLANGE,
    )
    relation.own_issue("i1", on=day("2018-05-28"), owner=KARIM, thanked=True)
    relation.resolve_issue("i1", on=day("2018-05-30"), account="les photos sont réduites à l'envoi")
    relation.record_work(
        id="w3",
        on=day("2018-06-05"),
        by=KARIM,
        minutes=170,
        topic="relecture et conseils",
        objective_ids=["o1"],
    )
    relation.request_feedback(on=day("2018-06-08"), minutes_asked=2)
    relation.give_feedback(
        on=day("2018-06-08"),
        relevance=Relevance.RELEVANT,
        verbatim="on m'explique, on ne fait pas à ma place",
    )


def _summer(relation: Relation, calendar: Calendar) -> None:
    day = calendar.turn
    relation.hold_review(
        id="r1",
        on=day("2018-06-20"),
        minutes=30,
        participants=TOGETHER,
        initiated_by=Side.PROVIDER,
        levels=[ReflexiveLevel.RELATIONAL, ReflexiveLevel.CLIENT_SIDE],
        assessments=both_assessed(
            "les réponses arrivent vite et sans jargon",
            "les textes viennent, les photos tardent",
        ),
    )
    relation.note_availability(
        on=day("2018-07-10"),
        party=SOLANGE,
        period=Period(start=date(2018, 7, 14), end=date(2018, 7, 28)),
    )
    review = relation.hold_review(
        id="r2",
        on=day("2018-08-10"),
        minutes=30,
        participants=TOGETHER,
        initiated_by=Side.PROVIDER,
        levels=[ReflexiveLevel.RELATIONAL],
        assessments=both_assessed(
            "personne n'a appelé pendant les vacances",
            "la page a été tenue à jour sans rappel",
        ),
    )
    relation.observe_effect(
        id="f1",
        on=day("2018-08-24"),
        observed_by=SOLANGE,
        beneficiary=SOLANGE,
        intended=False,
        domain=EffectDomain.AUTONOMY,
        account="elle a lancé seule l'annonce du stage d'octobre",
        felt="je n'attends plus personne pour écrire",
        arising_from=[review.id],
    )
