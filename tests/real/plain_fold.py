"""What the file says, computed from its lines alone: nothing of the adapter or of Noé.

Rule kept here: lines are folded as the file's own note says; a phase of work is its name,
start and end, an ending its name and its day once that lies after the first record.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter, defaultdict
from datetime import date, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

WORK = [
    "investigation",
    "construction",
    "acceleration",
    "consolidation",
    "perennisation",
    "transfer",
    "success",
    "opere",
]
ENDINGS = ["abandon", "abandon-investigation", "alumni", "transfere"]

Shown = tuple[str, str | None, str | None]
"""A phase: name, start, end."""


class Sheet(NamedTuple):
    """A relationship's sheet on a day."""

    mission: str | None
    sponsors: frozenset[str]
    phases: Counter[Shown]


@cache
def lines_of(path: Path) -> dict[str, list[dict[str, Any]]]:
    """The lines of each relationship, the day of record in Paris added."""
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    latest: dict[str, datetime] = {}
    for text in raw.splitlines():
        line = json.loads(text)
        name, at = line["relationship"], datetime.fromisoformat(line["recorded_at"])
        latest[name] = max(at, latest.get(name, at))
        line["day"] = latest[name].astimezone(ZoneInfo("Europe/Paris")).date()
        found[name].append(line)
    return dict(found)


def sheet_on(lines: list[dict[str, Any]], day: date) -> Sheet:
    """The sheet as it was known on a day; a sheet taken off keeps what it last said."""
    fields: dict[str, Any] = {}
    stood: dict[str, Any] = {}
    mission, as_of = None, day
    for line in lines:
        if line["day"] > day:
            break
        fields.update(line["changed"])
        if not fields.get("deleted"):
            stood, as_of = dict(fields), line["day"]
            mission = fields.get("mission") or mission
    named = {s if isinstance(s, str) else s.get("name") for s in stood.get("sponsors") or []}
    phases = (
        shown(phase, as_of, lines[0]["day"])
        for phase in stood.get("phases") or []
        if phase["name"] in WORK + ENDINGS
    )
    # A party stands on one side: an incubator that is also named as sponsor is reported.
    sponsors = frozenset(named - {None, stood.get("incubator")})
    return Sheet(mission, sponsors, Counter(phase for phase in phases if phase))


def shown(phase: dict[str, Any], day: date, first_day: date) -> Shown | None:
    """A phase as it can be known on a day; an ending that is only announced cannot."""
    start, end = _date(phase.get("start")), _date(phase.get("end"))
    if phase["name"] in WORK:
        return phase["name"], start, end
    if start is not None and start > day.isoformat():
        return None
    after = start is not None and start > first_day.isoformat()
    return phase["name"], start if after else None, None


def _date(written: str | None) -> str | None:
    return written if written and re.fullmatch(r"\d{4}-\d\d-\d\d", written) else None


class Track:
    """A phase through the changes of its sheet: as last listed, and as known each time."""

    def __init__(self) -> None:
        self.phase: dict[str, Any] = {}
        self.known: list[Shown | None] = []

    @property
    def became(self) -> set[str]:
        """What became of it after it was first written."""
        found = set()
        for before, after in pairwise(self.known):
            if before is not None and after is None:
                found.add("removed")
            elif before is not None and after is not None and before != after:
                adds = all(old in {None, new} for old, new in zip(before, after, strict=True))
                found.add("completed" if adds else "rewritten")
        return found


def rewritten(lines: list[dict[str, Any]]) -> Counter[str]:
    """How many phases of a relationship were rewritten, completed or removed later."""
    fields: dict[str, Any] = {}
    tracks: list[Track] = []
    live: list[Track] = []
    for line in lines:
        fields.update(line["changed"])
        if fields.get("deleted"):
            continue
        listed = [p for p in fields.get("phases") or [] if p["name"] in WORK + ENDINGS]
        followed = _followed(live, listed)
        for track in live:
            if track not in followed:
                track.known.append(None)
        for track, phase in zip(followed, listed, strict=True):
            track.phase = phase
            track.known.append(shown(phase, line["day"], lines[0]["day"]))
        tracks += [track for track in followed if track not in live]
        live = followed
    return Counter(word for track in tracks for word in _words(track.became))


def _words(became: set[str]) -> set[str]:
    return became | ({"either"} if became & {"rewritten", "removed"} else set())


def _followed(live: list[Track], listed: list[dict[str, Any]]) -> list[Track]:
    """The track of each phase listed: known by name and start, else by name, else by start."""
    found: dict[int, Track] = {}
    for key in (_name_and_start, _name, _start):
        for place, phase in enumerate(listed):
            for track in live:
                free = place not in found and track not in found.values()
                if free and key(phase) is not None and key(phase) == key(track.phase):
                    found[place] = track
    return [found.get(place) or Track() for place in range(len(listed))]


def _name_and_start(phase: dict[str, Any]) -> object:
    return phase["name"], _date(phase.get("start"))


def _name(phase: dict[str, Any]) -> object:
    return phase["name"]


def _start(phase: dict[str, Any]) -> object:
    start = _date(phase.get("start"))
    return start and (start, phase["name"] in ENDINGS)
