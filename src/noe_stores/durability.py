"""How long what was acknowledged lasts.

Rule kept here: the promise is chosen by name when a store is opened, set on every
connection, checked, and shown by ``noe info``; no build's default decides it.
"""

from __future__ import annotations

from enum import StrEnum

LOCK_TIMEOUT = 30.0
"""Seconds a call waits for other writers unless told otherwise."""


class Durability(StrEnum):
    """What the facts of a call survive once the call has returned."""

    SYNCED = "synced"
    """The end of the process and of the power: every commit is synced to the disk."""

    UNSYNCED = "unsynced"
    """The end of the process only; for bulk loads that can be run again, and for measuring."""
