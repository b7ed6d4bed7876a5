"""Writes the reference: run ``python docs/examples/reference.py`` from the repository's root.

Rule kept here: the reference is never written by hand. The pages are made from the tables,
the docstrings and the examples; a test compares them with what stands in ``docs/reference``.
"""  # noqa: INP001 - a script among the examples, not a package

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reference_pages import events, index, projections, refusals
from reference_pages import rules as rule_pages

HERE = Path(__file__).resolve().parent.parent / "reference"
"""Where the pages stand."""


def pages() -> Mapping[str, str]:
    """Every page of the reference, by its path under ``docs/reference``."""
    return {
        "index.md": index.page(),
        "events.md": events.page(),
        "refusals.md": refusals.page(),
        "projections.md": projections.page(),
        **rule_pages.pages(),
    }


def write() -> None:
    """Write every page, and take away those of rules that are gone."""
    made = pages()
    for page in HERE.rglob("*.md"):
        if page.relative_to(HERE).as_posix() not in made:
            page.unlink()
    for name, text in made.items():
        page = HERE / name
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, "utf-8")


if __name__ == "__main__":
    write()
