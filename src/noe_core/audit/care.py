"""CARE-3 and CARE-4: absences respected, and grains of sand taken up."""

from __future__ import annotations

from noe_core.audit.rule import Rule

RULES: tuple[Rule, ...] = ()
