"""The kit as it is shipped: what it needs, and that it knows every decision."""

from __future__ import annotations

import inspect
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from noe_core.events import EVENTS_OF
from noe_stores.handles.handle import Handle
from noe_stores.handles.house import House
from noe_stores.handles.person import Person
from noe_stores.handles.relation import Relation
from noe_stores.handles.team_room import TeamRoom

HANDLES: tuple[type[Handle[Any]], ...] = (Relation, Person, TeamRoom, House)


def commands(handle: type[Handle[Any]]) -> set[Callable[..., Any]]:
    """The decisions that a handle records."""
    members = inspect.getmembers(handle, inspect.isfunction)
    return {inspect.unwrap(method) for _, method in members if hasattr(method, "__wrapped__")}


@pytest.mark.parametrize("handle", HANDLES)
def test_the_table_knows_every_decision(handle: type[Handle[Any]]) -> None:
    """Those of a handle and no other, each with the fact that it makes."""
    table = EVENTS_OF[handle.streams.kind]
    assert {event.decide for event in table} == commands(handle)
    for event in table:
        assert f"{event.kind.__name__}]" in str(inspect.signature(event.decide).return_annotation)


def python(program: str) -> subprocess.CompletedProcess[str]:
    """What a Python in which hypothesis cannot be imported makes of a program."""
    without = "import sys; sys.modules['hypothesis'] = None\n"
    return subprocess.run(
        [sys.executable, "-c", without + program], capture_output=True, text=True, check=False
    )


def test_the_kit_needs_no_hypothesis() -> None:
    """Nor any test framework: what it imports is the library alone."""
    program = (
        "import noe_core.testing\n"
        "assert noe_core.testing.Life().history().records == ()\n"
        "assert not {'pytest', '_pytest', 'noe_stores'} & set(sys.modules)"
    )
    assert python(program).stderr == ""


def test_without_hypothesis_the_strategies_say_what_to_install() -> None:
    """And name what is missing, as Python does."""
    done = python("import noe_core.testing.strategies")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "ModuleNotFoundError: histories are drawn by hypothesis, which is not installed. "
        "Install it with: pip install 'noe[testing]'"
    )
