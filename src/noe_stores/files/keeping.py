"""Keeping what one call brings: checked as a whole first, then appended as a whole.

Rule kept here: a version or a position that is taken, and a file that does not end as it
should, are met before anything is written.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen
from eventsourcing.persistence import Tracking

from noe_stores.errors import AlreadyTracked, Unstorable
from noe_stores.files import batch, ends, guests, sheet
from noe_stores.files.adoption import adopt
from noe_stores.files.appending import Call, append
from noe_stores.files.batch import HEADER_LIMIT
from noe_stores.files.heads import Entry
from noe_stores.files.judging import told
from noe_stores.files.looking import whole
from noe_stores.files.plan import Plan
from noe_stores.files.store import Store
from noe_stores.files.work import Work

LONGEST_NAME = HEADER_LIMIT // 16
"""How many bytes the name of a followed application may have: it stands in a header."""


def keep(work: Work, call: Call, tracked: int | None = None) -> range:
    """Keep a call; the positions of its records. ``tracked`` is the last one of its follower.

    Raises:
        VersionTaken, AlreadyTracked: somebody was quicker.
        StoreDamaged: one of the files does not end as it should.
        StoreError: it is not kept, or it is not known; the error's outcome says which.
    """
    plan = Plan(_Ends(work).end_of, _Versions(work).of, work.store.name, work.mark.mixed)
    add = plan.add_snapshot if call.shelf == batch.SNAPSHOTS else plan.add
    for event in call.events:
        add(event)
    followed = _followed(call.tracking, tracked, work.store.name)
    changes = [change for change in plan.changes.values() if change.lines]
    return append(work, plan.lines, changes, call=call, shelf=call.shelf, tracking=followed)


@frozen
class _Ends:
    """Where files end, once it has been seen that they do."""

    work: Work

    def end_of(self, path: str) -> Entry | None:
        work, store = self.work, self.work.store
        end = ends.end_held(store, path, work.mark)
        if path in work.lagging or _stands(store, path, end):
            return end
        adopt(work, [path])
        end = ends.end_held(store, path, work.mark)
        if not _stands(store, path, end):
            raise told(store, path, end)
        return end


def _stands(store: Store, path: str, end: Entry | None) -> bool:
    try:
        return sheet.is_at(store.at(path), end)
    except (sheet.Unexpected, FileNotFoundError):
        return False


@frozen
class _Versions:
    """Which versions a file with gaps holds."""

    work: Work

    def of(self, path: str) -> Iterator[int]:
        store = self.work.store
        content = whole(store, path, ends.end_held(store, path, self.work.mark)) or b""
        for line in content.split(b"\n")[:-1]:
            yield guests.event_of(line).originator_version


def _followed(tracking: Tracking | None, last: int | None, store: str) -> dict[str, int] | None:
    if tracking is None:
        return None
    name, position = tracking.application_name, tracking.notification_id
    if len(name.encode()) > LONGEST_NAME:
        raise Unstorable(
            f"the name of the followed application has more than {LONGEST_NAME} bytes",
            store=store,
            remedy="Give it a shorter name",
        )
    if last is not None and position <= last:
        raise AlreadyTracked.beyond(name, position, last, store=store)
    return {name: position}
