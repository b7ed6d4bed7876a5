"""What every handle on a stream does: load, decide, append.

Rule kept here: a lost race is decided again on what was recorded since, and a retry under
the same id is recognised before anything is decided. Which commands there are is said by
the handle of each kind of stream.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from inspect import Parameter, signature
from itertools import count
from random import uniform
from time import sleep
from typing import Any, ClassVar, Concatenate, Final, Generic, ParamSpec, TypeVar, cast
from uuid import UUID, uuid4

from attrs import define, evolve, field, frozen

from noe_core.decision import MADE, Draft
from noe_core.events import BY_KIND, BY_NAME
from noe_core.facts import AnyRecorded, Own, Recorded
from noe_core.history import History
from noe_core.moments import When
from noe_core.own import record_own
from noe_core.projection import Fold, fold
from noe_core.refusal import Refusal
from noe_core.stream_state import StreamState
from noe_core.streams import StreamType
from noe_core.typed import Fact, Unfit
from noe_core.vocabulary import own_id
from noe_stores.errors import Interrupted, Outcome, StoreError
from noe_stores.handles.slips import refuse_slips, with_arguments
from noe_stores.identity import id_of_command
from noe_stores.lines.writing import same
from noe_stores.outcomes import IdReused, LostRace, Refused
from noe_stores.stream import Stream

P = ParamSpec("P")
Q = ParamSpec("Q")
F = TypeVar("F", bound=Fact)
S = TypeVar("S", bound=StreamState)
S_co = TypeVar("S_co", bound=StreamState, covariant=True)

SELF: Final = Parameter("self", Parameter.POSITIONAL_ONLY)

ATTEMPTS: Final = 32
"""How often a command is decided again after a lost race before the race is reported."""

SHORTEST_STEP: Final = 0.0005
LONGEST_STEP: Final = 0.05
"""Seconds one may step back after a lost race, doubled each time up to the longest."""


@frozen
class HoldsUnread(Refusal):
    """Nothing is decided on a history that cannot be read whole."""

    says = "the history holds facts this release cannot read ({names}); use a newer release"
    names: str


def command(
    decide: Callable[Concatenate[S, P], Draft[F] | Refusal], kind: type[F]
) -> Callable[Concatenate[Handle[S], P], Recorded[F]]:
    """The method that takes a decision on the state of a stream and records what it gives."""

    @wraps(decide)
    def method(self: Handle[S], /, *args: P.args, **kwargs: P.kwargs) -> Recorded[F]:
        return cast("Recorded[F]", self.take(decide, BY_KIND[kind].name, args, dict(kwargs)))

    return shown_as(method, decide, kind)


def shown_as(
    method: Callable[Q, Recorded[F]], decide: Callable[..., Any], kind: type[F], *, unseen: int = 1
) -> Callable[Q, Recorded[F]]:
    """A method whose signature shows what a caller gives: all but what the handle gives."""
    asked = signature(decide)
    given = [SELF, *list(asked.parameters.values())[unseen:]]
    shown = asked.replace(parameters=given, return_annotation=Recorded[kind])  # type: ignore[valid-type]
    cast(Any, method).__signature__ = shown
    return method


def _again(value: Any) -> Any:
    return tuple(value) if isinstance(value, Iterator) else value


@define
class Handle(Generic[S_co]):
    """A stream in a store, with the person or tool that records in it.

    Every command records one fact and returns it. It raises `Refused` when the business
    says no, `IdReused` when its id is taken by another fact, `LostRace` when others keep
    recording first, and a `StoreError` when the world breaks: its ``outcome`` says what
    became of the fact, and the same command under the same id never doubles it. A handle
    belongs to one thread; take another for the next.
    """

    streams: ClassVar[StreamType[Any]]
    stream: Stream
    clock: Callable[[], Any]
    recorded_by: str
    caused_by: str | None = None
    correlation_id: str | None = None
    _fold: Fold[S_co] | None = field(default=None, repr=False)

    def history(self, *, as_of: When | None = None, known_at: When | None = None) -> History:
        """The history up to now, as of a day of the world and known at a day of the log."""
        self.stream.refresh()
        whole = History(stream=self.stream.name, records=tuple(self.stream.records))
        return whole.at(as_of=as_of, known_at=known_at)

    @property
    def state(self) -> S_co:
        """What the facts read so far add up to."""
        records = self.stream.records
        if self._fold is None:
            history = History(stream=self.stream.name, records=tuple(records))
            self._fold = fold(self.streams.evolve, self._begun, history)
        elif len(records) > len(self._fold.history.records):
            self._fold = self._fold.then(records[len(self._fold.history.records) :])
        return self._fold.state

    @property
    def _begun(self) -> Any:
        return self.streams.begin(own_id(self.stream.name))

    def record_own(self, fact: Own, *, on: When, id: str = MADE) -> Recorded[Own]:
        """Record a fact of the tool's own, in this stream and in its order (see `noe_core.own`).

        Raises:
            Unfit: it is not made by `OwnEvent.fact`.
        """
        if not isinstance(fact, Own):
            why = f"must be made by OwnEvent.fact, not {fact!r:.60}"
            raise Unfit("record_own", "fact", why)
        answer = self.take(record_own, fact.event, (fact,), {"on": on, "id": id})
        return cast("Recorded[Own]", answer)

    def take(
        self, decide: Callable[..., Any], name: str, args: Any, given: dict[str, Any]
    ) -> AnyRecorded:
        """Decide and record; `command` gives each decision its own typed method.

        Raises:
            Unfit: an argument is wrong in itself.
        """
        kind = BY_NAME[name].kind if name in BY_NAME else None
        refuse_slips(decide.__name__, kind, given)
        own_id = given.get("id") or str(uuid4())
        event_id = id_of_command(self.stream.name, name, own_id)
        # What can be read only once is read here: a lost race decides again.
        args = [_again(value) for value in args]
        given = {**{name: _again(value) for name, value in given.items()}, "id": own_id}
        if self._fold is None:
            self.stream.catch_up()
        answer = with_arguments(decide, kind, args, given)
        for attempt in count(1):
            retried = self._retried(event_id, answer)
            if retried is not None:
                return retried
            try:
                draft = self._decided(answer(self._sound()), event_id)
                return self._append(draft)
            except Refused:
                # Decided on what was read before; only the last word of the store refuses.
                if not self.stream.catch_up():
                    raise
            except LostRace:
                if attempt >= ATTEMPTS:
                    raise
                # Whoever lost steps back for a moment, each for another one.
                sleep(uniform(0, min(LONGEST_STEP, SHORTEST_STEP * 2**attempt)))  # noqa: S311
            except (StoreError, Interrupted) as error:
                if error.outcome is Outcome.UNKNOWN:
                    error.add_note(f"to try again as the same command, give id={own_id!r}")
                raise
        raise AssertionError("unreachable")  # pragma: no cover

    def _append(self, draft: Draft[Fact]) -> AnyRecorded:
        return self.stream.append([draft], now=self.clock(), recorded_by=self.recorded_by)[0]

    def _sound(self) -> S_co:
        unread = self.state.unread
        if unread:
            names = ", ".join(sorted({fact.event for fact in unread}))
            raise Refused(HoldsUnread(names), self.stream.name)
        return self.state

    def _decided(self, answer: Draft[Fact] | Refusal, event_id: UUID) -> Draft[Fact]:
        if isinstance(answer, Refusal):
            raise Refused(answer, self.stream.name)
        return evolve(
            answer, id=event_id, caused_by=self.caused_by, correlation_id=self.correlation_id
        )

    def _retried(
        self, event_id: UUID, decide: Callable[[Any], Draft[Fact] | Refusal]
    ) -> AnyRecorded | None:
        """The fact that the same command made before, decided again on what it stood on."""
        found = self.stream.recorded(event_id)
        if found is None:
            return None
        before = History(
            stream=self.stream.name, records=tuple(self.stream.records[: found.version - 1])
        )
        answer = decide(self.streams.evolve(self._begun, before.facts))
        if isinstance(answer, Draft) and same(found, answer):
            return found
        raise IdReused(self.stream.name, event_id, found.version)
