"""What a team's room promises on a real SQLite store: its commands, retries, refusals, replay."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from world import NOW, Clock, exported, take

from noe_core.entries import EntryCorrected, EntryWithdrawn
from noe_core.facts import Recorded
from noe_core.refusal import UnknownReference
from noe_core.streams import state_of
from noe_core.team.collective import NotCollective
from noe_core.team.events import EVENTS
from noe_core.team.notebook import RitualKind, SuccessNoted
from noe_core.team.state import Team
from noe_core.team.steps import OneStepAtATime, SmallStepRooted
from noe_core.team.tensions import PersonalisedTension, TensionCause
from noe_core.values import PartyRef, Side
from noe_stores import IdReused, Ledger, Refused, TeamRoom, connect

STREAM = "team/fournil"
DAY = date(2022, 5, 2)
IMES, OTTO = (
    PartyRef(party_id=name, side=Side.PROVIDER, organisation="Le Fournil des Pins")
    for name in ("imes", "otto")
)
BOTH = (IMES, OTTO)

Command = Callable[[TeamRoom], Recorded[Any]]


def rooted(room: TeamRoom) -> Recorded[SmallStepRooted]:
    """The step repeated on nine days more, and called a reflex."""
    for n in range(1, 10):
        room.repeat_small_step("s1", on=DAY + timedelta(days=n), id=f"s1.{n + 1}")
    return room.root_small_step("s1", on=DAY + timedelta(days=10), account="sans y penser", id="s2")


COMMANDS: dict[str, Command] = {
    "tension_raised": lambda room: room.raise_tension(on=DAY, text="le four est pris", id="t1"),
    "tension_examined": lambda room: room.examine_tension(
        "t1",
        on=DAY,
        causes={TensionCause.MEANS, TensionCause.RULES},
        participants=BOTH,
        minutes=40,
        id="x1",
    ),
    "deliberation_held": lambda room: room.hold_deliberation(
        on=DAY, question="qu'est-ce qu'un bon pain ?", participants=BOTH, minutes=60, id="d1"
    ),
    "work_rule_adopted": lambda room: room.adopt_work_rule(
        on=DAY,
        rule="on ferme à deux",
        quality_criterion="un plan de travail prêt",
        deliberation_id="d1",
        review_by=date(2022, 11, 2),
        id="r1",
    ),
    "work_rule_retired": lambda room: room.retire_work_rule("on ferme à deux", on=DAY, id="r2"),
    "shared_project_formulated": lambda room: room.formulate_shared_project(
        on=DAY,
        question="que dirait la rue de nous ?",
        answer="que personne n'y manque de pain",
        consensus=True,
        participants=BOTH,
        id="p1",
    ),
    "indicator_adopted": lambda room: room.adopt_indicator(
        "pains donnés",
        on=DAY,
        serves="p1",
        chosen_by=BOTH,
        filled_by=[OTTO],
        upkeep_minutes=20,
        id="i1",
    ),
    "indicator_retired": lambda room: room.retire_indicator("pains donnés", on=DAY, id="i2"),
    "success_noted": lambda room: room.note_success(
        on=DAY, author=OTTO, text="l'école est revenue", relationship_id="fournil:école", id="s1"
    ),
    "ritual_held": lambda room: room.hold_ritual(
        on=DAY, kind=RitualKind.STAND_UP, minutes=15, participants=BOTH, id="h1"
    ),
    "skill_built": lambda room: room.build_skill(
        on=DAY, party=IMES, skill="laisser décider", how="un mois d'écoute", id="k1"
    ),
    "experiment_concluded": lambda room: room.conclude_experiment(
        on=DAY, hypothesis="cuire plus tard", outcome="moins vendu", lesson="demander", id="e1"
    ),
    "low_value_work_identified": lambda room: room.identify_low_value_work(
        on=DAY, what="recopier deux fois", minutes_per_month=240, id="l1"
    ),
    "field_observation_made": lambda room: room.make_field_observation(
        on=DAY, prescribed="tout peser", actual="un sur dix", gap="balance trop loin", id="f1"
    ),
    "small_step_chosen": lambda room: room.choose_small_step(on=DAY, text="saluer", id="s1"),
    "small_step_repeated": lambda room: room.repeat_small_step("s1", on=DAY, id="s1.1"),
    "small_step_rooted": rooted,
}
"""Each command once, in an order in which none is refused."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a store of this test lies."""
    return tmp_path / "team.db"


def opened(path: Path) -> Ledger:
    """The store, on a clock that stands still."""
    return connect(path, clock=Clock())


def lived(ledger: Ledger) -> TeamRoom:
    """The room of a team that has done a bit of everything."""
    room = ledger.team("fournil", recorded_by="imes")
    for command in COMMANDS.values():
        command(room)
    return room


def test_each_command_records_its_own_event(path: Path) -> None:
    """One for every event of a team, under the name it is kept by."""
    with opened(path) as ledger:
        room = ledger.team("fournil", recorded_by="imes", caused_by="cahier", correlation_id="mai")
        for name, command in COMMANDS.items():
            fact = command(room)
            assert (fact.event, fact.stream, fact.recorded_by) == (name, STREAM, "imes")
            assert (fact.caused_by, fact.correlation_id) == ("cahier", "mai")
    assert set(COMMANDS) == {event.name for event in EVENTS}


def test_the_history_replays(path: Path) -> None:
    """Another connection reads the same facts and comes to the same state."""
    with opened(path) as ledger:
        room = lived(ledger)
        told, state = room.history(), room.state
    with opened(path) as again:
        history = again.history(STREAM)
        assert history.records == told.records
        assert again.team("fournil").history() == told
        assert state_of(history) == state
        assert again.verify().sound
    assert isinstance(state, Team)
    assert state.steps.open is None
    assert not state.rules.by_key["r1"].in_force
    assert [fact.data.text for fact in state.notebook.successes] == ["l'école est revenue"]


def test_the_export_is_read_back_byte_for_byte(path: Path) -> None:
    """An empty store that takes it gives the same lines again, and a second time adds nothing."""
    with opened(path) as ledger, connect("memory:", clock=Clock()) as other:
        lived(ledger)
        lines = exported(ledger)
        take(other, *lines.splitlines())
        take(other, *lines.splitlines())
        assert exported(other) == lines


@pytest.mark.parametrize("name", COMMANDS)
def test_a_retry_is_recognised_by_its_id(path: Path, name: str) -> None:
    """Given again, on a history that would refuse it by now, a command answers as at first."""
    with opened(path) as ledger:
        before = lived(ledger).history()
    with opened(path) as ledger:
        room = ledger.team("fournil", recorded_by="somebody else")
        assert COMMANDS[name](room) in before.records
        assert room.history() == before


def test_an_id_given_to_other_words_is_told_apart(path: Path) -> None:
    """It is no retry, and nothing is recorded."""
    with opened(path) as ledger:
        room = lived(ledger)
        count = len(room.history())
        with pytest.raises(IdReused):
            room.raise_tension(on=DAY, text="autre chose", id="t1")
        assert len(room.history()) == count


REFUSED: dict[str, tuple[Command, Any]] = {
    "a tension nobody raised": (
        lambda room: room.examine_tension(
            "t9", on=DAY, causes=[TensionCause.TIME], participants=BOTH, minutes=10
        ),
        UnknownReference("tension_id", "t9"),
    ),
    "a tension put down to somebody": (
        lambda room: room.examine_tension("t1", on=DAY, causes=[], participants=BOTH, minutes=10),
        PersonalisedTension("t1"),
    ),
    "a tension examined alone": (
        lambda room: room.examine_tension(
            "t1", on=DAY, causes=[TensionCause.TIME], participants=[OTTO], minutes=10
        ),
        NotCollective("tension", "t1", 1),
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_refusal_is_raised_and_records_nothing(path: Path, what: str) -> None:
    """It names the stream and carries the refusal as a value."""
    command, refusal = REFUSED[what]
    with opened(path) as ledger:
        room = ledger.team("fournil")
        COMMANDS["tension_raised"](room)
        with pytest.raises(Refused) as refused:
            command(room)
        assert (refused.value.refusal, refused.value.stream) == (refusal, STREAM)
        assert len(ledger.history(STREAM)) == 1


def test_a_second_step_waits_even_for_a_room_that_has_not_read_of_the_first(path: Path) -> None:
    """The last word of the store decides; once the first is withdrawn the second may begin."""
    with opened(path) as ledger, opened(path) as elsewhere:
        one, other = ledger.team("fournil"), elsewhere.team("fournil")
        assert len(other.history()) == 0
        first = one.choose_small_step(on=DAY, text="saluer", id="s1")
        with pytest.raises(Refused) as refused:
            other.choose_small_step(on=DAY, text="remercier", id="s2")
        assert refused.value.refusal == OneStepAtATime("s2", "s1")
        withdrawn = one.withdraw_entry(first.id, on=DAY, reason="abandonné")
        assert isinstance(withdrawn.data, EntryWithdrawn)
        assert other.choose_small_step(on=DAY, text="remercier", id="s2").version == 3


def test_an_entry_is_corrected(path: Path) -> None:
    """A rule that is put in better words is still the same rule."""
    with opened(path) as ledger:
        room = ledger.team("fournil")
        COMMANDS["deliberation_held"](room)
        adopted = COMMANDS["work_rule_adopted"](room)
        fields = {"rule": "on ferme toujours à deux"}
        corrected = room.correct_entry(adopted.id, on=DAY, new_fields=fields, reason="clarté")
        assert isinstance(corrected.data, EntryCorrected)
        room.retire_work_rule("on ferme toujours à deux", on=DAY)
        (rule,) = room.state.rules.by_key.values()
        assert (rule.key, rule.in_force, len(rule.retired)) == ("r1", False, 1)


def test_an_import_may_bring_what_no_command_would(path: Path) -> None:
    """Of what it leaves out nothing is assumed, and commands go on from there."""
    events = (
        ("tension_examined", {"tension_id": "t1"}),
        ("deliberation_held", {"deliberation_id": "d1"}),
        ("ritual_held", {}),
        ("success_noted", {}),
        ("small_step_rooted", {"step_id": "s1"}),
        ("indicator_retired", {"name": "marge"}),
    )
    lines = (
        {
            "stream": STREAM,
            "event": name,
            "schema": 1,
            "occurred_at": "2022-05-02",
            "recorded_by": "import",
            "data": data,
        }
        for name, data in events
    )
    with opened(path) as ledger:
        take(ledger, *lines)
        room = ledger.team("fournil")
        assert len(room.history()) == len(events)
        assert room.state.notebook.rituals[0].data.minutes is None
        assert room.state.rules.deliberations[0].data.minutes is None
        assert COMMANDS["tension_raised"](room).version == len(events) + 1
        assert COMMANDS["small_step_chosen"](room).recorded_at == NOW


def test_a_team_is_no_relationship(path: Path) -> None:
    """A room opens on a stream of its own kind, by its own id or the whole one."""
    with opened(path) as ledger:
        fact = ledger.team(STREAM).note_success(on=DAY, author=OTTO, text="l'école est revenue")
        assert isinstance(fact.data, SuccessNoted)
        assert fact.stream == ledger.team("fournil").history().stream == STREAM
        with pytest.raises(ValueError, match="'relationship/fournil' is no team"):
            ledger.team("relationship/fournil")
        with pytest.raises(ValueError, match="needs an id"):
            ledger.team("")
