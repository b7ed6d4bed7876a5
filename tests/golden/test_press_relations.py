"""The press relations: a client's own log, from a free trial to going on alone."""

from fractions import Fraction

import pytest
from recorded import Found, recorded, signals, unanswered

from noe_core.projections.client_view import CLIENT_VIEW
from noe_core.projections.demand_trail import DEMAND_TRAIL
from noe_core.projections.engagement_ledger import ENGAGEMENT_LEDGER
from noe_core.projections.reflexive_time import REFLEXIVE_TIME
from noe_core.projections.relationship_balance import RELATIONSHIP_BALANCE, SignalName
from noe_core.projections.rhythm import RHYTHM
from noe_core.projections.trajectory import TRAJECTORY
from noe_core.values import Side
from noe_stores.examples import record_press_relations

TOLD = recorded(record_press_relations)
LATE, JUNE, CLOSED = "2019-04-05", "2019-06-15", "2019-08-01"

FOUND: dict[str, list[Found]] = {
    # The photographs were due a week ago, and nothing was said of them yet.
    LATE: [("LOOP-4", "warning", "overdue")],
    JUNE: [],
    CLOSED: [],
}


@pytest.mark.parametrize("day", FOUND)
def test_the_audit_follows_the_story(day: str) -> None:
    """A delay is found until it is told, and gone once it was come back on together."""
    assert TOLD.found(day, perspective=Side.CLIENT) == FOUND[day]


@pytest.mark.parametrize("day", [JUNE, CLOSED])
def test_the_client_cannot_speak_of_what_the_agency_does_among_its_own(day: str) -> None:
    """The internal level is out of sight, and no fault is made of it."""
    report = TOLD.report(day, perspective=Side.CLIENT)
    assert unanswered(report)["REV-4"] == "internal_out_of_sight"
    passed = {verdict.rule for verdict in report.passed}
    assert {"REV-5", "REV-7", "HOOK-2", "CARE-3", "CARE-4", "VAL-1", "VIEW-1"} <= passed


def test_a_share_seen_by_the_client_is_a_lower_bound() -> None:
    """In April it looks low; the client says that it cannot know, the agency would."""
    assert unanswered(TOLD.report(LATE, perspective=Side.CLIENT))["REV-5"] == (
        "reflexive_out_of_sight"
    )
    assert ("REV-5", "warning", "") in TOLD.found(LATE)


def test_the_trajectory_runs_from_the_trial_to_the_closing() -> None:
    """Six steps before the opening, four loops, and a closing that both sides can read."""
    way = TRAJECTORY.of(TOLD.at(CLOSED))
    assert [step.record.event for step in way.hook] == [
        "trial_offered",
        "encounter_held",
        "values_compared",
        "demand_expressed",
        "demand_reworked",
        "trial_ended",
    ]
    assert way.n_loops.value == 4
    assert [len(loop.missed) for loop in way.loops] == [0, 1, 0, 0, 0]
    assert [len(loop.adjustments) for loop in way.loops] == [0, 1, 0, 0, 0]
    assert [step.record.event for step in way.closing] == ["relationship_closed"]


def test_holidays_are_no_silence() -> None:
    """Between the first two reviews lie 41 days, 16 of them of holidays."""
    rhythm = RHYTHM.of(TOLD.at(CLOSED))
    assert [gap.days for gap in rhythm.gaps] == [30, 25, 34, 28]
    assert rhythm.current is None


def test_an_honest_delay_is_kept_between_its_two_days() -> None:
    """The agency keeps both its words at once; the client keeps one after it was renewed."""
    ledger = ENGAGEMENT_LEDGER.of(TOLD.at(CLOSED))
    assert (ledger.provider.kept_rate, ledger.provider.finally_kept) == (Fraction(1), Fraction(1))
    assert ledger.provider.acknowledged.value == 2
    assert (ledger.client.kept_rate, ledger.client.finally_kept) == (Fraction(2, 3), Fraction(1))


def test_the_demand_leads_to_a_need_to_an_objective_to_an_effect() -> None:
    """Eighty minutes of talk between the first request and the real need."""
    (trail,) = DEMAND_TRAIL.of(TOLD.at(CLOSED))
    assert trail.encounter_minutes.value == 80
    assert [objective.objective_id for objective in trail.objectives] == ["o1"]
    assert [effect.effect_id for effect in trail.effects] == ["f1"]


def test_what_the_client_sees_is_everything() -> None:
    """Nothing is hidden in one's own log; what a machine did is nobody's time."""
    assert CLIENT_VIEW.of(TOLD.at(CLOSED)).hidden == ()
    time = REFLEXIVE_TIME.of(TOLD.at(CLOSED))
    assert (time.reflexive.value, time.whole.value) == (150, 530)


def test_half_of_the_work_is_hers() -> None:
    """Five hours of hers, five of the agency's; the machine's are nobody's."""
    balance = RELATIONSHIP_BALANCE.of(TOLD.at(CLOSED))
    assert signals(balance, SignalName.COPRODUCTION) == [Fraction(1, 2)]
    assert signals(balance, SignalName.ISSUES_OWNED, SignalName.HANDOFFS) == [1, 0]
    assert signals(balance, SignalName.KEPT_RATE) == [Fraction(1), Fraction(2, 3)]


TURNS = (
    "paraître dans un magazine avant la fête des mères",
    "savoir parler de ses savons à des journalistes, sans intermédiaire",
    "relire le premier message en une semaine ouvrée, pas avant",
    "ne pas prendre la liste nationale, la presse des métiers suffit",
    "on me corrige sans écrire à ma place",
    "les commandes du printemps prennent aussi les mardis",
    "écrit, illustré et envoyé sans relecture",
    "deux revues de métier ont raconté la cuve de cuivre",
    "je n'ai pensé à l'agence qu'après",
    "on se quitte parce que cela a marché",
    "un premier message écrit à deux",
    "rien n'est promis aux journaux",
    "un message est parti avec le nom d'une autre savonnerie",
    "trois excuses écrites, et une relecture à voix haute",
)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("turn", TURNS)
def test_each_turn_is_told_in_the_words_of_those_who_lived_it(turn: str, language: str) -> None:
    """What mattered stands in the narrative, in both languages."""
    assert turn in TOLD.words(CLOSED, language)
