from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from story import LISE, NORA, after, event, story
from strategies import law, untidy_histories

from noe_core.audit.report import audit
from noe_core.audit.rule import Case, Finding, NotAssessable, Passed, Rule, Severity, Verdict
from noe_core.audit.rules import RULES
from noe_core.facts import Unread
from noe_core.history import History
from noe_core.relationship.course import AgreementSigned, RelationshipOpened
from noe_core.relationship.engagements import EngagementMade, EngagementMissed
from noe_core.relationship.quotes import QuoteIssued, QuoteKind
from noe_core.relationship.reviews import ReviewHeld
from noe_core.relationship.work import WorkNature, WorkRecorded
from noe_core.values import Period, Side
from noe_core.vocabulary import StreamKind

START = "2022-03-01"
PUT = {rule.id for rule in RULES if StreamKind.RELATIONSHIP in rule.streams}
HISTORY = story((RelationshipOpened(), START), as_of="2022-12-31")


def saying(rule_id: str, *answers: Verdict) -> Rule:
    """A rule that gives these answers."""

    def check(_case: Case, **_: Any) -> Iterator[Verdict]:
        yield from answers

    return Rule(id=rule_id, name="said", defaults={"n": 1}, check=check)


def finding(rule_id: str, severity: Severity) -> Finding:
    """A finding of that severity."""
    return Finding(rule=rule_id, severity=severity, subject="relationship")


def test_a_report_sorts_findings_by_how_much_they_weigh() -> None:
    """The gravest first, and among equals the order of the rules."""
    report = audit(
        HISTORY,
        rules=[
            saying("A", finding("A", Severity.INFO)),
            saying("B", finding("B", Severity.BREACH)),
            saying("C", finding("C", Severity.INFO), finding("C", Severity.WARNING)),
        ],
    )
    assert [f.rule for f in report.findings] == ["B", "C", "A", "C"]
    assert report.worst is Severity.BREACH


def test_a_rule_that_says_nothing_has_passed() -> None:
    """Passed, not assessable and found stand apart."""
    waiting = NotAssessable(rule="B", because="too_early")
    report = audit(HISTORY, rules=[saying("A"), saying("B", waiting)])
    assert report.passed == (Passed(rule="A"),)
    assert report.not_assessable == (waiting,)
    assert report.worst is None


def test_a_finding_carries_the_parameters_it_was_made_with() -> None:
    """Defaults, or what the caller gave instead."""
    rules = [saying("A", finding("A", Severity.INFO))]
    assert audit(HISTORY, rules=rules).findings[0].parameters == {"n": 1}
    given_n = audit(HISTORY, rules=rules, parameters={"A": {"n": 2}})
    assert given_n.findings[0].parameters == {"n": 2}


def test_a_parameter_or_rule_that_does_not_exist_is_refused() -> None:
    """A misspelt threshold is never silently left out."""
    with pytest.raises(ValueError, match="no rule 'LOOP-9'"):
        audit(HISTORY, parameters={"LOOP-9": {}})
    with pytest.raises(ValueError, match="LOOP-1 has no parameter days; it has n"):
        audit(HISTORY, parameters={"LOOP-1": {"days": 3}})
    with pytest.raises(ValueError, match="it has none"):
        audit(HISTORY, parameters={"HOOK-1": {"n": 3}})


def test_what_a_rule_does_wrong_names_the_rule() -> None:
    """A check that yields something else, or nothing to go through, is not taken for a pass."""

    def untold(_case: Case) -> Any:
        return None

    def texts(_case: Case) -> Any:
        return ["all is well"]

    for check, why in ((untold, "not iterable"), (texts, "yields Finding and NotAssessable")):
        with pytest.raises(TypeError, match=why) as caught:
            audit(HISTORY, rules=[Rule(id="A", name="a", check=check)])
        assert caught.value.__notes__ == [f"rule A could not look at {HISTORY.stream}"]


def test_a_side_may_be_written() -> None:
    """A perspective read from a form is the side it names, and not one nobody holds."""
    seen: list[Side] = []
    rule = Rule(id="A", name="a", check=lambda case: seen.append(case.perspective) or ())
    audit(HISTORY, rules=[rule], perspective="client")  # type: ignore[arg-type]
    assert seen == [Side.CLIENT]


def test_a_report_says_what_was_looked_at_and_what_could_not_be_read() -> None:
    """The stream, both cuts and the facts this release cannot read."""
    sealed = Unread(event="dance_held", schema=1, data={}, reason="unknown name")
    history = story((sealed, START), as_of=after(START, 1))
    report = audit(history)
    assert (report.stream, report.as_of, report.known_at) == (
        history.stream,
        history.as_of,
        None,
    )
    assert [fact.id for fact in report.unread] == [event(1)]


def test_the_rules_stand_in_the_order_of_the_reference() -> None:
    """Families in the order of domain.md §5, numbers rising, no id twice."""
    ids = [rule.id for rule in RULES]
    order = ["LOOP", "REV", "QUO", "EFF", "HOOK", "DIST"]
    order += ["ECO", "VAL", "CARE", "ORG", "VIEW", "DATA"]
    assert ids == sorted(ids, key=lambda i: (order.index(i.partition("-")[0]), i))
    assert len(set(ids)) == len(ids) == len({rule.name for rule in RULES})


def test_every_rule_says_what_it_looks_for() -> None:
    """In the docstring of its check, kept through whatever is put around it."""
    assert [rule.id for rule in RULES if not rule.check.__doc__] == []
    named = [rule.id for rule in RULES if (rule.check.__doc__ or "").startswith("The check")]
    assert named == []


def test_an_empty_history_is_blamed_for_nothing() -> None:
    """Before anything happened every rule passes or waits."""
    assert audit(story()).findings == ()
    assert audit(story(), perspective=Side.CLIENT).findings == ()


@law
@given(untidy_histories(), st.sampled_from((Side.PROVIDER, Side.CLIENT)))
def test_any_history_can_be_audited_and_every_verdict_said(
    history: History, perspective: Side
) -> None:
    """Whatever was imported, each rule answers, on events that exist, in both languages."""
    report = audit(history, perspective=perspective, hidden=("quote_issued",))
    recorded = {record.id for record in history.records}
    assert {verdict.rule for verdict in report.verdicts} == PUT
    for finding in report.findings:
        assert finding.evidence
        assert recorded.issuperset(finding.evidence)
        assert len(set(finding.evidence)) == len(finding.evidence)
    said_of: tuple[Finding | NotAssessable, ...] = (*report.findings, *report.not_assessable)
    for verdict in said_of:
        for language in ("fr", "en"):
            said = verdict.sentence(language)
            assert said[0] == said[0].upper()
            assert said[-1] in ".?!"
            assert "None" not in said
            assert "  " not in said
            assert verdict.rule not in said
            assert not any(f" {sign}" in said for sign in ":;?!»")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_are_days_like_others(day: str) -> None:
    """A history of its first or last day is audited as any other."""
    end = date.fromisoformat(day)
    history = story(
        (RelationshipOpened(), day),
        (AgreementSigned(), day),
        (EngagementMade(engagement_id="e1", by=NORA, due=end), day),
        (EngagementMade(engagement_id="e2", by=LISE, due=date.max), day),
        (EngagementMissed(engagement_id="e1"), day),
        (WorkRecorded(work_id="w1", by=NORA, nature=WorkNature.PRODUCTION, minutes=900), day),
        (ReviewHeld(review_id="r1", participants=(NORA, LISE)), day),
        (
            QuoteIssued(
                quote_id="q1", kind=QuoteKind.AFTER_WORK, period=Period(start=end, end=end)
            ),
            day,
        ),
        as_of=day,
    )
    assert len({verdict.rule for verdict in audit(history).verdicts}) == len(PUT)
