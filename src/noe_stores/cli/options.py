"""The words that several commands share: stores, days, languages, formats.

Rule kept here: an option means the same in every command that has it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

import click

from noe_core.moments import When, parse
from noe_core.values import Money

LANGUAGES: Final = ("fr", "en")

_MONTHS = 12


class Moment(click.ParamType):
    """A day or an instant."""

    name = "day or instant"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> When:
        """The moment, or a usage error that says how one is written."""
        try:
            return parse(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


class Month(click.ParamType):
    """A month, as year and number."""

    name = "month"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        """The month, or a usage error that says how one is written."""
        year, dash, number = str(value).partition("-")
        digits = (year + number).isascii() and (year + number).isdigit()
        if dash and digits and len(year) == len("2022") and 1 <= int(number) <= _MONTHS:
            return int(year), int(number)
        self.fail(f"{value!r} is no month; write one as 2022-03", param, ctx)


class Rate(click.ParamType):
    """An amount of money for an hour."""

    name = "amount [currency]"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Money:
        """The amount, or a usage error that says how one is written."""
        amount, _, currency = str(value).strip().partition(" ")
        try:
            return Money.of(amount, currency.strip() or "EUR")
        except ValueError:
            self.fail(f"{value!r} is no rate; write one as 90, 87.50 or '90 CHF'", param, ctx)


class Setting(click.ParamType):
    """A parameter of a rule: ``LOOP-1.n=45``."""

    name = "RULE.name=value"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str, str]:
        """Rule, name and value as text, or a usage error that says how one is written."""
        where, equals, given = str(value).partition("=")
        rule, dot, name = where.partition(".")
        if not (equals and dot and rule and name and given):
            self.fail(f"{value!r} is no setting; write one as LOOP-1.n=45", param, ctx)
        return rule, name, given


def setting_like(text: str, default: Any) -> Any:
    """The value a setting stands for, of the kind of the parameter's default.

    Raises:
        ValueError: it is not of that kind.
    """
    if isinstance(default, tuple | list | frozenset):
        return type(default)(part.strip() for part in text.split(","))
    if isinstance(default, bool):
        return {"true": True, "false": False}[text.lower()]
    return Decimal(text) if default is None else type(default)(text)


store = click.argument("store", metavar="STORE")
stream = click.argument("stream", metavar="RELATIONSHIP")

as_of = click.option(
    "--as-of",
    type=Moment(),
    metavar="DAY",
    help="What had happened by that day (2022-06-15) or instant (2022-06-15T09:00Z).",
)
known_at = click.option(
    "--known-at",
    type=Moment(),
    metavar="DAY",
    help="What had been written down by that day or instant; later corrections are left out.",
)
lang = click.option(
    "--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="The language."
)
progress = click.option(
    "--progress", is_flag=True, help="Tell the progress on stderr even where it is no terminal."
)


def as_format(*names: str) -> Any:
    """The option ``--format``, the first name being the default."""
    return click.option(
        "--format",
        "format_",
        type=click.Choice(names),
        default=names[0],
        show_default=True,
        help="How the answer is printed.",
    )


def example(*lines: str) -> str:
    """The end of a command's help: examples that can be run as they stand."""
    return "\b\nExample:\n" + "\n".join(f"  {line}" for line in lines)
