"""What a reader gets from a damaged store: the same, an error, or something else in silence.

Rule kept here: a reader is told by opening, by verifying, or by reading what is damaged;
where he is not, the bytes and the order he gets must be those that were written.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

from attrs import field, frozen
from eventsourcing.persistence import ApplicationRecorder, StoredEvent

from noe_stores.port import SelfChecking
from rigs.children import Died, TooLong, ask, limited
from rigs.image import Image
from rigs.offers import Offer, single
from rigs.subjects import ALL, OurStore, PeerStore, Subject, opened
from rigs.tally import Tally
from rigs.told import is_raw

WATCHED = (
    "silent",
    "read otherwise in silence",
    "intact streams unreadable",
    "raw errors",
    "crashed",
    "never ended",
)
SMALL: tuple[Offer, ...] = (single(0, 0, "a"), single(0, 1, "a"), single(0, 0, "b"))
"""What a small store holds: three facts on two streams."""

MANY: tuple[Offer, ...] = tuple(single(0, n, w) for n in range(4) for w in "abc")
"""Twelve facts on three streams, for what is done to whole lines and rows."""

BATCH = 400
"""How many copies one process reads; a reader that crashes costs no more than those."""

LONGEST = 3.0
"""Seconds a reader may take with a store of some facts, damaged or not."""

Entry = tuple[int, str, int, bytes]


@frozen(kw_only=True)
class Reading:
    """What one reader got; ``None`` stands for what he was told he cannot have."""

    streams: Mapping[str, bytes | None] = field(factory=dict)
    log: tuple[Entry, ...] | None = None
    opening: str = ""
    verifying: str = ""
    raw: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """What was said on opening or verifying."""
        return self.opening + self.verifying


def read(subject: Subject, place: Path, names: Iterable[str]) -> Reading:
    """Open the store that lies there, read every stream and the log, verify."""
    raw: list[str] = []
    try:
        store = opened(subject, place, create=False)
    except Exception as error:  # noqa: BLE001 - whatever a reader may get
        return Reading(opening=_told(error, raw), raw=tuple(raw))
    with store as it:
        contents = _ours if isinstance(it, OurStore) else _theirs
        return contents(it, names, raw)


def _told(error: Exception, raw: list[str]) -> str:
    if is_raw(error):
        raw.append(f"{type(error).__name__}: {error}"[:200])
    streams = " ".join(getattr(error, "streams", ()))
    return f"{type(error).__name__}: {error} {streams} "


def _tried(what: Callable[[], Any], raw: list[str]) -> tuple[Any, str]:
    try:
        return what(), ""
    except Exception as error:  # noqa: BLE001
        return None, _told(error, raw)


def _ours(store: Any, names: Iterable[str], raw: list[str]) -> Reading:
    ledger = store.ledger

    def export(name: str) -> bytes:
        # History reads as a person does, export as a machine; both must tell of damage.
        if not ledger.history(name).records:
            return b""
        out = BytesIO()
        ledger.export(out, streams=[name])
        return out.getvalue()

    streams = {name: _tried(lambda name=name: export(name), raw)[0] for name in names}
    log, _ = _tried(lambda: tuple(_followed(ledger.recorder)), raw)
    verified, refused = _tried(ledger.verify, raw)
    said = refused if verified is None else "" if verified.sound else str(verified)
    return Reading(
        streams=streams, log=log, verifying=said + _inspected(store, raw), raw=tuple(raw)
    )


def _followed(recorder: ApplicationRecorder) -> Iterator[Entry]:
    for one in recorder.select_notifications(1, 10_000):
        yield one.id, str(one.originator_id), one.originator_version, one.state


def _inspected(store: Any, raw: list[str]) -> str:
    if not isinstance(store.recorder, SelfChecking):
        return ""
    findings, refused = _tried(lambda: list(store.recorder.inspect()), raw)
    return refused or "".join(f"{one} " for one in findings or ())


def _theirs(store: PeerStore, names: Iterable[str], raw: list[str]) -> Reading:
    """The peer has nothing to verify with: told is what cannot be read or decoded."""
    streams: dict[str, bytes | None] = {}
    said = ""
    for name in names:
        events, refused = _tried(lambda name=name: store.recorder.select_events(name), raw)
        refused = refused or _undecodable(events)
        versions = [(e.originator_version, e.state) for e in events or ()]
        streams[name] = None if refused else repr(versions).encode()
        said += refused
    log, refused = _tried(lambda: tuple(_followed(store.recorder)), raw)
    return Reading(streams=streams, log=log, verifying=said + refused, raw=tuple(raw))


def _undecodable(events: Sequence[StoredEvent]) -> str:
    try:
        for event in events:
            json.loads(event.state)
    except (ValueError, TypeError) as error:
        return str(error)
    return ""


@frozen(kw_only=True)
class Whole:
    """A store before it is damaged: its bytes, what it reads as, and where its facts lie."""

    subject: str
    image: Image
    reading: Reading
    lines: tuple[tuple[str, int, bytes], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The streams it holds."""
        return tuple(self.reading.streams)

    def struck_fact(self, name: str, at: int) -> str | None:
        """The stream of the fact whose stored bytes a byte of a file is part of."""
        content = self.image.files[name]
        for stream, _, state in self.lines:
            start = content.find(state)
            while start >= 0:
                if start <= at < start + len(state):
                    return stream
                start = content.find(state, start + 1)
        return None


def whole(subject: Subject, place: Path, offers: tuple[Offer, ...], *, live: bool) -> Whole:
    """A store with so many facts: closed, or as it lies while somebody has it open."""
    image = ask(_made, subject.name, place, offers, live)
    copy = place.with_name(place.name + "-read")
    image.lay(copy)
    names = tuple(sorted({fact.stream for one in offers for fact in one.facts}))
    reading = ask(_read_whole, subject.name, copy, names)
    assert not reading.told, reading
    assert reading.log is not None
    lines = tuple((stream, version, state) for _, stream, version, state in reading.log)
    return Whole(subject=subject.name, image=image, reading=reading, lines=lines)


def _made(subject: str, place: Path, offers: tuple[Offer, ...], live: bool) -> Image:
    place.mkdir(parents=True)
    with opened(ALL[subject], place) as store:
        for one in offers:
            store.offer(one)
        if live:
            return Image.of(place)
    return Image.of(place)


def _read_whole(subject: str, place: Path, names: tuple[str, ...]) -> Reading:
    return read(ALL[subject], place, names)


@frozen(kw_only=True)
class Blow:
    """One damage: what it is, the files it leaves, and where a fact is struck: stream and file."""

    what: str
    image: Image
    stream: str | None = None
    place: str = "nowhere"


def strike(given: Whole, blows: Iterable[Blow], scratch: Path, tally: Tally) -> None:
    """Read the store after each of the blows, and count what the reader got."""
    for number, blow in enumerate(blows):
        place = scratch / f"struck-{number}"
        blow.image.lay(place)
        try:
            _judge(given, _read_in_time(given, place), blow, tally)
        except TooLong:
            tally.err("never ended", blow.what)
        finally:
            Image({}).lay(place)
            place.rmdir()


def _read_in_time(given: Whole, place: Path) -> Reading:
    """What is read before it has taken too long; a busy machine is given a second chance."""
    for seconds in (LONGEST, 10 * LONGEST):
        with suppress(TooLong), limited(seconds):
            return read(ALL[given.subject], place, given.names)
    raise TooLong


def _judge(given: Whole, got: Reading, blow: Blow, tally: Tally) -> None:
    tally.saw("tried")
    was = given.reading
    same = got.streams == was.streams and got.log == was.log
    for raw in got.raw:
        tally.saw("errors")
        tally.err("raw errors", f"{blow.what}: {raw}")
    if got.told:
        tally.saw("told")
    elif same:
        tally.saw("harmless")
    else:
        tally.err("silent", f"{blow.what}: {_difference(was, got)}")
    for name, content in got.streams.items():
        if content is not None and content != was.streams[name]:
            tally.err("read otherwise in silence", f"{blow.what}: {name}")
            break
    if blow.stream is not None:
        _judge_bounds(was, got, blow, tally)


def _judge_bounds(was: Reading, got: Reading, blow: Blow, tally: Tally) -> None:
    """Damage within one fact is told by the name of its stream, and touches no other."""
    stream = str(blow.stream)
    others = [name for name in was.streams if name != stream]
    if any(got.streams.get(name) != was.streams[name] for name in others):
        tally.err("intact streams unreadable", f"{blow.what}: {got.told:.200}")
    if got.told:
        tally.saw("of a fact")
        tally.saw(
            "of them named by stream or place", int(stream in got.told or blow.place in got.told)
        )


def _difference(was: Reading, got: Reading) -> str:
    streams = [name for name in was.streams if got.streams.get(name) != was.streams[name]]
    return f"streams {streams}, log {'as it was' if got.log == was.log else 'otherwise'}"


def in_batches(
    work: Callable[..., Tally],
    given: Whole,
    tasks: Iterable[Any],
    scratch: Path,
    tally: Tally,
    *,
    jobs: int = 1,
    seconds: float = 600,
) -> None:
    """Do the work in fresh processes, so many tasks each; a crash is counted and named."""
    todo = iter(tasks)

    def one(numbered: tuple[int, list[Any]]) -> Tally:
        number, some = numbered
        place = scratch / f"batch-{number}"
        try:
            return ask(work, given, some, place, seconds=seconds)
        except Died as error:
            counted = Tally()
            counted.err("crashed", f"{error} in one of {some[0]} to {some[-1]}")
            return counted

    batches = enumerate(iter(lambda: list(islice(todo, BATCH)), []))
    with ThreadPoolExecutor(jobs) as pool:
        for counted in pool.map(one, batches):
            tally.add(counted)
