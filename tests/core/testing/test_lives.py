"""Histories lived through decisions, and told without any."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from noe_core.audit import audit
from noe_core.correcting import correct_entry
from noe_core.facts import Own
from noe_core.own import record_own
from noe_core.practitioner.assignments import start_assignment
from noe_core.practitioner.wellbeing import NotSelfDeclared, report_wellbeing
from noe_core.refusal import NotAllowedInPhase, UnknownReference
from noe_core.relationship.course import RelationshipOpened, open_relationship
from noe_core.relationship.effects import observe_effect
from noe_core.relationship.engagements import EngagementKind
from noe_core.relationship.engaging import keep_engagement, make_engagement
from noe_core.relationship.objectives import set_objective
from noe_core.relationship.state import Relationship
from noe_core.relationship.work import WorkRecorded, record_work
from noe_core.streams import state_of
from noe_core.testing import (
    STREAM,
    Done,
    Life,
    after,
    client,
    continued,
    event,
    provider,
    story,
    together,
    with_unread,
)
from noe_core.typed import Fact

NORA, LISE = provider("nora", of="Studio Marelle"), client("lise", of="Atelier Lys")


def lived() -> Life:
    """A relationship with an objective, an engagement on it and an effect of the work."""
    life = Life()
    life.on("2022-03-01").do(open_relationship)
    objective = life.on("2022-03-02").do(
        set_objective, title="shelves", purpose="to find it", agreed_by=together(NORA, LISE)
    )
    life.on("2022-03-02").do(
        make_engagement,
        by=LISE,
        kind=EngagementKind.MEANS,
        text="a key",
        objective_ids=[objective.id],
        id="key",
    )
    work = life.on("2022-03-10").do(record_work, by=NORA, minutes=90)
    life.on("2022-03-20").do(
        observe_effect,
        observed_by=LISE,
        beneficiary=LISE,
        account="we look for nothing any more",
        intended=True,
        objective_ids=[objective.id],
        arising_from=[work.event_id],
    )
    return life


def test_a_life_is_what_the_decisions_gave() -> None:
    """Versions in order, each fact written down that evening; the state is what replay gives."""
    life = lived()
    history = life.history()
    assert [fact.event for fact in history] == [
        "relationship_opened",
        "objective_set",
        "engagement_made",
        "work_recorded",
        "effect_observed",
    ]
    assert [record.id for record in history.records] == [event(n) for n in range(1, 6)]
    assert history.records[3].recorded_at == datetime(2022, 3, 10, 20, tzinfo=UTC)
    assert {record.recorded_by for record in history.records} == {"nora"}
    assert life.state == state_of(history)
    assert audit(history).verdicts


def test_ids_are_given_or_made_after_the_decision() -> None:
    """Both are there for later steps, with the fact."""
    life = Life(STREAM)
    opened = life.on("2022-03-01").do(open_relationship)
    assert opened == Done("relationship-1", event(1), RelationshipOpened(kind=opened.fact.kind))
    assert life.on("2022-03-01").do(record_work, by=NORA, minutes=5).fact.work_id == "work-2"
    assert life.on("2022-03-01").do(record_work, by=NORA, minutes=5, id="w").id == "w"


def test_a_refusal_fails_the_test_in_its_own_words() -> None:
    """And nothing is recorded."""
    life = Life()
    with pytest.raises(AssertionError) as caught:
        life.on("2022-03-01").do(keep_engagement, engagement_id="e9")
    assert str(caught.value) == (
        "keep_engagement on 2022-03-01 is refused as UnknownReference: "
        "engagement_id names e9, which this stream does not hold; record it first"
    )
    assert life.history().records == ()


def test_an_attempt_may_be_refused() -> None:
    """Then it answers with the refusal."""
    life = Life()
    day = life.on("2022-03-01")
    assert day.attempt(record_work, by=NORA, minutes=5) == NotAllowedInPhase(
        "prospect", "open, signed"
    )
    assert isinstance(day.attempt(open_relationship), Done)
    assert len(life.history()) == 1


def test_a_situation_may_follow_a_life() -> None:
    """A refusal after what was lived so far; the life goes on as if nothing was asked."""
    life = lived()
    before = life.history()
    life.on("2022-04-01").when(keep_engagement, engagement_id="e9").refused_as(UnknownReference)
    life.on("2022-04-01").when(keep_engagement, engagement_id="key").fact  # noqa: B018 - it follows
    assert life.history() == before


def test_a_life_is_seen_as_of_a_day_and_as_known_at_a_day() -> None:
    """What is written down late happened before, and was not known."""
    life = Life()
    life.on("2022-03-01").do(open_relationship)
    life.on("2022-03-05", written="2022-04-02").do(record_work, by=NORA, minutes=5)
    life.on(date(2022, 3, 8)).do(record_work, by=NORA, minutes=5)
    assert len(life.history(as_of="2022-03-06")) == 2
    assert len(life.history(known_at="2022-03-31")) == 1
    assert life.history(as_of="2022-03-31").day == date(2022, 3, 31)


def test_a_practitioner_writes_their_own_stream() -> None:
    """Who decides under another name writes it down under that name."""
    life = Life("practitioner/paul")
    life.on("2022-03-01").do(report_wellbeing, recorded_by="paul", score=4)
    refused = life.on("2022-03-01").attempt(report_wellbeing, recorded_by="nora", score=1)
    assert refused == NotSelfDeclared("nora", "paul")
    assert [record.recorded_by for record in life.history().records] == ["paul"]
    desk = Life("practitioner/paul", recorded_by="desk")
    desk.on("2022-03-01").do(
        start_assignment, relationship_id="a:b", load=Decimal("0.5"), difficulty=2
    )
    assert [record.recorded_by for record in desk.history().records] == ["desk"]


def test_a_stream_without_a_kind_has_no_life() -> None:
    """Nobody would know which decisions it has."""
    with pytest.raises(ValueError, match="atelier"):
        Life("atelier")


def test_a_tool_records_its_own_and_corrects_what_was_lived() -> None:
    """Decisions of any stream are decisions like others."""
    life = lived()
    sent = life.on("2022-04-01").do(record_own, fact=Own("crm.invoice_sent", {"number": "17"}))
    life.on("2022-04-02").do(
        correct_entry, target=event(4), new_fields={"minutes": 80}, reason="the clock was wrong"
    )
    assert life.history().find(sent.event_id) is not None
    corrected = life.history().find(event(4))
    assert corrected is not None
    assert corrected.data == work(80)
    assert isinstance(life.state, Relationship)


def work(minutes: int) -> Fact:
    """The work of the life, with so many minutes."""
    done = lived().history().find(event(4))
    assert done is not None
    assert isinstance(done.data, WorkRecorded)
    return WorkRecorded(
        work_id=done.data.work_id,
        by=NORA,
        side=done.data.side,
        minutes=minutes,
        nature=done.data.nature,
        automated=False,
    )


def test_a_story_is_told_without_refusal() -> None:
    """Work before the opening, twice the same; days in any form, instants with their zone."""
    told = story(
        (WorkRecorded(work_id="w"), date(2022, 3, 2)),
        (WorkRecorded(work_id="w"), "2022-03-02T23:30:00+00:00"),
        (RelationshipOpened(), "2022-03-01", "2022-03-09"),
        as_of=date(2022, 3, 31),
    )
    assert [fact.version for fact in told] == [3, 1, 2]
    times = [record.recorded_at.isoformat() for record in told.records]
    assert times == [
        "2022-03-02T20:00:00+00:00",
        "2022-03-03T20:00:00+00:00",
        "2022-03-09T20:00:00+00:00",
    ]
    assert with_unread(told, "dance_held").records[-1].version == 4
    assert after("2022-02-27", 2) == "2022-03-01"
    longer = continued(told, (WorkRecorded(work_id="v"), "2022-03-03"), recorded_by="import")
    assert longer.records[3].recorded_at == told.records[2].recorded_at
    assert longer.records[3].recorded_by == "import"
