"""``noe info``: what a store is, and how much it holds.

Rule kept here: what is in force is read back from the store, not from what was asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import click

from noe_core.moments import written
from noe_stores.cli import options
from noe_stores.cli.plain import as_plain
from noe_stores.cli.reading import opened
from noe_stores.cli.screen import Screen
from noe_stores.keeping.describing import Told, describe


@click.command(epilog=options.example("noe info clients.db", "noe info clients.db --format json"))
@options.store
@options.as_format("text", "json")
@click.pass_obj
def info(screen: Screen, *, store: str, format_: str) -> None:
    """Say what a store is: its kind, its format, its durability, how much it holds.

    A warning stands where something about it should be changed, such as an SQLite that has a
    known fault.

    The JSON holds "store", "description" (what the store says of itself: "kind", "place",
    "format", "writable", "durability", "engine", "streams", "records", "sizes" and more),
    "streams" and "facts" of ours, "guests" (records of other applications), "last_position",
    "first_recorded_at", "last_recorded_at", and "notes" (the warnings).
    """
    with opened(store) as ledger:
        told = describe(ledger)
    if format_ == "json":
        screen.json(as_plain(told))
        return
    screen.say(told.store, style="bold")
    for name, value in _rows(told):
        if value is not None:
            screen.say(f"{name:12}{value}", indent=2)
    for note in told.notes:
        screen.say(f"note: {note}", style="yellow")


def _rows(told: Told) -> Iterator[tuple[str, object]]:
    said = told.description
    if said is not None:
        yield "kind", f"{said.kind}, format {said.format}"
        yield "engine", said.engine or None
        yield "writable", "yes" if said.writable else "no"
        yield "durability", said.durability
    yield "streams", told.streams
    yield "facts", told.facts
    yield "guests", f"{told.guests} records of other applications" if told.guests else None
    yield "position", told.last_position
    yield "epoch", said.epoch or None if said is not None else None
    first, last = told.first_recorded_at, told.last_recorded_at
    yield "recorded", f"{_day(first)} to {_day(last)}" if first or last else None
    for name, size in said.sizes if said is not None else ():
        yield "size", f"{size:>12,} bytes  {name}"


def _day(moment: datetime | None) -> str:
    return written(moment)[:10] if moment else "?"
