"""The questions that can be put to a stream or to a store, by the names of their projections.

Rule kept here: a question is a projection or a survey of the core; nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from attrs import frozen

from noe_core.beside import Beside
from noe_core.history import History
from noe_core.projection import Projection
from noe_core.projections.client_view import CLIENT_VIEW
from noe_core.projections.demand_trail import DEMAND_TRAIL
from noe_core.projections.ecosystem_map import ecosystem_map_with
from noe_core.projections.effects_ledger import EFFECTS_LEDGER
from noe_core.projections.engagement_ledger import ENGAGEMENT_LEDGER
from noe_core.projections.firm_reflexive_time import firm_reflexive_time
from noe_core.projections.portfolio_balance import portfolio_balance
from noe_core.projections.practice_register import practice_register
from noe_core.projections.quote_statistics import QUOTE_STATISTICS
from noe_core.projections.reflexive_time import REFLEXIVE_TIME
from noe_core.projections.relationship_balance import relationship_balance_with
from noe_core.projections.review_coverage import REVIEW_COVERAGE
from noe_core.projections.rhythm import RHYTHM
from noe_core.projections.success_notebook import SUCCESS_NOTEBOOK
from noe_core.projections.trajectory import TRAJECTORY
from noe_core.projections.usage_account import USAGE_ACCOUNT
from noe_core.projections.value_entries import VALUE_ENTRIES
from noe_core.projections.values_compatibility import VALUES_ACROSS, values_compatibility_with
from noe_core.survey import Survey
from noe_core.vocabulary import StreamKind

Beheld = Callable[[Beside], Projection[Any, Any]]
Asked = Callable[[str | None], Survey[Any, Any]]


@frozen
class OfStream:
    """A question to one stream of a kind, seen beside the rest of its store."""

    kind: StreamKind
    beside: Beheld

    def answer(self, history: History, beside: Beside) -> Any:
        """What a history answers."""
        return self.beside(beside).of(history)


@frozen
class OfStore:
    """A question to all the streams of a store, on behalf of a reader."""

    survey: Asked


def _alone(*projections: Projection[Any, Any]) -> dict[str, OfStream]:
    kind = StreamKind.RELATIONSHIP
    return {one.name: OfStream(kind, lambda _, one=one: one) for one in projections}  # type: ignore[misc]


QUESTIONS: Final[Mapping[str, OfStream | OfStore]] = {
    **_alone(
        CLIENT_VIEW,
        DEMAND_TRAIL,
        EFFECTS_LEDGER,
        ENGAGEMENT_LEDGER,
        QUOTE_STATISTICS,
        REFLEXIVE_TIME,
        REVIEW_COVERAGE,
        RHYTHM,
        TRAJECTORY,
        USAGE_ACCOUNT,
        VALUE_ENTRIES,
    ),
    "ecosystem_map": OfStream(StreamKind.RELATIONSHIP, ecosystem_map_with),
    "relationship_balance": OfStream(StreamKind.RELATIONSHIP, relationship_balance_with),
    "values_compatibility": OfStream(StreamKind.RELATIONSHIP, values_compatibility_with),
    SUCCESS_NOTEBOOK.name: OfStream(StreamKind.TEAM, lambda _: SUCCESS_NOTEBOOK),
    "firm_reflexive_time": OfStore(lambda _: firm_reflexive_time()),
    "portfolio_balance": OfStore(lambda reader: portfolio_balance(reader=reader)),
    "practice_register": OfStore(lambda _: practice_register()),
    VALUES_ACROSS.name: OfStore(lambda _: VALUES_ACROSS),
}
