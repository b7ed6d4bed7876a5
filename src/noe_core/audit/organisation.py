"""ORG-1 to ORG-5: how those who do the work think about it together."""

from __future__ import annotations

from noe_core.audit.rule import Rule

RULES: tuple[Rule, ...] = ()
