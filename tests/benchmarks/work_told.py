"""What every party stores and answers: pieces of work done, and the minutes of each month.

Rule kept here: plain values only, so that no party's own way of holding them is favoured.
As a line of ours a fact has about 300 bytes, the sum apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

START = date(2012, 1, 1)
A_DAY = 40
"""Facts a day: 200,000 of them are some fourteen years of one stream."""

TOPICS = ("signage", "brochures", "town map", "newsletter")
RECORDED_BY = "nora"

Minutes = dict[str, int]
"""The answer: minutes by month, as ``2012-01``."""


class Work(NamedTuple):
    """One piece of work, as the person who did it would tell it."""

    work_id: str
    topic: str
    minutes: int
    on: date


def works(first: int, count: int) -> Iterator[Work]:
    """So many pieces of work, from the number ``first`` on."""
    for number in range(first, first + count):
        yield Work(
            work_id=f"w{number:06d}",
            topic=TOPICS[number % len(TOPICS)],
            minutes=15 + number % 240,
            on=START + timedelta(days=number // A_DAY),
        )


def minutes_by_month(done: Iterator[Work]) -> Minutes:
    """The answer as it must be, computed without any store."""
    answer: Minutes = {}
    for work in done:
        month = str(work.on)[:7]
        answer[month] = answer.get(month, 0) + work.minutes
    return answer


def stream_id(number: int) -> str:
    """The own id of a stream, by its number."""
    return f"client-{number:05d}"
