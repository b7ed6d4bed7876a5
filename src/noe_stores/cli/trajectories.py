"""A trajectory, for people and as plain values.

Rule kept here: phases and loops are the projection's; this only lays them out. In the JSON
every fact stands once, in "facts", and everything else points to it by its id.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from noe_core.facts import AnyRecorded
from noe_core.history import History
from noe_core.moments import written
from noe_core.projections.phases import Stage, Step
from noe_core.projections.trajectory import TRAJECTORY, Loop, Trajectory
from noe_core.vocabulary import StreamKind, kind_of, own_id
from noe_stores.cli.figures import figures, figures_as_plain
from noe_stores.cli.gist import line
from noe_stores.cli.plain import as_line, as_plain
from noe_stores.cli.screen import Screen

_STAGES: Final = {
    "en": {Stage.HOOK: "First contact", Stage.FRAME: "Frame", Stage.CLOSING: "Closing"},
    "fr": {Stage.HOOK: "Accroche", Stage.FRAME: "Cadre", Stage.CLOSING: "Clôture"},
}
_WITHHELD: Final = {
    "en": "({n} entries are shown to the person alone: --reader)",
    "fr": "({n} entrées ne sont montrées qu'à la personne : --reader)",
}
_LOOP: Final = {
    "en": ("Loop {n}, up to the review of {end}", "Loop {n}, still running"),
    "fr": ("Boucle {n}, jusqu'à la revue du {end}", "Boucle {n}, en cours"),
}


SELF_DECLARED: Final = frozenset({"wellbeing_reported", "strain_reported"})
"""What a person says of themselves, by name: it is as private where it cannot be read."""


def say_trajectory(screen: Screen, history: History, lang: str, reader: str | None = None) -> None:
    """The entries of a history; of a relationship, by phase and with a few figures."""
    screen.say(history.stream, style="bold")
    if kind_of(history.stream) is not StreamKind.RELATIONSHIP:
        shown = shown_to(reader, history)
        for fact in shown:
            screen.say(line(fact, lang), indent=2)
        if len(shown) < len(history):
            screen.say(_WITHHELD[lang].format(n=len(history) - len(shown)), indent=2)
        return
    for title, steps in _told(TRAJECTORY.of(history), lang):
        screen.say()
        screen.say(title, style="cyan", indent=1)
        for step in steps:
            screen.say(line(step.record, lang), indent=2)
    screen.say()
    for figure in figures(history, lang):
        screen.say(figure, indent=1)


def shown_to(reader: str | None, history: History) -> tuple[AnyRecorded, ...]:
    """The facts somebody may read: what a person says of themselves is for that person."""
    theirs = reader is not None and own_id(history.stream) == own_id(reader)
    return tuple(f for f in history if theirs or f.event not in SELF_DECLARED)


def _told(told: Trajectory, lang: str) -> Iterator[tuple[str, tuple[Step, ...]]]:
    """The parts of a trajectory that hold something, in order, each with its title."""
    parts = [
        (_STAGES[lang][Stage.HOOK], told.hook),
        (_STAGES[lang][Stage.FRAME], told.frame),
        *((_title(loop, lang), loop.steps) for loop in told.loops),
        (_STAGES[lang][Stage.CLOSING], told.closing),
    ]
    return ((title, steps) for title, steps in parts if steps)


def _title(loop: Loop, lang: str) -> str:
    ended, running = _LOOP[lang]
    return (ended if loop.end else running).format(n=loop.number, end=loop.end)


def trajectory_as_plain(history: History, reader: str | None = None) -> dict[str, Any]:
    """The facts of a history; of a relationship, its trajectory and figures too."""
    plain: dict[str, Any] = {
        "stream": history.stream,
        "as_of": None if history.as_of is None else written(history.as_of),
        "known_at": None if history.known_at is None else written(history.known_at),
        "facts": [as_line(fact) for fact in shown_to(reader, history)],
    }
    if kind_of(history.stream) is not StreamKind.RELATIONSHIP:
        return plain
    told = TRAJECTORY.of(history)
    return {
        **plain,
        "trajectory": {
            "hook": _ids(told.hook),
            "frame": _ids(told.frame),
            "loops": [_loop_as_plain(loop) for loop in told.loops],
            "closing": _ids(told.closing),
            "days_since_signature": as_plain(told.days_since_signature),
            "n_loops": as_plain(told.n_loops),
            "adjustments": as_plain(told.adjustments),
            "adjustments_per_loop": as_plain(told.adjustments_per_loop),
        },
        "figures": figures_as_plain(history),
    }


def _ids(steps: Iterable[Step]) -> list[str]:
    return [str(step.record.id) for step in steps]


def _loop_as_plain(loop: Loop) -> dict[str, Any]:
    return {
        "number": loop.number,
        "start": as_plain(loop.start),
        "end": as_plain(loop.end),
        "review": as_plain(loop.review),
        "steps": _ids(loop.steps),
        "objectives": [objective.objective_id for objective in loop.objectives],
        "due": [engagement.engagement_id for engagement in loop.due],
        "kept": as_plain(loop.kept),
        "missed": as_plain(loop.missed),
        "adjustments": as_plain(loop.adjustments),
        "effects": as_plain(loop.effects),
        "quotes": as_plain(loop.quotes),
    }
