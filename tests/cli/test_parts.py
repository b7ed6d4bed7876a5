"""The small parts that every command stands on."""

from __future__ import annotations

import json
import pkgutil
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from importlib import import_module
from uuid import UUID

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

import noe_stores.cli
from noe_core.projections.figure import Figure
from noe_core.projections.months import Month
from noe_core.values import Money, Side
from noe_stores import safe
from noe_stores.cli import options
from noe_stores.cli.failures import Unable, sentence
from noe_stores.cli.figures import hundredths
from noe_stores.cli.plain import as_plain
from noe_stores.cli.screen import Screen
from noe_stores.errors import StoreMissing

ACTING = {chr(n) for n in (*range(0x20), *range(0x7F, 0xA0))} | set(
    "\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


@given(st.text())
def test_a_line_holds_nothing_that_acts(text: str) -> None:
    """Whatever was recorded, what is shown stays on its line and in its order."""
    assert not set(safe.on_one_line(text)) & ACTING


@given(st.text())
def test_a_document_holds_nothing_that_acts_but_line_ends(text: str) -> None:
    """Paragraphs stay, everything else that acts is shown by its code."""
    shown = safe.as_document(text)
    assert not set(shown) & (ACTING - {"\n"})
    assert shown.count("\n") == text.count("\n")


@given(st.text())
def test_json_made_safe_says_the_same(text: str) -> None:
    """Escaping inside JSON changes how it is written, not what it says."""
    made = safe.in_json(json.dumps({"said": text}, ensure_ascii=False, indent=2))
    assert not set(made) & (ACTING - {"\n"})
    assert json.loads(made) == {"said": text}


@pytest.mark.parametrize("text", ["é", "👩‍👩‍👧", "l’été", "日本語", "a\u00a0b", "ﬁ"])
def test_what_does_not_act_is_left_alone(text: str) -> None:
    """Accents, joined emoji and no-break spaces are just text."""
    assert safe.on_one_line(text) == text


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (Fraction(3, 15), {"num": 1, "den": 5}),
        (None, None),
        (Decimal("1E+2"), "100"),
        (Money.of(90), {"amount": "90.00", "currency": "EUR"}),
        (Side.CLIENT, "client"),
        (date(2022, 3, 1), "2022-03-01"),
        (datetime(2022, 3, 1, 9, tzinfo=UTC), "2022-03-01T09:00:00.000000Z"),
        (Month(2022, 3), "2022-03"),
        ({Month(2022, 3): (1,)}, {"2022-03": [1]}),
        ({Side.CLIENT: Fraction(1)}, {"client": {"num": 1, "den": 1}}),
        (frozenset({Side.PROVIDER, Side.CLIENT}), ["client", "provider"]),
        (
            Figure(2, (UUID(int=1),)),
            {"value": 2, "evidence": ["00000000-0000-0000-0000-000000000001"]},
        ),
    ],
)
def test_answers_become_plain_values(value: object, plain: object) -> None:
    """Exact, without floats, each field under its own name."""
    assert as_plain(value) == plain


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (Fraction(1, 5), "20"),
        (Fraction(645, 5985), "10.8"),
        (Fraction(1), "100"),
        (Fraction(0), "0"),
    ],
)
def test_shares_are_rounded_as_a_person_would(share: Fraction, text: str) -> None:
    """To one place, and without it where there is none."""
    assert hundredths(share) == text


@pytest.mark.parametrize(
    ("text", "default", "value"),
    [
        ("45", 30, 45),
        ("0.3", Fraction(1, 4), Fraction(3, 10)),
        ("1/3", Fraction(1, 4), Fraction(1, 3)),
        ("false", True, False),
        ("client,provider", (Side.CLIENT,), (Side.CLIENT, Side.PROVIDER)),
        ("a, b", ("x",), ("a", "b")),
    ],
)
def test_settings_are_of_the_kind_of_their_default(
    text: str, default: object, value: object
) -> None:
    """A rule never gets text where it expects a number."""
    assert options.setting_like(text, default) == value


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Unable("clients.db: no"), "clients.db: no."),
        (
            StoreMissing("there is no store", store="x.db", remedy="Look"),
            "x.db: there is no store. Look.",
        ),
        (FileNotFoundError(2, "No such file", "x"), "x: No such file."),
        (OSError("the disk is gone"), "the disk is gone."),
        (click.UsageError("No such option."), "No such option. See: noe --help"),
        (click.ClickException("no"), "no."),
    ],
)
def test_errors_are_sentences(error: Exception, said: str) -> None:
    """Thing, place, remedy, full stop."""
    assert sentence(error) == said


def test_a_fault_of_ours_is_called_one() -> None:
    """It is not passed off as the caller's, and says how to see where it happened."""
    assert "This is a fault of noe;" in sentence(TypeError("cannot"))
    of_a_rule = TypeError("cannot")
    of_a_rule.add_note("rule CRM-1 could not look at relationship/a:b")
    assert sentence(of_a_rule).startswith(
        "TypeError: cannot (rule CRM-1 could not look at relationship/a:b). "
        "This is a fault of noe, or of the package the rule comes from;"
    )
    assert "--traceback" in sentence(TypeError("cannot"))


def test_long_work_tells_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    """A line every thousand steps, and the last one."""
    steps = list(Screen().track(range(2500), "walk", shown=True, total=lambda: 2500))
    assert steps == list(range(2500))
    assert capsys.readouterr().err.splitlines() == [
        "walk: 1000 of 2500",
        "walk: 2000 of 2500",
        "walk: 2500 of 2500, done",
    ]


def test_the_command_says_everything_in_both_languages() -> None:
    """Wherever words stand under a language, they stand under the other too, key by key."""
    found = 0
    for module in pkgutil.iter_modules(noe_stores.cli.__path__, "noe_stores.cli."):
        for name, words in vars(import_module(module.name)).items():
            if isinstance(words, dict) and {"en", "fr"} & set(words):
                found += 1
                assert set(words) == {"en", "fr"}, (module.name, name)
                en, fr = words["en"], words["fr"]
                assert (set(en) == set(fr)) if isinstance(en, dict) else (en and fr), name
    assert found >= 8
