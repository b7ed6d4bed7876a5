"""Bounds that SQLite can hold and that select the same as those that were asked for."""

from __future__ import annotations

LAST_POSITION = 2**63 - 1
"""The greatest integer of SQLite."""

_NO_LIMIT = -1


def within(number: int, greatest: int) -> int:
    """A bound no smaller than -1 and no greater than what can be there."""
    return max(-1, min(number, greatest))


def versions(gt: int | None, lte: int | None, greatest: int) -> tuple[int, int]:
    """After which version, and up to which, where either may be left out."""
    return (
        -1 if gt is None else within(gt, greatest),
        greatest if lte is None else within(lte, greatest),
    )


def no_more_than(limit: int | None) -> int:
    """How many rows to give; a limit of zero or less gives nothing."""
    return _NO_LIMIT if limit is None else within(max(limit, 0), LAST_POSITION)
