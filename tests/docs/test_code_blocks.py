"""Every block of code in the documentation runs, and prints what the page shows below it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from pages import ROOT, blocks, blocks_of, pages
from running import NO_RUN, PageWrong, run
from show import rewritten

RUN_ELSEWHERE = {
    "README.md": "tests/cli/test_readme.py",  # run twice, as its text says one may
    "docs/bring-your-history.md": "tests/real/test_bring_your_history.py",  # from the root
}
"""Pages whose blocks another test runs, under conditions of its own."""

NOT_RUN = {
    "docs/reference/rules/index.md": 1,  # an example of a command, on no store of its own
}
"""How many blocks a page marks ``no-run``; a page that is not named marks none."""

MOST_NOT_RUN = 3
"""How many blocks may stand unrun in the whole documentation."""

KNOWN = {"", "python", "sh", "text", "toml", "json", "console"}
"""The languages of blocks; a slip in one would leave a block unrun."""


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """A fresh module to run blocks in, from an empty folder that may be imported from."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    page = ModuleType("page")
    before = {**sys.modules}
    sys.modules["page"] = page
    yield page
    for name in [*sys.modules]:
        file = getattr(sys.modules[name], "__file__", None)
        if name == "page" or (file and Path(file).is_relative_to(tmp_path)):
            sys.modules.pop(name)
            if name in before:
                sys.modules[name] = before[name]


@pytest.mark.parametrize("page", [page for page in pages() if page not in RUN_ELSEWHERE])
def test_the_blocks_of_a_page_run(page: str, module: ModuleType) -> None:
    """They run in order, in one module and one folder, and print what is shown below them."""
    run(page, blocks_of(page), module)


@pytest.mark.parametrize(("page", "test"), RUN_ELSEWHERE.items())
def test_what_is_run_elsewhere_is(page: str, test: str) -> None:
    """The test that is said to run a page names that page and takes its Python blocks."""
    source = (ROOT / test).read_text(encoding="utf-8")
    assert Path(page).name in source
    assert 'blocks("python")' in source


@pytest.mark.parametrize("page", pages())
def test_every_block_says_what_it_is(page: str) -> None:
    """Its language is one we know, so that nothing is left unrun by a slip."""
    for block in blocks_of(page):
        assert block.language in KNOWN, f"{page}:{block.line}: {block.language}"
        assert block.word in {"", NO_RUN}, f"{page}:{block.line}: {block.word}"


@pytest.mark.parametrize("page", pages())
def test_no_command_of_ours_escapes(page: str) -> None:
    """A shell block that has a line with our command begins with one, so that it is run."""
    for block in blocks_of(page):
        if block.language == "sh" and re.search(r"^noe ", block.text, re.MULTILINE):
            assert block.starts_noe, f"{page}:{block.line}"


def test_what_is_not_run_is_counted() -> None:
    """The blocks marked not to be run are those listed here, and few."""
    marked = {page: sum(b.word == NO_RUN for b in blocks_of(page)) for page in pages()}
    assert {page: count for page, count in marked.items() if count} == NOT_RUN
    assert sum(NOT_RUN.values()) <= MOST_NOT_RUN


PAGE = """# A page

```python
def half(number):
    return 10 / number
```

```python
print(half(4))
half(0)
```
"""


def test_a_failure_names_page_and_line(module: ModuleType) -> None:
    """The line is that of the page, also where a block before it is what fails."""
    with pytest.raises(PageWrong, match=r"^a-page\.md:5: ZeroDivisionError"):
        run("a-page.md", tuple(blocks(PAGE)), module)


def test_a_page_that_shows_something_else_fails(module: ModuleType) -> None:
    """What stands below a block is what it prints, and nothing else passes."""
    page = "```python\nprint(1 + 1)\n```\n\n```text\n3\n```\n"
    with pytest.raises(PageWrong, match=r"^a-page\.md:6: the page shows\n3"):
        run("a-page.md", tuple(blocks(page)), module)
    run("a-page.md", tuple(blocks(page.replace("3", "2"))), module)


def test_a_command_that_fails_is_reported(module: ModuleType) -> None:
    """A shell block that ends in another exit code than 0 fails, with what it said."""
    page = "Look:\n\n```sh\nnoe streams nowhere.db\n```\n"
    with pytest.raises(PageWrong, match=r"^a-page\.md:4: exit code 2: .*nowhere\.db"):
        run("a-page.md", tuple(blocks(page)), module)


def test_a_named_block_is_a_file(module: ModuleType) -> None:
    """A block that begins with a file name is written there, and may be imported."""
    page = "```python\n# ours.py\nNINE = 9\n```\n\n```python\nfrom ours import NINE\n```\n"
    run("a-page.md", tuple(blocks(page)), module)
    assert vars(module)["NINE"] == 9
    assert Path("ours.py").read_text(encoding="utf-8") == "# ours.py\nNINE = 9\n"


def test_a_test_shown_is_run(module: ModuleType) -> None:
    """A page that shows a test which fails is wrong, and the line is that of the assertion."""
    page = "```python\ndef test_it():\n    assert 1 + 1 == 3\n```\n"
    with pytest.raises(PageWrong, match=r"^a-page\.md:3: AssertionError"):
        run("a-page.md", tuple(blocks(page)), module)
    run("a-page.md", tuple(blocks(page.replace("3", "2"))), module)


@pytest.mark.usefixtures("module")
def test_a_page_is_written_anew() -> None:
    """What its blocks print replaces what it showed, and nothing else is touched."""
    page = "# A\n\n```python\nprint(1)\nprint(2)\n```\n\n```text\n3\n```\n\nEnd.\n"
    assert rewritten("a-page.md", page) == page.replace("3", "1\n2")
    assert rewritten("a-page.md", page.replace("3\n", "")) == page.replace("3", "1\n2")
