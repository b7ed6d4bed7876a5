from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from story import story

from noe_core.correcting import NotCorrectable, correct_entry, withdraw_entry
from noe_core.decision import Draft
from noe_core.entries import EntryCorrected, EntryWithdrawn
from noe_core.facts import Unread
from noe_core.history import History, corrected
from noe_core.refusal import FutureFact, Missing, UnknownReference
from noe_core.relationship.effects import EffectAttested, EffectObserved
from noe_core.relationship.engagements import EngagementKind, EngagementMade
from noe_core.relationship.quotes import (
    QuoteDiscussed,
    QuoteIssued,
    QuoteLine,
    QuoteRefused,
    QuoteSigned,
)
from noe_core.relationship.reviews import ReflexiveLevel, ReviewHeld
from noe_core.relationship.signed import AlreadySigned
from noe_core.relationship.work import ConstraintRevealed, ResourceNoted, WorkRecorded
from noe_core.values import Measure, Money, Quantity
from relationship.given import NORA, Refused, Situation, Told, event, folded, when

DAY = date(2022, 6, 1)
WORK: Told = (WorkRecorded(work_id="w1", topic="offer", minutes=90), "2022-02-01")

CORRECT = when(
    correct_entry, on=DAY, target=event(1), new_fields={"minutes": 60}, reason="a slip"
).given(WORK)
WITHDRAW = when(withdraw_entry, on=DAY, target=event(1), reason="never happened").given(WORK)

CITING: tuple[Told, ...] = (
    WORK,
    (ResourceNoted(resource_id="s1"), "2022-02-02"),
    (ConstraintRevealed(constraint_id="c1"), "2022-02-03"),
    (EffectObserved(effect_id="f1"), "2022-02-04"),
    (EffectObserved(effect_id="f2"), "2022-02-05"),
    (EffectAttested(effect_id="f2"), "2022-02-06"),
    (ReviewHeld(review_id="r1"), "2022-02-07"),
    (
        QuoteIssued(
            quote_id="q1",
            lines=(QuoteLine(work_ids=("w1", "gone")),),
            resource_ids=("s1", "gone"),
            constraint_ids=("c1", "gone"),
            effect_ids=("f1", "gone"),
            unplanned_effect_ids=("f2",),
            over_limit_review_id="r1",
        ),
        "2022-03-01",
    ),
    (QuoteDiscussed(quote_id="q1"), "2022-03-02"),
    (WorkRecorded(work_id="w2"), "2022-03-03"),
    (QuoteSigned(quote_id="q1"), "2022-03-04"),
)
SETTLED = (1, 2, 3, 4, 5, 6, 7, 8, 9, 11)
"""What the signed quote cites, itself and its signature included: all but other work."""


def after_signature(situation: Situation, version: int) -> Situation:
    """The situation on one of the facts that tell of the signed quote."""
    return when(situation.decide, **situation.arguments).given(*CITING).but(target=event(version))


SIGNED = tuple(
    Refused(
        f"fact {version} is settled",
        after_signature(situation, version).but(reason=""),
        AlreadySigned(str(event(version)), "q1"),
    )
    for situation in (CORRECT, WITHDRAW)
    for version in SETTLED
)
REFUSALS = (
    *SIGNED,
    *(
        Refused(
            "no such entry",
            situation.but(target=event(9), reason=""),
            UnknownReference("target", str(event(9))),
        )
        for situation in (CORRECT, WITHDRAW)
    ),
    *(
        Refused("no reason", situation.but(reason=""), Missing("reason"))
        for situation in (CORRECT, WITHDRAW)
    ),
    Refused("nothing new", CORRECT.but(new_fields={}, reason=""), Missing("new_fields")),
    Refused(
        "no words where some are asked, before what does not fit",
        CORRECT.but(new_fields={"minutes": -1}, reason=""),
        Missing("reason"),
    ),
    Refused(
        "the name of the thing itself",
        CORRECT.but(new_fields={"work_id": "w9"}),
        NotCorrectable(str(event(1)), "work_id names the thing itself; withdraw the entry"),
    ),
    Refused(
        "a day that had not come when it was corrected",
        CORRECT.but(new_fields={"occurred_at": date(2022, 6, 2)}),
        FutureFact(date(2022, 6, 2), DAY),
    ),
    Refused(
        "an entry that cannot be read",
        CORRECT.given((Unread("song_sung", 1, {}, "unknown name"), "2022-02-02")).but(
            target=event(2)
        ),
        NotCorrectable(str(event(2)), "unknown name"),
    ),
)


@pytest.mark.parametrize("case", REFUSALS, ids=str)
def test_amending_an_entry_is_refused(case: Refused) -> None:
    """What a signed quote cites is settled; a correction fits and has a reason."""
    assert case.situation.answer == case.refusal


@pytest.mark.parametrize(
    "fields",
    [
        {"no_such_field": 1},
        {"minutes": 0},
        {"minutes": True},
        {"minutes": "60"},
        {"minutes": 60.0},
        {"topic": ""},
        {"work_id": None},
        {"nature": "idle"},
        {"by": {"party_id": "nora"}},
        {"volumes": [{"unit": "page", "value": "NaN"}]},
        {"volumes": [{"unit": "page", "value": "many"}]},
        {"deliverables": "a map"},
        {"occurred_at": None},
        {"occurred_at": "yesterday"},
        {"occurred_at": "2022-02-01T09:00:00"},
        {"occurred_at": "2022-02-02", "minutes": 0},
    ],
    ids=str,
)
def test_new_fields_that_do_not_fit_are_refused_and_change_nothing(fields: dict[str, Any]) -> None:
    """The refusal says why; a history that holds such a correction all the same is unchanged."""
    answer = CORRECT.but(new_fields=fields).answer
    assert isinstance(answer, NotCorrectable)
    assert answer.target == str(event(1))
    assert answer.why
    correction = (EntryCorrected(target_event_id=event(1), new_fields=fields), "2022-02-03")
    assert story(WORK, correction).facts == story(WORK).facts


def corrected_by(answer: object, *told: Told) -> History:
    """The history of some facts once the correction drafted is in it."""
    assert isinstance(answer, Draft)
    assert isinstance(answer.data, EntryCorrected)
    return story(*told, (answer.data, "2022-06-01"))


def test_an_entry_is_set_right_with_values_of_python() -> None:
    """They are kept as plain values, and give the fact that was meant."""
    told: Told = (EngagementMade(engagement_id="e1", text="run it"), "2022-02-01")
    situation = evolve(CORRECT, told=(told,)).but(
        new_fields={
            "by": NORA,
            "kind": EngagementKind.DELIVERY,
            "text": None,
            "objective_ids": ("o1", "o2"),
            "due": date(2022, 5, 1),
            "every_days": 7,
            "occurred_at": datetime(2022, 2, 2, 9, tzinfo=timezone(timedelta(hours=1))),
        }
    )
    fact = situation.fact
    assert isinstance(fact, EntryCorrected)
    assert fact.target_event_id == event(1)
    assert dict(fact.new_fields) == {
        "by": {"party_id": "nora", "side": "provider", "organisation": "Studio Marelle"},
        "kind": "delivery",
        "text": None,
        "objective_ids": ["o1", "o2"],
        "due": "2022-05-01",
        "every_days": 7,
        "occurred_at": "2022-02-02T08:00:00.000000Z",
    }
    (found,) = corrected_by(situation.answer, told).facts
    assert found.data == EngagementMade(
        engagement_id="e1",
        by=NORA,
        kind=EngagementKind.DELIVERY,
        objective_ids=("o1", "o2"),
        due=date(2022, 5, 1),
        every_days=7,
    )
    assert found.occurred_at == datetime(2022, 2, 2, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fact", "fields"),
    [
        (
            ReviewHeld(review_id="r1"),
            {"levels": frozenset({ReflexiveLevel.RELATIONAL, ReflexiveLevel.INTERNAL})},
        ),
        (
            EffectObserved(effect_id="f1"),
            {"measure": Measure(quantity=Quantity(value=Decimal("1E+2"), unit="minute"))},
        ),
        (
            QuoteIssued(quote_id="q1"),
            {"total": Money.of(10), "lines": (QuoteLine(amount=Money.of(10)),)},
        ),
        (EffectObserved(effect_id="f1"), {"arising_from": (event(4),)}),
    ],
    ids=["levels", "measure", "lines", "events"],
)
def test_any_value_of_python_fits_its_own_field(fact: Any, fields: dict[str, Any]) -> None:
    """Sets, quantities, money and ids come out as they went in."""
    answer = evolve(CORRECT, told=((fact, "2022-02-01"),)).but(new_fields=fields).answer
    (found,) = corrected_by(answer, (fact, "2022-02-01")).facts
    assert found.data == evolve(fact, **fields)


def test_an_entry_is_taken_back() -> None:
    """With its reason."""
    assert WITHDRAW.fact == EntryWithdrawn(target_event_id=event(1), reason="never happened")


def test_what_no_signed_quote_cites_may_change() -> None:
    """Other work, and everything cited as long as nobody signed."""
    assert after_signature(CORRECT, 10).fact
    assert after_signature(WITHDRAW, 10).fact
    unsigned = CITING[:-1]
    refused = (*unsigned, (QuoteRefused(quote_id="q1"), "2022-03-04"))
    for told in (unsigned, refused):
        for version in range(1, 10):
            assert evolve(WITHDRAW, told=told).but(target=event(version)).fact


def test_a_quote_signed_but_never_issued_settles_its_signature_only() -> None:
    """An import may know no more of it; a review that was never held is nobody's."""
    signed: Told = (QuoteSigned(quote_id="q1"), "2022-03-04")
    alone = WITHDRAW.given(signed)
    assert alone.but(target=event(2)).answer == AlreadySigned(str(event(2)), "q1")
    assert alone.fact
    issued: Told = (QuoteIssued(quote_id="q1", over_limit_review_id="r9"), "2022-03-01")
    assert WITHDRAW.given(issued, signed).fact


def test_a_correction_is_no_target() -> None:
    """Corrections and withdrawals stand outside the state: naming one names nothing known."""
    correction: Told = (
        EntryCorrected(target_event_id=event(1), new_fields={"minutes": 60}),
        "2022-02-03",
    )
    for situation in (CORRECT.given(correction), WITHDRAW.given(correction)):
        assert situation.but(target=event(2)).answer == UnknownReference("target", str(event(2)))


def test_what_was_taken_back_is_no_target_any_more() -> None:
    """It no longer counts."""
    gone: Told = (EntryWithdrawn(target_event_id=event(1)), "2022-02-03")
    assert WITHDRAW.given(gone).answer == UnknownReference("target", str(event(1)))
    assert CORRECT.given(gone).answer == UnknownReference("target", str(event(1)))


def test_an_unread_entry_is_moved_in_time_but_never_rewritten() -> None:
    """Its own fields are not ours to read, its place in time is."""
    sealed: Told = (Unread("song_sung", 1, {"reason": "x"}, "unknown name"), "2022-02-01")
    (fact,) = story(sealed).facts

    def after(**fields: Any) -> Any:
        entry = EntryCorrected(target_event_id=event(1), new_fields=fields)
        return corrected(fact, evolve(fact, data=entry, id=event(2)))

    assert after(reason="y") == fact
    assert after(occurred_at="2022-02-09", reason="y") == fact
    moved = after(occurred_at="2022-02-09")
    assert (moved.occurred_at, moved.data) == (date(2022, 2, 9), fact.data)


def test_the_state_keeps_every_fact_it_was_given() -> None:
    """By the id of its event; those that cannot be read are told apart."""
    state = folded(WORK, (Unread("song_sung", 1, {}, "unknown name"), "2022-02-02"))
    assert list(state.facts) == [event(1), event(2)]
    assert [fact.version for fact in state.unread] == [2]
    assert state.unknown("revisits", [event(1), event(2)]) is None
    assert state.unknown("revisits", [event(1), event(9), event(8)]) == UnknownReference(
        "revisits", str(event(9))
    )
