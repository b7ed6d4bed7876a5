"""Laws of the narrative, on untidy histories of every kind."""

from __future__ import annotations

import re
from itertools import pairwise

import attrs
import pytest
from dense import dense_histories
from hypothesis import given
from hypothesis import strategies as st
from story import story
from strategies import KINDS, law, moments, untidy_histories

from noe_core.beside import Beside
from noe_core.history import History
from noe_core.narration.narrative import Narrative, narrate
from noe_core.narration.rendering import as_markdown, as_text
from noe_core.typed import Fact
from noe_core.values import Party
from noe_core.vocabulary import StreamKind

OWN = re.compile(r"«[^»]*»|“[^”]*”")
LANGUAGES = ("fr", "en")
NAMED = Party(party_id="made-7f0c", name="Étal")
IDENTIFIED = [kind for kind in KINDS if "unit" not in attrs.fields_dict(kind)]
"""Facts of which all that is needed is ids; a unit of use is in somebody's words."""


def cut(history: History, as_of: object, known_at: object) -> History:
    """The history as of one moment and as known at another."""
    return history.at(as_of=as_of, known_at=known_at)  # type: ignore[arg-type]


def histories() -> st.SearchStrategy[History]:
    """Histories with a little of everything, or with much of a few kinds."""
    return untidy_histories() | dense_histories()


@law
@given(
    histories(),
    st.tuples(untidy_histories(StreamKind.TEAM), untidy_histories(StreamKind.FIRM)),
    st.none() | moments(),
    st.none() | moments(),
    st.sampled_from(LANGUAGES),
)
def test_every_sentence_stands_on_events_seen_from_there(
    history: History, near: tuple[History, ...], as_of: object, known_at: object, language: str
) -> None:
    """What a sentence cites stands in the stream it names, visible at that as_of and known_at."""
    seen, *others = (cut(one, as_of, known_at) for one in (history, *near))
    visible = {(fact.stream, fact.version, fact.id) for one in (seen, *others) for fact in one}
    for chapter in narrate(seen, language, beside=Beside.of(others)).chapters:
        for sentence in (*chapter.sentences, *chapter.details):
            assert sentence.evidence
            assert {(c.stream, c.version, c.id) for c in sentence.cited} <= visible


@law
@given(histories(), st.sampled_from(LANGUAGES))
def test_no_history_is_too_untidy_to_tell(history: History, language: str) -> None:
    """Whatever is missing in the facts, the words stay whole: no None, no doubled space."""
    told = narrate(history, language)
    assert isinstance(told, Narrative)
    assert as_text(told)
    assert as_markdown(told)
    for chapter in told.chapters:
        for sentence in (*chapter.sentences, *chapter.details):
            ours = OWN.sub("x", sentence.text)
            seam = r"\bNone\b(?! of)|  | ,|,,|\(\)|\[\]|[{}]|\(s\)|, :|: \.|, \.|[;:] ?$"
            assert not re.search(seam, ours), ours


@law
@given(history=histories())
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_sentences_running_begin_alike(history: History, language: str) -> None:
    """However often a thing happened, one sentence does not open as the one before it."""
    for chapter in narrate(history, language).chapters:
        for one, other in pairwise(chapter.sentences):
            assert one.text.split()[:3] != other.text.split()[:3], other.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", IDENTIFIED, ids=lambda kind: kind.__name__)
def test_an_id_is_never_read_aloud(kind: type[Fact], language: str) -> None:
    """A fact with nothing but its ids is told without them, if at all: nobody chose them."""
    needed = [field for field in attrs.fields(kind) if field.default is attrs.NOTHING]
    given = {f.name: NAMED if f.type is Party else "made-7f0c" for f in needed}
    bare = kind(**given)
    told = as_text(narrate(story((bare, "2022-05-02"), (bare, "2022-05-03")), language))
    assert "7f0c" not in told


@law
@given(histories())
def test_both_languages_tell_the_same(history: History) -> None:
    """Chapter by chapter, French and English stand on the same facts, as many times."""
    french, english = (narrate(history, language) for language in LANGUAGES)
    assert [c.key for c in french.chapters] == [c.key for c in english.chapters]
    for one, other in zip(french.chapters, english.chapters, strict=True):
        for lines, theirs in ((one.sentences, other.sentences), (one.details, other.details)):
            assert [line.cited for line in lines] == [line.cited for line in theirs]
