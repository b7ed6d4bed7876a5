"""What the rules on the ecosystem, values, care and externalities say in French."""

from __future__ import annotations

from collections.abc import Callable

from noe_core.audit.rule import Finding, NotAssessable

SENTENCES: dict[str, Callable[[Finding], str]] = {}
REASONS: dict[str, Callable[[NotAssessable], str]] = {}
