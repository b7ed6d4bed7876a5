"""Reports of the audit on a screen.

Rule kept here: what is shown was made beforehand (`noe_stores.cli.told`), perhaps elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from noe_core.audit import Severity
from noe_stores.cli.screen import Screen
from noe_stores.cli.told import WORDS, Line


def say_report(screen: Screen, lines: Iterable[Line]) -> None:
    """The lines of one report."""
    for line in lines:
        screen.say(line.text, style=line.style, indent=line.indent)


def say_sum(
    screen: Screen,
    streams: int,
    found: Mapping[Severity, int],
    not_assessable: int,
    lang: str,
) -> None:
    """What a run over several streams came to."""
    counts = ", ".join(f"{found.get(s, 0)} {s.value}" for s in reversed(Severity))
    screen.say()
    screen.say(
        WORDS[lang]["sum"].format(streams=streams, counts=counts, not_assessable=not_assessable)
    )
