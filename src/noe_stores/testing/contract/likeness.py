"""Whatever is done in whatever order: the store does what the memory store does."""

from __future__ import annotations

from noe_stores.testing.machine import run_machine
from noe_stores.testing.store import Store


class Likeness:
    """What holds of every history of use, drawn at random."""

    def test_it_does_what_the_memory_store_does(self, store: Store) -> None:
        """Histories of use drawn at random come out as they do on the memory store."""
        run_machine(store)
