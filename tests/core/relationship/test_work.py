from datetime import date
from decimal import Decimal

import pytest

from noe_core.refusal import AlreadyDone, Missing, NotAllowedInPhase, UnknownReference
from noe_core.relationship.objectives import ObjectiveClosed, ObjectiveSet
from noe_core.relationship.work import (
    AdaptationDecided,
    AdaptationLevel,
    AdviceGiven,
    ConstraintRevealed,
    Direction,
    ImmaterialResource,
    ResourceNoted,
    WorkNature,
    WorkRecorded,
    decide_adaptation,
    give_advice,
    note_resource,
    record_work,
    reveal_constraint,
)
from noe_core.typed import Unfit
from noe_core.values import Quantity, Side
from relationship.given import (
    CLOSED,
    LISE,
    NORA,
    OPEN,
    SIGNED,
    Refused,
    Told,
    event,
    folded,
    when,
)

DAY = date(2022, 4, 12)
OBJECTIVE: Told = (ObjectiveSet(objective_id="o1"), "2022-03-15")
WORK: Told = (WorkRecorded(work_id="w1"), "2022-04-01")
CONSTRAINT: Told = (ConstraintRevealed(constraint_id="c1"), "2022-04-01")
RESOURCE: Told = (ResourceNoted(resource_id="s1"), "2022-04-01")

RECORD = when(record_work, on=DAY, by=NORA, minutes=360, id="w1").given(OPEN)
REVEAL = when(reveal_constraint, on=DAY, side=Side.CLIENT, text="stock-taking", id="c1")
NOTE = when(
    note_resource,
    on=DAY,
    resource=ImmaterialResource.TRUST,
    direction=Direction.STRENGTHENED,
    side=Side.CLIENT,
    account="they asked us first",
    evidence=[event(1)],
    id="s1",
).given(OPEN)
ADAPT = when(
    decide_adaptation,
    on=DAY,
    level=AdaptationLevel.FRONT_LINE,
    from_prescribed="one visit a week",
    to="a call every morning",
).given(OPEN)
ADVISE = when(give_advice, on=DAY, text="drop the second module")

REFUSALS = (
    Refused(
        "not opened",
        when(record_work, **RECORD.arguments),
        NotAllowedInPhase("prospect", "open, signed"),
    ),
    Refused("closed", RECORD.given(WORK, CLOSED), NotAllowedInPhase("closed", "open, signed")),
    Refused(
        "recorded already",
        RECORD.given(WORK).but(objective_ids=["o9"]),
        AlreadyDone("work", "w1", "recorded"),
    ),
    Refused(
        "no such objective",
        RECORD.given(OBJECTIVE).but(objective_ids=["o1", "o9"], minutes=None),
        UnknownReference("objective_ids", "o9"),
    ),
    Refused("no minutes", RECORD.but(minutes=None), Missing("minutes")),
    Refused(
        "revealed already",
        REVEAL.given(CONSTRAINT).but(text=""),
        AlreadyDone("constraint", "c1", "revealed"),
    ),
    Refused("no words", REVEAL.but(text=""), Missing("text")),
    Refused(
        "not opened",
        when(decide_adaptation, **ADAPT.but(to="").arguments),
        NotAllowedInPhase("prospect", "open, signed"),
    ),
    Refused("closed", ADAPT.given(CLOSED), NotAllowedInPhase("closed", "open, signed")),
    Refused("from nothing", ADAPT.but(from_prescribed="", to=""), Missing("from_prescribed")),
    Refused("to nothing", ADAPT.but(to="", work_id="w9"), Missing("to")),
    Refused("no such work", ADAPT.but(work_id="w9"), UnknownReference("work_id", "w9")),
    Refused(
        "noted already",
        NOTE.given(RESOURCE).but(account="", evidence=()),
        AlreadyDone("resource", "s1", "noted"),
    ),
    Refused("no account", NOTE.but(account="", evidence=()), Missing("account")),
    Refused(
        "no account of what is not recorded",
        NOTE.but(account="", evidence=[event(9)]),
        Missing("account"),
    ),
    Refused("no evidence", NOTE.but(evidence=()), Missing("evidence")),
    Refused(
        "no such evidence",
        NOTE.but(evidence=[event(1), event(9)]),
        UnknownReference("evidence", str(event(9))),
    ),
    Refused("no words", ADVISE.but(text=""), Missing("text")),
)


@pytest.mark.parametrize("case", REFUSALS, ids=str)
def test_work_is_refused(case: Refused) -> None:
    """Work is done while both sides work together; what is noted is told and grounded."""
    assert case.situation.answer == case.refusal


def test_real_work_is_recorded_in_person_minutes() -> None:
    """On the side of who did it unless another is named, for objectives open or not."""
    assert RECORD.fact == WorkRecorded(
        work_id="w1",
        by=NORA,
        side=Side.PROVIDER,
        minutes=360,
        nature=WorkNature.PRODUCTION,
        automated=False,
    )
    reached = (ObjectiveClosed(objective_id="o1"), "2022-03-20")
    full = RECORD.given(SIGNED, OBJECTIVE, reached).but(
        side=Side.PARTNER,
        nature=WorkNature.LEARNING,
        topic="offer",
        account="two of us, three hours",
        prescribed="one of us",
        gap="the second asked the questions",
        deliverables=["a map of the offer"],
        volumes=[Quantity(value=Decimal(12), unit="page")],
        objective_ids=["o1"],
    )
    assert full.fact == WorkRecorded(
        work_id="w1",
        by=NORA,
        side=Side.PARTNER,
        minutes=360,
        nature=WorkNature.LEARNING,
        topic="offer",
        account="two of us, three hours",
        prescribed="one of us",
        gap="the second asked the questions",
        deliverables=("a map of the offer",),
        volumes=(Quantity(value=Decimal(12), unit="page"),),
        automated=False,
        objective_ids=("o1",),
    )


def test_an_adaptation_is_decided() -> None:
    """By whoever is nearest, at once or after some waiting, on some work or before it."""
    assert ADAPT.given(SIGNED).fact == AdaptationDecided(
        level=AdaptationLevel.FRONT_LINE,
        from_prescribed="one visit a week",
        to="a call every morning",
    )
    assert ADAPT.given(WORK).but(
        level=AdaptationLevel.ELSEWHERE, waited_minutes=0, by=NORA, work_id="w1"
    ).fact == AdaptationDecided(
        level=AdaptationLevel.ELSEWHERE,
        from_prescribed="one visit a week",
        to="a call every morning",
        waited_minutes=0,
        by=NORA,
        work_id="w1",
    )


def test_nobody_waits_less_than_not_at_all() -> None:
    """Such a number is wrong in itself."""
    with pytest.raises(Unfit, match="waited_minutes must be at least 0"):
        AdaptationDecided(waited_minutes=-1)


def test_a_machine_may_work_without_minutes() -> None:
    """What is automated is nobody's time."""
    fact = RECORD.but(automated=True, minutes=None).fact
    assert isinstance(fact, WorkRecorded)
    assert (fact.automated, fact.minutes) == (True, None)


@pytest.mark.parametrize("minutes", [0, -5, True, 90.0, "90"], ids=repr)
def test_minutes_that_are_none_are_wrong_in_themselves(minutes: object) -> None:
    """No refusal answers for a value that is no number of minutes: it cannot be built."""
    with pytest.raises(Unfit, match=r"^WorkRecorded\.minutes must be "):
        RECORD.but(minutes=minutes).answer  # noqa: B018 - asking for it raises


def test_constraints_resources_and_advice_may_be_told_at_any_time() -> None:
    """Before the opening and after the closing alike."""
    assert REVEAL.given(CLOSED).but(category="time").fact == ConstraintRevealed(
        constraint_id="c1", side=Side.CLIENT, category="time", text="stock-taking"
    )
    assert NOTE.given(CLOSED).fact == ResourceNoted(
        resource_id="s1",
        resource=ImmaterialResource.TRUST,
        direction=Direction.STRENGTHENED,
        side=Side.CLIENT,
        account="they asked us first",
        evidence=(event(1),),
    )
    assert ADVISE.fact == AdviceGiven(text="drop the second module", against_own_revenue=False)
    assert ADVISE.but(against_own_revenue=True, followed=False).fact == AdviceGiven(
        text="drop the second module", against_own_revenue=True, followed=False
    )


def test_work_gathers_what_is_told_under_each_id() -> None:
    """Told twice in an import, the later telling holds; what has no id all stays."""
    again = (WorkRecorded(work_id="w1", topic="again"), "2022-04-02")
    advice = ((AdviceGiven(text="a"), "2022-04-01"), (AdviceGiven(text="b"), "2022-04-02"))
    adapted = ((AdaptationDecided(to="c"), "2022-04-01"), (AdaptationDecided(), "2022-04-02"))
    work = folded(WORK, again, CONSTRAINT, RESOURCE, *advice, *adapted).work
    assert [fact.data.to for fact in work.adaptations] == ["c", None]
    assert [fact.data.topic for fact in work.done.values()] == ["again"]
    assert list(work.constraints) == ["c1"]
    assert list(work.resources) == ["s1"]
    assert [fact.data.text for fact in work.advice] == ["a", "b"]


def test_work_is_done_by_the_side_said_else_by_that_of_the_person() -> None:
    """And by nobody known when neither is told."""
    assert WorkRecorded(work_id="w", by=NORA, side=Side.PARTNER).done_by is Side.PARTNER
    assert WorkRecorded(work_id="w", by=LISE).done_by is Side.CLIENT
    assert WorkRecorded(work_id="w").done_by is None
