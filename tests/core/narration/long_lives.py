"""Lives that lasted: two years of work, engagements that moved, people who left one by one."""

from __future__ import annotations

from datetime import date, timedelta

from story import LISE, NORA, TOGETHER, Told, story

from noe_core.history import History
from noe_core.relationship import (
    course,
    effects,
    engagements,
    frame,
    objectives,
    parties,
    quotes,
    reviews,
    work,
)
from noe_core.values import Gender, Money, Party, Period, Side

E, R, W = effects, reviews, work
K = engagements.EngagementKind

OPTICIANS = Party(party_id="opt", name="Lunettes du Port", article="les", gender=Gender.FEMININE)
OPALE = Party(party_id="opale", name="Opale Conseil", article="", gender=Gender.FEMININE)
ASSESSED = (
    R.Assessment(of_side=Side.PROVIDER, by_side=Side.CLIENT, account="à l'heure"),
    R.Assessment(of_side=Side.CLIENT, by_side=Side.PROVIDER, account="présents"),
)


def long_lived() -> History:
    """Two years of work: a dozen reviews, as many quotes, and an ending."""
    told: list[Told] = [
        (course.RelationshipOpened(client=OPTICIANS, provider=OPALE), "2021-01-05"),
        (
            objectives.ObjectiveSet(
                objective_id="o1",
                title="moins de retours",
                purpose="garder les clients",
                agreed_by=TOGETHER,
            ),
            "2021-01-12",
        ),
        (frame.MethodAgreed(version=1, review_interval_days=56, agreed_by=TOGETHER), "2021-01-12"),
    ]
    told += [
        (
            engagements.EngagementMade(
                engagement_id=f"e{index}",
                by=LISE if index % 2 else NORA,
                kind=K.INFORMATION,
                text=f"point {index}",
                objective_ids=("o1",),
                due=date(2021, 3, index),
            ),
            "2021-01-12",
        )
        for index in range(1, 6)
    ]
    told.append((engagements.EngagementKept(engagement_id="e1"), "2021-02-20"))
    told.append((engagements.EngagementKept(engagement_id="e2"), "2021-02-21"))
    day = date(2021, 2, 1)
    for index in range(12):
        on = (day + timedelta(days=56 * index)).isoformat()
        told += [
            (
                W.WorkRecorded(
                    work_id=f"w{index}",
                    by=NORA,
                    minutes=600 + index,
                    topic="atelier",
                    account=f"séance {index}" if index % 3 else None,
                ),
                on,
            ),
            (
                R.ReviewHeld(
                    review_id=f"r{index}",
                    minutes=60,
                    participants=TOGETHER,
                    assessments=ASSESSED,
                ),
                on,
            ),
            (W.AdviceGiven(text=f"conseil {index}", against_own_revenue=index == 3), on),
            (
                quotes.QuoteIssued(
                    quote_id=f"q{index}",
                    kind=quotes.QuoteKind.AFTER_WORK,
                    total=Money.of(900),
                    period=Period(start=day, end=day),
                    effect_ids=("f0",),
                ),
                on,
            ),
        ]
        if index != 5:
            told.append(
                (
                    quotes.QuoteSigned(
                        quote_id=f"q{index}", by=LISE, negotiated=False, amount=Money.of(900)
                    ),
                    on,
                )
            )
        else:
            told.append((quotes.QuoteRefused(quote_id="q5", reason="la période est fausse"), on))
        if index < 5:
            told.append(
                (
                    E.EffectObserved(
                        effect_id=f"f{index}",
                        observed_by=NORA if index else LISE,
                        beneficiary=LISE,
                        intended=bool(index),
                        objective_ids=("o1",) if index else (),
                        account=f"effet {index}",
                    ),
                    on,
                )
            )
    told.append(
        (
            course.RelationshipClosed(reason="fin prévue", account="chacun sait refaire"),
            "2023-01-15",
        )
    )
    return story(*told)


def halting() -> History:
    """Many engagements, over many days, most of them moved or missed; others unsigned."""
    told: list[Told] = []
    for n in range(1, 6):
        told += [
            (
                engagements.EngagementMade(
                    engagement_id=f"e{n}", by=LISE, text=f"chose {n}", due=date(2022, 3, 1)
                ),
                f"2022-02-0{n}",
            ),
            (engagements.EngagementMissed(engagement_id=f"e{n}", account="le temps"), "2022-03-02"),
        ]
    told.append(
        (
            E.EffectObserved(effect_id="f1", account="on s'écrit moins", intended=True),
            "2022-04-01",
        )
    )
    told.append(
        (
            E.EffectObserved(
                effect_id="f2", observed_by=LISE, beneficiary=LISE, account="on se parle plus"
            ),
            "2022-04-02",
        )
    )
    told.append((E.EffectAttested(effect_id="f1", by=LISE, account="oui"), "2022-04-15"))
    return story(*told)


def in_turn() -> History:
    """Unsigned engagements on three days, and people of one side who leave one by one."""
    told: list[Told] = [
        (engagements.EngagementMade(engagement_id=f"e{n}", text=f"phase {n}"), f"2022-0{n}-03")
        for n in range(1, 4)
    ]
    told += [
        (
            parties.PartyJoined(
                party=Party(party_id=f"p{n}", name=f"Mairie {n}", article="la"), side=Side.CLIENT
            ),
            "2022-01-02",
        )
        for n in range(4)
    ]
    told += [(parties.PartyLeft(party_id=f"p{n}"), f"2022-05-0{n + 1}") for n in range(4)]
    return story(*told)
