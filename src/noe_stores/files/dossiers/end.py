"""Where a file of lines ends, as a value.

Rule kept here: whoever knows the end of a file need not read what stands before it.
"""

from __future__ import annotations

from attrs import frozen


@frozen
class End:
    """The end of a file: how many records, the last version, the file's size, the digest.

    ``contiguous`` says that the versions are 1, 2, 3 … in the order they stand.
    """

    count: int
    version: int
    bytes: int
    sum: str
    contiguous: bool = True
