from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import IntEnum
from types import SimpleNamespace
from typing import Annotated, Any
from uuid import UUID

import pytest
from annotated_types import Ge, Gt, MinLen, Predicate

from noe_core.at_once import right_of
from noe_core.relationship.engagements import EngagementMade
from noe_core.relationship.frame import MethodAgreed
from noe_core.relationship.quotes import QuoteIssued
from noe_core.relationship.reviews import ReflexiveLevel, ReviewHeld
from noe_core.typed import Count, Days, Id, Minutes, Text, Unfit, check_of, value
from noe_core.values import PartyRef, Side

NO_SIDE = "must be a Side (one of 'provider', 'client', 'partner')"
NORA = PartyRef(party_id="nora", side=Side.PROVIDER)


class Number(IntEnum):
    """An int that is more than an int."""

    ONE = 1


@pytest.mark.parametrize(
    ("annotation", "right"),
    [
        (Text, "a"),
        (Id, "a"),
        (Minutes, 1),
        (Days, 1),
        (Count, 0),
        (int, -1),
        (bool, True),
        (date, date(2022, 1, 1)),
        (Decimal, Decimal("1.5")),
        (UUID, UUID(int=1)),
        (Side, Side.CLIENT),
        (PartyRef, NORA),
        (Minutes | None, None),
        (Minutes | None, 5),
        (tuple[PartyRef, ...], ()),
        (tuple[PartyRef, ...], (NORA, NORA)),
        (frozenset[Side], frozenset({Side.CLIENT})),
        (Mapping[str, Any], {"a": 1}),
    ],
    ids=str,
)
def test_a_value_of_its_annotation_is_right(annotation: Any, right: Any) -> None:
    """What the annotation says may stand there."""
    assert check_of(annotation)(right) is None
    assert _vouched(annotation, right)


@pytest.mark.parametrize(
    ("annotation", "wrong", "says"),
    [
        (Text, "", "must not be empty; leave it out where nothing is known"),
        (Text, b"a", "must be a str, not b'a' (bytes)"),
        (Text, None, "must be a str, not None (NoneType)"),
        (Minutes, 0, "must be more than 0, not 0"),
        (Minutes, -3, "must be more than 0, not -3"),
        (Minutes, True, "must be an int, not True (bool)"),
        (Minutes, 1.0, "must be an int, not 1.0 (float)"),
        (Minutes, Number.ONE, "must be an int, not <Number.ONE: 1> (Number)"),
        (Count, -1, "must be at least 0, not -1"),
        (Minutes | None, 0, "must be more than 0, not 0"),
        (Minutes | None, "5", "must be an int, not '5' (str)"),
        (bool, 1, "must be a bool, not 1 (int)"),
        (date, "2022-01-01", "must be a date, not '2022-01-01' (str)"),
        (
            date,
            datetime(1, 1, 1, tzinfo=UTC),
            f"must be a date, not {datetime(1, 1, 1, tzinfo=UTC)!r:.60} (datetime)",
        ),
        (Decimal, 1, "must be a Decimal, not 1 (int)"),
        (Decimal, Decimal("NaN"), "must be a finite number, not NaN"),
        (UUID, "a", "must be a UUID, not 'a' (str)"),
        (
            Side,
            "client",
            "must be a Side (one of 'provider', 'client', 'partner'), not 'client' (str)",
        ),
        (
            Side,
            ReflexiveLevel.INTERNAL,
            f"{NO_SIDE}, not <ReflexiveLevel.INTERNAL: 'internal'> (ReflexiveLevel)",
        ),
        (PartyRef, "nora", "must be a PartyRef, not 'nora' (str)"),
        (tuple[PartyRef, ...], [NORA], f"must be a tuple, not {[NORA]!r:.60} (list)"),
        (tuple[PartyRef, ...], (NORA, "lise"), "must be a PartyRef, not 'lise' (str)"),
        (tuple[Text, ...], ("a", ""), "must not be empty; leave it out where nothing is known"),
        (tuple[Text, ...], "ab", "must be a tuple, not 'ab' (str)"),
        (
            frozenset[Side],
            {Side.CLIENT},
            f"must be a frozenset, not { ({Side.CLIENT})!r:.60} (set)",
        ),
        (
            frozenset[Side],
            frozenset({1}),
            "must be a Side (one of 'provider', 'client', 'partner'), not 1 (int)",
        ),
        (Mapping[str, Any], [("a", 1)], "must be a Mapping, not [('a', 1)] (list)"),
    ],
    ids=str,
)
def test_anything_else_is_told_what_is_expected(annotation: Any, wrong: Any, says: str) -> None:
    """Neither a bool for a number, nor a datetime for a day, nor a list for a tuple."""
    assert check_of(annotation)(wrong) == says
    assert not _vouched(annotation, wrong)


def _vouched(annotation: Any, given: Any) -> bool:
    """Whether the quick expression vouches for a value with that one field."""
    return right_of({"field": annotation}, check_of)(SimpleNamespace(field=given))


@pytest.mark.parametrize(
    "annotation",
    ["int", list[int], int | str, Annotated[str, Predicate(str.isupper)]],
    ids=str,
)
def test_an_annotation_no_fact_uses_is_an_error_of_the_programmer(annotation: Any) -> None:
    """A postponed annotation is one of them."""
    with pytest.raises(TypeError, match="no check is known for the"):
        check_of(annotation)
    with pytest.raises(TypeError, match="no check is known for the"):
        value(type("Odd", (), {"__annotations__": {"field": annotation}}))


def test_a_declared_value_is_frozen_and_named_by_its_fields() -> None:
    """Two constraints on one field hold together."""

    @value
    class Shelf:
        books: Annotated[int, Ge(1), Gt(2)]
        label: Annotated[str, MinLen(2)] = "no label"

    assert Shelf(books=3) == Shelf(books=3, label="no label")
    assert hash(Shelf(books=3)) == hash(Shelf(books=3))
    for books, why in ((0, "must be at least 1, not 0"), (2, "must be more than 2, not 2")):
        with pytest.raises(Unfit) as caught:
            Shelf(books=books)
        assert (caught.value.owner, caught.value.field) == ("Shelf", "books")
        assert caught.value.why == why
    with pytest.raises(TypeError):
        Shelf(3)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("build", "says"),
    [
        (lambda: ReviewHeld(review_id="", minutes=0), "ReviewHeld.review_id must not be empty"),
        (lambda: ReviewHeld(review_id="r", minutes=0), "ReviewHeld.minutes must be more than 0"),
        (
            lambda: ReviewHeld(review_id="r", levels={"internal"}),  # type: ignore[arg-type]
            "ReviewHeld.levels must be a frozenset",
        ),
        (
            lambda: ReviewHeld(review_id="r", revisits=("x",)),  # type: ignore[arg-type]
            "ReviewHeld.revisits must be a UUID",
        ),
        (lambda: MethodAgreed(version=0), "MethodAgreed.version must be at least 1"),
        (
            lambda: EngagementMade(engagement_id="e", due=datetime(1, 1, 1, tzinfo=UTC)),
            "EngagementMade.due must be a date",
        ),
        (
            lambda: EngagementMade(engagement_id="e", kind="delivery"),  # type: ignore[arg-type]
            "EngagementMade.kind must be an EngagementKind (one of 'involvement'",
        ),
        (
            lambda: QuoteIssued(quote_id="q", time_saved_minutes=-1),
            "QuoteIssued.time_saved_minutes must be at least 0",
        ),
        (
            lambda: QuoteIssued(quote_id="q", total=3000),  # type: ignore[arg-type]
            "QuoteIssued.total must be a Money",
        ),
    ],
)
def test_facts_are_checked_like_values(build: Any, says: str) -> None:
    """The first wrong field is named, in the order of the class."""
    with pytest.raises(Unfit) as caught:
        build()
    assert str(caught.value).startswith(says)
