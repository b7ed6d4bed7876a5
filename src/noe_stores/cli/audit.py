"""``noe audit``: the rules put to one stream, several, or all of a store.

Rule kept here: one history is held at a time, and of the others what a rule may see of them;
a stream that cannot be read is said and does not hide what the others show.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

import click
from attrs import define, field

from noe_core.audit import Report, Severity
from noe_core.audit import audit as put_rules
from noe_core.history import History
from noe_core.moments import DEFAULT_ZONE, When, day_of
from noe_core.values import Side
from noe_stores import Ledger
from noe_stores.cli import options, tuning
from noe_stores.cli.plain import as_plain
from noe_stores.cli.reading import beside_in, histories_in, opened
from noe_stores.cli.reports import report_as_plain, say_report, say_sum
from noe_stores.cli.screen import Screen

CLEAN: Final = 0
FOUND: Final = 1
UNABLE: Final = 2

Reports = Iterable[tuple[History, Report]]


@define
class Tally:
    """What the run came to: findings by severity, and the streams that could not be read."""

    fail_on: Severity
    streams: int = 0
    found: Counter[Severity] = field(factory=Counter)
    not_assessable: int = 0
    failed: list[str] = field(factory=list)

    def add(self, report: Report) -> Report:
        """Count a report and pass it on."""
        self.streams += 1
        self.found.update(finding.severity for finding in report.findings)
        self.not_assessable += len(report.not_assessable)
        return report

    @property
    def code(self) -> int:
        """The exit code of the run."""
        if self.failed:
            return UNABLE
        grave = (self.found[s] for s in Severity if s.rank >= self.fail_on.rank)
        return FOUND if any(grave) else CLEAN


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
    with opened(store) as ledger:
        ask = partial(
            put_rules,
            perspective=side,
            parameters=given,
            unrecorded=unrecorded,
            beside=beside_in(ledger, streams or ledger.streams(), as_of=day, known_at=known_at),
            reader=reader,
            rules=rules,
        )
        found = histories_in(
            screen,
            ledger,
            streams or ledger.streams(),
            tally.failed,
            as_of=day,
            known_at=known_at,
        )
        found = screen.track(found, "audit", shown=progress, total=_total(ledger, streams))
        reports = ((history, tally.add(ask(history))) for history in found)
        if format_ == "json":
            head = {"store": ledger.place, "as_of": day, "known_at": known_at, "perspective": side}
            _print(screen, head, reports)
        else:
            _say(screen, reports, tally, lang)
    return tally.code


def _total(ledger: Ledger, streams: tuple[str, ...]) -> Callable[[], int]:
    """How many streams there are to go through; counted only where that is shown."""
    return lambda: len(streams) or sum(1 for _ in ledger.streams())


def _print(screen: Screen, head: Mapping[str, Any], reports: Reports) -> None:
    screen.json_list(as_plain(head), "reports", (report_as_plain(one) for _, one in reports))


def _say(screen: Screen, reports: Reports, tally: Tally, lang: str) -> None:
    for history, report in reports:
        say_report(screen, history, report, lang)
    say_sum(screen, tally.streams, tally.found, tally.not_assessable, lang)
