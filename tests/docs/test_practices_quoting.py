"""Practices 35 to 40, on quotes, told at a plenary: recorded, replayed, asked, audited."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from practised import BOTH, LISE, House, day

from noe_core.projections.after_work_draft import after_work_draft
from noe_core.projections.quote_statistics import QUOTE_STATISTICS
from noe_core.relationship.course import AgreementKind
from noe_core.relationship.effects import EffectDomain
from noe_core.relationship.frame import LimitPer, QuoteMode
from noe_core.relationship.quotes import QuoteKind
from noe_core.relationship.work import Direction, ImmaterialResource
from noe_core.testing import line, measure, month
from noe_core.values import Money, Side
from noe_stores import Refused


def quoted(house: House, *, total: int = 900, **more: Any) -> None:
    """March, worked on the tenth and quoted after."""
    house.work(600, "2022-03-10", id="w1")
    house.relation.issue_quote(
        on=day("2022-04-02"),
        kind=QuoteKind.AFTER_WORK,
        period=month("2022-03"),
        lines=[line("March", total, "w1", minutes=600)],
        total=Money.of(total),
        id="q1",
        **more,
    )


def test_practice_35_business_tools_serve_cooperation(house: House) -> None:
    """The method says how the work is quoted, and quotes are held against that."""
    house.begin()
    house.relation.agree_method(
        on=day("2022-03-01"), agreed_by=BOTH, quote_mode=QuoteMode.AFTER_WORK
    )
    house.relation.sign_agreement(
        on=day("2022-03-02"), kind=AgreementKind.FRAMEWORK, signatories=BOTH
    )
    quoted(house)
    assert QUOTE_STATISTICS.of(house.replay(on="2022-04-20")).discussion_coverage == 0
    assert house.put("QUO-2", on="2022-04-20") == ["warning"]
    house.relation.discuss_quote("q1", on=day("2022-04-20"), minutes=45, participants=BOTH)
    assert house.put("QUO-2", on="2022-04-20") == ["passed"]
    assert house.put("QUO-3", on="2022-04-20") == ["too_few_quotes"]


def test_practice_36_a_quote_after_the_work_each_month(house: House) -> None:
    """The month's real work makes the quote; a month that is not quoted in time is found."""
    house.begin()
    house.relation.agree_method(
        on=day("2022-03-01"), agreed_by=BOTH, quote_mode=QuoteMode.AFTER_WORK
    )
    house.work(600, "2022-03-10", id="w1")
    draft = after_work_draft(
        house.replay(on="2022-04-02"), month=(2022, 3), rate=Money.of(90), none_yet=True
    )
    assert draft.total == Money.of(900)
    assert house.put("QUO-1", on="2022-04-15") == ["warning"]
    house.relation.issue_quote(on=day("2022-04-02"), **draft.terms)
    assert house.put("QUO-1", on="2022-04-15") == ["passed"]


def test_practice_37_a_quote_opens_a_dialogue(house: House) -> None:
    """A quote cites what was drawn on and what nobody planned, and is talked over."""
    house.begin()
    work = house.work(30, "2022-03-02")
    house.relation.note_resource(
        on=day("2022-03-20"),
        resource=ImmaterialResource.COMPETENCE,
        direction=Direction.MOBILISED,
        side=Side.CLIENT,
        account="Lise knows what each shop sells on Saturdays.",
        evidence=[work.id],
        id="k1",
    )
    house.relation.observe_effect(
        on=day("2022-03-20"),
        observed_by=LISE,
        beneficiary=LISE,
        account="The sales team now plans its week on Mondays.",
        intended=False,
        arising_from=[work.id],
        id="f1",
    )
    quoted(house, resource_ids=["k1"], unplanned_effect_ids=["f1"])
    house.relation.discuss_quote(
        "q1", on=day("2022-04-04"), minutes=45, participants=BOTH, learned="Mondays matter"
    )
    assert QUOTE_STATISTICS.of(house.replay(on="2022-04-05")).discussion_coverage == 1
    assert house.put("QUO-2", on="2022-04-05") == ["passed"]
    assert house.put("QUO-6", on="2022-04-05") == ["passed"]


def test_practice_38_an_acceptable_spend(house: House) -> None:
    """Both sides agree what may be spent; the draft shows what is left, more is refused."""
    house.begin()
    house.relation.agree_spend_limit(
        on=day("2022-03-01"), amount=Money.of(1000), per=LimitPer.MONTH, agreed_by=BOTH
    )
    with pytest.raises(Refused, match=r"is over the 1000\.00 EUR agreed per month"):
        quoted(house, total=1200)
    draft = after_work_draft(house.replay(on="2022-04-02"), month=(2022, 3), rate=Money.of(90))
    assert draft.headroom is not None
    assert draft.headroom.left == 100
    house.relation.issue_quote(on=day("2022-04-02"), **draft.terms)
    assert house.put("QUO-4", on="2022-04-03") == ["passed"]


def test_practice_39_time_saved_and_our_own_constraints(house: House) -> None:
    """Advice, the minutes it saved and what holds us back stand in the month's draft."""
    house.begin()
    work = house.work(60, "2022-03-10")
    advice = house.relation.give_advice(on=day("2022-03-11"), text="Leave the third fold out.")
    house.relation.observe_effect(
        on=day("2022-03-20"),
        observed_by=LISE,
        beneficiary=LISE,
        account="Packing takes half an hour less each day.",
        intended=False,
        domain=EffectDomain.TIME,
        arising_from=[work.id, advice.id],
        measure=measure(240, "minute"),
    )
    house.relation.reveal_constraint(
        on=day("2022-03-21"), side=Side.PROVIDER, text="one press for two clients"
    )
    draft = after_work_draft(house.replay(on="2022-04-02"), month=(2022, 3), rate=Money.of(90))
    assert draft.time_saved is not None
    assert draft.time_saved.value == 240
    assert len(draft.constraint_ids) == 1
    house.relation.issue_quote(on=day("2022-04-02"), **draft.terms)
    assert house.put("QUO-6", on="2022-04-03") == ["passed"]


def test_practice_40_signed_without_negotiation(house: House) -> None:
    """The share of quotes signed as they stand is known; one in three bargained over is found."""
    house.begin()
    for number, negotiated in enumerate((False, True, False), start=1):
        house.relation.issue_quote(
            on=day(f"2022-03-0{number}"),
            kind=QuoteKind.PREDICTIVE,
            total=Money.of(900),
            id=f"q{number}",
        )
        house.relation.sign_quote(
            f"q{number}", on=day(f"2022-03-0{number}"), by=LISE, negotiated=negotiated
        )
    statistics = QUOTE_STATISTICS.of(house.replay(on="2022-03-10"))
    assert statistics.signed_unchanged_rate == Fraction(2, 3)
    assert house.put("QUO-3", on="2022-03-10") == ["warning"]
