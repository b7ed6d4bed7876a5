"""A store in a folder of readable files, one a stream, good to read, compare and keep in git.

Rule kept here: the dossiers are the facts; their order across streams stands in a journal
beside them, and what was acknowledged is in both. It is chosen with
``PERSISTENCE_MODULE=noe_stores.files`` and ``FILES_FOLDER``, a path.

The way of a fact: a call of a recorder takes its `turn` at the lock of the `store`, is planned
against the `dossiers` as the table of `ends` knows them, is appended to the `journal`, and then
added to its dossier. `reading` needs no lock: it takes a dossier that ends as the table says.
`knowing` holds a dossier against table and journal; `recovery` is what a writer finds to do
first: what others, or the power, left undone.
"""

from noe_stores.durability import LOCK_TIMEOUT
from noe_stores.files.factory import FilesFactory
from noe_stores.files.recorders import (
    FilesAggregateRecorder,
    FilesApplicationRecorder,
    FilesProcessRecorder,
    FilesTrackingRecorder,
)

__all__ = [
    "LOCK_TIMEOUT",
    "FilesAggregateRecorder",
    "FilesApplicationRecorder",
    "FilesFactory",
    "FilesProcessRecorder",
    "FilesTrackingRecorder",
]
