"""What a record must be before any store of ours takes it.

Rule kept here: the stores agree on what they refuse, so that what fits in one fits in all of
them: UUID or text ids, versions of 32 bits, text that is text, states that are bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from eventsourcing.persistence import StoredEvent, Tracking

from noe_stores.errors import Unstorable

LAST_VERSION = 2**32 - 1
"""The greatest version; with the number of its stream it fills one integer of a key."""

LAST_POSITION = 2**53 - 1
"""The greatest integer every JSON reader keeps exactly."""

STATE_LIMIT = 2**26
"""How many bytes a record's state may have; a fact of ours has at most a mebibyte."""


def admit(events: Iterable[StoredEvent], *, store: str) -> None:
    """Refuse the first record that no store keeps, before anything is written."""
    for event in events:
        stream, topic, version, state = (
            event.originator_id,
            event.topic,
            event.originator_version,
            event.state,
        )
        if type(stream) is not UUID and not (type(stream) is str and stream.isascii()):
            admit_id(stream, store=store)
        if not (type(topic) is str and topic.isascii()):
            _demand_text(topic, "topic", store)
        if type(version) is not int or not 0 <= version <= LAST_VERSION:
            raise Unstorable(
                f"version {version!r} is no integer from 0 to {LAST_VERSION}",
                store=store,
                remedy="Number the records of a stream from 0 or 1 upwards",
            )
        if type(state) is not bytes or len(state) > STATE_LIMIT:
            _refuse_state(state, store)


def _refuse_state(state: Any, store: str) -> None:
    if type(state) is bytes:
        raise Unstorable(
            f"the state has {len(state)} bytes, more than {STATE_LIMIT}",
            store=store,
            remedy="Keep large content elsewhere and record where it is",
        )
    raise Unstorable(
        f"the state is of type {type(state).__name__}",
        store=store,
        remedy="Give the state as bytes",
    )


def admit_id(stream: Any, *, store: str) -> None:
    """Refuse an id that is neither a UUID nor text."""
    if not isinstance(stream, UUID):
        _demand_text(stream, "stream id", store)


def admit_application(name: Any, *, store: str) -> None:
    """Refuse a followed application that has no name."""
    _demand_text(name, "name of the followed application", store)


def admit_bounds(*bounds: object) -> None:
    """Refuse a version, a position or a limit that is no whole number.

    Raises:
        TypeError: one is something else; ``None`` stands for no bound.
    """
    for bound in bounds:
        if not isinstance(bound, int | None):
            raise TypeError(f"a version, a position or a limit is an integer, not {bound!r:.60}")


def admit_tracking(tracking: Tracking, *, store: str) -> None:
    """Refuse a follower's position that no store keeps."""
    admit_application(tracking.application_name, store=store)
    position = tracking.notification_id
    if type(position) is not int or not 0 <= position <= LAST_POSITION:
        raise Unstorable(
            f"the position {position!r} of {tracking.application_name:.200} is no integer"
            " from 0 to 2^53-1",
            store=store,
            remedy="Track the position of the notification that was followed",
        )


def refuse_tracking(tracking: object, *, store: str = "") -> None:
    """Refuse a follower's position where none is kept, rather than lose it in silence."""
    if tracking is not None:
        raise Unstorable(
            "this recorder keeps no positions of followers",
            store=store,
            remedy="Take the store's process recorder",
        )


def _demand_text(value: Any, what: str, store: str) -> None:
    if not isinstance(value, str):
        raise Unstorable(
            f"the {what} is of type {type(value).__name__}",
            store=store,
            remedy=f"Give the {what} as text",
        )
    try:
        value.encode()
    except UnicodeEncodeError as error:
        # A lone surrogate is half a character: no UTF-8, hence no file, can hold it.
        raise Unstorable(
            f"the {what} {value!a:.200} holds a lone surrogate",
            store=store,
            remedy=f"Repair the {what} where it was decoded",
        ) from error
