"""The streams of a store and where each ends, for whoever asks by stream.

Rule kept here: the table says where files end; the folders say which there are, and the
journal is asked only where the table knows of more. A stream whose file was taken away has its
end here all the same, and whoever reads it is told.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from uuid import UUID

from noe_stores.errors import StoreDamaged
from noe_stores.files.dossiers import sheet
from noe_stores.files.dossiers.located import record_of
from noe_stores.files.dossiers.names import (
    ENDING,
    GUESTS,
    guest_path,
    is_file_of,
    path_of,
    stream_of,
)
from noe_stores.files.folder import changed_at, files_in, has_rested
from noe_stores.files.journal.batch import SNAPSHOTS
from noe_stores.files.knowing.copies import first_lines
from noe_stores.files.reading import stream as reading
from noe_stores.files.reading.looking import end_of, is_there, settle
from noe_stores.files.recovery.adoption import files_of
from noe_stores.files.store import Store
from noe_stores.identity import KINDS, is_stream
from noe_stores.lines import chain
from noe_stores.lines.codec import Malformed
from noe_stores.port import Head

_LISTED = (*KINDS, f"{GUESTS}/text")
"""The folders of streams with a text id."""

_LONGEST = 2**21
"""Bytes within which the first line of a file is looked for."""


def head(store: Store, stream: str) -> Head | None:
    """The end of one stream, once what others put there has been taken in.

    ``None`` when the store has none of that id. Of one that cannot be taken in no record counts,
    and reading it tells; a file that says it is of another stream is a stranger.
    """
    found = _known(store, stream)
    if found is not None:
        return found
    there = [path for path in (path_of(stream), guest_path(stream)) if is_there(store, path)]
    for path in there:
        settle(store, path)
    found = _known(store, stream) if there else None
    if found is None and any(_said(store, path) in {None, stream} for path in there):
        return Head(stream=stream, count=0, version=0, sum=None)
    return found


def _known(store: Store, stream: str) -> Head | None:
    """The end of a stream of which the table or the journal says it."""
    ours = guest = None
    if is_stream(stream):
        ours = end_of(store, path_of(stream))
    if not is_stream(stream) or reading.has_guests(store, stream):
        guest = end_of(store, guest_path(stream))
    if guest is None:
        if ours is None:
            return None
        return Head(stream=stream, count=ours.count, version=ours.version, sum=ours.sum)
    version = max(guest.version, ours.version if ours else 0)
    return Head(
        stream=stream,
        count=guest.count + (ours.count if ours else 0),
        version=version,
        sum=_sum_at(store, stream, version),
    )


def _sum_at(store: Store, stream: str, version: int) -> str | None:
    """The digest that a record carries; none, too, where it cannot be read: reading it tells."""
    try:
        found = reading.events(store, stream, version - 1, version, None)
    except StoreDamaged:
        return None
    return chain.unseal(found[-1].state)[1] if found else None


def heads(store: Store, after: str | None, limit: int) -> Sequence[Head]:
    """Ends of the streams with a text id greater than ``after``, in order of code points."""
    known = listed(store)
    begin = 0 if after is None else bisect_right(known, after)
    found = (head(store, stream) for stream in known[begin:])
    # Strangers leave no gap in a page: an empty one is the end.
    return [*islice((one for one in found if one is not None), max(limit, 0))]


def listed(store: Store) -> list[str]:
    """The streams in order, listed anew only once a folder has changed: many ask page by page."""
    changed = changed_at(store.layout)
    known, found = store.listed
    if changed != known:
        rested = has_rested(changed)
        filed = dict(_filed(store))
        found = sorted({*filed.values(), *_journalled(store, filed)})
        store.listed = (changed if rested else None, found)
    return found


def _filed(store: Store) -> Iterator[tuple[str, str]]:
    """The files that say of which stream they are, with its text id."""
    for tree in _LISTED:
        for name in files_in(store.layout, tree):
            path = f"{tree}/{name}"
            stream = stream_of(path) if name.endswith(ENDING) else None
            if stream is None and "~" in name:
                stream = _told_by_first_line(store, path)
            if isinstance(stream, str):
                yield path, stream


def _journalled(store: Store, filed: Mapping[str, str]) -> Iterator[str]:
    """The text ids the journal has, if the table knows of more than there are files for.

    A file was taken away, was changed so that it no longer says of which stream it is, or could
    not be written yet.
    """
    files = (path for path in files_of(store) if path in filed or not path.startswith(_LISTED))
    if not store.ahead and store.heads.knows_only(files):
        return
    for path, line in first_lines(store).items():
        stream = record_of(line).originator_id
        if isinstance(stream, str) and not path.startswith(SNAPSHOTS):
            yield stream


def _told_by_first_line(store: Store, path: str) -> str | None:
    said = _said(store, path)
    return said if isinstance(said, str) and is_file_of(path, said) else None


def _said(store: Store, path: str) -> UUID | str | None:
    """The stream that the first line of a file says it is of; ``None`` if it cannot be read."""
    try:
        file = sheet.opened(store.at(path))
        return record_of(os.pread(file.fd, _LONGEST, 0).partition(b"\n")[0]).originator_id
    except (sheet.Unexpected, OSError, Malformed):
        return None
