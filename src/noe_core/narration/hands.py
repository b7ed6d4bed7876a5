"""The hands that an issue went through: whose they were, and whether they came before.

Rule kept here: two people of one side are two, though nobody is named; what a language says
of them tells them apart.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from noe_core.facts import Recorded
from noe_core.relationship.issues import IssueOwned
from noe_core.values import Side


@frozen(kw_only=True)
class Hand:
    """Who gave one answer, beside those who gave the others.

    Attributes:
        side: the side they are of, where somebody was named.
        rank: the how-manieth person of that side they are, in order of answering.
        several: whether several people of that side answered.
        after: the hand that answered before.
        back: whether they had answered before already.
    """

    side: Side | None = None
    rank: int = 0
    several: bool = False
    after: Hand | None = None
    back: bool = False

    @property
    def same(self) -> bool:
        """Whether the answer before was theirs as well."""
        last = self.after
        return last is not None and self.back and (last.side, last.rank) == (self.side, self.rank)

    @property
    def beside(self) -> bool:
        """Whether the answer before came from their side."""
        return self.after is not None and self.after.side is self.side


def hands(answers: Sequence[Recorded[IssueOwned]]) -> tuple[Hand, ...]:
    """Who gave each of some answers."""
    people: dict[Side, list[str]] = {}
    found: list[tuple[Side | None, int, bool]] = []
    for answer in answers:
        owner = answer.data.owner
        if owner is None:
            found.append((None, 0, False))
            continue
        known = people.setdefault(owner.side, [])
        back = owner.party_id in known
        if not back:
            known.append(owner.party_id)
        found.append((owner.side, known.index(owner.party_id) + 1, back))
    told: list[Hand] = []
    for side, rank, back in found:
        several = side is not None and len(people[side]) > 1
        last = told[-1] if told else None
        told.append(Hand(side=side, rank=rank, several=several, after=last, back=back))
    return tuple(told)
