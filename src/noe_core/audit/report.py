"""The audit of a history: every rule put to it, and what they answer together.

Rule kept here: no total, no score. A report lists what was found, what passed and what
could not be assessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import evolve, frozen

from noe_core.audit.rule import Case, Finding, NotAssessable, Passed, Rule, Severity, Verdict
from noe_core.audit.rules import RULES
from noe_core.events import BY_NAME
from noe_core.facts import AnyRecorded
from noe_core.history import History
from noe_core.moments import When
from noe_core.projection import View
from noe_core.relationship.state import Relationship
from noe_core.relationship.state import evolve as step
from noe_core.values import Side

Parameters = Mapping[str, Mapping[str, Any]]


@frozen(kw_only=True)
class Report:
    """What the rules answered about one history; ``unread`` are facts it could not read."""

    stream: str
    as_of: When | None
    known_at: When | None
    verdicts: tuple[Verdict, ...]
    unread: tuple[AnyRecorded, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found, the gravest first, then in order of the rules."""
        found = (verdict for verdict in self.verdicts if isinstance(verdict, Finding))
        return tuple(sorted(found, key=lambda finding: -finding.severity.rank))

    @property
    def passed(self) -> tuple[Passed, ...]:
        """The rules that looked and found nothing."""
        return tuple(verdict for verdict in self.verdicts if isinstance(verdict, Passed))

    @property
    def not_assessable(self) -> tuple[NotAssessable, ...]:
        """What could not be looked at."""
        return tuple(verdict for verdict in self.verdicts if isinstance(verdict, NotAssessable))

    @property
    def worst(self) -> Severity | None:
        """The gravest severity found."""
        return max((f.severity for f in self.findings), key=lambda s: s.rank, default=None)


def audit(
    history: History,
    *,
    perspective: Side = Side.PROVIDER,
    parameters: Parameters | None = None,
    hidden: tuple[str, ...] = (),
    unrecorded: tuple[str, ...] = (),
    rules: Iterable[Rule] = RULES,
) -> Report:
    """Put the rules to a history, as of its day and as known at its day.

    ``parameters`` overrides defaults, by rule id then by name: ``{"LOOP-1": {"n": 45}}``.

    ``unrecorded`` names the events that the source of the log never writes down, so that
    their absence is not blamed on anybody.

    Raises:
        ValueError: a rule, a parameter or an event of that name does not exist.
    """
    chosen = tuple(rules)
    given = _checked(chosen, parameters or {})
    case = Case(
        history=history,
        state=step(Relationship(), history.facts),
        view=View.of(history),
        perspective=perspective,
        hidden=hidden,
        unrecorded=_events(unrecorded),
    )
    verdicts = tuple(v for rule in chosen for v in _put(rule, case, given.get(rule.id, {})))
    return Report(
        stream=history.stream,
        as_of=history.as_of,
        known_at=history.known_at,
        verdicts=verdicts,
        unread=case.state.unread,
    )


def _put(rule: Rule, case: Case, given: Mapping[str, Any]) -> tuple[Verdict, ...]:
    used = {**rule.defaults, **given}
    answers = tuple(rule.check(case, **used))
    said = tuple(evolve(a, parameters=used) if isinstance(a, Finding) else a for a in answers)
    return said or (Passed(rule=rule.id),)


def _events(names: tuple[str, ...]) -> tuple[str, ...]:
    wrong = sorted(set(names) - set(BY_NAME))
    if wrong:
        raise ValueError(f"no event is named {', '.join(wrong)}; there are {', '.join(BY_NAME)}")
    return names


def _checked(rules: tuple[Rule, ...], parameters: Parameters) -> Parameters:
    known = {rule.id: rule for rule in rules}
    for rule_id, given in parameters.items():
        if rule_id not in known:
            raise ValueError(f"no rule {rule_id!r}; there are {', '.join(known)}")
        wrong = sorted(set(given) - set(known[rule_id].defaults))
        if wrong:
            names = ", ".join(known[rule_id].defaults) or "none"
            raise ValueError(f"{rule_id} has no parameter {', '.join(wrong)}; it has {names}")
    return parameters
