"""H1 and H4 as they are told, word for word; whoever changes a word reads both stories again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from noe_core.history import History
from noe_core.moments import parse
from noe_core.narration import as_text, narrate
from noe_stores import Ledger, connect
from noe_stores.examples import Calendar, record_after_work, record_workshop

TOLD = Path(__file__).parent / "narratives"

Recording = Callable[[Ledger, Calendar], str]


def history(record: Recording, as_of: str) -> History:
    """An example history, recorded through the public API, as of a day."""
    calendar = Calendar("2021-12-01")
    with connect("memory:", clock=calendar) as ledger:
        return ledger.history(record(ledger, calendar), as_of=parse(as_of))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    ("name", "record", "as_of"),
    [("h1", record_workshop, "2022-06-15"), ("h4", record_after_work, "2022-05-15")],
)
def test_the_examples_are_told_as_they_were_read_and_found_good(
    name: str, record: Recording, as_of: str, language: str
) -> None:
    """The narrative of each example is the text kept beside this test."""
    told = as_text(narrate(history(record, as_of), language))
    assert told == (TOLD / f"{name}.{language}.txt").read_text(encoding="utf-8")


def test_h1_tells_what_its_history_is_about() -> None:
    """Nine hours above the water; below, an offer reopened and a team that shares otherwise."""
    told = narrate(history(record_workshop, "2022-06-15"), "fr")
    by_key = {chapter.key: " ".join(s.text for s in chapter.sentences) for chapter in told.chapters}
    assert "neuf heures de travail" in by_key["worked"]
    assert "remettre toute l'offre à plat" in by_key["wanted"]
    assert "les commerciaux se répartissent les clients autrement" in by_key["unforeseen"]
    assert "cost" not in by_key


def test_before_an_effect_was_seen_nobody_tells_it() -> None:
    """As of the day before, the story ends earlier and says that no effect was seen."""
    told = narrate(history(record_workshop, "2022-05-19"), "fr")
    text = as_text(told)
    assert "Aucun effet n’a encore été observé" in text
    assert "se répartissent" not in text
