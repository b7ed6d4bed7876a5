"""What the other examples must not do: each cut short, then put to one step that differs.

Rule kept here: what really happened is decided as it was; its twin is refused, by name.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from attrs import evolve
from recorded import recorded

from noe_core.decision import Draft
from noe_core.history import History
from noe_core.practitioner.assignments import Overloaded, start_assignment
from noe_core.practitioner.wellbeing import NotSelfDeclared, report_wellbeing
from noe_core.refusal import AlreadyDone
from noe_core.relationship.course import (
    EngagementsStillOpen,
    IncompatibleValues,
    close_relationship,
    open_relationship,
)
from noe_core.relationship.ecosystem import EnrolledVia, enrol_partner
from noe_core.relationship.issues import IssueNotOwned, resolve_issue
from noe_core.relationship.quotes import QuoteIssued, QuoteKind
from noe_core.relationship.quoting import EffectWasIntended, WorkAlreadyQuoted, issue_quote
from noe_core.relationship.shared_values import ValuesCompared, ValuesOutcome
from noe_core.streams import state_of
from noe_core.team.collective import NotCollective
from noe_core.team.tensions import (
    PersonalisedTension,
    TensionCause,
    TensionExamined,
    examine_tension,
)
from noe_stores.examples import (
    record_client_log,
    record_joinery,
    record_pallets,
    record_press_relations,
    record_print_shop,
    record_shared_load,
)


def before(history: History, event: str, nth: int = 1) -> tuple[Any, Any]:
    """The state that stood when the nth fact of a name was about to be recorded, and its data."""
    named = [fact for fact in history.records if fact.event == event]
    fact = named[nth - 1]
    cut = evolve(history, records=history.records[: fact.version - 1], as_of=None)
    return state_of(cut), fact.data


def test_nobody_opens_on_values_found_incompatible() -> None:
    """H5, had the comparison gone the other way; as it went, the relationship opens."""
    (history,) = recorded(record_joinery).histories.values()
    state, _ = before(history, "relationship_opened")
    day = date(2023, 3, 13)
    assert isinstance(open_relationship(state, on=day), Draft)
    parted = tuple(
        evolve(fact, data=ValuesCompared(outcome=ValuesOutcome.INCOMPATIBLE))
        if isinstance(fact.data, ValuesCompared)
        else fact
        for fact in history.records[:4]
    )
    twin: Any = state_of(evolve(history, records=parted))
    assert open_relationship(twin, on=day) == IncompatibleValues(date(2023, 3, 6))


def test_nobody_resolves_what_nobody_made_theirs() -> None:
    """H7: the photographs are owned the same day, or they are not resolved two days later."""
    (history,) = recorded(record_client_log).histories.values()
    answer: dict[str, Any] = {
        "on": date(2018, 5, 30),
        "account": "les photos sont réduites à l'envoi",
    }
    owned, _ = before(history, "issue_resolved")
    assert isinstance(resolve_issue(owned, "i1", **answer), Draft)
    raised, _ = before(history, "issue_owned")
    assert resolve_issue(raised, "i1", **answer) == IssueNotOwned("i1")


def test_a_quote_told_again_waits_until_the_first_is_taken_back() -> None:
    """The print shop: while the quote that was contested stands, its work is counted there."""
    history = recorded(record_print_shop).at("2023-07-14")
    taken_back, quote = before(history, "quote_issued", 4)
    standing, _ = before(history, "quote_withdrawn")

    def put(state: Any, **changed: Any) -> Any:
        asked: QuoteIssued = evolve(quote, **changed)
        return issue_quote(
            state,
            id=asked.quote_id,
            on=date(2023, 5, 17),
            kind=QuoteKind.AFTER_WORK,
            period=asked.period,
            lines=asked.lines,
            total=asked.total or quote.total,
            effect_ids=asked.effect_ids,
            unplanned_effect_ids=asked.unplanned_effect_ids,
        )

    assert isinstance(put(taken_back), Draft)
    assert put(standing) == WorkAlreadyQuoted("w3", "q3")
    intended = put(taken_back, unplanned_effect_ids=("f2",))
    assert intended == EffectWasIntended("f2")


def test_a_carrier_comes_on_board_once() -> None:
    """The pallets: the third carrier is enrolled by the mediation, and not again after it."""
    history = recorded(record_pallets).at("2023-07-20")
    asked: dict[str, Any] = {"on": date(2023, 3, 17), "via": EnrolledVia.MEDIATION}
    state, _ = before(history, "partner_enrolled", 3)
    assert isinstance(enrol_partner(state, "dorval", **asked), Draft)
    enrolled, _ = before(history, "partner_withdrew")
    again = enrol_partner(enrolled, "dorval", **asked)
    assert again == AlreadyDone("partner", "dorval", "enrolled")
    assert isinstance(enrol_partner(_last(history), "dorval", **asked), Draft)


def _last(history: History) -> Any:
    return state_of(history)


def test_half_a_client_more_would_be_too_much() -> None:
    """The shared load: two halves replace a whole; three halves and the whole are refused."""
    history = recorded(record_shared_load).histories["practitioner/amel"]
    alone, _ = before(history, "assignment_ended")
    asked: dict[str, Any] = {
        "on": date(2024, 7, 15),
        "load": Decimal("0.5"),
        "difficulty": 2,
        "id": "more",
    }
    answer = start_assignment(alone, "atelier-boussole:musée-du-sel", **asked)
    assert answer == Overloaded(Decimal("1.3"), Decimal("1.2"))
    freed, _ = before(history, "assignment_started", 2)
    assert isinstance(start_assignment(freed, "atelier-boussole:musée-du-sel", **asked), Draft)


def test_nobody_says_for_amel_how_she_is() -> None:
    """The shared load: her score is hers to give."""
    state, _ = before(
        recorded(record_shared_load).histories["practitioner/amel"], "strain_reported"
    )
    said: dict[str, Any] = {"on": date(2024, 5, 31), "score": 2}
    assert report_wellbeing(state, "bruno", **said) == NotSelfDeclared("bruno", "amel")
    assert isinstance(report_wellbeing(state, "amel", **said), Draft)


def test_a_tension_is_examined_by_several_and_for_causes_in_the_work() -> None:
    """The shared load: five people name three causes; one person, or no cause, is refused."""
    team = recorded(record_shared_load).histories["team/atelier-boussole"]
    state, examined = before(team, "tension_examined")
    assert isinstance(examined, TensionExamined)

    def put(causes: frozenset[TensionCause], people: int) -> Any:
        present = examined.participants[:people]
        day = date(2024, 7, 5)
        return examine_tension(state, "t1", on=day, causes=causes, participants=present, minutes=90)

    assert isinstance(put(examined.causes, 5), Draft)
    assert put(frozenset(), 5) == PersonalisedTension("t1")
    assert put(examined.causes, 1) == NotCollective("tension", "t1", 1)


def test_nobody_leaves_with_a_word_still_given() -> None:
    """The press relations: closing before the last three were kept is refused, by their names."""
    (history,) = recorded(record_press_relations).histories.values()
    farewell: dict[str, Any] = {
        "on": date(2019, 7, 8),
        "account": "on se quitte parce que cela a marché",
    }
    settled, _ = before(history, "relationship_closed")
    assert isinstance(close_relationship(settled, **farewell), Draft)
    review, _ = before(history, "engagement_kept", 3)
    assert close_relationship(review, **farewell) == EngagementsStillOpen("e1, e2, e5")
