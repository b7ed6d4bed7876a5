"""A store of an earlier format, made anew in the format of this release.

Rule kept here: an upgrade is a copy. The old store is read and left as it is; the new one
holds the same bytes in the same order, and that is seen before it is called done.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from attrs import evolve

from noe_stores import connect
from noe_stores.errors import StoreError
from noe_stores.keeping.copying import Copied, Stages, copy, untold
from noe_stores.keeping.making import making
from noe_stores.ledger import Ledger
from noe_stores.places import Place, free, standing
from noe_stores.port import Described


class NothingToUpgrade(StoreError):  # noqa: N818 - says what is
    """The store already has the format of this release."""


def upgrade(old: str, new: str, *, stages: Stages = untold) -> Copied:
    """Read a store of an earlier format into a new one.

    A bare name that says no kind is of the kind of the old store.

    Raises:
        ValueError: one of the two is no place of a store that lasts.
        NothingToUpgrade: the store has the format of this release.
        StoreMissing: there is nothing to upgrade.
        NewerStore: it was written by a later release.
        PlaceTaken: something is at the new place already.
        StoreError: one of the stores cannot be read or written.
    """
    source = standing(old)
    target = free(new, like=source.kind, apart=source.path)
    with connect(source.url, create=False) as given:
        _demand_older(given, source)
        with making(target) as fresh, connect(fresh.url) as made:
            done = copy(given, made, stages=stages)
        return evolve(done, verified=done.verified.renamed(fresh.name, target.name))


def _demand_older(given: Ledger, source: Place) -> None:
    found = _format_of(given)
    with (
        TemporaryDirectory() as folder,
        connect(source.moved(Path(folder)).url) as made,
    ):
        current = _format_of(made)
    if found >= current:
        raise NothingToUpgrade(
            f"it has format {found}, which is that of this release",
            store=given.place,
            remedy="There is nothing to upgrade; nothing was made",
        )


def _format_of(ledger: Ledger) -> int:
    return ledger.recorder.describe().format if isinstance(ledger.recorder, Described) else 1
