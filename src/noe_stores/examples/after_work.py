"""H4: a digital studio that quotes after the work, month after month.

Rule kept here: the shape is that of domain.md §6 (H4); Brume Numérique, Coop Verte and the
people in it are fictional.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from noe_core.relationship.course import AgreementKind
from noe_core.relationship.effects import EffectDomain
from noe_core.relationship.encounter import Origin
from noe_core.relationship.engagements import EngagementKind
from noe_core.relationship.frame import LimitPer, QuoteMode
from noe_core.relationship.quotes import QuoteKind, QuoteLine
from noe_core.relationship.reviews import ReflexiveLevel
from noe_core.relationship.work import Direction, ImmaterialResource
from noe_core.values import Gender, Measure, Money, Party, PartyRef, Period, Quantity, Side
from noe_stores.examples.calendar import Calendar
from noe_stores.examples.voices import both_assessed
from noe_stores.handles.relation import Relation
from noe_stores.ledger import Ledger

STREAM = "relationship/brume-numerique:coop-verte"

HUGO = PartyRef(party_id="hugo", side=Side.PROVIDER, organisation="Brume Numérique")
SAMIA = PartyRef(party_id="samia", side=Side.PROVIDER, organisation="Brume Numérique")
INES = PartyRef(party_id="inès", side=Side.CLIENT, organisation="Coop Verte")
TOGETHER = (HUGO, INES)
ALL = (HUGO, SAMIA, INES)

BRUME = Party(party_id="brume", name="Brume Numérique", article="", gender=Gender.FEMININE)
COOP = Party(party_id="coop-verte", name="Coop Verte", article="la", gender=Gender.FEMININE)


def _line(label: str, work_id: str, minutes: int, amount: int) -> QuoteLine:
    return QuoteLine(label=label, work_ids=(work_id,), minutes=minutes, amount=Money.of(amount))


def record_after_work(ledger: Ledger, calendar: Calendar) -> str:
    """Record H4 and give the id of its stream."""
    relation = ledger.relationship(STREAM, recorded_by="hugo")
    _hook(relation, calendar)
    _frame(relation, calendar)
    _january(relation, calendar)
    _february(relation, calendar)
    _march(relation, calendar)
    relation.record_work(
        id="w4",
        on=calendar.turn("2022-04-20"),
        by=SAMIA,
        minutes=600,
        topic="tableau de bord",
        objective_ids=["o1"],
    )
    return STREAM


def _hook(relation: Relation, calendar: Calendar) -> None:
    day = calendar.turn
    relation.hold_encounter(
        on=day("2021-12-06"),
        occasion="un repas de quartier entre coopératives",
        origin=Origin.ECOSYSTEM,
        minutes=60,
        participants=TOGETHER,
        initiated_by=Side.CLIENT,
    )
    relation.express_demand(
        id="d1", on=day("2021-12-06"), text="une application avec douze modules"
    )
    relation.rework_demand(
        "d1",
        on=day("2021-12-06"),
        real_need="que les commandes des adhérents arrivent sans ressaisie",
        worked_with=TOGETHER,
    )
    relation.open_relationship(on=day("2021-12-06"), client=COOP, provider=BRUME)


def _frame(relation: Relation, calendar: Calendar) -> None:
    day = calendar.turn
    relation.set_objective(
        id="o1",
        on=day("2021-12-13"),
        title="des commandes saisies une seule fois",
        purpose="rendre du temps à l'équipe du dépôt",
        demand_id="d1",
        agreed_by=TOGETHER,
    )
    relation.make_engagement(
        id="e1",
        on=day("2021-12-13"),
        by=HUGO,
        agreed_with=INES,
        kind=EngagementKind.TRANSPARENCY,
        text="montrer le travail tel qu'il a été fait",
        objective_ids=["o1"],
    )
    for engagement_id, kind, text in (
        ("e2", EngagementKind.INFORMATION, "ouvrir les bons de commande de l'année"),
        ("e3", EngagementKind.INVOLVEMENT, "essayer chaque version au dépôt"),
        ("e4", EngagementKind.MEANS, "garder une matinée par semaine pour le projet"),
    ):
        relation.make_engagement(
            id=engagement_id,
            on=day("2021-12-13"),
            by=INES,
            agreed_with=HUGO,
            kind=kind,
            text=text,
            objective_ids=["o1"],
        )
    relation.agree_method(
        on=day("2021-12-13"),
        agreed_by=TOGETHER,
        text="un mois de travail, puis on en parle et on chiffre",
        review_interval_days=31,
        quote_mode=QuoteMode.AFTER_WORK,
    )
    relation.sign_agreement(
        on=day("2022-01-10"), kind=AgreementKind.FRAMEWORK, signatories=TOGETHER
    )
    relation.agree_spend_limit(
        on=day("2022-01-10"),
        amount=Money.of(3000),
        per=LimitPer.MONTH,
        from_date=date(2022, 1, 10),
        agreed_by=TOGETHER,
    )


def _january(relation: Relation, calendar: Calendar) -> None:
    day = calendar.turn
    work = relation.record_work(
        id="w1",
        on=day("2022-01-25"),
        by=HUGO,
        minutes=1500,
        topic="saisie des commandes",
        objective_ids=["o1"],
    )
    advice = relation.give_advice(
        on=day("2022-01-26"),
        text="renoncer au module de facturation",
        against_own_revenue=True,
        followed=True,
    )
    relation.reveal_constraint(
        id="c1",
        on=day("2022-01-26"),
        side=Side.PROVIDER,
        category="skills",
        text="personne chez nous ne connaissait les codes du dépôt",
    )
    relation.observe_effect(
        id="f1",
        on=day("2022-01-28"),
        observed_by=INES,
        beneficiary=INES,
        intended=False,
        domain=EffectDomain.TIME,
        account="le module abandonné épargne une demi-semaine de paramétrage",
        measure=Measure(quantity=Quantity(value=Decimal(240), unit="minute"), method="estimation"),
        arising_from=[advice.id, work.id],
    )
    relation.issue_quote(
        id="q1",
        on=day("2022-02-02"),
        kind=QuoteKind.AFTER_WORK,
        period=Period(start=date(2022, 1, 10), end=date(2022, 1, 31)),
        lines=[_line("saisie des commandes", "w1", 1500, 2250)],
        total=Money.of(2250),
        unplanned_effect_ids=["f1"],
        time_saved_minutes=240,
    )
    relation.discuss_quote(
        "q1",
        on=day("2022-02-04"),
        minutes=60,
        participants=TOGETHER,
        learned="le conseil a plus compté que le code",
    )
    relation.sign_quote("q1", on=day("2022-02-04"), by=INES, negotiated=False)


def _february(relation: Relation, calendar: Calendar) -> None:
    day = calendar.turn
    relation.hold_review(
        id="r1",
        on=day("2022-02-21"),
        minutes=120,
        participants=ALL,
        initiated_by=Side.PROVIDER,
        levels=[ReflexiveLevel.RELATIONAL, ReflexiveLevel.CLIENT_SIDE],
        assessments=both_assessed(
            "le travail est montré sans détour", "les essais au dépôt arrivent à l'heure"
        ),
    )
    work = relation.record_work(
        id="w2",
        on=day("2022-02-25"),
        by=SAMIA,
        minutes=1200,
        topic="reprise des bons",
        objective_ids=["o1"],
    )
    relation.note_resource(
        id="s1",
        on=day("2022-02-25"),
        resource=ImmaterialResource.COMPETENCE,
        direction=Direction.MOBILISED,
        side=Side.CLIENT,
        account="la cheffe de dépôt a dessiné l'écran de reprise",
        evidence=[work.id],
    )
    relation.issue_quote(
        id="q2",
        on=day("2022-03-02"),
        kind=QuoteKind.AFTER_WORK,
        period=Period(start=date(2022, 2, 1), end=date(2022, 2, 28)),
        lines=[_line("reprise des bons", "w2", 1200, 1800)],
        total=Money.of(1800),
        resource_ids=["s1"],
    )
    relation.discuss_quote("q2", on=day("2022-03-04"), minutes=45, participants=TOGETHER)
    relation.sign_quote("q2", on=day("2022-03-04"), by=INES, negotiated=False)


def _march(relation: Relation, calendar: Calendar) -> None:
    day = calendar.turn
    work = relation.record_work(
        id="w3",
        on=day("2022-03-28"),
        by=HUGO,
        minutes=1980,
        topic="saisie au dépôt",
        objective_ids=["o1"],
    )
    relation.observe_effect(
        id="f2",
        on=day("2022-03-30"),
        observed_by=INES,
        beneficiary=INES,
        intended=True,
        objective_ids=["o1"],
        domain=EffectDomain.WORK_ORGANISATION,
        account="les commandes du jeudi ne sont plus ressaisies",
        arising_from=[work.id],
    )
    relation.hold_review(
        id="r2",
        on=day("2022-03-31"),
        minutes=120,
        participants=ALL,
        initiated_by=Side.PROVIDER,
        levels=[ReflexiveLevel.INTERNAL, ReflexiveLevel.RELATIONAL],
        assessments=both_assessed(
            "les délais annoncés ont été tenus", "la matinée hebdomadaire a sauté deux fois"
        ),
    )
    relation.issue_quote(
        id="q3",
        on=day("2022-04-04"),
        kind=QuoteKind.AFTER_WORK,
        period=Period(start=date(2022, 3, 1), end=date(2022, 3, 31)),
        lines=[_line("saisie au dépôt", "w3", 1980, 2970)],
        total=Money.of(2970),
        effect_ids=["f2"],
    )
    relation.discuss_quote("q3", on=day("2022-04-06"), minutes=60, participants=TOGETHER)
    relation.sign_quote("q3", on=day("2022-04-06"), by=INES, negotiated=False)
