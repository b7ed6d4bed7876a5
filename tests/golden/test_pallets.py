"""The pool of pallets: a client brings its carriers in, once somebody says that nobody had."""

from decimal import Decimal
from fractions import Fraction

import pytest
from recorded import Found, recorded, unanswered

from noe_core.audit import audit
from noe_core.projections.ecosystem_graph import Tie
from noe_core.projections.ecosystem_map import ecosystem_map_with
from noe_core.projections.effects_ledger import EFFECTS_LEDGER
from noe_core.projections.engagement_ledger import ENGAGEMENT_LEDGER
from noe_core.projections.reflexive_time import REFLEXIVE_TIME
from noe_core.projections.rhythm import RHYTHM
from noe_core.projections.trajectory import TRAJECTORY
from noe_core.projections.usage_account import USAGE_ACCOUNT
from noe_core.relationship.engagements import EngagementKind
from noe_stores.examples import record_pallets

TOLD = recorded(record_pallets)
FIRM = "firm/ronde-des-palettes"
EARLY, SPRING, LAST = "2023-01-09", "2023-05-11", "2023-07-20"

FOUND: dict[str, list[Found]] = {
    # Three carriers named and nobody asked: the pool turns without those who drive.
    EARLY: [
        ("REV-4", "warning", ""),
        ("REV-5", "warning", ""),
        ("EFF-1", "warning", "one_window"),
        ("ECO-1", "warning", "not_enrolled"),
        ("ECO-1", "warning", "not_enrolled"),
        ("ECO-1", "warning", "not_enrolled"),
        ("ECO-1", "warning", "no_prescription"),
        ("ECO-1", "warning", "no_guarantor"),
    ],
    SPRING: [],
    LAST: [],
}


@pytest.mark.parametrize("day", FOUND)
def test_the_audit_follows_the_story(day: str) -> None:
    """What is found in January is what the review of that week decides on."""
    assert TOLD.found(day) == FOUND[day]
    assert TOLD.found(day, FIRM) == []


def test_whoever_left_is_waited_for_no_longer() -> None:
    """In July one carrier has gone its way; two are on board, and nothing is missing."""
    report = TOLD.report(LAST)
    assert "ECO-1" in {verdict.rule for verdict in report.passed}
    assert unanswered(report) == {"QUO-3": "too_few_quotes"}


def test_without_the_firm_beside_it_nobody_can_tell_who_watches_over_the_cooperation() -> None:
    """The part of guarantor is given in the stream of the firm."""
    alone = audit(TOLD.at(LAST))
    assert unanswered(alone)["ECO-1"] == "beside_missing"


def test_the_trajectory_tells_what_the_reviews_changed() -> None:
    """Six loops: the objective after the second review, the repairs after the fifth."""
    way = TRAJECTORY.of(TOLD.at(LAST))
    assert [len(part) for part in (way.hook, way.frame, way.closing)] == [3, 13, 0]
    assert way.n_loops.value == 6
    changed = [[fact.event for fact in loop.adjustments] for loop in way.loops]
    assert changed == [[], ["objective_revised"], [], [], ["engagement_renegotiated"], []]
    assert [len(loop.effects) for loop in way.loops] == [0, 0, 0, 0, 4, 0]


def test_the_rhythm_is_about_six_weeks() -> None:
    """No gap goes beyond one and a half times the 45 days agreed."""
    assert [gap.days for gap in RHYTHM.of(TOLD.at(LAST)).gaps] == [46, 53, 52, 42, 28, 42]


def test_support_counts_in_the_time_of_the_provider() -> None:
    """In January: four hours of review and talk, out of 22 with the platform's hour."""
    time = REFLEXIVE_TIME.of(TOLD.at(EARLY))
    assert (time.reflexive.value, time.whole.value) == (240, 1380)


def test_the_client_commits_to_prescribe_and_keeps_it() -> None:
    """Four engagements of the client, of all three conditions and of prescription."""
    ledger = ENGAGEMENT_LEDGER.of(TOLD.at(LAST))
    assert EngagementKind.PRESCRIPTION in ledger.client_kinds
    assert len(ledger.conditions_covered) == 3
    assert ledger.client.kept_on_first_terms.value == 1
    assert ledger.reciprocity == Fraction(1, 2)


def test_returns_purchases_and_losses_are_measured_each_for_itself() -> None:
    """Each has its baseline; the effect nobody had planned has no figure at all."""
    effects = EFFECTS_LEDGER.of(TOLD.at(LAST))
    measured = [
        (one.effect_id, one.measure.quantity.value, one.measure.baseline)
        for unit in effects.units.values()
        for one in unit.measures
    ]
    assert [(key, now) for key, now, _ in measured] == [
        ("f1", Decimal(820)),
        ("f2", Decimal(40)),
        ("f3", Decimal(35)),
    ]
    assert all(before is not None for _, _, before in measured)
    assert (effects.attested_rate, effects.unplanned_share) == (Fraction(1), Fraction(1, 4))


def test_the_map_tells_who_came_in_by_whom_and_how_long_it_took() -> None:
    """Three of three, two by the client's word, after four months; one has left since."""
    early, late = (ecosystem_map_with(TOLD.beside(day)).of(TOLD.at(day)) for day in (EARLY, LAST))
    assert (early.identified.value, early.enrolment_rate) == (3, Fraction(0))
    assert early.guarantors == ()
    assert (late.enrolment_rate, late.prescription_share) == (Fraction(1), Fraction(2, 3))
    assert late.median_days_to_enrol.value == 132
    assert late.withdrawn.value == 1
    assert [one.party_id for one in late.guarantors] == ["yves"]
    assert late.support_minutes.value == 390
    assert {kind.value for kind in late.supports if kind} == {
        "platform",
        "cooperation_kit",
        "information_meeting",
        "training",
        "mediation",
    }


def test_the_map_ties_everybody_who_has_a_part() -> None:
    """One prescription, a charter of four, two externalities that go each its way."""
    tied = ecosystem_map_with(TOLD.beside(LAST)).of(TOLD.at(LAST)).tied
    ties = (Tie.PRESCRIPTION, Tie.CHARTER, Tie.ENROLMENT, Tie.EXTERNALITY)
    assert [len(tied(tie)) for tie in ties] == [1, 4, 3, 2]


def test_each_trip_takes_less_of_the_pool_as_more_are_made() -> None:
    """From 610 trips to 940; minutes a trip nearly halve."""
    account = USAGE_ACCOUNT.of(TOLD.at(LAST)).units["trajet de palette"]
    spent = [one.minutes_per_use for one in account.periods.values()]
    assert spent == [Fraction(420, 610), Fraction(360, 940)]


TURNS = (
    "acheter des palettes moins cher",
    "que les palettes reviennent parce que chacun y trouve son compte",
    "le compte partagé ne vaut que si ceux qui roulent le partagent",
    "demander à chaque livreur d'entrer dans la ronde",
    "les palettes reviennent dans le mois",
    "on n'en rachète presque plus",
    "on en perd bien moins en route",
    "caristes et chauffeurs comptent ensemble, et plus l'un contre l'autre",
    "avant, on se faisait la guerre à la palette",
    "faire réparer à la scierie du Bief, sous dix jours, ce qui revient cassé",
    "nous payons ce qui roule, et tout le monde voit le même compte",
    "Fret Malvau",
    "ses chauffeurs laissent les palettes chez les clients",
    "elle ne livre plus la brasserie",
    "elle a perdu un quart de ses commandes",
    "trajet de palette",
)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("turn", TURNS)
def test_each_turn_is_told_in_the_words_of_those_who_lived_it(turn: str, language: str) -> None:
    """What mattered stands in the narrative, in both languages."""
    assert turn in TOLD.words(LAST, language)
