"""Facts as lines of JSON: out of one store and into another.

Rule kept here: an export is the stored bytes, by stream id, then version, never re-encoded;
exported, imported into another kind of store and exported again, they are the same bytes
(shared format, "Names on the outside").
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from attrs import frozen
from eventsourcing.persistence import ApplicationRecorder

from noe_stores.lines import chain
from noe_stores.lines.tail import Tail
from noe_stores.stream import read_on
from noe_stores.walking import STEP, Progress

BAD_LIMIT = 100
"""How many bad lines are named; those beyond are counted."""


class NoSuchStream(LookupError):  # noqa: N818 - says what is
    """A stream was asked for under whose id nothing is recorded."""

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self.stream = stream

    def __str__(self) -> str:
        return f"nothing is recorded under {self.stream}"


@frozen(kw_only=True)
class Exported:
    """What an export wrote."""

    streams: int
    lines: int


@frozen(kw_only=True)
class BadLine:
    """A line that was not taken: where it stands, which field is concerned, and why."""

    source: str
    line: int
    field: str
    why: str

    def __str__(self) -> str:
        return f"{self.source}:{self.line}: {self.field}: {self.why}"


@frozen(kw_only=True)
class Imported:
    """What an import came to.

    Attributes:
        lines: how many lines it read; blank ones are none.
        added: how many facts it recorded.
        already: how many lines were recorded before.
        streams: how many streams its lines are of.
        kept_unknown: how many of the facts added this release cannot read.
        bad: the lines left out of a partial import, the first of them.
        refused: how many were left out in all.
    """

    lines: int
    added: int
    already: int
    streams: int
    kept_unknown: int
    bad: tuple[BadLine, ...] = ()
    refused: int = 0


class ImportRefused(Exception):  # noqa: N818 - the file is at fault, nothing is in error
    """An import held bad lines; nothing of it was recorded.

    ``bad`` names the first of them, ``refused`` counts all that were found.
    """

    def __init__(self, bad: tuple[BadLine, ...], refused: int) -> None:
        super().__init__(bad, refused)
        self.bad = bad
        self.refused = refused

    def __str__(self) -> str:
        named = "\n".join(map(str, self.bad))
        more = self.refused - len(self.bad)
        return f"nothing was imported:\n{named}" + (f"\nand {more} more" if more else "")


def export(
    recorder: ApplicationRecorder,
    streams: Iterable[str],
    out: BinaryIO,
    *,
    store: str,
    progress: Progress | None = None,
) -> Exported:
    """Write the lines of some streams, in the order given; one page is held at a time.

    Raises:
        DamagedRecord: a stream does not hold what was written there; what comes before it
            has been written.
    """
    count = lines = 0
    for stream in streams:
        count += 1
        for _, state, _ in read_on(recorder, Tail.of(stream), store=store):
            out.write(chain.unseal(state)[0] + b"\n")
            lines += 1
            if progress and lines % STEP == 0:
                progress(lines)
    if progress:
        progress(lines)
    return Exported(streams=count, lines=lines)
