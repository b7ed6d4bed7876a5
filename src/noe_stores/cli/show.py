"""``noe show``: a stream entry by entry; a relationship along its trajectory.

Rule kept here: what is shown is the projection's answer; the labels are those of the table.
"""

from __future__ import annotations

import click

from noe_core.moments import When
from noe_stores.cli import options
from noe_stores.cli.reading import history_in, opened
from noe_stores.cli.screen import Screen
from noe_stores.cli.trajectories import say_trajectory, trajectory_as_plain


@click.command(
    epilog=options.example(
        "noe show clients.db studio-marelle:atelier-lys",
        "noe show clients.db studio-marelle:atelier-lys --as-of 2022-04-14 --lang fr",
    )
)
@options.store
@options.any_stream
@options.as_of
@options.known_at
@options.lang
@options.reader
@options.as_format("text", "json")
@click.pass_obj
def show(
    screen: Screen,
    *,
    store: str,
    stream: str,
    as_of: When | None,
    known_at: When | None,
    lang: str,
    reader: str | None,
    format_: str,
) -> None:
    """Show a stream entry by entry; a relationship along its trajectory.

    Of a relationship, phases and loops head the entries and a few figures close. Streams of
    other kinds are named with their kind: team/atelier-nord.

    The JSON holds "stream", "as_of", "known_at", "facts" (each as its line in an export, as
    corrected), and of a relationship "trajectory" and "figures" (which point to facts by
    their ids).
    """
    with opened(store) as ledger:
        history = history_in(ledger, stream, as_of=as_of, known_at=known_at)
    if format_ == "json":
        screen.json(trajectory_as_plain(history, reader))
    else:
        say_trajectory(screen, history, lang, reader)
