"""How the ledger says no, and how it says that somebody was quicker.

Rule kept here: a refusal, a lost race and a broken world are three things (`errors.py` has
the third). Each carries what happened as a value with typed fields.
"""

from __future__ import annotations

from uuid import UUID

from attrs import frozen

from noe_core.facts import AnyRecorded
from noe_core.refusal import Refusal
from noe_stores.safe import on_one_line


class Refused(Exception):  # noqa: N818 - the business said no; nothing is in error
    """A command was refused; nothing was recorded. ``refusal`` says by which name and why."""

    def __init__(self, refusal: Refusal, stream: str) -> None:
        super().__init__(refusal, stream)
        self.refusal = refusal
        self.stream = stream

    def __str__(self) -> str:
        return on_one_line(f"{self.stream}: {self.refusal.name}: {self.refusal}")


@frozen(kw_only=True)
class Conflict:
    """A lost race: the version expected, the actual one, and the facts recorded since."""

    stream: str
    expected: int
    actual: int
    since: tuple[AnyRecorded, ...]


class LostRace(Exception):  # noqa: N818 - somebody else was quicker; nothing is in error
    """Facts were offered on a version that is not the last; nothing was recorded."""

    def __init__(self, conflict: Conflict) -> None:
        super().__init__(conflict)
        self.conflict = conflict

    def __str__(self) -> str:
        c = self.conflict
        return on_one_line(
            f"{c.stream}: expected version {c.expected}, found {c.actual} "
            f"({len(c.since)} facts since); read them and decide again"
        )


class IdReused(Exception):  # noqa: N818 - two things were given one id
    """The id is already that of a fact with other content; nothing was recorded."""

    def __init__(self, stream: str, event_id: UUID, version: int) -> None:
        super().__init__(stream, event_id, version)
        self.stream = stream
        self.event_id = event_id
        self.version = version

    def __str__(self) -> str:
        return on_one_line(
            f"{self.stream}: event {self.event_id} is already recorded at version "
            f"{self.version} with other content; use another id, or correct that entry"
        )
