import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import noe_core
from noe_core.events import BY_KIND, BY_NAME, EVENTS, Event, Water, event_of
from noe_core.facts import Own, Unread
from noe_core.relationship.encounter import DemandExpressed
from noe_core.typed import Fact
from noe_core.vocabulary import kind_of

WRITTEN_DOWN = Path(__file__).parent.parent / "golden" / "event_names.txt"
"""Every name ever released, with its schemas; lines are added at the end and never removed."""


def declared() -> set[type[Fact]]:
    """Every kind of fact that a module of the core declares."""
    for module in pkgutil.walk_packages(noe_core.__path__, "noe_core."):
        importlib.import_module(module.name)
    ours = (kind for kind in Fact.__subclasses__() if kind.__module__.startswith("noe_core."))
    return {kind for kind in ours if kind not in {Own, Unread}}


def test_every_kind_of_fact_is_in_the_table_once() -> None:
    """A fact that is not could be decided and never written."""
    assert {event.kind for event in EVENTS} == declared()
    assert len(BY_KIND) == len(BY_NAME) == len(EVENTS)


def test_the_names_are_those_written_down() -> None:
    """A stored fact is found by its name for ever: lines are only ever added to that list."""
    lines = WRITTEN_DOWN.read_text(encoding="utf-8").splitlines()
    written = [tuple(line.split(" ")) for line in lines]
    assert len(set(written)) == len(written)
    assert set(written) == {(event.name, str(event.schema)) for event in EVENTS}


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.name)
def test_an_event_is_named_for_storage_and_for_people(event: Event) -> None:
    """In snake case where it is stored; in small letters, in both languages, where it is read."""
    assert re.fullmatch(r"[a-z]+(_[a-z]+)+", event.name)
    for label in (event.fr, event.en):
        assert label.strip() == label == label.lower() != ""
        assert "_" not in label
    assert event.schema >= 1
    assert (event.kind.__doc__ or "").strip()


def test_no_two_events_share_a_label() -> None:
    """They could not be told apart on a screen."""
    for labels in ([event.fr for event in EVENTS], [event.en for event in EVENTS]):
        assert len(set(labels)) == len(labels)


def test_the_iceberg_is_that_of_the_reference() -> None:
    """What shows and what does not (domain.md §3); all the rest frames the story."""
    water = {event.name: event.water for event in EVENTS}
    assert {name for name, where in water.items() if where is Water.VISIBLE} == {
        "objective_closed",
        "quote_issued",
        "usage_measured",
        "work_recorded",
    }
    assert {name for name, where in water.items() if where is Water.SUBMERGED} == {
        "adaptation_decided",
        "advice_given",
        "constraint_revealed",
        "effect_observed",
        "externality_observed",
        "issue_owned",
        "resource_noted",
        "success_noted",
    }


def test_a_fact_is_found_in_the_table() -> None:
    """What is in no release's table is an error, named."""
    assert event_of(DemandExpressed(demand_id="d1")).name == "demand_expressed"
    with pytest.raises(LookupError, match="Unread is not an event of this release"):
        event_of(Unread("song_sung", 1, {}, "unknown name"))


def test_a_stream_without_a_kind_is_told() -> None:
    """The error says which kinds there are, and how an id is written."""
    with pytest.raises(ValueError, match="'bench' carries no kind; write one of relationship/…, "):
        kind_of("bench")
