"""What the source of a log never writes down is blamed on nobody."""

from __future__ import annotations

import pytest
from story import NORA, story

from noe_core.audit import Finding, NotAssessable, Rule, audit
from noe_core.audit.rules import RULES
from noe_core.events import BY_NAME
from noe_core.history import History
from noe_core.relationship.course import RelationshipOpened
from noe_core.relationship.engagements import EngagementKind, EngagementMade
from noe_core.relationship.frame import BoundaryCrossed
from noe_core.values import Side


def unframed() -> History:
    """A relationship opened long ago, with one engagement and neither method nor boundary."""
    return story(
        (RelationshipOpened(), "2022-01-03"),
        (
            EngagementMade(
                engagement_id="e1", by=NORA, kind=EngagementKind.DELIVERY, text="livrer"
            ),
            "2022-01-04",
        ),
        (BoundaryCrossed(topic="la paie", by_side=Side.PROVIDER, consent=False), "2022-02-01"),
        as_of="2022-12-01",
    )


def answers(rule: str, **given: tuple[str, ...]) -> list[str]:
    """What a rule answers, in short."""
    verdicts = (v for v in audit(unframed(), **given).verdicts if v.rule == rule)  # type: ignore[arg-type]
    return [
        f"{v.about} {v.severity}"
        if isinstance(v, Finding)
        else v.because
        if isinstance(v, NotAssessable)
        else "passed"
        for v in verdicts
    ]


@pytest.mark.parametrize(
    ("rule", "event"),
    [
        ("LOOP-1", "method_agreed"),
        ("LOOP-5", "engagement_acknowledged"),
        ("REV-7", "feedback_requested"),
        ("DIST-1", "boundary_agreed"),
    ],
)
def test_an_absence_the_source_explains_is_not_assessable(rule: str, event: str) -> None:
    """A rule that finds something missing answers not assessable where its source is silent."""
    before, after = answers(rule), answers(rule, unrecorded=(event,))
    assert "never_recorded" not in before
    assert "never_recorded" in after
    assert len(after) == len(before)


def test_what_was_written_down_still_counts() -> None:
    """A crossing without consent stays a breach, whatever the source leaves out."""
    assert any("breach" in said for said in answers("DIST-1", unrecorded=("boundary_agreed",)))


def test_the_reason_is_said_in_both_languages() -> None:
    """The answer says in words that the source does not write such things down."""
    report = audit(unframed(), unrecorded=("method_agreed",))
    (silent,) = (n for n in report.not_assessable if n.because == "never_recorded")
    assert "ne consigne pas" in silent.sentence("fr")
    assert "does not write down" in silent.sentence("en")


def test_an_unknown_event_is_refused() -> None:
    """Naming an event that does not exist is an error that says which one comes near."""
    with pytest.raises(ValueError, match=r"'method_agred'; did you mean method_agreed\? `noe"):
        audit(unframed(), unrecorded=("method_agred",))
    with pytest.raises(ValueError, match="no event is named 'x'; `noe schema` prints them all"):
        audit(unframed(), unrecorded="x")


def test_an_event_of_a_tool_may_be_unrecorded_too() -> None:
    """A rule that a package brings may look for it, and hear that it is never written down."""
    heard: list[tuple[str, ...]] = []
    rule = Rule(id="X", name="x", check=lambda case: heard.append(case.unrecorded) or ())
    audit(unframed(), rules=[rule], unrecorded=("crm.invoice_sent",))
    assert heard == [("crm.invoice_sent",)]


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.about], ids=lambda rule: rule.id)
def test_a_rule_about_what_a_source_never_writes_down_cannot_tell(rule: Rule) -> None:
    """That nothing of the kind stands there is no sign that all is well."""
    stream = f"{next(iter(rule.streams))}/somebody"
    report = audit(story(stream=stream), rules=[rule], unrecorded=tuple(rule.about))
    assert [verdict.because for verdict in report.not_assessable] == ["never_recorded"]
    assert rule.about <= set(BY_NAME)
