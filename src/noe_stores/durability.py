"""How long what was acknowledged lasts.

Rule kept here: the promise is chosen by name when a store is opened, set on every
connection, checked, and shown by ``noe info``; no build's default decides it.
"""

from __future__ import annotations

from enum import StrEnum
from threading import TIMEOUT_MAX

LOCK_TIMEOUT = 30.0
"""Seconds a call waits for other writers unless told otherwise."""


LONGEST_TIMEOUT = TIMEOUT_MAX
"""Seconds that a thread can wait at most."""


class Durability(StrEnum):
    """What the facts of a call survive once the call has returned."""

    SYNCED = "synced"
    """The end of the process and of the power: every commit is synced to the disk."""

    UNSYNCED = "unsynced"
    """The end of the process only; for bulk loads that can be run again, and for measuring."""


def seconds(lock_timeout: object) -> float:
    """How long a call waits for other writers, as it may be asked.

    Raises:
        ValueError: it is no number of seconds, or more than the system can wait.
    """
    if isinstance(lock_timeout, int | float) and 0 <= lock_timeout <= LONGEST_TIMEOUT:
        return float(lock_timeout)
    raise ValueError(
        f"lock_timeout is {lock_timeout!r}; give seconds, from 0 to {LONGEST_TIMEOUT:,.0f}"
    )


def chosen(durability: Durability | str) -> Durability:
    """A durability by its name.

    Raises:
        ValueError: there is none of that name.
    """
    try:
        return Durability(durability)
    except ValueError as error:
        names = " or ".join(repr(one.value) for one in Durability)
        raise ValueError(f"durability is {durability!r}; give {names}") from error
