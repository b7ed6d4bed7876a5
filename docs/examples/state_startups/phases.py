"""The phases of a sheet, each followed through the rewritings of its list.

Rule kept here: a phase is known again by what it kept, so that a changed date corrects one
engagement instead of making another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from attrs import evolve, frozen

from state_startups.source import Fields, Report, day

WORK = frozenset(
    {
        "investigation",
        "construction",
        "acceleration",
        "consolidation",
        "perennisation",
        "transfer",
        "success",
        "opere",
    }
)
"""Phases in which something is undertaken."""

GIVEN_UP = frozenset({"abandon", "abandon-investigation"})
ENDINGS = GIVEN_UP | {"alumni", "transfere"}
"""Phases that say the work together is over."""


@frozen
class Phase:
    """A phase as the sheet has it on one day."""

    name: str
    start: date | None
    end: date | None
    comment: str | None = None

    @property
    def is_ending(self) -> bool:
        """Whether it says that the work together is over."""
        return self.name in ENDINGS


@frozen
class Followed:
    """A phase under its own number; ``dues`` are the ends it was given, one a term."""

    number: int
    phase: Phase
    dues: tuple[date | None, ...]

    def then(self, phase: Phase, today: date) -> Followed:
        """The same phase as the sheet has it now.

        An end that lies ahead is a plan: another plan is another term, renegotiated. An end
        that lies behind is an account: another account sets the term right.
        """
        end, dues = phase.end, self.dues
        if end is None:
            dues = (None,)
        elif end != dues[-1]:
            dues = (*dues, end) if end > today else (*dues[:-1], end)
        return evolve(self, phase=phase, dues=dues)


def phases_of(sheet: Fields, report: Report) -> tuple[Phase, ...]:
    """The phases of a sheet whose names are known; what is odd in them is reported."""
    return tuple(_readable(sheet.get("phases") or (), report))


def _readable(listed: Sequence[Fields], report: Report) -> Iterator[Phase]:
    for given in listed:
        name = given.get("name")
        start, end = (day(given, edge, report, "phases") for edge in ("start", "end"))
        if name not in WORK | ENDINGS:
            report("phases", given, "unknown kind of phase")
            continue
        if not given.get("start"):
            report("phases", given, "a phase without a start")
        if start and end and end < start:
            report("phases", given, "a phase that ends before it starts")
        yield Phase(name=name, start=start, end=end, comment=given.get("comment") or None)


Same = Callable[[Phase, Phase], bool]

SAME: tuple[Same, ...] = (
    lambda old, new: (old.name, old.start) == (new.name, new.start),
    lambda old, new: old.name == new.name,
    lambda old, new: (
        old.start is not None and old.start == new.start and old.is_ending is new.is_ending
    ),
)
"""How a phase is known again, the surest way first: by name and start, name, or start."""


def follow(
    before: Sequence[Followed], now: Sequence[Phase], today: date, last_number: int
) -> tuple[Followed, ...]:
    """The phases of today, each under the number it had; new ones take the next numbers."""
    left = list(before)
    found: dict[int, Followed] = {}
    for same in SAME:
        for place, phase in enumerate(now):
            if place in found:
                continue
            old = next((one for one in left if same(one.phase, phase)), None)
            if old is not None:
                left.remove(old)
                found[place] = old.then(phase, today)
    for place, phase in enumerate(now):
        if place not in found:
            last_number += 1
            found[place] = Followed(last_number, phase, (phase.end,))
    return tuple(found[place] for place in range(len(now)))
