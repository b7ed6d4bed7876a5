"""The words: what the facts say, in French and in English.

Rule kept here: a language is plain functions from facts to sentences, with dates, money and
plurals from the locale library. Nothing outside this package imports Babel, and it does so
only when a language is asked for.
"""

from noe_core.languages import LANGUAGES, Language, LanguageIncomplete
from noe_core.narration.narrative import (
    Chapter,
    Cite,
    Cited,
    Narrative,
    Sentence,
    narrate,
    say,
    value_narrative,
)
from noe_core.narration.rendering import as_data, as_markdown, as_text
from noe_core.narration.tale import Tale

__all__ = [
    "LANGUAGES",
    "Chapter",
    "Cite",
    "Cited",
    "Language",
    "LanguageIncomplete",
    "Narrative",
    "Sentence",
    "Tale",
    "as_data",
    "as_markdown",
    "as_text",
    "narrate",
    "say",
    "value_narrative",
]
