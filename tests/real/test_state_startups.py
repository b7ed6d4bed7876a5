"""What the history of the state start-ups says when replayed, against figures of its file.

The real file is that of beta.gouv.fr / DINUM, Licence Ouverte / Etalab 2.0.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest
from plain_fold import Sheet, lines_of, rewritten, sheet_on
from state_startups import bring, figures, read
from state_startups.__main__ import CREDIT, record, summary

import noe_stores
from noe_core.audit import audit
from noe_core.audit.rules import RULES
from noe_core.entries import EntryCorrected, EntryWithdrawn
from noe_core.facts import holds
from noe_core.history import ENTRIES, History
from noe_core.moments import day_of
from noe_core.vocabulary import StreamKind
from noe_stores import Ledger

TEN = (
    "api-engagement",
    "avril",
    "e-mjpm",
    "la-belette",
    "labonneplace",
    "mobilic",
    "pass-culture",
    "pass-emploi",
    "pop",
    "sirius",
)
"""Deleted and back, renamed, repeated, taken up again, misspelt, funded, unreadable, removed."""

LATER = datetime(2026, 9, 1, tzinfo=UTC)
"""After the last line of either file."""


def opened(url: str) -> Ledger:
    """A store whose clock stands after the last line."""
    return noe_stores.connect(url, clock=lambda: LATER)


@cache
def brought_in(path: Path) -> dict[str, History]:
    """Every relationship of the file, brought in and read back, by its name in the file."""
    with opened("memory:") as ledger:
        record(ledger, bring(read(path)))
        return by_name(ledger)


def by_name(ledger: Ledger) -> dict[str, History]:
    """The histories of a store by the name of their relationship."""
    return {history.stream.partition("/")[2]: history for history in ledger.histories()}


@pytest.fixture
def histories(source: Path) -> dict[str, History]:
    """The histories of a file."""
    return brought_in(source)


def replayed(history: History, day: date) -> Sheet:
    """What the facts say was known on a day."""
    known = figures.known(history.at(known_at=day))
    phases = ((p.name or "", _text(p.start), _text(p.end)) for p in known.phases.values())
    return Sheet(known.mission, frozenset(known.sponsors), Counter(phases))


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


@pytest.mark.parametrize("name", TEN)
def test_five_days_of_ten_relationships_are_known_as_the_file_says(real: Path, name: str) -> None:
    """Phases, mission and sponsors known on five days of a relationship are those of its lines."""
    lines = lines_of(real)[name]
    for place in (0, len(lines) // 4, len(lines) // 2, 3 * len(lines) // 4, len(lines) - 1):
        day = lines[place]["day"]
        assert replayed(brought_in(real)[name], day) == sheet_on(lines, day), day


def test_every_relationship_is_known_as_the_file_says(
    source: Path, histories: dict[str, History]
) -> None:
    """On every day on which something was written down, the replay knows what the file says."""
    found = lines_of(source)
    assert histories.keys() == found.keys()
    for name, lines in found.items():
        for day in {line["day"] for line in lines}:
            assert replayed(histories[name], day) == sheet_on(lines, day), (name, day)


def test_nothing_is_known_before_the_first_record(
    source: Path, histories: dict[str, History]
) -> None:
    """The day before a relationship is first written down, nothing of it is known."""
    for name, lines in lines_of(source).items():
        eve = date.fromordinal(lines[0]["day"].toordinal() - 1)
        assert replayed(histories[name], eve) == Sheet(None, frozenset(), Counter())


def test_phases_rewritten_and_removed_are_counted_alike(
    source: Path, histories: dict[str, History]
) -> None:
    """The replay finds as many phases rewritten, completed or removed as the lines do."""
    expected = {name: rewritten(lines) for name, lines in lines_of(source).items()}
    assert expected == {name: _became(history) for name, history in histories.items()}


def _became(history: History) -> Counter[str]:
    became = figures.rewritten(history)
    counted = {
        "rewritten": len(became.rewritten),
        "completed": len(became.completed),
        "removed": len(became.removed),
        "either": len(became.rewritten | became.removed),
    }
    return Counter({word: count for word, count in counted.items() if count})


def test_the_figures_that_the_how_to_gives_are_those_of_the_file(real: Path) -> None:
    """481 phases were rewritten or removed later, as the page says."""
    total: Counter[str] = sum((rewritten(lines) for lines in lines_of(real).values()), Counter())
    assert total == {"rewritten": 388, "completed": 111, "removed": 101, "either": 481}


def test_bringing_a_file_twice_adds_nothing(source: Path) -> None:
    """A second import of the same file records no fact."""
    with opened("memory:") as ledger:
        record(ledger, bring(read(source)))
        once = tuple(ledger.follow())
        record(ledger, bring(read(source)))
        assert tuple(ledger.follow()) == once


def test_a_file_on_disk_holds_the_same_histories(
    source: Path, histories: dict[str, History], tmp_path: Path
) -> None:
    """Histories in SQLite, closed and opened again, equal those in memory; chains are sound."""
    url = f"sqlite:///{tmp_path / 'startups.db'}"
    with opened(url) as ledger:
        record(ledger, bring(read(source)))
    with opened(url) as ledger:
        assert by_name(ledger) == histories
        assert ledger.verify().sound


def test_no_fact_happens_after_it_was_written_down(histories: dict[str, History]) -> None:
    """No fact, corrected or not, lies after the day on which its source last spoke of it."""
    for history in histories.values():
        recorded = {record.id: record.recorded_at for record in history.records}
        for fact in history:
            last = max(recorded[event_id] for event_id in (fact.id, *fact.corrected_by))
            assert day_of(fact.occurred_at) <= day_of(last), fact


def test_every_fact_says_where_it_comes_from(histories: dict[str, History]) -> None:
    """Each fact names its source and the change of the source it was read in."""
    records = [record for history in histories.values() for record in history.records]
    assert {record.recorded_by for record in records} == {"beta.gouv.fr"}
    assert all(record.caused_by for record in records)


def test_every_correction_and_withdrawal_finds_its_entry(histories: dict[str, History]) -> None:
    """What is withdrawn is gone, and every correction of what is left was applied."""
    for history in histories.values():
        records = {record.id: record for record in history.records}
        corrected = [r for r in records.values() if holds(r, EntryCorrected)]
        gone = {r.data.target_event_id for r in records.values() if holds(r, EntryWithdrawn)}
        said = {r.id for r in records.values() if not isinstance(r.data, ENTRIES)}
        assert gone <= said
        assert {fact.id for fact in history} == said - gone
        applied = {event_id for fact in history for event_id in fact.corrected_by}
        assert applied == {r.id for r in corrected if r.data.target_event_id not in gone}


def test_the_audit_reads_every_relationship(histories: dict[str, History]) -> None:
    """No rule stumbles over an untidy history, and each says what it did with it."""
    put = {rule.id for rule in RULES if StreamKind.RELATIONSHIP in rule.streams}
    for history in histories.values():
        report = audit(history)
        assert {verdict.rule for verdict in report.verdicts} == put
        assert not report.unread


def test_the_summary_names_its_source(source: Path) -> None:
    """What is printed of the data names who published it, under which licence."""
    brought = bring(read(source))
    with opened("memory:") as ledger:
        record(ledger, brought)
        printed = list(summary(ledger, brought))
    assert printed[-1] == CREDIT
    assert any("relationship_opened" in line for line in printed)
