"""VAL-2 and VAL-3: values few and shown by acts; what is done when an act belies one.

Rule kept here: an act is the firm's, and nobody is called virtuous or not (domain.md §5).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from noe_core.audit.beyond import Said, beside_missing, unless_unread_around
from noe_core.audit.readings import gathered, too_early, unless_unread
from noe_core.audit.rule import CaseOf, Finding, NotAssessable, Rule, Severity, Verdict
from noe_core.beside import Beside, Glance
from noe_core.facts import AnyRecorded, Recorded
from noe_core.firm.ethics import ValueActObserved, ValuesPublished
from noe_core.firm.state import Firm
from noe_core.stream_state import StreamState
from noe_core.team.collective import ids
from noe_core.vocabulary import StreamKind, own_id

FirmCase = CaseOf[Firm]


def values_weak(case: FirmCase, *, n: int, choosers: int) -> Iterator[Verdict]:
    """VAL-2: the values that hold are few, each shown by acts, and chosen by several people."""
    published = case.state.ethics.in_force
    if published is not None:
        yield from gathered(_weak(case, published, n, choosers))


def _weak(
    case: FirmCase, published: Recorded[ValuesPublished], n: int, choosers: int
) -> Iterator[Said]:
    stated = published.data.values
    if len(stated) > n:
        yield _values(case, published, "too_many", count=len(stated), most=n)
    actless = tuple(value.name for value in stated if not value.typical_acts)
    if actless:
        yield _values(case, published, "without_act", names=actless)
    chosen = len(ids(published.data.chosen_by))
    if 0 < chosen < choosers:
        yield _values(case, published, "chosen_by_few", count=chosen, least=choosers)
    if not chosen:
        yield NotAssessable(rule="VAL-2", because="values_choosers_unrecorded")
    if not stated:
        yield NotAssessable(rule="VAL-2", because="values_unrecorded")


def _values(
    case: FirmCase, published: Recorded[ValuesPublished], about: str, **values: object
) -> Said:
    finding = Finding(
        rule="VAL-2",
        severity=Severity.INFO,
        subject="firm",
        about=about,
        evidence=(published.id,),
        values={"on": case.on(published), **values},
    )
    return unless_unread(case, finding, "values_published")


def values_contradicted(case: FirmCase, *, n: int) -> Iterator[Verdict]:
    """VAL-3: an act that belies a value is talked about within n days.

    In a review of its relationship, as a tension of a team, or in a review of coherence; of
    the same day too, which may have come after.
    """
    acts = case.state.ethics.acts
    yield from gathered(_act(case, act, n) for act in acts if act.data.kept is not True)


def _act(case: FirmCase, act: Recorded[ValueActObserved], n: int) -> Said | None:
    if act.data.kept is None:
        return NotAssessable(rule="VAL-3", because="acts_unrecorded")
    day = case.on(act)
    if any(_soon(case, fact, day, n) for fact in _answers(case, act)):
        return None
    if not case.passed(day, n):
        return too_early("VAL-3", day, n)
    if case.beside is None:
        return beside_missing("VAL-3")
    if not _in_sight(case.beside, act):
        return NotAssessable(rule="VAL-3", because="relationship_unseen")
    finding = Finding(
        rule="VAL-3",
        severity=Severity.WARNING,
        subject=act.data.value or "firm",
        evidence=(act.id,),
        values={"value": act.data.value, "on": day, "days": n},
    )
    events = ("coherence_reviewed", "tension_raised", "tension_examined", "review_held")
    teams, named = case.beside.teams.values(), _relationship(case.beside, act)
    around: tuple[StreamState | Glance, ...] = (*teams, *named)
    return unless_unread_around(case, finding, around, *events)


def _soon(case: FirmCase, fact: AnyRecorded, day: date, n: int) -> bool:
    return 0 <= (case.on(fact) - day).days <= n


def _answers(case: FirmCase, act: Recorded[ValueActObserved]) -> Iterator[AnyRecorded]:
    """What may answer an act, as far as it can be seen."""
    yield from case.state.vision.reviews
    if case.beside is None:
        return
    for team in case.beside.teams.values():
        for tension in team.tensions.by_id.values():
            yield from tension.examined
            if tension.raised is not None:
                yield tension.raised
    for glance in _relationship(case.beside, act):
        yield from glance.reviews


def _relationship(beside: Beside, act: Recorded[ValueActObserved]) -> tuple[Glance, ...]:
    """The relationship that an act names, where it is among those beside."""
    glance = beside.relationships.get(own_id(act.data.relationship_id or ""))
    return (glance,) if glance is not None else ()


def _in_sight(beside: Beside, act: Recorded[ValueActObserved]) -> bool:
    """Whether the relationship that an act names, if it names one, is among those beside."""
    return act.data.relationship_id is None or bool(_relationship(beside, act))


ON_FIRMS = frozenset({StreamKind.FIRM})

RULES: tuple[Rule, ...] = (
    Rule(
        id="VAL-2",
        name="values_weak",
        about=frozenset({"values_published"}),
        defaults={"n": 5, "choosers": 3},
        check=values_weak,
        streams=ON_FIRMS,
    ),
    Rule(
        id="VAL-3",
        name="values_contradicted",
        about=frozenset({"value_act_observed"}),
        defaults={"n": 30},
        check=values_contradicted,
        streams=ON_FIRMS,
    ),
)
