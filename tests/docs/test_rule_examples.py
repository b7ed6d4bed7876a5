"""Every rule has two examples: one in which it finds something, one in which it passes."""

from __future__ import annotations

import re
from contextlib import redirect_stdout
from io import StringIO

import pytest
import reference
from reference_pages.rules import said
from rules import PAGES, Page

from noe_core.audit.rules import RULES

each = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.rule)


def test_every_rule_has_its_examples() -> None:
    """The rules that are shown are the rules there are, each once."""
    assert sorted(page.rule for page in PAGES) == sorted(rule.id for rule in RULES)


@each
def test_it_finds_something_in_the_first(page: Page) -> None:
    """Put to the first history, the rule makes a finding."""
    assert page.rule in {finding.rule for finding in page.finds().findings}


@each
def test_it_passes_on_the_second(page: Page) -> None:
    """Put to the second, it passes: it could look, and found nothing."""
    verdicts = page.passes()
    assert page.rule in {passed.rule for passed in verdicts.passed}, [
        verdict for verdict in verdicts.verdicts if verdict.rule == page.rule
    ]


@each
def test_the_page_prints_what_it_says(page: Page) -> None:
    """The code on the page runs by itself and prints the sentences that stand below it."""
    text = (reference.HERE / "rules" / f"{page.rule}.md").read_text("utf-8")
    space: dict[str, object] = {}
    with redirect_stdout(StringIO()) as printed:
        for block in re.findall(r"```python\n(.*?)\n```", text, re.DOTALL):
            exec(block, space)  # noqa: S102 - the page's own code is what is tested
    (shown,) = re.findall(r"```text\n(.*?)\n```", text, re.DOTALL)
    assert printed.getvalue().strip() == shown == said(page.rule, page.finds())


@each
def test_both_languages_say_it_in_their_own_words(page: Page) -> None:
    """Each finding shown has a sentence in either language, and not the fallback of either."""
    for finding in page.finds().findings:
        if finding.rule == page.rule:
            fr, en = finding.sentence("fr"), finding.sentence("en")
            assert fr != en
            assert page.rule not in fr + en, "no words were written for it yet"
