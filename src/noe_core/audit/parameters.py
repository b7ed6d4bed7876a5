"""The parameters that rules are run with: given by a caller, or read from a TOML document.

Rule kept here: a parameter is written like its default. A slip (a rule, a name or a type
that does not exist) is an error that says what there is; it never leaves a rule as it was.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from noe_core.audit.rule import Rule

Parameters = Mapping[str, Mapping[str, Any]]
"""Values by rule id, then by name."""


def checked(given: Parameters, rules: Iterable[Rule]) -> Parameters:
    """The parameters given, each in the type of its default.

    Raises:
        ValueError: a rule or a parameter of that name does not exist, or a value does not
            fit; the message says which, and what there is.
    """
    known = {rule.id: rule for rule in rules}
    return {rule_id: _fitted_all(_rule(known, rule_id), given[rule_id]) for rule_id in given}


def _rule(known: Mapping[str, Rule], rule_id: str) -> Rule:
    if rule_id not in known:
        raise ValueError(f"no rule {rule_id!r}; there are {', '.join(known)}")
    return known[rule_id]


def _fitted_all(rule: Rule, values: Mapping[str, Any]) -> Mapping[str, Any]:
    if not isinstance(values, Mapping):
        raise ValueError(f"{rule.id} is given {values!r}; give its parameters by name")  # noqa: TRY004 - as every slip
    wrong = sorted(set(values) - set(rule.defaults))
    if wrong:
        names = ", ".join(rule.defaults) or "none"
        raise ValueError(f"{rule.id} has no parameter {', '.join(wrong)}; it has {names}")
    return {name: fitted(rule.id, name, values[name], rule.defaults[name]) for name in values}


def fitted(rule_id: str, name: str, value: Any, default: Any) -> Any:
    """A value in the type of a parameter's default.

    Raises:
        ValueError: it does not fit.
    """
    try:
        return _positive(_like(value, default))
    except (TypeError, ValueError, ArithmeticError) as error:
        raise ValueError(
            f"{rule_id}.{name} = {value!r}: write it like its default, {shown(default)}"
        ) from error


def shown(default: Any) -> str:
    """A default as it is written in TOML."""
    if isinstance(default, Fraction):
        return f"{float(default):g}"
    if isinstance(default, tuple | frozenset):
        return f"[{', '.join(shown(item) for item in default)}]"
    return f'"{default}"' if isinstance(default, str) else str(default)


def _like(value: Any, default: Any) -> Any:
    if isinstance(value, bool) is not isinstance(default, bool):
        raise TypeError("a truth value is no number")
    if isinstance(default, Fraction):
        return Fraction(str(value)) if isinstance(value, float) else Fraction(value)
    if isinstance(default, tuple):
        kind = type(default[0]) if default else str
        if isinstance(value, str):
            raise TypeError("one value is no list")
        return tuple(kind(item) for item in value)
    if not isinstance(value, type(default)):
        raise TypeError("of another type")
    return value


def _positive(value: Any) -> Any:
    if isinstance(value, int | Fraction) and value < 0:
        raise ValueError("less than nothing")
    return value


def from_toml(document: str) -> Parameters:
    """The parameters in a TOML document: a table a rule, ``[LOOP-1]`` then ``n = 45``.

    Raises:
        ValueError: it is no TOML, or something else stands in it than tables of rules.
    """
    try:
        # Decimals are read exactly: 0.2 is a fifth.
        found = tomllib.loads(document, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"this is no TOML: {error}") from error
    for rule_id, values in found.items():
        if not isinstance(values, dict):
            raise ValueError(f"{rule_id} stands outside any rule; write [RULE-1] above it")  # noqa: TRY004
    return found
