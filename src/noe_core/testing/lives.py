"""A history lived day after day: each fact is decided on those before it.

Rule kept here: what a life holds, the commands would have recorded. A decision that is
refused fails the test in the refusal's own words, and nothing is recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar
from uuid import UUID

from attrs import frozen

from noe_core.decision import Draft
from noe_core.history import History
from noe_core.moments import When
from noe_core.projection import Fold, fold
from noe_core.refusal import Refusal
from noe_core.streams import STREAMS
from noe_core.testing.situations import Situation, when
from noe_core.testing.stories import STREAM, Moment, moment, next_record, voice
from noe_core.typed import Fact
from noe_core.vocabulary import kind_of, own_id

F = TypeVar("F", bound=Fact)


@frozen
class Done(Generic[F]):
    """What a decision came to: the id of the thing, the id of the event, and the fact."""

    id: str
    event_id: UUID
    fact: F


class Life:
    """The history of one stream, lived through the decisions of its kind.

    ``recorded_by`` writes everything down: by default a practitioner their own stream, and
    "nora" any other.

    Raises:
        ValueError: the id of the stream carries no kind.
    """

    def __init__(self, stream: str = STREAM, *, recorded_by: str | None = None) -> None:
        streams = STREAMS[kind_of(stream)]
        begun: Any = streams.begin(own_id(stream))
        self.stream = stream
        self.recorded_by = recorded_by or voice(stream)
        self._fold: Fold[Any] = fold(streams.evolve, begun, History(stream=stream))

    @property
    def state(self) -> Any:
        """What was lived so far adds up to: the state of the kind of stream it was begun with."""
        return self._fold.state

    def history(self, *, as_of: Moment | None = None, known_at: Moment | None = None) -> History:
        """What was lived so far, as of a day of the world and as known at a day of the log."""
        return self._fold.history.at(
            as_of=None if as_of is None else moment(as_of),
            known_at=None if known_at is None else moment(known_at),
        )

    def on(self, day: Moment, *, written: Moment | None = None) -> Day:
        """A day on which to decide; what happens on it is written down that evening or when said.

        Days may come in any order: a day before the last is told late.
        """
        return Day(self, moment(day), None if written is None else moment(written))

    def take(
        self,
        decide: Callable[..., Draft[F] | Refusal],
        given: Mapping[str, Any],
        *,
        on: When,
        written: When | None = None,
    ) -> Done[F] | Refusal:
        """Decide, and record what follows unless it is refused; `Day` says it in fewer words."""
        number = len(self._fold.history.records) + 1
        noun = decide.__name__.partition("_")[2].replace("_", "-")
        arguments = {"id": f"{noun}-{number}", **given}
        answer = decide(self.state, on=on, **arguments)
        if isinstance(answer, Refusal):
            return answer
        record = next_record(
            self._fold.history,
            answer.data,
            answer.occurred_at,
            written=written,
            recorded_by=arguments.get("recorded_by", self.recorded_by),
        )
        self._fold = self._fold.then([record])
        return Done(arguments["id"], record.id, answer.data)


@frozen
class Day:
    """A day of a life."""

    life: Life
    on: When
    written: When | None = None

    def when(self, decide: Callable[..., Draft[F] | Refusal], /, **arguments: Any) -> Situation[F]:
        """The decision on this day, after what was lived so far; nothing is recorded."""
        return when(decide, on=self.on, **arguments).after(self.life.history())

    def attempt(
        self, decide: Callable[..., Draft[F] | Refusal], /, **arguments: Any
    ) -> Done[F] | Refusal:
        """Decide, and record what follows unless it is refused.

        Arguments are given by their names. Without an ``id`` the thing is called after the
        decision and its place: ``objective-3``. A decision that asks who records is given
        ``recorded_by`` among them, and who decides then writes it down.
        """
        return self.life.take(decide, arguments, on=self.on, written=self.written)

    def do(self, decide: Callable[..., Draft[F] | Refusal], /, **arguments: Any) -> Done[F]:
        """Decide and record what follows, as `attempt`; a refusal fails the test."""
        __tracebackhide__ = True
        done = self.attempt(decide, **arguments)
        assert isinstance(done, Done), (
            f"{self.when(decide, **arguments)} is refused as {done.name}: {done}"
        )
        return done
