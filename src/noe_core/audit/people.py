"""CARE-1 and CARE-2: who carries what, and how they say they are."""

from __future__ import annotations

from noe_core.audit.rule import Rule

RULES: tuple[Rule, ...] = ()
