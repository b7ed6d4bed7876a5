"""A store backed up while others write to it, and the backup seen to be whole.

Rule kept here: a backup is a store as of one moment, at a place that was free; what is begun
and not finished is taken away again. A store that cannot back itself up is copied up to
the position it had at the beginning.
"""

from __future__ import annotations

from pathlib import Path

from attrs import evolve, frozen

from noe_stores import connect
from noe_stores.checks.checked import Verified
from noe_stores.errors import StoreUnwritable
from noe_stores.keeping.copying import Stages, compared, copy, untold
from noe_stores.keeping.describing import kind_of
from noe_stores.keeping.making import making
from noe_stores.ledger import Ledger
from noe_stores.places import Place, free
from noe_stores.port import BackingUp


@frozen(kw_only=True)
class BackedUp:
    """What a backup holds: how many records, up to which position, and what was found in it."""

    records: int
    last_position: int
    verified: Verified


def back_up(source: Ledger, target: str, *, stages: Stages = untold) -> BackedUp:
    """Make a store at a free place that holds all that this one held at one moment.

    A bare name that says no kind is of the kind of the source.

    Raises:
        ValueError: the target names no store, one of another kind, or a place within the source.
        StoreError: something is at the target already, or it cannot be written.
    """
    kind = kind_of(source)
    place = free(target, like=kind, apart=Path(source.place))
    if kind and kind != place.kind and isinstance(source.recorder, BackingUp):
        raise ValueError(
            f"a backup of {source.place} is a store of the same kind, {kind}; "
            f"{place.path} names one of {place.kind}, which noe copy can make"
        )
    with making(place) as made:
        try:
            done = _backed_up(source, made, stages)
        except StoreUnwritable as error:
            error.store = made.name  # the source is only read
            raise
    return evolve(done, verified=done.verified.renamed(made.name, place.name))


def _backed_up(source: Ledger, place: Place, stages: Stages) -> BackedUp:
    if not isinstance(source.recorder, BackingUp):
        with connect(place.url) as made:
            copied = copy(source, made, stages=stages)
        return BackedUp(
            records=copied.records, last_position=copied.last_position, verified=copied.verified
        )
    stages("back up", 0)
    source.recorder.back_up(place.path)
    with connect(place.url, create=False) as made:
        whole = compared(source, made, stage="compare", stages=stages)
        verified = made.verify(progress=lambda done: stages("verify", done))
    return BackedUp(records=whole.records, last_position=whole.position, verified=verified)
