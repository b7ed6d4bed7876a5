"""The child that writes: opens a store, offers what its plan says, and tells what came of it.

Rule kept here: it acknowledges after the call returned, never before. By hand:
``python -m rigs.writer sqlite /tmp/somewhere 20`` from the folder ``tests/faults``.
"""

from __future__ import annotations

import os
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter

from attrs import frozen

from rigs import told
from rigs.offers import Offer, offer, single
from rigs.subjects import ALL, Opened, Subject
from rigs.told import Failure, Teller


@frozen(kw_only=True)
class Plan:
    """What a writer is to do: offers of a round, from one number to before another.

    An offer that failed is made again ``retries`` times on the same handle. With ``gate`` the
    writer waits for a byte before it opens the store, so that others can take their places.
    """

    subject: str
    place: str
    round: int = 0
    first: int = 0
    last: int = 2**31
    retries: int = 0
    synced: bool = True
    gate: bool = False
    writer: str = ""
    singles: bool = False

    def offers(self, number: int) -> Offer:
        """The offer of that number."""
        return (single if self.singles else offer)(self.round, number, self.writer)


def write(plan: Plan, telling: Connection, gate: Connection | None = None) -> None:
    """Carry out a plan."""
    teller = Teller(telling.fileno())
    subject = ALL[plan.subject]
    if gate is not None:
        teller.tell(told.READY)
        os.read(gate.fileno(), 1)
    store = _opened(subject, plan, teller)
    if store is None:
        return
    teller.tell(told.OPENED)
    for number in range(plan.first, plan.last):
        for _ in range(1 + plan.retries):
            if _offered(store, plan.offers(number), teller):
                break
    try:
        store.close()
    except Exception as error:  # noqa: BLE001 - whatever comes out is what is measured
        teller.tell(told.NOT_CLOSED, failure=Failure.of(error))
    teller.tell(told.DONE)


def _opened(subject: Subject, plan: Plan, teller: Teller) -> Opened | None:
    try:
        return subject.open(Path(plan.place), synced=plan.synced)
    except Exception as error:  # noqa: BLE001
        teller.tell(told.NOT_OPENED, failure=Failure.of(error))
        return None


def _offered(store: Opened, offered: Offer, teller: Teller) -> bool:
    began = perf_counter()
    try:
        store.offer(offered)
    except Exception as error:  # noqa: BLE001
        said, failure = told.FAILED, Failure.of(error, offered)
    else:
        said, failure = told.KEPT, None
    took = perf_counter() - began
    teller.tell(said, round=offered.round, number=offered.number, took=took, failure=failure)
    return failure is None


if __name__ == "__main__":
    name, where, count = sys.argv[1:]
    write(Plan(subject=name, place=where, last=int(count)), Connection(os.dup(1)))
