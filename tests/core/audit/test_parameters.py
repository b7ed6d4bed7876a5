"""Parameters of rules: in the type of their defaults, from code or from TOML."""

from fractions import Fraction
from typing import Any

import pytest
from story import story

from noe_core.audit import audit
from noe_core.audit.parameters import checked, fitted, from_toml, shown
from noe_core.audit.rule import Rule
from noe_core.audit.rules import RULES

RULE = Rule(
    id="TRY-1",
    name="tried",
    defaults={
        "n": 30,
        "share": Fraction(1, 5),
        "kinds": ("a", "b"),
        "on": True,
        "who": "x",
        "ks": (),
    },
    check=lambda _case, **_: (),
)


def test_a_file_overrides_defaults_exactly() -> None:
    """A decimal of the file is the fraction it says, not a float near it."""
    given = checked(
        from_toml('[TRY-1]\nn = 45\nshare = 0.2\nkinds = ["c"]\non = false\nwho = "y"\nks = ["z"]'),
        [RULE],
    )
    assert given == {
        "TRY-1": {
            "n": 45,
            "share": Fraction(1, 5),
            "kinds": ("c",),
            "on": False,
            "who": "y",
            "ks": ("z",),
        }
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("n", "45"),
        ("n", 4.5),
        ("n", True),
        ("n", -1),
        ("share", "a fifth"),
        ("share", -0.1),
        ("kinds", "c"),
        ("kinds", 3),
        ("on", 1),
        ("who", 7),
    ],
)
def test_a_value_of_another_type_is_refused(name: str, value: Any) -> None:
    """The message names rule, parameter and value, and shows the default."""
    with pytest.raises(ValueError, match=rf"TRY-1\.{name} = .*write it like its default"):
        fitted("TRY-1", name, value, RULE.defaults[name])


def test_a_float_is_read_as_it_is_written() -> None:
    """0.1 in code is a tenth too."""
    assert fitted("TRY-1", "share", 0.1, Fraction(1, 5)) == Fraction(1, 10)


@pytest.mark.parametrize(
    ("document", "why"),
    [
        ("n = ", "no TOML"),
        ("n = 45", "stands outside any rule"),
        ("[NOPE-1]\nn = 45", "no rule 'NOPE-1'"),
        ("[TRY-1]\nm = 45", "no parameter m; it has n, share"),
    ],
)
def test_a_slip_in_a_file_is_told(document: str, why: str) -> None:
    """A parameter that nobody reads would leave the rule as it was, and say nothing."""
    with pytest.raises(ValueError, match=why):
        checked(from_toml(document), [RULE])


def test_parameters_are_given_by_name() -> None:
    """A value without its name is told, with the rule."""
    with pytest.raises(ValueError, match="LOOP-1 is given 45; give its parameters by name"):
        checked({"LOOP-1": 45}, RULES)  # type: ignore[dict-item]


def test_a_rule_without_parameters_says_so() -> None:
    """There is nothing to set."""
    bare = Rule(id="TRY-2", name="bare", check=lambda _case: ())
    with pytest.raises(ValueError, match="it has none"):
        checked({"TRY-2": {"n": 1}}, [bare])


def test_defaults_are_shown_as_they_are_written() -> None:
    """What an error shows can be pasted into the file; every default comes back as it is."""
    for rule in RULES:
        for name, default in rule.defaults.items():
            document = f"[{rule.id}]\n{name} = {shown(default)}".replace("True", "true")
            assert checked(from_toml(document), RULES)[rule.id][name] == default


def test_an_audit_says_with_what_it_was_run() -> None:
    """Wrong types are refused before any rule runs."""
    with pytest.raises(ValueError, match=r"LOOP-1\.n"):
        audit(story(), parameters={"LOOP-1": {"n": "soon"}})
