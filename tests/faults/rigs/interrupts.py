"""Ctrl-C inside an append, at random microseconds.

Rule kept here: whoever is interrupted can go on with the same handle, and offering the same
again is the same success; where the interrupt says what became of the facts, it is true.
"""

from __future__ import annotations

import signal
from collections import Counter
from contextlib import suppress
from pathlib import Path
from random import Random
from time import perf_counter
from traceback import walk_tb

from attrs import define, field

from noe_stores.errors import Interrupted
from rigs.children import Died, TooLong, ask, limited
from rigs.judge import Look, Question, judge, look
from rigs.offers import Offer, offer
from rigs.subjects import ALL, Opened, Subject, stream_of
from rigs.tally import Row, Tally
from rigs.told import Failure

LABEL = "Ctrl-C inside append"
PER_ROUND = 90
"""Offers of one round: the streams stay short."""

PER_PROCESS = 500
GIVEN_UP = 8.0
"""Seconds after which a handle that does not answer is dead."""


@define
class Hand:
    """The one at the keyboard: strikes once, only while armed, and loses patience later."""

    armed: bool = False
    waits: bool = False

    def strike(self, _signal: int, _frame: object) -> None:
        """Raise what Ctrl-C raises."""
        if self.armed:
            self.armed, self.waits = False, True
            signal.setitimer(signal.ITIMER_REAL, GIVEN_UP)
            raise KeyboardInterrupt
        if self.waits:
            self.waits = False
            raise TooLong


@define
class _Desk:
    """A handle that is struck, another one to look with, and the counts."""

    subject: Subject
    place: Path
    tally: Tally
    hand: Hand = field(factory=Hand)
    store: Opened = field(init=False)
    reader: Opened = field(init=False)
    usual: float = 0.001

    def __attrs_post_init__(self) -> None:
        """Open both, and see how long an append takes."""
        self.store = self.subject.open(self.place)
        self.reader = self.subject.open(self.place)

    def measure(self, round_: int) -> None:
        """How long an append takes, so that strikes fall inside."""
        began = perf_counter()
        for number in range(12):
            self.store.offer(offer(round_, number))
        self.usual = (perf_counter() - began) / 12

    def trial(self, offered: Offer, delay: float) -> bool:
        """Strike once within an append, and see what became of it; whether the handle lives."""
        self.tally.saw("trials")
        error = self._struck(offered, delay)
        if error is None:
            return True
        self.tally.saw("interrupted")
        of = f"{delay * 1e6:.0f} µs into offer {offered.number} of round {offered.round}"
        self._judge_outcome(error, offered, of)
        try:
            with limited(GIVEN_UP):
                self.store.offer(offered)
        except TooLong:
            return self._dead("hung", of)
        except Exception as dead:  # noqa: BLE001 - whatever comes out is what is measured
            failure = Failure.of(dead, offered)
            if not failure.conflict:
                return self._dead(f"{failure.kind}: {failure.text}", of)
            self.tally.err("false conflicts", f"{of}: {failure.text}")
        return True

    def _struck(self, offered: Offer, delay: float) -> BaseException | None:
        done = False
        try:
            signal.setitimer(signal.ITIMER_REAL, delay)
            self.hand.armed = True
            self.store.offer(offered)
            done = True
            self.hand.armed = False
        except KeyboardInterrupt as error:
            return None if done else error
        except (Exception, TooLong) as error:  # noqa: BLE001 - it came out as something else
            return error
        finally:
            self.hand.armed = self.hand.waits = False
            signal.setitimer(signal.ITIMER_REAL, 0)
        return None

    def _judge_outcome(self, error: BaseException, offered: Offer, of: str) -> None:
        there = self._there(offered)
        if isinstance(error, Interrupted):
            self.tally.saw("told what became of it")
            if (str(error.outcome), there) in {("kept", False), ("not kept", True)}:
                self.tally.err("told wrongly", f"{of}: said {error.outcome}")
        elif not isinstance(error, KeyboardInterrupt):
            self.tally.err("came out as another error", f"{of}: {type(error).__name__}: {error}")
        elif there and self.subject.ours and _within_insert(error):
            self.tally.err("kept without a word", of)
        else:
            self.tally.saw("kept without a word" if there else "not kept", 1)

    def _there(self, offered: Offer) -> bool:
        (first, *_) = offered.facts
        return str(first.id) in {i for _, i in stream_of(self.reader.recorder, first.stream)}

    def _dead(self, why: str, of: str) -> bool:
        self.tally.err("dead handles", f"{of}: {why}")
        return False


def _within_insert(error: BaseException) -> bool:
    frames = walk_tb(error.__traceback__)
    return any(frame.f_code.co_name == "insert_events" for frame, _ in frames)


def interrupt(subject: str, place: Path, trials: range, seed: str) -> tuple[Tally, int]:
    """Trials on one handle, while it lives; the counts, and the next trial.

    For a process of its own: what a dead handle holds is let go with the process.
    """
    tally = Tally()
    random = Random(seed)  # noqa: S311 - to be repeated
    desk = _Desk(ALL[subject], place, tally)
    signal.signal(signal.SIGALRM, desk.hand.strike)
    desk.measure(1_000_000 + trials.start)
    if trials.start % PER_PROCESS:
        # What the last handle died of is offered once more, on a living one.
        with suppress(Exception):
            desk.store.offer(offer(*divmod(trials.start - 1, PER_ROUND)))
    for trial in trials:
        offered = offer(*divmod(trial, PER_ROUND))
        if not desk.trial(offered, random.uniform(5e-6, 1.3 * desk.usual)):
            return tally, trial + 1
    return tally, trials.stop


def interrupts(subject: Subject, scratch: Path, *, seed: int, number: int) -> list[Row]:
    """Interrupt so many appends."""
    tally = Tally.of(
        "dead handles",
        "told wrongly",
        "kept without a word",
        "came out as another error",
        "false conflicts",
    )
    for first in range(0, number, PER_PROCESS):
        place = scratch / f"interrupted-{first}"
        place.mkdir()
        last = min(first + PER_PROCESS, number)
        following = first
        while following < last:
            following = _some(subject, place, range(following, last), seed, tally)
        _judge(subject, place, range(first, last), tally)
    return [Row(LABEL, tally)]


def _some(subject: Subject, place: Path, trials: range, seed: int, tally: Tally) -> int:
    """Trials until the handle dies, in a process of their own; the next trial."""
    try:
        named = f"{seed} {trials.start}"
        counted, following = ask(interrupt, subject.name, place, trials, named, seconds=300)
    except Died as error:
        tally.err("dead handles", f"{trials}: {error}")
        return trials.stop
    tally.add(counted)
    return following


def _judge(subject: Subject, place: Path, trials: range, tally: Tally) -> None:
    """In the end every offer made again is there, once, in order."""
    seen = ask(look, Question(subject=subject.name, place=str(place), verify=True))
    rounds = Counter(trial // PER_ROUND for trial in trials)
    tally.wrong.update({"lost": 0, "doubled": 0})
    for round_ in rounds:
        offers = [offer(*divmod(t, PER_ROUND)) for t in trials if t // PER_ROUND == round_]
        mine = {str(fact.id) for one in offers for fact in one.facts}
        found = tuple(one for one in seen.found if one.id in mine)
        retried = tuple((one, None) for one in offers)
        judge(offers, [], Look(found=found, streams={}, retried=retried), tally, f"{place.name}")
    if seen.unsound:
        tally.err("lost", f"{place}: verify says {seen.unsound}")
