"""A run as tables of Markdown, for the page on speed.

Rule kept here: medians and ratios stand beside the targets, reached or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import median

from parties import FILES_LIMIT, LIMIT, OUR_FILES, OURS, PEER, TUNED
from targets import TARGETS, Target

Figures = Mapping[str, Sequence[float]]
"""What each party took in each round."""

Run = Mapping[str, Figures]
"""By workload; in seconds, and in mebibytes for W6."""

COLUMNS = (OURS, PEER, TUNED, LIMIT, OUR_FILES, FILES_LIMIT)
PAIRS = ((OURS, PEER), (OURS, TUNED), (OURS, LIMIT), (OUR_FILES, OURS), (OUR_FILES, PEER))
UNITS = {
    "W1": "µs a call",
    "W2": "µs a fact",
    "W3": "µs a fact",
    "W4": "µs a fact",
    "W5": "µs an opening",
    "W6": "MiB",
}


def ratio_of(target: Target, figures: Figures) -> float | None:
    """How many times less we took than the other; ``None`` where one did not take part."""
    if target.ours not in figures or target.other not in figures:
        return None
    pairs = zip(figures[target.ours], figures[target.other], strict=True)
    return median(theirs / ours for ours, theirs in pairs)


def as_markdown(run: Run) -> str:
    """Both tables."""
    return f"{_medians(run)}\n\n{_ratios(run)}"


def _medians(run: Run) -> str:
    rows = []
    for number, figures in run.items():
        scale = 1.0 if number == "W6" else 1e6
        told = (_number(median(figures[c]) * scale) if c in figures else "" for c in COLUMNS)
        rows.append([f"{number}, {UNITS[number]}", *told])
    return _table(["", *COLUMNS], rows)


def _ratios(run: Run) -> str:
    rows = []
    for number, figures in run.items():
        targets = {(target.ours, target.other): target for target in TARGETS[number]}
        told = (_told(targets.get(pair), figures) for pair in PAIRS)
        rows.append([number, *told])
    return _table(["", *(f"{ours} against {other}" for ours, other in PAIRS)], rows)


def _told(target: Target | None, figures: Figures) -> str:
    ratio = None if target is None else ratio_of(target, figures)
    if target is None or ratio is None:
        return ""
    if target.least is None:
        return f"{ratio:.2f}"
    mark = "" if ratio >= target.least else ", **not reached**"
    return f"{ratio:.2f} (≥ {target.least:g}{mark})"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---", *("---:" for _ in head[1:])], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
