"""``noe narrate``: the story of a relationship, in words.

Rule kept here: the words are the narration's; this only chooses how they are set.
"""

from __future__ import annotations

import click

from noe_core.moments import When
from noe_core.narration import as_data, as_markdown, as_text
from noe_core.narration import narrate as tell
from noe_stores.audits.beside import beside_in
from noe_stores.cli import options
from noe_stores.cli.reading import opened, relationship_in
from noe_stores.cli.screen import Screen


@click.command(
    epilog=options.example(
        "noe narrate clients.db studio-marelle:atelier-lys --lang fr",
        "noe narrate clients.db studio-marelle:atelier-lys --format markdown",
    )
)
@options.store
@options.stream
@options.as_of
@options.known_at
@options.lang
@options.as_format("text", "markdown", "json")
@click.pass_obj
def narrate(
    screen: Screen,
    *,
    store: str,
    stream: str,
    as_of: When | None,
    known_at: When | None,
    lang: str,
    format_: str,
) -> None:
    """Tell the story of a relationship.

    Each sentence is followed by the numbers of the entries it stands on; entries of other
    streams, such as a success that a team noted, are numbered under the stream's name.

    The JSON holds "language", "stream", "title" and "chapters"; a chapter has "key", "title",
    "sentences" and "details", each of these "text", "evidence" (the ids of entries) and
    "cited" (their streams and versions as well).
    """
    with opened(store) as ledger:
        history = relationship_in(ledger, stream, as_of=as_of, known_at=known_at)
        beside = beside_in(ledger, [history.stream], as_of=as_of or history.day, known_at=known_at)
        narrative = tell(history, lang, beside=beside)
    if format_ == "json":
        screen.json(as_data(narrative))
    else:
        screen.document((as_text if format_ == "text" else as_markdown)(narrative))
