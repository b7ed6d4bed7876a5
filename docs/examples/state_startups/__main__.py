"""Bring the file into a store, then say what is in it: python -m state_startups SOURCE STORE.

Rule kept here: what was left, reported or not assessable is said next to what was found.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import noe_stores
from noe_core.audit import Finding, NotAssessable, audit
from noe_stores import Ledger
from state_startups.adapter import Brought, bring
from state_startups.figures import rewritten
from state_startups.source import read

CREDIT = "Source: beta.gouv.fr / DINUM, Licence Ouverte / Etalab 2.0"


def record(ledger: Ledger, histories: Iterable[Brought]) -> None:
    """Record every relationship; those recorded before stay as they are."""
    for brought in histories:
        ledger.record(brought.stream, brought.drafts)


def summary(ledger: Ledger, histories: tuple[Brought, ...]) -> Iterator[str]:
    """What was brought, what is odd in it, and what the audit says, line by line."""
    odd = Counter(f"{o.field}: {o.why}" for brought in histories for o in brought.oddities)
    facts: Counter[str] = Counter()
    phases: Counter[str] = Counter()
    verdicts: Counter[str] = Counter()
    unrecorded = {brought.stream: brought.unrecorded for brought in histories}
    for history in ledger.histories():
        facts.update(record.event for record in history.records)
        became = rewritten(history)
        phases["rewritten"] += len(became.rewritten)
        phases["completed"] += len(became.completed)
        phases["removed"] += len(became.removed)
        phases["rewritten or removed"] += len(became.rewritten | became.removed)
        for verdict in audit(history, unrecorded=unrecorded[history.stream]).verdicts:
            verdicts[f"{verdict.rule}: {_said(verdict)}"] += 1
    yield from _table("Facts by event", facts.most_common())
    yield from _table("Oddities", odd.most_common())
    yield from _table("Phases since they were first written", phases.most_common())
    yield from _table("Audit, verdicts by rule", sorted(verdicts.items()))
    yield CREDIT


def _said(verdict: object) -> str:
    if isinstance(verdict, Finding):
        return f"{verdict.severity} {verdict.about}".rstrip()
    if isinstance(verdict, NotAssessable):
        return f"not assessable ({verdict.because})"
    return "passed"


def _table(title: str, rows: Iterable[tuple[str, int]]) -> Iterator[str]:
    yield title
    yield from (f"{count:>7}  {name}" for name, count in rows)
    yield ""


def main(source: str, store: str) -> None:
    """Bring the file at ``source`` into the store at the URL ``store`` and print a summary."""
    histories = bring(read(Path(source)))
    with noe_stores.connect(store) as ledger:
        record(ledger, histories)
        sys.stdout.writelines(f"{line}\n" for line in summary(ledger, histories))


if __name__ == "__main__":
    if len(sys.argv) != 3:  # noqa: PLR2004 - the program and its two arguments
        sys.exit("usage: python -m state_startups SOURCE STORE")
    main(sys.argv[1], sys.argv[2])
