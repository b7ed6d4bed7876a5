"""Days around the second of May 2022, on which the crowded lives happen, and two houses."""

from __future__ import annotations

from datetime import date, timedelta

from noe_core.values import Gender, Party, Period

FAIR = Party(party_id="fair", name="marché des Halles", article="le", gender=Gender.MASCULINE)
VANS = Party(party_id="vans", name="Camions Verts", article="les")
MAY = date(2022, 5, 2)


def on(days: int) -> str:
    """So many days after the second of May 2022."""
    return (MAY + timedelta(days=days)).isoformat()


def span(start: int, end: int) -> Period:
    """A period that many days after the second of May 2022."""
    return Period(start=MAY + timedelta(days=start), end=MAY + timedelta(days=end))
