"""The names that the domain uses in its code, and the words they are made of.

Rule kept here: a name is split where its case changes or at an underscore; a plural counts
as its singular. Nothing else is guessed.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from enum import Enum
from types import ModuleType

import attrs

import noe_core
from noe_core.events import EVENTS
from noe_core.refusal import Refusal

ROOMS = (
    "noe_core.values",
    "noe_core.vocabulary",
    "noe_core.entries",
    "noe_core.audit.rule",
    "noe_core.relationship.",
    "noe_core.practitioner.",
    "noe_core.team.",
    "noe_core.firm.",
    "noe_core.projections.",
)
"""Where the domain's own words stand: facts, values, states, answers and enums."""


def modules() -> Iterator[ModuleType]:
    """The modules whose names are held to the glossary."""
    for found in pkgutil.walk_packages(noe_core.__path__, "noe_core."):
        if found.name.startswith(ROOMS):
            yield importlib.import_module(found.name)


def classes() -> Iterator[type]:
    """Their public classes; refusals have a page of their own."""
    for module in modules():
        for name, thing in vars(module).items():
            own = inspect.isclass(thing) and thing.__module__ == module.__name__
            if own and not name.startswith("_") and not issubclass(thing, Refusal):
                yield thing


def names() -> Iterator[tuple[str, str]]:
    """Every name held to the glossary, with where it stands."""
    for event in EVENTS:
        yield event.name, "the table of events"
    for one in classes():
        yield one.__name__, one.__module__
        if issubclass(one, Enum):
            for member in one:
                yield str(member.value), one.__name__
        elif attrs.has(one):
            for field in attrs.fields(one):
                if not field.name.startswith("_"):
                    yield field.name, one.__name__


def words(name: str) -> Iterator[str]:
    """The words of a name: ``EngagementMade`` and ``engagement_made`` have the same two."""
    for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name):
        yield singular(word.lower())


def singular(word: str) -> str:
    """A word without the ending of a plural."""
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "ches")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
