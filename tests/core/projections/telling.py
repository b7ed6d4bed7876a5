"""Histories for the tests of projections: the two examples, and short ones told in facts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from noe_core.history import History
from noe_core.testing import client, event, provider, story, together
from noe_core.typed import Fact
from noe_stores import Ledger, connect
from noe_stores.examples import Calendar, record_after_work, record_workshop

NORA, OMAR, LISE = provider("nora"), provider("omar"), client("lise")
TOGETHER = together(NORA, LISE)

nth = event


def tell(*told: tuple[str, Fact], as_of: str | None = None) -> History:
    """The history of facts, each after its day, seen as of a day or else the last one's."""
    return story(*((fact, day) for day, fact in told), as_of=as_of)


def _recorded(record: Callable[[Ledger, Calendar], str], as_of: date) -> History:
    calendar = Calendar("2022-06-30")
    with connect("memory:", clock=calendar) as ledger:
        return ledger.history(record(ledger, calendar), as_of=as_of)


def workshop(as_of: date = date(2022, 6, 15)) -> History:
    """H1 (domain.md §6)."""
    return _recorded(record_workshop, as_of)


def after_work(as_of: date = date(2022, 5, 15)) -> History:
    """H4 (domain.md §6)."""
    return _recorded(record_after_work, as_of)
