"""From lines to facts, the quick way: decoded and built in one pass.

Rule kept here: what the quick way does not vouch for is read by `noe_stores.lines.codec`, which
says why it is not as it should be. Both ways give equal facts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC
from functools import lru_cache
from typing import Any, Literal, Union, cast

import msgspec
from attrs import define

from noe_core.events import BY_NAME
from noe_core.facts import AnyRecorded, Recorded
from noe_core.moments import day_from, parse
from noe_core.typed import Fact
from noe_stores.lines.chain import unseal
from noe_stores.lines.codec import LINE_LIMIT, Circumstances, Malformed, decode
from noe_stores.lines.turns import MAKING
from noe_stores.lines.twins import open_of, twin_of

_DAY = len("2022-01-31")

_day = lru_cache(maxsize=4096)(day_from)
_new = object.__new__
_OPEN: Any = open_of(Recorded)  # a frozen class takes four times as long to be given its fields


def fact_of(state: bytes, stream: str, version: int) -> AnyRecorded:
    """The fact of a sealed line that stands there; its digest is the caller's to check.

    Raises:
        Malformed: it is no fact, or one of another place.
    """
    try:
        decoded, readers = _met.now
        read = decoded(state)
        build, event, schema = readers[type(read)]
        data = build(read.data)
        text = read.occurred_at
        occurred_at = _day(text) if len(text) == _DAY else parse(text)
    except (msgspec.DecodeError, ValueError, ArithmeticError, RecursionError):
        return _carefully(state, stream, version)
    if (
        read.stream != stream
        or read.version != version
        or read.recorded_at.tzinfo is not UTC
        or len(state) > LINE_LIMIT
    ):
        return _carefully(state, stream, version)
    record = _new(_OPEN)
    record.stream = stream
    record.version = version
    record.id = read.id
    record.event = event
    record.schema = schema
    record.occurred_at = occurred_at
    record.recorded_at = read.recorded_at
    record.recorded_by = read.recorded_by
    record.caused_by = read.caused_by
    record.correlation_id = read.correlation_id
    record.data = data
    record.corrected_by = ()
    record.__class__ = Recorded
    return record  # type: ignore[no-any-return]


def _carefully(state: bytes, stream: str, version: int) -> AnyRecorded:
    line, digest = unseal(state)
    record = decode(line)
    if digest is None:
        raise Malformed("sum", "the record carries no digest: it was not written by a ledger")
    if (record.stream, record.version) != (stream, version):
        raise Malformed("stream", f"the line says {record.stream} version {record.version}")
    _met.meet(record.event)
    return record


Reader = tuple[Callable[[Any], Fact], str, int]
"""What makes the data of a line a fact, and what the line is about: its event, its schema."""


class _Nothing(msgspec.Struct, tag_field="event", tag=""):
    """What a line is read as before the first event was met: none is."""


Quick = tuple[Callable[[bytes], Any], Mapping[type, Reader]]
"""What decodes lines of some events, and what is made of each; replaced, never changed."""


@define
class _Met:
    """The events of which a line was read, for which there is a quick way now.

    There are some ninety, and most programs meet few of them.
    """

    now: Quick = (msgspec.json.Decoder(_Nothing).decode, {})

    def meet(self, name: str) -> None:
        """Have a quick way for an event from now on, if it is one of the domain."""
        with MAKING:
            self._learn(name)

    def _learn(self, name: str) -> None:
        known = BY_NAME.get(name)
        _, readers = self.now
        if known is None or any(event == name for _, event, _ in readers.values()):
            return
        twin = twin_of(cast("Any", known.kind))
        line = msgspec.defstruct(
            "Line",
            [("data", twin.struct), ("schema", Literal[known.schema]), ("sum", str)],
            bases=(Circumstances,),
            kw_only=True,
            tag_field="event",
            tag=name,
        )
        longer = {**readers, line: (twin.build, name, known.schema)}
        decoder: Any = msgspec.json.Decoder(cast("Any", Union[tuple(longer)]))  # noqa: UP007
        self.now = decoder.decode, longer


_met = _Met()
