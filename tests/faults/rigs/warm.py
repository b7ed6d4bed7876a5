"""Everything that a first use prepares, done once in the server from which children come.

Rule kept here: only what lives in memory is touched; a child still opens its own store.
"""

from __future__ import annotations

from rigs.offers import offer
from rigs.subjects import NOW, OurStore
from noe_stores.ledger import Ledger
from noe_stores.memory import MemoryApplicationRecorder


def warm() -> None:
    """Record, import, read and verify once."""
    store = OurStore(Ledger(MemoryApplicationRecorder(), clock=lambda: NOW))
    for number in range(6):
        store.offer(offer(0, number))
    list(store.ledger.histories())
    store.ledger.verify()


warm()
