"""A relationship that closed is not asked for what it had no time to do."""

from __future__ import annotations

import pytest
from story import after, story

from noe_core.audit import NotAssessable, audit
from noe_core.relationship.course import RelationshipClosed, RelationshipOpened


@pytest.mark.parametrize(("rule", "days"), [("LOOP-1", 30), ("DIST-1", 60)])
def test_a_rule_that_needs_days_does_not_count_those_after_the_closing(
    rule: str, days: int
) -> None:
    """Closed within the days the rule needs, it is not assessable; a day longer, it is found."""
    for ran, assessable in ((days, False), (days + 1, True)):
        history = story(
            (RelationshipOpened(), "2022-01-01"),
            (RelationshipClosed(account="fini"), after("2022-01-01", ran)),
            as_of="2023-06-01",
        )
        (verdict,) = (v for v in audit(history).verdicts if v.rule == rule)
        assert isinstance(verdict, NotAssessable) is not assessable
