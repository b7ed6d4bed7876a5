"""Valid histories: what the commands of a stream would have recorded, day after day.

Rule kept here: each fact is what a decision gave on the facts before it; a decision that is
refused leaves no trace.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from noe_core.events import EVENTS_OF, Event, Water
from noe_core.facts import Own
from noe_core.history import History
from noe_core.own import record_own
from noe_core.relationship.course import open_relationship
from noe_core.relationship.engagements import EngagementKind
from noe_core.relationship.engaging import make_engagement
from noe_core.relationship.objectives import set_objective
from noe_core.team.steps import REPETITIONS, repeat_small_step
from noe_core.testing.lives import Life
from noe_core.testing.strategies.fields import (
    FIRST,
    TEXTS,
    THEIRS,
    TOGETHER,
    days,
    own_facts,
    seldom,
)
from noe_core.testing.strategies.plausible import Arguments, arguments
from noe_core.testing.strategies.spoken import possible, spoken_of
from noe_core.vocabulary import StreamKind

TRIED = 30
"""How many decisions a life tries at most; about half of them are refused."""

_OWN = Event("own", Own, record_own, Water.FRAME, "fait de l’outil", "fact of a tool")

BEGINNING: tuple[tuple[Callable[..., Any], Arguments], ...] = (
    (open_relationship, {}),
    (
        set_objective,
        {"title": TEXTS[0], "purpose": TEXTS[1], "agreed_by": TOGETHER, "id": "a"},
    ),
    (
        make_engagement,
        {"by": THEIRS, "kind": EngagementKind.MEANS, "text": TEXTS[2], "objective_ids": ("a",)},
    ),
)
"""How many a relationship begins; more or less of it, since chance is slow to get there."""


@st.composite
def valid_histories(
    draw: st.DrawFn,
    kind: StreamKind = StreamKind.RELATIONSHIP,
    *,
    tried: int = TRIED,
    own: st.SearchStrategy[Own] | None = None,
) -> History:
    """A history that the commands of this kind of stream would have recorded.

    ``own`` draws facts of a tool's own, recorded among the others; ``tried`` is how many
    decisions are tried. It may be seen as of a day and as known at a day.
    """
    life, today = Life(f"{kind}/lived"), FIRST
    if kind is StreamKind.RELATIONSHIP:
        for decide, given in BEGINNING[: draw(st.integers(0, len(BEGINNING)))]:
            life.on(today).do(decide, **given)
    for _ in range(draw(st.integers(0, tried) | st.just(tried))):
        today += timedelta(days=draw(st.integers(0, 9)))
        spoken = spoken_of(life)
        decision = draw(st.sampled_from((*possible(EVENTS_OF[kind], spoken), _OWN)))
        if decision is _OWN:
            fact = draw(own_facts() if own is None else own)
            life.on(today).do(record_own, fact=fact)
            continue
        given = arguments(draw, decision, life, spoken, today)
        late = draw(st.sampled_from((0, 0, 0, 3)))
        again = decision.decide is repeat_small_step and draw(st.booleans())
        for day in range(REPETITIONS if again else 1):
            on = today + timedelta(days=day)
            life.on(on - timedelta(days=late), written=on).attempt(decision.decide, **given)
    return life.history().at(as_of=draw(seldom(days())), known_at=draw(seldom(days())))
