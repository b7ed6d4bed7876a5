from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import KINDS, built, law

from noe_core.entries import EntryCorrected
from noe_core.facts import Unread
from noe_core.relationship.effects import EffectObserved
from noe_core.relationship.engagements import EngagementKept
from noe_core.relationship.objectives import ObjectiveSet
from noe_core.relationship.quotes import QuoteIssued, QuoteLine
from noe_core.relationship.reviews import Adjustment, Assessment, ReflexiveLevel, ReviewHeld
from noe_core.relationship.work import WorkRecorded
from noe_core.typed import Fact
from noe_core.values import Measure, Money, PartyRef, Period, Quantity, Side
from noe_core.wire import amended, decimal_text, moment, plain, plain_field

NORA = PartyRef(party_id="nora", side=Side.PROVIDER)
REVIEW = ReviewHeld(
    review_id="r1",
    minutes=90,
    participants=(NORA,),
    levels=frozenset({ReflexiveLevel.RELATIONAL, ReflexiveLevel.CLIENT_SIDE}),
    assessments=(Assessment(of_side=Side.CLIENT, by_side=Side.PROVIDER),),
    revisits=(UUID(int=1),),
    adjustments=Adjustment.KEPT_AS_IS,
)
QUOTE = QuoteIssued(
    quote_id="q1",
    period=Period(start=date(2022, 1, 1), end=date(2022, 1, 31)),
    lines=(QuoteLine(work_ids=("w2", "w1"), amount=Money.of("12.50")),),
    time_saved_minutes=0,
    none_yet=False,
)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("0", "0"),
        ("-0", "0"),
        ("-0.00", "0"),
        ("0E+5", "0"),
        ("1E+2", "100"),
        ("100", "100"),
        ("1.50", "1.5"),
        ("-1.50", "-1.5"),
        ("2.00", "2"),
        ("1E-7", "0.0000001"),
    ],
)
def test_a_decimal_has_one_spelling(number: str, text: str) -> None:
    """No exponent, no idle zero, no sign of nothing; the number is the same."""
    assert decimal_text(Decimal(number)) == text
    assert Decimal(text) == Decimal(number)


def test_a_fact_is_written_in_plain_values() -> None:
    """Enums by value, sets sorted, pairs with named keys; what is missing is left out."""
    assert plain(REVIEW) == {
        "review_id": "r1",
        "minutes": 90,
        "participants": [{"party_id": "nora", "side": "provider"}],
        "levels": ["client_side", "relational"],
        "assessments": [{"of_side": "client", "by_side": "provider"}],
        "revisits": ["00000000-0000-0000-0000-000000000001"],
        "adjustments": "kept_as_is",
    }
    assert plain(QUOTE) == {
        "quote_id": "q1",
        "period": {"start": "2022-01-01", "end": "2022-01-31"},
        "lines": [{"work_ids": ["w2", "w1"], "amount": {"amount": "12.50", "currency": "EUR"}}],
        "time_saved_minutes": 0,
        "none_yet": False,
    }


def _kinds(value: Any) -> set[type]:
    if isinstance(value, dict):
        return {type(value)}.union(*map(_kinds, value), *map(_kinds, value.values()))
    if isinstance(value, list | tuple):
        return {type(value)}.union(*map(_kinds, value))
    return {type(value)}


@law
@given(st.sampled_from(KINDS).flatmap(built))
def test_plain_values_are_plain_and_read_back(fact: Fact) -> None:
    """Texts, whole numbers, yes and no, lists and objects: never an enum, never a float."""
    fields = plain(fact)
    assert _kinds(fields) <= {dict, list, str, int, bool}
    needed = [f.name for f in attrs.fields(type(fact)) if f.default is attrs.NOTHING]
    bare = type(fact)(**{name: getattr(fact, name) for name in needed})
    assert amended(bare, fields) == fact
    assert plain(amended(bare, fields)) == fields


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        ("a", "a"),
        (5, 5),
        (True, True),
        (Decimal("1.50"), "1.5"),
        (Money.of("-0.00"), {"amount": "0.00", "currency": "EUR"}),
        (Side.CLIENT, "client"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (date(2022, 1, 31), "2022-01-31"),
        (datetime(2022, 1, 31, 9, tzinfo=UTC), "2022-01-31T09:00:00.000000Z"),
        ((NORA,), [{"party_id": "nora", "side": "provider"}]),
        (frozenset({Side.PROVIDER, Side.CLIENT}), ["client", "provider"]),
        ({"b", "a"}, ["a", "b"]),
        ({"unit": "page"}, {"unit": "page"}),
        (
            Measure(quantity=Quantity(value=Decimal(240), unit="minute")),
            {"quantity": {"value": "240", "unit": "minute"}},
        ),
    ],
)
def test_one_field_is_written_as_inside_its_fact(value: Any, text: Any) -> None:
    """Moments included, which no fact holds but every envelope does."""
    assert plain_field(value) == text
    assert _kinds(plain_field(value)) <= {dict, list, str, int, bool, type(None)}


def test_a_datetime_without_zone_is_no_plain_field() -> None:
    """Nobody would know when it was."""
    with pytest.raises(ValueError, match="has no zone"):
        plain_field(datetime(2022, 1, 31, 9))  # noqa: DTZ001 - wrong on purpose


def test_some_fields_are_replaced_and_some_emptied() -> None:
    """The others stay, and the fact that was amended too."""
    again = amended(REVIEW, {"minutes": None, "levels": ["internal"], "format": "talk"})
    assert again == attrs.evolve(
        REVIEW, minutes=None, levels=frozenset({ReflexiveLevel.INTERNAL}), format="talk"
    )
    assert REVIEW.minutes == 90
    assert amended(REVIEW, {}) == REVIEW


@pytest.mark.parametrize(
    ("fact", "fields", "says"),
    [
        (REVIEW, {"minutes": "60"}, "minutes: must be int, not str"),
        (REVIEW, {"minutes": True}, "minutes: must be int, not bool"),
        (REVIEW, {"minutes": 0}, "ReviewHeld.minutes must be more than 0, not 0"),
        (REVIEW, {"levels": "internal"}, "levels: must be a list, not str"),
        (REVIEW, {"levels": ["inner"]}, "levels[0]: 'inner' is not a valid ReflexiveLevel"),
        (REVIEW, {"levels": {"internal": 1}}, "levels: must be a list, not dict"),
        (REVIEW, {"revisits": [1]}, "revisits[0]: must be str, not int"),
        (REVIEW, {"revisits": ["1"]}, "revisits[0]: badly formed hexadecimal UUID string"),
        (
            EngagementKept(engagement_id="e1"),
            {"mood": "good", "tone": "high"},
            "no field mood, tone; there are engagement_id, evidence, event_ids",
        ),
        (REVIEW, {"review_id": None}, "review_id: required field missing"),
        (
            REVIEW,
            {"minutes": "1", "format": 2},
            "minutes: must be int, not str; format: must be str, not int",
        ),
        (QUOTE, {"none_yet": 1}, "none_yet: must be bool, not int"),
        (
            QUOTE,
            {"total": {"amount": "1.5", "currency": "EUR"}},
            "total: Money.amount must have exactly two places, not 1.5",
        ),
        (
            QUOTE,
            {"total": {"amount": "much", "currency": "EUR"}},
            "total.amount: must be a number",
        ),
        (
            QUOTE,
            {"total": {"amount": 1.5, "currency": "EUR"}},
            "total.amount: must be str, not float",
        ),
        (
            ObjectiveSet(objective_id="o1"),
            {"horizon": "2022-W05-1"},
            "horizon: '2022-W05-1' is a day written otherwise than 2022-01-31",
        ),
        (
            EffectObserved(effect_id="f1"),
            {"measure": {"quantity": {"value": "NaN", "unit": "page"}}},
            "measure.quantity: Quantity.value must be a finite number, not NaN",
        ),
        (Unread("issue_owned", 1, {}, "unknown name"), {"reason": "x"}, "unknown name"),
    ],
)
def test_what_does_not_fit_is_named_with_its_place(
    fact: Fact, fields: dict[str, Any], says: str
) -> None:
    """Nothing is converted to make it fit."""
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole text is compared
        amended(fact, fields)
    assert str(caught.value) == says


def test_what_cannot_be_read_stays_when_nothing_is_asked_of_it() -> None:
    """No field of it is known, so none can be replaced."""
    unread = Unread("issue_owned", 1, {"a": 1}, "unknown name")
    assert amended(unread, {}) == unread


def test_a_moment_is_read_from_text_alone() -> None:
    """A number of seconds is no moment."""
    assert moment("2022-01-31") == date(2022, 1, 31)
    for wrong in (1643619600, None, date(2022, 1, 31)):
        with pytest.raises(ValueError, match="must be str"):
            moment(wrong)


def test_a_correction_is_written_with_what_it_empties() -> None:
    """None means something there."""
    fact = EntryCorrected(target_event_id=UUID(int=1), new_fields={"topic": None, "minutes": 5})
    assert plain(fact)["new_fields"] == {"topic": None, "minutes": 5}
    assert amended(WorkRecorded(work_id="w", topic="a"), fact.new_fields) == (
        WorkRecorded(work_id="w", minutes=5)
    )
