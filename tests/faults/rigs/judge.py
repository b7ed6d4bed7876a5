"""The checker: reads a store back in a fresh process and holds it against what was told.

Rule kept here: nothing the writer still has in memory is believed; what counts is what
somebody finds who opens the store anew. Offers whose outcome is not known are made again
there, as a caller would, and must then be kept once.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from attrs import field, frozen

from rigs.offers import Offer
from rigs.subjects import ALL, Found, log, opened, stream_of
from rigs.tally import Tally
from rigs.told import FAILED, KEPT, Failure, Told

WATCHED = (
    "lost",
    "doubled",
    "reordered",
    "partial",
    "kept though said not",
    "not reopenable",
    "raw errors",
)


@frozen(kw_only=True)
class Look:
    """What one found on opening a store: the log after a position, and streams asked for."""

    found: tuple[Found, ...]
    streams: Mapping[str, tuple[tuple[int, str], ...]]
    retried: tuple[tuple[Offer, Failure | None], ...] = ()
    unsound: str = ""


@frozen(kw_only=True)
class Question:
    """What to look at, and which offers to make again first."""

    subject: str
    place: str
    after: int = 0
    streams: tuple[str, ...] = ()
    again: tuple[Offer, ...] = field(default=())
    verify: bool = False


def look(asked: Question) -> Look:
    """Open a store, make offers again, and read it; for a process of its own."""
    retried: list[tuple[Offer, Failure | None]] = []
    with opened(ALL[asked.subject], Path(asked.place)) as store:
        for offered in asked.again:
            try:
                store.offer(offered)
                retried.append((offered, None))
            except Exception as error:  # noqa: BLE001 - what comes out is what is measured
                retried.append((offered, Failure.of(error, offered)))
        return Look(
            found=tuple(log(store.recorder, asked.after)),
            streams={name: tuple(stream_of(store.recorder, name)) for name in asked.streams},
            retried=tuple(retried),
            unsound=_unsound(store) if asked.verify else "",
        )


def _unsound(store: object) -> str:
    ledger = getattr(store, "ledger", None)
    if ledger is None:
        return ""
    verified = ledger.verify()
    return "" if verified.sound else str(verified)[:600]


def judge(offers: Iterable[Offer], told: Sequence[Told], seen: Look, tally: Tally, of: str) -> None:
    """Count what is there of each offer, against what was told of it."""
    positions = {one.id: one.position for one in seen.found}
    acknowledged = {one.number for one in told if one.said == KEPT}
    acknowledged |= {one.number for one, failure in seen.retried if failure is None}
    last = 0
    for offered in offers:
        ids = [str(fact.id) for fact in offered.facts]
        there = [positions[i] for i in ids if i in positions]
        where = f"{of}, offer {offered.number} of round {offered.round}"
        if 0 < len(there) < len(ids):
            tally.err("partial", where)
        if offered.number in acknowledged:
            tally.saw("acknowledged")
            if len(there) < len(ids):
                tally.err("lost", where)
            elif sorted(there) != there or there[0] <= last:
                tally.err("reordered", where)
            last = max([last, *there])
        else:
            _judge_failed(_outcomes(told, offered), tally, where, there=bool(there))
    _doubled(seen, tally, of)
    _streams(seen, positions, tally, of)


def _outcomes(told: Iterable[Told], offered: Offer) -> set[str | None]:
    """What the failures of an offer said became of it."""
    mine = (one for one in told if one.said == FAILED and one.number == offered.number)
    return {one.failure.outcome for one in mine if one.failure is not None}


def _judge_failed(said: set[str | None], tally: Tally, where: str, *, there: bool) -> None:
    if there and said == {"not kept"}:
        tally.err("kept though said not", where)
    elif there and "not kept" in said:
        # Unknown at first; the second call added nothing, but could not find out either.
        tally.saw("unknown, then not kept, yet there")
    elif not there and "kept" in said:
        tally.err("lost", f"{where}: its error said kept")


def _doubled(seen: Look, tally: Tally, of: str) -> None:
    for one, times in Counter(found.id for found in seen.found).items():
        if times > 1:
            tally.err("doubled", f"{of}: {one} stands {times} times in the log")
    at = [found.position for found in seen.found]
    if any(a >= b for a, b in pairwise(at)):
        tally.err("reordered", f"{of}: the positions are not in order")


def _streams(seen: Look, positions: Mapping[str, int], tally: Tally, of: str) -> None:
    """A stream and the log must tell the same facts, in the same order."""
    for name, facts in seen.streams.items():
        logged = [one.id for one in seen.found if one.stream == name]
        known = [i for _, i in facts if i in positions]
        if logged != known:
            tally.err("reordered", f"{of}: log and stream {name} differ")
        versions = [version for version, _ in facts]
        if sorted(set(versions)) != versions:
            tally.err("doubled", f"{of}: versions of {name}: {json.dumps(versions)[:80]}")
    if seen.unsound:
        tally.err("lost", f"{of}: verify says {seen.unsound}")


def judge_retries(seen: Look, tally: Tally, of: str) -> None:
    """An offer made again must succeed, and never conflict with itself."""
    for offered, failure in seen.retried:
        tally.saw("offered again")
        if failure is None:
            continue
        what = "false conflicts" if failure.conflict else "refused again"
        tally.err(what, f"{of}, offer {offered.number}: {failure.kind} {failure.text}")


def judge_errors(told: Iterable[Told], tally: Tally, of: str) -> None:
    """Every error must be typed, and name place, streams and outcome."""
    for one in told:
        failure = one.failure
        if failure is None:
            continue
        tally.saw("errors")
        where = f"{of}, {one.said} {one.number}: {failure.kind}: {failure.text}"
        if failure.raw:
            tally.err("raw errors", where)
        if failure.conflict:
            tally.err("false conflicts", where)
            continue
        if one.said == FAILED and failure.outcome is None:
            tally.err("without outcome", where)
        if not failure.named_place:
            tally.err("without place", where)
        if one.said == FAILED and not failure.named_stream:
            tally.err("without stream", where)
