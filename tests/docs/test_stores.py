"""The page about stores names, for each promise, tests that are there."""

from __future__ import annotations

import re

from pages import ROOT

PAGE = (ROOT / "docs" / "stores.md").read_text("utf-8")
PROMISES = PAGE.partition("\n## What is promised\n")[2].partition("\n## ")[0]


def test_every_promise_is_held_by_something() -> None:
    """After each promise stands by what it is held."""
    promises = re.findall(r"^\*\*.+?\*\*", PROMISES, re.MULTILINE)
    assert len(promises) >= 8
    assert PROMISES.count("*Held by `tests/") == len(promises)


def test_what_holds_a_promise_is_there() -> None:
    """Each file named exists, and defines the test that is named in it."""
    named = re.findall(r"`(tests/[\w/.]+)(?:::(\w+))?`", PROMISES)
    assert len(named) > 10
    for path, test in named:
        assert (ROOT / path).exists(), path
        if test:
            assert f"def {test}(" in (ROOT / path).read_text("utf-8"), f"{path}::{test}"
