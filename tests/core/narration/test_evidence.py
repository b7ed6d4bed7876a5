"""Laws of the narrative, on untidy histories of every kind."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from strategies import law, moments, untidy_histories

from noe_core.history import History
from noe_core.narration.narrative import Narrative, narrate
from noe_core.narration.rendering import as_markdown, as_text

OWN = re.compile(r"«[^»]*»|“[^”]*”")


def cut(history: History, as_of: object, known_at: object) -> History:
    """The history as of one moment and as known at another."""
    return history.at(as_of=as_of, known_at=known_at)  # type: ignore[arg-type]


@law
@given(
    untidy_histories(),
    st.none() | moments(),
    st.none() | moments(),
    st.sampled_from(("fr", "en")),
)
def test_every_sentence_stands_on_events_seen_from_there(
    history: History, as_of: object, known_at: object, language: str
) -> None:
    """The evidence of every sentence exists and is visible at that as_of and known_at."""
    seen = cut(history, as_of, known_at)
    visible = {fact.id for fact in seen}
    for chapter in narrate(seen, language).chapters:
        for sentence in (*chapter.sentences, *chapter.details):
            assert sentence.evidence
            assert visible.issuperset(sentence.evidence)


@law
@given(untidy_histories(), st.sampled_from(("fr", "en")))
def test_no_history_is_too_untidy_to_tell(history: History, language: str) -> None:
    """Whatever is missing in the facts, the words stay whole: no None, no doubled space."""
    told = narrate(history, language)
    assert isinstance(told, Narrative)
    assert as_text(told)
    assert as_markdown(told)
    for chapter in told.chapters:
        for sentence in (*chapter.sentences, *chapter.details):
            ours = OWN.sub("x", sentence.text)
            assert not re.search(r"\bNone\b(?! of)|  | ,|\(\)|[{}]", ours), ours
