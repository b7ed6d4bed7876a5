"""``noe demo``: two example relationships, recorded, read again, told and audited.

Rule kept here: everything goes through the public API and a store on disk that is closed
and opened again in between; every firm and person is fictional.
"""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Any, Final

import click

from noe_core.audit import audit as put_rules
from noe_core.history import History
from noe_core.narration import as_data, as_text, narrate
from noe_stores import connect
from noe_stores.cli import options
from noe_stores.cli.failures import Unable
from noe_stores.cli.reports import say_report
from noe_stores.cli.screen import Screen
from noe_stores.cli.told import report_as_plain, report_lines
from noe_stores.cli.trajectories import say_trajectory, trajectory_as_plain
from noe_stores.examples import Calendar, record_after_work, record_workshop

WORKSHOP_SEEN: Final = date(2022, 6, 15)
AFTER_WORK_SEEN: Final = date(2022, 5, 15)

TITLES: Final = {
    "en": {
        "recorded": "1. What was recorded: a studio and a workshop, spring 2022",
        "told": "2. The same, told",
        "audited": "3. What the audit finds, there and with a cooperative that pays after the work",
        "on": "Go on:",
    },
    "fr": {
        "recorded": "1. Ce qui a été consigné : un studio et un atelier, printemps 2022",
        "told": "2. La même chose, racontée",
        "audited": "3. Ce que l'audit y trouve, et chez une coopérative qui paie après le travail",
        "on": "Pour continuer :",
    },
}


@click.command(epilog=options.example("noe demo", "noe demo --lang fr --keep demo.db"))
@options.lang
@click.option(
    "--keep",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Keep the store in that new file, to try the other commands on it.",
)
@options.as_format("text", "json")
@click.pass_obj
def demo(screen: Screen, *, lang: str, keep: Path | None, format_: str) -> None:
    """See what this is for, on two example relationships.

    They are recorded through the public API into a fresh store, which is closed and opened
    again. Firms and people are fictional.

    The JSON holds "histories": for each its "stream", "trajectory", "narrative" and "audit".
    """
    if keep is not None and keep.exists():
        raise Unable(f"{keep}: is there already. Choose a path where nothing is yet")
    with tempfile.TemporaryDirectory(prefix="noe-demo-") as folder:
        path = keep or Path(folder) / "demo.db"
        workshop, after_work = record(path)
        with connect(f"sqlite:///{_escaped(path)}", create=False) as ledger:
            seen = (
                ledger.history(workshop, as_of=WORKSHOP_SEEN),
                ledger.history(after_work, as_of=AFTER_WORK_SEEN),
            )
    if format_ == "json":
        screen.json({"histories": [_as_plain(history, lang) for history in seen]})
    else:
        _say(screen, seen, lang, keep)


def _escaped(path: Path) -> str:
    return str(path.absolute()).replace("%", "%25")


def record(path: Path) -> tuple[str, str]:
    """Record both examples in a new store, as an embedding tool would; their stream ids."""
    calendar = Calendar("2021-12-06")
    with connect(f"sqlite:///{_escaped(path)}", clock=calendar) as ledger:
        return record_workshop(ledger, calendar), record_after_work(ledger, calendar)


def _as_plain(history: History, lang: str) -> dict[str, Any]:
    return {
        "stream": history.stream,
        "trajectory": trajectory_as_plain(history),
        "narrative": as_data(narrate(history, lang)),
        "audit": report_as_plain(put_rules(history)),
    }


def _say(screen: Screen, seen: tuple[History, History], lang: str, keep: Path | None) -> None:
    workshop, _ = seen
    titles = TITLES[lang]
    _title(screen, titles["recorded"])
    say_trajectory(screen, workshop, lang)
    _title(screen, titles["told"])
    screen.document(as_text(narrate(workshop, lang)))
    _title(screen, titles["audited"])
    for history in seen:
        say_report(screen, report_lines(history, put_rules(history), lang))
    screen.say()
    if keep is None:
        screen.say(f"{titles['on']} noe demo --keep demo.db")
    else:
        screen.say(f"{titles['on']} noe narrate {keep} {workshop.stream}")


def _title(screen: Screen, text: str) -> None:
    screen.say()
    screen.say(text, style="bold underline")
    screen.say()
