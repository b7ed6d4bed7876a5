"""What the rules on people, teams and firms say in English."""

from __future__ import annotations

from collections.abc import Callable

from noe_core.audit.rule import Finding, NotAssessable

SENTENCES: dict[str, Callable[[Finding], str]] = {}
REASONS: dict[str, Callable[[NotAssessable], str]] = {}
