"""Faults to cause on purpose, for authors of stores: kills, damage, full disks, crowds.

Rule kept here: each fault is a function of a kind of store and a folder; what is left to
chance comes from dice whose seed is told.
"""

from noe_stores.testing.faults.damage import Damage, changed, cut, missing, torn
from noe_stores.testing.faults.disks import Full, fill
from noe_stores.testing.faults.kills import Killed, kill, stopped

__all__ = [
    "Damage",
    "Full",
    "Killed",
    "changed",
    "cut",
    "fill",
    "kill",
    "missing",
    "stopped",
    "torn",
]
