"""What a life has spoken of so far, and which decisions that leaves possible.

Rule kept here: a decision about a thing is tried once there is such a thing; whether it
then passes is for the decision to say.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, cast

import attrs

from noe_core.events import Event
from noe_core.relationship.usage import measure_usage
from noe_core.team.project import retire_indicator
from noe_core.team.rules import retire_work_rule
from noe_core.testing.lives import Life
from noe_core.testing.strategies.untidy import OFTEN
from noe_core.typed import Fact
from noe_core.values import Party

ELSEWHERE = frozenset({"relationship_id", "from_relationship_id", "concept_ids"})
"""Ids of what stands in other streams: they are drawn like any other."""

CALLED = {measure_usage: "unit", retire_work_rule: "rule", retire_indicator: "name"}
"""Events about things that go by a name of their own."""

_NAMES = frozenset({*CALLED.values(), "party", "partner"})

Spoken = Mapping[str, tuple[str, ...]]
"""What was spoken of: ids by the name of the field that holds them."""


@cache
def asked(decide: Callable[..., Any]) -> Mapping[str, bool]:
    """What a decision is given beside state, day and id, and whether it needs it."""
    _, *parameters = inspect.signature(decide).parameters.values()
    return {p.name: p.default is p.empty for p in parameters if p.name not in {"on", "id"}}


@cache
def refers(decide: Callable[..., Any]) -> frozenset[str]:
    """The arguments that name things of the same stream."""
    ids = {name for name in asked(decide) if name.endswith(("_id", "_ids"))}
    return frozenset(ids - ELSEWHERE - {"event_ids"}) | {CALLED.get(decide, "")} - {""}


@cache
def _needs(decide: Callable[..., Any]) -> tuple[str, ...]:
    """The things without which it cannot pass."""
    return tuple(name for name in refers(decide) if asked(decide)[name])


@cache
def _naming(kind: type[Fact]) -> tuple[str, ...]:
    """The fields by which a fact names things."""
    names = (field.name for field in attrs.fields(cast(Any, kind)))
    return tuple(n for n in names if n.endswith("_id") or n in _NAMES)


def spoken_of(life: Life) -> Spoken:
    """The things of a life, by the name under which others refer to them."""
    found: dict[str, dict[str, None]] = {}
    for record in life.history().records:
        for name in _naming(cast(Any, type(record.data))):
            said = getattr(record.data, name)
            if isinstance(said, Party):
                found.setdefault(f"{name}_id", {})[said.party_id] = None
            elif isinstance(said, str):
                found.setdefault(name, {})[said] = None
    return {name: tuple(ids) for name, ids in found.items()}


def possible(decisions: Iterable[Event], spoken: Spoken) -> tuple[Event, ...]:
    """The decisions to draw from: about half begin something, half go on from something."""
    fresh, further = list[Event](), list[Event]()
    for decision in decisions:
        needs = _needs(decision.decide)
        if not needs:
            fresh.extend([decision] * (4 if decision.kind in OFTEN else 1))
        elif all(name in spoken for name in needs):
            further.append(decision)
    times = len(fresh) // len(further) if further else 0
    return (*fresh, *further * max(1, times))
