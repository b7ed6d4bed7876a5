"""Everything that a first use prepares, done once in the server from which children come.

Rule kept here: only what lives in memory is touched; a child still opens its own store.
"""

from __future__ import annotations

import ctypes  # noqa: F401 - what stores import when they are opened first
import secrets  # noqa: F401
from contextlib import suppress
from importlib import import_module
from pkgutil import iter_modules

from noe_stores.ledger import Ledger
from noe_stores.memory import MemoryApplicationRecorder
from rigs.offers import offer
from rigs.subjects import NOW, OurStore


def imported() -> None:
    """Import all modules of the stores on disk."""
    for name in ("noe_stores.sqlite", "noe_stores.files"):
        with suppress(ImportError):
            package = import_module(name)
            for module in iter_modules(package.__path__, f"{name}."):
                import_module(module.name)


def warm() -> None:
    """Record, import, read and verify once."""
    store = OurStore(Ledger(MemoryApplicationRecorder(), clock=lambda: NOW))
    for number in range(6):
        store.offer(offer(0, number))
    list(store.ledger.histories())
    store.ledger.verify()


imported()
warm()
