"""VAL-2 and VAL-3: values a firm states, and the acts that show them."""

from __future__ import annotations

from noe_core.audit.rule import Rule

RULES: tuple[Rule, ...] = ()
