"""What shows and what does not: the entries of the value narrative, and its figures.

Rule kept here: the share below the water counts entries of the story, not value; nothing of
what is below is ever counted otherwise (domain.md §0, §4 row 2).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from noe_core.events import BY_KIND, Water
from noe_core.facts import AnyRecorded, Recorded
from noe_core.projection import Projection, View
from noe_core.projections.figure import Figure, per_currency, share
from noe_core.projections.quote_statistics import signed_amount
from noe_core.relationship.objectives import ObjectiveOutcome
from noe_core.relationship.state import Relationship, evolve
from noe_core.relationship.work import WorkRecorded
from noe_core.values import Money, Side


@frozen(kw_only=True)
class ValueEntries:
    """The entries above and below the water, and the figures of those above.

    Attributes:
        visible: work, objectives closed, quotes issued.
        submerged: effects, resources, advice, constraints.
        submerged_share: submerged entries out of both. It counts entries of the story; it
            says nothing of their value.
        minutes: person-minutes of work, per side.
        unattributed_minutes: person-minutes of work that no side is said to have done.
        automated_minutes: minutes that a machine worked; in no side's minutes.
        deliverables: what was handed over.
        volumes: what was produced, added up within each unit only.
        objectives_reached: the objectives closed as reached, as they were put.
        signed: what was signed, per currency.
    """

    visible: tuple[AnyRecorded, ...]
    submerged: tuple[AnyRecorded, ...]
    submerged_share: Fraction | None
    minutes: Mapping[Side, Figure[int]]
    unattributed_minutes: Figure[int]
    automated_minutes: Figure[int]
    deliverables: Figure[tuple[str, ...]]
    volumes: Mapping[str, Figure[Decimal]]
    objectives_reached: Figure[tuple[str, ...]]
    signed: Mapping[str, Figure[Money]]

    @property
    def provider_minutes(self) -> Figure[int]:
        """Person-minutes of the provider's work."""
        return self.minutes[Side.PROVIDER]

    @property
    def client_minutes(self) -> Figure[int]:
        """Person-minutes of the client's work."""
        return self.minutes[Side.CLIENT]


Works = tuple[Recorded[WorkRecorded], ...]


def water(fact: AnyRecorded) -> Water:
    """Where a fact stands; one this release cannot read counts for neither."""
    event = BY_KIND.get(type(fact.data))
    return event.water if event else Water.FRAME


def _minutes(works: Iterable[Recorded[WorkRecorded]]) -> Figure[int]:
    known = tuple(work for work in works if work.data.minutes is not None)
    return Figure(sum(work.data.minutes or 0 for work in known), tuple(work.id for work in known))


def _volumes(works: Works) -> dict[str, Figure[Decimal]]:
    found: dict[str, Figure[Decimal]] = {}
    for work in works:
        for quantity in work.data.volumes:
            so_far = found.get(quantity.unit, Figure(Decimal(0)))
            found[quantity.unit] = Figure(
                so_far.value + quantity.value, tuple(dict.fromkeys((*so_far.evidence, work.id)))
            )
    return found


def _deliverables(works: Works) -> Figure[tuple[str, ...]]:
    handed = tuple(work for work in works if work.data.deliverables)
    return Figure(
        tuple(text for work in handed for text in work.data.deliverables),
        tuple(work.id for work in handed),
    )


def _reached(state: Relationship) -> Figure[tuple[str, ...]]:
    reached = tuple(
        (objective.wording or objective.objective_id, objective.closed.id)
        for objective in state.objectives.by_id.values()
        if objective.closed and objective.closed.data.outcome is ObjectiveOutcome.REACHED
    )
    return Figure(tuple(text for text, _ in reached), tuple(event_id for _, event_id in reached))


def _signed(state: Relationship) -> dict[str, Figure[Money]]:
    quotes = state.quotes.by_id.values()
    amounts = ((signed_amount(quote), quote.signed) for quote in quotes)
    return per_currency((money, fact.id) for money, fact in amounts if money and fact)


def value_entries(state: Relationship, _view: View) -> ValueEntries:
    """The entries above and below the water (domain.md §4, row 2)."""
    facts = tuple(state.facts.values())
    visible = tuple(fact for fact in facts if water(fact) is Water.VISIBLE)
    submerged = tuple(fact for fact in facts if water(fact) is Water.SUBMERGED)
    works = tuple(state.work.done.values())
    by_people = tuple(work for work in works if not work.data.automated)
    return ValueEntries(
        visible=visible,
        submerged=submerged,
        submerged_share=share(len(submerged), len(submerged) + len(visible)),
        minutes={
            side: _minutes(work for work in by_people if work.data.done_by is side) for side in Side
        },
        unattributed_minutes=_minutes(work for work in by_people if work.data.done_by is None),
        automated_minutes=_minutes(work for work in works if work.data.automated),
        deliverables=_deliverables(works),
        volumes=_volumes(works),
        objectives_reached=_reached(state),
        signed=_signed(state),
    )


VALUE_ENTRIES: Projection[Relationship, ValueEntries] = Projection(
    name="value_entries", start=Relationship(), apply=evolve, answer=value_entries
)
