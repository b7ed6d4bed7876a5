"""What was found put together again: which records go into the new store, and why not the rest.

Rule kept here: of a stream what follows from its beginning is kept, each line chained to the
one before; where nothing follows, or two things do, it ends. Whatever is left is set aside
with the reason. Nothing is mended, nothing chosen by guess.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final
from uuid import UUID

import msgspec
from attrs import define, field, frozen

from noe_stores.identity import is_stream
from noe_stores.keeping.copying import Stages, untold
from noe_stores.lines import chain
from noe_stores.repair.finds import Find, Finds, Source
from noe_stores.walking import STEP

END: Final = 2**63 - 1
"""The place of what nobody knows the place of."""

MISSING = "it was found nowhere"
ASTRAY = "it stood under another name than the stream it says it is of"
UNFIT = "what stands there does not follow from the record before it"
FORKED = "it goes on in two ways"
BEYOND = "what follows was never acknowledged, as far as the store knows"


@frozen(kw_only=True)
class StreamSalvaged:
    """What became of one stream that is not whole, or that needed more than the store itself.

    Attributes:
        stream: its id.
        kept: its versions 1 to this one are in the new store.
        known: the last version that the damaged store is known to have held.
        set_aside: how many records after the kept ones, or beside them, can still be read.
        second_copy: how many of the kept records came from the store's second copy.
        remains: how many came from the bytes of its files.
        why: why it ends where it does; empty for a whole one.
    """

    stream: str
    kept: int
    known: int
    set_aside: int
    second_copy: int
    remains: int
    why: str

    @property
    def doubtful(self) -> bool:
        """Whether more of it was found than the store says it held."""
        return self.why == BEYOND

    @property
    def lost(self) -> int:
        """How many versions are not in the new store."""
        return self.known - self.kept


_LINE = b'{"stream":'


def _is_astray(find: Find) -> bool:
    """Whether a record under a name of nobody's is a fact of ours, whose name was damaged."""
    if chain.unseal(find.state)[1] is None or not find.state.startswith(_LINE):
        return False
    return not find.state.startswith(_LINE + msgspec.json.encode(str(find.stream)) + b",")


@define
class Joining:
    """The finds of a damaged store, being put together stream by stream.

    ``ends`` is how far the store's index says streams go; ``told`` whether the store is sound
    enough to be believed about what it does not hold; ``more`` reads the second copy of a
    stream after a version, where there is one; ``stages`` is told of the streams put together.
    """

    finds: Finds
    ends: dict[str, int]
    told: bool
    more: Callable[[str, int], None]
    stages: Stages = untold
    whole: int = 0
    facts: int = 0
    guests: int = 0
    unplaced: int = 0
    broken: dict[str, StreamSalvaged] = field(factory=dict)

    def join(self) -> None:
        """Choose what is kept of every stream."""
        for number, stream in enumerate(self.finds.streams(), start=1):
            if number % STEP == 0:
                self.stages("join streams", number)
            if is_stream(stream):
                self._join(stream)
            else:
                self._take_guest(stream)
        for stream in self.ends:
            if stream not in self.broken and is_stream(stream) and not self._found(stream):
                self._note(_Run(stream, why=MISSING))

    def _found(self, stream: str) -> bool:
        return next(self.finds.all_of(stream), None) is not None

    def _take_guest(self, stream: UUID | str) -> None:
        taken = -1
        for find in self.finds.all_of(stream):
            if find.version != taken and not _is_astray(find):
                taken = find.version
                self.finds.keep([(find, END if find.position is None else find.position)])
                self.guests += 1

    def _join(self, stream: str) -> None:
        run = _Run(stream)
        self._go_on(run)
        if run.version < self._known(stream):
            self.more(stream, run.version)
            self._go_on(run)
        self._note(run)

    def _go_on(self, run: _Run) -> None:
        run.why = ""
        self.finds.keep(self._chosen(run))

    def _chosen(self, run: _Run) -> Iterator[tuple[Find, int]]:
        while found := self._next(run):
            if found.position is None and run.place == 0:
                after = self.finds.next_position(run.stream, after=found.version)
                run.place = END if after is None else after
            run.place = max(run.place, found.position or 0)
            run.sum = chain.unseal(found.state)[1] or ""
            run.version = found.version
            run.second_copy += found.source is Source.SECOND_COPY
            run.remains += found.source is Source.REMAINS
            self.unplaced += found.position is None
            yield found, run.place

    def _next(self, run: _Run) -> Find | None:
        there = self.finds.of(run.stream, version=run.version + 1)
        found = [find for find in there if _follows(find, run.sum)]
        if not found:
            run.why = UNFIT if there else MISSING
            return None
        best = [find for find in found if find.source <= max(found[0].source, Source.SECOND_COPY)]
        if len(best) > 1:
            run.why = FORKED
            return None
        if (
            best[0].source is Source.REMAINS
            and self.told
            and run.version >= self._known(run.stream)
        ):
            run.why = BEYOND
            return None
        return best[0]

    def _known(self, stream: str) -> int:
        """The last version the store is known to have held."""
        seen = self.finds.last_version(
            stream, up_to=Source.SECOND_COPY if self.told else Source.REMAINS
        )
        return max(self.ends.get(stream, 0), seen)

    def _note(self, run: _Run) -> None:
        known = max(self._known(run.stream), run.version)
        self.facts += run.version
        whole = run.version == known
        self.whole += whole
        aside = self.finds.count(run.stream) - run.version
        if not whole or run.second_copy or run.remains or aside:
            self.broken[run.stream] = StreamSalvaged(
                stream=run.stream,
                kept=run.version,
                known=known,
                set_aside=aside,
                second_copy=run.second_copy,
                remains=run.remains,
                why=run.why if not whole or run.why == BEYOND else "",
            )

    def reason(self, find: Find) -> str:
        """Why a record that was found is set aside."""
        if not isinstance(find.stream, str) or not is_stream(find.stream):
            return ASTRAY if _is_astray(find) else "another record stands at that version"
        run = self.broken[find.stream]
        if find.version <= run.kept:
            return "another record stands at that version, which follows from those before it"
        if find.version == run.kept + 1:
            return run.why if run.why in {FORKED, BEYOND} else UNFIT
        return f"version {run.kept + 1} is missing, damaged or in doubt"

    def chains(self, find: Find) -> bool:
        """Whether a record set aside follows from one that was found."""
        if not isinstance(find.stream, str) or not is_stream(find.stream):
            return False
        if find.version == 1:
            return _follows(find, chain.start(find.stream))
        before = self.finds.of(find.stream, version=find.version - 1)
        return any(_follows(find, chain.unseal(one.state)[1] or "") for one in before)


@define
class _Run:
    """One stream on the way: how far it was put together."""

    stream: str
    version: int = 0
    sum: str = field(init=False)
    place: int = 0
    second_copy: int = 0
    remains: int = 0
    why: str = ""

    def __attrs_post_init__(self) -> None:
        """Begin at the stream's beginning."""
        self.sum = chain.start(self.stream)


def _follows(find: Find, previous: str) -> bool:
    line, digest = chain.unseal(find.state)
    return digest is not None and chain.link(previous, line) == digest
