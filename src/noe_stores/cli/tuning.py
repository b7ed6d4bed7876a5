"""With which rules and parameters an audit is run: ours, those added, a file, options.

Rule kept here: a file is read before anything else is done, options win over it, and a slip
in either is an error that says what there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from noe_core.audit.parameters import Parameters, checked, from_toml, shown
from noe_core.audit.rule import Rule
from noe_stores.audits import extensions
from noe_stores.cli import options
from noe_stores.cli.failures import Unable

Settings = Iterable[tuple[str, str, str]]


def rules() -> tuple[Rule, ...]:
    """The rules of this release and those that installed packages add.

    Raises:
        Unable: a package offers something that is no rule.
    """
    try:
        return extensions.rules()
    except extensions.ExtensionUnfit as error:
        raise Unable(f"{error}") from error


def parameters(known: tuple[Rule, ...], file: Path | None, settings: Settings) -> Parameters:
    """The parameters of a file, overridden by those of options.

    Raises:
        Unable: one does not exist or does not fit; the message says where it was given.
    """
    given = {} if file is None else {rule: dict(own) for rule, own in _read(known, file).items()}
    for rule, name, text in settings:
        given.setdefault(rule, {})[name] = _set(known, rule, name, text)
    return given


def _read(known: tuple[Rule, ...], file: Path) -> Parameters:
    try:
        return checked(from_toml(file.read_text(encoding="utf-8")), known)
    except UnicodeDecodeError as error:
        raise Unable(f"{file}: this is no TOML: {error.reason} in UTF-8; save it so") from error
    except ValueError as error:
        raise Unable(f"{file}: {error}") from error


def _set(known: tuple[Rule, ...], rule: str, name: str, text: str) -> Any:
    defaults: Mapping[str, Mapping[str, Any]] = {one.id: one.defaults for one in known}
    if rule not in defaults:
        raise Unable(
            f"--set {rule}.{name}: there is no rule {rule}; there are {', '.join(defaults)}"
        )
    if name not in defaults[rule]:
        names = ", ".join(defaults[rule]) or "none"
        raise Unable(f"--set {rule}.{name}: {rule} has no such parameter; it has {names}")
    default = defaults[rule][name]
    try:
        value = options.setting_like(text, default)
        return checked({rule: {name: value}}, known)[rule][name]
    except (ValueError, ArithmeticError, KeyError) as error:
        raise Unable(
            f"--set {rule}.{name}={text}: write it like its default, {shown(default)}"
        ) from error
