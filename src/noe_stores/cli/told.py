"""What a report of the audit says, made where it is audited and not yet on a screen.

Rule kept here: nothing is added up into a score; findings are counted, by severity. It is
plain data, and needs neither click nor rich: a worker that audits starts without them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from attrs import frozen

from noe_core.audit import Report, Severity
from noe_core.history import History
from noe_core.moments import written
from noe_core.narration.narrative import Cite
from noe_stores.cli.plain import as_plain

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


@frozen
class Told:
    """What is kept of a report: its counts, and how it is shown."""

    findings: tuple[Severity, ...]
    not_assessable: int
    shown: Any


def as_json(_history: History, report: Report) -> Told:
    """A report as plain values."""
    return _told(report, report_as_plain(report))


def as_text(history: History, report: Report, *, lang: str) -> Told:
    """A report as lines."""
    return _told(report, tuple(report_lines(history, report, lang)))


def _told(report: Report, shown: Any) -> Told:
    severities = tuple(finding.severity for finding in report.findings)
    return Told(severities, len(report.not_assessable), shown)
