"""The mission of a sheet: an objective, and what became of its wording.

Rule kept here: other words are a revision, both wordings stay; the same words typed
otherwise (case, accents, punctuation, spaces) are a correction of what was typed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from noe_core.relationship.objectives import ObjectiveRevised, ObjectiveSet
from state_startups.entries import Entry

OBJECTIVE = "mission"


def reworded(wordings: tuple[str, ...], mission: str | None) -> tuple[str, ...]:
    """The wordings so far, after the one the sheet has now; a sheet without one adds none."""
    if mission is None or not mission.strip():
        return wordings
    if wordings and _words(wordings[-1]) == _words(mission):
        return (*wordings[:-1], mission)
    return (*wordings, mission)


def _words(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in bare if letter.isalnum())


def said(wordings: tuple[str, ...]) -> Iterator[tuple[str, Entry]]:
    """The facts that the wordings so far amount to."""
    for turn, wording in enumerate(wordings):
        if turn == 0:
            yield OBJECTIVE, Entry(ObjectiveSet(objective_id=OBJECTIVE, title=wording))
        else:
            revised = ObjectiveRevised(objective_id=OBJECTIVE, change=wording)
            yield f"{OBJECTIVE} wording {turn + 1}", Entry(revised)
