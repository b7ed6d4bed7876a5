"""The words that several commands share: stores, days, languages, formats.

Rule kept here: an option means the same in every command that has it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

import click

from noe_core.events import known
from noe_core.languages import LANGUAGES
from noe_core.moments import When, parse
from noe_core.values import Money

FC = TypeVar("FC", bound="Callable[..., Any] | click.Command")


def moment(text: str) -> When:
    """A day or an instant; anything else is a usage error that says how one is written."""
    try:
        return parse(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def month(text: str) -> tuple[int, int]:
    """A month, as year and number."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise click.BadParameter(f"{text!r} is no month; write one as 2022-03") from error
    return first.year, first.month


def rate(text: str) -> Money:
    """An amount of money, in euros unless a currency follows."""
    amount, _, currency = text.strip().partition(" ")
    try:
        return Money.of(amount, currency.strip() or "EUR")
    except ValueError as error:
        raise click.BadParameter(
            f"{text!r} is no rate; write one as 90, 87.50 or '90 CHF'"
        ) from error


def event(text: str) -> str:
    """The name of an event, ours or a tool's own."""
    try:
        return known(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def setting(text: str) -> tuple[str, str, str]:
    """Rule, name and value of ``LOOP-1.n=45``."""
    found = re.fullmatch(r"([^.=]+)\.([^.=]+)=(.+)", text)
    if found is None:
        raise click.BadParameter(f"{text!r} is no setting; write one as LOOP-1.n=45")
    return found[1], found[2], found[3]


def setting_like(text: str, default: Any) -> Any:
    """The value a setting stands for, of the kind of the parameter's default.

    Raises:
        ValueError: it is not of that kind.
    """
    if isinstance(default, tuple | list | frozenset):
        kind = type(next(iter(default), ""))
        return type(default)(kind(part.strip()) for part in text.split(","))
    if isinstance(default, bool):
        return {"true": True, "false": False}[text.lower()]
    return Decimal(text) if default is None else type(default)(text)


store = click.argument("store", metavar="STORE")
stream = click.argument("stream", metavar="RELATIONSHIP")
any_stream = click.argument("stream", metavar="STREAM")

as_of = click.option(
    "--as-of",
    type=moment,
    metavar="DAY",
    help="What had happened by that day (2022-06-15) or instant (2022-06-15T09:00Z).",
)
known_at = click.option(
    "--known-at",
    type=moment,
    metavar="DAY",
    help="What had been written down by that day or instant; later corrections are left out.",
)
lang = click.option(
    "--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="The language."
)
reader = click.option(
    "--reader",
    metavar="PERSON",
    help="Whom the answer is for: what a practitioner says of themselves is shown to nobody else.",
)
progress = click.option(
    "--progress", is_flag=True, help="Tell the progress on stderr even where it is no terminal."
)


def as_format(*names: str) -> Callable[[FC], FC]:
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
