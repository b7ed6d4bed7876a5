"""Every rule in words and in two examples.

Rule kept here: rules that tell of the same thing share a module; what is said of each stands
beside the histories that show it.
"""

from __future__ import annotations

from rules import around, care, effects, hook, house, log, loop, quotes, reviews
from rules.page import Page

PAGES: tuple[Page, ...] = (
    *loop.PAGES,
    *reviews.PAGES,
    *quotes.PAGES,
    *effects.PAGES,
    *hook.PAGES,
    *around.PAGES,
    *care.PAGES,
    *house.PAGES,
    *log.PAGES,
)

__all__ = ["PAGES", "Page"]
