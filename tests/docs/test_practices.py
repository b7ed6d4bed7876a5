"""The table of practices says what is so: each of its names exists, and its tests show it."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from attrs import frozen
from reference_pages.projections import questions

from noe_core.audit.rules import RULES
from noe_core.events import BY_NAME
from noe_core.projections.value_entries import VALUE_ENTRIES

ROOT = Path(__file__).parents[2]
TABLE = (ROOT / "docs" / "practices.md").read_text("utf-8")

ASKED_BY = {
    "value_narrative": ("house.told(", "house.story("),
    "practice_register": ("house.register(",),
    "values_compatibility": ("VALUES_COMPATIBILITY.of(", "house.values("),
    "portfolio_balance": ("portfolio(", "portfolio_balance("),
    "after_work_draft": ("after_work_draft(",),
    "firm_reflexive_time": ("firm_reflexive_time(",),
    "client_view": ("CLIENT_VIEW.of(",),
    "ecosystem_map": ("ECOSYSTEM_MAP.of(", "ecosystem_map_with("),
}
"""How a test asks a question that is not simply ``NAME.of(history)``."""


@frozen
class Row:
    """A row of the table."""

    number: int
    practice: str
    events: tuple[str, ...]
    projections: tuple[str, ...]
    rules: tuple[str, ...]
    checked: str
    test: str

    @property
    def name(self) -> str:
        """The name of its test."""
        return self.test.partition("::")[2]

    @property
    def source(self) -> str:
        """The source of its test."""
        text = (ROOT / self.test.partition("::")[0]).read_text("utf-8")
        functions = (n for n in ast.parse(text).body if isinstance(n, ast.FunctionDef))
        return next(ast.get_source_segment(text, f) or "" for f in functions if f.name == self.name)


def _row(line: str) -> Row:
    number, practice, _, events, shown, checked, test = (
        cell.strip() for cell in line.strip("| ").split(" | ")
    )
    return Row(
        number=int(number),
        practice=practice,
        events=tuple(re.findall(r"`(\w+)`", events)),
        projections=tuple(re.findall(r"`(\w+)`", shown)),
        rules=tuple(re.findall(r"\[([A-Z]+-\d)\]", checked)),
        checked=checked,
        test=test.strip("`"),
    )


ROWS = [_row(line) for line in TABLE.splitlines() if re.match(r"\| \d", line)]

each = pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.number:02d}")


def test_each_practice_stands_once() -> None:
    """The numbers go from 1 to 96, each once and in order."""
    assert [row.number for row in ROWS] == list(range(1, 97))


def test_each_test_is_collected() -> None:
    """Every test that a row names is one that pytest finds."""
    files = sorted({row.test.partition("::")[0] for row in ROWS})
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"]
    found = subprocess.run(
        [*command, *files], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    assert [row.test for row in ROWS if row.test not in found.stdout.splitlines()] == []


@each
def test_what_a_row_names_exists(row: Row) -> None:
    """Events, projections and rules are those of the library."""
    assert set(row.events) <= set(BY_NAME)
    assert set(row.projections) <= {question.name for question in questions()}
    assert set(row.rules) <= {rule.id for rule in RULES}


@each
def test_a_row_says_who_records_and_shows_it_and_why_nobody_asks(row: Row) -> None:
    """No cell is empty; where there is no rule, there is a reason."""
    assert row.practice
    assert row.events
    assert row.projections
    assert row.rules or re.fullmatch(r"—: \w.+", row.checked)
    assert row.name.startswith(f"test_practice_{row.number:02d}_")


@each
def test_its_test_asks_its_projections(row: Row) -> None:
    """The test of a row asks each projection that the row says shows it."""
    for name in row.projections:
        asked = ASKED_BY.get(name, (f"{name.upper()}.of(",))
        assert any(one in row.source for one in asked), name


@each
def test_its_test_puts_its_rules(row: Row) -> None:
    """The test of a row puts each rule that the row names, and asks what it answers."""
    for rule in row.rules:
        assert f'"{rule}"' in row.source, rule


def test_every_rule_but_the_log_s_own_serves_a_practice() -> None:
    """Each rule asks after some practice; DATA-1 asks after the log, EFF-4 after surprises."""
    asked = {rule for row in ROWS for rule in row.rules}
    assert {rule.id for rule in RULES} - asked == {"DATA-1", "EFF-4"}


def test_every_question_shows_a_practice() -> None:
    """Each projection and survey shows some practice."""
    assert VALUE_ENTRIES.name == "value_entries"
    shown = {name for row in ROWS for name in row.projections}
    assert {question.name for question in questions()} - shown == set()


def test_every_event_but_the_log_s_own_records_a_practice() -> None:
    """Each event records some practice, or belongs to the course of things around them."""
    recorded = {name for row in ROWS for name in row.events}
    assert set(BY_NAME) - recorded == {
        "relationship_closed",
        "relationship_reopened",
        "party_joined",
        "party_left",
        "objective_closed",
        "engagement_released",
        "effect_contested",
        "quote_refused",
        "quote_withdrawn",
        "partner_withdrew",
        "work_rule_retired",
        "personal_data_erased",
        "entry_corrected",
        "entry_withdrawn",
    }
