"""The order across streams of a damaged store, read past what cannot be read.

Rule kept here: what is stepped over is told, from which position to which; the steps grow, so
that a long stretch of darkness costs little, and halve again to find where it ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from operator import lt
from typing import ParamSpec, TypeVar

from attrs import define, field
from eventsourcing.persistence import ApplicationRecorder, Notification

from noe_stores.errors import StoreDamaged

P = ParamSpec("P")
R = TypeVar("R")

PAGE = 500
"""How many records are read at once: an unreadable one costs the page it stands on."""

DARK = 100_000
"""How many positions in a row may be unreadable before the rest of a log is given up."""

FEW = 1000
"""The same, where the store cannot say how far its log goes."""

STRIDE = 64
"""How many positions are stepped over at most between two tries."""


@define
class Log:
    """The log of a store that may be damaged, on the way.

    Args:
        recorder: the store.
        unreadable: whether an error means that something there cannot be read; any other one
            ends the walk.
        gap: told the first and the last position stepped over, and why; the last is ``None``
            where nothing readable was found after it.

    ``whole`` says, once the walk has ended, whether the end of the log was reached.
    """

    recorder: ApplicationRecorder
    unreadable: Callable[[Exception], bool]
    gap: Callable[[int, int | None, str], None]
    whole: bool = False
    _why: str = field(init=False, default="")

    def __iter__(self) -> Iterator[Notification]:
        last = self._asked(self.recorder.max_notification_id)
        after = 0
        while True:
            page = self._asked(self._after, after)
            if page is None:
                found = self._stepped_over(after, last)
                if found is None:
                    return
                page = self._asked(self._at, found) or ()
                after = found
            elif page:
                after = page[-1].id
            else:
                self.whole = True
                return
            yield from page

    def _stepped_over(self, after: int, last: int | None) -> int | None:
        """The next position that can be read; what lies before it is told."""
        why = self._why
        found = self._next_readable(after, last)
        if found is None:
            self.whole = last is not None and after >= last
            if not self.whole:
                self.gap(after + 1, None, why)
        elif found > after + 1:
            self.gap(after + 1, found - 1, why)
        return found

    def _next_readable(self, after: int, last: int | None) -> int | None:
        """The next position that can be read."""
        end = after + FEW if last is None else min(after + DARK, last)
        dark, step = after, 1
        while dark < end:
            tried = min(dark + step, end)
            if self._asked(self._at, tried) is None:
                dark, step = tried, min(step * 2, STRIDE)
                continue
            while dark + 1 < tried:
                middle = (dark + tried) // 2
                if self._asked(self._at, middle) is None:
                    dark = middle
                else:
                    tried = middle
            return tried
        return None

    def _after(self, position: int) -> Sequence[Notification]:
        found = self.recorder.select_notifications(position, PAGE, inclusive_of_start=False)
        places = [position, *(one.id for one in found)]
        if not all(map(lt, places, places[1:])):
            raise StoreDamaged(f"the log is not in order after position {position}")
        return found

    def _at(self, position: int) -> Sequence[Notification]:
        found = self.recorder.select_notifications(position, 1, position)
        if any(one.id != position for one in found):
            raise StoreDamaged(f"something else stands at position {position}")
        return found

    def _asked(self, ask: Callable[P, R], *about: P.args, **how: P.kwargs) -> R | None:
        """What the store answers; ``None`` where it cannot."""
        try:
            return ask(*about, **how)
        except Exception as error:
            if not self.unreadable(error):
                raise
            self._why = str(error)
            return None
