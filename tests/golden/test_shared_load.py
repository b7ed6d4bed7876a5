"""The shared load: a hard client on one person, until the team takes it up together."""

from fractions import Fraction

import pytest
from recorded import Found, found, recorded, signals, unanswered

from noe_core.audit import audit
from noe_core.projections.engagement_ledger import ENGAGEMENT_LEDGER
from noe_core.projections.portfolio_balance import portfolio_balance
from noe_core.projections.quarters import Quarter
from noe_core.projections.reflexive_time import REFLEXIVE_TIME
from noe_core.projections.relationship_balance import SignalName, relationship_balance_with
from noe_core.projections.rhythm import RHYTHM
from noe_core.projections.success_notebook import SUCCESS_NOTEBOOK
from noe_core.projections.trajectory import TRAJECTORY
from noe_stores.examples import record_shared_load

TOLD = recorded(record_shared_load)
RELATION, TEAM, FIRM, *PEOPLE = TOLD.histories
AMEL = "practitioner/amel"
BEFORE, SUMMER, AFTER = "2024-07-02", "2024-08-20", "2024-10-04"

HANDED_ON: Found = ("CARE-4", "warning", "handed_on")

FOUND: dict[tuple[str, str], list[Found]] = {
    (BEFORE, RELATION): [
        ("LOOP-2", "warning", ""),
        ("LOOP-3", "warning", ""),
        ("REV-5", "warning", ""),
        HANDED_ON,
    ],
    (BEFORE, AMEL): [("CARE-1", "breach", "")],
    # The load was shared out in July; the two last quarters that are over still say otherwise.
    (SUMMER, AMEL): [("CARE-1", "breach", "")],
    (SUMMER, RELATION): [HANDED_ON],
    (SUMMER, FIRM): [("ORG-4", "info", "lapsed")],
    (AFTER, RELATION): [HANDED_ON],
}


@pytest.mark.parametrize("day", [BEFORE, SUMMER, AFTER])
@pytest.mark.parametrize("stream", TOLD.histories)
def test_the_audit_follows_the_story(day: str, stream: str) -> None:
    """One person carried too much for two quarters; after the summer nobody does."""
    assert TOLD.found(day, stream) == FOUND.get((day, stream), [])


def test_how_somebody_is_answers_to_them_alone() -> None:
    """To others the rule says that it is private; to Amel, that she was heard in time."""
    assert unanswered(TOLD.report(BEFORE, AMEL)) == {"CARE-2": "private"}
    hers = TOLD.report(BEFORE, AMEL, reader="amel")
    assert unanswered(hers) == {}
    assert found(hers) == [("CARE-1", "breach", "")]


def test_a_low_month_that_nobody_answers_is_a_breach_for_her_eyes() -> None:
    """Without the team's stream beside it, nothing shows that she was heard."""
    alone = audit(TOLD.at("2024-08-05", AMEL), reader="amel")
    assert "CARE-1" in unanswered(alone)


def test_two_quarters_running_above_one_and_a_half_fair_shares_then_none() -> None:
    """Nearly two fair shares of five; from July on, less than one and a half."""
    balance = portfolio_balance().of(TOLD.all_at(AFTER))
    by_quarter = {quarter.quarter: quarter.concentration("amel") for quarter in balance.quarters}
    first, second, third = (by_quarter[Quarter(2024, number)] for number in (1, 2, 3))
    assert first == second == Fraction(25, 13)
    assert 1 < third < Fraction(3, 2)
    assert balance.above["amel"] == 0
    assert portfolio_balance().of(TOLD.all_at(BEFORE)).above["amel"] == 2


def test_how_people_are_stands_by_group_and_whole_for_each_alone() -> None:
    """Five people make a group; the two on the urgencies make none."""
    balance = portfolio_balance(reader="amel").of(TOLD.all_at(AFTER))
    assert balance.wellbeing is not None
    assert (balance.wellbeing.people, balance.wellbeing.median) == (5, Fraction(4))
    assert "urgences" not in balance.wellbeing_by_profile
    assert balance.strain_by_relationship == {}
    assert len(balance.own) == 11


def test_the_trajectory_tells_the_review_that_shared_the_client_out() -> None:
    """Eight loops; only the sixth, with both sides and three of the team, changed the frame."""
    way = TRAJECTORY.of(TOLD.at(AFTER))
    assert way.n_loops.value == 8
    changed = [len(loop.adjustments) for loop in way.loops]
    assert changed == [0, 0, 0, 0, 0, 1, 0, 0, 0]
    assert [gap.days for gap in RHYTHM.of(TOLD.at(AFTER)).gaps] == [29, 35, 35, 35, 41, 35, 42, 28]


def test_what_each_side_promises_comes_nearer_to_balance() -> None:
    """Five to one before the summer, five to three after."""
    before, after = (ENGAGEMENT_LEDGER.of(TOLD.at(day)) for day in (BEFORE, AFTER))
    assert (before.reciprocity, after.reciprocity) == (Fraction(1, 5), Fraction(3, 5))
    assert len(after.conditions_covered) == 3


def test_time_to_come_back_on_the_work_appears_once_there_are_two() -> None:
    """From under a sixth of the provider's time to nearly a third."""
    before, after = (REFLEXIVE_TIME.of(TOLD.at(day)).share for day in (BEFORE, AFTER))
    assert (before, after) == (Fraction(300, 1935), Fraction(1020, 3195))


def test_the_notebook_of_successes_belongs_to_the_team() -> None:
    """Six weeks filled since July, three entries about the mills."""
    notebook = SUCCESS_NOTEBOOK.of(TOLD.at(AFTER, TEAM))
    assert notebook.weeks_filled == 6
    (about,) = notebook.by_relationship.values()
    assert about.value == 3


def test_the_balance_moves_by_its_signals_and_strain_is_told_of_a_group_only() -> None:
    """More comes from the client after the summer; two people are too few to speak of strain."""
    before, after = (
        relationship_balance_with(TOLD.beside(day)).of(TOLD.at(day)) for day in (BEFORE, AFTER)
    )
    moving = (SignalName.RECIPROCITY, SignalName.COPRODUCTION)
    assert signals(before, *moving) == [Fraction(1, 5), Fraction(0)]
    assert signals(after, *moving) == [Fraction(3, 5), Fraction(120, 2220)]
    assert signals(after, SignalName.HANDOFFS, SignalName.ISSUES_DEFLECTED) == [2, 1]
    assert signals(after, SignalName.STRAIN_MEDIAN) == [None]


TURNS = (
    "quelqu'un de disponible, vite",
    "que la reprise des commandes ne dépende plus d'une seule tête",
    "répondre dans la journée si la question arrive avant midi",
    "nommer au moulin quelqu'un qui trie les urgences",
    "Denis tient le clavier, Amel regarde et se tait",
    "le moulin trie lui-même ses urgences, et il en reste une sur quatre",
    "on appelait parce que c'était facile d'appeler",
    "plus personne n'ouvre ses messages le dimanche soir",
    "les commandes du dépôt nord n'arrivent plus",
    "un code de dépôt avait changé",
)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("turn", TURNS)
def test_each_turn_is_told_in_the_words_of_those_who_lived_it(turn: str, language: str) -> None:
    """What mattered stands in the narrative, in both languages."""
    assert turn in TOLD.words(AFTER, language)
