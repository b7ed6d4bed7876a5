"""The testing kit: histories told in facts or lived through decisions, and questions put to them.

Rule kept here: what our own tests stand on, an embedding tool's tests may stand on too. It
needs no test framework. Histories drawn at random stand apart, in
`noe_core.testing.strategies`, which needs hypothesis (``pip install 'noe[testing]'``).
"""

from noe_core.testing.amounts import line, measure, month, period, quantity
from noe_core.testing.lives import Day, Done, Life
from noe_core.testing.people import both_assessed, client, partner, provider, together
from noe_core.testing.situations import Refused, Situation, when
from noe_core.testing.stories import (
    STREAM,
    Moment,
    Told,
    after,
    continued,
    evening,
    event,
    story,
    with_unread,
)
from noe_core.vocabulary import StreamKind

__all__ = [
    "STREAM",
    "Day",
    "Done",
    "Life",
    "Moment",
    "Refused",
    "Situation",
    "StreamKind",
    "Told",
    "after",
    "both_assessed",
    "client",
    "continued",
    "evening",
    "event",
    "line",
    "measure",
    "month",
    "partner",
    "period",
    "provider",
    "quantity",
    "story",
    "together",
    "when",
    "with_unread",
]
