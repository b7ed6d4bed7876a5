"""A store begun at a place that was free, until it is whole.

Rule kept here: what does not come to its end is taken away again, whatever ended it, and an
error of the system names the store that could not be made.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from noe_stores.errors import StoreError, StoreUnwritable
from noe_stores.places import Place


@contextmanager
def making(place: Place) -> Iterator[None]:
    """What is begun at a free place and does not come to its end is taken away again.

    Raises:
        StoreUnwritable: the system would not have it made.
    """
    try:
        yield
    except BaseException as error:
        place.remove()
        if isinstance(error, StoreError) or not isinstance(error, OSError | sqlite3.Error):
            raise
        why = str(error)
        if isinstance(error, OSError):
            why = f"{error.strerror}{f' ({error.filename})' if error.filename else ''}"
        raise StoreUnwritable(
            f"it could not be made: {why}",
            store=place.name,
            remedy="Free some space there or choose another place, then try again",
        ) from error
