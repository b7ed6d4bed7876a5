"""What stands beside the streams of a store, read from the store.

Rule kept here: relationships see nothing of each other, so they are read only where a team
or a firm looks. A stream that is damaged is left out; whoever asks for it is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress

from noe_core.beside import Beside, Glance
from noe_core.firm.state import Firm
from noe_core.history import History
from noe_core.moments import When
from noe_core.practitioner.state import Practitioner
from noe_core.team.state import Team
from noe_core.vocabulary import StreamKind, kind_of
from noe_stores.errors import StoreDamaged
from noe_stores.ledger import Ledger

WATCHERS = {StreamKind.TEAM, StreamKind.FIRM}
"""The kinds of streams that look at relationships."""


def seen_by(ledger: Ledger, asked: Iterable[str]) -> Iterator[str]:
    """The streams of a store of which those asked may see something."""
    watched = any(name.partition("/")[0] in WATCHERS for name in asked)
    with suppress(StoreDamaged):  # what is gone shows nothing, as what cannot be read
        for name in ledger.streams():
            if watched or kind_of(name) is not StreamKind.RELATIONSHIP:
                yield name


def beside_of(
    ledger: Ledger,
    names: Iterable[str],
    *,
    as_of: When | None = None,
    known_at: When | None = None,
) -> Beside:
    """What some streams of a store show to the others."""
    return Beside.of(_sound(ledger, names), as_of=as_of, known_at=known_at)


def beside_in(
    ledger: Ledger,
    asked: Iterable[str],
    *,
    as_of: When | None = None,
    known_at: When | None = None,
) -> Beside:
    """What a rule or a story on the streams asked may see of the others of their store."""
    return beside_of(ledger, seen_by(ledger, asked), as_of=as_of, known_at=known_at)


def joined(parts: Iterable[Beside]) -> Beside:
    """What several parts of a store show, as one."""
    practitioners: dict[str, Practitioner] = {}
    teams: dict[str, Team] = {}
    firms: dict[str, Firm] = {}
    relationships: dict[str, Glance] = {}
    for part in parts:
        practitioners |= part.practitioners
        teams |= part.teams
        firms |= part.firms
        relationships |= part.relationships
    return Beside(
        practitioners=practitioners, teams=teams, firms=firms, relationships=relationships
    )


def _sound(ledger: Ledger, names: Iterable[str]) -> Iterator[History]:
    for name in names:
        try:
            yield ledger.history(name)
        except StoreDamaged:
            continue
