"""The things that are told of: those whose telling was withdrawn are told of no more.

Rule kept here: what was said of a thing since its telling was withdrawn (an effect attested,
an engagement kept, an issue owned) does not bring it back. A thing that an import tells only
by such an answer still counts: nobody took its telling back.
"""

from __future__ import annotations

from noe_core.facts import AnyRecorded, holds
from noe_core.projection import View
from noe_core.relationship.effects import Effect, EffectObserved, Effects
from noe_core.relationship.engagements import Engagement, EngagementMade, Engagements
from noe_core.relationship.issues import Issue, IssueRaised, Issues


def effects_told(effects: Effects, view: View) -> tuple[Effect, ...]:
    """The effects, in the order they were first spoken of."""
    gone = {r.data.effect_id for r in view.withdrawn if holds(r, EffectObserved)}
    return tuple(e for e in effects.by_id.values() if e.observed or e.effect_id not in gone)


def engagements_told(engagements: Engagements, view: View) -> tuple[Engagement, ...]:
    """The engagements, in the order they were first spoken of."""
    gone = {r.data.engagement_id for r in view.withdrawn if holds(r, EngagementMade)}
    return tuple(e for e in engagements.by_id.values() if e.made or e.engagement_id not in gone)


def issues_told(issues: Issues, view: View) -> tuple[Issue, ...]:
    """The issues, in the order they were first spoken of."""
    gone = {r.data.issue_id for r in view.withdrawn if holds(r, IssueRaised)}
    return tuple(i for i in issues.by_id.values() if i.raised or i.issue_id not in gone)


def issue_facts(issue: Issue) -> tuple[AnyRecorded, ...]:
    """Everything recorded about an issue, its raising first."""
    raised = (issue.raised,) if issue.raised else ()
    resolved = (issue.resolved,) if issue.resolved else ()
    return (*raised, *issue.owned, *resolved)
