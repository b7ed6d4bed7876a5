"""``noe audit``: the rules put to one stream, several, or all of a store.

Rule kept here: a stream that cannot be read is said and does not hide what the others show;
the answer is the same however many processes work on it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

import click
from attrs import define, field

from noe_core.audit import Severity
from noe_core.moments import DEFAULT_ZONE, When, day_of
from noe_core.values import Side
from noe_stores.audits.auditing import Audited, NotAudited, OnlyHere, audit_all
from noe_stores.audits.spreading import WorkerLost, cores, processes
from noe_stores.cli import options, tuning
from noe_stores.cli.failures import Unable, sentence
from noe_stores.cli.plain import as_plain
from noe_stores.cli.reading import names_in, opened
from noe_stores.cli.reports import say_report, say_sum
from noe_stores.cli.screen import Screen
from noe_stores.cli.told import Told, as_json, as_text

CLEAN: Final = 0
FOUND: Final = 1
UNABLE: Final = 2


@define
class Tally:
    """What the run came to: findings by severity, and the streams that could not be read."""

    fail_on: Severity
    streams: int = 0
    found: Counter[Severity] = field(factory=Counter)
    not_assessable: int = 0
    failed: list[str] = field(factory=list)

    def add(self, told: Told) -> None:
        """Count a report in."""
        self.streams += 1
        self.found.update(told.findings)
        self.not_assessable += told.not_assessable

    @property
    def code(self) -> int:
        """The exit code of the run."""
        if self.failed:
            return UNABLE
        grave = (self.found[s] for s in Severity if s.rank >= self.fail_on.rank)
        return FOUND if any(grave) else CLEAN


def jobs_of(text: str) -> int:
    """How many processes are to work; ``auto`` or 0 for as many as there are cores."""
    if text in {"auto", "0"}:
        return cores()
    if not (text.isascii() and text.isdigit()):
        raise click.BadParameter(f"{text!r} is no number; give one, or auto for every core")
    return int(text)


@click.command(
    epilog=options.example(
        "noe audit clients.db",
        "noe audit clients.db studio-marelle:atelier-lys --as-of 2022-06-15 --lang fr",
        "noe audit clients.db --fail-on breach --set LOOP-1.n=45 --format json",
    )
)
@options.store
@click.argument("streams", metavar="[STREAM]...", nargs=-1)
@options.as_of
@options.known_at
@options.lang
@click.option(
    "--perspective",
    type=click.Choice(["provider", "client"]),
    default="provider",
    show_default=True,
    help="The side that holds the log; what the other alone can know is not assessable.",
)
@click.option(
    "--fail-on",
    type=click.Choice([s.value for s in Severity]),
    default=Severity.BREACH.value,
    show_default=True,
    help="Exit with 1 for a finding of that severity or a graver one. Nothing recorded can be "
    "taken back, so by default only what contradicts the essential fails a build.",
)
@click.option(
    "--set",
    "settings",
    type=options.setting,
    multiple=True,
    help="Run a rule with another parameter, such as LOOP-1.n=45; may be repeated.",
)
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Parameters in TOML: a table a rule, such as [LOOP-1] and below it n = 45. "
    "--set wins over it.",
)
@options.reader
@click.option(
    "--unrecorded",
    type=options.event,
    metavar="EVENT",
    multiple=True,
    help="An event that the source of the log never writes down: that it is missing says "
    "nothing. May be repeated.",
)
@click.option(
    "--jobs",
    type=jobs_of,
    default="1",
    show_default=True,
    metavar="N",
    help="Audit with that many processes; auto, or 0, for as many as there are cores. The answer "
    "is the same.",
)
@options.as_format("text", "json")
@options.progress
@click.pass_obj
def audit(
    screen: Screen,
    *,
    store: str,
    streams: tuple[str, ...],
    as_of: When | None,
    known_at: When | None,
    lang: str,
    perspective: str,
    fail_on: str,
    settings: tuple[tuple[str, str, str], ...],
    config: Path | None,
    reader: str | None,
    unrecorded: tuple[str, ...],
    jobs: int,
    format_: str,
    progress: bool,
) -> int:
    """Audit the streams of a store: relationships, and practitioners, teams and firms.

    All of them, or those named; as of today, unless --as-of says otherwise.

    Exit code: 0 for no finding at or above --fail-on, 1 for one, 2 when it could not run.

    The JSON holds "store", "as_of", "known_at", "perspective", and in "reports" an object for
    each stream: "stream", "findings" (with "rule", "severity", "subject", "evidence",
    "sentence" in both languages, "parameters"), "passed", "not_assessable", "unread".
    """
    day = as_of or day_of(datetime.now(UTC), DEFAULT_ZONE)
    rules = tuning.rules()
    given = tuning.parameters(rules, config, settings)
    tally = Tally(fail_on=Severity(fail_on))
    side = Side(perspective)
    with opened(store) as ledger, _workers(jobs) as executor:
        names = streams or tuple(names_in(screen, ledger, tally.failed))
        found = _audited(
            store if executor else ledger,
            names,
            as_of=day,
            known_at=known_at,
            perspective=side,
            parameters=given,
            unrecorded=unrecorded,
            reader=reader,
            make=as_json if format_ == "json" else partial(as_text, lang=lang),
            executor=executor,
        )
        told = _read(screen, found, tally, ledger.place)
        told = screen.track(told, "audit", shown=progress, total=lambda: len(names))
        if format_ == "json":
            head = {"store": ledger.place, "as_of": day, "known_at": known_at, "perspective": side}
            screen.json_list(as_plain(head), "reports", (one.shown for one in told))
        else:
            _say(screen, told, tally, lang)
    return tally.code


def _workers(jobs: int) -> AbstractContextManager[Executor | None]:
    return processes(jobs) if jobs > 1 else nullcontext()


def _audited(*given: Any, **asked: Any) -> Iterator[Audited[Told] | NotAudited]:
    try:
        yield from audit_all(*given, **asked)
    except (OnlyHere, WorkerLost) as error:
        raise Unable(f"{error} (--jobs says how many)") from error


def _read(
    screen: Screen, found: Iterable[Audited[Told] | NotAudited], tally: Tally, place: str
) -> Iterator[Told]:
    """What was made of each stream that could be read; the others are told and counted."""
    for one in found:
        if isinstance(one, Audited):
            tally.add(one.made)
            yield one.made
            continue
        tally.failed.append(one.stream)
        remedy = f". What there is: noe streams {place}" if one.missing else ""
        screen.tell(f"noe: {sentence(Unable(one.why + remedy))}")


def _say(screen: Screen, told: Iterable[Told], tally: Tally, lang: str) -> None:
    for one in told:
        say_report(screen, one.shown)
    say_sum(screen, tally.streams, tally.found, tally.not_assessable, lang)
