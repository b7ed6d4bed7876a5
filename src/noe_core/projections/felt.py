"""What practitioners say of themselves, shown of groups and never of one.

Rule kept here: a group is shown from ``k`` people up, and only if nobody it leaves out can
be had by taking it from the whole, nor from another group (domain.md §0 "never a
surveillance tool", §4, row 9).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction
from statistics import median

from attrs import frozen

LEAST_K = 3
"""Under three, a group shows each of its people to the other."""


@frozen
class Felt:
    """The middle of what a group says, and of how many people it is.

    A median halfway between two steps says no more than that it lies between them. No id of
    an event stands beside it: an id leads to one person's report.
    """

    median: Fraction
    people: int


Said = Mapping[str, int]
"""The last step that each person chose, by person."""


def whole(said: Said, k: int) -> Felt | None:
    """What everybody says together, from k people up."""
    return _felt(said) if len(said) >= k else None


def shown(groups: Mapping[str, Said], everybody: Collection[str], k: int) -> Mapping[str, Felt]:
    """The groups that may be shown.

    A group has k people, and leaves out of everybody none or k; so do the groups shown,
    taken together: the smallest of them is withheld until they do. Of two groups that differ
    by fewer than k people, the smaller is withheld: the few are what one has and the other
    has not. A group withheld is not named, because its name would say that somebody in it
    reported.
    """
    fit: dict[str, Said] = {}
    for name in sorted(groups, key=lambda name: (-len(groups[name]), name)):
        said = groups[name]
        if _apart(said, everybody, k) and all(_differ(said, one, k) for one in fit.values()):
            fit[name] = said
    while fit and not _apart({p for said in fit.values() for p in said}, everybody, k):
        del fit[min(fit, key=lambda name: (len(fit[name]), name))]
    return {name: _felt(said) for name, said in sorted(fit.items())}


def _apart(group: Collection[str], everybody: Collection[str], k: int) -> bool:
    left = len(set(everybody) - set(group))
    return len(group) >= k and (left == 0 or left >= k)


def _differ(group: Collection[str], other: Collection[str], k: int) -> bool:
    """Whether neither has a few people that the other has not."""
    few = range(1, k)
    return len(set(group) - set(other)) not in few and len(set(other) - set(group)) not in few


def _felt(said: Said) -> Felt:
    return Felt(median(map(Fraction, said.values())), len(said))
