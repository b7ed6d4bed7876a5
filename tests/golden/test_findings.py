"""The audit of the two example histories, as domain.md §6 derives it by hand."""

from collections.abc import Callable
from datetime import date

import pytest

from noe_core.audit.report import Report, audit
from noe_core.values import Side
from noe_stores import Ledger, connect
from noe_stores.examples import Calendar, record_after_work, record_workshop

Recording = Callable[[Ledger, Calendar], str]

WORKSHOP = (record_workshop, date(2022, 6, 15))
AFTER_WORK = (record_after_work, date(2022, 5, 15))


def report_of(record: Recording, as_of: date, perspective: Side = Side.PROVIDER) -> Report:
    """The audit of an example recorded through the public API."""
    calendar = Calendar("2021-12-01")
    with connect("memory:", clock=calendar) as ledger:
        stream = record(ledger, calendar)
        history = ledger.history(stream, as_of=as_of)
    return audit(history, perspective=perspective)


def found(report: Report) -> set[tuple[str, str]]:
    """The rules that found something, and how grave it is."""
    return {(finding.rule, finding.severity.value) for finding in report.findings}


@pytest.mark.parametrize("perspective", [Side.PROVIDER, Side.CLIENT])
def test_the_workshop_is_audited_as_by_hand(perspective: Side) -> None:
    """H1: nobody committed to the client's involvement, and no good distance was agreed."""
    report = report_of(*WORKSHOP, perspective)
    assert found(report) == {("LOOP-3", "warning"), ("DIST-1", "info")}
    assert len(report.findings) == 2


def test_the_quotes_after_work_are_audited_as_by_hand() -> None:
    """H4: perfect signatures do not prove enough reflexive time, nor that April was quoted."""
    report = report_of(*AFTER_WORK)
    assert found(report) == {("QUO-1", "warning"), ("REV-5", "warning"), ("DIST-1", "info")}
    assert len(report.findings) == 3


def test_every_rule_of_the_release_answers() -> None:
    """Each rule passes, finds or says why it could not, in the order of domain.md §5."""
    report = report_of(*WORKSHOP)
    rules = list(dict.fromkeys(verdict.rule for verdict in report.verdicts))
    families = ["LOOP", "REV", "QUO", "EFF", "HOOK", "DIST", "VIEW", "DATA"]
    assert list(dict.fromkeys(rule.partition("-")[0] for rule in rules)) == families
    assert len(rules) == 28
