"""The rules of style of the narrative, held on every life there is to tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from lives import LIVES

from noe_core.history import History
from noe_core.narration.narrative import Narrative, Sentence, narrate
from noe_stores import connect
from noe_stores.examples import Calendar, record_after_work, record_workshop

NBSP = "\u00a0"
OWN = re.compile(r"«[^»]*»|“[^”]*”")
"""Somebody's own words; the rules of style are for ours."""


def workshop() -> History:
    """H1 as an embedding tool records it."""
    calendar = Calendar("2022-03-01")
    with connect("memory:", clock=calendar) as ledger:
        return ledger.history(record_workshop(ledger, calendar))


def after_work() -> History:
    """H4 as an embedding tool records it."""
    calendar = Calendar("2021-12-01")
    with connect("memory:", clock=calendar) as ledger:
        return ledger.history(record_after_work(ledger, calendar))


EVERY = pytest.mark.parametrize("life", [*LIVES, workshop, after_work])
BOTH = pytest.mark.parametrize("language", ["fr", "en"])


def lines(narrative: Narrative) -> Iterator[Sentence]:
    """Every sentence and every detail."""
    for chapter in narrative.chapters:
        yield from chapter.sentences
        yield from chapter.details


def ours(sentence: Sentence) -> str:
    """The sentence with recorded words masked."""
    return OWN.sub("«x»", sentence.text)


def pattern(sentence: Sentence) -> str:
    """What stays of a sentence once words recorded, names, dates and figures are masked."""
    masked = re.sub(r"\d+(er)?", "0", ours(sentence))
    months = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    months += "|January|February|March|April|May|June|July|August|September|October|November"
    return re.sub(months, "month", masked)


@EVERY
@BOTH
def test_no_seam_shows(life: Callable[[], History], language: str) -> None:
    """No sentence betrays a template: no doubled space, no stray mark, no Python value."""
    for sentence in lines(narrate(life(), language)):
        text = ours(sentence)
        assert not re.search(r"  | ,| \.|\(s\)|\bNone\b(?! of)|True|False|[{}_]|\.\.|,,", text), (
            text
        )
        assert text == text.strip(), text


@EVERY
@BOTH
def test_sentences_begin_and_end_as_sentences_do(
    life: Callable[[], History], language: str
) -> None:
    """A sentence begins with a capital, a quotation or a figure, and ends with a stop."""
    for chapter in narrate(life(), language).chapters:
        for sentence in chapter.sentences:
            assert sentence.text[0].isupper() or sentence.text[0] in "«“0123456789", sentence.text
            assert sentence.text.endswith("."), sentence.text


@EVERY
def test_french_is_set_as_french(life: Callable[[], History]) -> None:
    """French has no-break spaces before its double marks and typographic apostrophes."""
    for sentence in lines(narrate(life(), "fr")):
        text = ours(sentence)
        assert not re.search(rf"[^{NBSP}][:;?!»]", text.replace("«x»", "")), text
        assert not re.search(rf"«[^{NBSP}]", sentence.text), sentence.text
        assert "'" not in text, text
        assert not re.search(r"\b(de|que|le|la|ne|se) (?!onze)[aeiouéèêâ]\w", text), text


@EVERY
@BOTH
def test_no_two_sentences_of_one_pattern_follow_each_other(
    life: Callable[[], History], language: str
) -> None:
    """No sentence has the pattern or the opening of the one before it."""
    for chapter in narrate(life(), language).chapters:
        for one, other in pairwise(chapter.sentences):
            assert pattern(one) != pattern(other), other.text
            assert one.text.split()[:3] != other.text.split()[:3], other.text


@EVERY
@BOTH
def test_every_sentence_cites_its_events(life: Callable[[], History], language: str) -> None:
    """Every sentence and every detail cites events that the history shows."""
    history = life()
    for sentence in lines(narrate(history, language)):
        assert sentence.evidence, sentence.text
        assert all(history.find(event) is not None for event in sentence.evidence)


@EVERY
def test_recorded_words_are_the_same_in_both_languages(life: Callable[[], History]) -> None:
    """What people said is quoted as recorded, whatever the language of the narrative."""

    def said(language: str, found: str) -> set[str]:
        text = "\n".join(sentence.text for sentence in lines(narrate(life(), language)))
        return {words.strip(f" {NBSP}") for words in re.findall(found, text)}

    assert said("fr", "«([^»]*)»") == said("en", "“([^”]*)”")


def test_length_follows_life() -> None:
    """Two dozen facts fill about a page; six times as many do not fill six."""
    from lives import long_lived  # noqa: PLC0415 - one life among LIVES, by its name

    short, long = (
        sum(len(s.text) for c in narrate(life(), "fr").chapters for s in c.sentences)
        for life in (workshop, long_lived)
    )
    assert len(long_lived().records) > 3 * len(workshop().records)
    assert long < short
