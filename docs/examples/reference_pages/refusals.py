"""The page of refusals: each no of the business, what it means and what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from noe_core.refusal import FutureFact, Refusal
from noe_core.vocabulary import StreamKind
from reference_pages.commands import HANDLES, commands, every_refusal
from reference_pages.words import WRITTEN_BY, joined, paragraph, table

OPENING = """# Refusals

A refusal is the business saying no to a command: nothing is recorded. In Python the ledger
raises `noe_stores.Refused`, whose `refusal` is one of these values; its name and its fields
are stable, its sentence gives the reason and the remedy. The module it is imported from, for a
test or an answer of your own, stands after its meaning. What an import may bring is never
refused for these reasons: the audit reports it instead."""

LEDGER = ("noe_core.decision", "noe_stores.")
"""Where the refusals stand that no command is alone in giving."""


def page() -> str:
    """The page of refusals."""
    used = _used()
    rows = (
        (f'<a id="{one.__name__.lower()}"></a>`{one.__name__}`', _meaning(one), _says(one), by)
        for one in refusals()
        for by in [", ".join([*used.get(one.__name__, ()), *_by_ledger(one)])]
    )
    return joined(WRITTEN_BY, OPENING, table(("Refusal", "Meaning", "Says", "Commands"), rows))


def refusals() -> Iterator[type[Refusal]]:
    """Every refusal, by name."""
    found = {one.__name__: one for one in every_refusal()}
    return (found[name] for name in sorted(found))


def _meaning(refusal: type[Refusal]) -> str:
    return f"{paragraph(refusal)} (`{refusal.__module__}`)"


def _says(refusal: type[Refusal]) -> str:
    return re.sub(r"\{(\w+)\}", r"*\1*", refusal.says)


def _by_ledger(refusal: type[Refusal]) -> tuple[str, ...]:
    """Whether the ledger itself refuses so, whatever the command."""
    own = refusal is FutureFact or refusal.__module__.startswith(LEDGER)
    return ("the ledger, whatever the command",) if own else ()


def _used() -> Mapping[str, list[str]]:
    """The commands that refuse in each way."""
    found: dict[str, list[str]] = {}
    for stream in StreamKind:
        for command in commands(stream).values():
            for name in command.refusals:
                by = f"`{command.method}`"
                if by not in found.setdefault(name, []):
                    found[name].append(by)
    assert HANDLES  # noqa: S101 - importing the handles declares every refusal
    return found
