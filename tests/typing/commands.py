"""Commands of a relationship, checked by mypy and never run.

Rule kept here: each `type: ignore` names the error that must be found on its line. One that
is not found is an error itself, since unused ignores are reported.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

from noe_core.facts import Recorded
from noe_core.relationship.encounter import DemandExpressed, EncounterHeld
from noe_core.relationship.engagements import EngagementKind, EngagementMade
from noe_core.relationship.frame import LimitPer
from noe_core.relationship.objectives import ObjectiveOutcome, ObjectiveSet
from noe_core.relationship.quotes import QuoteIssued, QuoteKind, QuoteSigned
from noe_core.relationship.reviews import ReflexiveLevel, ReviewHeld
from noe_core.values import Money, PartyRef, Period, Side
from noe_stores import Relation

TODAY = date(2022, 3, 1)
NOW = datetime(2022, 3, 1, 9, tzinfo=UTC)


def each_command_gives_its_own_fact(
    relation: Relation, nora: PartyRef, lise: PartyRef
) -> tuple[frozenset[ReflexiveLevel], Money | None]:
    """What was recorded is known by its type, fields included."""
    met: Recorded[EncounterHeld] = relation.hold_encounter(
        on=TODAY, participants=[nora, lise], minutes=60, occasion="a lunch"
    )
    demand: Recorded[DemandExpressed] = relation.express_demand(on=NOW, text="a leaflet", id="d1")
    objective: Recorded[ObjectiveSet] = relation.set_objective(
        on=TODAY, title="print less", purpose="be read", agreed_by=(nora, lise)
    )
    engagement: Recorded[EngagementMade] = relation.make_engagement(
        on=TODAY, by=nora, kind=EngagementKind.DELIVERY, text="run it", objective_ids=["o1"]
    )
    review: Recorded[ReviewHeld] = relation.hold_review(
        on=TODAY,
        minutes=90,
        participants={nora},
        levels=[ReflexiveLevel.INTERNAL],
        revisits=[met.id, demand.id, objective.id, engagement.id],
    )
    levels: frozenset[ReflexiveLevel] = review.data.levels
    signed: Recorded[QuoteSigned] = relation.sign_quote("q1", on=TODAY, by=lise, negotiated=False)
    amount: Money | None = signed.data.amount
    return levels, amount


def a_fact_is_not_another(relation: Relation, lise: PartyRef) -> None:
    """Nor has it the fields of another."""
    _: Recorded[QuoteIssued] = relation.sign_quote(  # type: ignore[assignment]
        "q1", on=TODAY, by=lise, negotiated=False
    )
    relation.express_demand(on=TODAY, text="a leaflet").data.title  # type: ignore[attr-defined]  # noqa: B018


def what_a_command_needs_is_given(relation: Relation, nora: PartyRef) -> None:
    """Each missing argument is found."""
    relation.express_demand(text="a leaflet")  # type: ignore[call-arg]
    relation.express_demand(on=TODAY)  # type: ignore[call-arg]
    relation.hold_review(on=TODAY, minutes=90, participants=[nora])  # type: ignore[call-arg]
    relation.sign_quote(on=TODAY, by=nora, negotiated=False)  # type: ignore[call-arg]
    relation.close_objective("o1", on=TODAY, account="done")  # type: ignore[call-arg]


def a_misspelt_argument_is_found(relation: Relation, nora: PartyRef) -> None:
    """So is one of another command."""
    relation.express_demand(on=TODAY, text="a leaflet", texte="a")  # type: ignore[call-arg]
    relation.set_objective(  # type: ignore[call-arg]
        on=TODAY, title="a", purpose="b", agreed_by=[nora], due=TODAY
    )


def each_argument_has_its_type(relation: Relation, nora: PartyRef, effect: UUID) -> None:
    """Texts are no days, no enums, no money and no people."""
    relation.express_demand(on="2022-03-01", text="a leaflet")  # type: ignore[arg-type]
    relation.express_demand(on=TODAY, text=3)  # type: ignore[arg-type]
    relation.hold_encounter(
        on=TODAY,
        participants=nora,  # type: ignore[arg-type]
        minutes="60",  # type: ignore[arg-type]
        occasion="a lunch",
        origin="event",  # type: ignore[arg-type]
        initiated_by="client",  # type: ignore[arg-type]
    )
    relation.close_objective("o1", on=TODAY, outcome="reached", account="a")  # type: ignore[arg-type]
    relation.close_objective(
        1,  # type: ignore[arg-type]
        on=TODAY,
        outcome=ObjectiveOutcome.REACHED,
        account="a",
    )
    relation.make_engagement(
        on=TODAY,
        by=nora,
        kind=EngagementKind.MEANS,
        text="a room",
        to=Side.CLIENT,
        due="2022-04-01",  # type: ignore[arg-type]
        objective_ids=[effect],  # type: ignore[list-item]
    )
    relation.agree_spend_limit(
        on=TODAY,
        amount=3000,  # type: ignore[arg-type]
        per=LimitPer.MONTH,
        agreed_by=[nora],
    )
    relation.issue_quote(
        on=TODAY,
        kind=QuoteKind.AFTER_WORK,
        total=Money.of(10),
        period=(TODAY, TODAY),  # type: ignore[arg-type]
        effect_ids=[effect],  # type: ignore[list-item]
    )
    relation.correct_entry(
        "e1",  # type: ignore[arg-type]
        on=TODAY,
        new_fields={"minutes": 60},
        reason="a slip",
    )


def arguments_go_by_name(relation: Relation, nora: PartyRef) -> None:
    """Only what a command is about goes without."""
    relation.express_demand(TODAY, "a leaflet")  # type: ignore[call-arg]
    relation.sign_quote("q1", TODAY, nora, False)  # type: ignore[call-arg]


def a_command_that_is_none_is_found(relation: Relation) -> None:
    """There is no command without a name."""
    relation.set_goal(on=TODAY, title="print less")  # type: ignore[attr-defined]


def a_period_is_a_period() -> Period:
    """Its ends are days."""
    return Period(start="2022-01-01", end=TODAY)  # type: ignore[arg-type]
