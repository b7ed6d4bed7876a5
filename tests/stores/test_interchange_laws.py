"""Laws of the interchange, on untidy histories of every kind."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from hypothesis import given
from strategies import law, untidy_records

from noe_core.facts import AnyRecorded
from noe_stores import connect
from noe_stores.lines.codec import decode, encode

LATER = datetime(2100, 1, 1, tzinfo=UTC)


@law
@given(untidy_records())
def test_export_after_import_is_the_identity(records: tuple[AnyRecorded, ...]) -> None:
    """Lines imported come out byte for byte, and as equal facts; a second import adds nothing."""
    lines = b"".join(encode(record) + b"\n" for record in records)
    with connect("memory:", clock=lambda: LATER) as ledger:
        first = ledger.import_(io.BytesIO(lines), keep_unknown=True)
        again = ledger.import_(io.BytesIO(lines), keep_unknown=True)
        out = io.BytesIO()
        ledger.export(out)
        kept = [fact for name in ledger.streams() for fact in ledger.history(name).records]
    assert (first.added, again.added) == (len(records), 0)
    assert out.getvalue() == lines
    assert kept == [decode(encode(record)) for record in records]
