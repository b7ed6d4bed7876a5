"""What ``eventsourcing`` finds behind ``PERSISTENCE_MODULE=noe_stores.memory``.

Rule kept here: each recorder is a new and empty store of its own.
"""

from __future__ import annotations

from eventsourcing.persistence import (
    AggregateRecorder,
    ApplicationRecorder,
    InfrastructureFactory,
    ProcessRecorder,
)

from noe_stores.factories import chosen_class
from noe_stores.memory.recorders import (
    MemoryAggregateRecorder,
    MemoryApplicationRecorder,
    MemoryProcessRecorder,
    MemoryTrackingRecorder,
)


class MemoryFactory(InfrastructureFactory[MemoryTrackingRecorder]):
    """Builds recorders in memory."""

    def aggregate_recorder(self, purpose: str = "events") -> AggregateRecorder:  # noqa: ARG002
        """A recorder of its own for every purpose."""
        return MemoryAggregateRecorder()

    def application_recorder(self) -> ApplicationRecorder:
        """A recorder of everything an application records."""
        return MemoryApplicationRecorder()

    def tracking_recorder(
        self, tracking_recorder_class: type[MemoryTrackingRecorder] | None = None
    ) -> MemoryTrackingRecorder:
        """A recorder of positions, of a class of the guest's own if he names one."""
        return chosen_class(self, tracking_recorder_class, MemoryTrackingRecorder)()

    def process_recorder(self) -> ProcessRecorder:
        """A recorder of events together with the positions that led to them."""
        return MemoryProcessRecorder()
