"""ORG-4 and ORG-5: whether what a firm declared still takes place, and how deep it changes.

Rule kept here: only declared practices are looked for (domain.md §5, §1 rows 17, 41, 43, 50
to 52, 86). What a firm records itself is looked for in its own stream; what teams and
relationships record names no firm, and is looked for in every one of those beside.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from noe_core.audit.beyond import Said, beside_missing, unless_unread_around
from noe_core.audit.readings import gathered, too_early, unless_unread
from noe_core.audit.rule import CaseOf, Finding, NotAssessable, Severity, Verdict
from noe_core.beside import Beside
from noe_core.facts import AnyRecorded, Recorded, Unread, holds
from noe_core.firm.doctrine import PracticeDeclared
from noe_core.firm.offers import OfferLayer
from noe_core.firm.state import Firm
from noe_core.projections.figure import recent
from noe_core.projections.practices import Practice, practice
from noe_core.vocabulary import StreamKind

FirmCase = CaseOf[Firm]


def practice_lapsed(case: FirmCase, *, f: Fraction) -> Iterator[Verdict]:
    """ORG-4: a declared practice is not silent for more than f times its period."""
    declared = tuple(case.state.doctrine.practices.values())
    unknown = tuple(fact.data.name for fact in declared if practice(fact.data.name) is None)
    if unknown:
        values = {"names": unknown}
        yield NotAssessable(rule="ORG-4", because="practice_unknown", values=values)
    known = ((fact, practice(fact.data.name)) for fact in declared)
    yield from gathered(_lapsed(case, fact, one, f) for fact, one in known if one is not None)


def _lapsed(
    case: FirmCase, declared: Recorded[PracticeDeclared], known: Practice, f: Fraction
) -> Said | None:
    period = declared.data.period_days
    if period is None:
        return NotAssessable(rule="ORG-4", because="period_unrecorded")
    around = _around(case, known)
    if isinstance(around, NotAssessable):
        return around
    shown = max((fact for fact in around if known.shown_by(fact)), key=case.on, default=None)
    since = max(case.on(fact) for fact in (declared, shown) if fact is not None)
    if (case.today - since).days <= f * period:
        return None if shown is not None else too_early("ORG-4", since, int(f * period))
    hidden = [fact for fact in around if known.hidden_in(fact) and case.on(fact) > since]
    if hidden:
        unread = any(holds(fact, Unread) for fact in hidden)
        because = "unreadable" if unread else "rituals_unrecorded"
        return NotAssessable(rule="ORG-4", because=because)
    finding = Finding(
        rule="ORG-4",
        severity=Severity.INFO,
        subject=declared.data.name,
        about="lapsed" if shown is not None else "never",
        evidence=tuple(fact.id for fact in (declared, shown) if fact is not None),
        values={
            "name": declared.data.name,
            "period": period,
            "since": since,
            "days": (case.today - since).days,
        },
    )
    glances = case.beside.relationships.values() if case.beside is not None else ()
    return unless_unread_around(case, finding, glances, known.event)


def _around(case: FirmCase, known: Practice) -> tuple[AnyRecorded, ...] | NotAssessable:
    """The facts among which a practice would show; or why they are out of reach."""
    if known.home is StreamKind.FIRM:
        return tuple(case.state.facts.values())
    if case.beside is None:
        return beside_missing("ORG-4")
    return _beside(case.beside, known)


def _beside(beside: Beside, known: Practice) -> tuple[AnyRecorded, ...] | NotAssessable:
    if known.home is StreamKind.TEAM:
        return tuple(fact for team in beside.teams.values() for fact in team.facts.values())
    if known.event == "review_held":
        return tuple(fact for one in beside.relationships.values() for fact in one.reviews)
    # The rest of a relationship is not seen from another stream.
    return NotAssessable(rule="ORG-4", because="out_of_sight")


def service_veneer(case: FirmCase, *, n: int) -> Iterator[Verdict]:
    """ORG-5: of the offers revised in the last n days, one at least goes below the interface."""
    revised = recent(case.state.offers.revised, case.view, n)
    layers = frozenset(layer for fact in revised for layer in fact.data.layers)
    if not revised or layers - {OfferLayer.INTERFACE}:
        return
    if not all(fact.data.layers for fact in revised):
        yield NotAssessable(rule="ORG-5", because="layers_unrecorded")
        return
    finding = Finding(
        rule="ORG-5",
        severity=Severity.INFO,
        subject="firm",
        evidence=tuple(fact.id for fact in revised),
        values={"count": len(revised), "days": n},
    )
    yield unless_unread(case, finding, "offer_revised")
