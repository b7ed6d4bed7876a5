"""Our side: the public API, as an embedder would write it in a loop.

Rule kept here: one stream is kept in hand to append to (`Ledger.stream`, then
`Stream.append`); a replay is `Ledger.history`, folded by a `Projection`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from parties import Append, Replay
from work_told import RECORDED_BY, Minutes, Work, stream_id, works

from noe_core.decision import Draft
from noe_core.facts import AnyRecorded
from noe_core.projection import Projection, View
from noe_core.relationship.work import WorkNature, WorkRecorded
from noe_stores import Ledger, connect
from noe_stores.stream import Stream

AT_ONCE = 1000


def count(state: Mapping[str, int], run: Iterable[AnyRecorded]) -> Minutes:
    """The minutes by month, with those of some more facts."""
    months = dict(state)
    for fact in run:
        if isinstance(fact.data, WorkRecorded):
            month = str(fact.occurred_at)[:7]
            months[month] = months.get(month, 0) + (fact.data.minutes or 0)
    return months


def _answer(state: Minutes, _view: View) -> Minutes:
    return state


MINUTES: Projection[Minutes, Minutes] = Projection(
    name="minutes by month", start={}, apply=count, answer=_answer
)


class Ours:
    """A ledger on one of our stores."""

    def __init__(self, store: str) -> None:
        self.store = store

    def url(self, folder: Path) -> str:
        """Where the store of a folder is."""
        return f"sqlite:///{folder}/noe.db" if self.store == "sqlite" else f"files:///{folder}/noe"

    def fill(self, folder: Path, streams: int, facts: int) -> None:
        """Make a store of so many streams of so many facts each."""
        with connect(self.url(folder)) as ledger:
            for number in range(streams):
                stream = ledger.stream(stream_id(number))
                for first in range(0, facts, AT_ONCE):
                    some = works(first, min(AT_ONCE, facts - first))
                    append(ledger, stream, tuple(some))

    @contextmanager
    def appending(self, folder: Path) -> Iterator[Append]:
        """A store opened, and one stream of it taken in hand, to append to."""
        with connect(self.url(folder)) as ledger:
            stream = ledger.stream(stream_id(0))
            yield lambda some: append(ledger, stream, some)

    @contextmanager
    def reading(self, folder: Path) -> Iterator[Replay]:
        """A store opened to read."""
        with connect(self.url(folder)) as ledger:
            yield lambda number: MINUTES.of(ledger.history(stream_id(number)))


def append(ledger: Ledger, stream: Stream, some: Sequence[Work]) -> None:
    """Record pieces of work in one durable call."""
    drafts = [
        Draft(
            data=WorkRecorded(
                work_id=work.work_id,
                minutes=work.minutes,
                nature=WorkNature.PRODUCTION,
                topic=work.topic,
            ),
            occurred_at=work.on,
        )
        for work in some
    ]
    stream.append(drafts, now=ledger.clock(), recorded_by=RECORDED_BY)
