"""``noe ask``: one question put to a stream, or to the whole store.

Rule kept here: the answer is the projection's own, every figure with what it stands on; the
text leaves the ids out, the JSON has them all.
"""

from __future__ import annotations

import click

from noe_core.history import History
from noe_core.moments import When
from noe_core.vocabulary import kind_of
from noe_stores import Ledger
from noe_stores.audits.beside import beside_in
from noe_stores.cli import options
from noe_stores.cli.failures import Unable
from noe_stores.cli.outline import outline
from noe_stores.cli.plain import as_plain
from noe_stores.cli.questions import QUESTIONS, OfStore, OfStream
from noe_stores.cli.reading import history_in, opened
from noe_stores.cli.screen import Screen


@click.command(
    epilog=options.example(
        "noe ask clients.db rhythm studio-marelle:atelier-lys --as-of 2022-06-15",
        "noe ask clients.db firm_reflexive_time --format json",
    )
)
@options.store
@click.argument("question", type=click.Choice(sorted(QUESTIONS)), metavar="QUESTION")
@click.argument("stream", metavar="[STREAM]", required=False)
@options.as_of
@options.known_at
@options.reader
@options.as_format("text", "json")
@click.pass_obj
def ask(
    screen: Screen,
    *,
    store: str,
    question: str,
    stream: str | None,
    as_of: When | None,
    known_at: When | None,
    reader: str | None,
    format_: str,
) -> None:
    """Put one question to a stream, or to the whole store.

    Of a relationship: client_view, demand_trail, ecosystem_map, effects_ledger,
    engagement_ledger, quote_statistics, reflexive_time, relationship_balance,
    review_coverage, rhythm, trajectory, usage_account, value_entries, values_compatibility.
    Of a team: success_notebook. Of the store: firm_reflexive_time, portfolio_balance,
    practice_register, values_across.

    The JSON holds "question", "stream" and "answer": its fields as the reference documents
    them, facts by their ids, ratios as {"num", "den"}.
    """
    asked = QUESTIONS[question]
    entries: dict[str, str] = {}
    with opened(store) as ledger:
        if isinstance(asked, OfStore):
            if stream is not None:
                raise Unable(f"{question} is asked of the whole store; leave {stream} out")
            answer = asked.survey(reader).of(ledger.histories(as_of=as_of, known_at=known_at))
        else:
            history = _asked(ledger, question, asked, stream, as_of=as_of, known_at=known_at)
            beside = beside_in(
                ledger, [history.stream], as_of=as_of or history.day, known_at=known_at
            )
            stream, answer = history.stream, asked.answer(history, beside)
            entries = {str(fact.id): f"e{fact.version}" for fact in history}
    plain = as_plain(answer)
    if format_ == "json":
        screen.json({"question": question, "stream": stream, "answer": plain})
        return
    screen.say(f"{question}  {stream or store}", style="bold")
    for depth, line in outline(plain, entries):
        screen.say(line, indent=2 * depth + 2)


def _asked(
    ledger: Ledger,
    question: str,
    asked: OfStream,
    stream: str | None,
    *,
    as_of: When | None,
    known_at: When | None,
) -> History:
    if stream is None:
        raise Unable(f"{question} is asked of a {asked.kind}; name one: noe streams {ledger.place}")
    history = history_in(ledger, stream, as_of=as_of, known_at=known_at)
    if kind_of(history.stream) is not asked.kind:
        raise Unable(f"{question} is asked of a {asked.kind}, and {history.stream} is none")
    return history
