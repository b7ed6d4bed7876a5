"""Where a run of facts may be cut, for laws of folds.

Rule kept here: a cut is a part of the length and not a place, so that it shrinks well and
fits a run of any length.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


def splits(most: int = 3) -> st.SearchStrategy[tuple[Fraction, ...]]:
    """Where a run may be cut: some parts of its length, in order."""
    cuts = st.lists(st.integers(1, 11), min_size=1, max_size=most)
    return cuts.map(lambda found: tuple(Fraction(n, 12) for n in sorted(found)))


def in_parts(run: Sequence[T], cuts: Sequence[Fraction]) -> list[Sequence[T]]:
    """The run in the parts that the cuts make of it; some may be empty."""
    bounds = [0, *(int(cut * len(run)) for cut in cuts), len(run)]
    return [run[start:end] for start, end in pairwise(bounds)]
