"""Rules that installed packages add, found by real entry points."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from noe_core.audit.rules import RULES
from noe_stores.audits.extensions import GROUP, ExtensionUnfit, rules

MODULE = """
from noe_core.audit.rule import Finding, Rule, Severity

def never_quiet(case):
    yield Finding(rule="ACME-1", severity=Severity.INFO, subject="relationship")

RULES = (Rule(id="ACME-1", name="never_quiet", check=never_quiet),)
ALONE = RULES[0]
TAKEN = Rule(id="LOOP-1", name="ours", check=never_quiet)
NOTHING = 3
"""


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A package on the path, as pip leaves one: a module and its metadata."""
    (tmp_path / "acme_noe.py").write_text(MODULE)
    info = tmp_path / "acme_noe-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-noe\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[{GROUP}]\nacme = acme_noe:RULES\n")
    monkeypatch.syspath_prepend(tmp_path)
    yield
    sys.modules.pop("acme_noe", None)


@pytest.mark.usefixtures("installed")
def test_an_installed_package_adds_its_rules() -> None:
    """After ours; and they are put like ours."""
    assert rules()[: len(RULES)] == RULES
    assert [rule.id for rule in rules()[len(RULES) :]] == ["ACME-1"]


def test_without_any_there_are_ours() -> None:
    """Nothing is looked for anywhere else."""
    assert rules([]) == RULES


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("acme_noe:TAKEN", "adds rule LOOP-1, which this release has already"),
        ("acme_noe:NOTHING", "is no Rule"),
        ("acme_noe:MISSING", "cannot be loaded"),
        ("acme_not_there:RULES", "cannot be loaded"),
    ],
)
def test_a_package_that_offers_something_else_is_named(value: str, why: str) -> None:
    """Who wrote it must learn of it; an audit without the rule would say less in silence."""
    with pytest.raises(ExtensionUnfit, match=why) as caught:
        rules([EntryPoint("acme", value, GROUP)])
    assert "acme" in str(caught.value)


@pytest.mark.usefixtures("installed")
def test_a_rule_alone_will_do() -> None:
    """A tuple of one needs no tuple."""
    found = rules([EntryPoint("acme", "acme_noe:ALONE", GROUP)])
    assert found[-1].id == "ACME-1"
    twice = [EntryPoint(name, "acme_noe:ALONE", GROUP) for name in ("acme", "other")]
    with pytest.raises(ExtensionUnfit, match="which acme has already"):
        rules(twice)
