"""ECO-1: partners of both sides, and the service they are embarked on."""

from __future__ import annotations

from noe_core.audit.rule import Rule

RULES: tuple[Rule, ...] = ()
