"""The first page of the reference: what stands where."""

from __future__ import annotations

from rules import PAGES

from noe_core.events import EVENTS
from reference_pages.projections import questions
from reference_pages.refusals import refusals
from reference_pages.words import WRITTEN_BY, joined


def page() -> str:
    """The first page."""
    return joined(
        WRITTEN_BY,
        "# Reference",
        "Dry and complete, made from the library itself by `python docs/examples/reference.py`. "
        "To learn, begin with the tutorial; to do one thing, take a how-to "
        "([where to find what](../index.md)).",
        f"- [Events](events.md): the {len(EVENTS)} events, with fields and commands.\n"
        f"- [Refusals](refusals.md): the {len(tuple(refusals()))} ways of saying no to a command.\n"
        f"- [Projections](projections.md): the {len(questions())} questions, with what their "
        "answers hold.\n"
        f"- [Rules](rules/index.md): the {len(PAGES)} rules of the audit, each with two examples.\n"
        "- [Glossary](../glossary.md): the words, in French and in English.\n"
        "- [Practices](../practices.md): what practitioners do, and where it is recorded, shown "
        "and checked.",
    )
