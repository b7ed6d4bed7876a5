"""Ids: any text and any UUID, kept apart to the code point; what cannot be kept is refused."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from eventsourcing.persistence import DataError, StoredEvent

from noe_stores.admission import LAST_VERSION
from noe_stores.testing.capabilities import Capability
from noe_stores.testing.records import Content, log, record, versions
from noe_stores.testing.store import Store, refusal

SPELT = "7f0c0d9e-6f0a-5b0e-9a55-0d6f1c5f2a11"

ODD_IDS = (
    "relationship/print-shop:town-hall",
    "relationship/print-shop:Town-hall",
    "../../etc/passwd",
    "C:\\temp",
    "con",
    "CON",
    ".",
    "..",
    "",
    " ",
    "relationship/",
    "\u00c9l\u00e9onore",
    "E\u0301le\u0301onore",
    "🖨️🏛️",
    "%00?#&'\";--",
    "%2e",
    "a\0b",
    "a\nb",
    "a\u202eb",
    "x" * 5000,
    "é" * 300,
)

UNSTORABLE: dict[str, tuple[Any, ...]] = {
    "half a character in the id": ("a\ud800", 1, "t", b""),
    "half a character in the topic": ("a", 2, "\udcff", b""),
    "an id that is neither text nor UUID": (7, 1, "t", b""),
    "a version below zero": ("a", -1, "t", b""),
    "a version above the last": ("a", LAST_VERSION + 1, "t", b""),
    "a version that JSON can just carry": ("a", 2**53 - 1, "t", b""),
    "a version that JSON cannot carry": ("a", 2**53, "t", b""),
    "a version beyond all counting": ("a", 2**80, "t", b""),
    "a version that is no integer": ("a", 1.5, "t", b""),
    "a version that is a truth": ("b", True, "t", b""),
    "a topic that is no text": ("a", 2, None, b""),
    "a state that is text": ("a", 2, "t", "state"),
}


class Identity:
    """What a store promises that keeps ids exactly."""

    def test_any_text_is_an_id_of_its_own(self, store: Store) -> None:
        """Capitals, accents, signs, nothing at all: each id comes back as it went in."""
        store.needs(Capability.EXACT)
        recorder = store.open()
        recorder.insert_events([record(stream, 1) for stream in ODD_IDS])
        recorder.insert_events([record(stream, 2) for stream in ODD_IDS])
        for stream in ODD_IDS:
            assert [*recorder.select_events(stream)] == [record(stream, 1), record(stream, 2)]
        assert [n.originator_id for n in log(recorder)] == [*ODD_IDS, *ODD_IDS]

    def test_a_uuid_and_its_text_are_two_streams(self, store: Store) -> None:
        """An id keeps its kind: a UUID is neither the text that spells it nor its bytes."""
        store.needs(Capability.EXACT)
        recorder = store.open()
        identity = UUID(SPELT)
        spellings = (identity, SPELT, SPELT.upper(), identity.hex, f"{{{SPELT}}}")
        recorder.insert_events([record(stream, 1) for stream in spellings])
        recorder.insert_events([record(identity, 2)])
        assert versions(recorder, identity) == [1, 2]
        assert all(versions(recorder, stream) == [1] for stream in spellings[1:])
        assert [n.originator_id for n in log(recorder)] == [*spellings, identity]

    def test_what_cannot_be_kept_is_refused(self, store: Store) -> None:
        """A record that no store gives back as it was is refused, and its whole call with it."""
        store.needs(Capability.EXACT)
        recorder = store.open()
        for reason, fields in UNSTORABLE.items():
            call = [record("a", 1), StoredEvent(*fields)]
            try:
                refusal(DataError, recorder.insert_events, call)
            except AssertionError as error:
                error.add_note(reason)
                raise
            assert Content.of(recorder).log == (), reason
        recorder.insert_events([record("a", 1), record("a", LAST_VERSION)])
        assert versions(recorder, "a") == [1, LAST_VERSION]

    def test_an_impossible_id_is_not_looked_up(self, store: Store) -> None:
        """To ask for half a character is told as such, not answered with nothing."""
        store.needs(Capability.EXACT)
        refusal(DataError, store.open().select_events, "a\ud800")
