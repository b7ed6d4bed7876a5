"""A language from elsewhere: a package of functions, handed over, and nothing changed for it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from lives import bare
from story import story

from noe_core.audit import audit
from noe_core.audit.report import Report
from noe_core.audit.rule import Answer, Case, Finding, NotAssessable, Rule, Severity
from noe_core.narration import Chapter, Language, LanguageIncomplete, Tale, as_text, narrate, say
from noe_core.relationship.course import RelationshipOpened

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "add-a-language.md"


def title(tale: Tale) -> str:
    """The relationship's own id."""
    return f"Historia: {tale.own_id}"


def chapters(tale: Tale) -> Iterator[Chapter]:
    """One chapter on what was asked, and one with nothing to say."""
    asked = [d.expressed for d in tale.state.hook.demands.values() if d.expressed]
    lines = tuple(say(f"Petitum est “{fact.data.text}”", fact, ".") for fact in asked)
    yield Chapter(key="wanted", title="Quid petitum sit", sentences=lines)
    yield Chapter(key="silent", title="Nihil", sentences=())


def finding(found: Finding) -> str:
    """A finding, by its rule."""
    return f"Regula {found.rule} aliquid invenit."


def not_assessable(verdict: NotAssessable) -> str:
    """A reason, by its key."""
    return f"Regula {verdict.rule} tacet: {verdict.because}."


FUNCTIONS = (title, chapters, finding, not_assessable)
LATIN = Language.of("la", SimpleNamespace(**{f.__name__: f for f in FUNCTIONS}))


def report() -> Report:
    """What the rules say of an opening and half a year of silence."""
    return audit(story((RelationshipOpened(), "2022-01-03"), as_of="2022-07-03"))


def test_a_third_language_tells_a_history() -> None:
    """The narrative is in its words, with its code, its title and its citations."""
    told = narrate(bare(), LATIN)
    assert told.language == "la"
    assert [chapter.key for chapter in told.chapters] == ["wanted"]
    assert as_text(told).splitlines() == [
        "Historia: studio-marelle:atelier-lys",
        "====================================",
        "",
        "Quid petitum sit",
        "----------------",
        "Petitum est “un site” [e1].",
    ]


def test_a_third_language_says_findings_and_reasons() -> None:
    """Findings and what could not be assessed are said in its words."""
    found = report()
    assert {f"Regula {f.rule} aliquid invenit." for f in found.findings} == {
        f.sentence(LATIN) for f in found.findings
    }
    assert found.findings
    assert found.not_assessable[0].sentence(LATIN).startswith("Regula ")


def test_a_rule_from_elsewhere_brings_its_words_in_it() -> None:
    """A rule that knows the language speaks for itself."""

    def check(_case: Case) -> Answer:
        yield Finding(rule="ACME-1", severity=Severity.INFO, subject="x")

    rule = Rule(id="ACME-1", name="acme", check=check, words={"la": lambda _: "Ecce."})
    (found,) = audit(bare(), rules=[rule]).findings
    assert found.sentence(LATIN) == "Ecce."


@pytest.mark.parametrize("missing", [f.__name__ for f in FUNCTIONS])
def test_a_language_that_lacks_a_function_is_refused_by_its_name(missing: str) -> None:
    """The error names the function that is missing, and what a language offers."""
    offered = {f.__name__: f for f in FUNCTIONS if f.__name__ != missing}
    with pytest.raises(LanguageIncomplete, match=rf"^language 'la' lacks {missing}; ") as error:
        Language.of("la", SimpleNamespace(**offered))
    assert "title, chapters, finding, not_assessable" in str(error.value)


def test_a_name_that_is_no_function_is_missing_too() -> None:
    """A string in the place of a function is no function."""
    with pytest.raises(LanguageIncomplete, match="lacks title, chapters, finding, not_assessable"):
        Language.of("la", SimpleNamespace(title="Historia"))


def test_the_page_runs_as_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The module of the page is imported, the other blocks run after it, and it is told."""
    module, *blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    (tmp_path / "noe_esperanto.py").write_text(module, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "noe_esperanto", raising=False)
    told: dict[str, object] = {}
    for number, block in enumerate(blocks, 2):
        exec(compile(block, f"{PAGE.name} block {number}", "exec"), told)  # noqa: S102 - our page
    printed = " ".join(capsys.readouterr().out.split())
    assert "Studio Marelle kaj Fournil Doré" in printed
    assert "Je la 1 de Marto 2022, la kliento petis: “a new sign” [e1]." in printed
    assert "La regulo" in printed
    assert "LOOP-2" not in told["unsaid"]  # type: ignore[operator]
