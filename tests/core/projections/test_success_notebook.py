from datetime import date
from fractions import Fraction

from noe_core.projections.success_notebook import SUCCESS_NOTEBOOK, SuccessNotebook, Week
from noe_core.team.notebook import RitualHeld, SuccessNoted
from noe_core.testing import Told, event, story
from noe_core.values import PartyRef, Side

STREAM = "team/fournil"
ANNE, BASILE = (PartyRef(party_id=name, side=Side.PROVIDER) for name in ("anne", "basile"))

MONDAY = "2022-01-03"
"""The first Monday of 2022 begins its first ISO week."""


def noted(
    on: str,
    *,
    of: str | None = None,
    by: PartyRef | None = ANNE,
    relationship: str | None = None,
) -> Told:
    """A success noted on a day, of that day unless said otherwise."""
    day = date.fromisoformat(of) if of else None
    data = SuccessNoted(author=by, day=day, text="le four a tenu", relationship_id=relationship)
    return (data, on)


def notebook(*told: Told, as_of: str | None = None) -> SuccessNotebook:
    """The notebook of a team."""
    return SUCCESS_NOTEBOOK.of(story(*told, as_of=as_of, stream=STREAM))


def test_successes_stand_by_iso_week() -> None:
    """A Sunday belongs to the week before, whatever the year."""
    found = notebook(noted("2022-01-02"), noted(MONDAY), noted("2022-01-09"))
    assert {week: figure.value for week, figure in found.by_week.items()} == {
        Week(2021, 52): 1,
        Week(2022, 1): 2,
    }
    assert found.by_week[Week(2022, 1)].evidence == (event(2), event(3))


def test_weeks_run_from_the_first_success_to_the_day_seen() -> None:
    """Both weeks included; a share of no week is none."""
    found = notebook(noted("2022-01-07"), as_of="2022-01-24")
    assert (found.weeks_filled, found.weeks, found.filled_share) == (1, 4, Fraction(1, 4))
    empty = notebook((RitualHeld(), MONDAY))
    assert (empty.weeks, empty.filled_share, empty.streak, empty.per_person_day) == (
        0,
        None,
        0,
        None,
    )


def test_a_success_is_of_the_day_it_names() -> None:
    """Noted later, it begins the notebook earlier; of a day to come, it is left out."""
    found = notebook(noted("2022-01-21", of=MONDAY), noted("2022-01-21", of="2022-02-21"))
    assert (found.weeks, list(found.by_week)) == (3, [Week(2022, 1)])


def test_the_streak_counts_weeks_running_up_to_now() -> None:
    """A gap ends it; a week that runs breaks nothing while it may still be filled."""
    told = (noted(MONDAY), noted("2022-01-17"), noted("2022-01-24"))
    assert notebook(*told, as_of="2022-01-24").streak == 2
    assert notebook(*told, as_of="2022-02-06").streak == 2
    assert notebook(*told, as_of="2022-02-07").streak == 0


def test_a_streak_runs_over_the_new_year() -> None:
    """Years of 52 weeks and of 53."""
    told = [noted(day) for day in ("2020-12-21", "2020-12-28", "2021-01-04")]
    assert notebook(*told).streak == 3


def test_a_streak_may_begin_with_the_calendar() -> None:
    """The first day there is has a week before it in no notebook, empty or filled."""
    assert notebook(as_of="0001-01-01").streak == 0
    assert notebook(noted("0001-01-01"), noted("0001-01-08"), as_of="0001-01-15").streak == 2


def test_entries_are_read_against_three_an_evening() -> None:
    """Per person and day, whoever it is; an entry of nobody counts in neither."""
    told = (noted(MONDAY), noted(MONDAY), noted(MONDAY), noted(MONDAY, by=BASILE))
    found = notebook(*told, noted(MONDAY, by=None), noted("2022-01-04"))
    assert (found.person_days, found.per_person_day) == (3, Fraction(5, 3))
    assert found.evenings_of_three == 1
    assert found.by_week[Week(2022, 1)].value == 6


def test_successes_with_a_client_stand_by_relationship() -> None:
    """Under its own id, however it was named."""
    told = (noted(MONDAY, relationship="lys"), noted(MONDAY, relationship="relationship/lys"))
    found = notebook(*told, noted(MONDAY))
    assert found.by_relationship["lys"].evidence == (event(1), event(2))
    assert list(found.by_relationship) == ["lys"]
