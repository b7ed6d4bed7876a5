"""ORG-1 to ORG-5: how a team thinks about its work, and what a firm keeps going.

Rule kept here: a tension has causes in the organisation of the work, a rule comes out of a
debate, an indicator serves an aim; what a history has set right since is not held against
anybody (domain.md §5). The rules put to a firm are in `noe_core.audit.house`.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain

from noe_core.audit.beyond import Said, beside_missing, unless_unread_around
from noe_core.audit.house import practice_lapsed, service_veneer
from noe_core.audit.readings import gathered, too_early, unless_unread
from noe_core.audit.rule import CaseOf, Finding, NotAssessable, Rule, Severity, Verdict
from noe_core.facts import Recorded
from noe_core.team.collective import COLLECTIVE, ids
from noe_core.team.project import IndicatorAdopted
from noe_core.team.rules import DeliberationHeld, WorkRuleAdopted
from noe_core.team.state import Team
from noe_core.team.tensions import TensionExamined, TensionRaised
from noe_core.vocabulary import StreamKind

TeamCase = CaseOf[Team]


def tension_personalised(case: TeamCase, *, n: int) -> Iterator[Verdict]:
    """ORG-1: a tension is examined within n days, by several, for causes in the organisation."""
    tensions = tuple(case.state.tensions.by_id.values())
    # The last examination holds: it may have set an earlier one right.
    examined = (one.examined[-1] for one in tensions if one.examined)
    waiting = (one.raised for one in tensions if one.raised is not None and not one.examined)
    yield from gathered(
        chain(
            (_examined(case, fact) for fact in examined),
            (_waiting(case, fact, n) for fact in waiting),
        )
    )


def _waiting(case: TeamCase, raised: Recorded[TensionRaised], n: int) -> Said:
    since = case.on(raised)
    if not case.passed(since, n):
        return too_early("ORG-1", since, n)
    finding = Finding(
        rule="ORG-1",
        severity=Severity.WARNING,
        subject=raised.data.tension_id,
        about="unexamined",
        evidence=(raised.id,),
        values={"since": since, "days": (case.today - since).days},
    )
    return unless_unread(case, finding, "tension_examined")


def _examined(case: TeamCase, fact: Recorded[TensionExamined]) -> Said | None:
    causeless, present = not fact.data.causes, len(ids(fact.data.participants))
    if not causeless and not present:
        # Nobody wrote down who was there: that is not to say that one person was.
        return NotAssessable(rule="ORG-1", because="examiners_unrecorded")
    if not causeless and present >= COLLECTIVE:
        return None
    return Finding(
        rule="ORG-1",
        severity=Severity.BREACH,
        subject=fact.data.tension_id,
        about="no_cause" if causeless else "alone",
        evidence=(fact.id,),
        values={"on": case.on(fact)},
    )


def rule_without_deliberation(case: TeamCase) -> Iterator[Verdict]:
    """ORG-2: a rule of work that holds comes out of a deliberation of two people or more."""
    rules = (rule.adopted[-1] for rule in case.state.rules.by_key.values() if rule.in_force)
    yield from gathered(_deliberated(case, fact) for fact in rules)


def _deliberated(case: TeamCase, rule: Recorded[WorkRuleAdopted]) -> Said | None:
    held = _deliberation(case, rule.data.deliberation_id)
    present = len(ids(held.data.participants)) if held is not None else 0
    if present >= COLLECTIVE:
        return None
    if held is not None and not present:
        return NotAssessable(rule="ORG-2", because="debaters_unrecorded")
    finding = Finding(
        rule="ORG-2",
        severity=Severity.WARNING,
        subject=rule.data.rule_id or rule.data.rule,
        about="alone" if held is not None else "none",
        evidence=tuple(fact.id for fact in (rule, held) if fact is not None),
        values={"rule": rule.data.rule, "on": case.on(rule)},
    )
    return unless_unread(case, finding, "deliberation_held")


def _deliberation(case: TeamCase, called: str | None) -> Recorded[DeliberationHeld] | None:
    """The deliberation of an id; where an import brought several, that of the most people."""
    held = (f for f in case.state.rules.deliberations if f.data.deliberation_id == called)
    return max(held, key=lambda fact: len(ids(fact.data.participants)), default=None)


def orphan_indicator(case: TeamCase, *, n: int) -> Iterator[Verdict]:
    """ORG-3: an indicator serves an aim, is chosen by who fills it in, and takes little.

    ``upkeep_minutes`` is what keeping it takes one person in a month, so that is what n
    bounds, however many people are named in ``filled_by``.
    """
    adopted = (one.adopted[-1] for one in case.state.project.indicators.values() if one.in_use)
    yield from gathered(answer for fact in adopted for answer in _indicator(case, fact, n))


def _indicator(case: TeamCase, fact: Recorded[IndicatorAdopted], n: int) -> Iterator[Said | None]:
    yield _serving(case, fact)
    yield _chosen(case, fact)
    upkeep = fact.data.upkeep_minutes
    if upkeep is not None and upkeep > n:
        yield _orphan(case, fact, "upkeep")


def _serving(case: TeamCase, fact: Recorded[IndicatorAdopted]) -> Said | None:
    """Whether what it serves is a project of a known team, or an objective of a relationship."""
    if fact.data.serves is None:
        return _orphan(case, fact, "serves_nothing")
    teams = (case.state, *(case.beside.teams.values() if case.beside is not None else ()))
    projects = [formulated.data.project_id for t in teams for formulated in t.project.formulated]
    if fact.data.serves in projects:
        return None
    if case.beside is None:
        return beside_missing("ORG-3")
    if any(
        fact.data.serves in glance.objective_ids for glance in case.beside.relationships.values()
    ):
        return None
    if None in projects:
        # An import that gave a project no id: the indicator may serve that one.
        return NotAssessable(rule="ORG-3", because="projects_unnamed")
    finding = _orphan(case, fact, "serves_unknown")
    return unless_unread_around(case, finding, teams, "shared_project_formulated", "objective_set")


def _chosen(case: TeamCase, fact: Recorded[IndicatorAdopted]) -> Said | None:
    """Whether somebody who fills it in had a say; what a tool fills in burdens nobody."""
    choosing, filling = ids(fact.data.chosen_by), ids(fact.data.filled_by)
    if choosing & filling or (not filling and fact.data.upkeep_minutes == 0):
        return None
    if not choosing or not filling:
        return NotAssessable(rule="ORG-3", because="choosers_unrecorded")
    return _orphan(case, fact, "imposed")


def _orphan(case: TeamCase, fact: Recorded[IndicatorAdopted], about: str) -> Finding:
    return Finding(
        rule="ORG-3",
        severity=Severity.WARNING,
        subject=fact.data.name,
        about=about,
        evidence=(fact.id,),
        values={
            "name": fact.data.name,
            "on": case.on(fact),
            "serves": fact.data.serves,
            "upkeep": fact.data.upkeep_minutes,
        },
    )


ON_TEAMS, ON_FIRMS = frozenset({StreamKind.TEAM}), frozenset({StreamKind.FIRM})

RULES: tuple[Rule, ...] = (
    Rule(
        id="ORG-1",
        name="tension_personalised",
        about=frozenset({"tension_raised"}),
        defaults={"n": 30},
        check=tension_personalised,
        streams=ON_TEAMS,
    ),
    Rule(
        id="ORG-2",
        name="rule_without_deliberation",
        about=frozenset({"work_rule_adopted"}),
        check=rule_without_deliberation,
        streams=ON_TEAMS,
    ),
    Rule(
        id="ORG-3",
        name="orphan_indicator",
        about=frozenset({"indicator_adopted"}),
        defaults={"n": 60},
        check=orphan_indicator,
        streams=ON_TEAMS,
    ),
    Rule(
        id="ORG-4",
        name="practice_lapsed",
        about=frozenset({"practice_declared"}),
        defaults={"f": Fraction(2)},
        check=practice_lapsed,
        streams=ON_FIRMS,
    ),
    Rule(
        id="ORG-5",
        name="service_veneer",
        about=frozenset({"offer_revised"}),
        defaults={"n": 365},
        check=service_veneer,
        streams=ON_FIRMS,
    ),
)
