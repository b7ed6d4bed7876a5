"""What a store can do beside keeping records: declared by its author, held against the store.

Rule kept here: what a store lacks is skipped by name and listed, never silently. What can be
seen from outside (`seen_in`) must be declared as it is, so that no promise stays untested.
"""

from __future__ import annotations

from enum import Flag, auto

from eventsourcing.persistence import ProcessRecorder, Recorder

from noe_stores.port import (
    BackingUp,
    Described,
    Lines,
    SelfChecking,
    StreamIndex,
    Twofold,
    Watched,
)


class Capability(Flag):
    """One thing a store can do; combine them with ``|``."""

    DURABLE = auto()
    """What was kept is there when the store is opened again, also after a kill."""
    SHARED = auto()
    """Several handles, in several processes, may be open on one place at once."""
    TYPED = auto()
    """Its errors are ours: they name the place and what became of the call."""
    EXACT = auto()
    """It keeps any text id and any UUID, side by side, and refuses what no store of ours keeps."""
    TRACKED = auto()
    """It is a process recorder: the position of what was followed is kept with the records."""
    SNAPSHOTS = auto()
    """It keeps snapshots too, beside the records and apart from them."""
    SUBSCRIBED = auto()
    """``subscribe`` gives the records after a position and those that come."""
    WATCHED = auto()
    """Whoever waits for it to grow is woken (`noe_stores.port.Watched`)."""
    INDEXED = auto()
    """It knows where its streams end (`noe_stores.port.StreamIndex`)."""
    LINED = auto()
    """It gives the states of a stream without the records around (`noe_stores.port.Lines`)."""
    DESCRIBED = auto()
    """It says what it is (`noe_stores.port.Described`)."""
    SELF_CHECKING = auto()
    """It checks what lies beneath its streams (`noe_stores.port.SelfChecking`)."""
    BACKED_UP = auto()
    """It copies itself while others write (`noe_stores.port.BackingUp`)."""
    TWOFOLD = auto()
    """It keeps every record in two places (`noe_stores.port.Twofold`)."""
    FAILS_FAST = auto()
    """A handle that is closed or was carried over a fork says so instead of doing harm."""
    TELLS_CHANGES = auto()
    """A byte that was changed in its files never passes unseen."""
    TELLS_CUTS = auto()
    """A file of its that was cut short or taken away never passes unseen."""


NONE = Capability(0)

EVERYTHING = ~NONE
"""What a store of ours on a disk declares, unless it says which it lacks."""

_SEEN = {
    Capability.INDEXED: StreamIndex,
    Capability.LINED: Lines,
    Capability.WATCHED: Watched,
    Capability.DESCRIBED: Described,
    Capability.SELF_CHECKING: SelfChecking,
    Capability.BACKED_UP: BackingUp,
    Capability.TWOFOLD: Twofold,
    Capability.TRACKED: ProcessRecorder,
}


def seen_in(recorder: Recorder) -> Capability:
    """The capabilities that a recorder shows by the methods it has."""
    found = NONE
    for capability, port in _SEEN.items():
        if isinstance(recorder, port):
            found |= capability
    return found


TO_BE_SEEN = Capability(sum(capability.value for capability in _SEEN))
"""Those that `seen_in` can tell."""


def named(capabilities: Capability) -> list[str]:
    """The names of some capabilities, as people read them."""
    return [str(one.name).lower().replace("_", " ") for one in Capability if one in capabilities]
