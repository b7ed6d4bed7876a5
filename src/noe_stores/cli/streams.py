"""``noe streams``: what there is in a store.

Rule kept here: one stream is held at a time.
"""

from __future__ import annotations

from typing import Any

import click

from noe_core.facts import Unread
from noe_core.history import History
from noe_core.moments import written
from noe_stores.cli import options
from noe_stores.cli.reading import histories_in, names_in, opened
from noe_stores.cli.screen import Screen


@click.command(
    epilog=options.example("noe streams clients.db", "noe streams clients.db --format json")
)
@options.store
@options.as_format("text", "json")
@click.pass_obj
def streams(screen: Screen, *, store: str, format_: str) -> int:
    """List the streams of a store.

    A line each: how many entries, first day, last day, id.

    The JSON holds "store", and in "streams" an object for each: "stream", "entries", "first"
    and "last" (when its first and last facts happened), "unread" (entries this release keeps
    but cannot read).
    """
    with opened(store) as ledger:
        failed: list[str] = []
        found = map(_row, histories_in(screen, ledger, names_in(screen, ledger, failed), failed))
        if format_ == "json":
            screen.json_list({"store": ledger.place}, "streams", found)
        else:
            for row in found:
                days = f"{_day(row['first'])}  {_day(row['last'])}"
                screen.say(f"{row['entries']:6}  {days}  {row['stream']}")
    return 2 if failed else 0


def _row(history: History) -> dict[str, Any]:
    facts = history.facts
    return {
        "stream": history.stream,
        "entries": len(history.records),
        "first": written(facts[0].occurred_at) if facts else None,
        "last": written(facts[-1].occurred_at) if facts else None,
        "unread": sum(isinstance(record.data, Unread) for record in history.records),
    }


def _day(moment: str | None) -> str:
    return moment[:10] if moment else "-" * 10
