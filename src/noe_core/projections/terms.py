"""When the term of an engagement has ended.

Rule kept here: a term ends when it is kept or missed, or when its last day has gone by
before anybody renegotiated or lifted it (domain.md §3, "An engagement is due when its term
has ended").
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import zip_longest

from attrs import frozen

from noe_core.facts import AnyRecorded
from noe_core.projection import View
from noe_core.projections.figure import on
from noe_core.relationship.engagements import Engagement, Term


@frozen
class Deadline:
    """A term and the day up to which it ran: its replacement's, its lifting's or today."""

    term: Term
    until: date

    @property
    def passed(self) -> bool:
        """Whether its last day went by while it ran."""
        return self.term.due is not None and self.until > self.term.due

    @property
    def ended(self) -> bool:
        """Whether it was settled or its last day went by."""
        return self.term.settled or self.passed

    @property
    def ended_by(self) -> AnyRecorded:
        """What shows that it ended: the outcome, else the fact that set its last day."""
        return self.term.kept or self.term.missed or self.term.opened


def deadlines(engagement: Engagement, view: View) -> Iterator[Deadline]:
    """The terms of an engagement, each with the day it ran up to."""
    lifted = engagement.released
    last = view.day if lifted is None else on(lifted, view)
    for term, following in zip_longest(engagement.terms, engagement.terms[1:]):
        yield Deadline(term, last if following is None else on(following.opened, view))
