"""Given some facts, when a decision is taken: what a test then says, and how it fails."""

from __future__ import annotations

from datetime import date

import pytest

from noe_core.entries import EntryWithdrawn
from noe_core.facts import Own
from noe_core.firm.vision import VisionStated, state_vision
from noe_core.own import record_own
from noe_core.practitioner.wellbeing import NotSelfDeclared, WellbeingReported, report_wellbeing
from noe_core.refusal import AlreadyDone, Missing, NotAllowedInPhase, Refusal
from noe_core.relationship.course import RelationshipOpened
from noe_core.relationship.work import WorkRecorded, record_work
from noe_core.self_correcting import withdraw_entry
from noe_core.team.tensions import TensionRaised, raise_tension
from noe_core.testing import Situation, client, event, provider, story, when
from noe_core.values import Side

NORA = provider("nora")
OPEN = (RelationshipOpened(), "2022-03-01")
WORK = when(record_work, on="2022-03-02", by=NORA, minutes=60, topic="shelves", id="w1")
TEAM, FIRM, PERSON = "team/atelier", "firm/marelle", "practitioner/paul"
REPORT = when(report_wellbeing, on="2022-03-02", stream=PERSON, recorded_by="paul", score=4)


def failing(check: object) -> str:
    """What a check says when it fails."""
    assert callable(check)
    with pytest.raises(AssertionError) as caught:
        check()
    return str(caught.value)


def test_a_fact_follows() -> None:
    """From a decision of any stream."""
    WORK.given(OPEN).then(
        WorkRecorded(
            work_id="w1",
            by=NORA,
            side=Side.PROVIDER,
            minutes=60,
            nature=WORK.given(OPEN).fact.nature,
            topic="shelves",
            automated=False,
        )
    )
    when(raise_tension, on="2022-03-02", stream=TEAM, text="two of us, one saw", id="t1").then(
        TensionRaised(tension_id="t1", text="two of us, one saw")
    )
    when(state_vision, on="2022-03-02", stream=FIRM, text="last longer").then(
        VisionStated(text="last longer")
    )
    REPORT.then(WellbeingReported(score=4))
    sent = Own("crm.invoice_sent", {"number": "17"})
    when(record_own, on="2022-03-02", fact=sent).then(sent)


def test_another_fact_fails_and_names_what_differs() -> None:
    """Field by field, and no more."""
    said = failing(lambda: REPORT.then(WellbeingReported(score=2)))
    assert said == "report_wellbeing on 2022-03-02 gives another fact: score is 4, not 2"
    said = failing(lambda: REPORT.then(VisionStated(text="a")))
    assert "WellbeingReported(score=4" in said
    assert "not VisionStated(text='a')" in said


def test_a_fact_asked_of_a_refusal_fails_in_its_own_words() -> None:
    """Reason and remedy are those of the refusal."""
    for check in (lambda: WORK.fact, lambda: WORK.then(WorkRecorded(work_id="w1"))):
        assert failing(check) == (
            "record_work on 2022-03-02 is refused as NotAllowedInPhase: this cannot happen while "
            "the relationship is prospect; allowed: open, signed"
        )


def test_a_refusal_is_met_by_name_or_by_value() -> None:
    """And given back, to be looked at."""
    refusal = WORK.refused_as(NotAllowedInPhase)
    assert refusal == NotAllowedInPhase("prospect", "open, signed")
    assert WORK.refused_as(refusal) == WORK.refused_as(Refusal)
    twice = WORK.given(OPEN, (WorkRecorded(work_id="w1"), "2022-03-01"))
    twice.refused_as(AlreadyDone("work", "w1", "recorded"))


def test_another_refusal_or_none_fails() -> None:
    """Saying what came instead."""
    said = failing(lambda: WORK.refused_as(Missing))
    assert said.startswith("record_work on 2022-03-02 is refused, but as NotAllowedInPhase(")
    assert said.endswith("not Missing")
    said = failing(lambda: WORK.refused_as(NotAllowedInPhase("closed", "open")))
    assert said.endswith("not NotAllowedInPhase(phase='closed', allowed='open')")
    said = failing(lambda: REPORT.refused_as(Missing))
    assert said.startswith("report_wellbeing on 2022-03-02 is not refused; it gives Wellbeing")


def test_a_situation_is_a_value() -> None:
    """`given` adds facts, `but` changes arguments; the first stays as it was."""
    later = WORK.given(OPEN).but(on="2022-04-01", minutes=30)
    assert later.arguments["on"] == date(2022, 4, 1)
    assert later.fact.minutes == 30
    assert WORK.told == ()
    assert WORK.arguments["minutes"] == 60
    assert isinstance(later, Situation)


def test_a_person_speaks_for_themselves_alone() -> None:
    """Facts told of a practitioner are their own unless a history says who wrote them down."""
    REPORT.but(recorded_by="nora").refused_as(NotSelfDeclared("nora", "paul"))
    said = (WellbeingReported(score=2), "2022-03-01")
    back = when(
        withdraw_entry,
        on="2022-03-03",
        stream=PERSON,
        recorded_by="nora",
        target=event(1),
        reason="a slip",
    )
    back.given(said).refused_as(NotSelfDeclared)
    imported = story(said, stream=PERSON, recorded_by="import")
    back.given(said).after(imported).then(EntryWithdrawn(target_event_id=event(1), reason="a slip"))


def test_the_client_is_no_provider() -> None:
    """The side that did the work is that of the person."""
    assert WORK.given(OPEN).but(by=client("lise")).fact.side is Side.CLIENT
