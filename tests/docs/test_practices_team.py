"""Practices 49 to 59, from a management blog: recorded, replayed, asked, audited."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from practised import INES, NORA, OMAR, House, day

from noe_core.events import EVENTS
from noe_core.projections.portfolio_balance import portfolio_balance
from noe_core.projections.success_notebook import SUCCESS_NOTEBOOK
from noe_core.relationship.work import AdaptationLevel
from noe_core.team.notebook import RitualKind
from noe_stores import Refused


def test_practice_49_trial_and_error_with_its_lesson(house: House) -> None:
    """A trial is told with what it teaches, and counted; whatever came of it, nothing is found."""
    concluded = house.team.conclude_experiment(
        on=day("2022-02-10"),
        hypothesis="a shorter proof is read better",
        outcome="it was read worse",
        lesson="people look for what they know",
    )
    register = house.register(on="2022-02-11").teams["studio"]
    assert register.experiments.evidence == (concluded.id,)
    assert not house.finding_that_cites(concluded, house.team, on="2022-12-31")


def test_practice_50_a_dialogue_with_each_and_with_all(house: House) -> None:
    """Talks of two and meetings of the team are practices like others, asked about when silent."""
    house.firm.declare_practice("one to one", on=day("2022-01-10"), period_days=30)
    house.team.hold_ritual(
        on=day("2022-02-01"), kind=RitualKind.ONE_TO_ONE, minutes=45, participants=[NORA, OMAR]
    )
    (kept,) = house.register(on="2022-02-10").firms["marelle"].practices
    assert kept.silent_days == 9
    assert house.put("ORG-4", house.firm, on="2022-02-10") == ["passed"]
    assert house.put("ORG-4", house.firm, on="2022-05-10") == ["info"]


def test_practice_51_a_notebook_of_successes(house: House) -> None:
    """Successes are told each week, standing; two silent weeks are asked about."""
    house.firm.declare_practice("stand up", on=day("2022-03-04"), period_days=7)
    for week in range(3):
        friday = day("2022-03-04") + timedelta(weeks=week)
        house.team.hold_ritual(
            on=friday, kind=RitualKind.STAND_UP, minutes=15, participants=[NORA, OMAR]
        )
        house.team.note_success(on=friday, author=NORA, text="the reds came out right")
    notebook = SUCCESS_NOTEBOOK.of(house.replay(house.team, on="2022-03-18"))
    assert (notebook.weeks, notebook.weeks_filled, notebook.streak) == (3, 3, 3)
    assert house.put("ORG-4", house.firm, on="2022-03-20") == ["passed"]
    assert house.put("ORG-4", house.firm, on="2022-04-20") == ["info"]


def test_practice_52_three_things_well_done_each_evening(house: House) -> None:
    """Entries are counted by person and day against three, and asked about once they stop."""
    house.firm.declare_practice("success note", on=day("2022-03-01"), period_days=1)
    for text in ("the reds came out right", "Paul laughed", "we stopped at six"):
        house.team.note_success(on=day("2022-03-02"), author=NORA, text=text)
    notebook = SUCCESS_NOTEBOOK.of(house.replay(house.team, on="2022-03-02"))
    assert (notebook.per_person_day, notebook.evenings_of_three) == (Fraction(3), 1)
    assert house.put("ORG-4", house.firm, on="2022-03-03") == ["passed"]
    assert house.put("ORG-4", house.firm, on="2022-03-10") == ["info"]


def test_practice_53_one_small_step_at_a_time(house: House) -> None:
    """A second step is refused until the first, repeated day after day, has taken root."""
    house.team.choose_small_step(on=day("2022-03-01"), text="say the date back", id="s1")
    with pytest.raises(Refused, match="waits until step s1 is rooted"):
        house.team.choose_small_step(on=day("2022-03-02"), text="call first", id="s2")
    for later in range(10):
        house.team.repeat_small_step("s1", on=day("2022-03-01") + timedelta(days=later))
    house.team.root_small_step("s1", on=day("2022-03-11"), account="nobody thinks of it any more")
    (step,) = house.register(on="2022-03-12").teams["studio"].steps
    assert step.repeated.value == 10
    assert step.rooted is not None
    house.team.choose_small_step(on=day("2022-03-12"), text="call first", id="s2")


def test_practice_54_a_shared_project(house: House) -> None:
    """What the team wants said of it is formulated by consensus; indicators serve it."""
    house.team.formulate_shared_project(
        on=day("2022-02-01"),
        question="what should people say of us?",
        answer="they need no second look",
        consensus=True,
        participants=[NORA, OMAR, INES],
        id="p1",
    )
    house.team.adopt_indicator(
        "proofs right at once",
        on=day("2022-02-02"),
        serves="p1",
        chosen_by=[NORA],
        filled_by=[NORA],
        upkeep_minutes=20,
    )
    assert house.register(on="2022-02-03").teams["studio"].projects.value == 1
    assert house.put("ORG-3", house.team, on="2022-02-03") == ["passed"]


def test_practice_55_both_learn(house: House) -> None:
    """Managers and managed build skills, and say how they came; nothing is found."""
    for who, skill in ((INES, "asking before deciding"), (OMAR, "deciding at the press")):
        built = house.team.build_skill(
            on=day("2022-02-01"), party=who, skill=skill, how="a week side by side"
        )
        assert not house.finding_that_cites(built, house.team, on="2022-12-31")
    assert house.register(on="2022-02-02").teams["studio"].skills.value == 2


def test_practice_56_the_front_line_invents(house: House) -> None:
    """What those who do the work decide is told as theirs; what is turned away is found."""
    house.begin()
    decided = house.relation.decide_adaptation(
        on=day("2022-03-10"),
        level=AdaptationLevel.FRONT_LINE,
        from_prescribed="ask the office",
        to="reprint the page at once",
        waited_minutes=0,
        by=OMAR,
    )
    assert house.told(decided, on="2022-03-11")
    assert not house.finding_that_cites(decided, on="2022-12-31")
    assert house.put("CARE-4", on="2022-03-11") == ["passed"]


def test_practice_57_work_that_adds_nothing(house: House) -> None:
    """Work without value is named with what it takes; naming it is no fault."""
    named = house.team.identify_low_value_work(
        on=day("2022-02-01"), what="the weekly report nobody opens", minutes_per_month=240
    )
    assert house.register(on="2022-02-02").teams["studio"].low_value_minutes.value == 240
    assert not house.finding_that_cites(named, house.team, on="2022-12-31")


def test_practice_58_indicators_serve_a_project(house: House) -> None:
    """An indicator that serves nothing is refused; one that serves an unknown aim is found."""
    given: dict[str, Any] = {"chosen_by": [NORA], "filled_by": [NORA], "upkeep_minutes": 20}
    with pytest.raises(Refused, match="serves nothing"):
        house.team.adopt_indicator("calls a day", on=day("2022-02-02"), serves="", **given)
    house.team.adopt_indicator("calls a day", on=day("2022-02-02"), serves="p9", **given)
    (kept,) = house.register(on="2022-02-03").teams["studio"].indicators
    assert (kept.serves, kept.upkeep) == ("p9", 20)
    assert house.put("ORG-3", house.team, on="2022-02-03") == ["warning"]
    house.team.retire_indicator("calls a day", on=day("2022-02-04"), reason="it tells nothing")
    assert house.register(on="2022-02-05").teams["studio"].indicators == ()
    assert house.put("ORG-3", house.team, on="2022-02-05") == ["passed"]


def test_practice_59_nobody_is_watched(house: House) -> None:
    """No event captures activity, and what people say of themselves shows from five people up."""
    captured = {"activity", "keystroke", "screen", "location", "presence", "login", "hours"}
    assert not [event.name for event in EVENTS if captured & set(event.name.split("_"))]
    for number in range(1, 6):
        person = house.person(f"person-{number}")
        person.report_wellbeing(on=day("2022-03-01"), score=4)
        shown = portfolio_balance().of(house.ledger.histories()).wellbeing
        assert (shown is None) is (number < 5)
