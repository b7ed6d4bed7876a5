"""The print shop: a printer that advises its client to print less, month after month."""

from decimal import Decimal
from fractions import Fraction

import pytest
from attrs import evolve
from recorded import Found, found, recorded, signals, unanswered

from noe_core.audit import audit
from noe_core.facts import holds
from noe_core.projections.client_view import CLIENT_VIEW, Reason
from noe_core.projections.effects_ledger import EFFECTS_LEDGER
from noe_core.projections.quote_statistics import QUOTE_STATISTICS
from noe_core.projections.reflexive_time import REFLEXIVE_TIME
from noe_core.projections.relationship_balance import SignalName, relationship_balance_with
from noe_core.projections.rhythm import RHYTHM
from noe_core.projections.trajectory import TRAJECTORY
from noe_core.projections.usage_account import USAGE_ACCOUNT
from noe_core.projections.values_compatibility import values_compatibility_with
from noe_core.relationship.issues import IssueOwned, Stance
from noe_core.values import Money
from noe_stores.examples import record_print_shop

TOLD = recorded(record_print_shop)
LAST = "2023-07-14"
FIRM = "firm/imprimerie-colvert"

DENIED: Found = ("CARE-4", "breach", "put_right")
"""The wet boxes, first denied, then taken up: it stays on record, with what followed."""

FOUND: dict[str, list[Found]] = {
    # Nobody has come back on the first run yet, and it is too early to judge the denial.
    "2023-02-28": [("REV-5", "breach", ""), ("REV-6", "breach", "")],
    # A quote cites an effect that the town hall sees otherwise.
    "2023-05-15": [DENIED, ("REV-4", "warning", ""), ("EFF-2", "warning", "contested_and_cited")],
    # It was taken back; those who folded the bulletins are still waiting to be spoken of.
    "2023-06-01": [DENIED, ("QUO-3", "warning", ""), ("EFF-3", "warning", "")],
    LAST: [DENIED, ("QUO-3", "info", "")],
}


@pytest.mark.parametrize("day", FOUND)
def test_the_audit_follows_the_story(day: str) -> None:
    """What is found on a day is what the two sides had not yet come back on."""
    assert TOLD.found(day) == FOUND[day]


@pytest.mark.parametrize("day", FOUND)
def test_nothing_is_found_in_the_house_of_the_printer(day: str) -> None:
    """Its values are few, chosen together and shown by acts; its offer goes deep."""
    assert TOLD.found(day, FIRM) == []


def test_in_the_end_every_rule_can_tell() -> None:
    """After five months there is matter for each rule."""
    assert unanswered(TOLD.report(LAST)) == {}


def test_a_denial_is_told_with_what_followed_it() -> None:
    """Put right two working days later, or, in a twin of the story, by nobody at all."""
    history = TOLD.at("2023-03-02")
    kept = [
        fact
        for fact in history.records
        if not (holds(fact, IssueOwned) and fact.data.stance is Stance.OWNED)
    ]
    assert ("CARE-4", "breach", "denied") in found(audit(evolve(history, records=tuple(kept))))
    assert DENIED in TOLD.found("2023-03-02")


def test_the_trajectory_tells_five_loops_and_what_two_of_them_changed() -> None:
    """The method after the wet boxes, the objective after those who folded were heard."""
    way = TRAJECTORY.of(TOLD.at(LAST))
    assert [len(part) for part in (way.hook, way.frame, way.closing)] == [4, 12, 0]
    ended = [loop.review.data.review_id for loop in way.loops if loop.review]
    assert ended == ["r1", "r2", "r3", "r5", "r6"]
    changed = [[fact.event for fact in loop.adjustments] for loop in way.loops]
    assert changed == [["method_agreed"], [], [], ["objective_revised"], []]
    assert [len(loop.quotes) for loop in way.loops] == [1, 1, 1, 2, 1]
    assert way.days_since_signature.value == 158


def test_the_rhythm_is_the_one_agreed() -> None:
    """A month between two reviews, give or take three days."""
    rhythm = RHYTHM.of(TOLD.at(LAST))
    assert [gap.days for gap in rhythm.gaps] == [30, 30, 28, 33, 30]
    assert rhythm.regularity == Fraction(29, 30)


def test_a_quarter_of_the_time_comes_back_on_the_work() -> None:
    """Five talks, six reviews, one of them among the printer's own."""
    time = REFLEXIVE_TIME.of(TOLD.at(LAST))
    assert (time.reflexive.value, time.whole.value) == (1170, 4545)
    assert (time.internal, time.external) == (120, 1050)


def test_five_quotes_of_six_were_signed_as_they_stood() -> None:
    """The one taken back after a talk counts as decided, so it does not pass unseen."""
    quotes = QUOTE_STATISTICS.of(TOLD.at(LAST))
    assert quotes.signed_unchanged_rate == Fraction(5, 6)
    assert quotes.signed_totals["EUR"].value == Money.of(4125)
    assert quotes.months_without_quote == {}


def test_three_effects_of_four_are_attested_and_none_is_added_to_another() -> None:
    """The one that the town hall contests stays, contested; copies are the only unit."""
    effects = EFFECTS_LEDGER.of(TOLD.at(LAST))
    assert (effects.attested_rate, effects.unplanned_share) == (Fraction(3, 4), Fraction(3, 4))
    assert effects.contested.value == 1
    assert set(effects.units) == {"exemplaire"}
    total = effects.units["exemplaire"].attested_total
    assert total is not None
    assert total.value == Decimal(600)


def test_the_client_sees_all_but_what_the_printers_said_among_themselves() -> None:
    """One entry is hidden, and the view says which and why."""
    hidden = CLIENT_VIEW.of(TOLD.at(LAST)).hidden
    assert [reason for _, reason in hidden] == [Reason.PROVIDER_ONLY_REVIEW]


def test_each_month_a_bulletin_taken_home_takes_less_of_the_printers_time() -> None:
    """What is counted is no copy; more is taken home while less is worked."""
    account = USAGE_ACCOUNT.of(TOLD.at(LAST)).units["bulletin emporté"]
    assert account.whole.quantity.value == Decimal(17950)
    used = list(account.periods.values())
    assert [one.quantity.value for one in used] == [4100, 4350, 4700, 4800]
    spent = [one.minutes_per_use or Fraction(0) for one in used]
    assert spent == sorted(spent, reverse=True)
    assert (spent[0], spent[-1]) == (Fraction(720, 4100), Fraction(480, 4800))


def test_the_balance_tells_a_denial_and_a_hand_off_and_grades_nobody() -> None:
    """One issue owned, the same one denied before, once in other hands; the client did its part."""
    balance = relationship_balance_with(TOLD.beside(LAST)).of(TOLD.at(LAST))
    names = (SignalName.ISSUES_OWNED, SignalName.ISSUES_DENIED, SignalName.HANDOFFS)
    assert signals(balance, *names) == [1, 1, 1]
    assert signals(balance, SignalName.COPRODUCTION) == [Fraction(270, 3570)]


def test_an_act_bears_the_values_out() -> None:
    """Advising to print less is an act of the value that says so."""
    values = values_compatibility_with(TOLD.beside(LAST)).of(TOLD.at(LAST))
    assert values.version.value == 1
    assert (values.here.kept.value, values.here.share) == (1, Fraction(1))


TURNS = (
    "huit mille bulletins par mois, moins cher",
    "que le bulletin soit là où les habitants passent",
    "sous quatre mille exemplaires, le calage coûte plus que le tirage",
    "ne plus dépasser cinq mille exemplaires",
    "un tour des dépôts à deux avant chaque tirage, puis le devis et le recul",
    "la gardienne de la halle sait quel jour les gens s'arrêtent",
    "il revient quatre fois moins d'invendus des dépôts",
    "les agents d'accueil ne passent plus leur lundi à porter des cartons",
    "davantage d'habitants viennent aux réunions publiques",
    "la salle était pleine à cause du projet de rocade",
    "il s'appuyait sur un effet que la mairie ne reconnaît pas",
    "ce que nous n'imprimons plus manque à ceux qui le pliaient",
    "douze cartons sont arrivés mouillés à la halle",
    "les cartons ont été refaits, la remorque bâchée",
    "en tirer six mille cinq cents, la cave de la mairie étant pleine",
    "moins de bulletins à plier, donc moins d'heures pour l'équipe",
    "bulletin emporté",
    "aucune des deux maisons ne veut remplir des cartons",
)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("turn", TURNS)
def test_each_turn_is_told_in_the_words_of_those_who_lived_it(turn: str, language: str) -> None:
    """What mattered stands in the narrative, in both languages."""
    assert turn in TOLD.words(LAST, language)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_had_not_happened_is_not_told(language: str) -> None:
    """On the first of May nobody had contested anything, nor been paid for April."""
    words = TOLD.words("2023-05-01", language)
    assert "rocade" not in words
    assert "ceux qui le pliaient" not in words
