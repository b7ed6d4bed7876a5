"""The audit of the four reference histories, as domain.md §6 derives it by hand.

What it derives leaves the rules marked ▲ out (EFF-4, ORG-2 to ORG-5); here every rule is put,
and none of those finds anything in these four. No firm stands beside them: whether values had
been published by then cannot be told, so VAL-1 says so where nobody compared any.
"""

from datetime import date
from fractions import Fraction

import pytest
from recorded import Told, found, recorded, unanswered

from noe_core.audit import audit
from noe_core.audit.rules import RULES
from noe_core.projections.client_view import CLIENT_VIEW
from noe_core.projections.engagement_ledger import ENGAGEMENT_LEDGER
from noe_core.projections.quote_statistics import QUOTE_STATISTICS
from noe_core.projections.reflexive_time import REFLEXIVE_TIME
from noe_core.projections.rhythm import RHYTHM
from noe_core.values import Side
from noe_stores.examples import (
    record_after_work,
    record_client_log,
    record_joinery,
    record_workshop,
)

WORKSHOP = (recorded(record_workshop), "2022-06-15")
AFTER_WORK = (recorded(record_after_work), "2022-05-15")
JOINERY = (recorded(record_joinery), "2023-05-20")
CLIENT_LOG = (recorded(record_client_log), "2018-08-31")

ALL = {"H1": WORKSHOP, "H4": AFTER_WORK, "H5": JOINERY, "H7": CLIENT_LOG}


@pytest.mark.parametrize("perspective", [Side.PROVIDER, Side.CLIENT])
def test_the_workshop_is_audited_as_by_hand(perspective: Side) -> None:
    """H1: nobody committed to the client's involvement, and no good distance was agreed."""
    told, day = WORKSHOP
    assert told.found(day, perspective=perspective) == [
        ("LOOP-3", "warning", ""),
        ("DIST-1", "info", "absent"),
    ]


def test_the_workshop_comes_to_the_figures_by_hand() -> None:
    """H1: a fifth of the time exactly, and what was missed was kept after all."""
    told, day = WORKSHOP
    time = REFLEXIVE_TIME.of(told.at(day))
    assert (time.reflexive.value, time.whole.value) == (150, 750)
    client = ENGAGEMENT_LEDGER.of(told.at(day)).client
    assert (client.kept_rate, client.finally_kept) == (Fraction(1, 2), Fraction(1))


def test_the_quotes_after_work_are_audited_as_by_hand() -> None:
    """H4: perfect signatures do not prove enough reflexive time, nor that April was quoted."""
    told, day = AFTER_WORK
    assert told.found(day) == [
        ("REV-5", "warning", ""),
        ("QUO-1", "warning", "2022-04"),
        ("DIST-1", "info", "absent"),
    ]
    time = REFLEXIVE_TIME.of(told.at(day))
    assert (time.reflexive.value, time.whole.value) == (645, 5985)
    assert QUOTE_STATISTICS.of(told.at(day)).signed_unchanged_rate == 1


def test_the_joinery_is_found_clean() -> None:
    """H5: nothing is found, and what cannot be told yet is too young or has no matter."""
    told, day = JOINERY
    report = told.report(day)
    assert found(report) == []
    assert unanswered(report) == {
        "LOOP-7": "too_few_reviews",
        "REV-4": "too_early",
        "QUO-3": "too_few_quotes",
        "EFF-4": "too_few_effects",
    }
    time = REFLEXIVE_TIME.of(told.at(day))
    assert (time.reflexive.value, time.whole.value) == (180, 750)


def test_the_log_of_a_client_is_audited_as_by_hand() -> None:
    """H7: two conditions are uncovered, no good distance is agreed, the rest is out of sight."""
    told, day = CLIENT_LOG
    report = told.report(day, perspective=Side.CLIENT)
    assert found(report) == [("LOOP-3", "warning", ""), ("DIST-1", "info", "absent")]
    assert unanswered(report) == {
        "LOOP-7": "too_few_reviews",
        "REV-4": "internal_out_of_sight",
        "QUO-3": "too_few_quotes",
        "EFF-4": "too_few_effects",
        "HOOK-3": "not_signed",
        "VAL-1": "beside_missing",
    }
    passed = {verdict.rule for verdict in report.passed}
    assert {"REV-2", "REV-5", "REV-7", "CARE-3", "CARE-4", "VIEW-1"} <= passed


def test_the_log_of_a_client_comes_to_the_figures_by_hand() -> None:
    """H7: 42 days, then 51 less 15 of holidays; nothing hidden; a fifth of the time and more."""
    told, day = CLIENT_LOG
    assert [gap.days for gap in RHYTHM.of(told.at(day)).gaps] == [42, 36]
    assert RHYTHM.of(told.at(day)).first_feedback.value == date(2018, 6, 8)
    assert CLIENT_VIEW.of(told.at(day)).hidden == ()
    time = REFLEXIVE_TIME.of(told.at(day))
    assert (time.reflexive.value, time.whole.value) == (60, 295)


def test_held_by_the_provider_the_same_log_lacks_the_internal_level() -> None:
    """H7 seen from the other side: what was out of sight there is missing here."""
    told, day = CLIENT_LOG
    assert ("REV-4", "warning", "") in told.found(day)


@pytest.mark.parametrize("history", ALL)
def test_alone_or_with_its_store_a_history_is_found_the_same(history: str) -> None:
    """None of the four stands in need of what is beside it, but to tell what values it had."""
    told, day = ALL[history]
    alone = audit(told.at(day))
    assert found(alone) == told.found(day)
    assert unanswered(alone) == unanswered(told.report(day))


def test_every_rule_of_the_release_answers() -> None:
    """Each rule passes, finds or says why it could not, in the order of domain.md §5."""
    told, day = WORKSHOP
    rules = list(dict.fromkeys(verdict.rule for verdict in told.report(day).verdicts))
    families = ["LOOP", "REV", "QUO", "EFF", "HOOK", "DIST", "ECO", "VAL", "CARE", "VIEW", "DATA"]
    assert list(dict.fromkeys(rule.partition("-")[0] for rule in rules)) == families
    assert len(rules) == 34
    assert len(RULES) == 43


def test_nothing_is_found_that_had_not_happened_yet() -> None:
    """H1 on the eve of the signature: the frame is young and nobody is blamed for it."""
    told: Told = WORKSHOP[0]
    assert told.found("2022-03-14") == []
