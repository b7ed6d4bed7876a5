from datetime import date
from typing import Any

import attrs
import pytest

from firm.given import INES, NORA, PAUL, TOGETHER, Refused, Told, event, folded, when
from noe_core.events import EVENTS
from noe_core.firm.ethics import (
    NotChosenTogether,
    StatedValue,
    TooManyValues,
    ValueActObserved,
    ValuesPublished,
    ValuesStressTested,
    ValueWithoutAct,
    observe_value_act,
    publish_values,
    stress_test_values,
)
from noe_core.refusal import AlreadyDone, Missing, UnknownReference
from noe_core.typed import Unfit

DAY = date(2022, 3, 15)


def stated(*names: str) -> tuple[StatedValue, ...]:
    """Values by name, each with an act that shows it."""
    return tuple(StatedValue(name=name, typical_acts=(f"an act of {name}",)) for name in names)


FEW = stated("candour", "care")
MANY = stated("candour", "care", "patience", "thrift", "courage", "play")
BARE = StatedValue(name="grandeur")
CANDOUR: Told = (ValuesPublished(version=1, values=FEW, chosen_by=TOGETHER), "2022-03-01")

PUBLISH = when(publish_values, on=DAY, values=FEW, chosen_by=TOGETHER)
TEST = when(stress_test_values, on=DAY, scenario="a rich client who cheats", tenable=False)
OBSERVE = when(observe_value_act, on=DAY, value="candour", kept=True).given(CANDOUR)

REFUSALS = (
    Refused("none", PUBLISH.but(values=(), chosen_by=()), Missing("values")),
    Refused(
        "one of them twice",
        PUBLISH.but(values=(*MANY, BARE, *stated("care", "play"))),
        AlreadyDone("value", "care", "in the list"),
    ),
    Refused(
        "words on a wall",
        PUBLISH.but(values=(*MANY, BARE), chosen_by=()),
        ValueWithoutAct("grandeur"),
    ),
    Refused(
        "chosen by nobody",
        PUBLISH.but(values=MANY, chosen_by=()),
        NotChosenTogether(0, 2),
    ),
    Refused(
        "chosen by one, named twice",
        PUBLISH.but(chosen_by=[NORA, NORA]),
        NotChosenTogether(1, 2),
    ),
    Refused("too many", PUBLISH.but(values=MANY), TooManyValues(6, 5)),
    Refused("more than the house allows itself", PUBLISH.but(most=1), TooManyValues(2, 1)),
    Refused("no scenario", TEST.but(scenario=""), Missing("scenario")),
    Refused(
        "a value nobody published",
        OBSERVE.but(value="thrift"),
        UnknownReference("value", "thrift"),
    ),
    Refused(
        "before any was published",
        when(observe_value_act, on=DAY, value="candour", kept=True),
        UnknownReference("value", "candour"),
    ),
)


@pytest.mark.parametrize("case", REFUSALS, ids=str)
def test_values_are_refused(case: Refused) -> None:
    """They are few, chosen by several, and shown by acts."""
    assert case.situation.answer == case.refusal


def test_values_take_the_next_number() -> None:
    """After the greatest one known; an import may have left numbers out."""
    assert PUBLISH.fact == ValuesPublished(version=1, values=FEW, chosen_by=TOGETHER)
    third: Told = (ValuesPublished(version=3), "2022-03-02")
    unnumbered: Told = (ValuesPublished(), "2022-03-03")
    again = PUBLISH.given(third, CANDOUR, unnumbered).but(chosen_by=iter([NORA, PAUL, INES]))
    assert again.fact == ValuesPublished(version=4, values=FEW, chosen_by=(NORA, PAUL, INES))


def test_five_values_are_enough_unless_the_house_says_otherwise() -> None:
    """The limit is a parameter, and the limit itself is allowed."""
    assert isinstance(PUBLISH.but(values=MANY[:5]).fact, ValuesPublished)
    assert isinstance(PUBLISH.but(values=MANY, most=6).fact, ValuesPublished)


def test_values_are_tried_on_a_hard_case() -> None:
    """They may turn out not to hold; that is what it is for."""
    assert TEST.fact == ValuesStressTested(scenario="a rich client who cheats", tenable=False)


def test_an_act_shows_a_value_or_belies_it() -> None:
    """In a relationship or in the house; a value of an older version counts for its time."""
    assert OBSERVE.fact == ValueActObserved(value="candour", kept=True)
    later: Told = (ValuesPublished(version=2, values=stated("play")), "2022-03-05")
    belied = OBSERVE.given(later).but(kept=False, relationship_id="studio:atelier")
    assert belied.fact == ValueActObserved(
        value="candour", kept=False, relationship_id="studio:atelier"
    )


def test_the_slice_keeps_the_facts() -> None:
    """Versions, trials and acts in order; the last version holds."""
    nothing = folded().ethics
    assert (nothing.in_force, nothing.last_version, nothing.has_published("candour")) == (
        None,
        0,
        False,
    )
    ethics = folded(
        CANDOUR,
        (ValuesStressTested(), "2022-03-02"),
        (ValueActObserved(value="candour"), "2022-03-03"),
        (ValuesPublished(version=2, values=stated("play")), "2022-03-04"),
        (ValueActObserved(), "2022-03-05"),
    ).ethics
    assert [one.id for one in ethics.published] == [event(1), event(4)]
    assert [one.id for one in ethics.tested] == [event(2)]
    assert [one.id for one in ethics.acts] == [event(3), event(5)]
    assert ethics.in_force == ethics.published[1]
    assert ethics.last_version == 2
    assert all(ethics.has_published(name) for name in ("candour", "care", "play"))


def test_versions_begin_at_one() -> None:
    """A version that is no number of one is wrong in itself, and so is a nameless value."""
    with pytest.raises(Unfit, match=r"ValuesPublished\.version must be at least 1"):
        ValuesPublished(version=0)
    with pytest.raises(Unfit, match=r"StatedValue\.name must not be empty"):
        StatedValue(name="")


def _named(kind: Any) -> set[str]:
    """The names of the fields of a class, and of the classes they are made of."""
    fields = attrs.fields(kind)
    made_of = (one for field in fields for one in getattr(field.type, "__args__", (field.type,)))
    deeper = (_named(one) for one in made_of if isinstance(one, type) and attrs.has(one))
    return {field.name for field in fields}.union(*deeper)


def test_nobody_is_called_virtuous() -> None:
    """No field of any event says so: the word has no agreed meaning, shared values have one."""
    assert "typical_acts" in _named(ValuesPublished)
    assert not [
        (event.name, name)
        for event in EVENTS
        for name in (event.name, *_named(event.kind))
        if "virtu" in name
    ]
