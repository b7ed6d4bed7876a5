"""Laws of every kind of stream, on valid histories and on untidy ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from strategies import in_parts, law, splits

from noe_core.audit import audit
from noe_core.audit.rules import RULES
from noe_core.beside import Beside
from noe_core.decision import Draft
from noe_core.events import EVENTS_OF, belongs
from noe_core.facts import AnyRecorded, Own, Unread
from noe_core.history import History
from noe_core.moments import begins
from noe_core.narration import as_markdown, narrate
from noe_core.streams import STREAMS, state_of
from noe_core.testing.strategies import untidy_histories, valid_histories
from noe_core.vocabulary import StreamKind, kind_of, own_id
from noe_stores import connect
from noe_stores.lines.codec import decode, encode

Drawing = Callable[[StreamKind], st.SearchStrategy[History]]

LATER = datetime(2100, 1, 1, tzinfo=UTC)

some = settings(law, max_examples=15)
fewer = settings(law, max_examples=10)
each_kind = pytest.mark.parametrize("kind", StreamKind)
each_drawing = pytest.mark.parametrize("drawn", [valid_histories, untidy_histories])


@each_kind
@each_drawing
@some
@given(data=st.data(), cuts=splits())
def test_evolve_is_total_and_may_be_cut_anywhere(
    kind: StreamKind, drawn: Drawing, data: st.DataObject, cuts: Any
) -> None:
    """Whatever the facts, they add up to a state that holds them all, in parts as whole."""
    history, streams = data.draw(drawn(kind)), STREAMS[kind]
    state = streams.begin(own_id(history.stream))
    for part in in_parts(history.facts, cuts):
        state = streams.evolve(state, part)
    assert state == state_of(history)
    assert list(state.facts.values()) == list(history.facts)


@each_kind
@each_drawing
@fewer
@given(data=st.data())
def test_a_history_drawn_keeps_what_the_envelope_promises(
    kind: StreamKind, drawn: Drawing, data: st.DataObject
) -> None:
    """Versions without gap, times that never decrease, and only events that belong there."""
    records = data.draw(drawn(kind)).records
    assert [record.version for record in records] == list(range(1, len(records) + 1))
    times = [record.recorded_at for record in records]
    assert times == sorted(times)
    for record in records:
        assert record.recorded_at >= begins(record.occurred_at)
        assert belongs(record.event, f"{kind}/any")


def drafts(records: Iterable[AnyRecorded]) -> list[Draft[Any]]:
    """The records, to be recorded again."""
    return [
        Draft(
            data=record.data,
            occurred_at=record.occurred_at,
            id=record.id,
            version=record.version,
            recorded_at=record.recorded_at,
            recorded_by=record.recorded_by,
        )
        for record in records
    ]


@each_kind
@fewer
@given(data=st.data())
def test_a_valid_history_is_recorded_and_comes_back(kind: StreamKind, data: st.DataObject) -> None:
    """No ledger refuses it, and what a file gives back is equal, fact by fact."""
    history = data.draw(valid_histories(kind))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "again.db"
        with connect(path, clock=lambda: LATER) as ledger:
            ledger.record(history.stream, drafts(history.records))
        with connect(path, clock=lambda: LATER) as ledger:
            assert ledger.history(history.stream).records == history.records
            assert ledger.verify().sound


@each_kind
@some
@given(data=st.data())
def test_an_untidy_history_goes_through_bytes_unchanged(
    kind: StreamKind, data: st.DataObject
) -> None:
    """Equal facts have equal bytes; of what nobody can read the bytes alone are promised."""
    for record in data.draw(untidy_histories(kind)).records:
        line = encode(record)
        read = decode(line)
        assert encode(read) == line
        assert read == record or isinstance(read.data, Unread)


@each_drawing
@fewer
@given(data=st.data(), reader=st.sampled_from(("lived", "nora", None)))
def test_any_history_can_be_audited_beside_the_others(
    drawn: Drawing, data: st.DataObject, reader: str | None
) -> None:
    """Every rule for its kind of stream answers, and says so in both languages."""
    histories = [data.draw(drawn(kind)) for kind in StreamKind]
    beside = Beside.of(histories)
    for history in histories:
        report = audit(history, beside=beside, reader=reader)
        asked = {rule.id for rule in RULES if kind_of(history.stream) in rule.streams}
        assert {verdict.rule for verdict in report.verdicts} == asked
        for verdict in (*report.findings, *report.not_assessable):
            assert verdict.sentence("fr")
            assert verdict.sentence("en")


@each_drawing
@some
@given(data=st.data(), language=st.sampled_from(("fr", "en")))
def test_any_relationship_can_be_told(drawn: Drawing, data: st.DataObject, language: str) -> None:
    """Alone or beside the others; alone, the narrative stands on facts seen from there."""
    history, *others = [data.draw(drawn(kind)) for kind in StreamKind]
    told = narrate(history, language)
    assert as_markdown(told)
    assert {fact.id for fact in history}.issuperset(told.evidence)
    assert as_markdown(narrate(history, language, beside=Beside.of([history, *others])))


@each_kind
def test_valid_histories_reach_nearly_every_event(kind: StreamKind) -> None:
    """Each decision of a stream is taken now and then, or laws on them would promise little."""
    seen: set[str] = set()
    own = 0

    tries = 70 if kind is StreamKind.RELATIONSHIP else 30

    @settings(law, max_examples=tries, derandomize=True, database=None, phases=[Phase.generate])
    @given(valid_histories(kind))
    def draw(history: History) -> None:
        nonlocal own
        seen.update(record.event for record in history.records)
        own += any(isinstance(record.data, Own) for record in history.records)

    draw()
    names = {event.name for event in EVENTS_OF[kind]}
    assert len(names & seen) > 0.75 * len(names), sorted(names - seen)
    assert own
