"""Puts this folder where its tests import `world` from, and opens the stores they ask for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from world import OURS, Clock, Store

from noe_stores.ledger import Ledger


@pytest.fixture
def closing() -> Iterator[ExitStack]:
    """Closes at the end what was opened."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture(params=OURS)
def store(request: pytest.FixtureRequest, tmp_path: Path, closing: ExitStack) -> Store:
    """A store of each of our kinds, empty."""
    return Store(request.param, tmp_path, closing)


@pytest.fixture
def clock() -> Clock:
    """A clock that stands at noon of the first of June 2022, UTC."""
    return Clock()


@pytest.fixture
def ledger(store: Store, clock: Clock) -> Ledger:
    """A ledger on an empty store, on that clock."""
    return store.open(clock)
