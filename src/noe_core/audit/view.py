"""VIEW-1: nothing is hidden from the client but what was said to be.

Rule kept here: without any filter, except reviews the provider held with itself and strain
(domain.md §4, row 11; seed 002). What the view hides is looked up in the history: hiding a
kind of fact that never happened hides nothing. Kinds of other streams never matter: what a
practitioner, a team or a firm records is its own, and no client is owed it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from noe_core.audit.rule import Case, Finding, Rule, Severity, Verdict
from noe_core.events import belongs
from noe_core.facts import AnyRecorded
from noe_core.projections.client_view import Reason, provider_only

PROVIDER_ONLY_REVIEW = Reason.PROVIDER_ONLY_REVIEW.value
"""The name of a review in which only people of the provider sat; hidden by default."""

DECLARED = (PROVIDER_ONLY_REVIEW, "strain_reported")
"""What may be hidden unless the caller declares otherwise."""


def _kind(fact: AnyRecorded) -> str:
    """The name a fact is hidden under."""
    return PROVIDER_ONLY_REVIEW if provider_only(fact) else fact.event


def _hidden(case: Case, fact: AnyRecorded) -> bool:
    """Whether the client's view leaves a fact out."""
    if provider_only(fact):
        return True
    return bool(case.hidden) and not {fact.event, str(fact.id)}.isdisjoint(case.hidden)


def hidden_from_client(case: Case, *, kinds: tuple[str, ...]) -> Iterator[Verdict]:
    """Whatever the client's view leaves out was declared.

    ``case.hidden`` names events (``quote_issued``) or single facts, by id.
    """
    undeclared = tuple(
        fact
        for fact in case.history
        if _hidden(case, fact)
        and belongs(fact.event, case.history.stream)
        and not {_kind(fact), fact.event} & set(kinds)
    )
    if undeclared:
        yield Finding(
            rule="VIEW-1",
            severity=Severity.BREACH,
            subject="relationship",
            evidence=tuple(fact.id for fact in undeclared),
            values={"hidden": dict(Counter(_kind(fact) for fact in undeclared))},
        )


RULES: tuple[Rule, ...] = (
    Rule(
        id="VIEW-1",
        name="hidden_from_client",
        defaults={"kinds": DECLARED},
        check=hidden_from_client,
    ),
)
