"""Lives in which things happened often, or hardly at all, told word for word."""

from __future__ import annotations

from pathlib import Path

import pytest
from crowds import CROWDS, teams, told_beside

from noe_core.narration import as_text, narrate

TOLD = Path(__file__).parents[2] / "golden" / "narratives"


def told(language: str) -> str:
    """Every one of them in a language, under its name."""
    pages = [f"## {life.__name__}\n\n{as_text(narrate(life(), language))}" for life in CROWDS]
    with_teams = as_text(narrate(told_beside(), language, beside=teams()))
    return "\n".join([*pages, f"## told_beside\n\n{with_teams}"])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_happened_often_is_gathered_as_it_was_read_and_found_good(language: str) -> None:
    """The pages are the text kept beside the other goldens; whoever changes one reads it."""
    assert told(language) == (TOLD / f"crowds.{language}.txt").read_text(encoding="utf-8")
