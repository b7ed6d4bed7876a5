"""Every system call of an append struck in turn: killed there, failed, full, short, lying.

Rule kept here: what is struck is found by watching a run that is left alone, so no call of a
new release escapes; what came of it is read by a fresh process whose disk is sound again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product, zip_longest
from pathlib import Path
from random import Random

from attrs import define, frozen

from rigs import image
from rigs.children import Died, ask
from rigs.image import Image
from rigs.judge import WATCHED, Question, judge, judge_errors, judge_retries, look
from rigs.offers import offer
from rigs.subjects import Subject
from rigs.tally import Row, Tally, not_here
from rigs.told import FAILED, KEPT, Told
from rigs.tracing import Call, Traced, touched, traced, why_not
from rigs.writer import Plan

LABEL = "Every system call of an append struck"
SYNC_LABEL = "A sync that failed"
RETRY_LABEL = "Offered again under the same ids"
ERROR_LABEL = "Errors under system calls that failed"
ROUND = 7

_WRITES = {"write", "pwrite64", "pwritev", "pwritev2"}
_SYNCS = {"fsync", "fdatasync", "sync_file_range"}
_CHANGES = set(
    "rename renameat renameat2 ftruncate truncate fallocate unlink unlinkat link linkat"  # noqa: SIM905
    " mkdir mkdirat copy_file_range fchmod".split()
)
_OPENS = {"openat", "open", "creat"}
_READS = {"read", "readv", "pread64"}
_LOCKS = {"flock", "fcntl"}


@frozen
class Strike:
    """One call and what is done to it."""

    fault: str
    call: Call
    inject: str

    def __str__(self) -> str:
        return f"{self.fault} at {self.call.text} (inject={self.inject})"


def _strikes(call: Call) -> Iterator[Strike]:
    def strike(fault: str, how: str, more: str = "") -> Strike:
        return Strike(fault, call, f"{call.name}:{how}:when={call.nth}{more}")

    yield strike("killed", "signal=SIGKILL")
    gives_back = "UNLCK" in call.text or "LOCK_UN" in call.text  # which no local disk refuses
    if call.name in _WRITES | _SYNCS | _CHANGES | _OPENS | _READS | _LOCKS and not gives_back:
        yield strike("EIO once", "error=EIO")
    if call.name in _WRITES | _SYNCS | _CHANGES | _OPENS | _READS:
        yield strike("EIO from there on", "error=EIO", "+")
    if call.name in _WRITES | _CHANGES | _OPENS:
        yield strike("ENOSPC from there on", "error=ENOSPC", "+")
    if call.name in _WRITES and call.result > 1:
        yield strike("short", f"retval={call.result // 2}")
    if call.name in _WRITES and call.result > 0:
        yield strike("lying", f"retval={call.result}")
    if call.name in _CHANGES and call.result == 0:
        yield strike("lying", "retval=0")


@define
class _Bench:
    """A store in one state, struck again and again."""

    subject: Subject
    scratch: Path
    state: str
    start: Image
    offers: int
    retry: Tally
    struck: Tally
    synced: Tally
    errors: Tally

    @property
    def place(self) -> Path:
        """Where the store lies; always the same path, so that calls are the same."""
        return self.scratch / "struck"

    @property
    def plan(self) -> Plan:
        """Some offers, each made twice at most."""
        name, place = self.subject.name, str(self.place)
        return Plan(subject=name, place=place, round=ROUND, last=self.offers, retries=1)

    def watch(self) -> tuple[list[str], list[Strike]]:
        """The paths and the calls of a run left alone, and all that may be done to them."""
        self.start.lay(self.place)
        paths = touched(self.plan, self.scratch)
        self.start.lay(self.place)
        left_alone = traced(self.plan, self.scratch, paths)
        assert left_alone.done, left_alone.told
        self._judge_syncs(left_alone, f"{self.state}, left alone")
        return paths, [strike for call in left_alone.calls for strike in _strikes(call)]

    def strike(self, strike: Strike, paths: list[str]) -> None:
        """Strike once and look."""
        of = f"{self.state}: {strike}"
        self.start.lay(self.place)
        seen = traced(self.plan, self.scratch, paths, inject=strike.inject)
        self.struck.saw("runs")
        if not seen.done and strike.fault != "killed" and not _refused_to_open(seen.told):
            self.struck.err("hung or died", f"{of}: {seen.told[-1:]}")
        judge_errors(seen.told, self.errors, of)
        self._judge_syncs(seen, of)
        self._look(seen.told, of)
        if strike.fault == "EIO once" and seen.told[-2:-1] and seen.told[-2].said == FAILED:
            self.struck.saw("handles that gave up, and said so")

    def _look(self, told: list[Told], of: str) -> None:
        offers = [offer(ROUND, n) for n in range(self.offers)]
        kept = {one.number for one in told if one.said == KEPT}
        question = Question(
            subject=self.subject.name,
            place=str(self.place),
            streams=tuple({name for one in offers for name in one.streams}),
            again=tuple(one for one in offers if one.number not in kept),
            verify=True,
        )
        try:
            before = ask(look, Question(subject=question.subject, place=question.place))
            seen = ask(look, question)
        except Died as error:
            self.struck.err("not reopenable", f"{of}: {error}")
            return
        judge(offers, told, before, self.struck, of)
        judge_retries(seen, self.retry, of)
        judge(offers, told, seen, self.retry, of)

    def _judge_syncs(self, seen: Traced, of: str) -> None:
        """Between a failed sync and an acknowledgement, and before each one, one succeeded."""
        syncs = [call for call in seen.calls if call.name in _SYNCS]
        if any(call.injected for call in syncs):
            self.synced.saw("runs")
        since = 0.0
        for one in seen.told:
            if one.said == KEPT:
                failed = [c.at for c in syncs if c.result != 0 and c.at < one.at]
                if not any(max([since, *failed]) < c.at < one.at for c in syncs if c.result == 0):
                    self.synced.err("acknowledged without a sync", f"{of}: offer {one.number}")
                since = one.at


def _refused_to_open(told: list[Told]) -> bool:
    return bool(told) and told[-1].said == "not opened"


def calls(
    subject: Subject,
    scratch: Path,
    *,
    seed: int,
    most: int | None,
    lengths: tuple[int, ...] = (3,),
    only: str = "",
) -> list[Row]:
    """Strike every call in every state of the store, or so many of them drawn at random.

    ``only`` picks the strikes in whose name it stands: ``used: pwrite64:error=EIO:when=7+``.
    """
    tallies = (
        Tally.of("false conflicts", "doubled", "lost", "refused again"),
        Tally.of(*WATCHED, "hung or died"),
        Tally.of("acknowledged without a sync"),
        Tally.of("raw errors", "without outcome", "without place", "without stream"),
    )
    labels = (RETRY_LABEL, LABEL, SYNC_LABEL, ERROR_LABEL)
    reason = why_not()
    if reason is not None:
        return [not_here(label, reason) for label in labels]
    random = Random(f"{seed} calls")  # noqa: S311 - to be repeated
    states: dict[str, Callable[[], Image]] = {
        "new": image.new,
        "used": lambda: image.closed(subject, scratch / "used"),
        "left by a killed writer": lambda: image.left(subject, scratch / "left"),
    }
    share = None if most is None else most // (len(states) * len(lengths))
    for offers, (state, start) in product(lengths, states.items()):
        bench = _Bench(subject, scratch, state, start(), offers, *tallies)
        paths, strikes = bench.watch()
        if only:
            strikes = [one for one in strikes if only in f"{state}: {one.inject}"]
        for strike in _chosen(strikes, share, random):
            bench.strike(strike, paths)
    return [Row(label, tally) for label, tally in zip(labels, tallies, strict=True)]


def _chosen(strikes: list[Strike], most: int | None, random: Random) -> list[Strike]:
    """All of them, or so many: every kind of fault in turn, each at calls drawn at random."""
    if most is None or most >= len(strikes):
        return strikes
    by_fault: dict[str, list[Strike]] = {}
    for strike in strikes:
        by_fault.setdefault(strike.fault, []).append(strike)
    for some in by_fault.values():
        random.shuffle(some)
    turns = zip_longest(*by_fault.values())
    return [strike for turn in turns for strike in turn if strike is not None][:most]
