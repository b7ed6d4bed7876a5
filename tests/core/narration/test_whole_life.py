"""A life with everything in it, word for word, and what its telling owes to other streams."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from attrs import evolve
from whole_beside import beside
from whole_life import whole

from noe_core.narration import (
    Chapter,
    Cite,
    Cited,
    Narrative,
    Sentence,
    as_data,
    as_text,
    narrate,
)

TOLD = Path(__file__).parents[2] / "golden" / "narratives"
BOTH = pytest.mark.parametrize("language", ["fr", "en"])


@BOTH
def test_a_life_with_everything_is_told_as_it_was_read_and_found_good(language: str) -> None:
    """The narrative is the text kept beside the other goldens; whoever changes it reads it."""
    told = as_text(narrate(whole(), language, beside=beside()))
    assert told == (TOLD / f"whole.{language}.txt").read_text(encoding="utf-8")


@BOTH
def test_what_another_stream_recorded_is_cited_as_its(language: str) -> None:
    """A sentence that stands on a team's fact names the team's stream, in text and as data."""
    narrative = narrate(whole(), language, beside=beside())
    text = " ".join(as_text(narrative).split())
    assert "[équipe-nord e1]" in text
    assert "[presse e1]" in text
    lines = [line for c in as_data(narrative)["chapters"] for line in c["sentences"]]
    streams = {cited["stream"] for line in lines for cited in line["cited"]}
    assert streams == {whole().stream, "team/équipe-nord", "firm/presse"}
    (success,) = [line for line in lines if "la pile est vide" in line["text"]]
    assert [(c["version"], c["id"]) for c in success["cited"]] == [(1, success["evidence"][0])]


def test_streams_that_share_an_id_are_named_with_their_kind() -> None:
    """A team and a firm of one id are told apart wherever either is cited."""
    (team, firm) = (Cited(f"{kind}/nord", 3, UUID(int=3)) for kind in ("team", "firm"))
    (home,) = Cite.of(whole().facts[:1]).events
    lines = tuple(Sentence(("x", Cite((event, home)))) for event in (team, firm))
    chapter = Chapter(key="x", title="x", sentences=lines)
    both = Narrative(language="en", stream=home.stream, title="x", chapters=(chapter,))
    assert "x [e1; team/nord e3] x [e1; firm/nord e3]" in as_text(both)
    one = evolve(both, chapters=(evolve(chapter, sentences=lines[:1]),))
    assert "x [e1; nord e3]" in as_text(one)


@BOTH
def test_without_what_stands_beside_nothing_of_it_is_told(language: str) -> None:
    """Only what is about this relationship is told, and only where it was given."""
    with_it = as_text(narrate(whole(), language, beside=beside()))
    without = as_text(narrate(whole(), language))
    assert "la pile est vide" in with_it
    assert "la pile est vide" not in without
    assert "rien à voir" not in with_it + without


@BOTH
def test_every_fact_of_the_life_is_told(language: str) -> None:
    """No fact is passed over but the opening, of which the meeting has told already."""
    told = set(narrate(whole(), language).evidence)
    assert {fact.event for fact in whole() if fact.id not in told} == {"relationship_opened"}
