"""From the changes of a sheet to drafts of facts: the sheet is read anew after each change.

Rule kept here: every draft knows when it was written down, in which change, and carries an
id that follows from these, so that bringing the same file twice adds nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from attrs import define, evolve, field, frozen

from noe_core.decision import Draft
from noe_core.moments import day_of
from noe_core.relationship.course import RelationshipClosed, RelationshipOpened
from noe_core.typed import Fact
from state_startups import happenings, parties, phases, terms, wordings
from state_startups.entries import Entry, Noted, differences
from state_startups.source import Change, Oddity

SOURCE = "beta.gouv.fr"
NAMESPACE = UUID("3f0c5a8e-52f4-5d1b-9b59-8f0b6f0a2d11")
"""The namespace of the ids made here; it never changes."""

READ = frozenset({"mission", "sponsors", "incubator", "phases", "events", "fast", "deleted"})
LEFT_BEHIND = frozenset({"title", "usertypes", "thematiques", "stats", "accessibility_status"})
"""Fields that say what the product is, not what the two sides did: no fact is made of them."""

NEVER_RECORDED = (
    "encounter_held",
    "demand_reworked",
    "values_compared",
    "engagement_acknowledged",
    "engagement_missed",
    "method_agreed",
    "boundary_agreed",
    "feedback_requested",
    "issue_raised",
    "availability_noted",
    "effect_attested",
    "externality_observed",
    "partner_identified",
    "usage_measured",
    "quote_discussed",
)
"""Events for which the sheets have no field: that they are missing says nothing."""


IN_EVENTS = ("review_held", "effect_observed")
"""What stands in the list of events alone: a sheet that never had the list is silent on it."""


@frozen
class Brought:
    """What one relationship's changes come to."""

    stream: str
    drafts: tuple[Draft[Fact], ...]
    oddities: tuple[Oddity, ...]
    unrecorded: tuple[str, ...] = NEVER_RECORDED


def bring(changes: Iterable[Change]) -> tuple[Brought, ...]:
    """The drafts and oddities of every relationship, in the order they first appear."""
    dossiers: dict[str, Dossier] = {}
    for change in changes:
        name = change.relationship
        dossiers.setdefault(name, Dossier(name)).take(change)
    return tuple(dossier.brought for dossier in dossiers.values())


@define
class Dossier:
    """One relationship as far as its changes have been taken."""

    relationship: str
    first_day: date | None = None
    recorded_at: datetime | None = None
    sheet: dict[str, Any] = field(factory=dict)
    wordings: tuple[str, ...] = ()
    stays: tuple[parties.Stay, ...] = ()
    phases: tuple[phases.Followed, ...] = ()
    last_number: int = 0
    said: dict[str, Entry] = field(factory=dict)
    noted: dict[str, Noted] = field(factory=dict)
    drafts: list[Draft[Fact]] = field(factory=list)
    oddities: dict[tuple[str, str, str], Oddity] = field(factory=dict)

    @property
    def stream(self) -> str:
        """The id of its stream."""
        return f"relationship/{self.relationship}"

    @property
    def brought(self) -> Brought:
        """What it comes to."""
        silent = () if "events" in self.sheet else IN_EVENTS
        return Brought(
            self.stream,
            tuple(self.drafts),
            tuple(self.oddities.values()),
            (*NEVER_RECORDED, *silent),
        )

    def take(self, change: Change) -> None:
        """Take the next change: fold it into the sheet, draft what the sheet says anew."""
        recorded_at = self._not_before_the_last(change)
        for name, value in change.changed.items():
            if name not in READ | LEFT_BEHIND:
                self._report(change, name, value, "unknown field")
            self.sheet[name] = value
        today = day_of(recorded_at)
        self.first_day = self.first_day or today
        if self.sheet.get("deleted"):
            # The sheet was taken off; that its content was wrong is not said, so it stays.
            said = {**self.said, "deleted": Entry(RelationshipClosed(reason="deleted"))}
        else:
            said = self.said = self._read(change, today, self.first_day)
        self._draft(change, recorded_at, said)

    def _not_before_the_last(self, change: Change) -> datetime:
        last = self.recorded_at or change.recorded_at
        if change.recorded_at < last:
            why = f"recorded before the change that precedes it, at {last.isoformat()}"
            self._report(change, "recorded_at", change.recorded_at.isoformat(), why)
        self.recorded_at = max(last, change.recorded_at)
        return self.recorded_at

    def _read(self, change: Change, today: date, first_day: date) -> dict[str, Entry]:
        def report(name: str, value: object, why: str) -> None:
            self._report(change, name, value, why)

        sheet = self.sheet
        if not sheet.get("mission"):
            report("mission", sheet.get("mission"), "a sheet without a mission")
        self.wordings = wordings.reworded(self.wordings, sheet.get("mission"))
        self.stays = parties.moved(self.stays, parties.seated(sheet, report))
        now = phases.phases_of(sheet, report)
        self.phases = phases.follow(self.phases, now, today, self.last_number)
        self.last_number = max(self.last_number, *(one.number for one in self.phases), 0)
        return {
            "opened": Entry(RelationshipOpened()),
            **dict(parties.said(self.stays)),
            **dict(wordings.said(self.wordings)),
            **terms.said(self.phases, today, first_day, report),
            **dict(happenings.events(sheet.get("events") or (), today, report)),
            **dict(happenings.funding(sheet.get("fast"), report)),
        }

    def _draft(self, change: Change, recorded_at: datetime, said: Mapping[str, Entry]) -> None:
        fresh: dict[str, Noted] = {}
        for key, entry in differences(self.noted, said):
            event_id = uuid5(NAMESPACE, f"{self.stream}\n{change.version}\n{key}")
            fresh[key] = Noted(event_id, entry, recorded_at)
            self.drafts.append(
                Draft(
                    data=entry.fact,
                    occurred_at=recorded_at if entry.on is None else entry.on,
                    id=event_id,
                    recorded_at=recorded_at,
                    recorded_by=SOURCE,
                    caused_by=change.commit,
                )
            )
        self.noted = {
            key: evolve(self.noted.get(key) or fresh[key], entry=entry)
            for key, entry in said.items()
        }

    def _report(self, change: Change, name: str, value: object, why: str) -> None:
        text = str(value)
        odd = Oddity(change.relationship, change.version, name, text, why)
        self.oddities.setdefault((name, text, why), odd)
