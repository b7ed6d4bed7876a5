"""HOOK-1 to HOOK-3: how two sides meet, and what happens once they have signed.

Rule kept here: a demand is worked on before it is answered, and a signature starts the
relation (domain.md §5, seeds 000 to 002).
"""

from __future__ import annotations

from collections.abc import Iterator

from noe_core.audit.readings import all_of, natureless, production, too_early, unless_unread
from noe_core.audit.rule import Case, Finding, NotAssessable, Rule, Severity, Verdict
from noe_core.facts import AnyRecorded, Recorded
from noe_core.history import place
from noe_core.projections.touches import touches
from noe_core.relationship.encounter import DemandReworked, EncounterHeld, Origin
from noe_core.relationship.quotes import QuoteIssued


def demand_not_reworked(case: Case) -> Iterator[Verdict]:
    """No production work and no quote comes before a demand was reworked."""
    reworked = next(iter(all_of(case, DemandReworked)), None)
    answers = sorted((*production(case), *all_of(case, QuoteIssued)), key=place)
    if answers and _before(answers[0], reworked):
        found = _answered_first(case, answers[0], reworked)
        yield unless_unread(case, found, "demand_reworked")
    elif any(_before(work, reworked) for work in natureless(case)):
        yield NotAssessable(rule="HOOK-1", because="natures_unrecorded")
    elif reworked is None:
        yield NotAssessable(rule="HOOK-1", because="no_answer_yet")


def _before(fact: AnyRecorded, other: AnyRecorded | None) -> bool:
    """Whether a fact comes before another, or the other never came."""
    return other is None or place(fact) < place(other)


def _answered_first(
    case: Case, answer: AnyRecorded, reworked: Recorded[DemandReworked] | None
) -> Finding:
    demands = (demand.expressed for demand in case.state.hook.demands.values())
    expressed = next((fact for fact in demands if fact is not None), None)
    return Finding(
        rule="HOOK-1",
        severity=Severity.WARNING,
        subject=expressed.data.demand_id if expressed is not None else "relationship",
        about="late" if reworked is not None else "never",
        evidence=tuple(fact.id for fact in (expressed, answer, reworked) if fact is not None),
        values={
            "demand": expressed.data.text if expressed is not None else None,
            "answer": "quote" if isinstance(answer.data, QuoteIssued) else "work",
            "answered": case.on(answer),
            "reworked": case.on(reworked) if reworked is not None else None,
        },
    )


def thin_first_contact(case: Case, *, n: int) -> Iterator[Verdict]:
    """People take the time to meet before they open a relationship, and do not cold-call."""
    start = case.state.course.started
    opened = next(iter(case.state.course.opened), start)
    met = tuple(
        fact for fact in case.state.hook.encounters if opened is None or place(fact) < place(opened)
    )
    for fact in met:
        if fact.data.origin is Origin.COLD_PROSPECTING:
            yield Finding(
                rule="HOOK-2",
                severity=Severity.INFO,
                subject="relationship",
                about="cold",
                evidence=(fact.id,),
                values={"day": case.on(fact), "occasion": fact.data.occasion},
            )
    minutes = sum(fact.data.minutes or 0 for fact in met)
    if minutes < n:
        yield _thin(case, opened, met, minutes)


def _thin(
    case: Case,
    opened: AnyRecorded | None,
    met: tuple[Recorded[EncounterHeld], ...],
    minutes: int,
) -> Verdict:
    if opened is None:
        return NotAssessable(rule="HOOK-2", because="not_opened")
    if not case.state.hook.encounters:
        return NotAssessable(rule="HOOK-2", because="no_encounter")
    unknown = any(fact.data.minutes is None for fact in met)
    if unknown or all(fact.data.minutes is None for fact in case.state.hook.encounters):
        return NotAssessable(rule="HOOK-2", because="encounters_untimed")
    found = Finding(
        rule="HOOK-2",
        severity=Severity.INFO,
        subject="relationship",
        about="thin",
        evidence=tuple(fact.id for fact in (*met, opened)),
        values={"minutes": minutes, "encounters": len(met), "opened": case.on(opened)},
    )
    return unless_unread(case, found, "encounter_held")


TOUCHING = frozenset(
    {
        "encounter_held",
        "review_held",
        "feedback_requested",
        "feedback_given",
        "quote_discussed",
        "cooperation_support_given",
        "issue_owned",
    }
)
"""The names of touches: known as such even where a fact cannot be read."""


def _touches(case: Case) -> tuple[AnyRecorded, ...]:
    unread = (fact for fact in case.state.unread if fact.event in TOUCHING)
    read = (touch.fact for touch in touches(case.state))
    return tuple(sorted((*read, *unread), key=place))


def silence_after_signature(case: Case, *, n: int) -> Iterator[Verdict]:
    """The two sides are in touch within n days of the first signature."""
    signed = next(iter(case.state.course.signed), None)
    if signed is None:
        yield NotAssessable(rule="HOOK-3", because="not_signed")
        return
    since = case.on(signed)
    later = tuple(fact for fact in _touches(case) if case.on(fact) > since)
    if any((case.on(fact) - since).days <= n for fact in later):
        return
    if not case.passed(since, n):
        yield too_early("HOOK-3", since, n)
        return
    yield Finding(
        rule="HOOK-3",
        severity=Severity.WARNING,
        subject="relationship",
        evidence=tuple(fact.id for fact in (signed, *later[:1])),
        values={
            "signed": since,
            "days": n,
            "next": case.on(later[0]) if later else None,
        },
    )


RULES: tuple[Rule, ...] = (
    Rule(id="HOOK-1", name="demand_not_reworked", check=demand_not_reworked),
    Rule(id="HOOK-2", name="thin_first_contact", defaults={"n": 60}, check=thin_first_contact),
    Rule(
        id="HOOK-3",
        name="silence_after_signature",
        defaults={"n": 30},
        check=silence_after_signature,
    ),
)
