"""What a house's handle promises on a real SQLite store: commands, retries, refusals, replay."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from world import Clock, exported, take

from noe_core.facts import Recorded
from noe_core.firm.doctrine import Role
from noe_core.firm.ethics import StatedValue, TooManyValues, ValueWithoutAct
from noe_core.firm.events import EVENTS
from noe_core.firm.offers import Channel, OfferLayer
from noe_core.firm.state import Firm
from noe_core.refusal import AlreadyDone, Refusal, UnknownReference
from noe_core.streams import state_of
from noe_core.values import PartyRef, Side
from noe_stores import House, IdReused, Ledger, Refused, connect

STREAM = "firm/verger"
DAY = date(2022, 5, 2)
NOOR, SAMI = (
    PartyRef(party_id=name, side=Side.PROVIDER, organisation="Verger Conseil")
    for name in ("noor", "sami")
)
BOTH = (NOOR, SAMI)
CANDOUR = StatedValue(
    name="franchise", meaning="dire ce qui gêne", typical_acts=("prévenir d'un retard",)
)

Command = Callable[[House], Recorded[Any]]

COMMANDS: dict[str, Command] = {
    "vision_stated": lambda house: house.state_vision(
        on=DAY, text="que chaque marché vive de ses voisins", id="v1"
    ),
    "vision_shared": lambda house: house.share_vision(on=DAY, acknowledged_by=iter(BOTH), id="v2"),
    "coherence_reviewed": lambda house: house.review_coherence(
        on=DAY, gap="on conseille loin d'ici", participants=BOTH, minutes=90, id="v3"
    ),
    "values_published": lambda house: house.publish_values(
        on=DAY, values=[CANDOUR], chosen_by=BOTH, id="e1"
    ),
    "values_stress_tested": lambda house: house.stress_test_values(
        on=DAY, scenario="un grand compte qui ment", tenable=True, id="e2"
    ),
    "value_act_observed": lambda house: house.observe_value_act(
        "franchise", on=DAY, kept=False, relationship_id="verger:halles", id="e3"
    ),
    "doctrine_concept_adopted": lambda house: house.adopt_doctrine_concept(
        on=DAY, concept="travail réel", question="qu'a-t-on fait, au juste ?", id="c1"
    ),
    "role_assigned": lambda house: house.assign_role(
        Role.COOPERATION_GUARANTOR, on=DAY, holder=NOOR, relationship_id="verger:halles", id="r1"
    ),
    "practice_declared": lambda house: house.declare_practice(
        "le tour du lundi", on=DAY, period_days=7, id="d1"
    ),
    "offer_revised": lambda house: house.revise_offer(
        on=DAY,
        layers={OfferLayer.VALUE_PROPOSITION, OfferLayer.INTERFACE},
        impacts=["moins de déplacements"],
        why="les étals ne demandaient pas cela",
        offer="l'accompagnement",
        id="o1",
    ),
    "strategy_shared": lambda house: house.share_strategy(
        on=DAY, channel=Channel.PERSONAL, relationship_ids=["verger:halles"], id="o2"
    ),
    "peer_session_held": lambda house: house.hold_peer_session(
        on=DAY, topic="dire non", minutes=120, participants=BOTH, date_coopted=True, id="p1"
    ),
}
"""Each command once, in an order in which none is refused."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a store of this test lies."""
    return tmp_path / "houses.db"


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    """The store, on a clock that stands still."""
    with connect(path, clock=Clock()) as opened:
        yield opened


def lived(ledger: Ledger) -> House:
    """A house that has done a bit of everything."""
    house = ledger.firm("verger", recorded_by="noor")
    for command in COMMANDS.values():
        command(house)
    return house


def test_each_command_records_its_own_event(ledger: Ledger) -> None:
    """One for every event of a firm, under the name it is kept by."""
    house = ledger.firm("verger", recorded_by="noor", caused_by="séminaire", correlation_id="mai")
    for name, command in COMMANDS.items():
        fact = command(house)
        assert (fact.event, fact.stream, fact.recorded_by) == (name, STREAM, "noor")
        assert (fact.caused_by, fact.correlation_id) == ("séminaire", "mai")
    assert set(COMMANDS) == {event.name for event in EVENTS}


def test_the_history_replays(ledger: Ledger, path: Path) -> None:
    """Another connection reads the same facts and comes to the same state."""
    house = lived(ledger)
    with connect(path, clock=Clock()) as again:
        history = again.history(STREAM)
        assert history == house.history()
        assert state_of(history) == house.state
        assert again.verify().sound
    assert isinstance(house.state, Firm)
    published = house.state.ethics.in_force
    assert published is not None
    assert (published.data.version, published.data.values) == (1, (CANDOUR,))
    assert house.state.doctrine.practices["le tour du lundi"].data.period_days == 7


def test_the_export_is_read_back_byte_for_byte(ledger: Ledger) -> None:
    """An empty store that takes it gives the same lines again, and a second time adds nothing."""
    lived(ledger)
    lines = exported(ledger)
    with connect("memory:", clock=Clock()) as other:
        take(other, *lines.splitlines())
        take(other, *lines.splitlines())
        assert exported(other) == lines


@pytest.mark.parametrize("name", COMMANDS)
def test_a_retry_is_recognised_by_its_id(ledger: Ledger, path: Path, name: str) -> None:
    """Given again by somebody else, on a history that has gone on, it answers as at first."""
    before = lived(ledger).history()
    with connect(path, clock=Clock()) as again:
        house = again.firm("verger", recorded_by="sami")
        assert COMMANDS[name](house) in before.records
        assert house.history() == before


def test_an_id_given_to_other_words_is_told_apart(ledger: Ledger) -> None:
    """It is no retry, and nothing is recorded."""
    house = lived(ledger)
    before = house.history()
    with pytest.raises(IdReused):
        house.state_vision(on=DAY, text="autre chose", id="v1")
    assert house.history() == before


REFUSED: dict[str, tuple[Command, Refusal]] = {
    "a value that nothing shows": (
        lambda house: house.publish_values(
            on=DAY, values=[StatedValue(name="grandeur")], chosen_by=BOTH
        ),
        ValueWithoutAct("grandeur"),
    ),
    "more values than the house allows itself": (
        lambda house: house.publish_values(on=DAY, values=[CANDOUR], chosen_by=BOTH, most=0),
        TooManyValues(1, 0),
    ),
    "an act of a value never published": (
        lambda house: house.observe_value_act("grandeur", on=DAY, kept=True),
        UnknownReference("value", "grandeur"),
    ),
    "a role held already, by the full name of the relationship": (
        lambda house: house.assign_role(
            Role.COOPERATION_GUARANTOR,
            on=DAY,
            holder=NOOR,
            relationship_id="relationship/verger:halles",
        ),
        AlreadyDone("role", "cooperation_guarantor", "held by noor"),
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_refusal_is_raised_and_records_nothing(ledger: Ledger, what: str) -> None:
    """It names the stream and carries the refusal as a value."""
    command, refusal = REFUSED[what]
    house = lived(ledger)
    before = house.history()
    with pytest.raises(Refused) as refused:
        command(house)
    assert (refused.value.refusal, refused.value.stream) == (refusal, STREAM)
    assert house.history() == before


def test_versions_follow_each_other_on_two_connections(ledger: Ledger, path: Path) -> None:
    """A house that has not read of a version reads it, and takes the number after."""
    one = ledger.firm("verger")
    with connect(path, clock=Clock()) as elsewhere:
        other = elsewhere.firm("verger")
        assert len(other.history()) == 0
        one.publish_values(on=DAY, values=[CANDOUR], chosen_by=BOTH)
        second = other.publish_values(on=DAY, values=[CANDOUR], chosen_by=BOTH)
        assert (second.version, second.data.version) == (2, 2)


def test_entries_are_corrected_and_withdrawn(ledger: Ledger) -> None:
    """What was said of an act is set right; a value taken back is no value any more."""
    house = ledger.firm("verger")
    published = COMMANDS["values_published"](house)
    act = COMMANDS["value_act_observed"](house)
    house.correct_entry(act.id, on=DAY, new_fields={"kept": True}, reason="mal compris")
    assert [one.data.kept for one in house.state.ethics.acts] == [True]
    house.withdraw_entry(published.id, on=DAY, reason="jamais votées")
    assert not house.state.ethics.has_published("franchise")


def test_an_import_may_bring_what_no_command_would(ledger: Ledger) -> None:
    """Of what it leaves out nothing is assumed, and commands go on from there."""
    bare: dict[str, dict[str, object]] = {
        "doctrine_concept_adopted": {"concept": "écart"},
        "practice_declared": {"name": "le tour du lundi"},
        "values_published": {"values": [{"name": "grandeur"}]},
    }
    take(
        ledger,
        *(
            {
                "stream": STREAM,
                "event": event.name,
                "schema": 1,
                "occurred_at": "2022-05-02",
                "recorded_by": "import",
                "data": bare.get(event.name, {}),
            }
            for event in EVENTS
        ),
    )
    house = ledger.firm("verger")
    assert len(house.history()) == len(EVENTS)
    assert not house.state.unread
    assert house.state.doctrine.concepts["écart"].data.question is None
    assert COMMANDS["values_published"](house).data.version == 1
    assert COMMANDS["role_assigned"](house).version == len(EVENTS) + 2


def test_a_firm_is_no_relationship(ledger: Ledger) -> None:
    """A handle opens on a stream of its own kind, by its own id or the whole one."""
    assert COMMANDS["vision_stated"](ledger.firm(STREAM)).stream == STREAM
    with pytest.raises(ValueError, match="'team/verger' is no firm"):
        ledger.firm("team/verger")
    with pytest.raises(ValueError, match="needs an id"):
        ledger.firm("")
