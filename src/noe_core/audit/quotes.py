"""The rules on quotes: an account of real work that opens a dialogue.

Rule kept here: only quotes that still stand are held against anybody; one that was taken
back has been put right (domain.md §5, QUO). The months have a file of their own, and so has
the acceptable spend.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from noe_core.audit.hearing import Said, hearing
from noe_core.audit.monthly import month_without_quote
from noe_core.audit.readings import too_early
from noe_core.audit.rule import Case, Finding, NotAssessable, Rule, Severity
from noe_core.audit.spending import beyond_acceptable_spend
from noe_core.facts import Recorded
from noe_core.moments import within
from noe_core.projections.quote_statistics import QuoteStatistics, quote_statistics
from noe_core.relationship.quotes import Quote, QuoteIssued, QuoteKind


def quote_without_dialogue(case: Case, *, n: int) -> Iterator[Said]:
    """QUO-2: a quote is talked over before it is signed or ``n`` days old.

    A talk after the signature is late but it is a talk, so the quote passes from then on.
    """
    issued = tuple(q for q in case.state.quotes.by_id.values() if q.issued and not q.withdrawn)
    silent = tuple(quote for quote in issued if not quote.discussed)
    young = []
    for quote in silent:
        assert quote.issued is not None  # noqa: S101 - chosen above
        if quote.signed is None and not case.passed(case.on(quote.issued), n):
            young.append(case.on(quote.issued))
        else:
            yield _undiscussed(case, quote, quote.issued)
    if young and len(young) == len(issued):
        yield too_early("QUO-2", young[0], n)


def _undiscussed(case: Case, quote: Quote, issued: Recorded[QuoteIssued]) -> Finding:
    settled = quote.signed or quote.refused
    about = "signed" if quote.signed else "refused" if quote.refused else "waiting"
    return Finding(
        rule="QUO-2",
        severity=Severity.WARNING,
        subject=quote.quote_id,
        about=about,
        evidence=(issued.id, *((settled.id,) if settled else ())),
        values={
            "issued": case.on(issued),
            "settled": case.on(settled) if settled else None,
            "total": issued.data.total,
            "days": (case.today - case.on(issued)).days,
        },
    )


def predicted_effects(case: Case) -> Iterator[Finding]:
    """QUO-5: no quote cites an effect before the work, or before it was observed."""
    for quote in case.state.quotes.live:
        assert quote.issued is not None  # noqa: S101 - a live quote was issued
        issued = quote.issued
        predictive = issued.data.kind is QuoteKind.PREDICTIVE
        cited = tuple(dict.fromkeys(issued.data.cited_effect_ids))
        wrong = cited if predictive else _not_yet_observed(case, issued, cited)
        if wrong:
            yield _predicted(case, issued, "predictive" if predictive else "later", wrong)


def _not_yet_observed(
    case: Case, issued: Recorded[QuoteIssued], cited: tuple[str, ...]
) -> tuple[str, ...]:
    known = case.state.effects.by_id
    observed = ((i, known[i].observed) for i in cited if i in known)
    return tuple(
        effect_id
        for effect_id, fact in observed
        if fact is not None and not within(fact.occurred_at, issued.occurred_at, case.view.zone)
    )


def _predicted(
    case: Case, issued: Recorded[QuoteIssued], about: str, wrong: tuple[str, ...]
) -> Finding:
    known = case.state.effects.by_id
    observed = tuple(f for i in wrong if i in known and (f := known[i].observed) is not None)
    return Finding(
        rule="QUO-5",
        severity=Severity.BREACH,
        subject=issued.data.quote_id,
        about=about,
        evidence=(issued.id, *(fact.id for fact in observed)),
        values={
            "issued": case.on(issued),
            "effects": wrong,
            "accounts": tuple(fact.data.account for fact in observed if fact.data.account),
            "observed": tuple(sorted({case.on(fact) for fact in observed})),
        },
    )


def hours_only_quote(case: Case) -> Iterator[Finding]:
    """QUO-6: a quote after work cites more than hours, or says that nothing shows yet."""
    for quote in case.state.quotes.live:
        if not quote.after_work or quote.issued is None:
            continue
        data = quote.issued.data
        told = (*data.cited_effect_ids, *data.resource_ids, *data.constraint_ids)
        if not told and not data.none_yet:
            yield Finding(
                rule="QUO-6",
                severity=Severity.WARNING,
                subject=quote.quote_id,
                evidence=(quote.issued.id,),
                values={"issued": case.on(quote.issued), "total": data.total},
            )


def quotes_negotiated(
    case: Case, *, target: Fraction, floor: Fraction, min_quotes: int
) -> Iterator[Said]:
    """QUO-3: quotes that tell the real work are signed as they stand."""
    figures = quote_statistics(case.state, case.view)
    rate, known = figures.signed_unchanged_rate, figures.decided.value - figures.unsaid.value
    if figures.decided.value < min_quotes:
        values = {"decided": figures.decided.value, "min_quotes": min_quotes}
        yield NotAssessable(rule="QUO-3", because="too_few_quotes", values=values)
    elif rate is None or known < min_quotes:
        yield NotAssessable(rule="QUO-3", because="negotiation_unrecorded")
    elif rate < target:
        yield _negotiated(figures, rate, Severity.WARNING if rate < floor else Severity.INFO)


def _negotiated(figures: QuoteStatistics, rate: Fraction, severity: Severity) -> Finding:
    kept = {*figures.signed_unchanged.evidence, *figures.unsaid.evidence}
    changed = tuple(fact for fact in figures.decided.evidence if fact not in kept)
    return Finding(
        rule="QUO-3",
        severity=severity,
        subject="relationship",
        evidence=changed,
        values={
            "rate": rate,
            "changed": len(changed),
            "decided": figures.decided.value - figures.unsaid.value,
        },
    )


ENDING = ("quote_refused", "quote_withdrawn")
"""The events after which a quote stands no more."""

RULES: tuple[Rule, ...] = (
    Rule(
        id="QUO-1",
        name="month_without_quote",
        defaults={"d": 10},
        check=hearing(month_without_quote, "quote_issued"),
    ),
    Rule(
        id="QUO-2",
        name="quote_without_dialogue",
        about=frozenset({"quote_issued"}),
        defaults={"n": 15},
        check=hearing(quote_without_dialogue, "quote_discussed", "quote_withdrawn"),
    ),
    Rule(
        id="QUO-3",
        name="quotes_negotiated",
        about=frozenset({"quote_issued"}),
        defaults={"target": Fraction(1), "floor": Fraction(4, 5), "min_quotes": 3},
        check=hearing(quotes_negotiated, "quote_signed"),
    ),
    Rule(
        id="QUO-4",
        name="beyond_acceptable_spend",
        check=hearing(beyond_acceptable_spend, "review_held", "spend_limit_agreed", *ENDING),
    ),
    Rule(
        id="QUO-5",
        name="predicted_effects",
        about=frozenset({"quote_issued"}),
        check=hearing(predicted_effects, *ENDING),
    ),
    Rule(
        id="QUO-6",
        name="hours_only_quote",
        about=frozenset({"quote_issued"}),
        check=hearing(hours_only_quote, *ENDING),
    ),
)
