"""The ratios to reach, and whether a run reached them.

Rule kept here: a ratio is how many times quicker we are than the other (for memory, how many
times less we take); it is told beside its target and never asserted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from attrs import frozen
from parties import FILES_LIMIT, LIMIT, OUR_FILES, OURS, PEER, TUNED


@frozen
class Target:
    """A ratio to reach; ``least`` is ``None`` where the figure is only told."""

    ours: str
    other: str
    least: float | None = None


def _targets(
    peer: float, limit: float, files: float, tuned: float | None = None
) -> tuple[Target, ...]:
    return (
        Target(OURS, PEER, peer),
        Target(OURS, TUNED, tuned),
        Target(OURS, LIMIT, limit),
        Target(OUR_FILES, OURS, files),
        Target(OUR_FILES, PEER),
        Target(OUR_FILES, FILES_LIMIT),
    )


TARGETS: Final[Mapping[str, tuple[Target, ...]]] = {
    "W1": _targets(1.3, 0.9, 0.8),
    "W2": _targets(2.5, 0.75, 0.8),
    "W3": _targets(12, 0.75, 1.0, tuned=5),
    "W4": _targets(7, 0.8, 1.0),
    "W5": _targets(4, 0.7, 1.0),
    "W6": (Target(OURS, PEER, 1.0), Target(OUR_FILES, PEER, 1.0)),
}


def verdict(ratio: float, least: float | None) -> str:
    """How a ratio stands to its target."""
    if least is None:
        return ""
    return f"target {least:g}: {'reached' if ratio >= least else 'NOT REACHED'}"
