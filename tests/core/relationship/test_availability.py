from datetime import date

import attrs
import pytest

from noe_core.refusal import NotAllowedInPhase
from noe_core.relationship.availability import AvailabilityNoted, note_availability
from noe_core.values import Period, Side
from relationship.given import CLOSED, DECLINED, LISE, NORA, OPEN, Refused, Told, folded, when

DAY = date(2022, 6, 1)
AUGUST = Period(start=date(2022, 8, 1), end=date(2022, 8, 21))
NOTE = when(note_availability, on=DAY, party=LISE, period=AUGUST)

REFUSALS = (
    Refused(
        "declined",
        NOTE.given(DECLINED),
        NotAllowedInPhase("declined", "prospect, open, signed, closed"),
    ),
)


@pytest.mark.parametrize("case", REFUSALS, ids=str)
def test_an_absence_is_refused(case: Refused) -> None:
    """Only where there is nobody left to wait for."""
    assert case.situation.answer == case.refusal


@pytest.mark.parametrize("phase", [(), (OPEN,), (OPEN, CLOSED)], ids=["prospect", "open", "closed"])
def test_an_absence_to_come_is_noted_when_it_is_said(phase: tuple[Told, ...]) -> None:
    """It happened on the day of the noting; the period lies ahead, or behind."""
    assert NOTE.given(*phase).fact == AvailabilityNoted(party=LISE, period=AUGUST)
    assert NOTE.but(on=date(2022, 9, 1)).fact


def test_no_reason_is_ever_stored() -> None:
    """Who and when, and no field in which anybody could write why."""
    assert [field.name for field in attrs.fields(AvailabilityNoted)] == ["party", "period"]
    with pytest.raises(TypeError, match="reason"):
        AvailabilityNoted(party=LISE, reason="ill")  # type: ignore[call-arg]


def test_a_side_is_away_on_the_days_noted_for_its_people() -> None:
    """Both ends of the period are within it; an absence of nobody or of no days is none."""
    availability = folded(
        (AvailabilityNoted(party=LISE, period=AUGUST), "2022-06-01"),
        (AvailabilityNoted(party=NORA), "2022-06-02"),
        (AvailabilityNoted(period=AUGUST), "2022-06-03"),
    ).availability
    away = {
        day: [absence.version for absence in availability.away(Side.CLIENT, day)]
        for day in (date(2022, 7, 31), AUGUST.start, AUGUST.end, date(2022, 8, 22))
    }
    assert list(away.values()) == [[], [1], [1], []]
    assert availability.away(Side.PROVIDER, AUGUST.start) == ()
    assert len(availability.noted) == 3
