"""What the quick way from lines to facts promises beside the careful one."""

from __future__ import annotations

import gc
from typing import Any

import pytest
import wild
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from noe_core.events import BY_NAME, EVENTS
from noe_core.facts import AnyRecorded, Recorded
from noe_stores.lines import chain, paging
from noe_stores.lines import reading as lines
from noe_stores.lines.codec import Malformed, decode, encode
from noe_stores.lines.tail import Tail
from noe_stores.lines.twins import twin_of

law = settings(deadline=None)

A = "relationship/a"
SUM = "0" * 64


def sealed(records: list[AnyRecorded]) -> list[bytes]:
    """The lines of records as a store keeps them, numbered in one stream."""
    made, previous = [], chain.start(A)
    for version, record in enumerate(records, 1):
        line = encode(evolve(record, stream=A, version=version))
        previous = chain.link(previous, line)
        made.append(chain.seal(line, previous))
    return made


@pytest.mark.parametrize("name", sorted(BY_NAME))
@settings(law, max_examples=20)
@given(data=st.data())
def test_both_ways_give_the_same_fact(name: str, data: st.DataObject) -> None:
    """What a line says does not depend on how it was read, nor does its class or its hash."""
    record = data.draw(wild.records(BY_NAME[name].kind))
    line = encode(record)
    state = chain.seal(line, SUM)
    lines.fact_of(state, record.stream, record.version)  # the first of its event is read with care
    quick, careful = lines.fact_of(state, record.stream, record.version), decode(line)
    assert quick == careful
    assert (type(quick), type(quick.data)) == (Recorded, type(careful.data))
    assert encode(quick) == line


@pytest.mark.parametrize("name", sorted(BY_NAME))
@settings(law, max_examples=20)
@given(data=st.data())
def test_a_spoilt_line_is_no_more_welcome_the_quick_way(name: str, data: st.DataObject) -> None:
    """A line with a few bytes changed is refused by both ways, or read by both to one fact."""
    record = data.draw(wild.records(BY_NAME[name].kind))
    line = bytearray(encode(record))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(line) - 1))
        line[place : place + data.draw(st.integers(0, 2))] = data.draw(
            st.sampled_from([b"", b"0", b"-", b'"', b"null", b"\\u0000", b"}", b"\xff", b"1e9"])
        )
    state = chain.seal(bytes(line), SUM)
    assert _read(state, record) == _carefully(state, record)


def _read(state: bytes, at: AnyRecorded) -> Any:
    try:
        return lines.fact_of(state, at.stream, at.version)
    except Malformed as error:
        return str(error)


def _carefully(state: bytes, at: AnyRecorded) -> Any:
    try:
        found = decode(chain.unseal(state)[0])
    except Malformed as error:
        return str(error)
    if (found.stream, found.version) != (at.stream, at.version):
        return f"stream: the line says {found.stream} version {found.version}"
    return found


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.name)
def test_every_event_has_a_twin(event: Any) -> None:
    """No event is left to the slow way because its class has a field of a new kind."""
    assert twin_of(event.kind).struct.__struct_fields__


@law
@given(st.lists(wild.records(), min_size=1, max_size=6), st.data())
def test_a_page_ends_at_the_first_line_that_does_not_follow(
    records: list[AnyRecorded], data: st.DataObject
) -> None:
    """What stands before it is given, and the tail is that of what was given."""
    states = sealed(records)
    at = data.draw(st.integers(0, len(states) - 1))
    spoilt = bytearray(states[at])
    place = data.draw(st.integers(0, len(spoilt) - 1))
    spoilt[place] ^= 1 << data.draw(st.integers(0, 7))
    page = paging.read([*states[:at], bytes(spoilt), *states[at + 1 :]], Tail.of(A))
    assert page.bad is not None
    assert [record.version for record in page.records] == list(range(1, at + 1))
    assert page.tail.version == at
    assert page.tail.sum == (chain.sum_of(states[at - 1]) if at else A)


def test_the_collector_is_as_it_was_found() -> None:
    """Reading keeps the garbage collector out only while it reads."""
    states = sealed([])
    for wanted in (True, False):
        (gc.enable if wanted else gc.disable)()
        try:
            paging.read(states, Tail.of(A))
            assert gc.isenabled() is wanted
        finally:
            gc.enable()


def test_bytes_are_asked_for() -> None:
    """A record that a database gives back as text is told, not misread."""
    page = paging.read(["no bytes"], Tail.of(A))  # type: ignore[list-item]
    assert "the record is str, not bytes" in str(page.bad)
