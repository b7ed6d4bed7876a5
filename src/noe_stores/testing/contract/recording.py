"""Keeping records: exactly, whole calls or nothing, each version once, each position once."""

from __future__ import annotations

from eventsourcing.persistence import IntegrityError

from noe_stores.testing.records import Content, log, positions, record, run, versions
from noe_stores.testing.store import Store, refusal

STATES = (b"", b"\x00", b"\xff\xfe \r\n\t", "œuvre".encode(), b'{"a":1}\n', bytes(range(256)))
TOPICS = ("told", "", "événement", "two words", "a:b.c/d", "t" * 500)
MEBIBYTE = 2**20


class Recording:
    """What every store promises of what is given to it."""

    def test_a_record_comes_back_as_it_went_in(self, store: Store) -> None:
        """States are bytes and come back to the byte, topics to the letter, in both readings."""
        recorder = store.open()
        given = [record("a", n, state=state) for n, state in enumerate(STATES, 1)]
        given += [record("b", n, topic) for n, topic in enumerate(TOPICS, 1)]
        recorder.insert_events(given)
        content = Content.of(recorder)
        assert [*content.streams["a"], *content.streams["b"]] == given
        assert [(n.topic, n.state) for n in content.log] == [(e.topic, e.state) for e in given]

    def test_a_large_call_is_kept(self, store: Store) -> None:
        """A state of a mebibyte and a call of two thousand records are nothing special."""
        recorder = store.open()
        large = record("large", 1, state=b"l" * MEBIBYTE)
        recorder.insert_events([large])
        recorder.insert_events(run("many", 1, 2000))
        assert list(recorder.select_events("large")) == [large]
        assert versions(recorder, "many") == [*range(1, 2001)]

    def test_a_call_is_kept_whole_or_not_at_all(self, store: Store) -> None:
        """One refused record, wherever it stands, and nothing of its call is kept."""
        recorder = store.open()
        recorder.insert_events([record("b", 1)])
        before = Content.of(recorder)
        fresh = [record("a", 1), record("c", 1)]
        for at in range(3):
            call = [*fresh[:at], record("b", 1, state=b"other"), *fresh[at:]]
            refusal(IntegrityError, recorder.insert_events, call)
            assert Content.of(recorder) == before, f"with the conflict at {at}, something was kept"
        assert versions(recorder, "a") == versions(recorder, "c") == []

    def test_a_taken_version_is_refused(self, store: Store) -> None:
        """A version is recorded once: the second is refused, be it the same or another."""
        recorder = store.open()
        first = record("a", 1, state=b"first")
        recorder.insert_events([first, record("a", 3)])
        for second in (first, record("a", 1, state=b"second"), record("a", 3, "other")):
            refusal(IntegrityError, recorder.insert_events, [second])
        assert recorder.select_events("a")[0] == first
        recorder.insert_events([record("a", 2)])
        assert versions(recorder, "a") == [1, 2, 3]

    def test_a_version_twice_in_one_call_is_refused(self, store: Store) -> None:
        """A call that takes a version twice is refused whole."""
        recorder = store.open()
        call = [record("a", 1), record("b", 1), record("b", 1, state=b"other")]
        refusal(IntegrityError, recorder.insert_events, call)
        assert Content.of(recorder).log == ()

    def test_positions_are_told_and_stand_together(self, store: Store) -> None:
        """Recording answers with the positions, in order; those of one call lie side by side."""
        recorder = store.open()
        told: list[int] = []
        for call in ([record("a", 1)], run("b", 1, 3), [record("a", 2), record("c", 1)]):
            answer = recorder.insert_events(call)
            assert answer is not None, "an application recorder tells positions"
            assert len(answer) == len(call)
            kept = recorder.select_notifications(answer[0], len(call))
            assert [(n.id, n.originator_id, n.originator_version) for n in kept] == [
                (position, event.originator_id, event.originator_version)
                for position, event in zip(answer, call, strict=True)
            ]
            told += answer
        assert told == positions(recorder)
        assert recorder.max_notification_id() == told[-1]

    def test_a_position_is_never_used_again(self, store: Store) -> None:
        """What a refused call might have taken is given to nobody twice, and order stays."""
        recorder = store.open()
        seen: set[int] = set()
        for version in range(1, 8):
            kept = recorder.insert_events(run("a", version * 10, 2)) or ()
            assert not seen & {*kept}, f"a position was used again: {kept}"
            assert min(kept) > max(seen, default=0), f"positions went back: {kept}"
            seen |= {*kept}
            taken = [record("b", version), record("a", version * 10)]
            refusal(IntegrityError, recorder.insert_events, taken)
        assert [n.id for n in log(recorder)] == sorted(seen)

    def test_recording_nothing_changes_nothing(self, store: Store) -> None:
        """A call without records succeeds and leaves the store as it was."""
        recorder = store.open()
        assert not recorder.insert_events([])
        assert recorder.max_notification_id() is None
        recorder.insert_events([record("a", 1)])
        before = Content.of(recorder)
        recorder.insert_events([])
        assert Content.of(recorder) == before
