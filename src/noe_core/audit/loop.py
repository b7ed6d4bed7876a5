"""LOOP-1 to LOOP-7: the frame both sides start from, and the loop that keeps it alive.

Rule kept here: engagements go both ways, and what was agreed is come back on together
(domain.md §5). What becomes of engagements once made stands in `noe_core.audit.following`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from noe_core.audit.following import FOLLOWING
from noe_core.audit.readings import (
    all_of,
    natureless,
    opening,
    production,
    side_unsaid,
    too_early,
    unless_unread,
)
from noe_core.audit.rule import Case, Finding, NotAssessable, Rule, Severity, Verdict
from noe_core.audit.span import end_of, no_start
from noe_core.facts import AnyRecorded, holds
from noe_core.history import place
from noe_core.projections.engagement_ledger import EngagementLedger, engagement_ledger
from noe_core.relationship.engagements import EngagementKind, EngagementMade
from noe_core.relationship.frame import MethodAgreed
from noe_core.relationship.objectives import ObjectiveSet
from noe_core.values import Side

ENGAGED = {Side.PROVIDER: "provider_engagement", Side.CLIENT: "client_engagement"}
PARTS = ("objective", *ENGAGED.values(), "method")
"""What a frame is made of."""

CONDITIONS = (EngagementKind.INVOLVEMENT, EngagementKind.MEANS, EngagementKind.INFORMATION)
"""What the work needs from the client (seed 000)."""


def _part(fact: AnyRecorded) -> str | None:
    if holds(fact, ObjectiveSet):
        return "objective"
    if holds(fact, MethodAgreed):
        return "method"
    if holds(fact, EngagementMade):
        return ENGAGED.get(fact.data.by.side) if fact.data.by is not None else None
    return None


def _parts(case: Case) -> dict[str, AnyRecorded]:
    """The first fact of each part of the frame."""
    found: dict[str, AnyRecorded] = {}
    for fact in case.history:
        part = _part(fact)
        if part is not None:
            found.setdefault(part, fact)
    return found


def frame_missing(case: Case, *, n: int) -> Iterator[Verdict]:
    """Objective, engagements of both sides and method stand before production, or in n days."""
    start = opening(case) or next(iter(production(case)), None)
    if start is None:
        yield no_start("LOOP-1")
        return
    parts = _parts(case)
    absent = tuple(part for part in PARTS if part not in parts)
    unsure = ENGAGED.values() if side_unsaid(case) else ()
    missing = tuple(part for part in absent if part not in unsure)
    if missing:
        yield _incomplete(case, start, missing, n)
    elif absent:
        yield NotAssessable(rule="LOOP-1", because="sides_unrecorded")
    else:
        yield from _late(case, start, max(parts.values(), key=place), n)


def _incomplete(case: Case, start: AnyRecorded, missing: tuple[str, ...], n: int) -> Verdict:
    since = case.on(start)
    if not case.passed(since, n):
        return too_early("LOOP-1", since, n)
    ran = (end_of(case) - since).days
    if ran <= n:
        return NotAssessable(rule="LOOP-1", because="too_short", values={"ran": ran, "days": n})
    found = Finding(
        rule="LOOP-1",
        severity=Severity.BREACH if ran > 2 * n else Severity.WARNING,
        subject="relationship",
        about="missing",
        evidence=tuple(dict.fromkeys(f.id for f in (start, *production(case)[:1]))),
        values={"missing": missing, "since": since, "days": ran},
    )
    return unless_unread(case, found, "objective_set", "engagement_made", "method_agreed")


def _late(
    case: Case, start: AnyRecorded, complete: AnyRecorded, n: int
) -> Iterator[Finding | NotAssessable]:
    since, day = case.on(start), case.on(complete)

    def earlier(work: Iterable[AnyRecorded]) -> tuple[AnyRecorded, ...]:
        return tuple(fact for fact in work if place(fact) < place(complete))

    days = (day - since).days
    if days <= n:
        return
    before = earlier(production(case))
    if before:
        yield Finding(
            rule="LOOP-1",
            severity=Severity.BREACH if days > 2 * n else Severity.WARNING,
            subject="relationship",
            about="late",
            evidence=tuple(dict.fromkeys(f.id for f in (start, before[0], complete))),
            values={"since": since, "complete": day, "days": days},
        )
    elif earlier(natureless(case)):
        yield NotAssessable(rule="LOOP-1", because="natures_unrecorded")


def one_sided_engagements(case: Case, *, min: Fraction) -> Iterator[Verdict]:
    """Neither side commits alone: the fewer engagements are at least a share of the more."""
    ledger = engagement_ledger(case.state.engagements, case.view)
    if ledger.reciprocity is None or ledger.reciprocity < min:
        yield _one_sided(case, ledger)


def _one_sided(case: Case, ledger: EngagementLedger) -> Verdict:
    if ledger.unattributed.value:
        return NotAssessable(rule="LOOP-2", because="sides_unrecorded")
    if ledger.reciprocity is None:
        return NotAssessable(rule="LOOP-2", because="no_engagement")
    provider, client = ledger.provider.made, ledger.client.made
    found = Finding(
        rule="LOOP-2",
        severity=Severity.WARNING if ledger.reciprocity else Severity.BREACH,
        subject="relationship",
        evidence=(*provider.evidence, *client.evidence),
        values={
            "provider": provider.value,
            "client": client.value,
            "reciprocity": ledger.reciprocity,
        },
    )
    return unless_unread(case, found, "engagement_made")


def _begun(case: Case) -> AnyRecorded | None:
    """What shows that the two sides have begun: an engagement, a signature or work."""
    engaged = (fact for one in case.state.engagements.by_id.values() for fact in one.facts)
    signed, worked = iter(case.state.course.signed), iter(production(case))
    return next(engaged, None) or next(signed, None) or next(worked, None)


def client_conditions_uncovered(
    case: Case, *, kinds: tuple[EngagementKind, ...]
) -> Iterator[Verdict]:
    """The client committed to what the work needs of it."""
    begun = _begun(case)
    if begun is None:
        yield NotAssessable(rule="LOOP-3", because="not_framed")
        return
    client = tuple(
        fact
        for fact in all_of(case, EngagementMade)
        if fact.data.by is not None and fact.data.by.side is Side.CLIENT
    )
    kinds_made = {fact.data.kind for fact in client}
    uncovered = tuple(EngagementKind(kind) for kind in kinds if kind not in kinds_made)
    if not uncovered:
        return
    if side_unsaid(case):
        yield NotAssessable(rule="LOOP-3", because="sides_unrecorded")
    elif None in kinds_made:
        yield NotAssessable(rule="LOOP-3", because="kinds_unrecorded")
    else:
        found = Finding(
            rule="LOOP-3",
            severity=Severity.WARNING,
            subject="relationship",
            evidence=tuple(fact.id for fact in client or (begun,)),
            values={"uncovered": uncovered, "engagements": len(client)},
        )
        yield unless_unread(case, found, "engagement_made")


RULES: tuple[Rule, ...] = (
    Rule(id="LOOP-1", name="frame_missing", defaults={"n": 30}, check=frame_missing),
    Rule(
        id="LOOP-2",
        name="one_sided_engagements",
        defaults={"min": Fraction(1, 4)},
        check=one_sided_engagements,
    ),
    Rule(
        id="LOOP-3",
        name="client_conditions_uncovered",
        defaults={"kinds": CONDITIONS},
        check=client_conditions_uncovered,
    ),
    *FOLLOWING,
)
