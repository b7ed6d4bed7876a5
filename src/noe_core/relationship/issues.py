"""Issues: a grain of sand is said, someone makes it theirs, and it is resolved.

Rule kept here: only what someone owned is resolved; whoever turned a problem away is on
record too, as an answer given and never as a fault (domain.md §1 rows 64, 65, 92; §3).
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from noe_core.decision import MADE, Draft, happened
from noe_core.facts import AnyRecorded, Recorded, holds
from noe_core.moments import When
from noe_core.refusal import AlreadyDone, Refusal, UnknownReference, first, missing
from noe_core.relationship.course import unless_declined
from noe_core.typed import Fact, Id, Text, value
from noe_core.values import PartyRef

if TYPE_CHECKING:
    from noe_core.relationship.state import Relationship


class IssueKind(StrEnum):
    """What was raised."""

    QUESTION = "question"
    BLOCKER = "blocker"
    PROBLEM = "problem"


class Stance(StrEnum):
    """How whoever received an issue answered for it."""

    OWNED = "owned"
    DENIED = "denied"
    DEFLECTED = "deflected"


@value
class IssueRaised(Fact):
    """Someone asked a question, was stuck, or met a problem, and said so."""

    issue_id: Id
    kind: IssueKind | None = None
    text: Text | None = None
    by: PartyRef | None = None


@value
class IssueOwned(Fact):
    """Someone answered for an issue; ``thanked`` says whether the one who raised it was."""

    issue_id: Id
    owner: PartyRef | None = None
    stance: Stance | None = None
    thanked: bool | None = None


@value
class IssueResolved(Fact):
    """An issue was over, with what was done about it."""

    issue_id: Id
    account: Text | None = None


@frozen
class IssueNotOwned(Refusal):
    """Only what someone owned is resolved."""

    says = "nobody has owned issue {issue_id} yet; own it before resolving it"
    issue_id: str


def _same(one: PartyRef, other: PartyRef) -> bool:
    """Whether it is the same party, in whichever house on that day."""
    return (one.party_id, one.side) == (other.party_id, other.side)


@frozen(kw_only=True)
class Issue:
    """An issue as its facts tell it; any of them may be missing."""

    issue_id: str
    raised: Recorded[IssueRaised] | None = None
    owned: tuple[Recorded[IssueOwned], ...] = ()
    resolved: Recorded[IssueResolved] | None = None

    @property
    def taken(self) -> Recorded[IssueOwned] | None:
        """The first time someone made it theirs."""
        return next((o for o in self.owned if o.data.stance is Stance.OWNED), None)

    @property
    def stances(self) -> tuple[Stance, ...]:
        """The answers given, in order."""
        return tuple(o.data.stance for o in self.owned if o.data.stance is not None)

    @property
    def handoffs(self) -> tuple[Recorded[IssueOwned], ...]:
        """The answers that passed it on to another party than the one before."""
        passed, holder = [], None
        for answer in self.owned:
            owner = answer.data.owner
            if owner is not None:
                if holder is not None and not _same(owner, holder):
                    passed.append(answer)
                holder = owner
        return tuple(passed)


@frozen(kw_only=True)
class Issues:
    """The issues so far, in the order they were raised."""

    by_id: Mapping[str, Issue] = field(factory=dict)


FACTS = frozenset({IssueRaised, IssueOwned, IssueResolved})
"""The facts this chapter follows."""


def follow(issues: Issues, facts: Iterable[AnyRecorded]) -> Issues:
    """The issues after some more facts."""
    by_id = dict(issues.by_id)

    def known(key: str) -> Issue:
        return by_id.get(key) or Issue(issue_id=key)

    for fact in facts:
        if holds(fact, IssueRaised):
            key = fact.data.issue_id
            by_id[key] = evolve(known(key), raised=fact)
        elif holds(fact, IssueOwned):
            key = fact.data.issue_id
            by_id[key] = evolve(known(key), owned=(*known(key).owned, fact))
        elif holds(fact, IssueResolved):
            key = fact.data.issue_id
            by_id[key] = evolve(known(key), resolved=fact)
    return Issues(by_id=by_id)


def raise_issue(
    state: "Relationship",
    *,
    on: When,
    kind: IssueKind,
    text: str,
    by: PartyRef | None = None,
    id: str = MADE,
) -> Draft[IssueRaised] | Refusal:
    """Raise a question, a blocker or a problem, before the opening and after the closing too.

    Refusals: `NotAllowedInPhase`, `AlreadyDone`, `Missing`.
    """
    known = state.issues.by_id.get(id)
    return first(
        unless_declined(state),
        AlreadyDone("issue", id, "raised") if known and known.raised else None,
        missing(text=text),
    ) or happened(IssueRaised(issue_id=id, kind=kind, text=text, by=by), on)


def _pending(state: "Relationship", issue_id: str) -> Issue | Refusal:
    issue = state.issues.by_id.get(issue_id)
    if issue is None or issue.raised is None:
        return UnknownReference("issue_id", issue_id)
    if issue.resolved is not None:
        return AlreadyDone("issue", issue_id, "resolved")
    return issue


def own_issue(
    state: "Relationship",
    issue_id: str,
    *,
    on: When,
    owner: PartyRef,
    stance: Stance = Stance.OWNED,
    thanked: bool | None = None,
    id: str = MADE,
) -> Draft[IssueOwned] | Refusal:
    """Answer for an issue: own it, deny it or pass it on; another owner is a hand-off.

    Refusals: `UnknownReference`, `AlreadyDone`.
    """
    issue = _pending(state, issue_id)
    if isinstance(issue, Refusal):
        return issue
    for last in issue.owned[-1:]:
        said, by = last.data.stance, last.data.owner
        if said is stance and by is not None and _same(by, owner):
            return AlreadyDone("issue", issue_id, f"{stance} by {owner.party_id}")
    return happened(IssueOwned(issue_id=issue_id, owner=owner, stance=stance, thanked=thanked), on)


def resolve_issue(
    state: "Relationship", issue_id: str, *, on: When, account: str, id: str = MADE
) -> Draft[IssueResolved] | Refusal:
    """Resolve an issue that someone owned, and say what was done about it.

    Refusals: `UnknownReference`, `AlreadyDone`, `IssueNotOwned`, `Missing`.
    """
    issue = _pending(state, issue_id)
    if isinstance(issue, Refusal):
        return issue
    return first(
        None if issue.taken else IssueNotOwned(issue_id), missing(account=account)
    ) or happened(IssueResolved(issue_id=issue_id, account=account), on)
