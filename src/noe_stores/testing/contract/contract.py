"""The class that an author of a store inherits from, says how to open it, and runs.

Rule kept here: what must be overridden says so; all else has a default that fits.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from eventsourcing.persistence import AggregateRecorder, ApplicationRecorder

from noe_stores.testing.capabilities import NONE, Capability
from noe_stores.testing.contract.crowds import Crowds
from noe_stores.testing.contract.damage import Damages
from noe_stores.testing.contract.errors import Errors
from noe_stores.testing.contract.identity import Identity
from noe_stores.testing.contract.indexing import Indexing
from noe_stores.testing.contract.lasting import Lasting
from noe_stores.testing.contract.ledgers import Ledgers
from noe_stores.testing.contract.likeness import Likeness
from noe_stores.testing.contract.reading import Reading
from noe_stores.testing.contract.recording import Recording
from noe_stores.testing.contract.sharing import Sharing
from noe_stores.testing.contract.snapshots import Snapshots
from noe_stores.testing.contract.subscribing import Subscribing
from noe_stores.testing.contract.tracking import Tracks
from noe_stores.testing.store import Store


class StoreContract(
    Recording,
    Reading,
    Identity,
    Indexing,
    Snapshots,
    Tracks,
    Subscribing,
    Sharing,
    Crowds,
    Lasting,
    Damages,
    Errors,
    Ledgers,
    Likeness,
):
    """Every promise of a store: inherit from it at the top of a test module.

    Other processes open the store, too: they find the class by its module and name.
    """

    capabilities: ClassVar[Capability] = NONE
    """What the store can do beside keeping records."""

    patience: ClassVar[float] = 30.0
    """Seconds after which something that should come at once is missing."""

    kills: ClassVar[int] = 6
    """How many writers are killed."""

    damages: ClassVar[int] = 60
    """How many bits are flipped, and how many files cut short."""

    examples: ClassVar[int] = 40
    """How many histories of use are drawn at random."""

    shrinks: ClassVar[bool] = True
    """Whether one in which the store fails is made as short as can be, which takes a while."""

    @staticmethod
    def open_recorder(place: Path) -> ApplicationRecorder:
        """The store in a folder, made if it is not there: the most capable recorder it has."""
        raise NotImplementedError(f"say how to open a store in {place}")

    @staticmethod
    def open_snapshots(place: Path) -> AggregateRecorder:
        """The snapshots of the store in a folder, if it keeps any."""
        raise NotImplementedError(f"say how to open the snapshots in {place}")

    @staticmethod
    def close_recorder(recorder: Any) -> None:
        """Close a handle; one that cannot be closed needs no closing."""
        close = getattr(recorder, "close", None)
        if close is not None:
            close()

    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[Store]:
        """A store of this kind in a folder of its own, empty."""
        place = tmp_path / "store"
        place.mkdir()
        with Store(type(self), place) as store:
            yield store
