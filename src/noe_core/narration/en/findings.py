"""The findings of an audit, said in English.

Rule kept here: each family of rules has its words in a file of its own; this one only finds
them.
"""

from __future__ import annotations

from noe_core.audit.rule import Finding, NotAssessable
from noe_core.narration.en import findings_frame, findings_work

_SENTENCES = {**findings_frame.SENTENCES, **findings_work.SENTENCES}
_REASONS = {**findings_frame.REASONS, **findings_work.REASONS}


def finding(f: Finding) -> str:
    """The finding in words; a rule from elsewhere is only named."""
    say = _SENTENCES.get(f.rule)
    return say(f) if say else f"Rule {f.rule} found something to look at: {f.subject}."


def not_assessable(n: NotAssessable) -> str:
    """Why a rule could not look, in words; a reason from elsewhere is given as it stands."""
    say = _REASONS.get(n.because)
    return say(n) if say else f"Rule {n.rule} could not tell: {n.because}."
