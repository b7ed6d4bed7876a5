"""Histories of few kinds of facts and many of each: where repeated turns would show.

Rule kept here: as untidy as an import may be; only the mix differs from the shipped one.
"""

from __future__ import annotations

from typing import Any, cast

from hypothesis import strategies as st
from story import story
from strategies import KINDS, built

from noe_core.history import History
from noe_core.relationship.course import RelationshipOpened
from noe_core.testing.strategies import days
from noe_core.testing.strategies.fields import IDS
from noe_core.values import Gender, Party

NAMED = RelationshipOpened(
    provider=Party(party_id="a", name="Atelier Lys", article="l'", gender=Gender.MASCULINE),
    client=Party(party_id="b", name="écoles du port", article="les", gender=Gender.FEMININE),
)


@st.composite
def dense_histories(draw: st.DrawFn) -> History:
    """Ten to twenty facts of a few kinds that stand side by side in the table.

    The stream goes by an id that untidy teams and firms name at times.
    """
    first = draw(st.integers(0, len(KINDS) - 1))
    kinds = [KINDS[(first + n) % len(KINDS)] for n in range(draw(st.integers(1, 4)))]
    facts = [
        draw(built(cast(Any, draw(st.sampled_from(kinds)))))
        for _ in range(draw(st.integers(10, 20)))
    ]
    opened = [(NAMED, "2021-12-01")] if draw(st.booleans()) else []
    told = ((fact, draw(days()).isoformat()) for fact in facts)
    return story(*opened, *told, stream=f"relationship/{IDS[0]}")
