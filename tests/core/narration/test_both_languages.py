"""French and English are complete: the same functions, the same keys, and every enum and rule."""

from __future__ import annotations

import inspect
import pkgutil
import re
from collections.abc import Mapping
from enum import Enum
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import noe_core.audit
import noe_core.narration
from noe_core.audit.rules import RULES
from noe_core.events import EVENTS
from noe_core.languages import LANGUAGES
from noe_core.narration import en, fr

GRAMMAR = {"words": {"elided"}, "pen": {"Noun", "noun_of"}}
"""What only French needs: its elisions and its nouns with their gender."""

PARTIAL = {"POLARITIES", "_WHERE", "_WHOSE"}
"""Mappings that leave out on purpose what goes without saying."""

MODULES = sorted(found.name for found in pkgutil.iter_modules(fr.__path__))


def pair(name: str) -> tuple[ModuleType, ModuleType]:
    """A module of both languages."""
    french, english = (import_module(f"{p.__name__}.{name}") for p in (fr, en))
    return french, english


def own(module: ModuleType) -> dict[str, Any]:
    """The public names that a module defines itself."""
    return {
        name: value
        for name, value in vars(module).items()
        if not name.startswith("_")
        and getattr(value, "__module__", module.__name__) == module.__name__
    }


def functions(module: ModuleType) -> set[str]:
    """The public functions and classes of a module."""
    return {n for n, v in own(module).items() if inspect.isfunction(v) or inspect.isclass(v)}


def mappings(module: ModuleType) -> dict[str, Mapping[Any, Any]]:
    """The mappings of a module, private ones too."""
    return {
        name: value
        for name, value in vars(module).items()
        if isinstance(value, Mapping) and not name.startswith("__")
    }


def test_both_languages_are_those_listed() -> None:
    """Each language listed is a package here, and each package is listed."""
    packages = {
        found.name
        for found in pkgutil.iter_modules(import_module("noe_core.narration").__path__)
        if found.ispkg
    }
    assert packages == set(LANGUAGES)


def test_both_languages_have_the_same_modules() -> None:
    """A chapter written in one language is written in the other."""
    assert sorted(found.name for found in pkgutil.iter_modules(en.__path__)) == MODULES


@pytest.mark.parametrize("name", MODULES)
def test_both_languages_have_the_same_functions(name: str) -> None:
    """What one language can be asked, the other can; French grammar apart."""
    french, english = map(functions, pair(name))
    assert french ^ english <= GRAMMAR.get(name, set()) | {"name_of"}


@pytest.mark.parametrize("name", MODULES)
def test_both_languages_have_the_same_keys(name: str) -> None:
    """A word for a key in one language has its counterpart in the other.

    What is private may be there for the grammar of one language alone.
    """
    french, english = map(mappings, pair(name))
    assert {m for m in french.keys() ^ english.keys() if not m.startswith("_")} == set()
    for mapping in french.keys() & english.keys():
        assert set(french[mapping]) == set(english[mapping]), mapping


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", MODULES)
def test_a_mapping_of_an_enum_has_a_word_for_each_member(name: str, language: str) -> None:
    """An enum that is put into words is put into words whole."""
    module = import_module(f"noe_core.narration.{language}.{name}")
    for called, mapping in mappings(module).items():
        kinds = {type(key) for key in mapping}
        if called not in PARTIAL and kinds and all(issubclass(kind, Enum) for kind in kinds):
            (kind,) = kinds
            assert set(mapping) == set(kind), f"{name}.{called}"
        assert all(word != "" for word in mapping.values()), f"{name}.{called}"


def families(language: str, table: str) -> set[str]:
    """The keys of a table over every family of findings."""
    found: set[str] = set()
    for name in MODULES:
        if name.startswith("findings"):
            found |= set(getattr(import_module(f"noe_core.narration.{language}.{name}"), table, ()))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_its_sentence(language: str) -> None:
    """Each rule is said, and nothing is said for a rule that is not there."""
    assert families(language, "SENTENCES") == {rule.id for rule in RULES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_for_not_answering_is_said(language: str) -> None:
    """Each key a rule gives as `because` has its sentence."""
    source = Path(noe_core.audit.__file__).parent
    given = {
        key
        for file in source.glob("*.py")
        for key in re.findall(r'because="(\w+)"', file.read_text("utf-8"))
    }
    assert given
    assert given <= families(language, "REASONS")


def test_every_event_has_a_label_in_both_languages() -> None:
    """No event goes without a French and an English name, nor two under one in a stream."""
    for event in EVENTS:
        assert event.fr.strip(), event.name
        assert event.en.strip(), event.name
