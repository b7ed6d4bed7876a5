"""The page of projections: each question, what it is asked of, and what its answer holds."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import Any, get_args, get_origin, get_type_hints

import attrs
from attrs import evolve, frozen

import noe_core.projections
from noe_core.narration import narrative
from noe_core.projection import Projection
from noe_core.survey import Survey
from reference_pages.words import (
    WRITTEN_BY,
    field_kind,
    joined,
    kind,
    meanings,
    paragraph,
    parts,
    table,
)

OPENING = """# Projections

The questions that can be put to a history, or to several at once. Every answer is a value
made of the facts alone; each figure in it carries the ids of the events it stands on
(`Figure(value, evidence)`), and a ratio whose denominator is zero is `None`, never 0 or 1.
Ask as of any day and as known at any day by asking a history cut there:
`ledger.history("…", as_of=…, known_at=…)`.

A *projection* is asked of one history: `RHYTHM.of(history)`. A *survey* is asked of several:
`survey.of(ledger.histories())`. Where a question takes arguments, a function makes it."""


@frozen
class Question:
    """A projection or a survey: its name, how it is asked, and the class of its answer."""

    name: str
    module: ModuleType
    ways: tuple[str, ...]
    answer: Any
    survey: bool


def page() -> str:
    """The page of projections."""
    found = questions()
    links = " · ".join(f"[{one.name}](#{one.name})" for one in found)
    return joined(WRITTEN_BY, OPENING, links, *(_question(one) for one in found))


def questions() -> tuple[Question, ...]:
    """Every projection and survey of the library, by name."""
    found: dict[str, Question] = {}
    for module in _modules():
        for one in _asked_in(module):
            known = found.get(one.name)
            found[one.name] = evolve(one, ways=(*known.ways, *one.ways)) if known else one
    return tuple(found[name] for name in sorted(found))


def _modules() -> Iterator[ModuleType]:
    for found in pkgutil.iter_modules(noe_core.projections.__path__):
        yield importlib.import_module(f"noe_core.projections.{found.name}")
    yield narrative


def _asked_in(module: ModuleType) -> Iterator[Question]:
    """Those a module declares, and those that a function of it makes."""
    hints = get_type_hints(module)
    for name, thing in vars(module).items():
        if isinstance(thing, Projection | Survey) and name in hints:
            answer = get_args(hints[name])[1]
            yield Question(thing.name, module, (name,), answer, isinstance(thing, Survey))
        elif inspect.isfunction(thing) and thing.__module__ == module.__name__:
            yield from _made_by(module, thing)


def _made_by(module: ModuleType, function: Any) -> Iterator[Question]:
    if str(function.__annotations__.get("return", "")).startswith(("Projection[", "Survey[")):
        returned = get_type_hints(function)["return"]
        given = inspect.signature(function).parameters.values()
        arguments = ", ".join(
            one.name if one.kind is not one.KEYWORD_ONLY else f"{one.name}=…" for one in given
        )
        name = {narrative: "value_narrative"}.get(module, module.__name__.rpartition(".")[2])
        ways = (*_constants(module, name), f"{function.__name__}({arguments})")
        survey = get_origin(returned) is Survey
        yield Question(name, module, ways, get_args(returned)[1], survey)


def _constants(module: ModuleType, name: str) -> Iterator[str]:
    """What a module calls the question asked without arguments, where it says no type."""
    hints = get_type_hints(module)
    for constant, thing in vars(module).items():
        if isinstance(thing, Projection | Survey) and thing.name == name and constant not in hints:
            yield constant


def _question(question: Question) -> str:
    told = paragraph(question.module).replace("Rule kept here: ", "*Rule kept:* ")
    what = "Survey, asked of several histories" if question.survey else "Asked of one history"
    ways = " or ".join(f"`{way}`" for way in question.ways)
    where = f"{ways} of `{question.module.__name__}`"
    answers = (_answer(one, question) for one in _answers(question.answer))
    return joined(
        f"## {question.name}", told, f"{what}: {where} → {kind(question.answer)}.", *answers
    )


def _answers(answer: Any) -> tuple[type, ...]:
    """The classes an answer is made of, as far as projections and narration declare them."""
    found: dict[type, None] = {}
    waiting = list(parts(answer))
    while waiting:
        one = waiting.pop(0)
        here = one.__module__.startswith(("noe_core.projections.", "noe_core.narration."))
        if one in found or not here or one.__name__ == "Figure":
            continue
        found[one] = None
        for hint in get_type_hints(one).values():
            waiting.extend(parts(hint))
    return tuple(found)


def _answer(declared: type, question: Question) -> str:
    hints, said = get_type_hints(declared, include_extras=True), meanings(declared)
    rows = [
        (f"`{one.name}`", field_kind(one.name, hints[one.name]), said.get(one.name, ""))
        for one in attrs.fields(declared)
        if not one.name.startswith("_")
    ]
    told = any(meaning for *_, meaning in rows)
    listed = table(
        ("Field", "What it holds", "Meaning") if told else ("Field", "What it holds"),
        rows if told else [row[:2] for row in rows],
    )
    away = "" if declared.__module__ == question.module.__name__ else f" (`{declared.__module__}`)"
    return joined(f"**`{declared.__name__}`**{away}: {paragraph(declared)}", listed)
