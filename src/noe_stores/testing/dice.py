"""Chance that can be repeated: every random choice of the kit comes from a printed seed.

Rule kept here: a failure names its seed; ``NOE_KIT_SEED=…`` in the environment brings the
same choices again.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

VARIABLE = "NOE_KIT_SEED"


@contextmanager
def dice(seed: int | None = None) -> Iterator[Random]:
    """Random choices; what fails under them is told together with their seed."""
    given = os.environ.get(VARIABLE)
    if seed is None:
        seed = int(given) if given else secrets.randbelow(2**32)
    try:
        yield Random(seed)  # noqa: S311 - chance, not secrecy
    except BaseException as error:
        error.add_note(f"Repeat it with {VARIABLE}={seed}")
        raise
