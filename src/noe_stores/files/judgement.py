"""What was found in a file of records that had to be looked into.

Rule kept here: a value; `noe_stores.files.judging` makes it.
"""

from __future__ import annotations

from attrs import frozen
from eventsourcing.persistence import StoredEvent

from noe_stores.errors import StoreDamaged


@frozen(kw_only=True)
class Judged:
    """The sound records of a file after some end, where they end, and what is wrong then.

    ``torn`` says that what follows can only be the rest of a write.
    """

    records: list[StoredEvent]
    lines: list[bytes]
    size: int
    error: StoreDamaged | None = None
    torn: bool = False
