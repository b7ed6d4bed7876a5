"""The audit of a whole store, in this process or spread over others.

Rule kept here: the answers come in the order of the streams, the same with an executor as
without; one history is held at a time by whoever audits it, and of the others what a rule
may see of them. A share of the work is plain data: where the store is, which streams, what
is asked. Whoever gets one opens the store anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from itertools import islice
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from attrs import evolve, field, frozen

from noe_core.audit import Finding, Report, Rule, audit
from noe_core.audit.parameters import Parameters
from noe_core.audit.rule import Words
from noe_core.beside import Beside
from noe_core.history import History
from noe_core.moments import When
from noe_core.values import Side
from noe_stores import connect
from noe_stores.audits import extensions
from noe_stores.audits.beside import beside_in, beside_of, joined, seen_by
from noe_stores.audits.spreading import Handed, cores, spread
from noe_stores.errors import StoreDamaged
from noe_stores.ledger import Ledger

T = TypeVar("T")

AT_ONCE: Final = 20
"""How many streams a worker takes at once: enough to forget the opening of the store, few
enough that the last share keeps nobody waiting."""

AHEAD: Final = 4
"""How many shares are under way for each core, done and not yet read included."""


class OnlyHere(ValueError):  # noqa: N818 - says where the store is
    """A store that only this process has cannot be handed to workers."""


@frozen
class Audited(Generic[T]):
    """A stream that was audited, and what was made of its report."""

    stream: str
    made: T


@frozen
class NotAudited:
    """A stream that could not be read, and why; ``missing`` when nothing is recorded there."""

    stream: str
    why: str
    missing: bool = False


def the_report(_history: History, report: Report) -> Report:
    """The report itself."""
    return report


@frozen(kw_only=True)
class Asked(Generic[T]):
    """What is asked of every history, and what is made of its report."""

    as_of: When | None
    known_at: When | None
    perspective: Side
    parameters: Parameters
    unrecorded: tuple[str, ...]
    reader: str | None
    rules: tuple[Rule, ...] | None
    make: Callable[[History, Report], T]
    beside: Beside = field(factory=Beside)

    def put_to(self, ledger: Ledger, names: Iterable[str]) -> Iterator[Audited[T] | NotAudited]:
        """The answers for some streams of a store, one history held at a time."""
        rules = self.all_rules()
        for name in names:
            history = self._history(ledger, name)
            if isinstance(history, NotAudited):
                yield history
                continue
            report = audit(
                history,
                perspective=self.perspective,
                parameters=self.parameters,
                unrecorded=self.unrecorded,
                beside=self.beside,
                reader=self.reader,
                rules=rules,
            )
            yield Audited(history.stream, self.make(history, report))

    def all_rules(self) -> tuple[Rule, ...]:
        """The rules given, or those of this release and of installed packages."""
        return extensions.rules() if self.rules is None else self.rules

    def _history(self, ledger: Ledger, name: str) -> History | NotAudited:
        try:
            history = ledger.history(name, as_of=self.as_of, known_at=self.known_at)
        except (ValueError, StoreDamaged) as error:
            return NotAudited(name, str(error))
        if not history.records:
            why = f"{ledger.place}: nothing is recorded under {history.stream}"
            return NotAudited(name, why, missing=True)
        return history


@frozen
class Share(Generic[T]):
    """Some streams of a store, and what is asked of them; it can be sent anywhere."""

    store: str
    streams: tuple[str, ...]
    asked: Handed[Asked[T]]


def audit_all(
    store: str | Path | Ledger,
    streams: Iterable[str] | None = None,
    *,
    as_of: When | None = None,
    known_at: When | None = None,
    perspective: Side = Side.PROVIDER,
    parameters: Parameters | None = None,
    unrecorded: Iterable[str] = (),
    reader: str | None = None,
    rules: Iterable[Rule] | None = None,
    make: Callable[[History, Report], Any] = the_report,
    executor: Executor | None = None,
    at_once: int = AT_ONCE,
    ahead: int | None = None,
) -> Iterator[Audited[Any] | NotAudited]:
    """Put the rules to the streams of a store, those named or all, in their order.

    ``rules`` are by default those of this release and of installed packages, ``make`` what
    is made of each report where it was made, ``executor`` who does the work: any executor of
    ``concurrent.futures``, or one of your own. A worker takes ``at_once`` streams at a time,
    and ``ahead`` such shares are under way at most. The rest is as in `noe_core.audit.audit`.

    Raises:
        OnlyHere: an executor is given, and with it a ledger or a store in memory.
        ValueError: a rule, a parameter or an event does not exist.
        StoreError: the store cannot be opened or read.
        WorkerLost: a worker ended before it answered; what came before it stands.
    """
    asked: Asked[Any] = Asked(
        as_of=as_of,
        known_at=known_at,
        perspective=Side(perspective),
        parameters=parameters or {},
        unrecorded=tuple(unrecorded),
        reader=reader,
        rules=None if rules is None else tuple(rules),
        make=make,
    )
    names = None if streams is None else tuple(streams)
    if executor is None:
        return _here(store, names, asked)
    if isinstance(store, Ledger) or str(store) == "memory:":
        place = store.place if isinstance(store, Ledger) else store
        raise OnlyHere(
            f"{place}: a store that only this process has cannot be handed to workers; give the "
            "URL of a store on disk, or let this process do it alone"
        )
    ahead = ahead or AHEAD * cores()
    return _spread(str(store), names, asked, executor, at_once=at_once, ahead=ahead)


def _here(
    store: str | Path | Ledger, names: tuple[str, ...] | None, asked: Asked[T]
) -> Iterator[Audited[T] | NotAudited]:
    if not isinstance(store, Ledger):
        with connect(store, create=False) as ledger:
            yield from _here(ledger, names, asked)
        return
    about = _chosen(store, names)
    around = beside_in(store, about, as_of=asked.as_of, known_at=asked.known_at)
    yield from evolve(asked, beside=around).put_to(store, _chosen(store, names))


def _spread(
    store: str,
    names: tuple[str, ...] | None,
    asked: Asked[T],
    executor: Executor,
    *,
    at_once: int,
    ahead: int,
) -> Iterator[Audited[T] | NotAudited]:
    with connect(store, create=False) as ledger:
        seen = seen_by(ledger, _chosen(ledger, names))
        looks = _shares(store, seen, asked, at_once)
        around = joined(spread(executor, look, looks, ahead=ahead))
        informed = evolve(asked, beside=around)
        shares = _shares(store, _chosen(ledger, names), informed, at_once)
        words = {rule.id: rule.words for rule in asked.all_rules()}
        for found in spread(executor, work_off, shares, ahead=ahead):
            yield from (_worded(one, words) for one in found)


def _chosen(ledger: Ledger, names: tuple[str, ...] | None) -> Iterable[str]:
    return ledger.streams() if names is None else names


def _shares(store: str, names: Iterable[str], asked: Asked[T], at_once: int) -> Iterator[Share[T]]:
    left, handed = iter(names), Handed(asked)
    while some := tuple(islice(left, at_once)):
        yield Share(store, some, handed)


def look(share: Share[Any]) -> Beside:
    """What the streams of a share show to the others; run by a worker."""
    asked = share.asked.value
    with connect(share.store, create=False) as ledger:
        return beside_of(ledger, share.streams, as_of=asked.as_of, known_at=asked.known_at)


def work_off(share: Share[T]) -> list[Audited[T] | NotAudited]:
    """The answers for a share; run by a worker."""
    with connect(share.store, create=False) as ledger:
        return [_worded(one, {}) for one in share.asked.value.put_to(ledger, share.streams)]


def _worded(one: Audited[T] | NotAudited, words: Mapping[str, Words]) -> Audited[Any] | NotAudited:
    """An answer with the words that rules from elsewhere bring: functions, which stay at home."""
    if not (isinstance(one, Audited) and isinstance(one.made, Report)):
        return one
    verdicts = tuple(
        evolve(verdict, words=words.get(verdict.rule, {}))
        if isinstance(verdict, Finding)
        else verdict
        for verdict in one.made.verdicts
    )
    return evolve(one, made=evolve(one.made, verdicts=verdicts))
