"""The state of a relationship: its chapters side by side."""

from types import ModuleType

import attrs
from hypothesis import given
from strategies import law, untidy_histories

from noe_core.events import EVENTS_OF, StreamKind
from noe_core.history import History
from noe_core.relationship import state as whole
from noe_core.relationship.events import EVENTS
from noe_core.testing import event, story

EMPTY = whole.Relationship()

CHAPTERS = tuple(
    module
    for module in vars(whole).values()
    if isinstance(module, ModuleType) and hasattr(module, "follow")
)


def test_every_fact_of_a_relationship_is_followed_by_a_chapter() -> None:
    """What no chapter follows would be recorded and never count."""
    followed = {kind for chapter in CHAPTERS for kind in chapter.FACTS}
    assert followed == {event.kind for event in EVENTS}


@law
@given(untidy_histories())
def test_a_chapter_follows_the_facts_it_names_and_no_other(untidy: History) -> None:
    """It makes of a whole history what it makes of its own facts alone."""
    slices = {type(getattr(EMPTY, f.name)).__module__: f.name for f in attrs.fields(type(EMPTY))}
    for chapter in CHAPTERS:
        start = getattr(EMPTY, slices[chapter.__name__])
        own = [fact for fact in untidy if type(fact.data) in chapter.FACTS]
        assert chapter.follow(start, untidy.facts) == chapter.follow(start, own)


def test_the_facts_of_other_streams_are_held_and_not_followed() -> None:
    """An import may bring one; the relationship is as if it were not there."""
    foreign = EVENTS_OF[StreamKind.FIRM][0].kind
    state = whole.evolve(whole.Relationship(), story((foreign(), "2022-03-01")).facts)
    assert list(state.facts) == [event(1)]
    assert state.hook == whole.Relationship().hook
