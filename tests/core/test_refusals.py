"""Every refusal of the core is met by a test, and every decision announces those it gives.

Rule kept here: the chapters' tests hold their refusals in tables of situations; this module
reads the tables, not what happened to run, so that it says the same run alone or in parts.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

import noe_core
from noe_core.decision import (
    Draft,
    RecordedInFuture,
    RecordedTooEarly,
    VersionOutOfStep,
    WrongStream,
    happened,
)
from noe_core.refusal import (
    AlreadyDone,
    FutureFact,
    Missing,
    Refusal,
    UnknownReference,
    first,
    missing,
)
from noe_core.relationship.encounter import DemandExpressed
from noe_core.team.notebook import SuccessNoted
from noe_core.testing import Refused as Case
from noe_core.vocabulary import StreamKind
from noe_stores import Refused, connect
from noe_stores.handles.house import House
from noe_stores.handles.person import Person
from noe_stores.handles.relation import Relation
from noe_stores.handles.team_room import TeamRoom

HANDLES = (Relation, Person, TeamRoom, House)
"""What an embedder holds of a stream, one class a kind."""


def _chapters() -> Iterator[Mapping[str, Any]]:
    """The names in every module of tests that tells of a kind of stream."""
    here = Path(__file__).parent
    for folder in map(str, StreamKind):
        for found in pkgutil.iter_modules([str(here / folder)]):
            if found.name.startswith("test_"):
                # By its folder, as pytest imports it: two folders may name a module alike.
                yield vars(importlib.import_module(f"{folder}.{found.name}"))


CASES: tuple[Case, ...] = tuple(
    case for chapter in _chapters() for case in chapter.get("REFUSALS", ())
)

NEVER_REFUSED = {"request_feedback", "give_feedback"}
"""Commands that need nothing and are welcome at any time."""

NOON = datetime(2022, 3, 1, 12, tzinfo=UTC)
DRAFT = happened(DemandExpressed(demand_id="d1"), date(2022, 3, 1))
HOUR = timedelta(hours=1)


def kinds(kind: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    """Every kind of refusal that the core declares."""
    for found in kind.__subclasses__():
        if found.__module__.startswith("noe_core."):
            yield found
        yield from kinds(found)


def commands() -> dict[str, Callable[..., Any]]:
    """The commands of every handle, by class and name: the decisions wrapped there, once each."""
    found: dict[Callable[..., Any], str] = {}
    for handle in HANDLES:
        for name, member in inspect.getmembers(handle, inspect.isfunction):
            if hasattr(member, "__wrapped__"):
                found.setdefault(inspect.unwrap(member), f"{handle.__name__}.{name}")
    return {name: decide for decide, name in found.items()}


def announced(decide: Callable[..., Any]) -> frozenset[str]:
    """The refusals that a decision's own documentation announces."""
    _, _, listed = (decide.__doc__ or "").partition("Refusals:")
    return frozenset(re.findall(r"`(\w+)`", listed))


RECORDING = {
    "a day that has begun nowhere": (
        [evolve(DRAFT, occurred_at=date(2022, 3, 3))],
        FutureFact(date(2022, 3, 3), NOON),
    ),
    "an hour to come": (
        [evolve(DRAFT, occurred_at=NOON + HOUR)],
        FutureFact(NOON + HOUR, NOON),
    ),
    "written down later than now": (
        [evolve(DRAFT, recorded_at=NOON + HOUR)],
        RecordedInFuture(NOON + HOUR, NOON),
    ),
    "written down before it happened": (
        [evolve(DRAFT, occurred_at=NOON, recorded_at=NOON - HOUR)],
        RecordedTooEarly(NOON - HOUR, NOON, "when it happened"),
    ),
    "written down before the one before": (
        [evolve(DRAFT, recorded_at=NOON), evolve(DRAFT, recorded_at=NOON - HOUR)],
        RecordedTooEarly(NOON - HOUR, NOON, "when the fact before it was recorded"),
    ),
    "a fact of another kind of stream": (
        [evolve(DRAFT, data=SuccessNoted())],
        WrongStream("success_noted", "relationship"),
    ),
    "a version left out": ([evolve(DRAFT, version=2)], VersionOutOfStep(2, 1)),
}
"""What no command is asked and no import may bring, and the refusals of recording it."""


@pytest.mark.parametrize(("drafts", "refusal"), RECORDING.values(), ids=RECORDING)
def test_recording_is_refused(drafts: list[Draft[Any]], refusal: Refusal) -> None:
    """Nothing is recorded then, not even what stood before it in the same piece."""
    with connect("memory:", clock=lambda: NOON) as ledger:
        with pytest.raises(Refused) as caught:
            ledger.record("a:b", drafts)
        assert caught.value.refusal == refusal
        assert ledger.history("a:b").records == ()


def test_every_refusal_of_the_core_is_met() -> None:
    """By a command in one of the chapters' tables, or in recording."""
    for module in pkgutil.walk_packages(noe_core.__path__, "noe_core."):
        importlib.import_module(module.name)
    met = {case.refusal.name for case in CASES} | {r.name for _, r in RECORDING.values()}
    assert {kind.__name__ for kind in kinds()} == met


@pytest.mark.parametrize(("name", "decide"), commands().items(), ids=commands())
def test_a_command_refuses_what_it_announces_and_nothing_else(
    name: str, decide: Callable[..., Any]
) -> None:
    """Its documentation names each refusal that its tests meet, and its tests meet each named."""
    met = {case.refusal.name for case in CASES if case.situation.decide is decide}
    assert met == announced(decide)
    assert bool(met) is (name.partition(".")[2] not in NEVER_REFUSED)


def test_the_tables_are_about_commands() -> None:
    """Nothing is tested that nobody can call."""
    assert {case.situation.decide for case in CASES} <= set(commands().values())


@pytest.mark.parametrize(
    "refusal",
    {(case.refusal.name, str(case.refusal)): case.refusal for case in CASES}.values(),
    ids=str,
)
def test_a_refusal_reads_as_a_sentence(refusal: Refusal) -> None:
    """Its fields are filled in as people write them."""
    said = str(refusal)
    assert not re.search(r"[{}<>]|Decimal|Money\(|datetime|\bSide\b", said)
    assert len(said.split()) > 3


def test_a_refusal_has_a_name_and_fields() -> None:
    """It is a value: equal to another that says the same."""
    assert Refusal().name == "Refusal"
    assert str(Refusal()) == "it is refused"
    assert AlreadyDone("demand", "d1", "expressed") == AlreadyDone("demand", "d1", "expressed")
    assert hash(Missing("text")) == hash(Missing("text"))
    assert Missing("text") != Missing("title")
    assert str(UnknownReference("demand_id", "d9")) == (
        "demand_id names d9, which this stream does not hold; record it first"
    )


def test_the_first_refusal_is_returned() -> None:
    """In the order given, passing over what was not refused."""
    assert first() is None
    assert first(None, None) is None
    assert first(None, Missing("b"), Missing("a")) == Missing("b")


@pytest.mark.parametrize("nothing", [None, "", (), frozenset()], ids=repr)
def test_what_says_nothing_is_missing(nothing: object) -> None:
    """The first such thing is named; nothing at all, zero and no are all something."""
    assert missing(a="said", b=nothing, c=None) == Missing("b")
    assert missing(a=0, b=False, c="0", d=(None,)) is None
    assert missing() is None
