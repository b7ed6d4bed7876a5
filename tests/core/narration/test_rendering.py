"""A narrative as text, as Markdown and as data."""

from __future__ import annotations

import json

import pytest
from lives import bare, disputed, warm
from story import story

from noe_core.history import History
from noe_core.narration.narrative import Cite, narrate, value_narrative
from noe_core.narration.rendering import as_data, as_markdown, as_text
from noe_core.relationship.encounter import DemandExpressed


def test_citations_gather_what_follows_on() -> None:
    """Consecutive events are cited as a span, two as two."""
    facts = warm().facts

    def label(*numbers: int) -> str:
        return Cite.of(facts[n - 1] for n in numbers).label

    assert label(3) == "e3"
    assert label(4, 3) == "e3, e4"
    assert label(7, 5, 6, 9) == "e5–e7, e9"


def test_text_may_leave_its_citations_out() -> None:
    """The same words are read with and without citations."""
    told = narrate(disputed(), "fr")
    assert "[e1]" in as_text(told)
    assert "[" not in as_text(told, cited=False)


def test_markdown_keeps_recorded_text_text() -> None:
    """What was recorded cannot turn into markup."""
    sly = story((DemandExpressed(demand_id="d1", text="<b>*un* [site](x)</b> # `"), "2023-05-02"))
    page = as_markdown(narrate(sly, "en"))
    assert "\\<b\\>\\*un\\* \\[site\\](x)\\</b\\> \\# \\`" in page
    assert page.startswith("# studio-marelle:atelier-lys")


def test_details_are_items_of_a_list_in_markdown() -> None:
    """What is listed under a chapter is a list of Markdown, citations and all."""
    page = as_markdown(narrate(warm(), "en"))
    assert "\n- The client: “means”; kept on 8 May [e5, e9]\n" in page


def test_data_carries_the_ids_of_the_events() -> None:
    """As data, every sentence stands beside the ids of its events, and JSON can hold it."""
    history = bare()
    data = json.loads(json.dumps(as_data(narrate(history, "fr"))))
    sentence = data["chapters"][0]["sentences"][0]
    assert sentence["evidence"] == [str(history.records[0].id)]
    assert sentence["text"].startswith("Le 2 mai 2023")


def test_an_empty_history_tells_nothing() -> None:
    """Without facts there is a title and no chapter."""
    for language in ("fr", "en"):
        told = narrate(History(stream="relationship/x"), language)
        assert told.chapters == ()
        assert told.evidence == ()
        assert told.title


def test_a_language_not_spoken_is_refused() -> None:
    """Asking for a language that is not there names those that are."""
    with pytest.raises(ValueError, match="no words for 'de'; there are fr, en"):
        narrate(bare(), "de")


def test_a_narrative_goes_on_with_its_history() -> None:
    """The narrative is a projection: its fold continued tells what the whole tells."""
    told = disputed()
    narrative = value_narrative("fr")
    begun = narrative.fold(History(stream=told.stream, records=told.records[:4]))
    assert narrative.ask(begun.then(told.records[4:])) == narrative.of(told)
