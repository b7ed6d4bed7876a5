from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noe_core.moments import (
    DEFAULT_ZONE,
    When,
    begins,
    checked,
    day_from,
    day_of,
    is_day,
    order,
    parse,
    within,
    written,
)

PARIS = ZoneInfo("Europe/Paris")
NEW_YORK = ZoneInfo("America/New_York")
KIRITIMATI = ZoneInfo("Pacific/Kiritimati")
DAY = date(2022, 1, 31)
NINE = datetime(2022, 1, 31, 9, tzinfo=UTC)

days = st.dates()
instants = st.datetimes(timezones=st.just(UTC))
moments = days | instants


def at(text: str) -> datetime:
    """The instant a text stands for."""
    found = parse(text)
    assert isinstance(found, datetime)
    return found


def test_a_day_and_an_instant_are_told_apart() -> None:
    """What is known to the day is no instant at midnight."""
    assert is_day(DAY)
    assert not is_day(NINE)


def test_an_instant_is_kept_in_utc() -> None:
    """Whatever zone it came in; a day stays the day it is."""
    assert checked(DAY) == DAY
    in_paris = checked(datetime(2022, 1, 31, 10, tzinfo=PARIS))
    assert isinstance(in_paris, datetime)
    assert (in_paris, in_paris.tzinfo) == (NINE, UTC)


@pytest.mark.parametrize(
    ("moment", "says"),
    [
        (datetime(2022, 1, 31, 9), "has no zone"),  # noqa: DTZ001 - wrong on purpose
        ("2022-01-31", "a moment is a date or an aware datetime, not '2022-01-31'"),
        (None, "a moment is a date or an aware datetime, not None"),
        (1643619600, "a moment is a date or an aware datetime, not 1643619600"),
        (datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=1))), "is outside the calendar in UTC"),
        (
            datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-1))),
            "is outside the calendar in UTC",
        ),
    ],
)
def test_what_is_no_moment_is_refused(moment: Any, says: str) -> None:
    """A datetime without a zone could be two hours apart from itself."""
    with pytest.raises(ValueError, match=says):
        checked(moment)


def test_a_day_stands_before_its_instants_and_after_those_of_the_day_before() -> None:
    """Its place among others is its very beginning in UTC."""
    midnight = datetime(2022, 1, 31, tzinfo=UTC)
    assert order(DAY) == order(midnight)
    assert order(DAY - timedelta(days=1)) < order(midnight - timedelta(microseconds=1)) < order(DAY)
    assert order(DAY) < order(NINE) < order(DAY + timedelta(days=1))


def test_a_day_begins_where_it_comes_first_on_earth() -> None:
    """Fourteen hours before midnight UTC; an instant begins when it is."""
    assert begins(DAY) == at("2022-01-30T10:00:00Z")
    assert begins(DAY) == datetime(2022, 1, 31, tzinfo=KIRITIMATI)
    assert begins(NINE) == NINE
    assert begins(date.min) == datetime.min.replace(tzinfo=UTC)
    assert begins(date(1, 1, 2)) == datetime(1, 1, 1, 10, tzinfo=UTC)


@given(days, st.sampled_from((PARIS, NEW_YORK, KIRITIMATI, UTC)))
def test_a_day_has_begun_before_any_of_its_instants(day: date, zone: Any) -> None:
    """In whatever zone the day is lived."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=zone)
    assert begins(day) <= noon


@pytest.mark.parametrize(
    ("instant", "zone", "day"),
    [
        ("2022-01-31T22:59:59.999999Z", PARIS, "2022-01-31"),
        ("2022-01-31T23:00:00Z", PARIS, "2022-02-01"),
        ("2022-06-30T21:59:59Z", PARIS, "2022-06-30"),
        ("2022-06-30T22:00:00Z", PARIS, "2022-07-01"),
        ("2022-03-26T23:00:00Z", PARIS, "2022-03-27"),  # clocks go forward that night
        ("2022-03-27T22:00:00Z", PARIS, "2022-03-28"),  # and midnight comes an hour sooner
        ("2022-10-29T22:00:00Z", PARIS, "2022-10-30"),  # clocks go back that night
        ("2022-10-30T22:59:59Z", PARIS, "2022-10-30"),
        ("2022-10-30T23:00:00Z", PARIS, "2022-10-31"),
        ("2022-02-01T04:59:59Z", NEW_YORK, "2022-01-31"),
        ("2022-01-31T10:00:00Z", KIRITIMATI, "2022-02-01"),
    ],
)
def test_an_instant_has_the_day_of_a_zone(instant: str, zone: ZoneInfo, day: str) -> None:
    """Summer time included."""
    assert day_of(at(instant), zone) == parse(day)


def test_a_day_is_the_same_day_everywhere_and_paris_is_where_nobody_says() -> None:
    """It was given as a day, and stays it."""
    assert DEFAULT_ZONE == PARIS
    assert [day_of(DAY, zone) for zone in (PARIS, NEW_YORK, KIRITIMATI)] == [DAY] * 3
    assert day_of(at("2022-01-31T23:30:00Z")) == date(2022, 2, 1)


@given(moments, st.sampled_from((PARIS, NEW_YORK, KIRITIMATI)))
def test_every_moment_has_a_day(moment: When, zone: ZoneInfo) -> None:
    """Up to both ends of the calendar."""
    assert abs((day_of(moment, zone) - order(moment).date()).days) <= 1


def test_the_ends_of_the_calendar_keep_the_day_of_utc() -> None:
    """There is no next day to be already in."""
    assert day_of(datetime.max.replace(tzinfo=UTC)) == date.max
    assert day_of(datetime.min.replace(tzinfo=UTC), NEW_YORK) == date.min
    assert within(DAY, datetime.max.replace(tzinfo=UTC))


@pytest.mark.parametrize(
    ("moment", "limit", "zone", "come"),
    [
        # Two days.
        ("2022-01-31", "2022-01-31", PARIS, True),
        ("2022-02-01", "2022-01-31", PARIS, False),
        # Two instants, to the microsecond, wherever.
        ("2022-01-31T09:00:00Z", "2022-01-31T09:00:00Z", PARIS, True),
        ("2022-01-31T09:00:00.000001Z", "2022-01-31T09:00:00Z", PARIS, False),
        # An instant by a day: until midnight there.
        ("2022-01-31T22:59:59Z", "2022-01-31", PARIS, True),
        ("2022-01-31T23:00:00Z", "2022-01-31", PARIS, False),
        ("2022-01-31T23:00:00Z", "2022-01-31", NEW_YORK, True),
        ("2022-03-27T21:59:59Z", "2022-03-27", PARIS, True),
        ("2022-03-27T22:00:00Z", "2022-03-27", PARIS, False),
        ("2022-10-30T22:59:59Z", "2022-10-30", PARIS, True),
        ("2022-10-30T23:00:00Z", "2022-10-30", PARIS, False),
        # A day by an instant: once it has begun there.
        ("2022-02-01", "2022-01-31T23:00:00Z", PARIS, True),
        ("2022-02-01", "2022-01-31T22:59:59Z", PARIS, False),
        ("2022-02-01", "2022-01-31T23:00:00Z", NEW_YORK, False),
        ("2022-02-01", "2022-01-31T10:00:00Z", KIRITIMATI, True),
    ],
)
def test_whether_a_moment_had_come(moment: str, limit: str, zone: ZoneInfo, come: bool) -> None:
    """A day that has begun has come."""
    assert within(parse(moment), parse(limit), zone) is come


@given(moments, moments)
def test_of_two_moments_one_had_come_by_the_other(one: When, other: When) -> None:
    """Both, when they are of the same day or the same instant."""
    assert within(one, other) or within(other, one)
    assert within(one, one)


@given(moments)
def test_what_is_written_reads_back(moment: When) -> None:
    """A day as a day, an instant as the same instant, to the microsecond."""
    again = parse(written(moment))
    assert (again, is_day(again)) == (moment, is_day(moment))
    assert written(again) == written(moment)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("2022-01-31", "2022-01-31"),
        ("0001-01-01", "0001-01-01"),
        ("2022-01-31T09:00:00Z", "2022-01-31T09:00:00.000000Z"),
        ("2022-01-31T10:00:00.5+01:00", "2022-01-31T09:00:00.500000Z"),
        ("0042-01-31T09:00:00Z", "0042-01-31T09:00:00.000000Z"),
    ],
)
def test_a_moment_has_one_spelling(text: str, canonical: str) -> None:
    """Six digits and a Z for an instant, years of four digits for both."""
    assert written(parse(text)) == canonical


@pytest.mark.parametrize(
    "text",
    ["", "soon", "2022-13-01", "2022-02-30", "2022-W05-1", "20220131", "2022-01-31T09:00:00"],
)
def test_any_other_text_is_no_moment(text: str) -> None:
    """The error shows how moments are written."""
    with pytest.raises(ValueError, match=r"is neither a day \(2022-01-31\) nor an instant"):
        parse(text)


@pytest.mark.parametrize("text", ["2022-W05-1", "20220131", "2022-01-31T00:00:00Z", "today"])
def test_a_day_has_one_spelling(text: str) -> None:
    """Weeks and bare digits are days to others."""
    assert day_from("2022-01-31") == DAY
    with pytest.raises(ValueError, match=text):
        day_from(text)
