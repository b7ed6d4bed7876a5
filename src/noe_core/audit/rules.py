"""Every rule, in the order a report gives them.

Rule kept here: a family is a file; adding a rule is writing it there and naming it here.
"""

from __future__ import annotations

from noe_core.audit import (
    care,
    data,
    distance,
    ecosystem,
    effects,
    ethics,
    hook,
    loop,
    organisation,
    people,
    quotes,
    reviews,
    shared_values,
    view,
)
from noe_core.audit.rule import Rule

FAMILIES = (
    loop.RULES,
    reviews.RULES,
    quotes.RULES,
    effects.RULES,
    hook.RULES,
    distance.RULES,
    ecosystem.RULES,
    shared_values.RULES,
    ethics.RULES,
    people.RULES,
    care.RULES,
    organisation.RULES,
    view.RULES,
    data.RULES,
)

RULES: tuple[Rule, ...] = tuple(rule for family in FAMILIES for rule in family)
"""LOOP, REV, QUO, EFF, HOOK, DIST, ECO, VAL, CARE, ORG, VIEW, DATA (domain.md §5)."""
