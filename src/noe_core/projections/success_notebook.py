"""The notebook of successes of a team, week by week.

Rule kept here: the figures are the team's; nobody's entries are told apart, and a week
without any is a question, not a fault (domain.md §4, row 12; §1 rows 51, 52, 68).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple, TypeVar

from attrs import frozen

from noe_core.facts import Recorded
from noe_core.projection import Projection, View
from noe_core.projections.figure import Figure, counted, share
from noe_core.team.notebook import SuccessNoted, day_noted
from noe_core.team.state import Team, evolve
from noe_core.vocabulary import StreamKind, own_id

A_DAY = 3
"""How many things done well one notes in an evening (domain.md §1, row 52)."""

WEEK = timedelta(days=7)

K = TypeVar("K", str, "Week")


class Week(NamedTuple):
    """A week of the ISO calendar; weeks compare as they come."""

    year: int
    week: int

    @classmethod
    def of(cls, day: date) -> Week:
        """The week of a day, which may belong to another year than the day."""
        return cls(*day.isocalendar()[:2])

    @property
    def monday(self) -> date:
        """Its first day."""
        return date.fromisocalendar(self.year, self.week, 1)


@frozen(kw_only=True)
class SuccessNotebook:
    """What a team noted as done well.

    Attributes:
        by_week: successes by the week they are of, only weeks that have any.
        by_relationship: those that name a relationship.
        weeks: how many weeks from the first success to the day seen, both included.
        weeks_filled: how many of them have a success.
        filled_share: weeks_filled out of weeks.
        streak: how many weeks running are filled, up to now. The week that runs counts once
            it has a success, and breaks nothing while it may still get one.
        person_days: how many evenings somebody noted something.
        per_person_day: successes with an author, out of person_days; to be read against
            `A_DAY`.
        evenings_of_three: how many of the person_days reach `A_DAY`.
    """

    by_week: Mapping[Week, Figure[int]]
    by_relationship: Mapping[str, Figure[int]]
    weeks: int
    weeks_filled: int
    filled_share: Fraction | None
    streak: int
    person_days: int
    per_person_day: Fraction | None
    evenings_of_three: int


def success_notebook(state: Team, view: View) -> SuccessNotebook:
    """The notebook of a team (domain.md §4, row 12).

    It begins on the first day that a success is of, which may lie before the note. A success
    of a day that has not come yet, which only a slip can bring, is left out.
    """
    noted = tuple(
        (day_noted(fact, view.zone), fact)
        for fact in state.notebook.successes
        if day_noted(fact, view.zone) <= view.day
    )
    weeks = _weeks(min(day for day, _ in noted), view.day) if noted else 0
    by_week = _sorted_out((Week.of(day), fact) for day, fact in noted)
    evenings = Counter(
        (fact.data.author.party_id, day) for day, fact in noted if fact.data.author is not None
    )
    return SuccessNotebook(
        by_week=by_week,
        by_relationship=_sorted_out(
            (own_id(fact.data.relationship_id), fact)
            for _, fact in noted
            if fact.data.relationship_id is not None
        ),
        weeks=weeks,
        weeks_filled=len(by_week),
        filled_share=share(len(by_week), weeks),
        streak=_streak(by_week, view.day),
        person_days=len(evenings),
        per_person_day=share(evenings.total(), len(evenings)),
        evenings_of_three=sum(count >= A_DAY for count in evenings.values()),
    )


def _weeks(first: date, last: date) -> int:
    return (Week.of(last).monday - Week.of(first).monday) // WEEK + 1


def _sorted_out(facts: Iterable[tuple[K, Recorded[SuccessNoted]]]) -> dict[K, Figure[int]]:
    found: dict[K, list[Recorded[SuccessNoted]]] = {}
    for key, fact in facts:
        found.setdefault(key, []).append(fact)
    return {key: counted(found[key]) for key in sorted(found)}


def _streak(by_week: Mapping[Week, Figure[int]], today: date) -> int:
    """The weeks filled one after the other up to this one, or to the one before it."""
    running, expected = 0, Week.of(today).monday
    for week in sorted(by_week, reverse=True):
        # Only the week that runs may be empty; the calendar may begin with it.
        if week.monday != expected and (running or week.monday + WEEK != expected):
            break
        running, expected = running + 1, week.monday
        expected -= min(WEEK, expected - date.min)
    return running


SUCCESS_NOTEBOOK: Projection[Team, SuccessNotebook] = Projection(
    name="success_notebook",
    start=Team(),
    apply=evolve,
    answer=success_notebook,
    streams=frozenset({StreamKind.TEAM}),
)
