"""Every rule in words and in two examples, in the order of a report.

Rule kept here: a family of rules is a module; what it says stands beside the histories that
show it.
"""

from __future__ import annotations

from rules import effects, hook, log, loop, quotes, reviews
from rules.page import Page

PAGES: tuple[Page, ...] = (
    *loop.PAGES,
    *reviews.PAGES,
    *quotes.PAGES,
    *effects.PAGES,
    *hook.PAGES,
    *log.PAGES,
)

__all__ = ["PAGES", "Page"]
