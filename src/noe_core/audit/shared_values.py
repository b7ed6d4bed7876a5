"""VAL-1: what both sides hold dear, compared before they work together."""

from __future__ import annotations

from noe_core.audit.rule import Rule

RULES: tuple[Rule, ...] = ()
