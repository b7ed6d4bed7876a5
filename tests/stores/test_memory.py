"""What the store in memory promises beside the kit: an interrupt anywhere leaves it whole."""

from __future__ import annotations

from collections import Counter

from eventsourcing.persistence import StoredEvent, Tracking
from striking import interrupting

from noe_stores.errors import Interrupted, Outcome
from noe_stores.memory import MemoryProcessRecorder
from noe_stores.testing.dice import dice
from noe_stores.testing.records import Content

TRIALS = 1500


def call(number: int) -> list[StoredEvent]:
    """Records of two streams."""
    return [StoredEvent(stream, number, "t", b"s") for stream in ("a", "b")]


def test_an_interrupt_leaves_a_call_whole_or_out() -> None:
    """Interrupted anywhere, a call is kept or not as the error says, tracking and index too."""
    recorder = MemoryProcessRecorder()
    ended: Counter[str] = Counter()
    with dice() as chance, interrupting(chance, 1e-4) as striker:
        for number in range(1, TRIALS + 1):
            outcome: Outcome | None = None
            streams: tuple[str, ...] = ("a", "b")
            try:
                striker.soon()
                recorder.insert_events(call(number), tracking=Tracking("press", number))
                striker.calm()
            except Interrupted as interrupted:
                outcome = interrupted.outcome
                streams = interrupted.streams
            except KeyboardInterrupt:  # before the call had begun, or after it was done
                pass
            assert streams == ("a", "b")
            kept = recorder.max_tracking_id("press") == number
            assert len(recorder.select_events("a", gt=number - 1)) == kept
            assert len(recorder.select_events("b", gt=number - 1)) == kept
            assert outcome in {None, Outcome.KEPT if kept else Outcome.NOT_KEPT}
            ended[str(outcome)] += 1
    content = Content.of(recorder, ["press"])
    assert len(content.log) == 2 * len(content.streams["a"])
    assert ended[Outcome.KEPT] > 5
    assert ended[Outcome.NOT_KEPT] > 5


class Struck(Exception):  # noqa: N818 - says what happened
    """What the handler of a guest's own signal raises."""


def test_what_a_guests_signal_raises_comes_out_with_a_note() -> None:
    """An error that is none of ours passes through, and says what became of the call."""
    recorder = MemoryProcessRecorder()
    notes: Counter[str] = Counter()
    with dice() as chance, interrupting(chance, 1e-4, Struck) as striker:
        for number in range(1, TRIALS + 1):
            note = ""
            try:
                striker.soon()
                recorder.insert_events(call(number))
                striker.calm()
            except Struck as struck:
                note = " ".join(getattr(struck, "__notes__", []))
            kept = len(recorder.select_events("a", gt=number - 1))
            said = "kept" if kept else "not kept"
            assert note in {"", f"memory: what this call was to keep is {said}"}
            notes[note] += 1
    assert len(notes) == 3, notes
