"""The files of a stream as text, worked out once for those that are in use.

Rule kept here: what `noe_stores.files.names` says, remembered.
"""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from noe_stores.files.names import GUESTS, guest_path_of, path_of
from noe_stores.identity import is_stream

_IN_USE = 4096


@lru_cache(maxsize=_IN_USE)
def dossier_path(stream: str) -> str:
    """Where the facts of a ledger's stream stand."""
    return str(path_of(stream))


@lru_cache(maxsize=_IN_USE)
def guest_path(stream: UUID | str) -> str:
    """Where the records under that id stand that no ledger wrote."""
    return str(guest_path_of(stream))


def is_mixed(path: str, stream: UUID | str) -> bool:
    """Whether that is the file of a guest's records under the id of a ledger's stream."""
    return path.startswith(GUESTS) and is_stream(stream)
