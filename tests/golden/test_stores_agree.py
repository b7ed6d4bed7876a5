"""The same histories through every store: the same facts, the same answers, the same words."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from noe_core.audit import audit
from noe_core.narration import narrate
from noe_core.projections.client_view import client_view
from noe_core.projections.demand_trail import DEMAND_TRAIL
from noe_core.projections.effects_ledger import EFFECTS_LEDGER
from noe_core.projections.engagement_ledger import ENGAGEMENT_LEDGER
from noe_core.projections.quote_statistics import QUOTE_STATISTICS
from noe_core.projections.reflexive_time import REFLEXIVE_TIME
from noe_core.projections.review_coverage import REVIEW_COVERAGE
from noe_core.projections.rhythm import RHYTHM
from noe_core.projections.trajectory import TRAJECTORY
from noe_core.projections.value_entries import VALUE_ENTRIES
from noe_stores import Ledger, connect
from noe_stores.examples import Calendar, record_after_work, record_workshop

PROJECTIONS = (
    DEMAND_TRAIL,
    EFFECTS_LEDGER,
    ENGAGEMENT_LEDGER,
    QUOTE_STATISTICS,
    REFLEXIVE_TIME,
    REVIEW_COVERAGE,
    RHYTHM,
    TRAJECTORY,
    VALUE_ENTRIES,
)


@pytest.mark.parametrize("record", [record_workshop, record_after_work])
def test_memory_and_sqlite_give_equal_projections_fact_for_fact(
    record: Callable[[Ledger, Calendar], str], tmp_path: Path
) -> None:
    """Whatever is asked of an example gets the same answer from memory and from SQLite."""
    path, lines = tmp_path / "clients.db", io.BytesIO()
    calendar = Calendar("2021-12-01")
    with connect("memory:", clock=calendar) as ledger:
        stream = record(ledger, calendar)
        ledger.export(lines)
        one = ledger.history(stream)
    lines.seek(0)
    with connect(path) as ledger:
        ledger.import_(lines)
    with connect(path, create=False) as ledger:
        other = ledger.history(stream)
    assert one.records == other.records
    for projection in PROJECTIONS:
        assert projection.of(one) == projection.of(other), projection.name
    assert client_view(one) == client_view(other)
    assert audit(one) == audit(other)
    for language in ("fr", "en"):
        assert narrate(one, language) == narrate(other, language)
