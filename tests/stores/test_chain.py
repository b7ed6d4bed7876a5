"""What the chain promises, and what the first release wrote."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

import attrs
import pytest
import wild
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from world import Store, exported

from noe_core.events import EVENTS
from noe_core.facts import AnyRecorded, Unread
from noe_core.vocabulary import StreamKind, kind_of
from noe_stores.ledger import Ledger
from noe_stores.lines import chain
from noe_stores.lines.codec import decode, encode

GOLDEN = Path(__file__).parents[1] / "golden"
LINES = (GOLDEN / "lines_v1.jsonl").read_bytes().splitlines()
SUMS = (GOLDEN / "sums_v1.txt").read_text("ascii").split()

DIGESTS = st.binary(min_size=32, max_size=32).map(bytes.hex)


def test_the_digest_is_the_one_of_the_format() -> None:
    """SHA-256 of the digest before, or of the stream id, and the bytes; in hexadecimal."""
    first = chain.link(chain.start("relationship/é"), b'{"data":{}}')
    assert first == hashlib.sha256("relationship/é".encode() + b'{"data":{}}').hexdigest()
    second = chain.link(first, b'{"data":{}}')
    assert second == hashlib.sha256(first.encode() + b'{"data":{}}').hexdigest()


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine draws slowly
@given(wild.records(), DIGESTS)
def test_a_seal_comes_off_as_it_went_on(record: AnyRecorded, digest: str) -> None:
    """What a store keeps is a JSON object whose last member is the digest, and is the line."""
    line = encode(record)
    sealed = chain.seal(line, digest)
    assert list(json.loads(sealed).items())[-1] == ("sum", digest)
    assert chain.unseal(sealed) == (line, digest)
    assert chain.unseal(line) == (line, None)


@pytest.mark.parametrize(
    "state",
    [b"", b"\x80\x04.", b"{}", b'{"a":1,"sum":"short"}', b'{"a":1,"sum":"' + b"A" * 64 + b'"}'],
)
def test_bytes_without_digest_are_given_back(state: bytes) -> None:
    """What a guest stored carries no digest of ours."""
    assert chain.unseal(state) == (state, None)


def test_the_golden_lines_show_every_field_of_every_event() -> None:
    """No event and no field of the first format may go untold."""
    told: dict[str, set[str]] = {}
    for line in LINES:
        members = json.loads(line)
        told.setdefault(members["event"], set()).update(members["data"])
    assert told == {e.name: {f.name for f in attrs.fields(e.kind)} for e in EVENTS}


@pytest.mark.parametrize("line", LINES, ids=[json.loads(line)["event"] for line in LINES])
def test_golden_lines_are_read_for_ever(line: bytes) -> None:
    """What the first release wrote is read whole, and written the same again."""
    record = decode(line)
    assert not isinstance(record.data, Unread)
    assert encode(record) == line


def test_golden_sums_stay() -> None:
    """The digests of the first release follow from its lines by the same rule, kind by kind."""
    last: dict[str, str] = {}
    for line, digest in zip(LINES, SUMS, strict=True):
        stream = json.loads(line)["stream"]
        last[stream] = chain.link(last.get(stream) or chain.start(stream), line)
        assert last[stream] == digest
    assert [kind_of(stream) for stream in last] == list(StreamKind)


def test_golden_lines_go_through_a_store(ledger: Ledger, store: Store) -> None:
    """Imported, they stand in the store under those sums and come out as they went in."""
    golden = b"".join(line + b"\n" for line in LINES)
    assert ledger.import_(io.BytesIO(golden)).added == len(LINES)
    by_stream = sorted(LINES, key=lambda line: json.loads(line)["stream"])
    assert exported(ledger).splitlines() == by_stream
    states = [n.state for n in store.recorder().select_notifications(1, len(LINES) + 1)]
    assert dict(map(chain.unseal, states)) == dict(zip(LINES, SUMS, strict=True))
