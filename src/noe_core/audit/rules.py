"""Every rule, in the order a report gives them.

Rule kept here: a family is a file; adding a rule is writing it there and naming it here.
"""

from __future__ import annotations

from noe_core.audit import data, distance, effects, hook, loop, quotes, reviews, view
from noe_core.audit.rule import Rule

FAMILIES = (
    loop.RULES,
    reviews.RULES,
    quotes.RULES,
    effects.RULES,
    hook.RULES,
    distance.RULES,
    view.RULES,
    data.RULES,
)

RULES: tuple[Rule, ...] = tuple(rule for family in FAMILIES for rule in family)
"""LOOP, REV, QUO, EFF, HOOK, DIST, VIEW, DATA (domain.md §5)."""
