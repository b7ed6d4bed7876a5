"""What a rule reads in the streams beside the one it is put to.

Rule kept here: what the caller did not give is not guessed, and a fact of another stream
that cannot be read is never taken for one that is not there.
"""

from __future__ import annotations

from collections.abc import Iterable

from noe_core.audit.readings import unless_unread
from noe_core.audit.rule import CaseOf, Finding, NotAssessable
from noe_core.beside import Glance
from noe_core.stream_state import StreamState

Said = Finding | NotAssessable
"""What a check that looks at things one by one says of each."""


def beside_missing(rule: str) -> NotAssessable:
    """The rule needs other streams, and the caller gave none."""
    return NotAssessable(rule=rule, because="beside_missing")


def unless_unread_around(
    case: CaseOf[StreamState],
    finding: Finding,
    around: Iterable[StreamState | Glance],
    *events: str,
) -> Said:
    """The finding, unless an event that might have answered it is unread here or beside."""
    if any(not _unread(one).isdisjoint(events) for one in around):
        return NotAssessable(rule=finding.rule, because="unreadable")
    return unless_unread(case, finding, *events)


def _unread(one: StreamState | Glance) -> frozenset[str]:
    """The names of what cannot be read there."""
    if isinstance(one, Glance):
        return one.unread
    return frozenset(fact.event for fact in one.unread)
