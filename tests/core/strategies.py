"""How our own laws are tried, on what the shipped strategies draw."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

from noe_core.testing.strategies import (
    built,
    days,
    in_parts,
    moments,
    splits,
    untidy_histories,
    untidy_records,
)
from noe_core.testing.strategies.untidy import KINDS as KINDS_OF
from noe_core.vocabulary import StreamKind

__all__ = [
    "KINDS",
    "built",
    "days",
    "in_parts",
    "law",
    "moments",
    "splits",
    "untidy_histories",
    "untidy_records",
]

law = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""How laws are tried: machines are slow at times, and no test measures them."""

KINDS = KINDS_OF[StreamKind.RELATIONSHIP]
