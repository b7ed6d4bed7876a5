"""The findings of an audit, said in English.

Rule kept here: each family of rules has its words in a file of its own; this one only finds
them.
"""

from __future__ import annotations

from noe_core.audit.rule import Finding, NotAssessable
from noe_core.narration.en import (
    findings_around,
    findings_frame,
    findings_people,
    findings_work,
)

_FAMILIES = (findings_frame, findings_work, findings_around, findings_people)
_SENTENCES = {rule: say for family in _FAMILIES for rule, say in family.SENTENCES.items()}
_REASONS = {key: say for family in _FAMILIES for key, say in family.REASONS.items()}


def finding(f: Finding) -> str:
    """The finding in words; a rule from elsewhere is only named."""
    say = _SENTENCES.get(f.rule)
    return say(f) if say else f"Rule {f.rule} found something to look at: {f.subject}."


def not_assessable(n: NotAssessable) -> str:
    """Why a rule could not look, in words; a reason from elsewhere is given as it stands."""
    say = _REASONS.get(n.because)
    return say(n) if say else f"Rule {n.rule} could not tell: {n.because}."
