"""Shared values: what comparing them came to, what was excepted, and how acts bear them out.

Rule kept here: acts are the firm's, kept or contradicted; nobody is called virtuous, and an
exception is shown with the day on which it is to be looked at again (domain.md §4, row 10).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from attrs import frozen

from noe_core.beside import Beside
from noe_core.facts import Recorded
from noe_core.firm.ethics import ValueActObserved
from noe_core.history import History
from noe_core.projection import Projection, View
from noe_core.projections.around import concerns, firms_around
from noe_core.projections.figure import Figure, counted, on, share
from noe_core.relationship.course import Phase, RelationshipDeclined
from noe_core.relationship.shared_values import ValuesExceptionMade, ValuesOutcome
from noe_core.relationship.state import Relationship, evolve
from noe_core.survey import Survey
from noe_core.vocabulary import StreamKind, own_id


@frozen(kw_only=True)
class Excepted:
    """An exception to the values.

    Attributes:
        made: the fact that made it.
        review_by: the last day by which it is looked at again; ``None`` where nobody said.
        passed: whether that day has gone by; ``None`` without one.
        running: whether the relationship goes on under it: nothing was compared since, and
            it was neither closed nor declined.
    """

    made: Recorded[ValuesExceptionMade]
    review_by: date | None
    passed: bool | None
    running: bool


@frozen(kw_only=True)
class Coherence:
    """Acts that showed a value or belied it, the events standing in the stream of the firm.

    ``share`` is kept out of kept and contradicted; an act of which nobody said is neither.
    """

    kept: Figure[int]
    contradicted: Figure[int]
    share: Fraction | None


@frozen(kw_only=True)
class ValuesCompatibility:
    """The values of a relationship.

    Attributes:
        version: the version of the firm's values last compared.
        outcome: what the last comparison came to.
        points: on what the two agree or part, as last compared.
        exceptions: the exceptions made, in order.
        coherence: the acts of each firm that speaks for the relationship, under its own id;
            none without the streams beside.
        here: the acts of any firm that name this relationship.
    """

    version: Figure[int | None]
    outcome: Figure[ValuesOutcome | None]
    points: Figure[tuple[str, ...]]
    exceptions: tuple[Excepted, ...]
    coherence: Mapping[str, Coherence]
    here: Coherence


def coherence(acts: Iterable[Recorded[ValueActObserved]]) -> Coherence:
    """What some acts show."""
    found = tuple(acts)
    kept = counted(act for act in found if act.data.kept is True)
    contradicted = counted(act for act in found if act.data.kept is False)
    return Coherence(
        kept=kept,
        contradicted=contradicted,
        share=share(kept.value, kept.value + contradicted.value),
    )


def _excepted(made: Recorded[ValuesExceptionMade], today: date, *, running: bool) -> Excepted:
    review_by = made.data.review_by
    return Excepted(
        made=made,
        review_by=review_by,
        passed=None if review_by is None else today > review_by,
        running=running,
    )


def _running(state: Relationship) -> tuple[Recorded[ValuesExceptionMade], ...]:
    """The exceptions under which the relationship goes on."""
    ended = state.course.phase in {Phase.CLOSED, Phase.DECLINED}
    return () if ended else state.values.since_compared


def values_compatibility_with(
    beside: Beside | None,
) -> Projection[Relationship, ValuesCompatibility]:
    """The projection of shared values, with the acts of the firms beside (domain.md §4, row 10)."""

    def answer(state: Relationship, view: View) -> ValuesCompatibility:
        last = next(reversed(state.values.compared), None)
        running = _running(state)
        known = (last.id,) if last is not None else ()
        firms = beside.firms.values() if beside is not None else ()
        return ValuesCompatibility(
            version=Figure(last.data.values_version if last else None, known),
            outcome=Figure(last.data.outcome if last else None, known),
            points=Figure(last.data.points if last else (), known),
            exceptions=tuple(
                _excepted(made, view.day, running=made in running)
                for made in state.values.exceptions
            ),
            coherence={
                own: coherence(firm.ethics.acts)
                for own, firm in firms_around(state, beside).items()
            },
            here=coherence(
                act
                for firm in firms
                for act in firm.ethics.acts
                if concerns(state, act.data.relationship_id)
            ),
        )

    return Projection(
        name="values_compatibility", start=Relationship(), apply=evolve, answer=answer
    )


VALUES_COMPATIBILITY: Projection[Relationship, ValuesCompatibility] = values_compatibility_with(
    None
)


@frozen(kw_only=True)
class Declined:
    """A relationship that was declined, under its own id, with the reason and the values."""

    relationship_id: str
    day: date
    fact: Recorded[RelationshipDeclined]


@frozen(kw_only=True)
class ValuesAcross:
    """What a firm said no to, and where it goes on in spite of its values.

    Attributes:
        declined: the relationships declined, by the day.
        running: the exceptions still running, by the relationship's own id.
        overdue: those of them whose day has gone by.
    """

    declined: tuple[Declined, ...]
    running: Mapping[str, tuple[Excepted, ...]]
    overdue: Figure[int]


@frozen(kw_only=True)
class _Part:
    relationship_id: str
    declined: tuple[Recorded[RelationshipDeclined], ...]
    running: tuple[Recorded[ValuesExceptionMade], ...]


def _part(history: History) -> _Part:
    state = evolve(Relationship(), history.facts)
    declined = state.course.phase is Phase.DECLINED
    return _Part(
        relationship_id=own_id(history.stream),
        declined=state.course.declined if declined else (),
        running=_running(state),
    )


def _gather(parts: tuple[_Part, ...], view: View) -> ValuesAcross:
    declined = (
        Declined(relationship_id=part.relationship_id, day=on(fact, view), fact=fact)
        for part in parts
        for fact in part.declined
    )
    running = {
        part.relationship_id: tuple(_excepted(m, view.day, running=True) for m in part.running)
        for part in parts
        if part.running
    }
    return ValuesAcross(
        declined=tuple(sorted(declined, key=lambda one: one.day)),
        running=running,
        overdue=counted(e.made for found in running.values() for e in found if e.passed),
    )


VALUES_ACROSS: Survey[_Part, ValuesAcross] = Survey(
    name="values_across",
    streams=frozenset({StreamKind.RELATIONSHIP}),
    part=_part,
    gather=_gather,
)
"""What a firm declined, and its exceptions still running, over its relationships."""
