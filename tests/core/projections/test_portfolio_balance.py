from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from noe_core.facts import AnyRecorded
from noe_core.history import History
from noe_core.practitioner.assignments import AssignmentEnded, AssignmentStarted
from noe_core.practitioner.wellbeing import StrainReported, WellbeingReported
from noe_core.projections.felt import Felt
from noe_core.projections.portfolio_balance import PortfolioBalance, portfolio_balance
from noe_core.projections.quarters import Quarter, last_over, quarters
from noe_core.testing import Told, event, story

YEAR = "2022-01-01"
Q1, Q2 = Quarter(2022, 1), Quarter(2022, 2)


def carrying(
    load: str | None = "1",
    difficulty: int | None = 1,
    *,
    on: str = YEAR,
    name: str = "m1",
    relationship: str | None = "lys",
    profile: tuple[str, ...] = (),
) -> Told:
    """An assignment that starts on a day."""
    return (
        AssignmentStarted(
            assignment_id=name,
            relationship_id=relationship,
            load=Decimal(load) if load else None,
            difficulty=difficulty,
            profile=profile,
        ),
        on,
    )


def ended(on: str, name: str = "m1") -> Told:
    """The assignment is put down."""
    return (AssignmentEnded(assignment_id=name), on)


def well(score: int | None, on: str = "2022-02-01") -> Told:
    """Somebody says how they are."""
    return (WellbeingReported(score=score), on)


def strained(strain: int | None, of: str | None = "lys", on: str = "2022-02-01") -> Told:
    """Somebody says what a relationship costs them."""
    return (StrainReported(relationship_id=of, strain=strain), on)


def person(name: str, *told: Told, as_of: str = "2022-03-31", by: str | None = None) -> History:
    """A practitioner's own stream."""
    return story(*told, as_of=as_of, stream=f"practitioner/{name}", recorded_by=by or name)


def balance(*people: History, **asked: object) -> PortfolioBalance:
    """The balance of some people."""
    return portfolio_balance(**asked).of(people)  # type: ignore[arg-type]


def several(count: int, *told: Told) -> list[History]:
    """So many people who tell the same; their names are numbers."""
    return [person(f"p{n}", *told) for n in range(count)]


# Loads


def test_a_load_is_days_times_load_times_difficulty() -> None:
    """The whole quarter of 90 days, then half of it, the first and the last day included."""
    (whole,) = balance(person("anne", carrying("0.5", 4))).quarters
    assert whole.loads["anne"].carried.value == 2
    (half,) = balance(person("anne", carrying("0.5", 4), ended("2022-02-14"))).quarters
    assert half.loads["anne"].carried.value == 1
    assert half.loads["anne"].carried.evidence == (event(1), event(2))


def test_loads_of_several_assignments_add_up() -> None:
    """One day on the first, all days on the second."""
    told = (carrying(on=YEAR), ended(YEAR), carrying("0.2", 5, name="m2"))
    (quarter,) = balance(person("anne", *told)).quarters
    assert quarter.loads["anne"].carried.value == Fraction(1, 90) + 1


def test_shares_compare_those_who_carry_anything() -> None:
    """One is as much as anybody else; whoever carries nothing is not counted."""
    people = (
        person("anne", carrying("1", 3)),
        person("basile", carrying("0.5", 2)),
        person("cora", well(4)),
    )
    (quarter,) = balance(*people).quarters
    assert (quarter.quarter, quarter.people, quarter.over) == (Q1, 2, True)
    anne = quarter.loads["anne"]
    assert (anne.share, anne.concentration) == (Fraction(3, 4), Fraction(3, 2))
    assert quarter.concentration("cora") == 0


def test_a_running_quarter_counts_up_to_the_day_seen() -> None:
    """What has been carried so far, of all the days of the quarter."""
    (first, second) = balance(person("anne", carrying(), as_of="2022-04-01")).quarters
    assert (first.over, second.over) == (True, False)
    assert second.loads["anne"].carried.value == Fraction(1, 91)


def test_a_quarter_is_over_on_its_last_day() -> None:
    """Not the day before."""
    (quarter,) = balance(person("anne", carrying(), as_of="2022-03-30")).quarters
    assert not quarter.over


def test_an_end_after_the_day_seen_or_before_the_beginning_is_no_load() -> None:
    """A story seen earlier does not know its end; an untidy one adds nothing."""
    later = person("anne", carrying(), ended("2022-06-30"), as_of="2022-02-14")
    assert balance(later).quarters[0].loads["anne"].carried.value == Fraction(1, 2)
    untidy = person("anne", ended("2021-12-01"), carrying(), carrying(name="m2"))
    assert balance(untidy).quarters[0].loads["anne"].carried.value == 1


@pytest.mark.parametrize("told", [carrying(None), carrying(difficulty=None), ended("2022-01-02")])
def test_what_an_import_left_out_is_named_and_counts_for_nothing(told: Told) -> None:
    """Load, difficulty or beginning."""
    (quarter,) = balance(person("anne", carrying(name="m0")), person("basile", told)).quarters
    assert quarter.unweighed == (event(1),)
    assert list(quarter.loads) == ["anne"]


def test_nobody_and_nothing_have_no_quarters() -> None:
    """Nor does a practitioner who was never assigned."""
    for nothing in (balance(), balance(person("anne", carrying(None)))):
        assert (nothing.quarters, nothing.wellbeing, nothing.own) == ((), None, ())


def heavy(name: str, load: str, as_of: str) -> History:
    """Somebody who carries the same all year."""
    return person(name, carrying(load, 5), as_of=as_of)


@pytest.mark.parametrize(("as_of", "running"), [("2022-06-29", 1), ("2022-06-30", 2)])
def test_quarters_above_are_counted_once_they_are_over(as_of: str, running: int) -> None:
    """Anne carries twice a fair share, the others half of one."""
    people = (heavy("anne", "0.8", as_of), heavy("basile", "0.2", as_of), heavy("c", "0.2", as_of))
    assert balance(*people).above == {"anne": running, "basile": 0, "c": 0}


def test_exactly_the_factor_is_not_above_it() -> None:
    """Three quarters of the load of two is one and a half fair shares."""
    people = (heavy("anne", "0.75", "2022-03-31"), heavy("basile", "0.25", "2022-03-31"))
    assert balance(*people).above["anne"] == 0
    assert balance(*people, factor=Fraction(149, 100)).above["anne"] == 1


def test_a_quarter_in_between_ends_the_run() -> None:
    """Only quarters running up to now count."""
    told = (carrying(), ended("2022-03-31"), carrying(on="2022-07-01", name="m2"))
    people = (
        person("anne", *told, as_of="2022-09-30"),
        person("b", carrying("0.1"), as_of="2022-09-30"),
    )
    assert balance(*people).above["anne"] == 1


# What people say


def test_groups_under_k_are_not_shown() -> None:
    """Four people are hidden, five are shown by their median."""
    told = (carrying(profile=("terrain",)), well(2), strained(5))
    hidden, shown = balance(*several(4, *told)), balance(*several(5, *told))
    assert (hidden.wellbeing, hidden.wellbeing_by_profile) == (None, {})
    assert (hidden.wellbeing_by_relationship, hidden.strain_by_relationship) == ({}, {})
    assert shown.wellbeing == Felt(Fraction(2), 5)
    assert shown.wellbeing_by_profile == {"terrain": Felt(Fraction(2), 5)}
    assert shown.wellbeing_by_relationship == {"lys": Felt(Fraction(2), 5)}
    assert shown.strain_by_relationship == {"lys": Felt(Fraction(5), 5)}


@pytest.mark.parametrize(("others", "shown"), [(0, True), (1, False), (4, False), (5, True)])
def test_a_group_left_over_is_not_had_by_subtraction(others: int, shown: bool) -> None:
    """What remains of the whole is nobody, or k people too."""
    group = several(5, carrying(profile=("terrain",)), well(2))
    rest = [person(f"r{n}", well(5)) for n in range(others)]
    assert ("terrain" in balance(*group, *rest).wellbeing_by_profile) is shown


def test_groups_shown_together_leave_no_small_group_either() -> None:
    """Of twelve people two groups of five would leave two; the first of them is withheld."""
    groups = [
        person(f"{tag}{n}", carrying(profile=(tag,)), well(3)) for tag in "ab" for n in range(5)
    ]
    rest = [person(f"r{n}", well(5)) for n in range(2)]
    assert set(balance(*groups, *rest).wellbeing_by_profile) == {"b"}


@pytest.mark.parametrize(("more", "shown"), [(1, {"b"}), (4, {"b"}), (5, {"a", "b"})])
def test_two_groups_do_not_give_away_the_few_they_differ_by(more: int, shown: set[str]) -> None:
    """Taken one from the other they leave k people or none; the smaller is withheld."""
    both = several(5, carrying(profile=("a", "b")), well(3))
    one = [person(f"b{n}", carrying(profile=("b",)), well(1)) for n in range(more)]
    rest = [person(f"r{n}", well(5)) for n in range(5)]
    assert set(balance(*both, *one, *rest).wellbeing_by_profile) == shown


def test_each_person_counts_once_by_their_last_report() -> None:
    """However often they report; a median may lie between two steps."""
    often = person("p9", well(1), well(1), well(4, "2022-03-01"))
    people = [*several(2, well(5)), person("x", well(3)), often]
    assert balance(*people, k=3).wellbeing == Felt(Fraction(9, 2), 4)


def test_a_report_belongs_to_the_missions_of_its_day() -> None:
    """Not to those put down before, nor to those begun since."""
    told = (
        carrying(profile=("avant",), relationship="a"),
        ended("2022-01-31"),
        carrying(on="2022-02-01", name="m2", profile=("pendant",), relationship="relationship/b"),
        well(3, "2022-02-01"),
        carrying(on="2022-02-02", name="m3", profile=("ensuite",), relationship=None),
    )
    asked = balance(*several(3, *told), k=3)
    assert set(asked.wellbeing_by_profile) == {"pendant"}
    assert set(asked.wellbeing_by_relationship) == {"b"}


def test_a_strain_of_no_relationship_counts_in_the_whole_alone() -> None:
    """It leaves somebody out of every group."""
    people = [*several(3, strained(4)), person("x", strained(2, None))]
    assert balance(*people, k=3).strain_by_relationship == {}
    assert balance(*people[:3], k=3).strain_by_relationship == {"lys": Felt(Fraction(4), 3)}


def test_reports_without_a_step_and_reports_by_others_say_nothing() -> None:
    """Only what people say of themselves counts."""
    for silent in (person("x", well(None), strained(None)), person("x", well(1), by="anne")):
        asked = balance(*several(3, well(4), strained(4)), silent, k=3)
        assert asked.wellbeing == Felt(Fraction(4), 3)
        assert asked.strain_by_relationship == {"lys": Felt(Fraction(4), 3)}


def own(asked: PortfolioBalance) -> list[AnyRecorded]:
    """What the reader sees of themselves."""
    return list(asked.own)


def test_each_person_sees_their_own_reports_whole() -> None:
    """And nobody else's, not even by asking for somebody unknown."""
    anne = person("anne", well(1), strained(5))
    people = (anne, person("basile", well(2)))
    assert [fact.data for fact in own(balance(*people, reader="anne"))] == [
        WellbeingReported(score=1),
        StrainReported(relationship_id="lys", strain=5),
    ]
    assert own(balance(*people)) == own(balance(*people, reader="cora")) == []


def test_k_under_three_is_refused() -> None:
    """In a group of two each sees the other."""
    with pytest.raises(ValueError, match="k is 2"):
        portfolio_balance(k=2)
    assert portfolio_balance(k=3).name == "portfolio_balance"


def test_other_streams_are_passed_over() -> None:
    """A relationship carries nothing."""
    other = story((AssignmentStarted(assignment_id="m1"), YEAR), stream="relationship/lys")
    assert balance(other, person("anne", carrying())).quarters[0].people == 1


# Quarters


def test_quarters_follow_one_another_over_the_years() -> None:
    """From that of one day to that of another."""
    days = date(2021, 11, 30), date(2022, 4, 1)
    assert list(quarters(*days)) == [Quarter(2021, 4), Q1, Q2]
    assert Q2.period.end == date(2022, 6, 30)
    assert (last_over(date(2022, 3, 31)), last_over(date(2022, 4, 1))) == (Q1, Q1)
    assert last_over(date(2022, 3, 30)) == Quarter(2021, 4)
