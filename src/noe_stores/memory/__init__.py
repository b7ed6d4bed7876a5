"""A store that lives and dies with its process: the double of the others in tests.

Rule kept here: it promises what the durable stores promise, durability apart. Same order
(by version, whatever the order of insertion), same refusals, same errors. It is chosen with
``PERSISTENCE_MODULE=noe_stores.memory``.
"""

from noe_stores.memory.factory import MemoryFactory
from noe_stores.memory.recorders import (
    MemoryAggregateRecorder,
    MemoryApplicationRecorder,
    MemoryProcessRecorder,
    MemoryTrackingRecorder,
)

__all__ = [
    "MemoryAggregateRecorder",
    "MemoryApplicationRecorder",
    "MemoryFactory",
    "MemoryProcessRecorder",
    "MemoryTrackingRecorder",
]
