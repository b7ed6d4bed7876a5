"""Whatever is commanded, in whatever order: the state a handle holds is what replay gives."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from noe_core.projection import fold
from noe_core.relationship.course import AgreementKind
from noe_core.relationship.ecosystem import CooperationKind, EnrolledVia
from noe_core.relationship.effects import Polarity
from noe_core.relationship.engagements import EngagementKind
from noe_core.relationship.externalities import ExternalityDirection
from noe_core.relationship.frame import LimitPer
from noe_core.relationship.issues import IssueKind, Stance
from noe_core.relationship.objectives import ObjectiveOutcome
from noe_core.relationship.quotes import QuoteKind, QuoteLine
from noe_core.relationship.reviews import Assessment, ReflexiveLevel, Relevance
from noe_core.relationship.shared_values import ValuesOutcome
from noe_core.relationship.state import Relationship, evolve
from noe_core.relationship.trials import TrialKind
from noe_core.relationship.work import AdaptationLevel, Direction, ImmaterialResource
from noe_core.values import Money, Party, PartyRef, Period, Side
from noe_stores import IdReused, Ledger, Refused, Relation, connect

NORA = PartyRef(party_id="nora", side=Side.PROVIDER)
LISE = PartyRef(party_id="lise", side=Side.CLIENT)
TOGETHER = (NORA, LISE)
NOW = datetime(2023, 1, 1, tzinfo=UTC)

days = st.integers(0, 120).map(lambda n: date(2022, 1, 3) + timedelta(days=n))
ids = st.sampled_from(["1", "2", "3"])
texts_said = st.sampled_from(["dit tel quel", "autrement", "encore"])
texts = texts_said | st.just("")
people = st.sampled_from([TOGETHER, TOGETHER, TOGETHER, (NORA,), ()])
persons = st.sampled_from([NORA, LISE])
BOTH_ASSESSED = tuple(
    Assessment(of_side=side, by_side=side.other, account="dit")
    for side in (Side.PROVIDER, Side.CLIENT)
)
assessed = st.sampled_from([BOTH_ASSESSED, BOTH_ASSESSED, ()])
amounts = st.sampled_from([Money.of(100), Money.of(5000)])
periods = days.map(lambda day: Period(start=day, end=day + timedelta(days=20)))


NEVER = UUID(int=0)
"""The id of an event that never was."""


ARGUMENTS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "hold_encounter": st.fixed_dictionaries(
        {"participants": people, "minutes": st.just(30), "occasion": texts}
    ),
    "express_demand": st.fixed_dictionaries({"text": texts, "id": ids}),
    "rework_demand": st.fixed_dictionaries(
        {"demand_id": ids, "real_need": texts, "worked_with": people}
    ),
    "compare_values": st.fixed_dictionaries({"outcome": st.sampled_from(ValuesOutcome)}),
    "make_values_exception": st.fixed_dictionaries(
        {"reason": texts, "approved_by": people, "review_by": days}
    ),
    "offer_trial": st.fixed_dictionaries(
        {"kind": st.sampled_from(TrialKind), "days": st.none() | st.just(10), "id": ids}
    ),
    "end_trial": st.fixed_dictionaries({"trial_id": ids, "outcome": texts}),
    "open_relationship": st.just({}),
    "decline_relationship": st.fixed_dictionaries(
        {"by_side": st.sampled_from(Side), "reason": texts}
    ),
    "join_party": st.fixed_dictionaries(
        {"party": ids.map(lambda i: Party(party_id=i)), "side": st.sampled_from(Side)}
    ),
    "leave_party": st.fixed_dictionaries({"party_id": ids}),
    "sign_agreement": st.fixed_dictionaries(
        {"kind": st.sampled_from(AgreementKind), "signatories": people}
    ),
    "close_relationship": st.fixed_dictionaries({"account": texts}),
    "reopen_relationship": st.just({}),
    "set_objective": st.fixed_dictionaries(
        {"title": texts, "purpose": texts, "agreed_by": people, "id": ids}
    ),
    "revise_objective": st.fixed_dictionaries({"objective_id": ids, "change": texts}),
    "close_objective": st.fixed_dictionaries(
        {"objective_id": ids, "outcome": st.sampled_from(ObjectiveOutcome), "account": texts}
    ),
    "make_engagement": st.fixed_dictionaries(
        {
            "by": persons,
            "kind": st.sampled_from(EngagementKind),
            "text": texts,
            "objective_ids": ids.map(lambda i: (i,)),
            "due": st.none() | days,
            "id": ids,
        }
    ),
    "acknowledge_engagement": st.fixed_dictionaries({"engagement_id": ids, "by": persons}),
    "keep_engagement": st.fixed_dictionaries({"engagement_id": ids}),
    "miss_engagement": st.fixed_dictionaries({"engagement_id": ids, "account": texts}),
    "renegotiate_engagement": st.fixed_dictionaries(
        {"engagement_id": ids, "review_id": ids, "new_due": days}
    ),
    "release_engagement": st.fixed_dictionaries(
        {"engagement_id": ids, "review_id": ids, "reason": texts}
    ),
    "agree_method": st.fixed_dictionaries({"agreed_by": people}),
    "agree_landmark": st.fixed_dictionaries({"text": texts, "agreed_by": people}),
    "agree_boundary": st.fixed_dictionaries(
        {"topics_in": st.lists(texts_said), "topics_out": st.lists(texts_said)}
    ),
    "cross_boundary": st.fixed_dictionaries(
        {"topic": texts, "by_side": st.sampled_from(Side), "consent": st.booleans()}
    ),
    "agree_spend_limit": st.fixed_dictionaries(
        {
            "amount": amounts | st.just(Money.of(100, "CHF")),
            "per": st.sampled_from(LimitPer),
            "agreed_by": people,
        }
    ),
    "hold_review": st.fixed_dictionaries(
        {
            "minutes": st.just(45),
            "participants": people,
            "levels": st.just((ReflexiveLevel.RELATIONAL,)),
            "assessments": assessed,
            "id": ids,
        }
    ),
    "request_feedback": st.fixed_dictionaries({"by_side": st.sampled_from(Side)}),
    "give_feedback": st.fixed_dictionaries({"relevance": st.sampled_from(Relevance)}),
    "raise_issue": st.fixed_dictionaries(
        {"kind": st.sampled_from(IssueKind), "text": texts, "id": ids}
    ),
    "own_issue": st.fixed_dictionaries(
        {"issue_id": ids, "owner": persons, "stance": st.sampled_from(Stance)}
    ),
    "resolve_issue": st.fixed_dictionaries({"issue_id": ids, "account": texts}),
    "note_availability": st.fixed_dictionaries({"party": persons, "period": periods}),
    "record_work": st.fixed_dictionaries(
        {"by": persons, "minutes": st.integers(1, 500), "id": ids}
    ),
    "reveal_constraint": st.fixed_dictionaries(
        {"side": st.sampled_from(Side), "text": texts, "id": ids}
    ),
    "decide_adaptation": st.fixed_dictionaries(
        {
            "level": st.sampled_from(AdaptationLevel),
            "from_prescribed": texts,
            "to": texts,
            "work_id": st.none() | ids,
        }
    ),
    "give_advice": st.fixed_dictionaries({"text": texts}),
    "define_usage_unit": st.fixed_dictionaries({"unit": ids, "purpose": texts}),
    "measure_usage": st.fixed_dictionaries(
        {"unit": ids, "quantity": st.integers(0, 9).map(Decimal), "period": periods}
    ),
    "attest_effect": st.fixed_dictionaries({"effect_id": ids, "by": persons}),
    "contest_effect": st.fixed_dictionaries({"effect_id": ids, "by": persons, "account": texts}),
    "observe_externality": st.fixed_dictionaries(
        {
            "direction": st.sampled_from(ExternalityDirection),
            "affected": texts | ids,
            "polarity": st.sampled_from(Polarity),
            "account": texts,
            "id": ids,
        }
    ),
    "issue_quote": st.fixed_dictionaries(
        {
            "kind": st.sampled_from(QuoteKind),
            "total": amounts,
            "lines": amounts.map(lambda a: (QuoteLine(label="l", amount=a, work_ids=("1",)),)),
            "period": periods,
            "id": ids,
        }
    ),
    "sign_quote": st.fixed_dictionaries(
        {"quote_id": ids, "by": persons, "negotiated": st.booleans()}
    ),
    "discuss_quote": st.fixed_dictionaries(
        {"quote_id": ids, "minutes": st.just(30), "participants": people}
    ),
    "refuse_quote": st.fixed_dictionaries({"quote_id": ids, "reason": texts}),
    "withdraw_quote": st.fixed_dictionaries({"quote_id": ids, "reason": texts}),
    "identify_partner": st.fixed_dictionaries(
        {"partner": ids.map(lambda i: Party(party_id=i)), "partner_of": st.sampled_from(Side)}
    ),
    "enrol_partner": st.fixed_dictionaries(
        {"partner_id": ids, "via": st.sampled_from(EnrolledVia)}
    ),
    "withdraw_partner": st.fixed_dictionaries({"partner_id": ids}),
    "give_cooperation_support": st.fixed_dictionaries(
        {"kind": st.sampled_from(CooperationKind), "participants": people}
    ),
    "receive_referral": st.fixed_dictionaries({"from_relationship_id": ids}),
}
"""Commands with arguments that sometimes hold and sometimes do not."""

EVENTFUL: dict[str, Callable[[Any], dict[str, Any]]] = {
    "observe_effect": lambda e: {
        "id": "1",
        "observed_by": NORA,
        "beneficiary": LISE,
        "account": "vu",
        "intended": False,
        "arising_from": (e,),
    },
    "note_resource": lambda e: {
        "resource": ImmaterialResource.TRUST,
        "direction": Direction.STRENGTHENED,
        "side": Side.CLIENT,
        "account": "dit",
        "evidence": (e,),
    },
    "correct_entry": lambda e: {
        "target": e,
        "new_fields": {"occurred_at": date(2022, 1, 3)},
        "reason": "mal daté",
    },
    "withdraw_entry": lambda e: {"target": e, "reason": "double"},
}
"""Commands that point at an event recorded before."""

Step = tuple[str, dict[str, Any], int, date]
"""A command, its arguments, which past event it points at, and the day it happened."""

steps = st.sampled_from(sorted(ARGUMENTS) + sorted(EVENTFUL)).flatmap(
    lambda name: st.tuples(
        st.just(name), ARGUMENTS.get(name, st.just({})), st.integers(0, 30), days
    )
)


def take(relation: Relation, step: Step, number: int) -> None:
    """One command under an id of its own; the business may say no."""
    name, arguments, pointed, on = step
    records = relation.stream.records
    event = records[pointed % len(records)].id if records else NEVER
    given_arguments = {"id": f"c{number}", **EVENTFUL.get(name, lambda _: {})(event), **arguments}
    with contextlib.suppress(Refused, IdReused):
        getattr(relation, name)(on=on, **given_arguments)


def begin(relation: Relation) -> None:
    """A relationship under way, so that most commands have something to act on."""
    day = date(2022, 1, 3)
    relation.express_demand(on=day, text="un site", id="1")
    relation.open_relationship(on=day, id="o")
    relation.set_objective(on=day, title="t", purpose="p", agreed_by=TOGETHER, id="1")
    relation.make_engagement(
        on=day, by=LISE, kind=EngagementKind.MEANS, text="venir", objective_ids=["1"], id="1"
    )
    relation.record_work(on=day, by=NORA, minutes=60, id="1")
    relation.hold_review(
        on=day,
        minutes=30,
        participants=TOGETHER,
        levels=[ReflexiveLevel.RELATIONAL],
        assessments=BOTH_ASSESSED,
        id="1",
    )


def test_every_command_is_taken() -> None:
    """What is not in the tables would never be tried."""
    commands = (name for name, member in vars(Relation).items() if hasattr(member, "__wrapped__"))
    assert set(commands) == {*ARGUMENTS, *EVENTFUL}


def replayed(ledger: Ledger) -> Relationship:
    """The state folded anew from what the store gives back."""
    return fold(evolve, Relationship(), ledger.history("a")).state


@given(st.lists(steps, max_size=25))
@settings(max_examples=100, deadline=None)
def test_no_sequence_of_commands_leads_where_replay_does_not(told: list[Step]) -> None:
    """After every command, refused or not, the handle's state is what replay gives."""
    with connect("memory:", clock=lambda: NOW) as ledger:
        relation = ledger.relationship("a")
        begin(relation)
        for number, step in enumerate(told):
            take(relation, step, number)
            assert relation.state == replayed(ledger)


@given(told=st.lists(steps, max_size=25))
@settings(max_examples=25, deadline=None)
def test_the_same_commands_leave_the_same_facts_in_every_store(told: list[Step]) -> None:
    """A sequence of commands with its own ids gives the same facts in memory and in SQLite."""
    with (
        TemporaryDirectory() as folder,
        connect("memory:", clock=lambda: NOW) as one,
        connect(Path(folder) / "clients.db", clock=lambda: NOW) as other,
    ):
        left, right = one.relationship("a"), other.relationship("a")
        begin(left)
        begin(right)
        for number, step in enumerate(told):
            take(left, step, number)
            take(right, step, number)
        assert one.history("a").records == other.history("a").records
        assert left.state == right.state == replayed(other)
