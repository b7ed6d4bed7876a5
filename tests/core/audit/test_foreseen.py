"""EFF-4: among several effects, one at least that nobody foresaw."""

import pytest
from story import Told, after, ask, event, findings, story, unassessed, with_unread

from noe_core.audit.effects import RULES
from noe_core.audit.rule import Passed, Severity, Verdict
from noe_core.relationship.course import RelationshipClosed, RelationshipOpened
from noe_core.relationship.effects import EffectAttested, EffectObserved

START = "2022-01-01"
OPEN: Told = (RelationshipOpened(), START)


def effect(name: str, day: int, *, intended: bool | None = True) -> Told:
    """An effect observed that many days after the start."""
    return (EffectObserved(effect_id=name, intended=intended), after(START, day))


def eff4(*told: Told, days: int = 200, **parameters: int) -> tuple[Verdict, ...]:
    """What EFF-4 answers that many days after the start."""
    return ask(RULES, "EFF-4", story(OPEN, *told, as_of=after(START, days)), **parameters)


THREE = (effect("f1", 30), effect("f2", 40), effect("f3", 50))


def test_three_effects_all_intended_are_worth_a_question() -> None:
    """Two are too few, however foreseen; how many it takes is a parameter."""
    (found,) = findings(eff4(*THREE))
    assert found.severity is Severity.INFO
    assert found.evidence == (event(2), event(3), event(4))
    assert unassessed(eff4(*THREE[:2])) == ("too_few_effects",)
    assert findings(eff4(*THREE[:2], n=2))


def test_one_effect_that_nobody_intended_is_enough() -> None:
    """The rule passes, whatever is unknown of the others."""
    history = (*THREE, effect("f4", 60, intended=False), effect("f5", 60, intended=None))
    assert eff4(*history) == (Passed(rule="EFF-4"),)


def test_where_an_intention_was_left_unsaid_the_rule_cannot_tell() -> None:
    """It may have been the surprise."""
    assert unassessed(eff4(*THREE, effect("f4", 60, intended=None))) == ("intentions_unrecorded",)


@pytest.mark.parametrize(("day", "asked"), [(20, False), (21, True)])
def test_only_effects_of_the_last_hundred_and_eighty_days_count(day: int, asked: bool) -> None:
    """Today included; a surprise further back is long past."""
    told = (effect("f0", day), effect("f1", 60), effect("f2", 70), effect("f9", 5, intended=False))
    assert bool(findings(eff4(*told))) is asked
    assert findings(eff4(*told[1:3], effect("f3", 190), window=150))


def test_effects_observed_after_the_closing_belong_to_the_window() -> None:
    """Which is counted back from the closing."""
    closed = (RelationshipClosed(), after(START, 60))
    assert findings(eff4(*THREE[:2], closed, effect("f3", 300), days=400))
    surprise = effect("f4", 300, intended=False)
    assert not findings(eff4(*THREE, closed, surprise, days=400))


def test_an_effect_that_cannot_be_read_may_be_the_surprise() -> None:
    """And an attestation without its effect is no effect."""
    history = story(OPEN, *THREE, (EffectAttested(effect_id="f4"), START), as_of=after(START, 90))
    assert len(findings(ask(RULES, "EFF-4", history))) == 1
    sealed = with_unread(history, "effect_observed")
    assert unassessed(ask(RULES, "EFF-4", sealed)) == ("unreadable",)
