"""Where the tests of a practitioner begin: Nora's own stream, in which she records herself."""

from __future__ import annotations

from typing import Any

from noe_core.decision import Draft
from noe_core.practitioner.state import Practitioner
from noe_core.refusal import Refusal
from noe_core.streams import state_of
from noe_core.testing import Refused, Situation, Told, event, story
from noe_core.testing import when as anywhere
from noe_core.typed import Fact

__all__ = ["NORA", "STREAM", "Answer", "Refused", "Situation", "Told", "event", "folded", "when"]

NORA = "nora"
STREAM = "practitioner/nora"

Answer = Draft[Fact] | Refusal


def when(decide: Any, **arguments: Any) -> Situation:
    """A decision in Nora's stream."""
    return anywhere(decide, stream=STREAM, **arguments)


def folded(*told: Told, recorded_by: str = NORA) -> Practitioner:
    """What some facts add up to, all written down by one person."""
    state = state_of(story(*told, stream=STREAM, recorded_by=recorded_by))
    assert isinstance(state, Practitioner)
    return state
