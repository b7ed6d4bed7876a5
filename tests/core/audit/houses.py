"""Practitioners, teams and firms of the stories that the tests tell, all fictional."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from noe_core.audit.report import audit
from noe_core.audit.rule import Rule, Verdict
from noe_core.beside import Beside
from noe_core.history import History
from noe_core.testing import Told, story
from noe_core.values import PartyRef, Side

ANNE, BASILE, CORA = (
    PartyRef(party_id=name, side=Side.PROVIDER, organisation="Le Fournil des Pins")
    for name in ("anne", "basile", "cora")
)
TWO = (ANNE, BASILE)


def person(name: str, *told: Told, as_of: str | None = None, by: str | None = None) -> History:
    """The stream of a practitioner, recorded by themselves unless said otherwise."""
    return story(*told, as_of=as_of, stream=f"practitioner/{name}", recorded_by=by or name)


def team(*told: Told, as_of: str | None = None, name: str = "fournil") -> History:
    """The stream of a team."""
    return story(*told, as_of=as_of, stream=f"team/{name}")


def firm(*told: Told, as_of: str | None = None, name: str = "pins") -> History:
    """The stream of a firm."""
    return story(*told, as_of=as_of, stream=f"firm/{name}")


def relationship(name: str, *told: Told, as_of: str | None = None) -> History:
    """The stream of a relationship."""
    return story(*told, as_of=as_of, stream=f"relationship/{name}")


def put(
    rules: Iterable[Rule],
    rule_id: str,
    history: History,
    *beside: History,
    alone: bool = False,
    reader: str | None = None,
    unrecorded: tuple[str, ...] = (),
    **parameters: Any,
) -> tuple[Verdict, ...]:
    """What one rule answers; beside the others, unless nothing at all was given (alone)."""
    return audit(
        history,
        parameters={rule_id: parameters},
        unrecorded=unrecorded,
        beside=None if alone else Beside.of(beside),
        reader=reader,
        rules=[rule for rule in rules if rule.id == rule_id],
    ).verdicts
