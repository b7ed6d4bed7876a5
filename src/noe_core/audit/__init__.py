"""The audit: rules that read a history and say what they find.

Rule kept here: a finding speaks of the relation and its organisation, never of a person's
character (domain.md §5). Rules only read; nothing here records or refuses.
"""

from noe_core.audit.report import Report, audit
from noe_core.audit.rule import (
    Case,
    CaseOf,
    Finding,
    NotAssessable,
    Passed,
    Rule,
    Severity,
    Verdict,
)

__all__ = [
    "Case",
    "CaseOf",
    "Finding",
    "NotAssessable",
    "Passed",
    "Report",
    "Rule",
    "Severity",
    "Verdict",
    "audit",
]
