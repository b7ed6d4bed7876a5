"""People of the stories that the tests tell, and questions put to one rule."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from noe_core.audit.report import audit
from noe_core.audit.rule import Finding, NotAssessable, Rule, Verdict
from noe_core.beside import Beside
from noe_core.history import History
from noe_core.testing import STREAM, Told, after, evening, event, story, with_unread
from noe_core.values import PartyRef, Side

__all__ = [
    "LISE",
    "NORA",
    "OMAR",
    "PAUL",
    "ROUTE",
    "STREAM",
    "TOGETHER",
    "Told",
    "after",
    "ask",
    "evening",
    "event",
    "findings",
    "story",
    "unassessed",
    "with_unread",
]

NORA = PartyRef(party_id="nora", side=Side.PROVIDER, organisation="Studio Marelle")
OMAR = PartyRef(party_id="omar", side=Side.PROVIDER, organisation="Studio Marelle")
LISE = PartyRef(party_id="lise", side=Side.CLIENT, organisation="Atelier Lys")
PAUL = PartyRef(party_id="paul", side=Side.CLIENT, organisation="Atelier Lys")
ROUTE = PartyRef(party_id="route-douce", side=Side.PARTNER, organisation="Route Douce")
TOGETHER = (NORA, LISE)


def ask(
    rules: Iterable[Rule],
    rule_id: str,
    history: History,
    *,
    perspective: Side = Side.PROVIDER,
    hidden: tuple[str, ...] = (),
    beside: Beside | None = None,
    **parameters: Any,
) -> tuple[Verdict, ...]:
    """What one rule of a family answers about a history."""
    return audit(
        history,
        perspective=perspective,
        parameters={rule_id: parameters},
        hidden=hidden,
        beside=beside,
        rules=[rule for rule in rules if rule.id == rule_id],
    ).verdicts


def findings(verdicts: Iterable[Verdict]) -> tuple[Finding, ...]:
    """The findings among some verdicts."""
    return tuple(verdict for verdict in verdicts if isinstance(verdict, Finding))


def unassessed(verdicts: Iterable[Verdict]) -> tuple[str, ...]:
    """Why some verdicts could not be given."""
    return tuple(v.because for v in verdicts if isinstance(v, NotAssessable))
