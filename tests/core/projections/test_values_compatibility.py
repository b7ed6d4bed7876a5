from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from telling import NORA, nth, tell

from noe_core.beside import Beside
from noe_core.firm.ethics import ValueActObserved
from noe_core.history import History
from noe_core.projections.values_compatibility import (
    VALUES_ACROSS,
    VALUES_COMPATIBILITY,
    values_compatibility_with,
)
from noe_core.relationship.course import (
    RelationshipClosed,
    RelationshipDeclined,
    RelationshipOpened,
)
from noe_core.relationship.shared_values import (
    ValuesCompared,
    ValuesExceptionMade,
    ValuesOutcome,
)
from noe_core.testing import Told, story
from noe_core.typed import Fact
from noe_core.values import Party, Side

AGAINST = ValuesCompared(values_version=2, outcome=ValuesOutcome.INCOMPATIBLE, points=("delays",))
EXCEPTED = ValuesExceptionMade(reason="winter", approved_by=(NORA,), review_by=date(2022, 3, 31))
HERE = "atelier-lys"


def opened_by(provider: str) -> History:
    """A relationship that names the house of its provider."""
    opened = RelationshipOpened(provider=Party(party_id=provider))
    return story((opened, "2022-01-10"), stream=f"relationship/{HERE}")


def act(kept: bool | None, relationship: str | None = None) -> Told:
    """An act of a firm, in a relationship or not."""
    return (ValueActObserved(value="care", kept=kept, relationship_id=relationship), "2022-02-01")


def firm(name: str, *told: Told) -> History:
    """The stream of a firm."""
    return story(*told, stream=f"firm/{name}")


def test_nothing_compared_is_nothing_known() -> None:
    """No comparison, no exception, no act: every value is unknown."""
    answer = VALUES_COMPATIBILITY.of(tell())
    assert (answer.version.value, answer.outcome.value, answer.points.value) == (None, None, ())
    assert answer.exceptions == ()
    assert (answer.coherence, answer.here.share) == ({}, None)


def test_the_last_comparison_holds() -> None:
    """What a later comparison comes to replaces what the first did, silent fields included."""
    compatible = ValuesCompared(outcome=ValuesOutcome.COMPATIBLE)
    answer = VALUES_COMPATIBILITY.of(tell(("2022-01-01", AGAINST), ("2022-02-01", compatible)))
    assert answer.outcome.value is ValuesOutcome.COMPATIBLE
    assert answer.version.value is None
    assert answer.outcome.evidence == (nth(2),)
    first = VALUES_COMPATIBILITY.of(tell(("2022-01-01", AGAINST)))
    assert (first.version.value, first.points.value) == (2, ("delays",))


@pytest.mark.parametrize(("day", "passed"), [("2022-03-31", False), ("2022-04-01", True)])
def test_an_exception_is_shown_with_its_review_date(day: str, passed: bool) -> None:
    """The day named still belongs to the exception; the next one is past it."""
    answer = VALUES_COMPATIBILITY.of(
        tell(("2022-01-01", AGAINST), ("2022-01-05", EXCEPTED), as_of=day)
    )
    (one,) = answer.exceptions
    assert (one.review_by, one.passed, one.running) == (date(2022, 3, 31), passed, True)
    assert one.made.id == nth(2)


def test_an_imported_exception_without_a_date_is_neither_passed_nor_not() -> None:
    """Nobody said when it was to be looked at again."""
    (one,) = VALUES_COMPATIBILITY.of(tell(("2022-01-05", ValuesExceptionMade()))).exceptions
    assert (one.review_by, one.passed, one.running) == (None, None, True)


@pytest.mark.parametrize(
    "ending",
    [
        ValuesCompared(outcome=ValuesOutcome.COMPATIBLE),
        RelationshipDeclined(by_side=Side.PROVIDER),
        RelationshipClosed(),
    ],
)
def test_an_exception_runs_until_values_are_compared_or_the_relationship_ends(
    ending: Fact,
) -> None:
    """It stays on show, and the relationship no longer goes on under it."""
    answer = VALUES_COMPATIBILITY.of(
        tell(("2022-01-01", AGAINST), ("2022-01-05", EXCEPTED), ("2022-02-01", ending))
    )
    assert [one.running for one in answer.exceptions] == [False]


def test_acts_of_the_firm_that_is_the_provider_bear_its_values_out() -> None:
    """Kept out of kept and contradicted; an act of which nobody said is neither."""
    histories = [
        firm("brume", act(True), act(True, HERE), act(False), act(None, HERE)),
        firm("other", act(False), act(False, f"relationship/{HERE}")),
    ]
    projection = values_compatibility_with(Beside.of(histories))
    answer = projection.of(opened_by("brume"))
    assert list(answer.coherence) == ["brume"]
    assert answer.coherence["brume"].share == Fraction(2, 3)
    assert answer.coherence["brume"].kept.evidence == (nth(1), nth(2))
    assert answer.coherence["brume"].contradicted.evidence == (nth(3),)
    assert answer.here.share == Fraction(1, 2)


def test_a_provider_that_no_firm_is_leaves_every_firm_to_speak() -> None:
    """Any of the firms may be the one, and none is taken for another."""
    beside = Beside.of([firm("brume", act(True)), firm("other", act(False))])
    answer = values_compatibility_with(beside).of(opened_by("nobody"))
    assert {own: one.share for own, one in answer.coherence.items()} == {"brume": 1, "other": 0}
    assert answer.here.share is None


def no(by: Side, day: str, name: str, *before: Told) -> History:
    """A prospect that a side declined."""
    declined = RelationshipDeclined(by_side=by, reason="delays", values=("care",))
    return story(*before, (declined, day), stream=f"relationship/{name}")


def test_a_firm_sees_what_was_declined_and_why() -> None:
    """In the order of days; what opened after all is declined no more."""
    opened = story(
        (RelationshipDeclined(by_side=Side.CLIENT), "2022-01-01"),
        (RelationshipOpened(), "2022-01-15"),
        stream="relationship/after-all",
    )
    answer = VALUES_ACROSS.of(
        [no(Side.PROVIDER, "2022-03-01", "late"), opened, no(Side.CLIENT, "2022-02-01", "soon")]
    )
    assert [(one.relationship_id, one.day) for one in answer.declined] == [
        ("soon", date(2022, 2, 1)),
        ("late", date(2022, 3, 1)),
    ]
    assert answer.declined[1].fact.data.reason == "delays"
    assert answer.declined[1].fact.data.values == ("care",)


def test_a_firm_sees_the_exceptions_it_still_runs_under() -> None:
    """As of the latest day asked: one whose day has gone by is overdue, a lifted one is gone."""
    excepted: tuple[Told, ...] = ((AGAINST, "2022-01-01"), (EXCEPTED, "2022-01-05"))
    again = (ValuesCompared(outcome=ValuesOutcome.COMPATIBLE), "2022-02-01")
    running = story(*excepted, stream="relationship/running")
    lifted = story(*excepted, again, stream="relationship/lifted")
    quiet = story((RelationshipOpened(), "2022-03-01"), stream="relationship/quiet")
    answer = VALUES_ACROSS.of([running, lifted, quiet])
    assert list(answer.running) == ["running"]
    assert [one.passed for one in answer.running["running"]] == [False]
    assert answer.overdue.value == 0
    later = VALUES_ACROSS.of([running, quiet.at(as_of=date(2022, 5, 1))])
    assert [one.passed for one in later.running["running"]] == [True]
    assert later.overdue.evidence == (nth(2),)


def test_a_store_without_relationships_has_said_no_to_nothing() -> None:
    """Streams of other kinds are passed over."""
    answer = VALUES_ACROSS.of([firm("brume", act(True))])
    assert (answer.declined, answer.running, answer.overdue.value) == ((), {}, 0)
