"""What can be salvaged of a damaged store, put into a new one.

Rule kept here: the damaged store is only read: what has to open or replay it works on a copy
of its bytes. What the new store does not hold is counted, and what of it can be read lies in
a file beside it.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import msgspec
from attrs import define, evolve, field, frozen
from eventsourcing.persistence import ApplicationRecorder, StoredEvent

from noe_stores import connect
from noe_stores.checks.checked import Verified, renamed
from noe_stores.errors import NewerStore, NotOurStore, StoreShortened, StoreUnwritable
from noe_stores.keeping.copying import Filling, Stages, untold
from noe_stores.keeping.making import making
from noe_stores.ledger import Ledger
from noe_stores.places import FILES, SQLITE, Place, free, give_name, refuse_taken, standing
from noe_stores.port import Finding
from noe_stores.repair.carving import line_of
from noe_stores.repair.duplicating import copy_bytes
from noe_stores.repair.finds import Finds, Source
from noe_stores.repair.joining import Joining, StreamSalvaged
from noe_stores.repair.salvage import UNREADABLE, Gathering
from noe_stores.walking import STEP


@frozen(kw_only=True)
class Repaired:
    """What a repair came to.

    Attributes:
        whole: how many streams are whole in the new store.
        facts: how many facts it holds.
        guests: how many records that no ledger wrote.
        streams: the streams that are not whole, or of which something came from elsewhere.
        findings: what the damaged store said of itself.
        unopened: why the damaged store could not be opened as it is, or asked how far it goes;
            empty if it could. What it held at its end may then be lost without a trace.
        unplaced: how many positions could not be read whose records were not found elsewhere.
        log_read: whether the order across streams could be read to its end; where it could
            not, records of other applications may be lost that nothing else tells of.
        set_aside: how many records lie beside the new store; ``aside`` is the file.
        holes: how many bytes of its files the disk could not read.
        verified: what was found in the new store at the end.
    """

    whole: int
    facts: int
    guests: int
    streams: tuple[StreamSalvaged, ...]
    findings: tuple[Finding, ...]
    unopened: str
    unplaced: int
    log_read: bool
    set_aside: int
    aside: str
    holes: int
    verified: Verified

    @property
    def lost(self) -> int:
        """How many facts the damaged store is known to have held that the new one does not."""
        return sum(stream.lost for stream in self.streams)

    @property
    def complete(self) -> bool:
        """Whether nothing is lost, as far as can be known, and nothing in doubt."""
        doubt = self.unplaced or self.unopened or any(one.doubtful for one in self.streams)
        return not (self.lost or doubt) and self.log_read and self.verified.sound


def repair(damaged: str, new: str, *, stages: Stages = untold) -> Repaired:
    """Salvage a damaged store into a new one.

    A bare name that says no kind is of the kind of the damaged store.

    Raises:
        ValueError: one of the two is no place of a store that lasts.
        PlaceTaken: something is at the new place already.
        StoreMissing: there is nothing to repair.
        StoreBusy: somebody wrote to the damaged store meanwhile.
        StoreUnwritable: the new store could not be made; nothing is left of it.
        NotOurStore: nothing of ours was found there.
        NewerStore: it was written by a later release.
    """
    source = standing(damaged).real()
    target = free(new, like=source.kind, apart=source.path)
    aside = target.path.with_name(f"{target.path.name}.set-aside.jsonl")
    refuse_taken(aside)
    with ExitStack() as begun:
        with making(target) as made:
            done = _Repair(source, made, aside, begun, stages).run()
        begun.pop_all()
    return evolve(done, verified=done.verified.renamed(made.name, target.name))


@define
class _Repair:
    """One repair on the way; ``begun`` takes away what it made, unless it comes to its end."""

    source: Place
    made: Place
    aside: Path
    begun: ExitStack
    stages: Stages
    folder: Path = field(init=False)
    finds: Finds = field(init=False)
    gathering: Gathering = field(init=False)
    unopened: str = ""

    def run(self) -> Repaired:
        """Copy the bytes, gather, join, and write."""
        self.folder = self.made.path.with_name(f".{self.made.path.name}")
        self.folder.mkdir()
        copied = self.source.moved(self.folder)
        holes = copy_bytes(self.source, copied)
        with closing(Finds(self.folder / "finds")) as self.finds:
            self.gathering = Gathering(self.finds, self.stages)
            # Before anything is opened: opening a store may replay and shorten what it finds.
            tables = copied.path if copied.kind == SQLITE else None
            self.gathering.take_remains(_sources(copied), tables)
            with ExitStack() as opened:
                recorder = self._opened(copied, opened)
                joining = self._joined(recorder)
            left = self._set_aside(joining)
            return self._written(joining, left, holes)

    def _opened(self, copied: Place, opened: ExitStack) -> ApplicationRecorder | None:
        ledger = self._tried(copied) or self._tried_alone(copied)
        if ledger is None:
            if not self.finds.any():
                raise self._nothing()
            return None
        opened.enter_context(ledger)
        self.unopened = self.unopened or self._shortened(ledger.recorder)
        self.gathering.take_store(ledger.recorder)
        self.unopened = self.unopened or self._named(self.gathering.blind)
        return ledger.recorder

    def _tried(self, copied: Place) -> Ledger | None:
        try:
            return connect(copied.url, create=False)
        except NewerStore as error:
            error.store = self._named(error.store)
            raise
        except StoreUnwritable as error:  # the copy is ours, so the new place has no room for it
            error.store = self.made.name
            raise
        except UNREADABLE as error:
            self.unopened = self.unopened or self._named(str(error))
            return None

    def _tried_alone(self, copied: Place) -> Ledger | None:
        """The copy without what says how far the store once went: it may hold the rest whole."""
        witness = copied.witness()
        if not witness.is_file():
            return None
        witness.unlink()
        return self._tried(copied)

    def _shortened(self, recorder: ApplicationRecorder) -> str:
        """What is told at the end of a store that lost what it acknowledged."""
        try:
            recorder.select_notifications((recorder.max_notification_id() or 0) + 1, 1)
        except StoreShortened as error:
            return self._named(str(error))
        except UNREADABLE:  # told of when it is gone through
            pass
        return ""

    def _nothing(self) -> NotOurStore:
        return NotOurStore(
            f"nothing of ours was found there ({self.unopened.rstrip('.')})",
            store=str(self.source.path),
            remedy="Check the path; nothing was made",
        )

    def _joined(self, recorder: ApplicationRecorder | None) -> Joining:
        def more(stream: str, after: int) -> None:
            if recorder is not None:
                self.gathering.take_second_copy(recorder, stream, after)

        damaged = any(not finding.torn for finding in self.gathering.findings)
        told = not self.unopened and not damaged
        joining = Joining(self.finds, self.gathering.ends, told, more, self.stages)
        joining.join()
        return joining

    def _set_aside(self, joining: Joining) -> int:
        """Write down what stays out of the new store; how many records that is."""
        lines = 0
        fresh = self.made.path.with_name(self.aside.name)
        with fresh.open("wb") as out:
            for told in _asides(self.finds, joining):
                out.write(_JSON.encode(told) + b"\n")
                lines += 1
            out.flush()
            os.fsync(out.fileno())
        if lines:
            give_name(fresh, self.aside)
            self.begun.callback(self.aside.unlink, missing_ok=True)
        return lines

    def _written(self, joining: Joining, left: int, holes: int) -> Repaired:
        with connect(self.made.url) as made:
            filling = Filling(target=made)
            for find in self.finds.kept():
                filling.add(StoredEvent(find.stream, find.version, find.topic, find.state))
                if filling.added % STEP == 0:
                    self.stages("write", filling.added)
            filling.keep()
            verified = made.verify(progress=lambda done: self.stages("verify", done))
        return Repaired(
            whole=joining.whole,
            facts=joining.facts,
            guests=joining.guests,
            streams=tuple(joining.broken.values()),
            findings=tuple(
                renamed(one, str(self.folder), self._home) for one in self.gathering.findings
            ),
            unopened=self.unopened,
            unplaced=max(self.gathering.unreadable - joining.unplaced, 0),
            log_read=self.gathering.log_read,
            set_aside=left,
            aside=str(self.aside) if left else "",
            holes=holes,
            verified=verified,
        )

    def _named(self, text: str) -> str:
        """What was said of the copy, said of the store."""
        return text.replace(str(self.folder), self._home)

    @property
    def _home(self) -> str:
        return str(self.source.path.parent.resolve())


def _sources(copied: Place) -> Iterator[tuple[Path, Source]]:
    """The files to look for lines in; a dossier is the store itself, all else are remains."""
    for file in copied.files():
        inside = file.relative_to(copied.path).parts if copied.kind == FILES else ()
        hidden = any(part.startswith(".") for part in inside)
        dossier = bool(inside) and not hidden and file.suffix == ".jsonl"
        yield file, Source.STORE if dossier else Source.REMAINS


_JSON = msgspec.json.Encoder()


def _asides(finds: Finds, joining: Joining) -> Iterator[dict[str, Any]]:
    for find in finds.left():
        yield {
            "stream": str(find.stream),
            "version": find.version,
            "why": joining.reason(find),
            "chains": joining.chains(find),
            **_shown(find.state),
        }
    for place, state, why in finds.odds():
        yield {"place": place, "why": why, **_shown(state)}


def _shown(state: bytes) -> dict[str, Any]:
    """The bytes of a record, readable where they can be, and exactly as they are."""
    if line_of(state):
        return {"record": msgspec.Raw(state)}
    try:
        return {"text": state.decode()}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(state).decode()}
