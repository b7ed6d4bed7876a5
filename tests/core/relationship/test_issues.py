from datetime import date

import pytest
from attrs import evolve

from noe_core.refusal import AlreadyDone, Missing, NotAllowedInPhase, UnknownReference
from noe_core.relationship.issues import (
    Issue,
    IssueKind,
    IssueNotOwned,
    IssueOwned,
    IssueRaised,
    IssueResolved,
    Stance,
    own_issue,
    raise_issue,
    resolve_issue,
)
from noe_core.values import PartyRef, Side
from relationship.given import CLOSED, DECLINED, LISE, NORA, OPEN, Refused, Told, folded, when

DAY = date(2022, 4, 12)
OMAR = PartyRef(party_id="omar", side=Side.PROVIDER)
NORA_ELSEWHERE = evolve(NORA, organisation="Studio Saline")


def owned(owner: PartyRef | None, stance: Stance | None = Stance.OWNED, day: int = 2) -> Told:
    """Someone, or nobody known, answered for the issue."""
    return IssueOwned(issue_id="i1", owner=owner, stance=stance), f"2022-04-{day:02}"


RAISED: Told = (IssueRaised(issue_id="i1"), "2022-04-01")
RESOLVED: Told = (IssueResolved(issue_id="i1"), "2022-04-09")

RAISE = when(raise_issue, on=DAY, kind=IssueKind.BLOCKER, text="the plan will not open", id="i1")
OWN = when(own_issue, on=DAY, issue_id="i1", owner=NORA).given(RAISED)
RESOLVE = when(resolve_issue, on=DAY, issue_id="i1", account="sent as paper").given(RAISED)

UNKNOWN = UnknownReference("issue_id", "i1")
DONE = AlreadyDone("issue", "i1", "resolved")

REFUSALS = (
    Refused(
        "declined",
        RAISE.given(DECLINED).but(text=""),
        NotAllowedInPhase("declined", "prospect, open, signed, closed"),
    ),
    Refused("raised already", RAISE.given(RAISED), AlreadyDone("issue", "i1", "raised")),
    Refused("no words", RAISE.but(text=""), Missing("text")),
    Refused("never raised", when(own_issue, **OWN.arguments), UNKNOWN),
    Refused(
        "owned in an import only",
        when(own_issue, **OWN.arguments).given(owned(OMAR)),
        UNKNOWN,
    ),
    Refused("resolved already", OWN.given(owned(OMAR), RESOLVED), DONE),
    Refused(
        "answered so already",
        OWN.given(owned(NORA_ELSEWHERE)),
        AlreadyDone("issue", "i1", "owned by nora"),
    ),
    Refused(
        "denied so already",
        OWN.given(owned(NORA, Stance.DENIED)).but(stance=Stance.DENIED),
        AlreadyDone("issue", "i1", "denied by nora"),
    ),
    Refused("never raised", when(resolve_issue, **RESOLVE.but(account="").arguments), UNKNOWN),
    Refused("resolved already", RESOLVE.given(RESOLVED).but(account=""), DONE),
    Refused("nobody's", RESOLVE.but(account=""), IssueNotOwned("i1")),
    Refused(
        "denied and passed on",
        RESOLVE.given(owned(NORA, Stance.DENIED), owned(OMAR, Stance.DEFLECTED)),
        IssueNotOwned("i1"),
    ),
    Refused("no account", RESOLVE.given(owned(NORA)).but(account=""), Missing("account")),
)


@pytest.mark.parametrize("case", REFUSALS, ids=str)
def test_an_issue_is_refused(case: Refused) -> None:
    """What nobody owned is not resolved, and what is resolved is over."""
    assert case.situation.answer == case.refusal


@pytest.mark.parametrize("phase", [(), (OPEN,), (OPEN, CLOSED)], ids=["prospect", "open", "closed"])
def test_an_issue_is_raised_before_the_work_and_after_it_too(phase: tuple[Told, ...]) -> None:
    """By somebody, or by nobody named."""
    raised = RAISE.given(*phase)
    assert raised.fact == IssueRaised(
        issue_id="i1", kind=IssueKind.BLOCKER, text="the plan will not open"
    )
    assert raised.but(by=LISE).fact == evolve(raised.fact, by=LISE)


def test_an_issue_is_owned_denied_or_passed_on() -> None:
    """By whoever answers, with thanks or without, even where the relationship was declined."""
    assert OWN.fact == IssueOwned(issue_id="i1", owner=NORA, stance=Stance.OWNED)
    assert OWN.given(DECLINED).but(stance=Stance.DEFLECTED, thanked=True).fact == IssueOwned(
        issue_id="i1", owner=NORA, stance=Stance.DEFLECTED, thanked=True
    )


@pytest.mark.parametrize(
    "last",
    [owned(OMAR), owned(NORA, Stance.DENIED), owned(None), owned(NORA, None)],
    ids=["another's", "denied before", "nobody's", "of no known stance"],
)
def test_an_answer_may_differ_from_the_last(last: Told) -> None:
    """In who gives it or in what it says; whoever owned it before the last may own it again."""
    assert OWN.given(owned(NORA, day=2), last).fact


def test_an_owned_issue_is_resolved() -> None:
    """Whoever denied it meanwhile."""
    told = (owned(NORA), owned(OMAR, Stance.DENIED, 3))
    assert RESOLVE.given(*told).fact == IssueResolved(issue_id="i1", account="sent as paper")


def issue(*told: Told) -> Issue:
    """The issue that some facts tell of."""
    return folded(*told).issues.by_id["i1"]


def test_an_issue_is_told_in_any_order() -> None:
    """Its answers stay in the order of the days, and any part may be missing."""
    told = issue(RESOLVED, owned(None, None, 3), owned(NORA, Stance.DEFLECTED), RAISED)
    assert told.raised is not None
    assert told.resolved is not None
    assert told.stances == (Stance.DEFLECTED,)
    assert told.taken is None
    assert issue(owned(NORA)).raised is None


def test_an_issue_is_taken_by_the_first_who_owns_it() -> None:
    """Denying it is an answer too, and takes nothing on."""
    told = issue(RAISED, owned(NORA, Stance.DENIED), owned(OMAR, day=3), owned(NORA, day=4))
    assert told.taken is not None
    assert told.taken.data.owner == OMAR
    assert told.stances == (Stance.DENIED, Stance.OWNED, Stance.OWNED)


def test_an_issue_changes_hands_with_its_owner() -> None:
    """Not when the same person answers again, nor where nobody is named."""
    told = issue(
        RAISED,
        owned(None),
        owned(NORA, Stance.DEFLECTED, 3),
        owned(NORA_ELSEWHERE, day=4),
        owned(None, day=5),
        owned(OMAR, day=6),
        owned(NORA, day=7),
        owned(evolve(NORA, side=Side.PARTNER), day=8),
    )
    assert [fact.occurred_at.day for fact in told.handoffs] == [6, 7, 8]
    assert issue(RAISED).handoffs == ()
