from fractions import Fraction

import attrs
from attrs import evolve as but
from hypothesis import given
from hypothesis import strategies as st
from strategies import built, days, in_parts, law, splits

from noe_core.practitioner.erasure import Erasures, PersonalDataErased
from noe_core.practitioner.events import EVENTS
from noe_core.practitioner.state import Practitioner, evolve
from noe_core.streams import PRACTITIONER, STREAMS
from noe_core.testing import story, with_unread
from noe_core.vocabulary import StreamKind, Water
from practitioner.given import STREAM, Told

TOLD = st.tuples(st.sampled_from(EVENTS).flatmap(lambda event: built(event.kind)), days().map(str))

CAPTURED = {
    "assignment_started": {"assignment_id", "relationship_id", "load", "difficulty", "profile"},
    "assignment_ended": {"assignment_id", "reason"},
    "wellbeing_reported": {"score", "account"},
    "strain_reported": {"relationship_id", "strain", "cause"},
    "personal_data_erased": {"scope"},
}
"""Every field that any event of a practitioner has."""


def test_nothing_else_is_captured_of_a_person() -> None:
    """No activity, no presence, no messages, no hours: a field more is a decision to take here."""
    found = {event.name: {field.name for field in attrs.fields(event.kind)} for event in EVENTS}
    assert found == CAPTURED


def test_what_a_person_says_frames_the_story() -> None:
    """It is neither work that shows nor an effect of it."""
    assert {event.water for event in EVENTS} == {Water.FRAME}


def test_a_practitioner_begins_with_their_own_id() -> None:
    """It is how the state knows who may speak."""
    assert STREAMS[StreamKind.PRACTITIONER] is PRACTITIONER
    assert PRACTITIONER.begin("nora") == Practitioner(person="nora")
    assert PRACTITIONER.begin("nora").person == "nora"


@law
@given(st.lists(TOLD, max_size=8), splits(), st.sampled_from(("nora", "paul", "import")))
def test_a_fold_may_be_cut_anywhere(told: list[Told], cuts: tuple[Fraction, ...], by: str) -> None:
    """Whatever an import brings, in parts or whole; nothing of it is lost."""
    facts = story(*told, stream=STREAM, recorded_by=by).facts
    begun = state = PRACTITIONER.begin("nora")
    for part in in_parts(facts, cuts):
        state = evolve(state, part)
    assert state == evolve(begun, facts)
    assert state.person == "nora"
    assert list(state.facts.values()) == list(facts)
    assert all(one.load >= 0 for one in state.assignments.running)


def test_what_cannot_be_read_is_part_of_the_state() -> None:
    """It is kept, and no chapter takes it for its own."""
    told = story((PersonalDataErased(), "2022-03-01"), stream=STREAM)
    state = evolve(PRACTITIONER.begin("nora"), with_unread(told, "mood_guessed").facts)
    assert [fact.event for fact in state.unread] == ["mood_guessed"]
    assert but(state, erasures=Erasures(), facts={}, unread=()) == PRACTITIONER.begin("nora")
