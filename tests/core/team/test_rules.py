from datetime import date

import pytest

from noe_core.refusal import AlreadyDone, Missing, UnknownReference
from noe_core.team.collective import NotCollective
from noe_core.team.rules import (
    DeliberationHeld,
    WorkRuleAdopted,
    WorkRuleRetired,
    adopt_work_rule,
    hold_deliberation,
    retire_work_rule,
)
from team.given import ANNE, TWO, Refused, Told, folded, in_team

DAY = date(2022, 4, 1)
REVIEW_BY = date(2022, 10, 1)
WORDS = "nobody closes alone"

HELD: Told = (DeliberationHeld(deliberation_id="d1"), "2022-03-25")
ADOPTED: Told = (WorkRuleAdopted(rule=WORDS, rule_id="r1"), "2022-03-26")
NAMELESS: Told = (WorkRuleAdopted(rule=WORDS), "2022-03-26")
RETIRED: Told = (WorkRuleRetired(rule="r1"), "2022-03-27")

HOLD = in_team(
    hold_deliberation,
    on=DAY,
    question="what is a day well closed?",
    participants=TWO,
    minutes=60,
    id="d1",
)
ADOPT = in_team(
    adopt_work_rule,
    on=DAY,
    rule=WORDS,
    quality_criterion="the one who opens finds the bench ready",
    deliberation_id="d1",
    review_by=REVIEW_BY,
    id="r1",
).given(HELD)
RETIRE = in_team(retire_work_rule, on=DAY, rule="r1")

REFUSALS = (
    Refused(
        "held already",
        HOLD.given(HELD).but(participants=()),
        AlreadyDone("deliberation", "d1", "held"),
    ),
    Refused(
        "a debate with oneself",
        HOLD.but(participants=[ANNE], question=""),
        NotCollective("deliberation", "d1", 1),
    ),
    Refused("no question", HOLD.but(question=""), Missing("question")),
    Refused(
        "the id is that of another rule",
        ADOPT.given(ADOPTED).but(rule="other words", deliberation_id=""),
        AlreadyDone("rule", "r1", "adopted"),
    ),
    Refused(
        "the id is that of a rule retired since",
        ADOPT.given(ADOPTED, RETIRED),
        AlreadyDone("rule", "r1", "adopted"),
    ),
    Refused(
        "the same words are in force",
        ADOPT.given(NAMELESS).but(id="r2", deliberation_id=""),
        AlreadyDone("rule", WORDS, "adopted"),
    ),
    Refused(
        "no deliberation",
        ADOPT.but(deliberation_id="", rule=""),
        Missing("deliberation_id"),
    ),
    Refused(
        "no such deliberation",
        ADOPT.but(deliberation_id="d9", rule=""),
        UnknownReference("deliberation_id", "d9"),
    ),
    Refused("no words", ADOPT.but(rule="", quality_criterion=""), Missing("rule")),
    Refused(
        "nothing said of good work",
        ADOPT.but(quality_criterion="", review_by=None),
        Missing("quality_criterion"),
    ),
    Refused("for ever", ADOPT.but(review_by=None), Missing("review_by")),
    Refused("no such rule", RETIRE.given(ADOPTED).but(rule="r9"), UnknownReference("rule", "r9")),
    Refused(
        "never adopted",
        RETIRE.given(RETIRED),
        UnknownReference("rule", "r1"),
    ),
    Refused(
        "retired already",
        RETIRE.given(ADOPTED, RETIRED),
        AlreadyDone("rule", "r1", "retired"),
    ),
)


@pytest.mark.parametrize("case", REFUSALS, ids=str)
def test_a_rule_is_refused(case: Refused) -> None:
    """It comes out of a deliberation of several, and is retired once."""
    assert case.situation.answer == case.refusal


def test_a_deliberation_is_held() -> None:
    """Two people are enough, and concepts of the doctrine may serve."""
    held = DeliberationHeld(
        deliberation_id="d1",
        question="what is a day well closed?",
        participants=TWO,
        minutes=60,
    )
    assert HOLD.fact == held
    assert HOLD.but(concept_ids=["real-work"]).fact == DeliberationHeld(
        deliberation_id="d1",
        question="what is a day well closed?",
        participants=TWO,
        minutes=60,
        concept_ids=("real-work",),
    )


def test_a_rule_is_adopted() -> None:
    """It takes the id of the command, and says how good work is known."""
    adopted = WorkRuleAdopted(
        rule=WORDS,
        quality_criterion="the one who opens finds the bench ready",
        deliberation_id="d1",
        review_by=REVIEW_BY,
        rule_id="r1",
    )
    assert ADOPT.fact == adopted
    assert ADOPT.given((WorkRuleRetired(rule="r1"), "2022-03-01")).fact == adopted


def test_words_that_are_no_longer_in_force_may_be_adopted_again() -> None:
    """A team may come back to a rule, under another id."""
    back = ADOPT.given(ADOPTED, RETIRED).but(id="r2")
    assert isinstance(back.fact, WorkRuleAdopted)
    assert RETIRE.given(ADOPTED, RETIRED, (back.fact, "2022-03-28")).but(rule=WORDS).fact == (
        WorkRuleRetired(rule="r2")
    )


@pytest.mark.parametrize("name", ["r1", WORDS])
def test_a_rule_is_retired_by_its_id_or_its_words(name: str) -> None:
    """The fact names it by its id, which stays when its words are corrected."""
    retire = RETIRE.given(ADOPTED).but(rule=name, reason="we close together anyway")
    assert retire.fact == WorkRuleRetired(rule="r1", reason="we close together anyway")


def test_a_rule_without_id_goes_by_its_words() -> None:
    """As an import may bring it."""
    assert RETIRE.given(NAMELESS).but(rule=WORDS).fact == WorkRuleRetired(rule=WORDS)


def test_rules_keep_what_their_facts_tell_in_whatever_order() -> None:
    """Each adoption and each retirement stays; the last of them says whether it is in force."""
    early: Told = (WorkRuleRetired(rule="r1"), "2022-03-01")
    by_words: Told = (WorkRuleRetired(rule=WORDS), "2022-03-28")
    rules = folded(HELD, HELD, early, ADOPTED, ADOPTED).rules
    assert [held.data.minutes for held in rules.deliberations] == [None, None]
    (rule,) = rules.by_key.values()
    assert (rule.key, rule.in_force) == ("r1", True)
    assert [fact.version for fact in rule.adopted] == [4, 5]
    assert [fact.version for fact in rule.retired] == [3]
    (rule,) = folded(ADOPTED, by_words).rules.by_key.values()
    assert (rule.key, rule.in_force, len(rule.retired)) == ("r1", False, 1)


def test_of_two_rules_called_the_same_the_one_in_force_is_meant() -> None:
    """Else the first that was told."""
    again: Told = (WorkRuleAdopted(rule=WORDS, rule_id="r2"), "2022-03-28")
    both = folded(ADOPTED, RETIRED, again).rules.named(WORDS)
    assert both is not None
    assert both.key == "r2"
    neither = folded(ADOPTED, RETIRED, again, (WorkRuleRetired(rule="r2"), "2022-03-29"))
    first = neither.rules.named(WORDS)
    assert first is not None
    assert first.key == "r1"
    assert neither.rules.named("r9") is None
