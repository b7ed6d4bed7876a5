"""The testing kit: histories told in facts, and decisions taken on them.

Rule kept here: what our own tests stand on, an embedding tool's tests may stand on too.
"""

from noe_core.testing.situations import Refused, Situation, when
from noe_core.testing.stories import STREAM, Told, after, evening, event, story, with_unread

__all__ = [
    "STREAM",
    "Refused",
    "Situation",
    "Told",
    "after",
    "evening",
    "event",
    "story",
    "when",
    "with_unread",
]
