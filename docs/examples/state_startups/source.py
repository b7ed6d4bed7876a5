"""The file as it is: one recorded change a line; and the reading of its dates.

Rule kept here: a value is read exactly or reported. No date is repaired, no spelling guessed.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from attrs import frozen

Fields = Mapping[str, Any]
"""Fields of a sheet by name, as JSON gives them."""

Report = Callable[[str, object, str], None]
"""Reports an oddity: the field, its value as found, and why it is odd."""


@frozen
class Change:
    """One line: the fields of a sheet as they stood after a change; ``None`` is removed."""

    relationship: str
    version: int
    recorded_at: datetime
    commit: str
    changed: Fields


@frozen
class Oddity:
    """Something in the source that could not be taken as it stands, and why."""

    relationship: str
    version: int
    field: str
    value: str
    why: str


def read(path: Path) -> Iterator[Change]:
    """The changes of a file of JSON lines, compressed or not, in the order they stand there.

    Raises:
        ValueError: a line is not a change; it is named by its number.
    """
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                yield _change(json.loads(line))
            except (KeyError, TypeError, ValueError) as error:
                raise ValueError(f"{path.name} line {number} is not a change: {error!r}") from error


def _change(line: Fields) -> Change:
    recorded_at = datetime.fromisoformat(line["recorded_at"])
    if recorded_at.tzinfo is None:
        raise ValueError(f"recorded_at {line['recorded_at']} has no zone")
    return Change(
        relationship=line["relationship"],
        version=line["version"],
        recorded_at=recorded_at.astimezone(UTC),
        commit=line["commit"],
        changed=line["changed"],
    )


def day(given: Fields, name: str, report: Report, field: str) -> date | None:
    """The day under that name; ``None`` where none is said, or none that can be read."""
    written = given.get(name)
    if written is None:
        return None
    if written == "":
        report(field, given, f"{name} is empty")
        return None
    try:
        return date.fromisoformat(written)
    except (TypeError, ValueError):
        report(field, given, f"{name} is not a day that can be read")
        return None
