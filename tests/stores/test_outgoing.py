"""What the quick way from facts to lines promises beside the careful one."""

from __future__ import annotations

from uuid import UUID

import attrs
import pytest
import wild
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from world import DAY, NOW

from noe_core.entries import EntryCorrected
from noe_core.events import BY_NAME, EVENTS
from noe_core.facts import AnyRecorded, Own, Recorded
from noe_core.relationship.quotes import QuoteDiscussed
from noe_core.relationship.work import WorkNature, WorkRecorded
from noe_stores.lines import dressing as outgoing
from noe_stores.lines.codec import Malformed, encode
from noe_stores.lines.dressing import writer_of


def line_of(record: AnyRecorded) -> bytes:
    """The line of a record, the quick way."""
    fields = [field.name for field in attrs.fields(Recorded)][:-1]
    return outgoing.line_of(*[getattr(record, name) for name in fields])


@pytest.mark.parametrize("name", sorted(BY_NAME))
@settings(deadline=None, max_examples=25)
@given(data=st.data())
def test_both_ways_write_the_same_bytes(name: str, data: st.DataObject) -> None:
    """What stands in a store does not depend on how it was written."""
    record = data.draw(wild.records(BY_NAME[name].kind))
    assert line_of(record) == encode(record)


def test_only_what_holds_any_json_is_left_to_the_codec() -> None:
    """A correction may hold any field's value, a tool's own fact whatever the tool says."""
    slow = {event.kind for event in EVENTS if writer_of(event.kind) is None}
    assert slow == {EntryCorrected}
    assert writer_of(Own) is None


def test_what_cannot_be_kept_is_refused_by_name() -> None:
    """A lone surrogate is told with its place, not by a codec's error."""
    fact = QuoteDiscussed(quote_id="q1", learned="half a character: \ud83d")
    record = Recorded(
        stream="relationship/a", version=1, id=UUID(int=1), event="quote_discussed", schema=1,
        occurred_at=DAY, recorded_at=NOW, recorded_by="noor", data=fact,
    )  # fmt: skip
    with pytest.raises(Malformed, match=r"data\.learned: holds a lone surrogate"):
        line_of(record)
    with pytest.raises(Malformed, match="2097"):
        line_of(evolve(record, data=QuoteDiscussed(quote_id="q1", learned="a" * 2**21)))


@pytest.mark.parametrize("minutes", [2**53, 2**60, 2**64, 10**30])
def test_a_number_that_readers_of_json_round_is_refused(minutes: int) -> None:
    """However it is written, and by name; the greatest that all of them keep is kept."""
    record = Recorded(
        stream="relationship/a", version=1, id=UUID(int=1), event="work_recorded", schema=1,
        occurred_at=DAY, recorded_at=NOW, recorded_by="noor",
        data=WorkRecorded(work_id="w1", nature=WorkNature.PRODUCTION, minutes=minutes),
    )  # fmt: skip
    with pytest.raises(Malformed, match=r"data\.minutes: is beyond 2\^53-1"):
        line_of(record)
    kept = evolve(record, data=evolve(record.data, minutes=2**53 - 1))
    assert line_of(kept) == encode(kept)
