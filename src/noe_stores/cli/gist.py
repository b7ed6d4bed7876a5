"""A fact on one line: its day, what people call it, and the words it holds.

Rule kept here: recorded text is quoted as it is, never paraphrased.
"""

from __future__ import annotations

import json
from typing import Any, Final

from noe_core.events import BY_NAME
from noe_core.facts import AnyRecorded, Own, Unread
from noe_core.moments import When, is_day
from noe_core.values import Money, Party
from noe_core.wire import plain

WORDS: Final = (
    "text", "title", "real_need", "occasion", "change", "new_text", "topic", "account",
    "verbatim", "restated", "evidence", "reason", "learned", "question", "answer", "rule",
    "name", "what", "hypothesis", "concept", "scenario", "gap", "skill", "stake", "unit",
    "affected",
)  # fmt: skip
"""Fields that hold what somebody said or wrote, the most telling first."""


def label(event: str, lang: str) -> str:
    """What people call an event; an event of no release keeps its name."""
    known = BY_NAME.get(event)
    if known is None:
        return event
    return known.fr if lang == "fr" else known.en


def moment(when: When) -> str:
    """A day, or the minute of an instant in UTC."""
    return when.isoformat() if is_day(when) else f"{when:%Y-%m-%dT%H:%MZ}"


def gist(record: AnyRecorded) -> str:
    """What a fact is about, in its own words."""
    fact = record.data
    if isinstance(fact, Unread):
        return f"({fact.reason})"
    if isinstance(fact, Own):
        return json.dumps(plain(fact), ensure_ascii=False, sort_keys=True)
    # The first word of an event's name is the thing it is about: objective_set, quote_signed.
    own_id = getattr(fact, f"{record.event.partition('_')[0]}_id", None) or ""
    words = next((said for name in WORDS if isinstance(said := getattr(fact, name, None), str)), "")
    return "  ".join(part for part in (own_id, words, *_figures(fact)) if part)


def _figures(fact: Any) -> list[str]:
    minutes = getattr(fact, "minutes", None)
    money = (getattr(fact, name, None) for name in ("total", "amount"))
    dues = (getattr(fact, name, None) for name in ("due", "new_due"))
    parties = (getattr(fact, name, None) for name in ("provider", "client", "party", "partner"))
    return [
        *([f"{minutes} min"] if minutes else []),
        *(f"{m.amount} {m.currency}" for m in money if isinstance(m, Money)),
        *(f"→ {due}" for due in dues if due),
        *(p.name or p.party_id for p in parties if isinstance(p, Party)),
    ]


def line(fact: AnyRecorded, lang: str) -> str:
    """A recorded fact on one line, by the number that the narrative cites."""
    return (
        f"{moment(fact.occurred_at)}  e{fact.version:<4} {label(fact.event, lang):30}  {gist(fact)}"
    ).rstrip()
