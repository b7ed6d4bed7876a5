"""How commands open a store, and find a relationship in it.

Rule kept here: reading never makes a store, nor does an attempt to record that comes to nothing;
a relationship that is not there is an error, not an empty answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from noe_core.history import History
from noe_core.moments import When
from noe_core.vocabulary import StreamKind, kind_of
from noe_stores import Ledger, connect
from noe_stores.cli.failures import Unable, sentence
from noe_stores.cli.screen import Screen
from noe_stores.errors import StoreDamaged
from noe_stores.exchange.unmade import Unmade
from noe_stores.places import MEMORY, place_of, standing


def opened(url: str, *, create: bool = False) -> Ledger:
    """The store at a URL or path.

    Raises:
        Unable: no store is known for the URL.
        StoreError: there is none, or it cannot be opened.
    """
    try:
        if not create and url != MEMORY:
            standing(url)
        return connect(url, create=create)
    except ValueError as error:
        raise Unable(f"{error}") from error


def to_record_in(url: str) -> Ledger:
    """The store at a URL or path; where there is none, one that is made by what it is to keep.

    Raises:
        Unable: no store is known for the URL.
        StoreError: it cannot be opened, or none can be made there.
    """
    try:
        place = None if url == MEMORY else place_of(url)
    except ValueError as error:
        raise Unable(f"{error}") from error
    if place is None or not place.is_vacant():
        return opened(url, create=True)
    return Ledger(Unmade(lambda: connect(place.url).recorder), place=place.name)


def history_in(
    ledger: Ledger, id: str, *, as_of: When | None = None, known_at: When | None = None
) -> History:
    """The history of a relationship that is in the store.

    Raises:
        Unable: it is not, or the id can be nobody's.
    """
    try:
        history = ledger.history(id, as_of=as_of, known_at=known_at)
    except ValueError as error:
        raise Unable(f"{error}") from error
    if not history.records:
        raise Unable(
            f"{ledger.place}: nothing is recorded under {history.stream}. "
            f"What there is: noe streams {ledger.place}"
        )
    return history


def relationship_in(
    ledger: Ledger, id: str, *, as_of: When | None = None, known_at: When | None = None
) -> History:
    """The history of a relationship, for what only a relationship has.

    Raises:
        Unable: it is not there, or is a stream of another kind.
    """
    history = history_in(ledger, id, as_of=as_of, known_at=known_at)
    kind = kind_of(history.stream)
    if kind is not StreamKind.RELATIONSHIP:
        raise Unable(f"{history.stream} is a {kind}, and this is asked of a relationship only")
    return history


def names_in(screen: Screen, ledger: Ledger, failed: list[str]) -> Iterator[str]:
    """The ids of the streams; where the store cannot name them all, that is told at their end.

    The store is added to ``failed`` then.
    """
    try:
        yield from ledger.streams()
    except StoreDamaged as error:
        failed.append(ledger.place)
        screen.tell(f"noe: {sentence(error)}")


def histories_in(
    screen: Screen,
    ledger: Ledger,
    names: Iterable[str],
    failed: list[str],
    *,
    as_of: When | None = None,
    known_at: When | None = None,
) -> Iterator[History]:
    """The histories of some streams, one held at a time.

    One that is not there or is damaged is told and added to ``failed``; it hides no other.
    """
    for name in names:
        try:
            history = history_in(ledger, name, as_of=as_of, known_at=known_at)
        except (Unable, StoreDamaged) as error:
            failed.append(name)
            screen.tell(f"noe: {sentence(error)}")
        else:
            yield history
