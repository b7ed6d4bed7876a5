"""The examples that the documentation shows are imported from where they stand."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from practised import House

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"
sys.path.insert(0, str(EXAMPLES))

PRACTICES = EXAMPLES.parent / "practices.md"


def named_for(test: str) -> list[str]:
    """The events that the table of practices names beside a test."""
    for line in PRACTICES.read_text("utf-8").splitlines():
        if line.endswith(f"::{test}` |"):
            return re.findall(r"events\.md#(\w+)\)", line)
    return []


@pytest.fixture
def house(request: pytest.FixtureRequest) -> Iterator[House]:
    """A store in memory, and the handles by which practices are recorded in it.

    Once a test of a practice is over, the store holds every event that its row names.
    """
    opened = House()
    yield opened
    recorded = {fact.event for history in opened.ledger.histories() for fact in history.records}
    unrecorded = set(named_for(request.node.name)) - recorded
    opened.ledger.close()
    assert not unrecorded, f"named in the table of practices, not recorded here: {unrecorded}"
