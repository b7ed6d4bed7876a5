"""A trajectory, for people and as plain values.

Rule kept here: phases and loops are the projection's; this only lays them out.
"""

from __future__ import annotations

from typing import Any

from noe_core.history import History
from noe_core.moments import written
from noe_stores.cli.figures import figures, figures_as_plain
from noe_stores.cli.gist import line
from noe_stores.cli.plain import as_line
from noe_stores.cli.screen import Screen


def say_trajectory(screen: Screen, history: History, lang: str) -> None:
    """The entries of a history by phase, and a few figures."""
    screen.say(history.stream, style="bold")
    for fact in history.facts:
        screen.say(line(fact, lang), indent=2)
    screen.say()
    for figure in figures(history, lang):
        screen.say(figure, indent=2)


def trajectory_as_plain(history: History) -> dict[str, Any]:
    """The facts of a history, its trajectory and its figures."""
    return {
        "stream": history.stream,
        "as_of": None if history.as_of is None else written(history.as_of),
        "known_at": None if history.known_at is None else written(history.known_at),
        "facts": [as_line(fact) for fact in history.facts],
        "figures": figures_as_plain(history),
    }
