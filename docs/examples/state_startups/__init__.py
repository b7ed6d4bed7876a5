"""The public history of French state start-ups, read as facts of Noé.

Rule kept here: what the source says becomes a fact, what it leaves unsaid stays unsaid, and
what cannot be read is reported, never guessed.

The source is the public sheets of beta.gouv.fr and the history of their changes: beta.gouv.fr
/ DINUM, Licence Ouverte / Etalab 2.0. None of it is kept in this repository.
"""

from state_startups.adapter import NEVER_RECORDED, Brought, bring
from state_startups.source import Change, Oddity, read

__all__ = ["NEVER_RECORDED", "Brought", "Change", "Oddity", "bring", "read"]
