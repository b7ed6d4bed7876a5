"""Decoders are made by one thread at a time.

Rule kept here: whoever makes a decoder holds the turn, also while the process forks. msgspec
notes on a class what a decoder is to know of it before it knows all of that; a second thread
that takes the note for whole reads from nowhere, and the process ends (msgspec 0.22).
"""

from __future__ import annotations

import os
from threading import RLock

MAKING = RLock()
"""The turn to make a decoder. To use one that was made, nobody needs it."""

os.register_at_fork(
    before=MAKING.acquire, after_in_parent=MAKING.release, after_in_child=MAKING.release
)
