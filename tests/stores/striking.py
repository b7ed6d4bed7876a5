"""Interrupts at a moment of chance, as Ctrl-C makes them, for the main thread of the tests."""

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random


class Striker:
    """Strikes once within so many seconds after it was asked, unless it was calmed before."""

    def __init__(self, chance: Random, within: float, error: type[BaseException]) -> None:
        self._chance = chance
        self._within = within
        self._error = error
        self._asked = False

    def soon(self, seconds: float | None = None, error: type[BaseException] | None = None) -> None:
        """Ask for an interrupt, at a moment of chance or after so many seconds."""
        self._error = error or self._error
        self._asked = True
        after = self._chance.uniform(5e-6, self._within) if seconds is None else seconds
        signal.setitimer(signal.ITIMER_REAL, after)

    def calm(self) -> None:
        """Call it off; a signal that is on its way through another thread strikes no more."""
        self._asked = False
        signal.setitimer(signal.ITIMER_REAL, 0)

    def strike(self, *_: object) -> None:
        """What the signal does."""
        if self._asked:
            self._asked = False
            raise self._error


@contextmanager
def interrupting(
    chance: Random, within: float, error: type[BaseException] = KeyboardInterrupt
) -> Iterator[Striker]:
    """A striker that strikes within so many seconds, for as long as the block lasts.

    The garbage collector rests meanwhile: what is raised in a callback of its is lost. So does
    what measures coverage: struck while it holds a lock of its own, it would wait for ever.
    """
    striker = Striker(chance, within, error)
    before = signal.signal(signal.SIGALRM, striker.strike)
    tracing = sys.gettrace()
    sys.settrace(None)
    gc.disable()
    try:
        yield striker
    finally:
        gc.enable()
        sys.settrace(tracing)
        striker.calm()
        signal.signal(signal.SIGALRM, before)
