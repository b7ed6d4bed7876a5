"""What a person's handle promises on a real SQLite store: nobody else speaks through it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from world import Clock, exported, take

from noe_core.facts import Recorded
from noe_core.practitioner.assignments import MOST_LOAD, Overloaded
from noe_core.practitioner.erasure import Irreversible
from noe_core.practitioner.events import EVENTS
from noe_core.practitioner.state import Practitioner
from noe_core.practitioner.wellbeing import NotSelfDeclared
from noe_core.refusal import Refusal
from noe_core.streams import state_of
from noe_core.typed import Unfit
from noe_stores import IdReused, Ledger, Person, Refused, connect

STREAM = "practitioner/noor"
HALLES = "verger:halles"
DAY = date(2022, 5, 2)

Command = Callable[[Person], Recorded[Any]]

COMMANDS: dict[str, Command] = {
    "assignment_started": lambda noor: noor.start_assignment(
        HALLES, on=DAY, load=Decimal("0.60"), difficulty=4, profile=["marché"], id="a1"
    ),
    "wellbeing_reported": lambda noor: noor.report_wellbeing(on=DAY, score=4, id="b1"),
    "strain_reported": lambda noor: noor.report_strain(
        HALLES, on=DAY, strain=2, cause="les départs à quatre heures", id="e1"
    ),
    "assignment_ended": lambda noor: noor.end_assignment("a1", on=DAY, id="a1.end"),
    "personal_data_erased": lambda noor: noor.erase_personal_data(
        on=DAY, scope="les comptes rendus gardés hors du journal", id="p1"
    ),
}
"""Each command once, in an order in which none is refused."""

OWN = ("wellbeing_reported", "strain_reported")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a store of this test lies."""
    return tmp_path / "people.db"


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    """The store, on a clock that stands still."""
    with connect(path, clock=Clock()) as opened:
        yield opened


def lived(ledger: Ledger) -> Person:
    """Noor, who has said and done a bit of everything."""
    noor = ledger.practitioner("noor", recorded_by="noor")
    for command in COMMANDS.values():
        command(noor)
    return noor


def refusal_of(command: Command, person: Person) -> Refusal:
    """The refusal that a command raises, which records nothing."""
    before = person.history()
    with pytest.raises(Refused) as refused:
        command(person)
    assert refused.value.stream == STREAM
    assert person.history() == before
    return refused.value.refusal


def test_each_command_records_its_own_event(ledger: Ledger) -> None:
    """One for every event of a practitioner, under the name it is kept by."""
    noor = ledger.practitioner("noor", recorded_by="noor", caused_by="bilan", correlation_id="mai")
    for name, command in COMMANDS.items():
        fact = command(noor)
        assert (fact.event, fact.stream, fact.recorded_by) == (name, STREAM, "noor")
        assert (fact.caused_by, fact.correlation_id) == ("bilan", "mai")
    assert set(COMMANDS) == {event.name for event in EVENTS}


def test_the_history_replays(ledger: Ledger, path: Path) -> None:
    """Another connection reads the same facts and comes to the same state."""
    noor = lived(ledger)
    with connect(path, clock=Clock()) as again:
        history = again.history(STREAM)
        assert history == noor.history()
        assert state_of(history) == noor.state
        assert again.verify().sound
    assert isinstance(noor.state, Practitioner)
    assert noor.state.person == "noor"
    assert [said.data.score for said in noor.state.wellbeing.scores] == [4]
    assert [said.data.strain for said in noor.state.wellbeing.strains] == [2]
    assert noor.state.assignments.by_id["a1"].load == Decimal("0.6")


def test_the_export_is_read_back_byte_for_byte(ledger: Ledger) -> None:
    """An empty store that takes it gives the same lines, and still knows who said what."""
    noor = lived(ledger)
    lines = exported(ledger)
    with connect("memory:", clock=Clock()) as other:
        take(other, *lines.splitlines())
        take(other, *lines.splitlines())
        assert exported(other) == lines
        assert state_of(other.history(STREAM)) == noor.state


@pytest.mark.parametrize("name", COMMANDS)
def test_a_retry_is_recognised_by_its_id(ledger: Ledger, path: Path, name: str) -> None:
    """Given again on another connection, a command answers as it did at first."""
    before = lived(ledger).history()
    with connect(path, clock=Clock()) as again:
        noor = again.practitioner("noor", recorded_by="noor")
        assert COMMANDS[name](noor) in before.records
        assert noor.history() == before


def test_an_id_given_to_other_words_is_told_apart(ledger: Ledger) -> None:
    """It is no retry, and nothing is recorded."""
    noor = lived(ledger)
    before = noor.history()
    with pytest.raises(IdReused):
        noor.report_wellbeing(on=DAY, score=5, id="b1")
    assert noor.history() == before


@pytest.mark.parametrize("who", ["paul", "noe", "Noor", STREAM])
@pytest.mark.parametrize("name", OWN)
def test_nobody_speaks_for_somebody_else(ledger: Ledger, name: str, who: str) -> None:
    """Neither a colleague nor a tool, nor under a name that looks like theirs."""
    other = ledger.practitioner("noor", recorded_by=who)
    assert refusal_of(COMMANDS[name], other) == NotSelfDeclared(who, "noor")


def test_a_tool_speaks_for_nobody(ledger: Ledger) -> None:
    """A handle that names no recorder is not the person's."""
    unnamed = ledger.practitioner("noor")
    assert refusal_of(COMMANDS["wellbeing_reported"], unnamed) == NotSelfDeclared("noe", "noor")


def test_no_argument_makes_somebody_else_the_person(ledger: Ledger) -> None:
    """Who records is said once, when the handle is taken."""
    paul: Any = ledger.practitioner("noor", recorded_by="paul")
    with pytest.raises(TypeError, match="recorded_by"):
        paul.report_wellbeing(on=DAY, score=4, recorded_by="noor")
    assert len(paul.history()) == 0


@pytest.mark.parametrize("name", OWN)
def test_a_retry_by_somebody_else_is_none(ledger: Ledger, name: str) -> None:
    """Even word for word, under the same id."""
    before = lived(ledger).history()
    with pytest.raises(IdReused):
        COMMANDS[name](ledger.practitioner("noor", recorded_by="paul"))
    assert ledger.history(STREAM) == before


def test_what_was_said_is_amended_by_the_person_alone(ledger: Ledger) -> None:
    """A score that others could change would be theirs."""
    noor = ledger.practitioner("noor", recorded_by="noor")
    score, strain = (COMMANDS[name](noor) for name in OWN)
    paul = ledger.practitioner("noor", recorded_by="paul")
    for amend in (
        lambda person: person.correct_entry(
            score.id, on=DAY, new_fields={"score": 5}, reason="trop bas"
        ),
        lambda person: person.withdraw_entry(strain.id, on=DAY, reason="gênant"),
    ):
        assert refusal_of(amend, paul) == NotSelfDeclared("paul", "noor")
        amend(noor)
    assert [said.data.score for said in noor.state.wellbeing.scores] == [5]
    assert noor.state.wellbeing.strains == ()


def test_the_rest_is_amended_by_whoever_keeps_it(ledger: Ledger) -> None:
    """Assignments are the firm's affair as much as the person's."""
    office = ledger.practitioner("noor", recorded_by="bureau")
    started = COMMANDS["assignment_started"](office)
    fields = {"load": Decimal("0.5"), "profile": ("marché", "de nuit")}
    first = office.correct_entry(started.id, on=DAY, new_fields=fields, reason="relu", id="c1")
    assert office.state.assignments.load == Decimal("0.5")
    again = office.correct_entry(started.id, on=DAY, new_fields=fields, reason="relu", id="c1")
    assert again == first
    office.withdraw_entry(target=started.id, on=DAY, reason="saisie deux fois")
    assert office.state.assignments.by_id == {}


def test_an_erasure_stands(ledger: Ledger) -> None:
    """It is neither corrected nor withdrawn, not even by the person."""
    noor = lived(ledger)
    erased = noor.history().records[-1].id
    for amend in (
        lambda person: person.correct_entry(
            erased, on=DAY, new_fields={"scope": "rien"}, reason="erreur"
        ),
        lambda person: person.withdraw_entry(erased, on=DAY, reason="erreur"),
    ):
        assert refusal_of(amend, noor) == Irreversible(str(erased))


def test_nobody_is_given_more_than_they_carry(ledger: Ledger) -> None:
    """A handle that has not read of an assignment reads it before it says no, or yes."""
    one, other = (ledger.practitioner("noor") for _ in range(2))
    assert len(other.history()) == 0
    COMMANDS["assignment_started"](one)

    def another(person: Person) -> Recorded[Any]:
        return person.start_assignment(
            "verger:coop", on=DAY, load=Decimal("0.7"), difficulty=1, id="a2"
        )

    with pytest.raises(Refused) as refused:
        another(other)
    assert refused.value.refusal == Overloaded(Decimal("1.30"), MOST_LOAD)
    one.end_assignment("a1", on=DAY)
    assert another(other).version == 3


def test_what_is_no_step_of_the_scale_is_not_recorded(ledger: Ledger) -> None:
    """There are five."""
    noor = ledger.practitioner("noor", recorded_by="noor")
    with pytest.raises(Unfit, match=r"WellbeingReported\.score must be at most 5, not 6"):
        noor.report_wellbeing(on=DAY, score=6)
    assert len(noor.history()) == 0


def test_an_import_may_bring_what_others_said(ledger: Ledger) -> None:
    """It is kept apart from what the person says, and commands go on from there."""
    events: tuple[tuple[str, str, dict[str, object]], ...] = (
        ("wellbeing_reported", "bureau", {"score": 1}),
        ("wellbeing_reported", "noor", {"score": 3}),
        ("strain_reported", "bureau", {}),
        ("assignment_ended", "bureau", {"assignment_id": "a9"}),
        ("assignment_started", "bureau", {"assignment_id": "a8"}),
        ("personal_data_erased", "bureau", {}),
    )
    take(
        ledger,
        *(
            {
                "stream": STREAM,
                "event": name,
                "schema": 1,
                "occurred_at": "2022-05-02",
                "recorded_by": who,
                "data": data,
            }
            for name, who, data in events
        ),
    )
    noor = ledger.practitioner("noor", recorded_by="noor")
    assert len(noor.history()) == len(events)
    said = noor.state.wellbeing
    assert [one.data.score for one in said.scores] == [3]
    assert [one.recorded_by for one in said.by_others] == ["bureau", "bureau"]
    assert noor.state.assignments.load == 0
    assert COMMANDS["wellbeing_reported"](noor).version == len(events) + 1


def test_a_practitioner_is_no_relationship(ledger: Ledger) -> None:
    """A handle opens on a stream of its own kind, by its own id or the whole one."""
    by_whole_id = ledger.practitioner(STREAM, recorded_by="noor")
    assert COMMANDS["wellbeing_reported"](by_whole_id).stream == STREAM
    with pytest.raises(ValueError, match="'firm/noor' is no practitioner"):
        ledger.practitioner("firm/noor")
    with pytest.raises(ValueError, match="needs an id"):
        ledger.practitioner("")
