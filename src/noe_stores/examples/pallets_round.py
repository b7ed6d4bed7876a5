"""Once the carriers are in: what turns, what it moves elsewhere, and who goes their way.

Rule kept here: figures stand beside what is told, each in its own unit, and what the round
costs others is told too (domain.md §1, rows 29 and 34). Everybody here is fictional.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from noe_core.relationship.ecosystem import CooperationKind, EnrolledVia
from noe_core.relationship.effects import Directness, EffectDomain, Polarity
from noe_core.relationship.externalities import ExternalityDirection
from noe_core.relationship.reviews import Adjustment, ReflexiveLevel, Relevance
from noe_core.relationship.work import WorkNature
from noe_core.values import Measure, PartyRef, Period, Quantity, Side
from noe_stores.examples.calendar import Calendar
from noe_stores.examples.voices import both_assessed
from noe_stores.handles.relation import Relation

UNIT = "trajet de palette"

NADIA = PartyRef(party_id="nadia", side=Side.PROVIDER, organisation="Ronde des Palettes")
YVES = PartyRef(party_id="yves", side=Side.PROVIDER, organisation="Ronde des Palettes")
PAULE = PartyRef(party_id="paule", side=Side.CLIENT, organisation="Brasserie du Vallon")
CARRIERS = tuple(
    PartyRef(party_id=party_id, side=Side.PARTNER, organisation=organisation)
    for party_id, organisation in (
        ("hautmont", "Transports Hautmont"),
        ("malvau", "Fret Malvau"),
        ("dorval", "Messagerie Dorval"),
    )
)
DORVAL = CARRIERS[2]
DOCK = PartyRef(party_id="caristes", side=Side.CLIENT, organisation="Brasserie du Vallon")
ALL = (NADIA, YVES, PAULE)


def tell_effects(relation: Relation, calendar: Calendar, charter: UUID) -> None:
    """From the first spring of the round to the departure of one carrier."""
    _march(relation, calendar)
    _april(relation, calendar)
    _measured(relation, calendar, charter)
    _elsewhere(relation, calendar, charter)
    _summer(relation, calendar)


def _march(relation: Relation, calendar: Calendar) -> None:
    """The charter is read together, and the third carrier comes in."""
    day = calendar.turn
    relation.hold_review(
        id="r3",
        on=day("2023-03-03"),
        minutes=90,
        participants=ALL,
        initiated_by=Side.PROVIDER,
        levels=[ReflexiveLevel.RELATIONAL, ReflexiveLevel.CLIENT_SIDE],
        assessments=both_assessed(
            "la charte a été lue à voix haute, puis raccourcie",
            "les livreurs ont été demandés un par un, et deux ont dit oui",
        ),
        adjustments=Adjustment.KEPT_AS_IS,
        kept_reason="trois semaines de ronde, c'est trop peu pour juger",
    )
    relation.give_cooperation_support(
        on=day("2023-03-14"),
        kind=CooperationKind.MEDIATION,
        participants=(YVES, PAULE, DORVAL),
        minutes=90,
    )
    relation.enrol_partner("dorval", on=day("2023-03-17"), via=EnrolledVia.MEDIATION)
    relation.define_usage_unit(
        on=day("2023-03-20"),
        unit=UNIT,
        replaces="palette achetée",
        purpose="payer ce qui roule et non ce qui dort",
    )
    relation.record_work(
        id="w3",
        on=day("2023-03-28"),
        by=YVES,
        minutes=420,
        nature=WorkNature.COORDINATION,
        topic="la ronde du mois",
        objective_ids=["o1"],
    )


def _april(relation: Relation, calendar: Calendar) -> None:
    """The round becomes a habit, and is counted for the first time."""
    day = calendar.turn
    relation.hold_review(
        id="r4",
        on=day("2023-04-14"),
        minutes=90,
        participants=ALL,
        initiated_by=Side.PROVIDER,
        levels=[ReflexiveLevel.INTERNAL, ReflexiveLevel.RELATIONAL],
        assessments=both_assessed(
            "la messagerie a été entendue avant d'être comptée",
            "les bons de chargement arrivent maintenant sans qu'on les demande",
        ),
    )
    relation.record_work(
        id="w4",
        on=day("2023-04-25"),
        by=YVES,
        minutes=360,
        nature=WorkNature.COORDINATION,
        topic="la ronde du mois",
        objective_ids=["o1"],
    )
    relation.record_work(
        id="w5",
        on=day("2023-04-27"),
        by=DOCK,
        minutes=240,
        nature=WorkNature.COORDINATION,
        topic="le tri au quai",
        account="les bonnes à gauche, les cassées à droite, et plus rien derrière la porte",
        objective_ids=["o1"],
    )
    for first, last, count in (
        (date(2023, 3, 1), date(2023, 3, 31), 610),
        (date(2023, 4, 1), date(2023, 4, 30), 940),
    ):
        relation.measure_usage(
            UNIT,
            on=day("2023-05-02"),
            quantity=Decimal(count),
            period=Period(start=first, end=last),
        )


def _measured(relation: Relation, calendar: Calendar, charter: UUID) -> None:
    """Better returns, fewer purchases, fewer losses; and people who greet each other."""
    day = calendar.turn
    for effect_id, account, now, before in (
        ("f1", "les palettes reviennent dans le mois", 820, 310),
        ("f2", "on n'en rachète presque plus", 40, 260),
        ("f3", "on en perd bien moins en route", 35, 190),
    ):
        relation.observe_effect(
            id=effect_id,
            on=day("2023-05-05"),
            observed_by=YVES,
            beneficiary=PAULE,
            intended=True,
            objective_ids=["o1"],
            domain=EffectDomain.MATERIAL,
            account=account,
            measure=Measure(
                quantity=Quantity(value=Decimal(now), unit="palette par mois"),
                baseline=Quantity(value=Decimal(before), unit="palette par mois"),
                method="le compte partagé d'avril, face à celui de septembre",
            ),
            arising_from=[charter],
        )
        relation.attest_effect(effect_id, on=day("2023-05-12"), by=PAULE)
    relation.observe_effect(
        id="f4",
        on=day("2023-05-09"),
        observed_by=PAULE,
        beneficiary=DOCK,
        intended=False,
        directness=Directness.INDIRECT,
        domain=EffectDomain.WORK_ORGANISATION,
        account="caristes et chauffeurs comptent ensemble, et plus l'un contre l'autre",
        felt="avant, on se faisait la guerre à la palette",
        arising_from=[charter],
    )


def _elsewhere(relation: Relation, calendar: Calendar, charter: UUID) -> None:
    """What the round does to others, and what others do to the round."""
    day = calendar.turn
    sawmill = relation.observe_externality(
        id="x1",
        on=day("2023-05-09"),
        direction=ExternalityDirection.OUTGOING,
        affected="la scierie du Bief, qui vendait les palettes neuves",
        polarity=Polarity.NEGATIVE,
        account="elle a perdu un quart de ses commandes",
        opportunity="lui confier la réparation de celles qui reviennent cassées",
        observed_by=YVES,
        arising_from=[charter],
    )
    wood = relation.observe_externality(
        id="x2",
        on=day("2023-05-10"),
        direction=ExternalityDirection.INCOMING,
        affected="les négociants en bois",
        polarity=Polarity.MIXED,
        account="le bois cher rend la palette perdue plus coûteuse, et la ronde plus désirable",
        observed_by=PAULE,
    )
    relation.hold_review(
        id="r5",
        on=day("2023-05-12"),
        minutes=120,
        participants=ALL,
        initiated_by=Side.CLIENT,
        levels=list(ReflexiveLevel),
        assessments=both_assessed(
            "la médiation avec la messagerie a été menée sans prendre parti",
            "la porte de quai est libre à l'heure dite",
        ),
        revisits=[sawmill.id, wood.id],
        adjustments=Adjustment.WILL_REVISE,
    )
    relation.renegotiate_engagement(
        "e2",
        on=day("2023-05-12"),
        review_id="r5",
        new_text="faire réparer à la scierie du Bief, sous dix jours, ce qui revient cassé",
    )


def _summer(relation: Relation, calendar: Calendar) -> None:
    day = calendar.turn
    relation.request_feedback(on=day("2023-05-22"), minutes_asked=5)
    relation.give_feedback(
        on=day("2023-05-24"),
        relevance=Relevance.RELEVANT,
        verbatim="nous payons ce qui roule, et tout le monde voit le même compte",
    )
    relation.withdraw_partner(
        "dorval", on=day("2023-06-19"), reason="elle ne livre plus la brasserie"
    )
    relation.hold_review(
        id="r6",
        on=day("2023-06-23"),
        minutes=90,
        participants=ALL,
        initiated_by=Side.PROVIDER,
        levels=[ReflexiveLevel.RELATIONAL, ReflexiveLevel.INTERNAL],
        assessments=both_assessed(
            "on nous dit ce qui se perd, même quand c'est chez nous",
            "les caristes viennent aux réunions sans qu'on les en prie",
        ),
    )
