"""A report of the audit, for people and as plain values.

Rule kept here: nothing is added up into a score; findings are counted, by severity.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from attrs import frozen

from noe_core.audit import Report, Severity
from noe_core.history import History
from noe_core.moments import written
from noe_core.narration.narrative import Cite
from noe_stores.cli.plain import as_plain
from noe_stores.cli.screen import Screen

STYLES: Final = {Severity.INFO: "cyan", Severity.WARNING: "yellow", Severity.BREACH: "bold red"}
WORDS: Final = {
    "en": {
        "none": "no finding",
        "unread": "version {version}: {event} cannot be read by this release",
        "sum": "streams audited: {streams}; findings: {counts}; not assessable: {not_assessable}",
    },
    "fr": {
        "none": "aucun constat",
        "unread": "version {version} : cette livraison ne sait pas lire {event}",
        "sum": "flux audités : {streams} ; constats : {counts} ; non évaluables : {not_assessable}",
    },
}


@frozen
class Line:
    """A line of a report, not yet on a screen."""

    text: str
    style: str = ""
    indent: int = 0


def report_lines(history: History, report: Report, lang: str) -> Iterator[Line]:
    """The findings of one stream, the gravest first, each with its evidence."""
    words = WORDS[lang]
    yield Line(report.stream, style="bold")
    for finding in report.findings:
        facts = (fact for event in finding.evidence if (fact := history.find(event)))
        cited = Cite.of(facts).label
        said = f"{finding.severity.value:8} {finding.rule:7} {finding.sentence(lang)}"
        yield Line(f"{said} [{cited}]" if cited else said, STYLES[finding.severity], indent=2)
    for verdict in report.not_assessable:
        said = f"{'n/a':8} {verdict.rule:7} {verdict.sentence(lang)}"
        yield Line(said, style="dim", indent=2)
    for record in report.unread:
        said = words["unread"].format(version=record.version, event=record.event)
        yield Line(f"{'unread':16} {said}", indent=2)
    if not report.findings:
        yield Line(words["none"], style="green", indent=2)


def say_report(screen: Screen, lines: Iterable[Line]) -> None:
    """The lines of one report."""
    for line in lines:
        screen.say(line.text, style=line.style, indent=line.indent)


def say_sum(
    screen: Screen,
    streams: int,
    found: Mapping[Severity, int],
    not_assessable: int,
    lang: str,
) -> None:
    """What a run over several streams came to."""
    counts = ", ".join(f"{found.get(s, 0)} {s.value}" for s in reversed(Severity))
    screen.say()
    screen.say(
        WORDS[lang]["sum"].format(streams=streams, counts=counts, not_assessable=not_assessable)
    )


def report_as_plain(report: Report) -> dict[str, Any]:
    """A report as plain values, its sentences in both languages."""
    return {
        "stream": report.stream,
        "as_of": None if report.as_of is None else written(report.as_of),
        "known_at": None if report.known_at is None else written(report.known_at),
        "findings": [
            {
                "rule": finding.rule,
                "severity": finding.severity.value,
                "subject": finding.subject,
                "about": finding.about,
                "evidence": as_plain(finding.evidence),
                "sentence": {lang: finding.sentence(lang) for lang in ("fr", "en")},
                "values": as_plain(finding.values),
                "parameters": as_plain(finding.parameters),
            }
            for finding in report.findings
        ],
        "passed": [verdict.rule for verdict in report.passed],
        "not_assessable": [
            {
                "rule": verdict.rule,
                "because": verdict.because,
                "sentence": {lang: verdict.sentence(lang) for lang in ("fr", "en")},
            }
            for verdict in report.not_assessable
        ],
        "unread": [
            {"event": record.event, "version": record.version, "id": str(record.id)}
            for record in report.unread
        ],
    }
