"""The same histories through every store: the same facts, the same answers, the same words."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from recorded import Recording

from noe_core.audit import audit
from noe_core.beside import Beside
from noe_core.history import History
from noe_core.moments import When
from noe_core.narration import as_text, narrate
from noe_core.projection import Projection
from noe_core.projections.client_view import client_view
from noe_core.projections.demand_trail import DEMAND_TRAIL
from noe_core.projections.ecosystem_map import ECOSYSTEM_MAP
from noe_core.projections.effects_ledger import EFFECTS_LEDGER
from noe_core.projections.engagement_ledger import ENGAGEMENT_LEDGER
from noe_core.projections.firm_reflexive_time import firm_reflexive_time
from noe_core.projections.portfolio_balance import portfolio_balance
from noe_core.projections.practice_register import practice_register
from noe_core.projections.quote_statistics import QUOTE_STATISTICS
from noe_core.projections.reflexive_time import REFLEXIVE_TIME
from noe_core.projections.relationship_balance import RELATIONSHIP_BALANCE
from noe_core.projections.review_coverage import REVIEW_COVERAGE
from noe_core.projections.rhythm import RHYTHM
from noe_core.projections.success_notebook import SUCCESS_NOTEBOOK
from noe_core.projections.trajectory import TRAJECTORY
from noe_core.projections.usage_account import USAGE_ACCOUNT
from noe_core.projections.value_entries import VALUE_ENTRIES
from noe_core.projections.values_compatibility import VALUES_COMPATIBILITY
from noe_core.vocabulary import StreamKind, kind_of
from noe_stores import connect
from noe_stores.examples import (
    Calendar,
    record_after_work,
    record_client_log,
    record_joinery,
    record_pallets,
    record_press_relations,
    record_print_shop,
    record_shared_load,
    record_workshop,
)

EXAMPLES: tuple[Recording, ...] = (
    record_workshop,
    record_after_work,
    record_joinery,
    record_client_log,
    record_print_shop,
    record_pallets,
    record_shared_load,
    record_press_relations,
)

PROJECTIONS: tuple[Projection[Any, Any], ...] = (
    DEMAND_TRAIL,
    ECOSYSTEM_MAP,
    EFFECTS_LEDGER,
    ENGAGEMENT_LEDGER,
    QUOTE_STATISTICS,
    REFLEXIVE_TIME,
    RELATIONSHIP_BALANCE,
    REVIEW_COVERAGE,
    RHYTHM,
    TRAJECTORY,
    USAGE_ACCOUNT,
    VALUE_ENTRIES,
    VALUES_COMPATIBILITY,
)
SURVEYS = (firm_reflexive_time(), portfolio_balance(reader="amel"), practice_register())


def moved(record: Recording, path: Path) -> tuple[tuple[History, ...], tuple[History, ...]]:
    """An example recorded in memory, and read again from SQLite once it was moved there."""
    lines, calendar = io.BytesIO(), Calendar("2018-01-01")
    with connect("memory:", clock=calendar) as ledger:
        record(ledger, calendar)
        ledger.export(lines)
        in_memory = tuple(ledger.histories())
    lines.seek(0)
    with connect(path) as ledger:
        ledger.import_(lines)
    with connect(path, create=False) as ledger:
        return in_memory, tuple(ledger.histories())


@pytest.mark.parametrize("record", EXAMPLES)
def test_memory_and_sqlite_give_equal_answers_fact_for_fact(
    record: Recording, tmp_path: Path
) -> None:
    """Whatever is asked of an example gets the same answer from memory and from SQLite."""
    ones, others = moved(record, tmp_path / "clients.db")
    assert [one.stream for one in ones] == [other.stream for other in others]
    for one, other in zip(ones, others, strict=True):
        assert one.records == other.records
        assert audit(one, beside=Beside.of(ones)) == audit(other, beside=Beside.of(others))
        if kind_of(one.stream) is StreamKind.RELATIONSHIP:
            _alike(one, other)
        if kind_of(one.stream) is StreamKind.TEAM:
            assert SUCCESS_NOTEBOOK.of(one) == SUCCESS_NOTEBOOK.of(other)
    for survey in SURVEYS:
        assert survey.of(ones) == survey.of(others), survey.name


def _alike(one: History, other: History) -> None:
    for projection in PROJECTIONS:
        assert projection.of(one) == projection.of(other), projection.name
    assert client_view(one) == client_view(other)
    for language in ("fr", "en"):
        assert narrate(one, language) == narrate(other, language)


@pytest.mark.parametrize("record", EXAMPLES)
def test_recorded_straight_into_sqlite_an_example_tells_the_same(
    record: Recording, tmp_path: Path
) -> None:
    """The commands decide alike on either store; only ids that nobody gave are new each time."""
    ones, _ = moved(record, tmp_path / "moved.db")
    calendar = Calendar("2018-01-01")
    with connect(tmp_path / "straight.db", clock=calendar) as ledger:
        record(ledger, calendar)
        straight = tuple(ledger.histories())
        assert ledger.verify().sound
    assert [_days(history) for history in straight] == [_days(history) for history in ones]
    for one, other in zip(ones, straight, strict=True):
        if kind_of(one.stream) is StreamKind.RELATIONSHIP:
            assert as_text(narrate(one, "fr")) == as_text(narrate(other, "fr"))


def _days(history: History) -> list[tuple[int, str, When, datetime]]:
    return [(f.version, f.event, f.occurred_at, f.recorded_at) for f in history.records]
