"""The scoreboard: what was done to each store, and what came of it, side by side.

Rule kept here: a cell holds counts and nothing else; what went wrong stands out, and what
this machine does not allow says why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from rigs.tally import Row, Tally

BEGIN = "<!-- scoreboard: written by tests/faults/scoreboard.py -->"
END = "<!-- end of the scoreboard -->"
ERRORS_LABEL = "Every error met on the way"
_ERRORS = ("raw errors", "without outcome", "without place", "without stream")
NAMES = {"eventsourcing": "eventsourcing.sqlite"}

Columns = Mapping[str, Sequence[Row]]


def with_errors(rows: Sequence[Row]) -> list[Row]:
    """The rows of a store, and a last one that adds up the errors of all of them."""
    total = Tally.of(*_ERRORS)
    for one in rows:
        errors = Tally(seen=Counter(), wrong=Counter())
        errors.seen["errors"] = one.tally.seen["errors"]
        errors.wrong.update({what: one.tally.wrong[what] for what in _ERRORS})
        total.add(errors)
    return [*rows, Row(ERRORS_LABEL, total)]


def table(columns: Columns) -> str:
    """The table in Markdown: a line a figure, a column a store."""
    names = list(columns)
    labels = list(dict.fromkeys(one.label for rows in columns.values() for one in rows))
    head = ["What was done", "Counted as wrong", *(NAMES.get(name, name) for name in names)]
    lines = [_line(head), _line(["---"] * len(head))]
    for label in labels:
        found = {name: _row(columns[name], label) for name in names}
        watched = dict.fromkeys(what for one in found.values() if one for what in one.tally.wrong)
        cells = [_cell(found[name]) for name in names]
        lines.append(_line([label, ", ".join(watched), *cells]))
    return "\n".join(lines)


def _row(rows: Sequence[Row], label: str) -> Row | None:
    return next((one for one in rows if one.label == label), None)


def _cell(one: Row | None) -> str:
    if one is None:
        return "–"
    if one.reason:
        return one.reason
    wrong = one.tally.went_wrong
    return f"{one.tally.told}: {f'**{wrong}**' if wrong else '0 wrong'}"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def write(page: Path, said: str) -> None:
    """Put the scoreboard between its marks on a page."""
    text = page.read_text()
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    if not rest or END not in text:
        raise ValueError(f"{page} has no place for the scoreboard: {BEGIN} and {END}")
    page.write_text(f"{before}{BEGIN}\n{said}\n{END}{after}")
