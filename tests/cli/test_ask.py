"""``noe ask``: every question has an answer, in text and as JSON."""

from __future__ import annotations

import json
import pkgutil
from importlib import import_module
from pathlib import Path

import pytest
from command import Run

import noe_core.projections
from noe_core.projection import Projection
from noe_core.survey import Survey
from noe_stores.cli.questions import QUESTIONS, OfStore

WORKSHOP = "studio-marelle:atelier-lys"


def asked_of(question: str) -> list[str]:
    """The stream that a question is put to, in the store of the demonstration."""
    if isinstance(QUESTIONS[question], OfStore):
        return []
    return ["team/nobody"] if question == "success_notebook" else [WORKSHOP]


@pytest.mark.parametrize("question", sorted(set(QUESTIONS) - {"success_notebook"}))
def test_every_question_is_answered(question: str, recorded: Path, run: Run) -> None:
    """As lines to read, and as JSON that names the question and the stream."""
    about = ("ask", recorded, question, *asked_of(question), "--as-of", "2022-06-15")
    text = run(*about)
    assert (text.code, text.err) == (0, "")
    assert text.out.startswith(question)
    answer = json.loads(run(*about, "--format", "json").out)
    assert answer["question"] == question
    assert answer["answer"] is not None


def test_facts_are_called_by_their_numbers(recorded: Path, run: Run) -> None:
    """In the text; the ids stand in the JSON."""
    lines = run("ask", recorded, "rhythm", WORKSHOP, "--as-of", "2022-06-15").out.splitlines()
    assert "  interval: 28 [e9]" in lines
    assert "    - since: e10, until: e16, days: 30, left_out: 0" in lines
    assert "  regularity: 27/28" in lines


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["rhythm"], "rhythm is asked of a relationship; name one"),
        (["portfolio_balance", WORKSHOP], "asked of the whole store; leave"),
        (["success_notebook", WORKSHOP], "asked of a team, and relationship/"),
        (["rhythm", "nobody"], "nothing is recorded under relationship/nobody"),
        (["mood", WORKSHOP], "'mood' is not one of"),
    ],
)
def test_a_question_put_to_the_wrong_stream_is_refused(
    arguments: list[str], why: str, recorded: Path, run: Run
) -> None:
    """The message says whom to ask."""
    ran = run("ask", recorded, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert why in ran.err


def test_no_question_of_the_core_is_forgotten() -> None:
    """Every projection and survey of the core can be asked for by its name."""
    for module in pkgutil.iter_modules(noe_core.projections.__path__):
        found = vars(import_module(f"noe_core.projections.{module.name}")).values()
        for question in found:
            if isinstance(question, Projection | Survey):
                assert question.name in QUESTIONS


def test_the_help_names_every_question(run: Run) -> None:
    """Nobody should have to guess one."""
    said = run("ask", "--help").out
    assert all(question in said for question in QUESTIONS)
