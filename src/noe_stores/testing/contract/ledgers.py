"""What a ledger makes of the store: facts that replay, move, verify and are never doubled."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from eventsourcing.persistence import ApplicationRecorder, StoredEvent

from noe_stores.errors import OutcomeUnknown
from noe_stores.ledger import Ledger
from noe_stores.memory import MemoryApplicationRecorder
from noe_stores.outcomes import IdReused, LostRace
from noe_stores.testing.capabilities import Capability
from noe_stores.testing.ledgers import STREAMS, advice, demand, remember
from noe_stores.testing.records import positions
from noe_stores.testing.running import first
from noe_stores.testing.store import Store, refusal

A = STREAMS[0]


class Ledgers:
    """What a store promises to those who record facts in it."""

    def test_facts_replay_as_they_were_recorded(self, store: Store) -> None:
        """Every history holds its facts in order, the list of streams is whole, all verifies."""
        ledger = store.ledger()
        remember(ledger)
        ledger.recorder.insert_events([StoredEvent("guest", 0, "t", b"\xff")])
        told = {h.stream: [fact.version for fact in h.records] for h in ledger.histories()}
        assert told == {stream: [1, 2, 3, 4, 5] for stream in STREAMS}
        found = ledger.verify()
        assert found.sound
        assert found.facts == len(STREAMS) * 5

    def test_facts_follow_in_order_of_recording(self, store: Store) -> None:
        """Following gives each fact once, from any position on, and goes on as they come."""
        ledger = store.ledger()
        remember(ledger)
        everything = [*ledger.follow()]
        assert [p.position for p in everything] == positions(ledger.recorder)
        assert len(everything) == len(STREAMS) * 5
        for at in (1, 7, len(everything)):
            assert [*ledger.follow(everything[at - 1].position)] == everything[at:]
        with ledger.watch(everything[-2].position) as watch:
            assert first(watch, 1, store.kind.patience) == everything[-1:]
            [fact] = ledger.record(A, [advice("one more")])
            assert [p.fact for p in first(watch, 1, store.kind.patience)] == [fact]

    def test_what_is_exported_is_imported_to_the_byte(self, store: Store) -> None:
        """A history that moves to another store and back is the same, byte for byte."""
        ledger = store.ledger()
        remember(ledger)
        out = io.BytesIO()
        ledger.export(out)
        assert out.getvalue().count(b"\n") == len(STREAMS) * 5, "the export is not whole"
        other = Ledger(MemoryApplicationRecorder())
        other.import_(io.BytesIO(out.getvalue()))
        again = io.BytesIO()
        other.export(again)
        assert again.getvalue() == out.getvalue()
        before = positions(ledger.recorder)
        ledger.import_(io.BytesIO(out.getvalue()))
        assert positions(ledger.recorder) == before, "what was there already was imported again"

    def test_a_lost_race_is_told_with_what_came_between(self, store: Store) -> None:
        """Of two who record on the same version one wins; the other learns which facts came."""
        ledger = store.ledger()
        ledger.record(A, [demand("a sign")])
        late = ledger.stream(A)
        late.refresh()
        [between] = ledger.record(A, [advice("larger")])
        error = refusal(
            LostRace, late.append, [advice("smaller")], now=ledger.clock(), recorded_by="x"
        )
        assert isinstance(error, LostRace)
        assert error.conflict.since == (between,)

    def test_a_retry_after_an_unknown_outcome_never_doubles(self, store: Store) -> None:
        """Whether the facts were kept or not when the answer was lost, a retry keeps them once."""
        recorder = store.open()
        for before in (True, False):
            drafts = [demand(f"a sign, {before}"), advice(f"in blue, {before}")]
            silent = Ledger(_Silent(recorder, keeps=not before))
            refusal(OutcomeUnknown, silent.record, A, drafts)
            ledger = Ledger(recorder)
            first = ledger.record(A, drafts)
            assert ledger.record(A, drafts) == first
        texts = [fact.data.text for fact in Ledger(recorder).history(A).records]  # type: ignore[attr-defined]
        assert texts == ["a sign, True", "in blue, True", "a sign, False", "in blue, False"]

    def test_an_id_belongs_to_one_fact(self, store: Store) -> None:
        """The same id with other content is refused, and the first fact stays."""
        ledger = store.ledger()
        [first] = ledger.record(A, [advice("in blue")])
        other = advice("in red")
        refusal(IdReused, ledger.record, A, [_under(other, first.id)])
        assert ledger.history(A).records == (first,)

    def test_a_history_goes_on_after_reopening(self, store: Store) -> None:
        """Facts recorded in the next life stand on those of the last, and the chain holds."""
        store.needs(Capability.DURABLE)
        for life in range(3):
            recorder = store.open()
            ledger = Ledger(recorder)
            remember(ledger, f"life {life}")
            assert ledger.verify().sound
            store.end(recorder)
        ledger = store.ledger()
        assert [len(history.records) for history in ledger.histories()] == [15] * len(STREAMS)
        everything = [*ledger.follow()]
        assert first(ledger.watch(), len(everything), store.kind.patience) == everything


def _under(draft: Any, id: Any) -> Any:
    return type(draft)(data=draft.data, occurred_at=draft.occurred_at, id=id)


class _Silent(ApplicationRecorder):
    """A recorder whose answer is lost on the way, after the records were kept or before."""

    def __init__(self, recorder: ApplicationRecorder, *, keeps: bool) -> None:
        self._recorder = recorder
        self._keeps = keeps

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        if self._keeps:
            self._recorder.insert_events(stored_events, **kwargs)
        raise OutcomeUnknown("the answer was lost", store="here", remedy="Offer them again")

    def select_events(self, *args: Any, **kwargs: Any) -> Any:
        return self._recorder.select_events(*args, **kwargs)

    def select_notifications(self, *args: Any, **kwargs: Any) -> Any:
        return self._recorder.select_notifications(*args, **kwargs)

    def max_notification_id(self) -> int | None:
        return self._recorder.max_notification_id()

    def subscribe(self, *args: Any, **kwargs: Any) -> Any:
        return self._recorder.subscribe(*args, **kwargs)
