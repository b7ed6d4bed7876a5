"""The reference is what the generator writes, and it leaves nothing out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import reference
from reference_pages.projections import questions
from reference_pages.refusals import refusals

import noe_core
from noe_core.audit.rules import RULES
from noe_core.events import EVENTS
from noe_core.projections.client_view import CLIENT_VIEW

AGAIN = "run `python docs/examples/reference.py` from the root of the repository and commit"
PAGES = reference.pages()


@pytest.mark.parametrize("name", PAGES)
def test_committed_page_is_the_one_written(name: str) -> None:
    """Each page stands as the generator writes it today."""
    page = reference.HERE / name
    assert page.exists(), f"docs/reference/{name} is missing: {AGAIN}"
    assert page.read_text("utf-8") == PAGES[name], f"docs/reference/{name} is stale: {AGAIN}"


def test_no_page_is_left_over() -> None:
    """Nothing stands in the reference that the generator does not write."""
    there = {page.relative_to(reference.HERE).as_posix() for page in reference.HERE.rglob("*.md")}
    assert there == set(PAGES), AGAIN


def test_every_event_is_told() -> None:
    """Each event has a heading of its own, its class and both labels."""
    lines = PAGES["events.md"].splitlines()
    for event in EVENTS:
        place = lines.index(f"#### {event.name}")
        told = lines[place + 2]
        assert event.kind.__name__ in told
        assert f"*{event.fr}* · *{event.en}*" in told


def test_every_event_has_its_command_and_its_fields() -> None:
    """Below each event stand a table of fields and the command that records it."""
    for section in PAGES["events.md"].partition("\n## Values")[0].split("\n#### ")[1:]:
        assert "| Field | What it holds | Needed |" in section, section[:60]
        assert "id=…])`: " in section, section[:60]


def test_every_question_is_told() -> None:
    """Each projection and survey is on the page, by name and with the class of its answer."""
    told = {one.name for one in questions()}
    assert {"client_view", "rhythm", "value_narrative", "portfolio_balance"} <= told
    assert CLIENT_VIEW.name in told
    for name in told:
        assert f"\n## {name}\n" in PAGES["projections.md"]


def test_every_question_that_the_code_names_is_told() -> None:
    """No `Projection(name=…)` or `Survey(name=…)` of the core is missing from the page."""
    root = Path(noe_core.__file__).parent
    told = {one.name for one in questions()}
    for source in (*root.glob("projections/*.py"), *root.glob("narration/*.py")):
        for line in source.read_text("utf-8").splitlines():
            _, given, rest = line.partition('name="')
            if given:
                assert rest.partition('"')[0] in told, f"{source.name}: {line.strip()}"


def test_every_refusal_is_told_with_who_gives_it() -> None:
    """Each refusal has a row, and some command or the ledger that gives it."""
    for one in refusals():
        rows = [r for r in PAGES["refusals.md"].splitlines() if f"`{one.__name__}` |" in r]
        assert len(rows) == 1, one
        assert not rows[0].endswith("|  |"), one


def test_every_rule_has_its_page() -> None:
    """Each rule has a page, and the list of rules names it."""
    for rule in RULES:
        assert f"rules/{rule.id}.md" in PAGES, f"write its Page in docs/examples/rules: {rule.id}"
        assert f"[{rule.id}]({rule.id}.md)" in PAGES["rules/index.md"]


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name: str) -> None:
    """Every link to a file of the repository finds it, and every link in a page its heading."""
    page = reference.HERE / name
    for target in re.findall(r"\]\(([^)]+)\)", PAGES[name]):
        file, _, anchor = target.partition("#")
        found = (page.parent / file) if file else page
        assert found.exists(), f"{name} → {target}"
        if anchor:
            text = found.read_text("utf-8")
            assert f"# {anchor}\n" in text or f'id="{anchor}"' in text, f"{name} → {target}"
