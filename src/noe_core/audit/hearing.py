"""Rules that find something missing, where what is missing may stand in an unread fact.

Rule kept here: a fact that this release cannot read is never taken for one that is not
there; a finding that it might have answered is not assessable (domain.md §5).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps

from noe_core.audit.readings import gathered, unless_unread
from noe_core.audit.rule import Case, Finding, NotAssessable, Verdict

Said = Finding | NotAssessable
"""What a check that looks at things one by one says of each."""


def hearing(check: Callable[..., Iterator[Said]], *events: str) -> Callable[..., Iterator[Verdict]]:
    """The check, silent where an event of these names might have answered and is unread."""

    @wraps(check)
    def heard(case: Case, **parameters: object) -> Iterator[Verdict]:
        answers = check(case, **parameters)
        return gathered(
            unless_unread(case, one, *events) if isinstance(one, Finding) else one
            for one in answers
        )

    return heard
