"""Who carries how much of the hard work, and how those who carry it say they are.

Rule kept here: loads are the organisation's and stand by name; well-being and strain are
the person's, self-declared, and stand by group (domain.md §0, §4, row 9).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import takewhile

from attrs import frozen

from noe_core.facts import AnyRecorded
from noe_core.history import History
from noe_core.practitioner.state import Practitioner
from noe_core.projection import View
from noe_core.projections.felt import LEAST_K, Felt, Said, shown, whole
from noe_core.projections.figure import on
from noe_core.projections.loads import Carried, QuarterLoads, carried, quarter_loads
from noe_core.projections.quarters import quarters
from noe_core.streams import PRACTITIONER
from noe_core.survey import Survey
from noe_core.vocabulary import StreamKind, own_id

FACTOR = Fraction(3, 2)
"""How many fair shares are too many, unless asked otherwise (domain.md §4, row 9)."""


@frozen(kw_only=True)
class PortfolioBalance:
    """What practitioners carry, and what groups of them say.

    Attributes:
        quarters: the loads of each quarter, from the first assignment to the day seen.
        above: for each practitioner, how many quarters running, the last one that is over
            included, they carried more than ``factor`` fair shares. The quarter that runs is
            left out: it can still be shared otherwise.
        wellbeing: what everybody says, from k people up.
        wellbeing_by_profile: by tag of the missions people were on when they reported.
        wellbeing_by_relationship: by relationship they were assigned to when they reported.
        strain_by_relationship: by relationship they reported it of.
        own: everything the reader said of themselves, whole.
    """

    quarters: tuple[QuarterLoads, ...]
    above: Mapping[str, int]
    wellbeing: Felt | None
    wellbeing_by_profile: Mapping[str, Felt]
    wellbeing_by_relationship: Mapping[str, Felt]
    strain_by_relationship: Mapping[str, Felt]
    own: tuple[AnyRecorded, ...]


People = Mapping[str, Practitioner]


def portfolio_balance(
    *, reader: str | None = None, k: int = 5, factor: Fraction = FACTOR
) -> Survey[Practitioner, PortfolioBalance]:
    """The balance of missions among practitioners (domain.md §4, row 9).

    Each person counts once in a group, by their last report there, so that one who reports
    often does not weigh more. ``reader`` is the id of the person it is for, who sees their own
    reports whole; the caller answers for who that is.

    Groups under k, and no two that differ by fewer, protect a person from whoever reads
    these figures. They do not protect from one who compares two days or two sets of
    histories, who knows what the others answered, or who reads that everybody answered the
    same; nor from whoever holds the log itself.

    Raises:
        ValueError: k is below 3.
    """
    if k < LEAST_K:
        raise ValueError(f"k is {k}; a group of fewer than {LEAST_K} shows its people")

    def gather(parts: tuple[Practitioner, ...], view: View) -> PortfolioBalance:
        people = {state.person: state for state in parts}
        loads = {person: carried(state, view) for person, state in people.items()}
        spread = _spread(loads, view)
        answers = tuple(_answers(people, loads, view))
        well = _last((one.person, ("all",), one.score) for one in answers).get("all", {})
        strained, strain = _strain(people)
        return PortfolioBalance(
            quarters=spread,
            above={person: _running_above(spread, person, factor) for person in loads},
            wellbeing=whole(well, k),
            wellbeing_by_profile=shown(
                _last((a.person, a.tags, a.score) for a in answers), well, k
            ),
            wellbeing_by_relationship=shown(
                _last((a.person, a.relationships, a.score) for a in answers), well, k
            ),
            strain_by_relationship=shown(strain, strained, k),
            own=people[reader].wellbeing.self_declared if reader in people else (),
        )

    return Survey(
        name="portfolio_balance",
        streams=frozenset({StreamKind.PRACTITIONER}),
        part=_practitioner,
        gather=gather,
    )


def _practitioner(history: History) -> Practitioner:
    return PRACTITIONER.evolve(PRACTITIONER.begin(own_id(history.stream)), history.facts)


def _spread(loads: Mapping[str, tuple[Carried, ...]], view: View) -> tuple[QuarterLoads, ...]:
    begun = [one.start for some in loads.values() for one in some if one.weight is not None]
    if not begun:
        return ()
    return tuple(quarter_loads(one, loads, view) for one in quarters(min(begun), view.day))


def _running_above(spread: tuple[QuarterLoads, ...], person: str, factor: Fraction) -> int:
    past = (quarter for quarter in reversed(spread) if quarter.over)
    return sum(1 for _ in takewhile(lambda one: one.concentration(person) > factor, past))


@frozen
class _Answer:
    """A step on the scale of well-being, and what its author was carrying that day."""

    person: str
    score: int
    tags: frozenset[str]
    relationships: frozenset[str]


def _answers(
    people: People, loads: Mapping[str, tuple[Carried, ...]], view: View
) -> Iterator[_Answer]:
    for person, state in people.items():
        for report in state.wellbeing.scores:
            if report.data.score is None:
                continue
            then = tuple(one for one in loads[person] if on(report, view) in one)
            yield _Answer(
                person,
                report.data.score,
                frozenset(tag for one in then for tag in one.profile),
                frozenset(own_id(one.relationship_id) for one in then if one.relationship_id),
            )


def _strain(people: People) -> tuple[frozenset[str], Mapping[str, Said]]:
    """Who reported a strain, and the last step of each person by relationship."""
    told = tuple(
        (person, report.data.relationship_id, report.data.strain)
        for person, state in people.items()
        for report in state.wellbeing.strains
        if report.data.strain is not None
    )
    groups = _last((person, (own_id(of),), step) for person, of, step in told if of is not None)
    return frozenset(person for person, _, _ in told), groups


def _last(said: Iterable[tuple[str, Iterable[str], int]]) -> dict[str, dict[str, int]]:
    """By group, then by person, the last step chosen there."""
    found: dict[str, dict[str, int]] = {}
    for person, groups, step in said:
        for group in groups:
            found.setdefault(group, {})[person] = step
    return found
