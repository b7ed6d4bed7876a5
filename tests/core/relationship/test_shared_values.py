from datetime import date

import pytest

from noe_core.refusal import Missing, NotAllowedInPhase
from noe_core.relationship.shared_values import (
    NothingToExcept,
    ReviewOutOfReach,
    ValuesCompared,
    ValuesExceptionMade,
    ValuesOutcome,
    compare_values,
    make_values_exception,
)
from noe_core.typed import Unfit
from relationship.given import CLOSED, DECLINED, NORA, OPEN, SIGNED, Refused, Told, folded, when

DAY = date(2022, 2, 1)
SIX_MONTHS_ON = date(2022, 7, 31)


def compared(outcome: ValuesOutcome | None, on: str = "2022-01-20") -> Told:
    """The values compared, with an outcome or none told."""
    return ValuesCompared(outcome=outcome), on


def excepted(until: date | None = None, on: str = "2022-01-25") -> Told:
    """An exception made, until a day or for good."""
    return ValuesExceptionMade(review_by=until), on


INCOMPATIBLE = compared(ValuesOutcome.INCOMPATIBLE)
COMPATIBLE = compared(ValuesOutcome.COMPATIBLE)

COMPARE = when(compare_values, on=DAY, outcome=ValuesOutcome.TO_DISCUSS)
EXCEPT = when(
    make_values_exception,
    on=DAY,
    reason="the town's last foundry, and a year to change",
    approved_by=[NORA],
    review_by=SIX_MONTHS_ON,
).given(INCOMPATIBLE)

AFTER = NotAllowedInPhase("closed", "prospect, open, signed")
NEVER = NotAllowedInPhase("declined", "prospect, open, signed")

REFUSALS = (
    Refused("closed", COMPARE.given(CLOSED), AFTER),
    Refused("declined", COMPARE.given(DECLINED), NEVER),
    Refused("closed", EXCEPT.given(CLOSED).but(reason=""), AFTER),
    Refused("declined", EXCEPT.given(DECLINED), NEVER),
    Refused("never compared", when(make_values_exception, **EXCEPT.arguments), NothingToExcept()),
    Refused(
        "no longer incompatible",
        EXCEPT.given(compared(ValuesOutcome.TO_DISCUSS, "2022-01-22")).but(reason=""),
        NothingToExcept(),
    ),
    Refused("no reason", EXCEPT.but(reason="", approved_by=[], review_by=None), Missing("reason")),
    Refused("nobody", EXCEPT.but(approved_by=[], review_by=None), Missing("approved_by")),
    Refused("no day", EXCEPT.but(review_by=None), Missing("review_by")),
    Refused(
        "181 days on",
        EXCEPT.but(review_by=date(2022, 8, 1)),
        ReviewOutOfReach(date(2022, 8, 1), DAY, SIX_MONTHS_ON),
    ),
    Refused(
        "the day before",
        EXCEPT.but(review_by=date(2022, 1, 31)),
        ReviewOutOfReach(date(2022, 1, 31), DAY, SIX_MONTHS_ON),
    ),
)


@pytest.mark.parametrize("case", REFUSALS, ids=str)
def test_values_are_refused(case: Refused) -> None:
    """An exception answers an incompatible comparison, and is looked at again within 180 days."""
    assert case.situation.answer == case.refusal


def test_values_are_compared_before_the_opening_or_since() -> None:
    """With the version that was published and the points that came up."""
    full = ValuesCompared(values_version=3, outcome=ValuesOutcome.TO_DISCUSS, points=("pay",))
    assert COMPARE.but(values_version=3, points=["pay"]).fact == full
    for phase in ((OPEN,), (OPEN, SIGNED)):
        assert COMPARE.given(*phase).fact == ValuesCompared(outcome=ValuesOutcome.TO_DISCUSS)


def test_versions_of_values_begin_at_one() -> None:
    """A version zero is wrong in itself."""
    with pytest.raises(Unfit, match="values_version must be at least 1"):
        ValuesCompared(values_version=0)


@pytest.mark.parametrize("until", [DAY, SIX_MONTHS_ON], ids=["that day", "180 days on"])
def test_an_exception_is_made_until_a_day(until: date) -> None:
    """Both ends of the half year are within it."""
    assert EXCEPT.but(review_by=until).fact == ValuesExceptionMade(
        reason="the town's last foundry, and a year to change",
        approved_by=(NORA,),
        review_by=until,
    )


def test_an_exception_at_the_end_of_the_calendar_ends_with_it() -> None:
    """There are no 180 days after it, and that is no error."""
    last = date(9999, 12, 1)
    assert EXCEPT.but(on=last, review_by=date.max).fact
    assert EXCEPT.but(on=last, review_by=DAY).answer == ReviewOutOfReach(DAY, last, date.max)


def test_the_last_comparison_counts() -> None:
    """One whose outcome nobody told is not incompatible."""
    assert folded().values.incompatible is None
    assert folded(COMPATIBLE, INCOMPATIBLE).values.incompatible is not None
    assert folded(INCOMPATIBLE, (ValuesCompared(), "2022-01-21")).values.incompatible is None
    assert len(folded(COMPATIBLE, INCOMPATIBLE).values.compared) == 2


def test_an_exception_holds_until_its_day_and_until_the_next_comparison() -> None:
    """Its last day is within it; one that names no day holds on."""
    until = excepted(DAY)
    values = folded(INCOMPATIBLE, until).values
    assert values.excepted_on(DAY) is values.exceptions[0]
    assert values.excepted_on(date(2022, 2, 2)) is None
    assert folded(INCOMPATIBLE, excepted()).values.excepted_on(date.max) is not None
    again = folded(INCOMPATIBLE, until, compared(ValuesOutcome.INCOMPATIBLE, "2022-01-30")).values
    assert again.excepted_on(DAY) is None
    assert len(again.exceptions) == 1
    both = folded(INCOMPATIBLE, excepted(date(2022, 3, 1)), until).values
    assert both.excepted_on(date(2022, 2, 15)) is both.exceptions[0]
