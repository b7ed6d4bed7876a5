"""The months of the print shop, from the first run to the review of July.

Rule kept here: a quote that leans on what the client does not see is taken back. Everything
and everybody here is fictional (`noe_stores.examples.print_shop`).
"""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from noe_core.relationship.effects import EffectDomain, Polarity
from noe_core.relationship.externalities import ExternalityDirection
from noe_core.relationship.frame import QuoteMode
from noe_core.relationship.issues import IssueKind, Stance
from noe_core.relationship.reviews import Adjustment, ReflexiveLevel, Relevance
from noe_core.relationship.work import AdaptationLevel, Direction, ImmaterialResource
from noe_core.values import Measure, Quantity, Side
from noe_stores.examples.calendar import Calendar
from noe_stores.examples.print_shop_habits import (
    IRENE,
    MAUD,
    THEO,
    TOGETHER,
    count_taken_home,
    print_month,
    quote_month,
    review_together,
    talk_and_sign,
)
from noe_stores.handles.relation import Relation

RELATIONAL, CLIENT_SIDE = ReflexiveLevel.RELATIONAL, ReflexiveLevel.CLIENT_SIDE


def tell_months(relation: Relation, calendar: Calendar) -> None:
    """From the first run to the review of July."""
    raised = _february(relation, calendar)
    _march(relation, calendar, raised)
    _april(relation, calendar)
    _may(relation, calendar)
    _june(relation, calendar)


def _february(relation: Relation, calendar: Calendar) -> UUID:
    """The first run, smaller than ordered, and boxes that arrive wet; gives the complaint."""
    day = calendar.turn
    relation.record_work(
        id="w1",
        on=day("2023-02-14"),
        by=THEO,
        minutes=900,
        topic="bulletin de mars",
        volumes=[Quantity(value=Decimal(6500), unit="exemplaire")],
        objective_ids=["o1"],
    )
    relation.decide_adaptation(
        on=day("2023-02-14"),
        level=AdaptationLevel.FRONT_LINE,
        from_prescribed="tirer les huit mille exemplaires commandés",
        to="en tirer six mille cinq cents, la cave de la mairie étant pleine",
        waited_minutes=20,
        by=THEO,
        work_id="w1",
    )
    relation.give_advice(
        on=day("2023-02-20"),
        text="ne plus dépasser cinq mille exemplaires",
        against_own_revenue=True,
        followed=True,
    )
    relation.reveal_constraint(
        id="c1",
        on=day("2023-02-20"),
        side=Side.PROVIDER,
        category="means",
        text="sous quatre mille exemplaires, le calage coûte plus que le tirage",
    )
    raised = relation.raise_issue(
        id="i1",
        on=day("2023-02-24"),
        kind=IssueKind.PROBLEM,
        text="douze cartons sont arrivés mouillés à la halle",
        by=IRENE,
    )
    relation.own_issue("i1", on=day("2023-02-27"), owner=THEO, stance=Stance.DENIED)
    return raised.id


def _march(relation: Relation, calendar: Calendar, raised: UUID) -> None:
    """The wet boxes are owned, the first quote is signed."""
    day = calendar.turn
    relation.own_issue("i1", on=day("2023-03-01"), owner=MAUD, thanked=True)
    quote_month(
        relation,
        day("2023-03-02"),
        "q1",
        month=2,
        work=("w1", 900),
        euros=1125,
        constraint_ids=["c1"],
    )
    relation.resolve_issue(
        "i1", on=day("2023-03-03"), account="les cartons ont été refaits, la remorque bâchée"
    )
    talk_and_sign(relation, day("2023-03-06"), "q1", "le calage pèse plus que le papier")
    relation.request_feedback(on=day("2023-03-06"), minutes_asked=2)
    relation.give_feedback(
        on=day("2023-03-07"), relevance=Relevance.PARTLY, verbatim="juste, sauf la remorque"
    )
    _method_changed(relation, calendar, raised)
    _first_round(relation, calendar)


def _method_changed(relation: Relation, calendar: Calendar, raised: UUID) -> None:
    """Both come back on the wet boxes, and agree to go round before each print."""
    day = calendar.turn
    review_together(
        relation,
        day("2023-03-08"),
        "r1",
        minutes=90,
        levels=[RELATIONAL, CLIENT_SIDE],
        said=(
            "le tirage a été discuté, mais il a fallu insister pour les cartons",
            "les invendus ont été comptés dans trois dépôts sur neuf",
        ),
        adjustments=Adjustment.WILL_REVISE,
        revisits=[raised],
    )
    relation.agree_method(
        on=day("2023-03-08"),
        agreed_by=TOGETHER,
        text="un tour des dépôts à deux avant chaque tirage, puis le devis et le recul",
        review_interval_days=30,
        quote_mode=QuoteMode.AFTER_WORK,
        impacts=["le tirage se décide la veille, et plus à l'année"],
        review_id="r1",
    )


def _first_round(relation: Relation, calendar: Calendar) -> None:
    """Going round shows who reads, and who folds less."""
    day = calendar.turn
    relation.record_work(
        id="t1",
        on=day("2023-03-17"),
        by=IRENE,
        minutes=150,
        topic="tour des dépôts",
        account="neuf dépôts en deux heures et demie, un carton par présentoir vide",
        objective_ids=["o1"],
    )
    work = print_month(
        relation, day("2023-03-20"), THEO, work=("w2", 720), topic="bulletin d'avril"
    )
    relation.observe_externality(
        id="x1",
        on=day("2023-03-24"),
        direction=ExternalityDirection.OUTGOING,
        affected="l'atelier d'insertion qui met les bulletins sous pli",
        polarity=Polarity.NEGATIVE,
        account="moins de bulletins à plier, donc moins d'heures pour l'équipe",
        opportunity="lui confier la tournée des dépôts",
        observed_by=IRENE,
        arising_from=[work],
    )
    relation.note_resource(
        id="s1",
        on=day("2023-03-27"),
        resource=ImmaterialResource.COMPETENCE,
        direction=Direction.MOBILISED,
        side=Side.CLIENT,
        account="la gardienne de la halle sait quel jour les gens s'arrêtent",
        evidence=[work],
    )


def _april(relation: Relation, calendar: Calendar) -> None:
    """A month to try the method; then the round is made by both."""
    day = calendar.turn
    count_taken_home(relation, day("2023-04-03"), 3, 4100)
    quote_month(
        relation, day("2023-04-04"), "q2", month=3, work=("w2", 720), euros=900, resource_ids=["s1"]
    )
    talk_and_sign(relation, day("2023-04-06"), "q2", "la halle vaut deux dépôts")
    review_together(
        relation,
        day("2023-04-07"),
        "r2",
        minutes=90,
        levels=[RELATIONAL],
        said=("le tour à deux change ce qu'on imprime", "les invendus sont comptés partout"),
        adjustments=Adjustment.KEPT_AS_IS,
        kept_reason="la méthode n'a qu'un mois",
    )
    relation.record_work(
        id="t2",
        on=day("2023-04-18"),
        by=IRENE,
        minutes=120,
        topic="tour des dépôts",
        objective_ids=["o1"],
    )
    round_ = print_month(
        relation, day("2023-04-18"), MAUD, work=("w3", 600), topic="tour des dépôts"
    )
    _displaced(relation, calendar, round_)


def _displaced(relation: Relation, calendar: Calendar, round_: UUID) -> None:
    """What the round displaced, and what one side only believes it did."""
    day = calendar.turn
    relation.observe_effect(
        id="f1",
        on=day("2023-04-21"),
        observed_by=IRENE,
        beneficiary=IRENE,
        intended=False,
        domain=EffectDomain.WORK_ORGANISATION,
        account="les agents d'accueil ne passent plus leur lundi à porter des cartons",
        arising_from=[round_],
    )
    relation.observe_effect(
        id="f2",
        on=day("2023-04-28"),
        observed_by=MAUD,
        beneficiary=IRENE,
        intended=True,
        objective_ids=["o1"],
        domain=EffectDomain.MATERIAL,
        account="il revient quatre fois moins d'invendus des dépôts",
        measure=Measure(
            quantity=Quantity(value=Decimal(600), unit="exemplaire"),
            baseline=Quantity(value=Decimal(2400), unit="exemplaire"),
            method="comptage dans les neuf dépôts",
        ),
        arising_from=[round_],
    )
    relation.observe_effect(
        id="f3",
        on=day("2023-04-28"),
        observed_by=MAUD,
        beneficiary=IRENE,
        intended=False,
        domain=EffectDomain.VISIBILITY,
        account="davantage d'habitants viennent aux réunions publiques",
        arising_from=[round_],
    )


def _may(relation: Relation, calendar: Calendar) -> None:
    """A quote leans on what the town hall does not see; it is taken back and told again."""
    day = calendar.turn
    relation.attest_effect("f2", on=day("2023-05-02"), by=IRENE)
    count_taken_home(relation, day("2023-05-02"), 4, 4350)
    cited = {"effect_ids": ["f2"], "unplanned_effect_ids": ["f1", "f3"]}
    quote_month(relation, day("2023-05-03"), "q3", month=4, work=("w3", 600), euros=750, **cited)
    review_together(
        relation,
        day("2023-05-05"),
        "r3",
        minutes=60,
        levels=[RELATIONAL, CLIENT_SIDE],
        said=("la tournée est devenue l'essentiel du travail", "la halle est toujours ouverte"),
    )
    relation.contest_effect(
        "f3",
        on=day("2023-05-10"),
        by=IRENE,
        account="la salle était pleine à cause du projet de rocade",
    )
    relation.discuss_quote(
        "q3",
        on=day("2023-05-10"),
        minutes=45,
        participants=TOGETHER,
        learned="on ne s'attribue pas la rocade",
    )
    relation.withdraw_quote(
        "q3",
        on=day("2023-05-17"),
        reason="il s'appuyait sur un effet que la mairie ne reconnaît pas",
        superseded_by="q4",
    )
    cited = {"effect_ids": ["f2"], "unplanned_effect_ids": ["f1"]}
    quote_month(relation, day("2023-05-17"), "q4", month=4, work=("w3", 600), euros=750, **cited)
    talk_and_sign(relation, day("2023-05-19"), "q4")
    relation.hold_review(
        id="r4",
        on=day("2023-05-23"),
        minutes=60,
        participants=(MAUD, THEO),
        initiated_by=Side.PROVIDER,
        levels=[ReflexiveLevel.INTERNAL],
        account="en février, personne n'avait eu le temps d'aller voir les cartons",
    )
    print_month(relation, day("2023-05-24"), THEO, work=("w4", 600), topic="bulletin de juin")


def _june(relation: Relation, calendar: Calendar) -> None:
    """The workshop that folds is heard, and given the round."""
    day = calendar.turn
    count_taken_home(relation, day("2023-06-01"), 5, 4700)
    quote_month(
        relation, day("2023-06-02"), "q5", month=5, work=("w4", 600), euros=750, none_yet=True
    )
    talk_and_sign(relation, day("2023-06-06"), "q5")
    review_together(
        relation,
        day("2023-06-07"),
        "r5",
        minutes=90,
        levels=[RELATIONAL, CLIENT_SIDE],
        said=(
            "ils sont allés voir l'atelier d'insertion avant d'en parler",
            "la tournée de juin a été faite sans nous",
        ),
        adjustments=Adjustment.WILL_REVISE,
        revisits=[relation.state.externalities.by_id["x1"].id],
    )
    relation.revise_objective(
        "o1",
        on=day("2023-06-07"),
        review_id="r5",
        change="des bulletins emportés, et une tournée confiée à l'atelier d'insertion",
        reason="ce que nous n'imprimons plus manque à ceux qui le pliaient",
    )
    round_ = print_month(
        relation, day("2023-06-20"), MAUD, work=("w5", 480), topic="passage de la tournée"
    )
    relation.observe_effect(
        id="f4",
        on=day("2023-06-27"),
        observed_by=IRENE,
        beneficiary=IRENE,
        intended=False,
        domain=EffectDomain.RELATIONSHIP,
        account="les dépositaires appellent l'accueil avant d'être à court",
        felt="avant, je découvrais les présentoirs vides le lundi",
        arising_from=[round_],
    )
    _july(relation, calendar)


def _july(relation: Relation, calendar: Calendar) -> None:
    """The last quote, and the last time they come back on it."""
    day = calendar.turn
    count_taken_home(relation, day("2023-07-03"), 6, 4800)
    quote_month(
        relation,
        day("2023-07-04"),
        "q6",
        month=6,
        work=("w5", 480),
        euros=600,
        unplanned_effect_ids=["f4"],
    )
    talk_and_sign(relation, day("2023-07-06"), "q6", "la tournée se passe de nous")
    review_together(
        relation,
        day("2023-07-07"),
        "r6",
        minutes=60,
        levels=[RELATIONAL, ReflexiveLevel.INTERNAL],
        said=(
            "on imprime moitié moins et on se parle deux fois plus",
            "la mairie compte maintenant des lecteurs",
        ),
    )
