"""The audit of a history: every rule put to it, and what they answer together.

Rule kept here: no total, no score. A report lists what was found, what passed and what
could not be assessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import evolve, frozen

from noe_core.audit.parameters import Parameters, checked
from noe_core.audit.rule import CaseOf, Finding, NotAssessable, Passed, Rule, Severity, Verdict
from noe_core.audit.rules import RULES
from noe_core.beside import Beside
from noe_core.events import known
from noe_core.facts import AnyRecorded
from noe_core.history import History
from noe_core.moments import When
from noe_core.projection import View
from noe_core.stream_state import StreamState
from noe_core.streams import state_of
from noe_core.values import Side
from noe_core.vocabulary import kind_of


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
    beside: Beside | None = None,
    reader: str | None = None,
    rules: Iterable[Rule] = RULES,
) -> Report:
    """Put the rules to a history, as of its day and as known at its day.

    Of the rules, those for its kind of stream are put. ``parameters`` overrides defaults, by
    rule id then by name: ``{"LOOP-1": {"n": 45}}``. ``unrecorded`` names the events that the
    source of the log never writes down, so that their absence is not blamed on anybody.
    ``beside`` is what else the store holds, and ``reader`` who the report is for: without
    them, what needs them is not assessable.

    Raises:
        ValueError: a rule, a parameter or an event of that name does not exist, or a value
            is not of its parameter's type.
    """
    put = tuple(rules)
    given = checked(parameters or {}, put)
    case = CaseOf(
        history=history,
        state=state_of(history),
        view=View.of(history),
        perspective=Side(perspective),  # a text would be no side to the rules
        hidden=hidden,
        unrecorded=tuple(map(known, unrecorded)),
        beside=beside,
        reader=reader,
    )
    kind = kind_of(history.stream)
    chosen = (rule for rule in put if kind in rule.streams)
    return Report(
        stream=history.stream,
        as_of=history.as_of,
        known_at=history.known_at,
        verdicts=tuple(v for rule in chosen for v in _put(rule, case, given.get(rule.id, {}))),
        unread=case.state.unread,
    )


def _put(rule: Rule, case: CaseOf[StreamState], given: Mapping[str, Any]) -> tuple[Verdict, ...]:
    used = {**rule.defaults, **given}
    if rule.about and rule.about <= set(case.unrecorded):
        return (NotAssessable(rule=rule.id, because="never_recorded"),)
    try:
        said = tuple(_answer(verdict, rule, used) for verdict in rule.check(case, **used))
    except Exception as error:
        error.add_note(f"rule {rule.id} could not look at {case.history.stream}")
        raise
    return said or (Passed(rule=rule.id),)


def _answer(verdict: Verdict, rule: Rule, used: Mapping[str, Any]) -> Verdict:
    if isinstance(verdict, Finding):
        return evolve(verdict, parameters=used, words=rule.words)
    if not isinstance(verdict, Passed | NotAssessable):
        raise TypeError(f"a check yields Finding and NotAssessable, not {verdict!r:.60}")
    return verdict
