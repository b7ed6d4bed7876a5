"""A printer whose client prints less, month after month, and both are the better for it.

Rule kept here: what is counted is the bulletins that somebody took home, not the copies that
left the press; the printer says so against its own revenue (domain.md §1, rows 19–24, 34–40,
65, 71, 96). Imprimerie Colvert, Valbrune and the people in it are fictional.
"""

from __future__ import annotations

from datetime import date

from noe_core.firm.ethics import StatedValue
from noe_core.firm.offers import OfferLayer
from noe_core.relationship.course import AgreementKind
from noe_core.relationship.encounter import Origin
from noe_core.relationship.engagements import EngagementKind
from noe_core.relationship.frame import LimitPer, QuoteMode
from noe_core.relationship.shared_values import ValuesOutcome
from noe_core.values import Gender, Money, Party, Side
from noe_stores.examples.calendar import Calendar
from noe_stores.examples.print_shop_habits import (
    AGATHE,
    IRENE,
    MAUD,
    THEO,
    TOGETHER,
    UNIT,
)
from noe_stores.examples.print_shop_months import tell_months
from noe_stores.examples.voices import promise
from noe_stores.handles.relation import Relation
from noe_stores.ledger import Ledger

STREAM = "relationship/imprimerie-colvert:valbrune"
HOUSE = "firm/imprimerie-colvert"

COLVERT = Party(
    party_id="imprimerie-colvert",
    name="Imprimerie Colvert",
    article="l'",
    gender=Gender.FEMININE,
)
VALBRUNE = Party(
    party_id="valbrune", name="Mairie de Valbrune", article="la", gender=Gender.FEMININE
)


def record_print_shop(ledger: Ledger, calendar: Calendar) -> tuple[str, str]:
    """Record the history and give the ids of its streams: the relationship, then the firm."""
    _house(ledger, calendar)
    relation = ledger.relationship(STREAM, recorded_by="maud")
    _hook(relation, calendar)
    _frame(relation, calendar)
    tell_months(relation, calendar)
    return STREAM, HOUSE


def _house(ledger: Ledger, calendar: Calendar) -> None:
    """What the printer stands for, and what it now sells."""
    house, day = ledger.firm(HOUSE, recorded_by="agathe"), calendar.turn
    house.publish_values(
        on=day("2022-11-07"),
        values=[
            StatedValue(
                name="ne rien imprimer pour rien",
                meaning="un exemplaire que personne n'ouvre est un travail perdu",
                typical_acts=("dire à un client d'en tirer moins",),
            ),
            StatedValue(
                name="dire ce qui coince",
                meaning="un défaut signalé est un service rendu",
                typical_acts=("remercier qui signale un défaut",),
            ),
        ],
        chosen_by=(AGATHE, MAUD, THEO),
    )
    house.revise_offer(
        on=day("2022-12-05"),
        layers=[OfferLayer.ORGANISATION, OfferLayer.VALUE_PROPOSITION],
        why="vendre des lecteurs plutôt que des tonnes de papier",
        impacts=["la presse tourne moins, l'atelier passe du temps aux points de dépôt"],
        offer="le bulletin qui trouve ses lecteurs",
    )
    house.observe_value_act(
        "ne rien imprimer pour rien",
        on=day("2023-02-20"),
        kept=True,
        relationship_id="imprimerie-colvert:valbrune",
    )


def _hook(relation: Relation, calendar: Calendar) -> None:
    day = calendar.turn
    relation.hold_encounter(
        on=day("2023-01-09"),
        occasion="la visite de l'atelier, sur le conseil d'une bibliothèque voisine",
        origin=Origin.REFERRAL,
        minutes=75,
        participants=TOGETHER,
        initiated_by=Side.CLIENT,
    )
    relation.compare_values(
        on=day("2023-01-09"),
        outcome=ValuesOutcome.COMPATIBLE,
        values_version=1,
        points=["aucune des deux maisons ne veut remplir des cartons"],
    )
    relation.express_demand(
        id="d1", on=day("2023-01-09"), text="huit mille bulletins par mois, moins cher"
    )
    relation.rework_demand(
        "d1",
        on=day("2023-01-16"),
        real_need="que le bulletin soit là où les habitants passent",
        usage="que chacun emporte celui qu'il va lire",
        worked_with=TOGETHER,
    )
    relation.open_relationship(on=day("2023-01-23"), client=VALBRUNE, provider=COLVERT)


def _frame(relation: Relation, calendar: Calendar) -> None:
    day = calendar.turn
    relation.set_objective(
        id="o1",
        on=day("2023-01-30"),
        title="des bulletins emportés plutôt que livrés",
        purpose="parler à ceux que la mairie n'atteint plus",
        success_story="les présentoirs sont vides, la cave aussi",
        horizon=date(2023, 12, 31),
        demand_id="d1",
        agreed_by=TOGETHER,
    )
    promise(
        relation,
        day("2023-01-30"),
        MAUD,
        IRENE,
        ("e1", EngagementKind.TRANSPARENCY, "montrer ce que la presse gâche"),
        ("e2", EngagementKind.DELIVERY, "livrer chaque dépôt avant le 5 du mois"),
    )
    promise(
        relation,
        day("2023-01-30"),
        IRENE,
        MAUD,
        ("e3", EngagementKind.INFORMATION, "faire compter les invendus par dépôt"),
        ("e4", EngagementKind.INVOLVEMENT, "faire la tournée une fois par mois"),
        ("e5", EngagementKind.MEANS, "prêter le local de la halle"),
    )
    relation.agree_method(
        on=day("2023-01-30"),
        agreed_by=TOGETHER,
        text="un mois de travail, un devis, un temps de recul",
        review_interval_days=30,
        quote_mode=QuoteMode.AFTER_WORK,
    )
    relation.agree_boundary(
        on=day("2023-01-30"),
        topics_in=["le tirage", "le papier", "la tournée"],
        topics_out=["la ligne éditoriale"],
        review_by=date(2023, 7, 31),
    )
    relation.sign_agreement(
        on=day("2023-02-06"), kind=AgreementKind.FRAMEWORK, signatories=TOGETHER
    )
    relation.agree_spend_limit(
        on=day("2023-02-06"),
        amount=Money.of(1600),
        per=LimitPer.MONTH,
        from_date=date(2023, 2, 6),
        agreed_by=TOGETHER,
    )
    relation.define_usage_unit(
        on=day("2023-02-06"),
        unit=UNIT,
        replaces="exemplaire imprimé",
        purpose="payer ce qui trouve un lecteur",
    )
