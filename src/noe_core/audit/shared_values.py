"""VAL-1: a relationship is not opened on values found incompatible, nor on values unheard.

Rule kept here: what was put right since is held against nobody. A comparison made after the
opening answers for one that was missing, and ends an incompatibility unless it finds it
again (domain.md §5, seed 003). Incompatible values found only since the opening are the
two sides' to discuss, and no finding. An exception is looked at until the closing.

An incompatible comparison without any exception is a breach: it is what no command lets
through. Values "published by then" are those of the firm that stands beside; inside one
house there is nothing to compare.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from noe_core.audit.beyond import beside_missing
from noe_core.audit.hearing import Said, hearing
from noe_core.audit.readings import opening
from noe_core.audit.rule import Case, Finding, NotAssessable, Rule, Severity
from noe_core.audit.span import end_of
from noe_core.facts import AnyRecorded, Recorded
from noe_core.firm.state import Firm
from noe_core.history import place
from noe_core.projections.around import firms_around
from noe_core.relationship.course import RelationshipKind
from noe_core.relationship.shared_values import ValuesCompared, ValuesOutcome


def incompatible_values_open(case: Case) -> Iterator[Said]:
    """Values are compared before the opening, and compatible, or excepted until a day."""
    opened, compared = opening(case), case.state.values.compared
    if opened is None:
        # A prospect that was declined is what the values are compared for.
        if not case.state.course.declined:
            yield NotAssessable(rule="VAL-1", because="not_opened")
    elif not compared:
        yield from _uncompared(case, opened)
    elif compared[-1].data.outcome is None:
        yield NotAssessable(rule="VAL-1", because="outcome_unrecorded")
    else:
        yield from _incompatible(case)


def _incompatible(case: Case) -> Iterator[Finding]:
    course = case.state.course
    against = tuple(takewhile(_parts, reversed(case.state.values.compared)))
    openings = sorted((*(course.opened or course.signed[:1]), *course.reopened), key=place)
    since = next((o for o in openings if against and place(o) > place(against[-1])), None)
    if since is not None:
        yield _opened_against(case, against[0], since)


def _parts(compared: Recorded[ValuesCompared]) -> bool:
    return compared.data.outcome is ValuesOutcome.INCOMPATIBLE


def _opened_against(case: Case, compared: Recorded[ValuesCompared], opened: AnyRecorded) -> Finding:
    made = next(reversed(case.state.values.since_compared), None)
    review_by = made.data.review_by if made is not None else None
    if made is None:
        about = "no_exception"
    else:
        about = "past_review" if review_by and end_of(case) > review_by else "excepted"
    return Finding(
        rule="VAL-1",
        severity=Severity.INFO if about == "excepted" else Severity.BREACH,
        subject="relationship",
        about=about,
        evidence=tuple(fact.id for fact in (compared, opened, made) if fact is not None),
        values={
            "compared": case.on(compared),
            "opened": case.on(opened),
            "review_by": review_by,
        },
    )


def _uncompared(case: Case, opened: AnyRecorded) -> Iterator[Said]:
    kinds = {fact.data.kind for fact in case.state.course.opened}
    firms = tuple(firms_around(case.state, case.beside).values())
    published = tuple(first for firm in firms if (first := _published(case, firm, opened)))
    if RelationshipKind.INTERNAL in kinds:
        return
    if not firms:
        yield beside_missing("VAL-1")
    elif len(published) == len(firms):
        yield _not_compared(case, opened, min(published, key=place))
    elif any(fact.event == "values_published" for firm in firms for fact in firm.unread):
        yield NotAssessable(rule="VAL-1", because="unreadable")
    elif published:
        yield NotAssessable(rule="VAL-1", because="firm_unknown")


def _not_compared(case: Case, opened: AnyRecorded, published: AnyRecorded) -> Finding:
    return Finding(
        rule="VAL-1",
        severity=Severity.WARNING,
        subject="relationship",
        about="not_compared",
        evidence=(opened.id, published.id),
        values={"opened": case.on(opened), "published": case.on(published)},
    )


def _published(case: Case, firm: Firm, opened: AnyRecorded) -> AnyRecorded | None:
    """The first values the firm published by the day of the opening."""
    by_then = (f for f in firm.ethics.published if case.on(f) <= case.on(opened))
    return next(by_then, None)


RULES: tuple[Rule, ...] = (
    Rule(
        id="VAL-1",
        name="incompatible_values_open",
        about=frozenset({"values_compared"}),
        check=hearing(incompatible_values_open, "values_compared", "values_exception_made"),
    ),
)
