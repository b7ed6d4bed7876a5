"""Facts, values and drafts, checked by mypy and never run.

Rule kept here: each `type: ignore` names the error that must be found on its line. One that
is not found is an error itself, since unused ignores are reported.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from noe_core.decision import Draft, happened
from noe_core.entries import EntryCorrected
from noe_core.facts import AnyRecorded, Recorded, holds
from noe_core.history import History
from noe_core.refusal import Refusal
from noe_core.relationship.encounter import DemandExpressed, EncounterHeld, express_demand
from noe_core.relationship.engagements import EngagementMade
from noe_core.relationship.reviews import ReflexiveLevel, ReviewHeld
from noe_core.relationship.state import Relationship
from noe_core.relationship.work import WorkRecorded
from noe_core.values import Money, PartyRef, Quantity, Side
from noe_stores import Ledger

TODAY = date(2022, 3, 1)


def facts_are_built_by_keyword(nora: PartyRef) -> None:
    """With their own fields, of their own types."""
    EncounterHeld(occasion="a lunch", minutes=60, participants=(nora,), initiated_by=Side.CLIENT)
    EncounterHeld("a lunch")  # type: ignore[call-arg]
    DemandExpressed(text="a leaflet")  # type: ignore[call-arg]
    DemandExpressed(demand_id="d1", words="a leaflet")  # type: ignore[call-arg]
    DemandExpressed(demand_id=1)  # type: ignore[arg-type]
    EncounterHeld(participants=[nora])  # type: ignore[arg-type]
    ReviewHeld(review_id="r1", levels=frozenset({"internal"}))  # type: ignore[arg-type]
    ReviewHeld(review_id="r1", levels={ReflexiveLevel.INTERNAL})  # type: ignore[arg-type]
    EngagementMade(engagement_id="e1", due="2022-04-01")  # type: ignore[arg-type]
    WorkRecorded(work_id="w1", minutes="60")  # type: ignore[arg-type]
    Quantity(value=1.5, unit="page")  # type: ignore[arg-type]
    Money(amount=10, currency="EUR")  # type: ignore[arg-type]
    Money(amount=Decimal("10.00"))  # type: ignore[call-arg]
    Money.of(1.5)  # type: ignore[arg-type]


def facts_do_not_change(fact: WorkRecorded, recorded: AnyRecorded, said: EntryCorrected) -> None:
    """Neither do records, nor the fields of a correction."""
    fact.minutes = 60  # type: ignore[misc]
    recorded.version = 2  # type: ignore[misc]
    said.new_fields["minutes"] = 60  # type: ignore[index]


def what_may_be_missing_is_asked_for(fact: WorkRecorded) -> int:
    """None is no number."""
    doubled = fact.minutes * 2  # type: ignore[operator]
    return doubled if fact.minutes is None else fact.minutes


def a_record_is_narrowed_by_what_it_holds(record: AnyRecorded) -> str:
    """Before, it has no field of its own kind; after, it has those and no others."""
    record.data.demand_id  # type: ignore[attr-defined]  # noqa: B018
    if holds(record, DemandExpressed):
        record.data.minutes  # type: ignore[attr-defined]  # noqa: B018
        return record.data.demand_id
    return ""


def a_decision_gives_a_draft_or_a_refusal(state: Relationship) -> DemandExpressed | str:
    """Whoever asks must look which."""
    answer: Draft[DemandExpressed] | Refusal = express_demand(state, on=TODAY, text="a", id="d1")
    answer.data  # type: ignore[union-attr]  # noqa: B018
    if isinstance(answer, Refusal):
        return answer.name
    return answer.data


def only_facts_are_recorded(ledger: Ledger, fact: WorkRecorded) -> Recorded[WorkRecorded]:
    """Not their plain values; and what comes back may be of any kind."""
    happened({"work_id": "w1"}, TODAY)  # type: ignore[type-var]
    happened(fact, "2022-03-01")  # type: ignore[arg-type]
    (record,) = ledger.record("a:b", [happened(fact, TODAY)])
    return record  # type: ignore[return-value]


def histories_are_cut_by_moments(ledger: Ledger) -> History:
    """Not by texts."""
    history = ledger.history("a:b", as_of="2022-03-01")  # type: ignore[arg-type]
    history.find("e1")  # type: ignore[arg-type]
    return history.at(as_of=TODAY, known_at=TODAY)


def a_correction_names_an_event(fields: Mapping[str, Any]) -> EntryCorrected:
    """By the id of its record."""
    EntryCorrected(target_event_id="e1", new_fields=fields)  # type: ignore[arg-type]
    return EntryCorrected(target_event_id=UUID(int=1), new_fields=fields)
