from fractions import Fraction

from attrs import evolve as but
from hypothesis import given
from hypothesis import strategies as st
from strategies import built, days, in_parts, law, splits

from firm.given import STREAM, Told
from noe_core.firm.events import EVENTS
from noe_core.firm.state import Firm, evolve
from noe_core.firm.vision import Vision, VisionStated
from noe_core.streams import FIRM, STREAMS
from noe_core.testing import story, with_unread
from noe_core.vocabulary import StreamKind, Water

TOLD = st.tuples(st.sampled_from(EVENTS).flatmap(lambda event: built(event.kind)), days().map(str))


def test_a_firm_begins_with_nothing() -> None:
    """Whatever its name is."""
    assert STREAMS[StreamKind.FIRM] is FIRM
    assert FIRM.begin("studio-marelle") == Firm()


def test_what_a_firm_stands_for_frames_the_story() -> None:
    """It is neither work that shows nor an effect of it."""
    assert {event.water for event in EVENTS} == {Water.FRAME}


@law
@given(st.lists(TOLD, max_size=8), splits())
def test_a_fold_may_be_cut_anywhere(told: list[Told], cuts: tuple[Fraction, ...]) -> None:
    """Whatever an import brings, in parts or whole; nothing of it is lost."""
    facts = story(*told, stream=STREAM).facts
    state = Firm()
    for part in in_parts(facts, cuts):
        state = evolve(state, part)
    assert state == evolve(Firm(), facts)
    assert list(state.facts.values()) == list(facts)


def test_what_cannot_be_read_is_part_of_the_state() -> None:
    """It is kept, and no chapter takes it for its own."""
    told = story((VisionStated(), "2022-03-01"), stream=STREAM)
    state = evolve(Firm(), with_unread(told, "slogan_painted").facts)
    assert [fact.event for fact in state.unread] == ["slogan_painted"]
    assert but(state, vision=Vision(), facts={}, unread=()) == Firm()
