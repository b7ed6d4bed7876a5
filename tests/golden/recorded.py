"""The example histories, each recorded once through the real commands and read again.

Rule kept here: a test sees a history as somebody did on a day, with all that the same store
held beside it by then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache

from attrs import frozen

from noe_core.audit.report import Report, audit
from noe_core.beside import Beside
from noe_core.history import History
from noe_core.moments import parse
from noe_core.narration import as_text, narrate
from noe_core.projections.relationship_balance import RelationshipBalance, SignalName
from noe_core.values import Side
from noe_stores import Ledger, connect
from noe_stores.examples import Calendar

Recording = Callable[[Ledger, Calendar], str | tuple[str, ...]]

Found = tuple[str, str, str]
"""A finding as these tests read it: the rule, how grave it is, and which of its findings."""


@frozen
class Told:
    """The histories that one example recorded, under the ids of their streams."""

    histories: Mapping[str, History]

    def at(self, day: str, stream: str | None = None) -> History:
        """One of them as of a day; the first by default."""
        return self.histories[stream or next(iter(self.histories))].at(as_of=parse(day))

    def all_at(self, day: str) -> tuple[History, ...]:
        """All of them as of a day."""
        return tuple(history.at(as_of=parse(day)) for history in self.histories.values())

    def beside(self, day: str) -> Beside:
        """What the store held on a day."""
        return Beside.of(self.histories.values(), as_of=parse(day))

    def report(
        self,
        day: str,
        stream: str | None = None,
        *,
        perspective: Side = Side.PROVIDER,
        reader: str | None = None,
    ) -> Report:
        """The audit of one of them as of a day, with the others beside it."""
        history, beside = self.at(day, stream), self.beside(day)
        return audit(history, perspective=perspective, beside=beside, reader=reader)

    def found(
        self, day: str, stream: str | None = None, *, perspective: Side = Side.PROVIDER
    ) -> list[Found]:
        """What that audit found, in the order of the report."""
        return found(self.report(day, stream, perspective=perspective))

    def words(self, day: str, language: str) -> str:
        """The first of them told as of a day, on one line, every space alike."""
        return " ".join(as_text(narrate(self.at(day), language)).split())


@cache
def recorded(record: Recording) -> Told:
    """An example, recorded in memory and read again, in the order its function names."""
    calendar = Calendar("2018-01-01")
    with connect("memory:", clock=calendar) as ledger:
        named = record(ledger, calendar)
        streams = (named,) if isinstance(named, str) else named
        assert set(streams) == set(ledger.streams())
        return Told({stream: ledger.history(stream) for stream in streams})


def signals(balance: RelationshipBalance, *names: SignalName) -> list[Fraction | int | None]:
    """Some signals of a balance, of both sides where they are of a side."""
    return [signal.value for name in names for signal in balance.of(name)]


def found(report: Report) -> list[Found]:
    """What a report found, in its order."""
    return [(one.rule, one.severity.value, one.about) for one in report.findings]


def unanswered(report: Report) -> dict[str, str]:
    """The rules that could not tell, and why."""
    return {one.rule: one.because for one in report.not_assessable}
