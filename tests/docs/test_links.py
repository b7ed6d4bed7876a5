"""Every link of the documentation leads somewhere."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from pages import FENCE, ROOT, pages

LINK = re.compile(r"\]\((?!\w+:)(?P<file>[^)#\s]*)(?:#(?P<anchor>[^)\s]+))?\)")


@cache
def prose(page: Path) -> str:
    """The text of a page without its blocks."""
    return FENCE.sub("", page.read_text(encoding="utf-8"))


@cache
def anchors(page: Path) -> frozenset[str]:
    """What a link into a page may name: its headings, as readers of Markdown spell them."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings)
    return frozenset([*plain, *re.findall(r'<a id="([^"]+)">', prose(page))])


@pytest.mark.parametrize("page", pages())
def test_its_links_lead_somewhere(page: str) -> None:
    """A relative link names a file that is there, and a heading that the file has."""
    here = ROOT / page
    for link in LINK.finditer(prose(here)):
        target = (here.parent / link["file"]).resolve() if link["file"] else here
        assert target.exists(), f"{page}: {link[0]}"
        if link["anchor"] and target.suffix == ".md":
            assert link["anchor"] in anchors(target), f"{page}: {link[0]}"


def test_every_page_is_led_to() -> None:
    """From the start page each page can be reached, so that none is written for nobody."""
    found, waiting = set[Path](), [ROOT / "docs" / "index.md"]
    while waiting:
        here = waiting.pop()
        if here.suffix == ".md" and here not in found:
            found.add(here)
            files = (link["file"] for link in LINK.finditer(prose(here)) if link["file"])
            waiting += [(here.parent / file).resolve() for file in files]
    assert {ROOT / page for page in pages()} <= found
