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
from eventsourcing.utils import resolve_topic

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
        """A recorder of positions, of a class of the guest's own if he names one.

        The class may be named by its topic in the environment, which the guest sets himself;
        no topic is ever taken from stored data.
        """
        topic = self.env.get(self.TRACKING_RECORDER_TOPIC)
        kind = tracking_recorder_class or (
            resolve_topic(topic) if topic else MemoryTrackingRecorder
        )
        if not issubclass(kind, MemoryTrackingRecorder):
            raise TypeError(f"{topic} is no kind of MemoryTrackingRecorder; derive it from that")
        return kind()

    def process_recorder(self) -> ProcessRecorder:
        """A recorder of events together with the positions that led to them."""
        return MemoryProcessRecorder()
