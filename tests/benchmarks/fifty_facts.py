"""A thousand fictional relationships of fifty facts each, to measure with.

Rule kept here: the facts are of a usual size (about 300 bytes a line) and of every common
kind, so that a figure measured on them means something.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid5

from noe_core.decision import Draft
from noe_core.relationship.course import AgreementKind, AgreementSigned, RelationshipOpened
from noe_core.relationship.effects import EffectAttested, EffectDomain, EffectObserved
from noe_core.relationship.encounter import DemandExpressed, DemandReworked, EncounterHeld
from noe_core.relationship.engagements import EngagementKept, EngagementKind, EngagementMade
from noe_core.relationship.frame import LimitPer, MethodAgreed, QuoteMode, SpendLimitAgreed
from noe_core.relationship.objectives import ObjectiveSet
from noe_core.relationship.quotes import (
    QuoteDiscussed,
    QuoteIssued,
    QuoteKind,
    QuoteLine,
    QuoteSigned,
)
from noe_core.relationship.reviews import Assessment, ReflexiveLevel, ReviewHeld
from noe_core.relationship.work import WorkNature, WorkRecorded
from noe_core.typed import Fact
from noe_core.values import Money, Party, PartyRef, Period, Side

NAMESPACE = UUID("3a0f5b0e-0c68-5d0c-8d5e-54b8a0f1c9aa")
FACTS = 50
NORA = PartyRef(party_id="nora", side=Side.PROVIDER, organisation="Studio Marelle")
LISE = PartyRef(party_id="lise", side=Side.CLIENT, organisation="Atelier Lys")
TOGETHER = (NORA, LISE)
ASSESSED = (
    Assessment(
        of_side=Side.PROVIDER, by_side=Side.CLIENT, account="le travail est arrivé à l'heure"
    ),
    Assessment(of_side=Side.CLIENT, by_side=Side.PROVIDER, account="les essais ont été faits"),
)


def life(stream: str) -> tuple[Draft[Fact], ...]:
    """Fifty facts of one relationship, over six months."""
    day = date(2024, 1, 8)
    told: list[tuple[Fact, date]] = list(_frame(day))
    for month in range(6):
        told += _month(stream, month, day + timedelta(days=30 * month + 10), len(told))
    told += [(EngagementKept(engagement_id=f"e{n}"), date(2024, 7, 8)) for n in range(2)]
    return tuple(
        Draft(
            data=fact,
            occurred_at=on,
            id=event(stream, number),
            recorded_at=datetime.combine(on, time(20), UTC),
        )
        for number, (fact, on) in enumerate(told[:FACTS])
    )


def event(stream: str, number: int) -> UUID:
    """The id of a fact of a life, by its place."""
    return uuid5(NAMESPACE, f"{stream} {number}")


def _frame(day: date) -> Iterator[tuple[Fact, date]]:
    yield EncounterHeld(minutes=75, participants=TOGETHER, occasion="un salon"), day
    yield DemandExpressed(demand_id="d1", text="refaire le site"), day
    yield (
        DemandReworked(demand_id="d1", real_need="se faire comprendre", worked_with=TOGETHER),
        day,
    )
    client = Party(party_id="lys", name="Atelier Lys", article="l'")
    yield RelationshipOpened(client=client, provider=Party(party_id="m", name="Marelle")), day
    yield (
        ObjectiveSet(
            objective_id="o1", title="être compris", purpose="vendre mieux", agreed_by=TOGETHER
        ),
        day,
    )
    kinds = (EngagementKind.DELIVERY, EngagementKind.MEANS, EngagementKind.INFORMATION)
    for number, kind in enumerate(kinds):
        by = LISE if number else NORA
        yield (
            EngagementMade(
                engagement_id=f"e{number}",
                by=by,
                to=by.side.other,
                kind=kind,
                text="venir au rendez-vous du lundi",
                objective_ids=("o1",),
                due=date(2024, 7, 31),
                agreed_with=LISE if by is NORA else NORA,
            ),
            day,
        )
    yield (
        MethodAgreed(
            version=1,
            review_interval_days=30,
            quote_mode=QuoteMode.AFTER_WORK,
            agreed_by=TOGETHER,
        ),
        day,
    )
    yield AgreementSigned(kind=AgreementKind.FRAMEWORK, signatories=TOGETHER), day
    yield (
        SpendLimitAgreed(
            amount=Money.of(3000), per=LimitPer.MONTH, from_date=day, agreed_by=TOGETHER
        ),
        day,
    )


def _month(stream: str, month: int, on: date, before: int) -> Iterator[tuple[Fact, date]]:
    yield (
        WorkRecorded(
            work_id=f"w{month}",
            by=NORA,
            side=Side.PROVIDER,
            minutes=600,
            nature=WorkNature.PRODUCTION,
            topic="atelier",
            account="deux séances avec les vendeurs, puis la mise au propre",
            objective_ids=("o1",),
        ),
        on,
    )
    yield (
        ReviewHeld(
            review_id=f"r{month}",
            minutes=90,
            participants=TOGETHER,
            levels=frozenset(ReflexiveLevel),
            assessments=ASSESSED,
        ),
        on + timedelta(days=2),
    )
    yield (
        EffectObserved(
            effect_id=f"f{month}",
            observed_by=NORA,
            account="les vendeurs se répartissent les clients autrement",
            domain=EffectDomain.WORK_ORGANISATION,
            beneficiary=LISE,
            intended=False,
            arising_from=(event(stream, before),),
        ),
        on + timedelta(days=3),
    )
    yield EffectAttested(effect_id=f"f{month}", by=LISE), on + timedelta(days=5)
    issued = on + timedelta(days=14)
    yield (
        QuoteIssued(
            quote_id=f"q{month}",
            kind=QuoteKind.AFTER_WORK,
            period=Period(start=on, end=on + timedelta(days=12)),
            lines=(
                QuoteLine(
                    label="atelier", work_ids=(f"w{month}",), minutes=600, amount=Money.of(900)
                ),
            ),
            total=Money.of(900),
            unplanned_effect_ids=(f"f{month}",),
        ),
        issued,
    )
    yield QuoteDiscussed(quote_id=f"q{month}", minutes=30, participants=TOGETHER), issued
    yield (
        QuoteSigned(quote_id=f"q{month}", by=LISE, negotiated=False, amount=Money.of(900)),
        issued,
    )
