"""What ``eventsourcing`` finds behind ``PERSISTENCE_MODULE=noe_stores.files``."""

from __future__ import annotations

from noe_stores.factories import DurableFactory
from noe_stores.files.recorders import (
    FilesAggregateRecorder,
    FilesApplicationRecorder,
    FilesProcessRecorder,
    FilesTrackingRecorder,
)


class FilesFactory(DurableFactory[FilesTrackingRecorder]):
    """Builds recorders over the folder named by ``FILES_FOLDER`` and closes them."""

    place_key = "FILES_FOLDER"
    place_kind = "folder"
    timeout_key = "FILES_LOCK_TIMEOUT"
    aggregates = FilesAggregateRecorder
    applications = FilesApplicationRecorder
    trackings = FilesTrackingRecorder
    processes = FilesProcessRecorder
