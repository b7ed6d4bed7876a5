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
from noe_core.facts import AnyRecorded, Recorded, holds
from noe_core.projection import Projection, View
from noe_core.projections.figure import Figure, per_currency, share
from noe_core.projections.quote_statistics import signed_amount
from noe_core.projections.usage_account import usage_account
from noe_core.relationship.issues import IssueOwned, Stance
from noe_core.relationship.objectives import ObjectiveOutcome
from noe_core.relationship.state import Relationship, evolve
from noe_core.relationship.work import WorkRecorded
from noe_core.values import Money, Side


@frozen(kw_only=True)
class ValueEntries:
    """The entries above and below the water, and the figures of those above.

    Attributes:
        visible: work, objectives closed, quotes issued, use measured.
        submerged: effects, externalities, resources, advice, constraints, adaptations,
            issues that somebody made theirs.
        submerged_share: submerged entries out of both. It counts entries of the story; it
            says nothing of their value.
        minutes: person-minutes of work, per side.
        unattributed_minutes: person-minutes of work that no side is said to have done.
        automated_minutes: minutes that a machine worked; in no side's minutes.
        deliverables: what was handed over.
        volumes: what was produced, added up within each unit only.
        objectives_reached: the objectives closed as reached, as they were put.
        signed: what was signed, per currency.
        usage: the use made over the periods measured, per unit and never across; ``None``
            where two periods share a day.
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
    usage: Mapping[str, Figure[Decimal | None]]

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
    """Where a fact stands; one this release cannot read counts for neither.

    An issue that was denied or passed on is no issue owned: it frames the story.
    """
    if holds(fact, IssueOwned) and fact.data.stance in {Stance.DENIED, Stance.DEFLECTED}:
        return Water.FRAME
    event = BY_KIND.get(type(fact.data))
    return event.water if event else Water.FRAME


def _minutes(works: Iterable[Recorded[WorkRecorded]]) -> Figure[int]:
    known = tuple(work for work in works if work.data.minutes is not None)
    return Figure(sum(work.data.minutes or 0 for work in known), tuple(work.id for work in known))


def person_minutes(state: Relationship) -> dict[Side, Figure[int]]:
    """Person-minutes of work by side, without what machines did."""
    by_people = tuple(work for work in state.work.done.values() if not work.data.automated)
    return {side: _minutes(w for w in by_people if w.data.done_by is side) for side in Side}


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


def _usage(state: Relationship, view: View) -> dict[str, Figure[Decimal | None]]:
    account = usage_account(state, view)
    units = {**account.units, **account.undefined}
    return {key: one.whole.quantity for key, one in units.items() if one.periods}


def value_entries(state: Relationship, view: View) -> ValueEntries:
    """The entries above and below the water (domain.md §4, row 2)."""
    facts = tuple(state.facts.values())
    visible = tuple(fact for fact in facts if water(fact) is Water.VISIBLE)
    submerged = tuple(fact for fact in facts if water(fact) is Water.SUBMERGED)
    works = tuple(state.work.done.values())
    return ValueEntries(
        visible=visible,
        submerged=submerged,
        submerged_share=share(len(submerged), len(submerged) + len(visible)),
        minutes=person_minutes(state),
        unattributed_minutes=_minutes(
            work for work in works if work.data.done_by is None and not work.data.automated
        ),
        automated_minutes=_minutes(work for work in works if work.data.automated),
        deliverables=_deliverables(works),
        volumes=_volumes(works),
        objectives_reached=_reached(state),
        signed=_signed(state),
        usage=_usage(state, view),
    )


VALUE_ENTRIES: Projection[Relationship, ValueEntries] = Projection(
    name="value_entries", start=Relationship(), apply=evolve, answer=value_entries
)
